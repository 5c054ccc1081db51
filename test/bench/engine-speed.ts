/**
 * How fast the engine is: a room like the first one under load, and a hall of 200 racks with 4,000
 * hosts and 20,000 machines. One line for each case, figures in the names. Run it with
 * `npx vite build --ssr test/bench/engine-speed.ts --outDir .cache/bench`, then
 * `node .cache/bench/engine-speed.js`;
 * read ratios between two runs on one machine, not absolutes.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Catalogue } from '../../src/shared/model/catalogue.ts';
import { createEngine, type Engine } from '../../src/main/engine/index.ts';

const SECOND = 1_000_000;
const CATALOGUE_FILE = resolve(process.cwd(), 'resources/catalogue/azure-2026-11.json');

interface Hall {
  readonly racks: number;
  readonly hostsPerRack: number;
  readonly machines: number;
  /** Machines of the service; the others only stand there. */
  readonly serving: number;
  readonly perSecond: number;
  readonly storages: number;
}

function rack(name: string, hosts: number): Command[] {
  const commands: Command[] = [{ type: 'rack.add', name, row: 'row:a' }];
  for (const side of ['a', 'b']) {
    commands.push({
      type: 'power.add',
      kind: 'pdu',
      name: `${name}-${side}`,
      from: `feed:${side}`,
      rack: name,
    });
  }
  const pdus = [`${name}-a`, `${name}-b`];
  commands.push({
    type: 'switch.add',
    name: `${name}-tor`,
    layer: 'tor',
    rack: name,
    pdus,
    uplinks: ['core'],
  });
  for (let host = 1; host <= hosts; host += 1) {
    commands.push({
      type: 'host.add',
      name: `${name}-h${host}`,
      rack: name,
      cores: 16,
      memoryMib: 65_536,
      idleWatts: 100,
      fullWatts: 300,
    });
  }
  return commands;
}

function hallCommands(hall: Hall): Command[] {
  const commands: Command[] = [
    { type: 'place.add', kind: 'site', name: 'school' },
    { type: 'place.add', kind: 'room', name: 'room', parent: 'site:school' },
    { type: 'place.add', kind: 'row', name: 'a', parent: 'room:room' },
    { type: 'power.add', kind: 'utility', name: 'grid' },
    { type: 'power.add', kind: 'feed', name: 'a', from: 'utility:grid' },
    { type: 'power.add', kind: 'feed', name: 'b', from: 'utility:grid' },
    { type: 'switch.add', name: 'core', layer: 'core' },
  ];
  for (let i = 1; i <= hall.racks; i += 1) commands.push(...rack(`r${i}`, hall.hostsPerRack));
  for (let i = 1; i <= hall.storages; i += 1) {
    commands.push({ type: 'storage.add', name: `s${i}`, rack: `r${i}`, capacityGib: 10_000_000 });
  }
  commands.push({ type: 'group.add', name: 'lab' });
  commands.push({ type: 'balancer.add', name: 'front' });
  commands.push({ type: 'service.add', name: 'web', balancer: 'front', deadline: '2s' });
  for (let i = 1; i <= hall.machines; i += 1) {
    commands.push({
      type: 'vm.create',
      name: `m-${i}`,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      ...(hall.storages === 0 ? {} : { storage: `s${(i % hall.storages) + 1}` }),
      ...(i <= hall.serving ? { balancers: ['front'] } : {}),
    });
  }
  const curve = { points: [{ at: '0s', perSecond: hall.perSecond }] };
  commands.push({ type: 'load.set', service: 'web', curve });
  return commands;
}

/** Processor time, because the machine is shared: user and system, of all threads. */
function timed<T>(work: () => T): { ms: number; value: T } {
  const begin = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(begin);
  return { ms: (user + system) / 1_000, value };
}

/** The shortest of some runs: the machine is shared. */
function best(times: number, work: () => void): number {
  return Math.min(...Array.from({ length: times }, () => timed(work).ms));
}

function commit(engine: Engine, command: Command): void {
  const proposed = engine.propose(command);
  if (!proposed.ok) throw new Error(`${proposed.error.code}: ${proposed.error.message}`);
  engine.commit(proposed.value);
}

function report(name: string, figures: Record<string, number>): void {
  const pairs = Object.entries(figures).map(([key, value]) => {
    return `${key}=${value >= 100 ? Math.round(value) : value.toPrecision(3)}`;
  });
  process.stdout.write(`case=engine-${name} ${pairs.join(' ')}\n`);
}

function measure(name: string, hall: Hall, catalogue: Catalogue): void {
  const engine = createEngine({ catalogue, seed: 1 });
  const built = timed(() => engine.setup(hallCommands(hall)));
  if (!built.value.ok) throw new Error(built.value.error.message);
  engine.runUntil(10 * SECOND);
  const before = engine.metrics().services[0]?.offered ?? 0;
  const events = engine.eventCount;
  const run = timed(() => engine.runUntil(130 * SECOND));
  const requests = (engine.metrics().services[0]?.offered ?? 0) - before;
  const bytes = engine.snapshot();
  const other = createEngine({ catalogue, seed: 2 });
  report(name, {
    setupMs: built.ms,
    eventsPerSecond: ((engine.eventCount - events) / run.ms) * 1_000,
    requestsPerSecond: (requests / run.ms) * 1_000,
    snapshotMs: best(3, () => engine.snapshot()),
    snapshotMib: bytes.length / 1_048_576,
    restoreMs: best(3, () => other.restore(bytes)),
    hashMs: best(3, () => engine.hash()),
    invariantsMs: best(2, () => engine.checkInvariants()),
    rowsMs: best(2, () => engine.rows()),
    metricsMs: best(3, () => engine.metrics()),
    shadowMs: best(2, () => engine.shadow('feed:a')),
  });
  const cutRack = timed(() => commit(engine, { type: 'fault.cut', target: 'rack:r1' }));
  const cutFeed = timed(() => commit(engine, { type: 'fault.cut', target: 'feed:a' }));
  const cutAll = timed(() => commit(engine, { type: 'fault.cut', target: 'utility:grid' }));
  const dark = timed(() => engine.runUntil(engine.nowUs + 60 * SECOND));
  const back = timed(() => commit(engine, { type: 'fault.restore', target: 'utility:grid' }));
  const booted = engine.eventCount;
  const recovery = timed(() => engine.runUntil(engine.nowUs + 1_700 * SECOND));
  report(`${name}-faults`, {
    settleOneRackMs: cutRack.ms,
    settleOneFeedMs: cutFeed.ms,
    settleAllMs: cutAll.ms,
    darkMinuteMs: dark.ms,
    settleBackMs: back.ms,
    recoveryMs: recovery.ms,
    recoveryEvents: engine.eventCount - booted,
  });
}

/** Jobs of varied length, all at once, time-shared. */
function measureBatch(catalogue: Catalogue): void {
  const hall: Hall = {
    racks: 50,
    hostsPerRack: 20,
    machines: 8_000,
    serving: 0,
    perSecond: 0,
    storages: 0,
  };
  const engine = createEngine({ catalogue, seed: 1 });
  const built = timed(() => engine.setup(hallCommands(hall)));
  if (!built.value.ok) throw new Error(built.value.error.message);
  const submit = timed(() =>
    commit(engine, {
      type: 'batch.submit',
      name: 'b',
      machines: ['m-*'],
      count: 80_000,
      work: { baseMi: 1_000, stride: 7_919, modulo: 9_973 },
    }),
  );
  const events = engine.eventCount;
  const run = timed(() => engine.runUntil(1_000 * SECOND));
  report('batch', {
    setupMs: built.ms,
    submitMs: submit.ms,
    runMs: run.ms,
    eventsPerSecond: ((engine.eventCount - events) / run.ms) * 1_000,
  });
}

const catalogue: Catalogue = JSON.parse(readFileSync(CATALOGUE_FILE, 'utf8'));
measure(
  'room',
  { racks: 6, hostsPerRack: 4, machines: 6, serving: 6, perSecond: 150, storages: 0 },
  catalogue,
);
measure(
  'busy-room',
  { racks: 6, hostsPerRack: 4, machines: 60, serving: 60, perSecond: 2_000, storages: 1 },
  catalogue,
);
measure(
  'hall',
  {
    racks: 200,
    hostsPerRack: 20,
    machines: 20_000,
    serving: 1_000,
    perSecond: 2_000,
    storages: 4,
  },
  catalogue,
);
measureBatch(catalogue);
