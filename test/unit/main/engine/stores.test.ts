/**
 * Goal: a replicated store loses what its rule lets it lose, and nothing else
 * [ENG-ST1 to ENG-ST16]. Method: small rooms of two zones whose link can be cut; counts and times
 * that can be worked out by hand stand beside the step that makes them.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { StoreFigures } from '../../../../src/shared/views/store-view.ts';
import { given, makeEngine, Scene, SECOND } from '../../../support/make-engine.ts';
import { BRIDGE, storeRoom, type StoreAdd } from '../../../support/store-room.ts';

interface Room {
  readonly replicas?: number;
  readonly store?: StoreAdd;
  readonly more?: Command[];
}

function scene(options: Room = {}): Scene {
  return new Scene(makeEngine(storeRoom(options)));
}

function figures(at: Scene): StoreFigures {
  const found = at.engine.metrics().stores[0];
  if (found === undefined) throw new Error('no store');
  return found;
}

/** `db-1 primary, db-2 following`. */
function states(at: Scene): string {
  return at
    .row('store', 'db')
    .replicas.map(({ vm, state }) => `${vm.slice(vm.indexOf('/') + 1)} ${state}`)
    .join(', ');
}

function secondsOf(at: Scene, kind: Parameters<Scene['happened']>[0]): number[] {
  return at.happened(kind).map(({ atUs }) => atUs / SECOND);
}

describe('[ENG-ST5] writes are answered', () => {
  it('at once when asynchronous, and copied a round trip later', () => {
    // Two zones: 1 ms there and back 1 ms; 8 KiB over 10 Gbit/s are 65536 / 10000 = 7 us.
    const at = scene({ store: { writesPerSecond: 1 } });
    at.engine.runUntil(60 * SECOND);
    let behindUs = 0;
    while (figures(at).replicas[1]?.lagWrites === 0) at.engine.runUntil(at.engine.nextEventAtUs()!);
    const sentUs = at.engine.nowUs;
    while (figures(at).replicas[1]?.lagWrites !== 0) at.engine.runUntil(at.engine.nextEventAtUs()!);
    behindUs = at.engine.nowUs - sentUs;
    expect(behindUs).toBe(2_007);
    expect(figures(at)).toMatchObject({ inFlight: 0, lost: 0 });
  });

  it('only when every partner has them when synchronous', () => {
    const at = scene({ replicas: 3, store: { writesPerSecond: 1, replication: 'synchronous' } });
    at.engine.runUntil(60 * SECOND);
    while (figures(at).inFlight === 0) at.engine.runUntil(at.engine.nextEventAtUs()!);
    const { offered, acknowledged } = figures(at);
    const sentUs = at.engine.nowUs;
    expect(acknowledged).toBe(offered - 1);
    // The partner in the same rack (100 us and 7 us) is not enough; the one two zones away is.
    at.engine.runUntil(sentUs + 2_006);
    expect(figures(at).acknowledged).toBe(offered - 1);
    at.engine.runUntil(sentUs + 2_007);
    expect(figures(at).acknowledged).toBe(offered);
  });

  it('when most have them under majority, the nearest being enough of three', () => {
    const at = scene({ replicas: 3, store: { writesPerSecond: 1, replication: 'majority' } });
    at.engine.runUntil(60 * SECOND);
    while (figures(at).inFlight === 0) at.engine.runUntil(at.engine.nextEventAtUs()!);
    const { offered } = figures(at);
    // db-1 and db-3 share a rack: 50 us there, 50 us back, 7 us for the bytes.
    at.engine.runUntil(at.engine.nowUs + 107);
    expect(figures(at).acknowledged).toBe(offered);
  });

  it('falls behind when the log does not fit through the line', () => {
    // 50 writes of 8 KiB a second are 3.3 Mbit/s; through 1 Mbit/s a third of them pass.
    const at = scene({ store: { writesPerSecond: 50, logMbps: 1 } }).until('10m');
    const { offered, replicas } = figures(at);
    const passed = (replicas[1]?.position ?? 0) / offered;
    expect(passed).toBeGreaterThan(0.2);
    expect(passed).toBeLessThan(0.36);
  });
});

describe('[ENG-ST9] a primary that is lost', () => {
  it('is replaced after noticing and taking over, at a loss when asynchronous', () => {
    const at = scene({
      replicas: 3,
      store: { writesPerSecond: 50, sendEvery: '5s' },
    }).until('60s');
    const before = figures(at);
    const best = Math.max(...before.replicas.slice(1).map(({ position }) => position));
    at.cut('host:h11').until('59s'.replace('59', '75'));
    // Nobody but the lost primary had what came after the newer of the two blocks [ENG-ST4].
    expect(figures(at).lost).toBe(before.acknowledged - best);
    expect(figures(at).lost).toBeGreaterThan(0);
    expect(at.row('store', 'db').lastFailover).toEqual({
      from: 'db-1',
      to: 'db-2',
      failedAtUs: 60 * SECOND,
      detectedAtUs: 70 * SECOND,
      resumedAtUs: 75 * SECOND,
      lostWrites: before.acknowledged - best,
    });
    expect(figures(at).unavailableUs).toBe(15 * SECOND);
    expect(figures(at).refused).toBe(figures(at).offered - figures(at).acknowledged);
    expect(at.chain(at.happened('store.failedOver')[0]?.id)).toEqual([
      'decision host:h11',
      'part.cut host:h11',
      'host.crashed host:h11',
      'vm.lost vm:lab/db-1',
      'store.primaryLost store:lab/db',
      'store.down store:lab/db',
      'store.failedOver store:lab/db',
    ]);
  });

  it('takes nothing with it when synchronous', () => {
    const at = scene({
      replicas: 3,
      store: { writesPerSecond: 50, replication: 'synchronous' },
    }).until('60s');
    at.cut('host:h11').until('10m');
    expect(figures(at)).toMatchObject({ lost: 0, failovers: 1, unavailableUs: 15 * SECOND });
  });

  it('stays lost when failover is by hand, until somebody decides', () => {
    const at = scene({
      replicas: 3,
      store: { writesPerSecond: 10, failover: 'manual' },
    }).until('60s');
    at.cut('host:h11').until('10m');
    expect(figures(at).unavailableUs).toBe(9 * 60 * SECOND);
    at.when({ type: 'store.failover', store: 'db', vm: 'db-2' }).until('605s');
    expect(states(at)).toBe('db-1 down, db-2 primary, db-3 following');
  });

  it('[ENG-ST11] leads again when it is back before anybody took over', () => {
    const at = scene({ store: { writesPerSecond: 10 } }).until('60s');
    // Two votes, no witness: nobody may take over.
    at.cut('host:h11').until('3m');
    expect(figures(at)).toMatchObject({ votes: 1, votesNeeded: 2, failovers: 0 });
    expect(at.happened('store.stalled')[0]?.details).toMatchObject({ reason: 'noQuorum' });
    at.restore('host:h11').until('60m');
    expect(states(at)).toBe('db-1 primary, db-2 following');
    expect(figures(at)).toMatchObject({ lost: 0, unanswered: 0 });
  });

  it('[ENG-ST7] comes back as a follower: with more than the new one, by a copy', () => {
    const at = scene({
      replicas: 3,
      store: { writesPerSecond: 50, sendEvery: '5s', dataGib: 10, logMbps: 1_000 },
    }).until('60s');
    at.cut('host:h11').until('2m');
    at.restore('host:h11').until('20m');
    const resync = at.happened('store.resyncing')[0];
    expect(resync?.details?.['diverged']).toBe(figures(at).lost);
    // 10 GiB are 85.9 Gbit: 85.9 s at 1 Gbit/s, and 2 ms for the way.
    expect(resync?.details?.['durationUs']).toBe(85_899_346 + 2_000);
    expect(states(at)).toBe('db-1 following, db-2 primary, db-3 following');
  });
});

describe('[ENG-ST10] votes', () => {
  it('let the side with the majority lead and make the other stop', () => {
    const at = scene({ replicas: 3, store: { writesPerSecond: 20 } }).until('60s');
    // db-1 and db-3 stand in zone 1, db-2 alone in zone 2.
    at.cut(BRIDGE).until('5m');
    expect(states(at)).toBe('db-1 primary, db-2 alone, db-3 following');
    at.cut('host:h11').until('10m');
    expect(states(at)).toBe('db-1 down, db-2 alone, db-3 alone');
    at.restore(BRIDGE).until('12m');
    expect(states(at)).toMatch(/db-1 down, db-\d (primary|following), db-\d (primary|following)/);
  });

  it('[ENG-ST13] are odd with a witness, which votes for one side only', () => {
    for (const [storage, leads] of [
      ['sa', 'db-1 primary, db-2 alone'],
      ['sb', 'db-1 alone, db-2 primary'],
    ] as const) {
      const store: StoreAdd = { writesPerSecond: 20, witness: 'disk', witnessStorage: storage };
      const at = scene({ store }).until('60s');
      at.cut(BRIDGE).until('2m');
      expect([storage, states(at)]).toEqual([storage, leads]);
      expect(figures(at).diverged).toBe(0);
      // A primary that loses the majority writes on for 10 s: those writes are lost at once.
      if (storage === 'sb') expect(figures(at).lost).toBeGreaterThan(100);
      else expect(figures(at).lost).toBe(0);
    }
  });

  it('are useless when the witness falls with the primary', () => {
    const store: StoreAdd = { writesPerSecond: 20, witness: 'disk', witnessStorage: 'sa' };
    const at = scene({ store }).until('60s');
    at.cut('rack:r1').until('5m');
    expect(states(at)).toBe('db-1 down, db-2 alone');
    expect(figures(at)).toMatchObject({ votes: 1, votesInAll: 3, votesNeeded: 2 });
  });
});

describe('[ENG-ST12] without a quorum rule', () => {
  it('a partition makes two primaries, and what the older took is lost when they meet', () => {
    const at = scene({ store: { writesPerSecond: 50, quorum: 'none', dataGib: 1 } }).until('60s');
    const before = figures(at).acknowledged;
    at.cut(BRIDGE).until('75s');
    expect(at.happened('store.splitBrain')).toHaveLength(1);
    at.until('2m');
    expect(states(at)).toBe('db-1 primary, db-2 primary');
    const split = figures(at);
    expect(split.lost).toBe(0);
    // Everything db-1 took since the cut (but the last block on its way) is on its side only.
    const own = (split.replicas[0]?.position ?? 0) - before;
    expect(split.diverged).toBeGreaterThanOrEqual(own);
    expect(split.diverged).toBeLessThanOrEqual(own + 1);
    at.restore(BRIDGE);
    expect(figures(at)).toMatchObject({ lost: split.diverged, diverged: 0 });
    expect(at.happened('store.healed')[0]?.details).toMatchObject({
      gaveWay: 'vm:lab/db-1',
      lostWrites: split.diverged,
    });
    at.until('10m');
    expect(states(at)).toBe('db-1 following, db-2 primary');
  });

  it('a partition fault does the same as a cut link', () => {
    const at = scene({ store: { writesPerSecond: 10, quorum: 'none' } }).until('60s');
    const wall: Command = {
      type: 'fault.inject',
      kind: 'partition',
      target: 'vm:lab/db-1',
      other: 'vm:lab/db-2',
    };
    at.when(wall).until('2m');
    expect(states(at)).toBe('db-1 primary, db-2 primary');
  });
});

describe('[ENG-ST6] a missing partner', () => {
  it('is done without after a while, or stops the writes', () => {
    for (const partnerMissing of ['continue', 'refuse'] as const) {
      const at = scene({
        store: {
          writesPerSecond: 20,
          replication: 'synchronous',
          partnerMissing,
          witness: 'cloud',
        },
      }).until('60s');
      at.cut('host:h21').until('65s');
      // Writes wait for the partner for as long as it takes to be sure.
      expect(figures(at).inFlight).toBeGreaterThan(50);
      at.until('2m');
      const goesOn = partnerMissing === 'continue';
      expect(states(at)).toBe(goesOn ? 'db-1 primary, db-2 down' : 'db-1 refusing, db-2 down');
      expect(figures(at).refused > 0).toBe(!goesOn);
      expect(figures(at).unavailableUs).toBe(goesOn ? 0 : 50 * SECOND);
      at.restore('host:h21').until('20m');
      expect(states(at)).toBe('db-1 primary, db-2 following');
      expect(figures(at)).toMatchObject({ lost: 0 });
    }
  });

  it('that was done without does not take over, because it lacks writes [ENG-ST10]', () => {
    const store: StoreAdd = { writesPerSecond: 20, replication: 'synchronous', witness: 'cloud' };
    const at = scene({ store }).until('60s');
    at.cut('host:h21').until('5m');
    at.cut('host:h11').restore('host:h21').until('60m');
    expect(at.happened('store.stalled').at(-1)?.details?.['reason']).toBe('noCandidate');
    expect(states(at)).toBe('db-1 down, db-2 alone');
    const refusal = at.refusal({ type: 'store.failover', store: 'db', vm: 'db-2' });
    expect(refusal.code).toBe('store.wouldLose');
    const writes = Number(refusal.details?.['writes']);
    at.when({ type: 'store.failover', store: 'db', vm: 'db-2', force: true }).until('61m');
    expect(figures(at).lost).toBe(writes);
  });
});

describe('[ENG-ST14] a planned switch', () => {
  it('loses nothing, and takes the time of the last block and of taking over', () => {
    const at = scene({ store: { writesPerSecond: 50, sendEvery: '4s' } }).until('61s');
    at.when({ type: 'store.failover', store: 'db', vm: 'db-2' }).until('2m');
    expect(states(at)).toBe('db-1 following, db-2 primary');
    expect(figures(at)).toMatchObject({ lost: 0, unanswered: 0, failovers: 1 });
    const { unavailableUs } = figures(at);
    expect(unavailableUs).toBeGreaterThan(5 * SECOND);
    expect(unavailableUs).toBeLessThan(9.1 * SECOND);
  });
});

describe('[ENG-ST8] reads', () => {
  it('from any replica may be stale, from the primary never', () => {
    const load = { writesPerSecond: 20, readsPerSecond: 20, sendEvery: '2s' };
    const any = figures(scene({ store: { ...load, readFrom: 'any' } }).until('5m'));
    const one = figures(scene({ store: load }).until('5m'));
    expect(any.readsStale / any.readsServed).toBeGreaterThan(0.3);
    expect(one.readsStale).toBe(0);
    expect(one.readsServed).toBe(one.readsOffered);
  });
});

describe('[ENG-ST15] [ENG-ST16] a service over a store', () => {
  it('writes with its requests, and loses them while the store is down', () => {
    const machines: Command[] = ['db-1', 'db-2', 'db-3'].map((name, index) => ({
      type: 'vm.create',
      name,
      size: 'B1s',
      image: 'Ubuntu2204',
      host: `r${(index % 2) + 1}-h2`,
    }));
    const store: Command = {
      type: 'store.add',
      name: 'db',
      replicas: ['db-1', 'db-2', 'db-3'],
      service: 'web',
      writeShare: 0.5,
    };
    const at = given({ machines: 2, perSecond: 40 }, [...machines, store]).until('5m');
    const { offered, readsOffered } = figures(at);
    expect(at.service().served).toBeGreaterThan(10_000);
    expect(offered + readsOffered).toBeGreaterThanOrEqual(at.service().served);
    expect(offered / (offered + readsOffered)).toBeCloseTo(0.5, 1);
    const lostBefore = at.service().lost;
    at.when({ type: 'vm.stop', vm: 'db-1' }).until('10m');
    const row = at.engine.ledger('web').find(({ reason }) => reason === 'storeUnavailable');
    expect(row?.count).toBe(at.service().lost - lostBefore);
    expect(row?.chain.at(-1)?.subject).toBe('store:lab/db');
    expect(secondsOf(at, 'store.up')).toHaveLength(1);
  });
});

describe('[ENG-ST2] [ENG-ST3] what was under way', () => {
  it('is answered by who has it and given up by who has not', () => {
    // Blocks every 8 KiB at 1 Mbit/s: at the cut some writes have reached the partner, some not.
    const at = scene({
      replicas: 3,
      store: { writesPerSecond: 40, replication: 'synchronous', logMbps: 2 },
    }).until('60s');
    const before = figures(at);
    expect(before.inFlight).toBeGreaterThan(0);
    at.cut('host:h11').until('74s');
    expect(figures(at)).toMatchObject({ inFlight: before.inFlight, unanswered: 0, lost: 0 });
    at.until('5m');
    const after = figures(at);
    expect(after.lost).toBe(0);
    expect(after.unanswered).toBeGreaterThan(0);
    expect(after.unanswered).toBeLessThanOrEqual(before.inFlight);
  });
});

describe('[ENG-ST1] stores in files', () => {
  it('give back what they were made of', () => {
    const at = scene({ store: { writesPerSecond: 5, witness: 'cloud' } });
    expect(at.row('store', 'db')).toMatchObject({ witness: 'cloud', writesPerSecond: 5 });
    at.when({ type: 'store.remove', store: 'db' }).until('60s');
    expect(at.engine.metrics().stores).toEqual([]);
  });

  it('lose a replica with its machine', () => {
    const at = scene({ replicas: 3, store: { writesPerSecond: 5 } }).until('60s');
    at.when({ type: 'vm.delete', vm: 'db-1' }).until('20m');
    expect(at.row('store', 'db').replicas).toHaveLength(2);
    expect(states(at)).toMatch(/primary/);
  });
});
