/**
 * Goal: availability sets place, spread and maintain their members as the fact sheet says, and the
 * 2 × 2 trap is there to be seen. Method: a room of six racks in one cluster, one host each; the
 * expected domains are worked by hand from facts 36 to 45.
 */
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../../../src/main/engine/index.ts';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import type { RowOf } from '../../../../../src/shared/views/topology-view.ts';
import { theCatalogue } from '../../../../support/the-catalogue.ts';

const MINUTE = 60_000_000;

function room(racks = 6): Command[] {
  const commands: Command[] = [
    { type: 'place.add', kind: 'site', name: 'school' },
    { type: 'place.add', kind: 'room', name: 'room', parent: 'site:school' },
    { type: 'cluster.add', name: 'gen1' },
    { type: 'group.add', name: 'shop' },
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front' },
    { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 20 }] } },
  ];
  for (let rack = 1; rack <= racks; rack += 1) {
    commands.push({ type: 'rack.add', name: `r${rack}`, row: 'room:room', cluster: 'gen1' });
    commands.push({
      type: 'host.add',
      name: `h${rack}`,
      rack: `r${rack}`,
      cores: 16,
      memoryMib: 65_536,
    });
  }
  return commands;
}

function build(commands: readonly Command[]): Engine {
  const engine = createEngine({ catalogue: theCatalogue(), seed: 11 });
  const built = engine.setup(commands);
  if (!built.ok) throw new Error(built.error.message);
  return engine;
}

function run(engine: Engine, command: Command): void {
  const proposed = engine.propose(command);
  if (!proposed.ok) throw new Error(`${proposed.error.code}: ${proposed.error.message}`);
  engine.commit(proposed.value);
}

function member(name: string): Command {
  return {
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    availabilitySet: 'web-as',
    balancers: ['front'],
  };
}

function setOf(domains: { faultDomains: number; updateDomains: number }): Command {
  return { type: 'availabilitySet.add', name: 'web-as', ...domains };
}

function vms(engine: Engine): RowOf<'vm'>[] {
  return engine.rows().filter((row): row is RowOf<'vm'> => row.kind === 'vm');
}

function theSet(engine: Engine): RowOf<'availabilitySet'> {
  const row = engine
    .rows()
    .find((one): one is RowOf<'availabilitySet'> => one.kind === 'availabilitySet');
  if (row === undefined) throw new Error('the set is gone');
  return row;
}

function members(count: number): Command[] {
  return Array.from({ length: count }, (_, index) => member(`web-${index + 1}`));
}

describe('[ENG-AS1] domains are given out in turn', () => {
  it('shares update domain 0 between the first and the sixth of five (fact 39)', () => {
    // 7 members over 3 FD × 5 UD: FD 0 1 2 0 1 2 0, UD 0 1 2 3 4 0 1.
    const engine = build([...room(), setOf({ faultDomains: 3, updateDomains: 5 }), ...members(7)]);
    expect(vms(engine).map((vm) => [vm.faultDomain, vm.updateDomain])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 3],
      [1, 4],
      [2, 0],
      [0, 1],
    ]);
  });

  it('keeps 2 fault and 5 update domains when nobody says (fact 37)', () => {
    const engine = build([...room(), { type: 'availabilitySet.add', name: 'web-as' }]);
    expect(theSet(engine)).toMatchObject({ faultDomains: 2, updateDomains: 5 });
  });

  it('lets two members share a fault domain when one was deallocated between (fact 40)', () => {
    const engine = build([
      ...room(),
      setOf({ faultDomains: 2, updateDomains: 5 }),
      member('a'),
      { type: 'vm.deallocate', vm: 'a' },
      member('b'),
    ]);
    expect(vms(engine).map((vm) => vm.faultDomain)).toEqual([0, 0]);
  });

  it('[ENG-AS2] takes the fault domain from the rack: number in its cluster mod count', () => {
    const engine = build([...room(), setOf({ faultDomains: 3, updateDomains: 3 })]);
    expect(theSet(engine).racks.map((entry) => entry.faultDomain)).toEqual([0, 1, 2, 0, 1, 2]);
  });
});

describe('[ENG-AS3] the matrix shows the common-divisor trap', () => {
  it('loses all four of 2 × 2, and leaves two of six of 2 × 3', () => {
    // 2 × 2: members fall on (0,0) (1,1) (0,0) (1,1); rack domain 0 with update domain 1 takes 4.
    const trap = build([...room(), setOf({ faultDomains: 2, updateDomains: 2 }), ...members(4)]);
    expect(theSet(trap).matrix).toEqual([
      [2, 0],
      [0, 2],
    ]);
    expect(theSet(trap).worstPair).toEqual({ faultDomain: 0, updateDomain: 1, lost: 4, left: 0 });
    // 2 × 3: one in each cell; a row of three and a column of two share one: 3 + 2 - 1 = 4 lost.
    const spread = build([...room(), setOf({ faultDomains: 2, updateDomains: 3 }), ...members(6)]);
    expect(theSet(spread).matrix).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(theSet(spread).worstPair).toMatchObject({ lost: 4, left: 2 });
  });

  it('comes true: a rack domain lost during the wave of the other update domain', () => {
    const engine = build([...room(2), setOf({ faultDomains: 2, updateDomains: 2 }), ...members(4)]);
    run(engine, {
      type: 'maintenance.start',
      availabilitySet: 'web-as',
      work: '10m',
      recovery: '10m',
    });
    engine.runUntil(1 * MINUTE);
    // Update domain 0 = the members of fault domain 0 is down; now the other rack goes.
    run(engine, { type: 'fault.cut', target: 'rack:r2' });
    expect(vms(engine).filter((vm) => vm.powerState === 'running')).toEqual([]);
    expect(engine.checkInvariants()).toEqual([]);
  });
});

describe('[ENG-M1] a planned wave', () => {
  it('restarts one update domain at a time, with the recovery time between (fact 45)', () => {
    const engine = build([...room(), setOf({ faultDomains: 3, updateDomains: 3 }), ...members(6)]);
    run(engine, {
      type: 'maintenance.start',
      availabilitySet: 'web-as',
      work: '5m',
      recovery: '30m',
    });
    const down = new Set<string>();
    for (let minute = 1; minute <= 120; minute += 1) {
      engine.runUntil(minute * MINUTE);
      expect(engine.checkInvariants()).toEqual([]);
      const now = vms(engine).filter((vm) => vm.powerState !== 'running');
      expect(new Set(now.map((vm) => vm.updateDomain)).size).toBeLessThanOrEqual(1);
      for (const vm of now) down.add(vm.name);
    }
    expect(down.size).toBe(6);
    const waves = engine.happenings(0).filter((one) => one.kind === 'maintenance.domain');
    // Domain 0 at 0, then 5 min of work and 30 min of recovery before each next.
    expect(waves.map((one) => one.atUs / MINUTE)).toEqual([0, 35, 70]);
    expect(theSet(engine).maintenance).toBeUndefined();
  });

  it('[ENG-M2] drains before the work, so that no request is lost', () => {
    const engine = build([...room(), setOf({ faultDomains: 3, updateDomains: 3 }), ...members(6)]);
    engine.runUntil(MINUTE);
    run(engine, {
      type: 'maintenance.start',
      availabilitySet: 'web-as',
      work: '5m',
      recovery: '5m',
      drain: '30s',
    });
    engine.runUntil(60 * MINUTE);
    expect(engine.summary().services[0]).toMatchObject({ lost: 0, refused: 0 });
    const cold = build([...room(), setOf({ faultDomains: 3, updateDomains: 3 }), ...members(6)]);
    cold.runUntil(MINUTE);
    run(cold, { type: 'maintenance.start', availabilitySet: 'web-as', work: '5m', recovery: '5m' });
    cold.runUntil(60 * MINUTE);
    expect(cold.summary().services[0]?.lost).toBeGreaterThan(0);
  });

  it('[ENG-M3] ends after the domain under way when it is cancelled', () => {
    const engine = build([...room(), setOf({ faultDomains: 3, updateDomains: 3 }), ...members(3)]);
    run(engine, {
      type: 'maintenance.start',
      availabilitySet: 'web-as',
      work: '5m',
      recovery: '5m',
    });
    engine.runUntil(MINUTE);
    run(engine, { type: 'maintenance.cancel', availabilitySet: 'web-as' });
    engine.runUntil(60 * MINUTE);
    expect(engine.happenings(0).filter((one) => one.kind === 'maintenance.domain')).toHaveLength(1);
    expect(engine.propose({ type: 'maintenance.cancel', availabilitySet: 'web-as' })).toMatchObject(
      { error: { code: 'maintenance.notRunning' } },
    );
  });
});

describe('refusals', () => {
  it('names the fault domain without room and the most that is free (fact 42)', () => {
    const small: Command[] = [...room(2), setOf({ faultDomains: 2, updateDomains: 5 })];
    const engine = build([...small, ...members(16)]);
    // Each host has 16 cores: 8 members of 2 vCPU. The seventeenth finds domain 0 full.
    expect(engine.propose(member('web-17'))).toMatchObject({
      error: { code: 'AllocationFailed', details: { faultDomain: 0, mostCores: 0 } },
    });
  });

  it('[ENG-AS5] keeps a set in one cluster while a member is allocated there (fact 42)', () => {
    const two: Command[] = [
      ...room(1),
      { type: 'cluster.add', name: 'gen2' },
      { type: 'rack.add', name: 'r9', row: 'room:room', cluster: 'gen2' },
      { type: 'host.add', name: 'h9', rack: 'r9', cores: 16, memoryMib: 65_536 },
      setOf({ faultDomains: 1, updateDomains: 5 }),
      member('a'),
    ];
    const engine = build(two);
    expect(engine.propose({ ...member('b'), host: 'h9' } as Command)).toMatchObject({
      error: { code: 'OverconstrainedAllocationRequest' },
    });
    const freed = build([...two, { type: 'vm.deallocate', vm: 'a' }]);
    expect(freed.propose({ ...member('b'), host: 'h9' } as Command).ok).toBe(true);
  });

  it('refuses maintenance of nothing, twice, and removal of a set in use', () => {
    const engine = build([...room(), setOf({ faultDomains: 2, updateDomains: 2 })]);
    expect(engine.propose({ type: 'maintenance.start', availabilitySet: 'web-as' })).toMatchObject({
      error: { code: 'maintenance.empty' },
    });
    const used = build([...room(), setOf({ faultDomains: 2, updateDomains: 2 }), ...members(2)]);
    expect(
      used.propose({ type: 'availabilitySet.remove', availabilitySet: 'web-as' }),
    ).toMatchObject({ error: { code: 'availabilitySet.notEmpty', details: { users: 2 } } });
    run(used, { type: 'maintenance.start', availabilitySet: 'web-as' });
    expect(used.propose({ type: 'maintenance.start', availabilitySet: 'web-as' })).toMatchObject({
      error: { code: 'maintenance.running' },
    });
  });
});

describe('[ENG-AS4] recreating is the way into a set (fact 41)', () => {
  it('makes the machine again inside the set, with its pool, and loses its disks', () => {
    const engine = build([
      ...room(),
      setOf({ faultDomains: 2, updateDomains: 2 }),
      {
        type: 'vm.create',
        name: 'old',
        size: 'D2s_v5',
        image: 'Ubuntu2204',
        balancers: ['front'],
        tags: { tier: 'web' },
      },
    ]);
    run(engine, { type: 'vm.recreate', vm: 'old', availabilitySet: 'web-as' });
    expect(vms(engine)).toMatchObject([
      {
        name: 'old',
        faultDomain: 0,
        updateDomain: 0,
        powerState: 'creating',
        tags: { tier: 'web' },
        balancers: ['balancer:shop/front'],
      },
    ]);
    expect(engine.checkInvariants()).toEqual([]);
    engine.runUntil(60 * MINUTE);
    expect(vms(engine)[0]?.powerState).toBe('running');
  });
});
