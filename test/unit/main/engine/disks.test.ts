/**
 * Goal: disks are resources of their own: made, attached, changed and paid for as the service does
 * it, with the outage each change costs [ENG-DK3] [ENG-DK4] [ENG-DK5] [ENG-DK6]. Method: a room
 * with machines that run; prices and limits of the catalogue worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import { serveMachine } from '../../../../src/main/engine/systems/disk-ceilings.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

const P10 = 19_710_000;
const P20 = 73_220_000;
const CREATE = { type: 'disk.create', name: 'logs', sizeGib: 100 } as const;

function ready(): Scene {
  return given({ machines: 1, perSecond: 0 }, [CREATE]).until('1m');
}

describe('[ENG-DK3] a disk by itself', () => {
  it('takes the measured time to be made', () => {
    const at = given().when(CREATE);
    expect(at.row('disk', 'logs')).toMatchObject({ provisioningState: 'Creating', tier: 'P10' });
    at.until('30s');
    expect(at.row('disk', 'logs')).toMatchObject({ provisioningState: 'Succeeded' });
    expect(at.happened('disk.ready')).toHaveLength(1);
  });

  it('costs its tier whoever uses it, and what was owed stays owed when the tier changes', () => {
    const at = given({ operations: 'instant' }, [CREATE]).until('10h');
    at.when({ type: 'disk.edit', disk: 'logs', sizeGib: 512 }).until('30h');
    expect(at.row('disk', 'logs').tier).toBe('P20');
    const line = at.engine.costs().lines.find(({ name }) => name === 'logs');
    expect(line?.microUsd).toBeCloseTo((10 * P10 + 20 * P20) / 730, 6);
    at.when({ type: 'disk.delete', disk: 'logs' }).until('40h');
    const gone = at.engine.costs().gone.find(({ kind }) => kind === 'disk');
    expect(gone?.microUsd).toBeCloseTo((10 * P10 + 20 * P20) / 730, 6);
  });
});

describe('[ENG-DK4] attaching and detaching', () => {
  it('leaves the machine running, which is busy meanwhile', () => {
    const at = ready().when({
      type: 'disk.attach',
      disk: 'logs',
      vm: 'web-1',
      caching: 'readOnly',
    });
    expect(at.row('vm', 'web-1')).toMatchObject({
      powerState: 'running',
      provisioningState: 'Updating',
      operation: 'update',
    });
    expect(at.row('disk', 'logs')).toMatchObject({ vm: 'vm:lab/web-1', caching: 'readOnly' });
    at.until('15m').when({ type: 'disk.detach', disk: 'logs' }).until('30m');
    expect(at.row('disk', 'logs')).toMatchObject({ caching: 'none' });
    expect(at.row('disk', 'logs').vm).toBeUndefined();
    expect(at.happened('vm.stopping')).toEqual([]);
  });

  it('a disk outlives its machine and can be given to another', () => {
    const at = ready().when({ type: 'disk.attach', disk: 'logs', vm: 'web-1' }).until('15m');
    at.when({ type: 'vm.delete', vm: 'web-1' }).until('30m');
    expect(at.row('disk', 'logs').vm).toBeUndefined();
    at.when({ type: 'vm.create', name: 'n', size: 'D2s_v5', image: 'Ubuntu2204' }).until('2h');
    at.when({ type: 'disk.attach', disk: 'logs', vm: 'n' });
    expect(at.row('vm', 'n').disks).toContain('disk:lab/logs');
  });
});

describe('[ENG-DK5] what a disk is on its machine', () => {
  it('is cached as its role and size say', () => {
    const data = { sizeGib: 64 };
    const at = given({}, [
      { type: 'vm.create', name: 'd', size: 'D2s_v5', image: 'Ubuntu2204', dataDisks: [data] },
      { type: 'vm.create', name: 'b', size: 'B2s', image: 'Ubuntu2204' },
      { type: 'vm.create', name: 'w', size: 'D2_v3', image: 'Win2019Datacenter' },
    ]);
    expect(at.row('disk', 'd-os').caching).toBe('readWrite');
    expect(at.row('disk', 'd-data-0').caching).toBe('none');
    expect(at.row('disk', 'b-os').caching).toBe('none');
    expect(at.row('disk', 'w-os')).toMatchObject({ tier: 'E10', caching: 'none' });
  });

  it('serves no more than disk and machine let through', () => {
    const dataDisks = [{ sizeGib: 1_024 }, { sizeGib: 1_024 }];
    const at = given({}, [
      { type: 'vm.create', name: 'd', size: 'D2s_v5', image: 'Ubuntu2204', dataDisks },
    ]);
    const [, first, second] = at.world.cloud.disksOfVm(0);
    const demand = { iops: 4_000, readShare: 1, hitShare: 0, requestKib: 8 };
    const one = serveMachine(at.world, 0, new Map([[first!, demand]]));
    expect(one[0]?.served).toMatchObject({ iops: 3_750, limitedBy: 'machineUncachedIops' });
    const both = serveMachine(
      at.world,
      0,
      new Map([
        [first!, demand],
        [second!, demand],
      ]),
    );
    expect(both.map(({ served }) => served.iops)).toEqual([1_875, 1_875]);
  });
});

describe('[ENG-DK6] changing a disk', () => {
  it('grows and speeds up a data disk without an outage', () => {
    const at = ready().when({ type: 'disk.attach', disk: 'logs', vm: 'web-1' }).until('15m');
    at.when({ type: 'disk.edit', disk: 'logs', sizeGib: 512, tier: 'P30' }).until('30m');
    expect(at.row('disk', 'logs')).toMatchObject({ sizeGib: 512, tier: 'P30' });
    expect(at.happened('disk.changed')[0]?.details).toMatchObject({ outage: 'none' });
    expect(at.happened('vm.stopping')).toEqual([]);
  });

  it('restarts the machine for the caching of its OS disk, and not for that of a data disk', () => {
    const at = ready().when({ type: 'disk.attach', disk: 'logs', vm: 'web-1' }).until('15m');
    at.when({ type: 'disk.edit', disk: 'logs', caching: 'readOnly' }).until('30m');
    expect(at.happened('disk.changed').at(-1)?.details).toMatchObject({ outage: 'disk' });
    expect(at.happened('vm.stopping')).toEqual([]);
    at.when({ type: 'disk.edit', disk: 'web-1-os', caching: 'none' }).until('45m');
    expect(at.happened('disk.changed').at(-1)?.details).toMatchObject({ outage: 'restart' });
    expect(at.happened('vm.stopping')).toHaveLength(1);
    expect(at.row('vm', 'web-1').powerState).toBe('running');
  });

  it('grows an OS disk only while its machine is deallocated', () => {
    const at = given({ machines: 1, perSecond: 0, operations: 'instant' });
    const grow = { type: 'disk.edit', disk: 'web-1-os', sizeGib: 200 } as const;
    expect(at.refusal(grow).code).toBe('disk.needsDeallocated');
    at.when({ type: 'vm.deallocate', vm: 'web-1' }).until('1m').when(grow).until('2m');
    expect(at.row('disk', 'web-1-os')).toMatchObject({ sizeGib: 200, tier: 'P15' });
  });

  it('takes the room it grows by from its storage unit', () => {
    const at = given({}, [{ ...CREATE, storage: 's1' }]).until('1m');
    expect(at.row('storage', 's1').usedGib).toBe(100);
    at.when({ type: 'disk.edit', disk: 'logs', sizeGib: 300 }).until('2m');
    expect(at.row('storage', 's1').usedGib).toBe(300);
    at.when({ type: 'disk.delete', disk: 'logs' });
    expect(at.row('storage', 's1').usedGib).toBe(0);
  });
});
