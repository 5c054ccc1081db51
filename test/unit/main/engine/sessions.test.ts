/**
 * Goal: a lost machine costs its users their sessions exactly where they were kept in it [ENG-SE1
 * to ENG-SE5] [INV-95]. Method: the same outage with sessions in the machine, in a store and with
 * the user; what is lost is counted from the rows before it.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { ServiceFigures } from '../../../../src/shared/views/metrics-frame.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Sessions = NonNullable<ServiceFigures['sessions']>;

function sessions(at: Scene): Sessions {
  const found = at.service().sessions;
  if (found === undefined) throw new Error('no sessions');
  return found;
}

function setSessions(more: Partial<Extract<Command, { type: 'sessions.set' }>>): Command {
  return {
    type: 'sessions.set',
    service: 'web',
    keptIn: 'machine',
    perSecond: 2,
    lifetime: '10m',
    ...more,
  };
}

/** Sessions in the memory of a machine, by the rows themselves. */
function inMachine(at: Scene, name: string): number {
  const { world } = at;
  const vm = world.vm.slots().find((slot) => world.vm.text('name', slot) === name) ?? -1;
  const { vm: keeper } = world.session.col;
  return [...world.session.slots()].filter((row) => keeper[row] === vm + 1).length;
}

describe('[ENG-SE1] sessions', () => {
  it('begin at their rate, on any machine in rotation, and end after their lifetime', () => {
    const at = given({ machines: 2 }, [setSessions({})]).until('60m');
    const { live, begun, ended, lost } = sessions(at);
    expect(begun).toBeGreaterThan(6_800);
    expect(begun).toBeLessThan(7_600);
    // Two a second for ten minutes each are 1200 at a time.
    expect(live).toBeGreaterThan(1_080);
    expect(live).toBeLessThan(1_320);
    expect(ended).toBe(begun - live);
    expect(lost).toBe(0);
    expect(inMachine(at, 'web-1') + inMachine(at, 'web-2')).toBe(live);
    expect(inMachine(at, 'web-1') / live).toBeCloseTo(0.5, 1);
  });

  it('do not begin while no machine is in rotation', () => {
    const at = given({ machines: 1 }, [setSessions({})]).until('10m');
    at.when({ type: 'vm.stop', vm: 'web-1' }).until('20m');
    expect(sessions(at).refused).toBeGreaterThan(1_000);
  });
});

describe('[ENG-SE2] kept in the machine', () => {
  it('they go with it, and only its own', () => {
    const at = given({ machines: 2 }, [setSessions({})]).until('20m');
    const own = inMachine(at, 'web-1');
    const others = sessions(at).live - own;
    const host = at.row('vm', 'web-1').host ?? '';
    const shared = at.row('vm', 'web-2').host === host;
    at.cut(host);
    expect(sessions(at).lost).toBe(shared ? own + others : own);
    const happened = at.happened('sessions.lost');
    const counts = shared ? [own, others] : [own];
    expect(happened.map(({ details }) => details?.['count'])).toEqual(counts);
    expect(at.chain(happened[0]?.id)[0]).toBe(`decision ${host}`);
    const { losses = [] } = at.row('service', 'web').sessions ?? {};
    expect(losses.map(({ count }) => count)).toEqual(counts.toReversed());
    expect(losses.at(-1)?.cause).toBe(happened[0]?.id);
  });

  it('they go with a planned restart as well', () => {
    const at = given({ machines: 2 }, [setSessions({})]).until('20m');
    const own = inMachine(at, 'web-2');
    at.when({ type: 'vm.restart', vm: 'web-2' });
    expect(sessions(at).lost).toBe(own);
  });
});

describe('[ENG-SE4] kept by the user', () => {
  it('nothing is lost, whatever stops', () => {
    const at = given({ machines: 2 }, [setSessions({ keptIn: 'cookie' })]).until('20m');
    at.when({ type: 'vm.stop', vm: 'web-1' }, { type: 'vm.stop', vm: 'web-2' }).until('25m');
    expect(sessions(at)).toMatchObject({ lost: 0 });
    expect(sessions(at).live).toBeGreaterThan(400);
  });
});

describe('[ENG-SE3] kept in a store', () => {
  const machines: Command[] = ['db-1', 'db-2', 'db-3'].map((name, index) => ({
    type: 'vm.create',
    name,
    size: 'B1s',
    image: 'Ubuntu2204',
    host: `r${(index % 2) + 1}-h2`,
  }));

  function stored(replication: 'asynchronous' | 'synchronous'): Scene {
    const store: Command = {
      type: 'store.add',
      name: 'state',
      replicas: ['db-1', 'db-2', 'db-3'],
      replication,
      sendEvery: '20s',
    };
    const kept = setSessions({ keptIn: 'store', store: 'state', perSecond: 5 });
    return given({ machines: 2, perSecond: 5 }, [...machines, store, kept]).until('20m');
  }

  it('they outlive the machine that let them in', () => {
    const at = stored('synchronous');
    at.when({ type: 'vm.stop', vm: 'web-1' }).until('25m');
    expect(sessions(at).lost).toBe(0);
  });

  it('they share the fate of their write when the primary is lost', () => {
    for (const replication of ['asynchronous', 'synchronous'] as const) {
      const at = stored(replication);
      at.when({ type: 'vm.stop', vm: 'db-1' }).until('25m');
      const lostWrites = at.engine.metrics().stores[0]?.lost ?? -1;
      // Every write of this store is a login, and none of them has ended within the last seconds.
      expect([replication, sessions(at).lost]).toEqual([replication, lostWrites]);
      expect(sessions(at).lost > 0).toBe(replication === 'asynchronous');
      expect(sessions(at).refused).toBeGreaterThan(20);
    }
  });

  it('they are gone with the store', () => {
    const at = stored('synchronous');
    const { live } = sessions(at);
    at.when({ type: 'store.remove', store: 'state' });
    expect(sessions(at)).toMatchObject({ live: 0, lost: live });
  });
});

describe('[ENG-SE5] told anew', () => {
  it('sessions under way stay where they are until they end, and figures go on', () => {
    const at = given({ machines: 2 }, [setSessions({})]).until('20m');
    const { begun } = sessions(at);
    const own = inMachine(at, 'web-1');
    at.when(setSessions({ keptIn: 'cookie' })).until('25m');
    expect(sessions(at).begun).toBeGreaterThan(begun);
    const left = inMachine(at, 'web-1');
    expect(left).toBeLessThan(own);
    expect(left).toBeGreaterThan(0);
    at.when({ type: 'vm.restart', vm: 'web-1' });
    expect(sessions(at).lost).toBe(left);
    // The lifetime later there is nobody left in memory.
    at.until('31m').when({ type: 'vm.restart', vm: 'web-2' });
    expect(sessions(at).lost).toBe(left);
  });

  it('a shorter lifetime ends new sessions before older ones', () => {
    const at = given({ machines: 2 }, [setSessions({ lifetime: '1h' })]).until('20m');
    const { live } = sessions(at);
    at.when(setSessions({ lifetime: '1m' })).until('30m');
    // Whoever came in the last minute, beside all that began before.
    expect(sessions(at).live - live).toBeGreaterThan(80);
    expect(sessions(at).live - live).toBeLessThan(160);
  });
});
