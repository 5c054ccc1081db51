/**
 * Goal: every template keeps the promises it makes, and the first room teaches what it says.
 * Method: each file is held against its canonical form and run to its end in the real engine with
 * its expectations judged; the first room loses one part after the other.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScenario, type ScenarioRun } from '../../src/main/workspace/scenario-run.ts';
import { startEngine } from '../../src/main/workspace/start-engine.ts';
import { expandScenario } from '../../src/shared/document/expand-scenario.ts';
import { readScenario, type ReadScenario } from '../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../src/shared/document/print-scenario.ts';
import type { Scenario } from '../../src/shared/document/scenario-schema.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { theCatalogue } from '../support/the-catalogue.ts';

const FOLDER = resolve(import.meta.dirname, '../../resources/templates');
const FILES = readdirSync(FOLDER).toSorted();

function text(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

function read(name: string): ReadScenario {
  const outcome = readScenario(text(name));
  if (!outcome.ok) throw new Error(`${outcome.error.message} ${outcome.error.hint}`);
  return outcome.value;
}

function start(scenario: Scenario): Engine {
  const expanded = expandScenario(scenario);
  const engine = startEngine({ scenario, expanded, catalogue: theCatalogue() });
  if (!engine.ok) throw new Error(engine.error.message);
  return engine.value;
}

function run(scenario: Scenario): { outcome: ScenarioRun; engine: Engine } {
  const engine = start(scenario);
  const expanded = expandScenario(scenario);
  return { outcome: runScenario({ engine, scenario, expanded }), engine };
}

/** Refusals that are what a template is about. */
const REFUSALS_SHOWN: ReadonlyMap<string, readonly string[]> = new Map([
  ['one-bare-server.scenario.json', ['app.runtimeConflict', 'app.portTaken']],
  [
    'company-image.scenario.json',
    ['vm.notStopped', 'vm.generalized', 'imageVersion.notReplicated'],
  ],
  ['cloned-identity.scenario.json', ['store.sameIdentity']],
  ['one-machine-grows.scenario.json', ['QuotaExceeded']],
]);

/** A simulated day has millions of requests; a busy machine may need minutes for the largest. */
const DAY_OF_REQUESTS_MS = 240_000;

describe('resources/templates', () => {
  it('holds scenario files only', () => {
    expect(FILES.filter((name) => !name.endsWith('.scenario.json'))).toEqual([]);
    expect(FILES.length).toBeGreaterThanOrEqual(4);
  });

  it.each(FILES)('%s is in canonical form', (name) => {
    expect(printScenario(read(name).scenario)).toBe(text(name));
  });

  it.each(FILES)('%s speaks both languages', (name) => {
    const { title, summary, notes = [] } = read(name).scenario;
    for (const said of [title, summary, ...notes.map((note) => note.text)]) {
      expect(said).toMatchObject({ en: expect.any(String), 'pt-BR': expect.any(String) });
    }
  });

  it.each(FILES)(
    '%s does what it expects of itself',
    (name) => {
      const { scenario } = read(name);
      const { outcome, engine } = run(scenario);
      expect(scenario.expect?.length).toBeGreaterThan(0);
      expect(outcome.expectations.filter(({ met }) => !met)).toEqual([]);
      const refused = outcome.refusedActions.map(({ code }) => code);
      expect(refused).toEqual(REFUSALS_SHOWN.get(name) ?? []);
      expect(engine.checkInvariants()).toEqual([]);
    },
    DAY_OF_REQUESTS_MS,
  );
});

describe('docs/scenario-format.md', () => {
  it('shows a file that can be run as it stands', () => {
    const page = readFileSync(
      resolve(import.meta.dirname, '../../docs/scenario-format.md'),
      'utf8',
    );
    const block = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const shown = readScenario(block);
    if (!shown.ok) throw new Error(shown.error.message);
    const { outcome } = run({ ...shown.value.scenario, duration: '20m' });
    expect(outcome.expectations.map(({ met }) => met)).toEqual([true]);
  });
});

describe('the first room', () => {
  const { expect: _expect, ...room } = read('first-room.scenario.json').scenario;

  /** Share of requests refused in the half hour after a part was lost, ten minutes in. */
  function refusedShare(target: string): { refused: number; running: number } {
    const { outcome } = run({
      ...room,
      duration: '40m',
      actions: [{ at: '10m', do: 'fault.cut', target }],
    });
    const [service] = outcome.summary.services;
    const { outcome: before } = run({ ...room, duration: '10m' });
    const offered = (service?.offered ?? 0) - (before.summary.services[0]?.offered ?? 0);
    return {
      refused: (service?.refused ?? 0) / offered,
      running: outcome.summary.machines['running'] ?? 0,
    };
  }

  it('has two feeds, six racks and six web machines, all of them in two racks', () => {
    const rows = start(room).rows();
    const hostRack = new Map(
      rows.flatMap((row) => (row.kind === 'host' ? [[row.id, row.rack]] : [])),
    );
    const machines = rows.filter((row) => row.kind === 'vm');
    expect(rows.filter((row) => row.kind === 'rack')).toHaveLength(6);
    expect(rows.filter((row) => row.kind === 'power' && row.powerKind === 'feed')).toHaveLength(2);
    expect(machines).toHaveLength(6);
    expect(new Set(machines.map(({ host }) => hostRack.get(host ?? '')))).toEqual(
      new Set(['rack:r1', 'rack:r2']),
    );
  });

  it('turns customers away when rack r2 is unplugged: three machines are not enough', () => {
    const { refused, running } = refusedShare('rack:r2');
    expect(running).toBe(3);
    expect(refused).toBeGreaterThan(0.15);
    expect(refused).toBeLessThan(0.3);
  });

  it.each([
    'rack:r3',
    'feed:a',
    'feed:b',
    'pdu:r2-a',
    'switch:agg-1',
    'switch:core-2',
    'ups:ups-b',
  ])('does not notice the loss of %s', (target) => {
    expect(refusedShare(target)).toEqual({ refused: 0, running: 6 });
  });

  it('lives on its batteries for eight minutes when the grid fails, and no longer', () => {
    const grid = {
      ...room,
      actions: [{ at: '10m', do: 'fault.cut' as const, target: 'utility:grid' }],
    };
    const engine = start(grid);
    const running = (atMinute: number) => {
      engine.runUntil(atMinute * 60_000_000);
      return engine.summary().machines['running'];
    };
    expect(running(17)).toBe(6);
    expect(running(19)).toBe(0);
  });
});
