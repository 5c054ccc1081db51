/**
 * Goal: an experiment of a file is tried on copies, gates what is not healthy, gives up where it
 * says so, tells since when a bound was missed, and comes to the same bytes again. Method: the
 * command line over the template of the game day, with single fields of it changed.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareWith } from '../../../../src/main/experiment/findings.ts';
import { tryWhole } from '../../../../src/main/experiment/try-experiment.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import type {
  Experiment,
  ExperimentFinding,
} from '../../../../src/shared/views/experiment-view.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER, startLab } from '../../../support/start-lab.ts';

const TEMPLATE = join(RESOURCES_FOLDER, 'templates/game-day.scenario.json');
const TEXT = readFileSync(TEMPLATE, 'utf8');
const FOLDER = mkdtempSync(join(tmpdir(), 'racklab-experiments-'));

const BASE: Experiment = {
  name: 'it',
  warmup: '1m',
  steadyFor: '30s',
  steadyState: [{ measure: 'servedFraction', service: 'shop', min: 0.99 }],
  faults: [{ target: 'rack:r1', pick: 'all', for: '2m' }],
  runFor: '4m',
  during: [{ measure: 'servedFraction', service: 'shop', min: 0.5 }],
};

let files = 0;

/** A file with these experiments instead of the template's. */
function fileWith(...experiments: object[]): string {
  const path = join(FOLDER, `${(files += 1)}.scenario.json`);
  const scenario: object = { ...JSON.parse(TEXT), experiments };
  writeFileSync(path, JSON.stringify(scenario));
  return path;
}

/** Why a file with these experiments is refused, or the first of them when it is tried. */
function refusalOf(...experiments: object[]): string | undefined {
  const read = readScenario(readFileSync(fileWith(...experiments), 'utf8'));
  if (!read.ok) return read.error.code;
  const [first] = read.value.scenario.experiments ?? [];
  if (first === undefined) return undefined;
  const tried = tryWhole(first, { engine: startLab(TEXT), seed: 1 });
  return tried.ok ? undefined : tried.error.code;
}

interface Printed {
  readonly seed: number;
  readonly experiments: readonly (ExperimentFinding & { readonly name: string })[];
}

async function tried(change: Partial<Experiment>, ...more: string[]): Promise<ExperimentFinding> {
  const outcome = await racklab('experiment', fileWith({ ...BASE, ...change }), '--json', ...more);
  const printed: Printed = JSON.parse(outcome.out);
  const [finding] = printed.experiments;
  if (finding === undefined) throw new Error(outcome.err);
  return finding;
}

describe('racklab experiment', () => {
  it('tries the game day: three experiments hold, the fourth is given up', async () => {
    const first = await racklab('experiment', TEMPLATE, '--json');
    expect(first.code).toBe(0);
    const { experiments } = JSON.parse(first.out) as Printed;
    expect(experiments.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['one-machine', 'held'],
      ['each-rack', 'held'],
      ['each-core-switch', 'held'],
      ['rack-in-a-wave', 'aborted'],
    ]);
    const [, eachRack, , wave] = experiments;
    expect(eachRack?.cases.map(({ name, machinesLost }) => [name, machinesLost])).toEqual([
      ['rack:r1', 3],
      ['rack:r2', 3],
    ]);
    expect(wave?.unmet).toMatchObject({ measure: 'servedFraction', case: 'rack:r2', max: 0.95 });
    expect(wave?.worst?.cause).toBe('rack:r2');
  });

  it('gives the same bytes again, as a table too', async () => {
    const args = ['experiment', TEMPLATE, 'rack-in-a-wave'];
    const text = await racklab(...args);
    expect(text.out).toContain('rack-in-a-wave: aborted');
    expect(text.out).toMatch(/given up: servedFraction of shop is 0\.\d+, max 0\.95, since /);
    expect(await racklab(...args)).toEqual(text);
  });

  it.each([
    [['none-such'], 'There is no experiment "none-such"; there are 4: one-machine'],
    [['one-machine', '--at', 'soon'], '"soon" is not a duration'],
    [['one-machine', '--seed', 'x'], '--seed takes a whole number'],
  ])('%j is bad input', async (more, said) => {
    const outcome = await racklab('experiment', TEMPLATE, ...more);
    expect([outcome.code, outcome.out]).toEqual([2, '']);
    expect(outcome.err).toContain(said);
  });

  it('has nothing to try where the file has none', async () => {
    const outcome = await racklab('experiment', fileWith());
    expect(outcome.code).toBe(2);
    expect(outcome.err).toContain('The file has no experiments. [experiment.notFound]');
  });

  it('with --check ends with 1 when something did not hold', async () => {
    const path = fileWith({ ...BASE, during: [{ measure: 'lost', max: 0 }] });
    expect((await racklab('experiment', path)).code).toBe(0);
    expect((await racklab('experiment', path, '--check')).code).toBe(1);
  });

  it('tries nothing on a sick room, says what it missed, and ends with 1', async () => {
    const steadyState = [{ measure: 'served' as const, min: 1e6 }];
    const finding = await tried({ steadyState });
    expect(finding).toMatchObject({
      verdict: 'notSteady',
      cases: [],
      unmet: { measure: 'served', min: 1e6, atUs: 90_000_000 },
    });
    expect((await racklab('experiment', fileWith({ ...BASE, steadyState }))).code).toBe(1);
  });

  it('starts from the moment it is given', async () => {
    const finding = await tried({}, '--at', '10m');
    // Ten minutes, one to warm up, half of one to watch.
    expect(finding.steadyAtUs).toBe((10 * 60 + 90) * 1_000_000);
  });
});

describe('how far an experiment may reach', () => {
  it('gives a case up at once that takes more machines down', async () => {
    const blastRadius = { machinesLost: 1 };
    const roles = { owner: 'Ana', observer: 'Rui' };
    const finding = await tried({ blastRadius, roles });
    const { verdict, unmet, cases, steadyAtUs } = finding;
    expect([verdict, unmet?.measure, unmet?.max]).toEqual(['aborted', 'machinesLost', 1]);
    expect((cases[0]?.endUs ?? 0) - steadyAtUs).toBeLessThan(60_000_000);
    const none = { machinesLost: 0, of: 'vm:none' };
    expect((await tried({ blastRadius: none })).verdict).toBe('held');
  });
});

describe('an experiment that is refused', () => {
  it.each([
    [{ faults: [{ target: 'rack:none', pick: 'all', for: '1m' }] }, 'experiment.nothingAimedAt'],
    [
      {
        faults: ['1m', '2m', '3m', '4m'].map((at) => {
          return { target: 'host', pick: 'each', at, for: '1m' };
        }),
      },
      'experiment.tooManyCases',
    ],
    [
      {
        faults: [{ target: 'vm:web-1', kind: 'latency', amount: 99_999, pick: 'all', for: '1m' }],
      },
      'fault.amountOutOfRange',
    ],
    [{ during: [{ measure: 'served', service: 'nobody', min: 1 }] }, 'scenario.referenceNotFound'],
    [{ during: [{ measure: 'served' }] }, 'scenario.contradiction'],
    [{ during: [{ measure: 'served', min: 2, max: 1 }] }, 'scenario.contradiction'],
    [{ faults: [{ target: 'vm', pick: 'all', for: '1m' }] }, 'scenario.contradiction'],
    [{ faults: [{ target: 'vm[', pick: 'all', for: '1m' }] }, 'scenario.wrongValue'],
    [
      { faults: [{ target: 'vm', kind: 'nicDown', amount: 2, pick: 'all', for: '1m' }] },
      'scenario.contradiction',
    ],
    [{ faults: [], commands: [{ at: '0s', do: { type: 'none' } }] }, 'scenario.wrongValue'],
    [{ faults: [] }, 'scenario.wrongValue'],
  ])('%j: %s', (change, code) => {
    expect(refusalOf({ ...BASE, ...change })).toBe(code);
  });

  it('for a decision that is none, even where no file was read', () => {
    const commands = [{ at: '0s', do: { type: 'none' } }];
    const tried = tryWhole({ ...BASE, commands }, { engine: startLab(TEXT), seed: 1 });
    expect(tried).toMatchObject({ error: { code: 'experiment.badCommand' } });
  });

  it('without a name of its own: scenario.duplicateName', () => {
    expect(refusalOf(BASE, BASE)).toBe('scenario.duplicateName');
  });
});

describe('an experiment', () => {
  it('tells since when a bound is missed: a count from the moment it was passed', async () => {
    const { unmet, cases } = await tried({
      faults: [{ target: 'rack:r1', pick: 'all', at: '1m', for: '1m' }],
      during: [{ measure: 'lost', max: 0 }],
    });
    const startUs = cases[0]?.startUs ?? 0;
    // Looked at every five seconds: the first look after the fault shows it.
    expect((unmet?.atUs ?? 0) - startUs).toBe(65_000_000);
  });

  it('judges a count that has to grow at its end', async () => {
    const { unmet, cases } = await tried({ during: [{ measure: 'served', min: 1e9 }] });
    expect(unmet?.atUs).toBe(cases[0]?.endUs);
  });

  it('makes every kind of fault, and gives up no earlier than after a minute', async () => {
    const { verdict, unmet, cases } = await tried({
      faults: [{ target: 'vm', kind: 'machineHang', pick: 'all', for: '3m' }],
      abortWhen: [{ measure: 'servedFraction', service: 'shop', max: 0.5 }],
    });
    expect(verdict).toBe('aborted');
    expect((unmet?.atUs ?? 0) - (cases[0]?.startUs ?? 0)).toBe(60_000_000);
    expect(cases[0]?.services).toMatchObject([{ name: 'shop', short: true }]);
  });

  it('draws one by the seed, the same by the same seed', async () => {
    const faults = [
      { target: 'host', pick: 'one' as const, for: '1m' },
      { target: 'switch:core-*', pick: 'one' as const, for: '1m' },
    ];
    const names = new Set<string>();
    for (const seed of ['1', '2', '3']) {
      const { cases } = await tried({ faults }, '--seed', seed);
      expect((await tried({ faults }, '--seed', seed)).cases).toEqual(cases);
      names.add(cases[0]?.name ?? '');
    }
    expect(names.size).toBeGreaterThan(1);
  });
});

describe('a prediction', () => {
  it('stands beside what came, with the difference and the cause', () => {
    const engine = startLab(TEXT);
    engine.runUntil(60_000_000);
    const hash = engine.hash();
    const copy = startLab(TEXT);
    expectOk(copy.restore(engine.snapshot()));
    const finding = expectOk(tryWhole({ aim: { target: 'rack:r1' } }, { engine: copy, seed: 1 }));
    expect(finding.worst).toMatchObject({ machinesLost: 3, case: 'rack:r1', cause: 'rack:r1' });
    const compared = compareWith(
      { servedFraction: 0.5, machinesLost: 3, refused: ['shop', 'blog'] },
      finding,
    );
    const measured = finding.worst?.servedFraction ?? 0;
    expect(compared).toEqual({
      servedFraction: { predicted: 0.5, measured, difference: measured - 0.5 },
      machinesLost: { predicted: 3, measured: 3, difference: 0 },
      refused: {
        predicted: ['shop', 'blog'],
        measured: finding.worst?.refused,
        spared: finding.worst?.refused.includes('shop') === true ? ['blog'] : ['shop', 'blog'],
        surprised: [],
      },
    });
    expect(engine.hash()).toBe(hash);
  });
});
