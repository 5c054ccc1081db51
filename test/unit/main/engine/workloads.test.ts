/**
 * Goal: uses of machines serve, refuse and lose what their rules say [ENG-WL1] to [ENG-WL14], and
 * conserve requests [INV-130] [INV-131]. Method: one machine whose every resource is set by hand,
 * each use once in plenty and once short of something.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { RowReferences } from '../../../../src/shared/document/row-references.ts';
import { RowTable } from '../../../../src/shared/document/row-table.ts';
import { workloadsFromRows } from '../../../../src/shared/document/workloads-from-rows.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { isLongRun } from '../../../support/counts.ts';
import {
  runUse,
  runWork,
  startWork,
  steady,
  workScenario,
  type Use,
  type WorkMachine,
  type WorkRoom,
} from '../../../support/work-room.ts';

const WEB: Use = { kind: 'requests', curve: steady(120), mode: 'requests' };

const SPIKE = { at: '1m', lasts: '1m', times: 5 };

/** Open loads of at least 50 requests a second, each with another station full to 80 or 90 %. */
const AS_FLOW: {
  name: string;
  use: Use;
  machine: WorkMachine;
  fails?: 'refused' | 'lost';
  actions?: WorkRoom['actions'];
}[] = [
  {
    name: 'a shared core',
    use: { kind: 'requests', cpu: '10ms', threads: 256, curve: steady(80) },
    machine: { vCpu: 1 },
  },
  {
    name: 'a disk',
    use: { kind: 'requests', cpu: '200us', reads: 2, curve: steady(160) },
    machine: { vCpu: 2, diskIops: 400 },
  },
  {
    name: 'a cache before a wait',
    use: { kind: 'forwardProxy', threads: 256, curve: steady(160), cpu: '5ms' },
    machine: { vCpu: 1, networkMbps: 200 },
  },
  {
    name: 'few places',
    use: { kind: 'requests', cpu: '10ms', threads: 4, queueLimit: 8, curve: steady(340) },
    machine: { vCpu: 4 },
    fails: 'refused',
  },
  {
    name: 'a machine that stops for a while',
    use: { kind: 'requests', cpu: '10ms', threads: 256, curve: steady(150) },
    machine: { vCpu: 2 },
    fails: 'lost',
    actions: [
      { at: '1m', do: 'vm.stop', vm: 'vm-1' },
      { at: '80s', do: 'vm.start', vm: 'vm-1' },
    ],
  },
];

describe('a request on its way', () => {
  it('[ENG-WL1] [INV-130] is conserved at every event, through stops and calls', () => {
    const engine = startWork(
      workScenario(
        [
          { ...WEB, name: 'web', curve: steady(40), threads: 4, queueLimit: 3, machines: ['vm-1'] },
          {
            kind: 'reverseProxy',
            name: 'front',
            machines: ['vm-2'],
            curve: steady(30),
            calls: { on: 'web', share: 0.8 },
          },
          { kind: 'database', name: 'db', curve: steady(30), lock: '8ms', connections: 3 },
          { kind: 'desktop', name: 'desk', users: 20, think: '1s' },
        ],
        {
          machines: 2,
          vCpu: 1,
          actions: [
            { at: '3s', do: 'vm.stop', vm: 'vm-1' },
            { at: '6s', do: 'vm.start', vm: 'vm-1' },
            { at: '8s', do: 'workload.mode', workload: 'db', mode: 'flow' },
            { at: '9s', do: 'workload.mode', workload: 'db', mode: 'auto' },
          ],
        },
      ),
    );
    let events = 1;
    for (let at = 1; events > 0 && at < 3_000; at += 1) {
      ({ events } = engine.runUntil(12_000_000, { maxEvents: 7 }));
      expect(engine.checkInvariants()).toEqual([]);
    }
    const lost = engine.summary().workloads?.map((one) => one.lost) ?? [];
    expect(Math.min(...lost.slice(0, 3))).toBeGreaterThan(0);
  });

  it('[ENG-WL2] waits for one of the bound, is refused beyond the queue', () => {
    const short = runUse({ ...WEB, threads: 1, queueLimit: 2, cpu: '20ms' }, { duration: '20s' });
    expect(short.refused).toBeGreaterThan(short.offered * 0.5);
    const plenty = runUse({ ...WEB, threads: 64, cpu: '20ms' }, { duration: '20s' });
    expect(plenty.refused).toBe(0);
  });

  it('[ENG-WL5] a bound of memory follows the size of the machine', () => {
    const use: Use = { kind: 'desktop', users: 100, think: '20s' };
    const small = runUse(use, { memoryMib: 8_192 });
    expect(small.usersWithRoom).toBe(7);
    expect(small.limitedBy).toBe('memory');
    expect(runUse(use, { memoryMib: 131_072, duration: '1m' }).usersWithRoom).toBe(100);
  });

  it('[ENG-WL11] a lazy write is answered sooner, and a crash takes what was not flushed', () => {
    const use: Use = {
      kind: 'database',
      curve: steady(200),
      writeShare: 1,
      mode: 'requests',
      flushEvery: '5s',
    };
    const room = {
      diskIops: 800,
      duration: '62s',
      actions: [{ at: '1m3s', do: 'vm.stop' as const, vm: 'vm-1' }],
    };
    const crash = { ...room, duration: '70s' };
    const lazy = runUse({ ...use, durability: 'lazy' }, crash);
    const commit = runUse({ ...use, durability: 'commit' }, crash);
    expect(commit.writesLost).toBe(0);
    expect(lazy.writesLost).toBeGreaterThan(100);
    expect(lazy.p50Ms).toBeLessThan(commit.p50Ms ?? 0);
  });
});

describe('sources', () => {
  it('[ENG-WL10] a cron job on two machines runs twice, with a lease once', () => {
    const use: Use = { kind: 'cron', cron: '*/10 * * * *', jobs: 6 };
    const room = { machines: 2, duration: '65m' };
    const twice = runUse(use, room);
    expect(twice).toMatchObject({ due: 6, runs: 12, duplicates: 6, served: 72 });
    const once = runUse({ ...use, lease: true }, room);
    expect(once).toMatchObject({ due: 6, runs: 6, duplicates: 0, served: 36 });
    const stopped = runUse(
      { ...use, lease: true },
      { ...room, actions: [{ at: '15m', do: 'vm.stop', vm: 'vm-1' }] },
    );
    expect(stopped).toMatchObject({ runs: 6, duplicates: 0 });
  });

  it('[ENG-WL12] a poll that is behind is left out, and its questions are lost', () => {
    const use: Use = { kind: 'polling', jobs: 400, every: '10s', cpu: '5ms', wait: '45ms' };
    const slow = runUse(use, { duration: '5m' });
    expect(slow.overruns).toBeGreaterThan(10);
    expect(slow.lost).toBe((slow.overruns ?? 0) * 400);
    expect(runUse({ ...use, threads: 8 }, { duration: '5m' }).overruns).toBe(0);
  });

  it('[ENG-WL1] a spike multiplies the curve, and a trace is met', () => {
    const base: Use = { kind: 'requests', curve: steady(10), mode: 'requests' };
    const plain = runUse(base).offered;
    const spike = runUse({ ...base, spike: { at: '2m', lasts: '1m', times: 11 } }).offered;
    expect(spike - plain).toBeGreaterThan(5_600);
    expect(spike - plain).toBeLessThan(6_400);
    const trace = runUse({ kind: 'requests', trace: { every: '1m', counts: [600, 0, 1_200] } });
    expect(trace.offered).toBeGreaterThan(1_650);
    expect(trace.offered).toBeLessThan(1_950);
  });

  it('[ENG-WL13] a proxy waits for whom it asks, and what it caches it need not ask', () => {
    const slow: Use = { ...WEB, name: 'origin', cpu: '30ms', machines: ['vm-1'], curve: steady(1) };
    const front: Use = {
      kind: 'reverseProxy',
      name: 'front',
      machines: ['vm-2'],
      curve: steady(40),
      calls: { on: 'origin' },
    };
    const room = { machines: 2, duration: '1m' };
    const [origin, asked] = runWork([slow, front], room);
    const [, cached] = runWork([slow, { ...front, hitShare: 0.9 }], room);
    expect(asked?.meanMs).toBeGreaterThan(30);
    expect(cached?.meanMs).toBeLessThan(10);
    expect(origin?.offered).toBeGreaterThan(2_200);
  });
});

describe('a run', () => {
  const uses: Use[] = [
    { ...WEB, mode: 'auto', spike: { at: '20s', lasts: '20s', times: 4 } },
    { kind: 'database', curve: steady(60), lock: '4ms' },
    { kind: 'polling', jobs: 50, every: '10s' },
  ];

  it('[ENG-T3] [ENG-T8] does not depend on slices, and continues after a restore', () => {
    const scenario = workScenario(uses, { vCpu: 2 });
    const whole = startWork(scenario);
    whole.runUntil(60_000_000);
    const sliced = startWork(scenario);
    for (let at = 1; at <= 23; at += 1) {
      sliced.runUntil(at * 1_357_911);
      sliced.summary();
    }
    const bytes = sliced.snapshot();
    const restored = startWork(workScenario([], {}));
    expect(restored.restore(bytes).ok).toBe(true);
    restored.runUntil(60_000_000);
    expect(restored.hash()).toBe(whole.hash());
    expect(restored.summary().workloads).toEqual(whole.summary().workloads);
  });

  it('[ENG-WL8] conserves requests when it changes to flow and back', () => {
    const scenario = workScenario([{ ...WEB, mode: 'auto' }], {
      actions: [
        { at: '10s', do: 'workload.mode', workload: 'w1', mode: 'requests' },
        { at: '20s', do: 'workload.mode', workload: 'w1', mode: 'flow' },
        { at: '30s', do: 'workload.load', workload: 'w1', curve: steady(400) },
      ],
    });
    const engine = startWork(scenario);
    for (let at = 1; at <= 40; at += 1) {
      engine.runUntil(at * 1_000_000);
      const [one] = engine.summary().workloads ?? [];
      const ended = one!.served + one!.late + one!.refused + one!.lost;
      expect(one!.offered).toBe(ended + one!.inFlight);
    }
    const [end] = engine.summary().workloads ?? [];
    expect(end!.flowShare).toBeGreaterThan(0.8);
    expect(end!.offered).toBeGreaterThan(7_400);
    expect(end!.offered).toBeLessThan(7_900);
  });
});

describe('what flow stands for', () => {
  it.each(AS_FLOW)(
    '[ENG-WL8] [ENG-WL9] $name: served, refused, lost within 1 %, p95 within 10 %',
    ({ use, machine, fails, actions = [] }) => {
      const room = { ...machine, actions, duration: isLongRun ? '60m' : '4m' };
      const one = runUse({ ...use, mode: 'requests' }, room);
      const flow = runUse({ ...use, mode: 'flow' }, room);
      expect(flow.estimated).toBe(false);
      expect(Math.abs(flow.served / one.served - 1)).toBeLessThan(0.01);
      for (const end of ['refused', 'lost'] as const) {
        // Of all that was asked: where hardly any fails there is no one per cent of it.
        expect(Math.abs(flow[end] - one[end])).toBeLessThan(one.offered * 0.01);
        expect([end, one[end] > one.offered * 0.005]).toEqual([end, end === fails]);
      }
      expect(Math.abs((flow.p95Ms ?? 0) / (one.p95Ms ?? 1) - 1)).toBeLessThan(0.1);
    },
  );

  it('[ENG-WL9] marks what its formulas are not trusted with', () => {
    const use: Use = { kind: 'requests', cpu: '10ms', mode: 'flow', curve: steady(95) };
    expect(runUse(use, { vCpu: 1 }).estimated).toBe(true);
    expect(runUse({ ...use, curve: steady(60) }, { vCpu: 1 }).estimated).toBe(false);
    const locked = runUse({ kind: 'database', curve: steady(200), mode: 'flow' });
    expect(locked).toMatchObject({ estimated: true, flowShare: 1 });
  });
});

describe('stations and ways in', () => {
  it('[ENG-WL4] a disk serves one after the other, at the ceiling that is met first', () => {
    const use: Use = {
      kind: 'database',
      curve: steady(50),
      mode: 'requests',
      writeShare: 0,
      reads: 8,
      networkKib: 0,
    };
    const operations = runUse(use, { diskIops: 200, duration: '3m' });
    expect(operations).toMatchObject({ limitedBy: 'diskIops' });
    expect(operations.throughputPerSecond).toBeCloseTo(200 / 8, 0);
    const bytes = runUse({ ...use, ioKib: 1_000 }, { diskMbps: 100, duration: '3m' });
    expect(bytes).toMatchObject({ limitedBy: 'diskBytes' });
    expect(bytes.throughputPerSecond).toBeCloseTo(100_000 / (8 * 1_024), 0);
  });

  it('[ENG-WL14] a machine behind a jumpbox is managed only while that runs', () => {
    const uses: Use[] = [{ kind: 'jumpbox', name: 'door', machines: ['vm-1'], manages: ['vm-2'] }];
    const engine = startWork(workScenario(uses, { machines: 2 }));
    const install: Command = { type: 'app.install', on: 'vm-2', application: 'shop' };
    expect(engine.propose(install).ok).toBe(true);
    const stop = engine.propose({ type: 'vm.stop', vm: 'vm-1' });
    if (stop.ok) engine.commit(stop.value);
    engine.runUntil(1_000_000);
    const refused = engine.propose(install);
    expect(refused).toMatchObject({ ok: false, error: { code: 'jumpbox.down' } });
  });
});

describe('what a scenario carries of it', () => {
  it('[INV-131] an exported room works as the one it came from', () => {
    const uses: Use[] = [
      { kind: 'requests', name: 'web', curve: steady(20), cpu: '7ms', spike: SPIKE },
      { kind: 'reverseProxy', name: 'front', curve: steady(9), calls: { on: 'web', share: 0.5 } },
      { kind: 'cron', name: 'nightly', cron: '*/5 * * * *', jobs: 4, lease: true },
      { kind: 'desktop', name: 'desk', users: 4, think: '3s' },
      { kind: 'polling', name: 'poll', jobs: 40, every: '30s', mode: 'requests' },
      { kind: 'batch', name: 'bulk', jobs: 10, writers: 3, durability: 'lazy' },
    ];
    const scenario = workScenario(uses);
    const engine = startWork(scenario);
    const table = new RowTable(engine.rows());
    const references = new RowReferences(engine.rows());
    const carried = workloadsFromRows({ table, references, catalogue: theCatalogue() });
    const again = startWork({ ...scenario, ...carried });
    engine.runUntil(300_000_000);
    again.runUntil(300_000_000);
    expect(again.summary().workloads).toEqual(engine.summary().workloads);
  });
});
