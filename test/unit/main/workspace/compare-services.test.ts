/**
 * Goal: the comparison of a machine with a web app counts and measures what it says [ENG-WA6].
 * Method: the template that shows it, for a few days, against figures worked out by hand; and rooms
 * in which there is nothing to compare.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareServices } from '../../../../src/main/workspace/compare-services.ts';
import { labStartOf } from '../../../../src/main/workspace/start-engine.ts';
import { commandSchemas } from '../../../../src/shared/commands/index.ts';
import { ownedSettings } from '../../../../src/shared/commands/owned-settings.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import type { Result } from '../../../../src/shared/kernel/result.ts';
import type {
  ComparisonAsked,
  ServiceComparison,
} from '../../../../src/shared/views/service-comparison-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const DAY_US = 86_400_000_000;
const FILE = join(
  import.meta.dirname,
  '../../../../resources/templates/machine-or-web-app.scenario.json',
);

function compare(
  change: Partial<Scenario> = {},
  asked: ComparisonAsked = {},
): Result<ServiceComparison> {
  const { scenario: whole } = expectOk(readScenario(readFileSync(FILE, 'utf8')));
  const { expect: _expect, ...told } = whole;
  const text = printScenario({ ...told, ...change });
  const { scenario, expanded } = expectOk(readScenario(text));
  const start = labStartOf({ scenario, expanded, catalogue: theCatalogue() });
  const work = compareServices(start, { ...asked, untilUs: 10 * DAY_US });
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('a machine and a web app side by side', () => {
  it('[ENG-WA6] counts acts, finds the most load and what ends it, and reads the price', () => {
    const { machine, webApp, days } = expectOk(compare());
    expect(days).toBe(10);
    // Patched and restarted once in ten days.
    expect(machine.actions).toEqual([
      { command: 'os.patch', times: 1 },
      { command: 'os.reboot', times: 1 },
    ]);
    expect(machine.actionsPerMonth).toBeCloseTo(6, 9);
    expect(webApp).toMatchObject({ actions: [], actionsPerMonth: 0 });
    // Two cores at 10 ms a request bear 200 a second at most, six instances of two cores six times.
    expect(machine.mostPerSecond).toBeGreaterThan(170);
    expect(machine.mostPerSecond).toBeLessThanOrEqual(202);
    expect(webApp.mostPerSecond / machine.mostPerSecond).toBeCloseTo(6, 0);
    expect([machine.limitedBy, webApp.limitedBy]).toEqual(['cpu', 'cpu']);
    expect([machine.instancesAtMost, webApp.instancesAtMost]).toEqual([1, 6]);
    // 0.096 and 0.155 dollars an hour; the machine has a disk of 5.28 dollars a month beside.
    expect(machine.microUsdPerMonth).toBeCloseTo(96_000 * 730 + 5_280_000, -1);
    expect(webApp.microUsdPerMonth).toBeCloseTo(155_000 * 730, -1);
    expect(webApp.microUsdPerMonthAtMost).toBeCloseTo(6 * 155_000 * 730, -1);
    expect(machine.microUsdPerMonthAtMost).toBe(machine.microUsdPerMonth);
    expect(machine.servedFraction).toBeLessThan(1);
    expect(webApp.servedFraction).toBeGreaterThan(machine.servedFraction);
  });

  it('[ENG-WA6] counts settings from the schemas, and every family is one that exists', () => {
    const machine = ownedSettings('machine');
    const webApp = ownedSettings('webApp');
    expect(webApp.settings).toEqual([
      'webApp.inBelow',
      'webApp.instances',
      'webApp.maximum',
      'webApp.minimum',
      'webApp.outAbove',
      'webApp.tags',
      'webApp.tier',
    ]);
    expect(machine.settings).toEqual(expect.arrayContaining(['vm.size', 'disk.sizeGib']));
    expect(machine.settings.length).toBeGreaterThan(4 * webApp.settings.length);
    const types = commandSchemas.map((schema) => schema.shape.type.value);
    const families = new Set(machine.commands.map((type) => type.slice(0, type.indexOf('.'))));
    expect(families.size).toBe(10);
    expect(machine.commands.every((type) => types.some((one) => one === type))).toBe(true);
  });

  it('refuses what cannot be compared', () => {
    const { scenario } = expectOk(readScenario(readFileSync(FILE, 'utf8')));
    const [onMachine, onWebApp] = scenario.workloads ?? [];
    if (onMachine === undefined || onWebApp === undefined) throw new Error('Two uses');
    expect(compare({ workloads: [onWebApp] })).toMatchObject({
      error: { code: 'comparison.noMachine' },
    });
    expect(compare({ workloads: [onMachine] })).toMatchObject({
      error: { code: 'comparison.noWebApp' },
    });
    expect(
      compare({ workloads: [onMachine, onWebApp, { ...onWebApp, name: 'again' }] }),
    ).toMatchObject({ error: { code: 'comparison.ambiguous' } });
  });
});
