/**
 * Goal: requests find their way, and every one that does not is counted and explained. Method: a
 * service of two machines on two racks under a seeded load, watched event by event; moments of
 * probes and numbers of requests are worked out from the rules.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import {
  given,
  makeEngine,
  roomCommands,
  SECOND,
  type Scene,
} from '../../../support/make-engine.ts';
import { RequestWatcher } from '../../../support/request-watcher.ts';

type ServiceOptions = Partial<Extract<Command, { type: 'service.add' }>>;
type BalancerOptions = Partial<Extract<Command, { type: 'balancer.add' }>>;

interface Options {
  readonly perSecond?: number;
  readonly service?: ServiceOptions;
  readonly balancer?: BalancerOptions;
}

function machine(name: string, host: string): Command {
  return {
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    host,
    balancers: ['front'],
  };
}

/** Machines `a` on rack 1 and `b` on rack 2 behind `front`. */
function twoRacks(options: Options = {}): Command[] {
  const perSecond = options.perSecond ?? 20;
  return [
    { type: 'balancer.add', name: 'front', ...options.balancer },
    { type: 'service.add', name: 'web', balancer: 'front', ...options.service },
    machine('a', 'r1-h1'),
    machine('b', 'r2-h1'),
    { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond }] } },
  ];
}

function scene(options: Options = {}): Scene {
  return given({}, twoRacks(options));
}

function backend(of: Scene, vm: string) {
  return of.row('balancer', 'front').backends.find((one) => one.vm === `vm:lab/${vm}`);
}

describe('[ENG-S4] probes', () => {
  it('take a dead machine out after the second failure, five seconds apart', () => {
    const it = scene().until('7s').cut('rack:r1');
    // Probes come at 0, 5, 10, 15 s: the first to fail is that of 10 s.
    it.until('9999999us');
    expect(backend(it, 'a')).toMatchObject({ rotation: 'up', failedProbes: 0 });
    it.until('10s');
    expect(backend(it, 'a')).toMatchObject({ rotation: 'up', failedProbes: 1 });
    it.until('14999999us');
    expect(backend(it, 'a')?.rotation).toBe('up');
    it.until('15s');
    expect(backend(it, 'a')).toMatchObject({ rotation: 'down', failedProbes: 2 });
    expect(it.chain(backend(it, 'a')?.cause)).toEqual([
      'decision rack:r1',
      'part.cut rack:r1',
      'host.lostPower host:r1-h1',
      'vm.lost vm:lab/a',
      'backend.down vm:lab/a',
    ]);
  });

  it('put it back at the second answer, as over TCP', () => {
    const it = scene({ perSecond: 0 });
    it.until('7s').cut('link:r1-h1--r1-tor').until('20s').restore('link:r1-h1--r1-tor');
    it.engine.runUntil(it.row('vm', 'a').operationEndsAtUs ?? 0);
    expect(backend(it, 'a')?.rotation).toBe('down');
    it.engine.runUntil(Math.ceil(it.engine.nowUs / (5 * SECOND)) * 5 * SECOND);
    expect(backend(it, 'a')).toMatchObject({ rotation: 'down', failedProbes: 0 });
    it.engine.runUntil(it.engine.nowUs + 5 * SECOND);
    expect(backend(it, 'a')).toMatchObject({ rotation: 'up', failedProbes: 0 });
  });

  it('forget one failure that was followed by an answer', () => {
    const it = scene({ perSecond: 0 }).until('7s');
    it.when({ type: 'vm.restart', vm: 'a', by: 'guest' });
    const upAgainUs = it.row('vm', 'a').operationEndsAtUs ?? 0;
    expect(upAgainUs - it.engine.nowUs).toBeGreaterThan(5 * SECOND);
    it.engine.runUntil(upAgainUs + 10 * SECOND);
    expect(backend(it, 'a')).toMatchObject({ rotation: 'up', failedProbes: 0 });
  });

  it('know nothing of a new member before the next probe', () => {
    const it = scene({ perSecond: 0 }).until('11s');
    it.when({ type: 'balancer.leave', balancer: 'front', vm: 'a' });
    it.when({ type: 'balancer.join', balancer: 'front', vm: 'a' });
    expect(backend(it, 'a')?.rotation).toBe('unknown');
    it.until('14999999us');
    expect(backend(it, 'a')?.rotation).toBe('unknown');
    it.until('15s');
    expect(backend(it, 'a')?.rotation).toBe('up');
  });

  it('follow an edited interval and threshold from the edit on', () => {
    const it = scene({ perSecond: 0 }).until('7s');
    it.when({ type: 'balancer.edit', balancer: 'front', probeInterval: '8s', probeThreshold: 3 });
    // Probed at once, at 7 s, and then at 15, 23 and 31 s.
    it.until('7s').cut('rack:r1');
    it.until('30999999us');
    expect(backend(it, 'a')?.rotation).toBe('up');
    it.until('31s');
    expect(backend(it, 'a')?.rotation).toBe('down');
  });
});

describe('[ENG-S5] between the death and the second failed probe', () => {
  it('half of the requests are sent to the dead machine and lost; afterwards none', () => {
    const it = scene({ perSecond: 200, service: { workers: 100 } });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(7 * SECOND);
    it.cut('rack:r1');
    watcher.look();
    const cutAt = watcher.requests.length;
    watcher.runUntil(15 * SECOND);
    const between = watcher.requests.slice(cutAt);
    const lost = between.filter((one) => one.outcome === 'lost').length;
    // 8 s × 200 / s, each to one of two with the same chance: 800 ± 5 deviations of 20.
    expect(Math.abs(lost - between.length / 2)).toBeLessThan(100);
    expect(between.length).toBeGreaterThan(1_400);
    const downAt = watcher.requests.length;
    watcher.runUntil(30 * SECOND);
    expect(watcher.requests.slice(downAt).filter((one) => one.outcome === 'lost')).toEqual([]);
    const ledger = it.engine.ledger('web');
    expect(ledger.find((row) => row.reason === 'backendDead')).toMatchObject({ count: lost });
    for (const row of ledger) expect(row.chain[0]).toMatchObject({ kind: 'decision' });
  });
});

describe('[ENG-S2] conservation and the ledger, at every event', () => {
  it('hold through load, overload, cuts and recoveries', () => {
    const it = scene({ perSecond: 60, service: { workers: 2, queueLimit: 2, deadline: '150ms' } });
    const watcher = new RequestWatcher(it.engine);
    function check(): void {
      it.holds();
      const figures = it.service();
      expect({
        offered: figures.offered,
        served: figures.served,
        late: figures.late,
        refused: figures.refused,
        lost: figures.lost,
        inFlight: figures.inFlight,
      }).toEqual({
        offered: watcher.requests.length,
        served: watcher.count('served'),
        late: watcher.count('late'),
        refused: watcher.count('refused'),
        lost: watcher.count('lost'),
        inFlight: watcher.count('inFlight'),
      });
    }
    watcher.runUntil(4 * SECOND, check);
    it.cut('host:r2-h1');
    watcher.look();
    watcher.runUntil(12 * SECOND, check);
    it.when({ type: 'balancer.leave', balancer: 'front', vm: 'a' });
    watcher.look();
    watcher.runUntil(14 * SECOND, check);
    for (const outcome of ['served', 'late', 'refused', 'lost'] as const) {
      expect(watcher.count(outcome)).toBeGreaterThan(0);
    }
    const ledger = it.engine.ledger();
    const explained = ledger.reduce((sum, row) => sum + row.count, 0);
    expect(explained).toBe(
      watcher.count('late') + watcher.count('refused') + watcher.count('lost'),
    );
  });
});

describe('[ENG-S3] the choice of a backend', () => {
  it('is even among those in rotation', () => {
    const it = scene({ perSecond: 300, service: { workers: 100 } });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(20 * SECOND);
    const toFirst = watcher.requests.filter((one) => one.vm === 0).length;
    const all = watcher.requests.length;
    // Each of about 6 000 to one of two: half, give or take five deviations of 39.
    expect(Math.abs(toFirst - all / 2)).toBeLessThan(200);
  });

  it('goes on to the next when the first is full, and refuses when all are', () => {
    // One worker and no queue on each of two machines, requests of an hour: two fit.
    const it = scene({ perSecond: 50, service: { workers: 1, queueLimit: 0, serviceTime: '10h' } });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(5 * SECOND);
    expect(watcher.count('inFlight')).toBe(2);
    expect(new Set(watcher.requests.filter((one) => one.vm >= 0).map((one) => one.vm)).size).toBe(
      2,
    );
    expect(watcher.count('refused')).toBe(watcher.requests.length - 2);
    expect(it.engine.ledger('web')).toMatchObject([{ reason: 'noRoom', chain: [] }]);
  });

  it('[ENG-S10] serves in the order of arrival, one worker at a time', () => {
    const one = given({}, [
      ...twoRacks({ perSecond: 12, service: { workers: 1, queueLimit: 50, deadline: '10m' } }),
      { type: 'balancer.leave', balancer: 'front', vm: 'b' },
    ]);
    const watcher = new RequestWatcher(one.engine);
    watcher.runUntil(60 * SECOND);
    const served = watcher.requests.filter((request) => request.outcome === 'served');
    const ends = served.map((request) => request.endedUs);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(served.length).toBeGreaterThan(100);
  });
});

describe('[ENG-S6] when every backend is down', () => {
  it('refuses, and says why', () => {
    const it = scene().until('1s').cut('switch:core').until('11s');
    const before = it.service();
    it.until('21s');
    const after = it.service();
    expect(after.refused - before.refused).toBe(after.offered - before.offered);
    const [row] = it.engine.ledger().filter(({ reason }) => reason === 'noBackendInRotation');
    expect(row?.chain.map(({ kind }) => kind).slice(0, 2)).toEqual(['decision', 'part.cut']);
  });

  it('sends to all when told to: no refusal, every request is lost', () => {
    const it = scene({ balancer: { allDown: 'sendToAll' } });
    it.until('1s').cut('switch:core').until('11s');
    const before = it.service();
    it.until('21s');
    const after = it.service();
    expect(after.refused).toBe(before.refused);
    expect(after.lost - before.lost).toBe(after.offered - before.offered);
  });

  it('explains an empty pool by the decision that emptied it', () => {
    const it = scene().until('1s');
    it.when({ type: 'balancer.leave', balancer: 'front', vm: 'a' }, { type: 'vm.delete', vm: 'b' });
    it.until('2m');
    const [row] = it.engine.ledger().filter(({ reason }) => reason === 'noBackendInRotation');
    expect(row?.chain.map(({ kind }) => kind)).toEqual(['decision', 'vm.stopping', 'vm.deleted']);
  });
});

describe('[ENG-S8] a bad time', () => {
  it('is announced at its first failure and ended by a success 30 s after the last', () => {
    const it = scene({ perSecond: 20 }).until('20s').cut('rack:r1').until('3m');
    const [failing] = it.happened('service.failing');
    expect(failing?.atUs).toBeGreaterThanOrEqual(20 * SECOND);
    const lastFailure = Math.max(...it.engine.ledger().map((row) => row.lastAtUs));
    const [recovered] = it.happened('service.recovered');
    expect(recovered?.atUs).toBeGreaterThanOrEqual(lastFailure + 30 * SECOND);
    expect(recovered?.atUs).toBeLessThan(lastFailure + 31 * SECOND);
  });
});

describe('[ENG-S1] arrivals', () => {
  it('follow the curve: its rate, its period, its steps', () => {
    const it = given({ machines: 2, perSecond: 0 }).when({
      type: 'load.set',
      service: 'web',
      curve: {
        period: '100s',
        points: [
          { at: '20s', perSecond: 0 },
          { at: '50s', perSecond: 40 },
        ],
      },
    });
    const counts: number[] = [];
    let before = 0;
    for (const second of [20, 50, 100, 120, 150, 200]) {
      it.until(`${second}s`);
      counts.push(it.service().offered - before);
      before = it.service().offered;
    }
    // The end of the curve carries over before its first step: 40/s for 20 s, 0 for 30, 40 for 50.
    const expected = [800, 0, 2_000, 800, 0, 2_000];
    for (const [index, count] of counts.entries()) {
      const mean = expected[index] ?? 0;
      expect(Math.abs(count - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean));
    }
    expect(it.service().demandPerSecond).toBe(40);
  });

  it('of one service are not shifted by another service', () => {
    const alone = makeEngine([...roomCommands(), ...twoRacks()]);
    const beside = makeEngine([
      ...roomCommands(),
      ...twoRacks(),
      { type: 'balancer.add', name: 'other' },
      { type: 'service.add', name: 'api', balancer: 'other' },
      { type: 'load.set', service: 'api', curve: { points: [{ at: '0s', perSecond: 33 }] } },
    ]);
    const watchers = [new RequestWatcher(alone), new RequestWatcher(beside)];
    for (const watcher of watchers) watcher.runUntil(20 * SECOND);
    const [first, second] = watchers.map(({ requests }) =>
      requests.map(({ arrivedUs, vm, endedUs }) => [arrivedUs, vm, endedUs]),
    );
    expect(first?.length).toBeGreaterThan(300);
    expect(second).toEqual(first);
  });

  it('stop with a load of nothing, and begin anew with the next', () => {
    const it = scene().until('10s');
    it.when({ type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 0 }] } });
    const { offered } = it.service();
    it.until('1m');
    expect(it.service().offered).toBe(offered);
    it.when({
      type: 'load.set',
      service: 'web',
      curve: { points: [{ at: '30s', perSecond: 50 }] },
    });
    it.until('90s');
    expect(it.service().offered).toBe(offered);
    it.until('2m');
    expect(it.service().offered).toBeGreaterThan(offered + 1_200);
  });
});

describe('[ENG-S10] an answer', () => {
  it('counts as served up to its deadline and as late after it', () => {
    const it = scene({ perSecond: 40, service: { deadline: '100ms', serviceTime: '100ms' } });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(30 * SECOND);
    for (const request of watcher.requests) {
      const took = request.endedUs - request.arrivedUs;
      if (request.outcome === 'served') expect(took).toBeLessThanOrEqual(100_000);
      if (request.outcome === 'late') expect(took).toBeGreaterThan(100_000);
    }
    expect(watcher.count('late')).toBeGreaterThan(100);
  });
});

describe('[ENG-T6] what lies beyond the last moment that can be named', () => {
  it('never comes, and stops nothing', () => {
    const it = given({ machines: 1, perSecond: 5, service: { serviceTime: '2000000h' } });
    it.when(
      { type: 'balancer.add', name: 'slow', probeInterval: '2400000h' },
      { type: 'balancer.add', name: 'rare' },
      { type: 'service.add', name: 'seldom', balancer: 'rare' },
      {
        type: 'load.set',
        service: 'seldom',
        curve: { points: [{ at: '0s', perSecond: 1e-12 }] },
      },
    );
    it.until('1m');
    expect(it.service().inFlight).toBe(12);
    it.engine.runUntil(Number.MAX_SAFE_INTEGER - 1, { maxEvents: 10 });
    it.holds();
  });
});
