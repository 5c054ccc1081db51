/**
 * Goal: a copy of a service is its own, goes off by the clock, and shows what forgetting it costs
 * [ENG-EV1 to ENG-EV4]. Method: a service of two machines is copied; a clock that deallocates and
 * one that only stops are held against each other over a night, by the prices of the catalogue.
 */
import { describe, expect, it } from 'vitest';
import type { Command, CommandOf } from '../../../../src/shared/commands/index.ts';
import { US_PER_HOUR } from '../../../../src/shared/kernel/time.ts';
import { given, MINUTE, type Scene } from '../../../support/make-engine.ts';

const CLONE: CommandOf<'environment.clone'> = {
  type: 'environment.clone',
  name: 'dev',
  service: 'web',
  kind: 'development',
};
const CLOCK: CommandOf<'environment.clock'> = {
  type: 'environment.clock',
  group: 'dev',
  off: '01:00',
};
/** D2s_v5 on Linux, a millionth of a dollar an hour. */
const HOURLY = 96_000;
const SHOP: Command = { type: 'app.install', on: 'vm:lab/web-1', application: 'shop' };

function room(): Scene {
  return given({ machines: 2, racks: 2, perSecond: 0 }, [SHOP]);
}

describe('[ENG-EV1] a copy', () => {
  it('has machines, disks, network and identities of its own, and nobody asks it', () => {
    const at = room().when(CLONE).until('10m');
    const group = at.row('group', 'dev');
    expect(group).toMatchObject({
      tags: { environment: 'development' },
      environment: { kind: 'development', machines: 2, running: 2 },
    });
    const copies = at.engine.rows(['vm']).filter(({ id }) => id.startsWith('vm:dev/'));
    expect(copies).toHaveLength(2);
    const [copy] = copies;
    expect(copy).toMatchObject({ tags: { environment: 'development' } });
    const inside = copy?.kind === 'vm' ? copy : undefined;
    expect(inside?.guest?.applications.map(({ name }) => name)).toEqual(['shop']);
    expect(inside?.identity?.sharedWith ?? []).toEqual([]);
    expect(inside?.disks.every((disk) => disk.startsWith('disk:dev/'))).toBe(true);
    const way = at.engine.reach({ from: copy?.id ?? '', to: 'vm:lab/web-1', port: 80 });
    expect(way.ok && way.value.reachable).toBe(false);
    const copied = at.engine.rows(['service']).find(({ id }) => id === 'service:dev/web');
    expect(copied).toMatchObject({ balancer: 'balancer:dev/dev', workers: 4, port: 80 });
    expect(copied).not.toHaveProperty('curve');
  });

  it('may be fewer, smaller and spot', () => {
    const at = room()
      .when({ ...CLONE, machines: 1, size: 'B2s', priority: 'spot' })
      .until('10m');
    const copies = at.engine.rows(['vm']).filter(({ id }) => id.startsWith('vm:dev/'));
    expect(copies).toHaveLength(1);
    expect(copies[0]).toMatchObject({ size: 'Standard_B2s', microUsdPerHour: 12_480 });
  });

  it('ends where there is no room, and says so', () => {
    const at = given({ machines: 5, racks: 1, hostsPerRack: 1, perSecond: 0 })
      .when(CLONE)
      .until('10m');
    const [short] = at.happened('environment.short');
    expect(short?.details).toMatchObject({ code: 'AllocationFailed' });
    expect(at.row('group', 'dev').environment?.machines).toBe(3);
  });
});

describe('[ENG-EV2, EV3] the clock', () => {
  it('deallocates at its hour, and the bill ends', () => {
    const at = room().when(CLONE, CLOCK).until('50m');
    expect(at.row('group', 'dev').environment?.clock?.nextUs).toBe(60 * MINUTE);
    at.until('12h');
    const { environment } = at.row('group', 'dev');
    expect(environment).toMatchObject({ running: 0, stoppedBilled: 0, microUsdStopped: 0 });
    const vms = at.engine.rows(['vm']).filter(({ id }) => id.startsWith('vm:dev/'));
    expect(vms.every((row) => row.kind === 'vm' && row.powerState === 'deallocated')).toBe(true);
    expect(at.happened('environment.clock')).toHaveLength(1);
    expect(at.row('vm', 'web-1').powerState).toBe('running');
  });

  it('that only stops goes on costing, to the cent', () => {
    const at = room()
      .when(CLONE, { ...CLOCK, acts: 'stop' })
      .until('12h');
    const { environment } = at.row('group', 'dev');
    expect(environment?.stoppedBilled).toBe(2);
    const stopped = at.happened('vm.stopped').filter(({ subject }) => subject.startsWith('vm:dev'));
    const hours = stopped.reduce((sum, { atUs }) => sum + at.engine.nowUs - atUs, 0) / US_PER_HOUR;
    expect(environment?.microUsdStopped).toBe(Math.round(hours * HOURLY));
  });

  it('strikes on its days only, and no more when it is taken away', () => {
    const weekdays = ['Tuesday'] as const;
    const at = room()
      .when(CLONE, { ...CLOCK, days: [...weekdays] })
      .until('20h');
    expect(at.happened('environment.clock')).toHaveLength(0);
    at.until('26h');
    expect(at.happened('environment.clock')).toHaveLength(1);
    at.when({ type: 'environment.clearClock', group: 'dev' }).until('60h');
    expect(at.happened('environment.clock')).toHaveLength(1);
  });
});

describe('[ENG-EV4] the reckoning', () => {
  it('tells a month by the clock from a forgotten one', () => {
    const at = room().when(CLONE).until('10m');
    const before = at.row('group', 'dev').environment;
    expect(before?.microUsdPerMonthByClock).toBe(before?.microUsdPerMonth);
    at.when({
      ...CLOCK,
      off: '19:00',
      days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
    });
    const after = at.row('group', 'dev').environment;
    const saved = (after?.microUsdPerMonth ?? 0) - (after?.microUsdPerMonthByClock ?? 0);
    expect(saved).toBe(Math.round(2 * HOURLY * 730 * (1 - 55 / 168)));
    at.when({ ...CLOCK, off: '19:00', acts: 'stop' });
    const stops = at.row('group', 'dev').environment;
    expect(stops?.microUsdPerMonthByClock).toBe(stops?.microUsdPerMonth);
  });
});
