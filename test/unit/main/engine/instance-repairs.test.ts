/**
 * Goal: what stays unhealthy in a scale set is repaired as the policy says, few at once and not for
 * ever. Method: applications are broken by hand in small sets, limits and moments are worked beside
 * the figure expected, with the fact they follow from.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { repairsAtOnce } from '../../../../src/main/engine/systems/instance-repairs.ts';
import type { RowOf } from '../../../../src/shared/views/topology-view.ts';
import { given, MINUTE, type Scene } from '../../../support/make-engine.ts';

type Add = Extract<Command, { type: 'scaleSet.add' }>;

function scene(capacity: number, more: Partial<Add> = {}): Scene {
  const set: Command = {
    type: 'scaleSet.add',
    name: 'web',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity,
    orchestration: 'uniform',
    faultDomains: 1,
    health: 'application',
    repairs: {},
    overprovision: false,
    ...more,
  };
  return given({ racks: 2, machines: 0 }, [set]);
}

function names(in_: Scene): string[] {
  return in_.engine
    .rows()
    .flatMap((row) => (row.kind === 'vm' ? [row.name] : []))
    .toSorted();
}

function breaks(vm: string): Command {
  return { type: 'application.break', vm, as: 'hung' };
}

function repairs(in_: Scene): RowOf<'scaleSet'>['repairs'] {
  return in_.row('scaleSet', 'web').repairs;
}

describe('[ENG-U14] repairs at once (fact 79)', () => {
  it.each([
    // One at a time below 20; from there floor(5 % of n).
    { instances: 1, atOnce: 1 },
    { instances: 19, atOnce: 1 },
    { instances: 20, atOnce: 1 }, // 1.0
    { instances: 39, atOnce: 1 }, // 1.95
    { instances: 40, atOnce: 2 },
    { instances: 1000, atOnce: 50 },
  ])('of $instances instances: $atOnce', ({ instances, atOnce }) => {
    expect(repairsAtOnce(instances)).toBe(atOnce);
  });

  it('are one in a small set: the second waits until the first is well', () => {
    const room = scene(3).until('11m').when(breaks('web_0'), breaks('web_1')).until('12m');
    const [first, ...others] = room.happened('repair.begun');
    expect(others).toEqual([]);
    expect(first?.subject).toBe('vm:lab/web_0');
    room.until('40m');
    const begun = room.happened('repair.begun');
    expect(begun.map(({ subject }) => subject)).toEqual(['vm:lab/web_0', 'vm:lab/web_1']);
    const well = room.happened('vm.running').find(({ subject }) => subject === 'vm:lab/web_3');
    expect((begun[1]?.atUs ?? 0) > (well?.atUs ?? Infinity)).toBe(true);
  });
});

describe('[ENG-U13] the grace period (fact 79)', () => {
  it('begins with the last change of state, so nothing is repaired before it is over', () => {
    // The machine was made at 0: until 10 m nothing is due, and the look of the minute finds it.
    const room = scene(2).when(breaks('web_0')).until('9m59s');
    expect(room.happened('repair.begun')).toEqual([]);
    room.until('10m');
    expect(room.happened('repair.begun').map(({ atUs }) => atUs)).toEqual([10 * MINUTE]);
  });

  it('begins anew after a restart', () => {
    const room = scene(2).until('9m').when({ type: 'vm.restart', vm: 'web_0' }).until('12m');
    const restarted = room.happened('vm.running').at(-1)?.atUs ?? 0;
    room.when(breaks('web_0')).until('60m');
    const [begun] = room.happened('repair.begun');
    expect((begun?.atUs ?? 0) - restarted).toBeGreaterThanOrEqual(10 * MINUTE);
    expect((begun?.atUs ?? 0) - restarted).toBeLessThan(11 * MINUTE);
  });

  it('is as long as the policy says, and protected instances are passed over', () => {
    const room = scene(2, { repairs: { grace: '30m' } });
    room.when({ type: 'scaleSet.protect', vm: 'web_0', protect: true, actions: true });
    room.when(breaks('web_0'), breaks('web_1')).until('29m');
    expect(room.happened('repair.begun')).toEqual([]);
    room.until('60m');
    expect(room.happened('repair.begun').map(({ subject }) => subject)).toEqual(['vm:lab/web_1']);
  });

  it('passes over what somebody stopped', () => {
    const room = scene(2).when({ type: 'vm.stop', vm: 'web_0' }).until('60m');
    expect(room.happened('repair.begun')).toEqual([]);
  });
});

describe('[ENG-U15] what a repair does (fact 79)', () => {
  it('replace makes another instance, from the latest model', () => {
    const room = scene(2).when({ type: 'scaleSet.update', scaleSet: 'web', size: 'D4s_v5' });
    room.when(breaks('web_0')).until('30m');
    expect(names(room)).toEqual(['web_1', 'web_2']);
    expect(room.row('vm', 'web_2')).toMatchObject({ vCpu: 4, health: 'healthy' });
    expect(room.row('scaleSet', 'web')).toMatchObject({ capacity: 2, unhealthy: 0 });
  });

  it('replaces an instance whose host is lost, elsewhere', () => {
    const room = scene(2).cut('host:r1-h1').until('40m');
    expect(names(room)).toEqual(['web_1', 'web_2']);
    expect(room.row('vm', 'web_2').host).not.toBe('host:r1-h1');
  });

  it.each(['reimage', 'restart'] as const)('%s keeps it', (action) => {
    const room = scene(2, { repairs: { action } }).when(breaks('web_0')).until('30m');
    expect(names(room)).toEqual(['web_0', 'web_1']);
    expect(room.row('vm', 'web_0').health).toBe('healthy');
    const said = room.happened('repair.begun').map(({ details }) => details?.['action']);
    expect(said).toEqual([action]);
  });

  it('does not restart away an application that fails by what was deployed', () => {
    const room = scene(1, {
      repairs: { action: 'restart' },
      build: { version: '1', faulty: true },
    });
    room.until('90m');
    expect(room.row('vm', 'web_0').health).toBe('unhealthy');
    expect(room.happened('repair.begun').length).toBeGreaterThan(1);
  });
});

describe('[ENG-U16] repairs that do not help (fact 79)', () => {
  it('suspend themselves after three, and go on when told to', () => {
    // Every replacement is made from the same faulty version: at 10, 22, 34 minutes and a little
    // more (the look after ten minutes of grace, deletion and creation), then no more.
    const room = scene(1, { build: { version: '1', faulty: true } }).until('3h');
    expect(room.happened('repair.begun')).toHaveLength(3);
    expect(repairs(room)).toMatchObject({ state: 'suspended', underRepair: 0 });
    expect(room.happened('repair.suspended')[0]?.details).toEqual({ fruitless: 3 });
    room.when({ type: 'scaleSet.update', scaleSet: 'web', build: { version: '2' } });
    room.when({ type: 'scaleSet.repairs', scaleSet: 'web', state: 'running' }).until('4h');
    expect(room.row('scaleSet', 'web')).toMatchObject({ unhealthy: 0, capacity: 1 });
    expect(repairs(room)?.state).toBe('running');
  });

  it('can be suspended by hand, and turned off', () => {
    const room = scene(2);
    room.when({ type: 'scaleSet.repairs', scaleSet: 'web', state: 'suspended' });
    room.when(breaks('web_0')).until('60m');
    expect(room.happened('repair.begun')).toEqual([]);
    room.when({ type: 'scaleSet.policy', scaleSet: 'web', repairs: 'off' });
    expect(repairs(room)).toBeUndefined();
  });
});
