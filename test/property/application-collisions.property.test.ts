/**
 * Goal: the second of two applications is refused exactly when their requirements intersect, and
 * never in two machines [ENG-O3]. Method: random applications in a catalogue of their own; what
 * each takes is written out as a set of plain words (every address of a port, every leaf below a
 * path, a service, the version of a runtime), and sets either meet or they do not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/main/engine/index.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Application } from '../../src/shared/model/application.ts';
import { count } from '../support/counts.ts';
import { expectOk } from '../support/expect-ok.ts';
import { roomCommands } from '../support/make-engine.ts';
import { theCatalogue } from '../support/the-catalogue.ts';

const RUNS = count('propertyRuns');
const MEMORY_MIB = 8_192;
const SYSTEM_MIB = 512;
const ADDRESSES = ['127.0.0.1', '10.0.0.4', '10.0.0.5'];
/** Every path that is drawn, with the leaves below it. */
const LEAVES: Readonly<Record<string, readonly string[]>> = {
  '/srv': ['/srv/a/x', '/srv/a/y', '/srv/b'],
  '/srv/a': ['/srv/a/x', '/srv/a/y'],
  '/srv/a/x': ['/srv/a/x'],
  '/srv/b': ['/srv/b'],
  '/var/log': ['/var/log'],
};
const RUNTIMES = [
  { key: 'lone', title: 'Stands alone', versions: ['1', '2'], sideBySide: false, diskMib: 1 },
  { key: 'kind', title: 'Stands beside', versions: ['1', '2'], sideBySide: true, diskMib: 1 },
].map((one) => ({ ...one, sources: [] }));

type Drawn = Omit<Application, 'key' | 'title' | 'process' | 'sources' | 'settings' | 'dependsOn'>;

const drawn: fc.Arbitrary<Drawn> = fc.record({
  service: fc.constantFrom('red', 'green', 'blue', 'white', 'black'),
  singleInstance: fc.constant(false),
  cpuMillicores: fc.integer({ min: 0, max: 3_000 }),
  memoryMib: fc.integer({ min: 1, max: 5_000 }),
  reservesMemory: fc.boolean(),
  memoryGrowthMibPerHour: fc.constant(0),
  diskMib: fc.constant(10),
  diskGrowthMibPerHour: fc.constant(0),
  listens: fc
    .uniqueArray(
      fc.record({
        protocol: fc.constantFrom('tcp' as const, 'udp' as const),
        address: fc.constantFrom('0.0.0.0', ...ADDRESSES),
        port: fc.integer({ min: 80, max: 83 }),
      }),
      // An application does not collide with itself.
      { maxLength: 2, selector: (one) => `${one.protocol} ${one.port}` },
    )
    .map((list) => list.map((one, index) => ({ ...one, name: `p${index}` }))),
  paths: fc
    .array(
      fc.record({
        path: fc.constantFrom(...Object.keys(LEAVES)),
        use: fc.constantFrom('own' as const, 'shared' as const),
      }),
      { maxLength: 1 },
    )
    .map((list) => list.map((one, index) => ({ ...one, name: `d${index}` }))),
  runtimes: fc.uniqueArray(
    fc.record({
      runtime: fc.constantFrom('lone', 'kind'),
      version: fc.constantFrom('1', '2'),
    }),
    { maxLength: 1, selector: ({ runtime }) => runtime },
  ),
  users: fc.constant([]),
});

/** Everything an application takes for itself, as words. */
function takes(one: Drawn): Set<string> {
  const words = [`service ${one.service}`];
  for (const { protocol, address, port } of one.listens) {
    const all = address === '0.0.0.0' ? ADDRESSES : [address];
    words.push(...all.map((each) => `${protocol} ${each} ${port}`));
  }
  return new Set(words);
}

/** The obvious twin: whether the second may not stand beside the first. */
function intersect(first: Drawn, second: Drawn): boolean {
  const taken = takes(first);
  if ([...takes(second)].some((word) => taken.has(word))) return true;
  for (const a of first.paths) {
    for (const b of second.paths) {
      const shared = LEAVES[a.path]?.some((leaf) => LEAVES[b.path]?.includes(leaf)) === true;
      if (shared && (a.use === 'own' || b.use === 'own')) return true;
    }
  }
  const versions = [...first.runtimes, ...second.runtimes]
    .filter(({ runtime }) => runtime === 'lone')
    .map(({ version }) => version);
  if (new Set(versions).size > 1) return true;
  return second.reservesMemory && first.memoryMib + second.memoryMib > MEMORY_MIB - SYSTEM_MIB;
}

function engineWith(pair: readonly [Drawn, Drawn]): Engine {
  const applications = pair.map((one, index) => ({
    ...one,
    key: `app-${index}`,
    title: 'Drawn',
    process: `process-${index}`,
    settings: {},
    dependsOn: [],
    sources: [],
  }));
  const engine = createEngine({
    catalogue: { ...theCatalogue(), runtimes: RUNTIMES, applications },
    seed: 1,
  });
  const bare: Command = {
    type: 'host.add',
    name: 'bare',
    rack: 'r1',
    cores: 4,
    memoryMib: MEMORY_MIB,
    system: 'operatingSystem',
  };
  const machines = ['m0', 'm1'].map((name): Command => ({
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
  }));
  expectOk(engine.setup([...roomCommands({ racks: 1, hostsPerRack: 1 }), bare, ...machines]));
  return engine;
}

function put(engine: Engine, index: number, on: string): string {
  const proposed = engine.propose({ type: 'app.install', on, application: `app-${index}` });
  if (!proposed.ok) return proposed.error.code;
  engine.commit(proposed.value);
  expect(engine.checkInvariants()).toEqual([]);
  return 'accepted';
}

describe('two random applications', () => {
  it('are refused together on one system exactly when their requirements intersect', () => {
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(fc.tuple(drawn, drawn), (pair) => {
        const engine = engineWith(pair);
        expect(put(engine, 0, 'host:bare')).toBe('accepted');
        const second = put(engine, 1, 'host:bare');
        expect(second !== 'accepted').toBe(intersect(...pair));
        if (second === 'accepted') accepted += 1;
        else refused += 1;
        const memory = pair[0].memoryMib + pair[1].memoryMib;
        if (second !== 'accepted') return;
        const killed = engine.happenings(0).filter(({ kind }) => kind === 'app.killed').length;
        expect(killed > 0).toBe(memory > MEMORY_MIB - SYSTEM_MIB);
      }),
      { numRuns: RUNS },
    );
    // Both outcomes are met often enough to mean something.
    expect(Math.min(refused, accepted)).toBeGreaterThan(RUNS / 8);
  });

  it('never notice each other in two machines', () => {
    fc.assert(
      fc.property(fc.tuple(drawn, drawn), (pair) => {
        const engine = engineWith(pair);
        expect([put(engine, 0, 'vm:m0'), put(engine, 1, 'vm:m1')]).toEqual([
          'accepted',
          'accepted',
        ]);
        expect(engine.happenings(0).filter(({ kind }) => kind === 'app.killed')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
