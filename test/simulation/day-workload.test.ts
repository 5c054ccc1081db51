/**
 * Goal: `racklab bench day` runs the mix its file tells, conserves requests and asks every machine
 * for a thousand at least [ENG-WL1]. Method: the mix is held against the schema of scenario files,
 * and a small day is run through the command line.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayScenario, type DayMix } from '../../src/main/cli/bench/day-scenario.ts';
import { scenarioSchema } from '../../src/shared/document/scenario-schema.ts';
import { racklab } from '../support/cli-harness.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';

const MIX: DayMix = JSON.parse(
  readFileSync(join(RESOURCES_FOLDER, 'bench', 'day-mix.json'), 'utf8'),
);

describe('a day of many machines', () => {
  it('is an ordinary scenario of the mix in the file', () => {
    const scenario = scenarioSchema.parse(dayScenario(MIX, 1_000));
    const counts = scenario.machines?.map(({ name, count }) => [name, count]);
    expect(counts).toEqual([
      ['web-{n}', 400],
      ['database-{n}', 150],
      ['batch-{n}', 150],
      ['cron-{n}', 150],
      ['gateway-{n}', 50],
      ['desktop-{n}', 50],
      ['polling-{n}', 50],
    ]);
  });

  it('[ENG-WL1] asks every machine for a thousand and says what became of it', async () => {
    const { code, out } = await racklab('bench', 'day', '--vms', '20');
    expect(code).toBe(0);
    const fields = new Map(
      out
        .trim()
        .split(' ')
        .map((word) => word.split('=') as [string, string]),
    );
    function number(name: string): number {
      return Number(fields.get(name));
    }
    expect(fields.get('case')).toBe('day-20');
    expect(number('least_per_vm')).toBeGreaterThanOrEqual(1_000);
    const ended = number('served') + number('late') + number('refused') + number('lost');
    expect(number('offered')).toBe(ended + number('in_flight'));
  });
});
