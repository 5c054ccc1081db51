/**
 * Goal: machines join and leave flexible sets, surplus ones disappear, and shrinking takes the
 * right one first. Method: small sets; the order of every shrinking is worked by hand beside it,
 * with the fact it follows from.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { surplusFor } from '../../../../src/main/engine/systems/set-surplus.ts';
import type { RowOf } from '../../../../src/shared/views/topology-view.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Add = Extract<Command, { type: 'scaleSet.add' }>;

function setOf(capacity: number, more: Partial<Add> = {}): Command {
  return {
    type: 'scaleSet.add',
    name: 'set',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity,
    orchestration: 'uniform',
    faultDomains: 1,
    ...more,
  };
}

function instances(in_: Scene): RowOf<'vm'>[] {
  return in_.engine
    .rows()
    .filter((row): row is RowOf<'vm'> => row.kind === 'vm' && row.scaleSet !== undefined);
}

function numbers(in_: Scene): (number | undefined)[] {
  return instances(in_)
    .map(({ instance }) => instance)
    .toSorted((a, b) => (a ?? 0) - (b ?? 0));
}

function scale(capacity: number): Command {
  return { type: 'scaleSet.scale', scaleSet: 'set', capacity };
}

describe('[ENG-U18] overprovisioning (fact 67)', () => {
  it.each([
    // A fifth, rounded up, and at least two.
    { count: 1, surplus: 2 },
    { count: 2, surplus: 2 },
    { count: 10, surplus: 2 },
    { count: 11, surplus: 3 }, // 2.2
    { count: 100, surplus: 20 },
  ])('makes $surplus beside $count', ({ count, surplus }) => {
    expect(surplusFor(count)).toBe(surplus);
  });

  it('keeps the first that run, deletes the others, and leaves gaps in the numbers', () => {
    const room = given({ racks: 2, machines: 0 }, [setOf(0)]).when(scale(2));
    expect(room.row('scaleSet', 'set')).toMatchObject({ capacity: 2, surplus: 2 });
    expect(numbers(room)).toEqual([0, 1, 2, 3]);
    room.until('1h');
    expect(room.row('scaleSet', 'set')).toMatchObject({ capacity: 2, surplus: 0 });
    expect(instances(room)).toHaveLength(2);
    const [first, second] = room.happened('vm.running').map(({ subject }) => subject);
    expect(
      instances(room)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([first ?? '', second ?? ''].toSorted());
    expect(room.happened('scaleSet.surplusDeleted')[0]?.details).toEqual({ instances: 2 });
    // The next instance has a number nobody had.
    room.when(scale(3)).until('2h');
    expect(Math.max(...numbers(room).map((number) => number ?? 0))).toBeGreaterThan(3);
  });

  it('costs nothing more', () => {
    // Two machines from the moment they run; the two others never ran.
    const room = given({ racks: 2, machines: 0 }, [setOf(0)])
      .when(scale(2))
      .until('3h');
    const running = room.happened('vm.running').slice(0, 2);
    const hourly = instances(room)[0]?.microUsdPerHour ?? 0;
    const hours = running.reduce(
      (sum, { atUs }) => sum + (10_800_000_000 - atUs) / 3_600_000_000,
      0,
    );
    expect(room.engine.metrics().costMicroUsd).toBeCloseTo(hours * hourly, 0);
  });

  it('makes what room there is, and gives way when the capacity changes', () => {
    // One host of 16 cores holds 8 instances of 2: seven asked for, one more made.
    const tight = given({ racks: 1, hostsPerRack: 1, machines: 0 }, [setOf(0)]).when(scale(7));
    expect(numbers(tight)).toHaveLength(8);
    tight.when(scale(3)).until('1h');
    expect(numbers(tight)).toEqual([0, 1, 2]);
  });

  it('can be turned off, and flexible sets have none', () => {
    const off = given({ racks: 2, machines: 0 }, [setOf(0, { overprovision: false })]);
    expect(numbers(off.when(scale(2)))).toEqual([0, 1]);
    const flexible = given({ racks: 2, machines: 0 }, [setOf(0, { orchestration: 'flexible' })]);
    expect(numbers(flexible.when(scale(2)))).toEqual([0, 1]);
  });
});

describe('[ENG-K3] which instance goes first (fact 74)', () => {
  /** Seven instances over three fault domains: 0 1 2 0 1 2 0. */
  function shrunk(policy: 'default' | 'newestVm' | 'oldestVm', to: number): (number | undefined)[] {
    const room = given({ racks: 3, machines: 0 }, [setOf(7, { faultDomains: 3 })]);
    // Changed by command, after the set was made with another one.
    room.when({ type: 'scaleSet.policy', scaleSet: 'set', scaleIn: policy });
    return numbers(room.when(scale(to)).until('1h'));
  }

  it.each([
    // Default: domain 0 has three (0 3 6): the highest of it, 6. Then all have two: domain 0
    // again, 3; then domain 1 has two, 4; then domain 2, 5.
    { policy: 'default', to: 6, left: [0, 1, 2, 3, 4, 5] },
    { policy: 'default', to: 5, left: [0, 1, 2, 4, 5] },
    { policy: 'default', to: 3, left: [0, 1, 2] },
    // By age alone.
    { policy: 'newestVm', to: 5, left: [0, 1, 2, 3, 4] },
    { policy: 'oldestVm', to: 5, left: [2, 3, 4, 5, 6] },
    { policy: 'oldestVm', to: 1, left: [6] },
  ] as const)('$policy to $to leaves $left', ({ policy, to, left }) => {
    expect(shrunk(policy, to)).toEqual(left);
  });

  it('[INV-20] counts what protection keeps', () => {
    const room = given({ racks: 2, machines: 0 }, [setOf(3)]);
    for (const vm of ['set_1', 'set_2']) room.when({ type: 'scaleSet.protect', vm, protect: true });
    room.when(scale(1)).until('1h');
    expect(numbers(room)).toEqual([1, 2]);
    expect(room.row('scaleSet', 'set').capacity).toBe(2);
  });
});

describe('[ENG-U17] joining and leaving a flexible set', () => {
  const machine: Command = { type: 'vm.create', name: 'old', size: 'D2s_v5', image: 'Ubuntu2204' };
  const flexible = setOf(1, { orchestration: 'flexible', health: 'application' });

  it('takes a machine in as it is, and lets it go again', () => {
    const room = given({ racks: 2, machines: 0 }, [machine, flexible]);
    room.when({ type: 'scaleSet.attach', scaleSet: 'set', vm: 'old' });
    expect(room.row('scaleSet', 'set')).toMatchObject({ capacity: 2, behind: 1 });
    expect(room.row('vm', 'old')).toMatchObject({ instance: 1, powerState: 'running' });
    room.when({ type: 'scaleSet.updateInstances', scaleSet: 'set' }).until('10m');
    expect(room.row('scaleSet', 'set').behind).toBe(0);
    room.when({ type: 'scaleSet.detach', vm: 'old' });
    expect(room.row('scaleSet', 'set')).toMatchObject({ capacity: 1 });
    expect(room.row('vm', 'old').scaleSet).toBeUndefined();
    expect(room.row('vm', 'old').powerState).toBe('running');
  });

  it('[ENG-U12] is not lost by a new system disk', () => {
    const room = given({ racks: 2, machines: 0 }, [setOf(2)]);
    const disk = room.row('vm', 'set_0').disks;
    room.when({ type: 'scaleSet.reimage', vm: 'set_0' });
    expect(room.row('vm', 'set_0')).toMatchObject({ powerState: 'starting', operation: 'reimage' });
    room.until('10m');
    expect(room.row('vm', 'set_0')).toMatchObject({
      instance: 0,
      powerState: 'running',
      disks: disk,
    });
  });
});

describe('[ENG-U24] terminate notification (facts 80 and 107)', () => {
  const told = setOf(4, { terminateNotice: '5m', scaleIn: 'newestVm' });

  it('lets instances serve until their time is over, all that go at once together', () => {
    const room = given({ racks: 2, machines: 0 }, [told]).when(scale(2));
    expect(room.row('scaleSet', 'set')).toMatchObject({ capacity: 2, terminating: 2 });
    expect(room.row('scaleSet', 'set').instances).toEqual(['vm:lab/set_0', 'vm:lab/set_1']);
    expect(room.running()).toHaveLength(4);
    const [event] = room.engine.rows().filter((row) => row.kind === 'scheduledEvent');
    expect(event).toMatchObject({ eventType: 'Terminate', notBeforeUs: 300_000_000 });
    room.until('4m59s');
    expect(room.running()).toHaveLength(4);
    room.until('10m');
    expect(numbers(room)).toEqual([0, 1]);
    expect(room.engine.rows().some((row) => row.kind === 'scheduledEvent')).toBe(false);
  });

  it('ends early when it is approved, and is not taken back', () => {
    const room = given({ racks: 2, machines: 0 }, [told]).when(scale(3));
    expect(room.refusal({ type: 'event.cancel', event: 'e1' }).code).toBe('event.ofScaleSet');
    room.when({ type: 'event.approve', event: 'e1' }).until('2m');
    expect(numbers(room)).toEqual([0, 1, 2]);
  });

  it('takes nothing of what a draining machine has in hand', () => {
    const room = given({ racks: 2, machines: 0 }, [
      { type: 'balancer.add', name: 'front' },
      { type: 'service.add', name: 'web', balancer: 'front' },
      { ...told, balancers: ['front'] } as Command,
      { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 40 }] } },
      { type: 'hook.add', target: 'scaleSet:lab/set', drain: '20s', approve: true },
    ]).until('1m');
    const before = room.service().lost;
    room.when(scale(2)).until('10m');
    expect(numbers(room)).toEqual([0, 1]);
    expect(room.service().lost).toBe(before);
    // The hook approved after reading for 10 s and draining for 20 s, not after five minutes.
    const gone = room.happened('vm.stopping').at(-1)?.atUs ?? 0;
    expect(gone).toBe(90_000_000);
  });

  it('tells before a person deletes as well, and leaves a machine that left alone', () => {
    const flexible = setOf(2, { orchestration: 'flexible', terminateNotice: '15m' });
    const room = given({ racks: 2, machines: 0 }, [flexible]);
    const [first, second] = instances(room).map(({ id }) => id);
    room.when({ type: 'vm.delete', vm: first ?? '' }, { type: 'vm.delete', vm: second ?? '' });
    expect(room.row('scaleSet', 'set').terminating).toBe(2);
    room.when({ type: 'scaleSet.detach', vm: second ?? '' }).until('30m');
    expect(room.running()).toHaveLength(1);
    expect(instances(room)).toEqual([]);
  });
});

describe('[ENG-U23] one placement group (fact 64)', () => {
  const big = Array.from({ length: 4 }, (_, index): Command => ({
    type: 'host.add',
    name: `big-${index}`,
    rack: 'r1',
    cores: 512,
    memoryMib: 4_000_000,
  }));

  it('holds 100 instances, and can be left but not entered', () => {
    const room = given({ racks: 1, machines: 0 }, [...big, setOf(100)]);
    expect(room.refusal(scale(101)).code).toBe('scaleSet.tooMany');
    room.when({ type: 'scaleSet.policy', scaleSet: 'set', singlePlacementGroup: false });
    room.when(scale(130));
    expect(room.row('scaleSet', 'set')).toMatchObject({
      capacity: 130,
      singlePlacementGroup: false,
    });
  });

  it('is passed by no rule either', () => {
    const room = given({ racks: 1, machines: 0 }, [...big, setOf(99)]);
    const rules = [{ metric: 'cpu', operator: '>', threshold: 0, direction: 'out' } as const];
    room.when({ type: 'autoscale.set', scaleSet: 'set', minimum: 120, maximum: 150, rules });
    room.until('5m');
    expect(room.row('scaleSet', 'set').capacity).toBe(100);
  });
});

describe('[INV-21] an instance knows its model', () => {
  it('and an instance of another set never does', () => {
    const room = given({ racks: 2, machines: 0 }, [setOf(1), setOf(1, { name: 'two' })]);
    const { col } = room.world.vm;
    const first = col.model[0] ?? 0;
    col.model[0] = col.model[1] ?? 0;
    expect(room.engine.checkInvariants().map(({ rule }) => rule)).toEqual(['INV-21']);
    col.model[0] = first;
    room.holds();
  });

  it('[INV-22] and nothing evicted runs', () => {
    const room = given({ racks: 2, machines: 0 }, [setOf(1)]);
    room.world.vm.col.evicted[0] = 1;
    expect(room.engine.checkInvariants().map(({ rule }) => rule)).toEqual(['INV-22']);
  });
});
