/**
 * Goal: the service does with a machine what the sheet says: another size, a fresh system,
 * eviction, quotas, tags, and what a deletion leaves behind [ENG-RZ1] [ENG-RZ2] [ENG-RZ3] [ENG-
 * RZ4] [ENG-RZ5] [ENG-SP1] [ENG-SP2] [ENG-QU1] [ENG-QU2] [ENG-TG1] [ENG-CO1]. Method: a small
 * room, one thing at a time, looked at before, during and after.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { POWER_STATES, PROVISIONING_STATES } from '../../../../src/shared/model/kinds.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

const VM = 'vm:lab/m';

function create(
  size: string,
  more: Partial<Extract<Command, { type: 'vm.create' }>> = {},
): Command {
  return { type: 'vm.create', name: 'm', size, image: 'Ubuntu2204', ...more };
}

function resize(size: string): Command {
  return { type: 'vm.resize', vm: VM, size };
}

/** Provisioning and power states of `m` from now on, one for each change. */
function statesUntil(at: Scene, seconds: number): string[] {
  const states: string[] = [];
  const { provisioningState, powerState } = at.world.vm.col;
  const from = at.engine.nowUs;
  for (let tenth = 0; tenth <= seconds * 10; tenth += 1) {
    const [did, does] = [provisioningState[0]!, powerState[0]!];
    const word = `${PROVISIONING_STATES[did]}/${POWER_STATES[does]}`;
    if (states.at(-1) !== word) states.push(word);
    at.engine.runUntil(from + tenth * 100_000);
  }
  at.holds();
  return states;
}

describe('[ENG-RZ1] resizing', () => {
  it('restarts a running machine on its host, at the price of the new size from then on', () => {
    const at = given({}, [create('D2s_v5')])
      .until('1h')
      .when(resize('D4s_v5'));
    expect(at.row('vm', 'm')).toMatchObject({
      operation: 'resize',
      pendingSize: 'Standard_D4s_v5',
    });
    expect(statesUntil(at, 900)).toEqual([
      'Updating/stopping',
      'Updating/starting',
      'Succeeded/running',
    ]);
    expect(at.row('vm', 'm')).toMatchObject({ size: 'Standard_D4s_v5', vCpu: 4 });
    expect(at.row('host', 'r1-h1')).toMatchObject({ vCpuCommitted: 4 });
    const before = at.engine.costs().lines.find(({ kind }) => kind === 'vm')?.microUsd ?? 0;
    const hour = at.engine.nowUs + 3_600_000_000;
    at.engine.runUntil(hour);
    const after = at.engine.costs().lines.find(({ kind }) => kind === 'vm')?.microUsd ?? 0;
    expect(after - before).toBeCloseTo(192_000, 3);
  });

  it('leaves a deallocated machine where it is, and asks for room when it starts', () => {
    const at = given({ racks: 1, hostsPerRack: 1 }, [create('D2s_v5')]).until('1h');
    at.when({ type: 'vm.deallocate', vm: VM }).until('2h').when(resize('D64s_v5'));
    expect(statesUntil(at, 900)).toEqual(['Updating/deallocated', 'Succeeded/deallocated']);
    expect(at.refusal({ type: 'vm.start', vm: VM }).code).toBe('AllocationFailed');
    at.when(resize('D8s_v5')).until('3h').when({ type: 'vm.start', vm: VM }).until('4h');
    expect(at.row('vm', 'm')).toMatchObject({ vCpu: 8, powerState: 'running' });
  });

  it('[ENG-RZ2] moves to another host of the cluster where its own is full', () => {
    const at = given({ racks: 1 }, [
      create('D2s_v5', { host: 'r1-h1' }),
      { ...create('D8s_v5', { host: 'r1-h1' }), name: 'wide' } as Command,
    ]).until('1h');
    at.when(resize('D16s_v5')).until('2h');
    expect(at.row('vm', 'm')).toMatchObject({ vCpu: 16, host: 'host:r1-h2' });
    expect(at.row('host', 'r1-h1').vCpuCommitted).toBe(8);
  });

  it('[ENG-RZ2] is a restart and nothing else when the room went meanwhile', () => {
    const at = given({ racks: 1, hostsPerRack: 1 }, [create('D2s_v5')]).until('1h');
    at.when(resize('D16s_v5'), { ...create('D8s_v5'), name: 'wide' } as Command).until('2h');
    expect(at.row('vm', 'm')).toMatchObject({ vCpu: 2, powerState: 'running' });
    expect(at.happened('vm.operationFailed')[0]?.details).toMatchObject({
      code: 'AllocationFailed',
    });
  });

  it('[ENG-RZ3] asks for all of a set to be deallocated when its cluster lacks the size', () => {
    const at = given({ operations: 'instant' }, [
      { type: 'cluster.add', name: 'old', sizes: ['Standard_D2s_v5'] },
      { type: 'cluster.add', name: 'new', sizes: ['Standard_E2s_v5'] },
      { type: 'rack.edit', rack: 'r1', cluster: 'old' },
      { type: 'rack.edit', rack: 'r2', cluster: 'new' },
      { type: 'availabilitySet.add', name: 'as', faultDomains: 1 },
      create('D2s_v5', { availabilitySet: 'as' }),
      { ...create('D2s_v5', { availabilitySet: 'as' }), name: 'other' } as Command,
    ]).until('1m');
    const refusal = at.refusal(resize('E2s_v5'));
    expect(refusal).toMatchObject({ code: 'OperationNotAllowed', details: { members: 2 } });
    at.when({ type: 'vm.deallocate', vm: VM }, { type: 'vm.deallocate', vm: 'other' }).until('2m');
    at.when(resize('E2s_v5'), { type: 'vm.resize', vm: 'other', size: 'E2s_v5' }).until('3m');
    at.when({ type: 'vm.start', vm: VM }).until('4m');
    expect(at.row('vm', 'm').host).toMatch(/^host:r2/);
  });

  it('[ENG-RZ4] takes the cache of its disks away with the size that had one', () => {
    const at = given({ operations: 'instant' }, [create('B2s_v2')]).until('1m');
    expect(at.row('disk', 'm-os').caching).toBe('readWrite');
    const cold = given({ operations: 'instant' }, [create('D2s_v3')]).until('1m');
    cold.when(resize('B2ms')).until('2m');
    expect(cold.row('disk', 'm-os').caching).toBe('none');
    expect(cold.row('vm', 'm').credits).toMatchObject({ max: 864 });
  });
});

describe('[ENG-RZ5] reimaging', () => {
  it('puts a fresh system on the OS disk and keeps the data disks', () => {
    const data = { sizeGib: 64 };
    const at = given({}, [
      create('D2ds_v5', { dataDisks: [data] }),
      { type: 'app.install', on: VM, application: 'web-server', name: 'site' },
    ]).until('1h');
    const { disks } = at.row('vm', 'm');
    at.when({ type: 'vm.reimage', vm: VM, tempDisk: true });
    expect(statesUntil(at, 200)).toEqual(['Updating/starting', 'Succeeded/running']);
    expect(at.row('vm', 'm').guest).toBeUndefined();
    expect(at.row('vm', 'm')).toMatchObject({ disks, tempDisk: { had: 2 } });
  });
});

describe('[ENG-SP1] a spot machine', () => {
  const spot = { priority: 'spot' } as const;

  it('costs a share, is told, and is deallocated after its notice; its disks cost on', () => {
    const at = given({}, [create('D2s_v5', spot)])
      .until('1h')
      .when({ type: 'vm.evict', vm: VM });
    expect(at.row('vm', 'm')).toMatchObject({ powerState: 'running', microUsdPerHour: 28_800 });
    at.until('90m');
    expect(at.row('vm', 'm')).toMatchObject({ powerState: 'deallocated' });
    expect(at.row('vm', 'm').spotOf).toMatchObject({ evicted: true, eviction: 'deallocate' });
    expect(at.happened('spot.evicted')[0]?.atUs).toBe(3_630_000_000);
    expect(at.engine.costs().lines.find(({ id }) => id === 'disk:lab/m-os')).toMatchObject({
      orphan: false,
    });
    at.when({ type: 'vm.start', vm: VM }).until('2h');
    expect(at.row('vm', 'm').spotOf?.evicted).toBe(false);
  });

  it('[ENG-SP2] goes with the policy to delete, and leaves its disk and card behind', () => {
    const at = given({}, [create('D2s_v5', { ...spot, eviction: 'delete' })]).until('1h');
    at.when({ type: 'vm.evict', vm: VM }).until('90m');
    expect(at.engine.rows().some(({ kind }) => kind === 'vm')).toBe(false);
    const disk = at.engine.costs().lines.find(({ id }) => id === 'disk:lab/m-os');
    expect(disk).toMatchObject({ orphan: true });
    expect(disk?.microUsdPerHour).toBeGreaterThan(0);
    expect(at.happened('vm.deleted')[0]?.details).toMatchObject({ disks: 1, nics: 1 });
  });
});

describe('[ENG-QU1] quotas', () => {
  const family: Command = { type: 'quota.set', family: 'standardDSv5Family', vCpus: 4 };

  it('count machines in any power state, by family and for the region', () => {
    const at = given({ operations: 'instant' }, [family, create('D2s_v5')]).until('1m');
    at.when({ type: 'vm.deallocate', vm: VM }).until('2m');
    expect(at.row('quota', 'lab.standardDSv5Family')).toMatchObject({ used: 2, limit: 4 });
    const wide = { ...create('D4s_v5'), name: 'n' } as Command;
    const refusal = at.refusal(wide);
    expect(refusal).toMatchObject({ code: 'QuotaExceeded', details: { used: 2, asked: 4 } });
    at.when({ ...create('E4s_v5'), name: 'n' } as Command);
    at.when({ type: 'quota.set', family: 'cores', vCpus: 6 });
    expect(at.row('quota', 'lab.cores')).toMatchObject({ used: 6, limit: 6 });
    expect(at.refusal({ ...create('B1s'), name: 'o' } as Command).code).toBe('QuotaExceeded');
    // The machine itself makes room for its new size.
    at.until('3m').when({ type: 'vm.delete', vm: 'n' }).until('4m').when(resize('D4s_v5'));
    at.until('5m');
    expect(at.row('quota', 'lab.standardDSv5Family').used).toBe(4);
  });

  it('[ENG-QU2] spot machines count against a pool of their own', () => {
    const pool: Command = { type: 'quota.set', family: 'lowPriorityCores', vCpus: 2 };
    const at = given({ operations: 'instant' }, [family, pool]);
    at.when(create('D2s_v5', { priority: 'spot' })).until('1m');
    expect(at.row('quota', 'lab.standardDSv5Family').used).toBe(0);
    expect(at.row('quota', 'lab.lowPriorityCores').used).toBe(2);
    const another = { ...create('E2s_v5', { priority: 'spot' }), name: 'n' } as Command;
    expect(at.refusal(another).code).toBe('QuotaExceeded');
  });

  it('end the growing of a scale set', () => {
    const at = given({ operations: 'instant' }, [family]);
    at.when({
      type: 'scaleSet.add',
      name: 'ss',
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      capacity: 3,
    }).until('1m');
    expect(at.row('scaleSet', 'ss').capacity).toBe(2);
    const failed = at.happened('scaleSet.allocationFailed')[0];
    expect(failed?.details).toMatchObject({ code: 'QuotaExceeded' });
  });
});

describe('[ENG-AM1] one machine', () => {
  it('does not scale by itself, and says what would', () => {
    const at = given({}, [create('D2s_v5')]);
    const limits = { minimum: 1, maximum: 3 };
    const rules: Command = { type: 'autoscale.set', scaleSet: VM, ...limits, rules: [] };
    expect(at.refusal(rules)).toMatchObject({
      code: 'autoscale.singleMachine',
      hint: expect.stringContaining('vm.resize'),
    });
  });
});

describe('[ENG-TG1] tags', () => {
  it('stand on any resource, and costs are summed by them', () => {
    const at = given({ operations: 'instant' }, [create('D2s_v5')]).until('1h');
    at.when(
      { type: 'tag.set', resource: VM, tags: { owner: 'ann' } },
      { type: 'tag.set', resource: 'disk:lab/m-os', tags: { owner: 'ann' } },
    );
    const [sum] = at.engine.costs().byTag;
    const all = at.engine.costs();
    expect(sum?.tag).toBe('owner=ann');
    expect(sum?.microUsd).toBeCloseTo(all.microUsd, 6);
  });
});
