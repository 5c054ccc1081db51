/**
 * Goal: proximity groups, dedicated hosts and reservations place, refuse and cost as the service's
 * do [ENG-PP1..3] [ENG-DH1..4] [ENG-CR1..4] [INV-41] [INV-42]. Method: a region of three zones, one
 * datacenter each, worked by hand; the numbers stand beside each case (facts 57 to 60).
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { Scene } from '../../../support/make-engine.ts';
import { givenZones, machine } from '../../../support/zone-room.ts';

const near: Command = { type: 'proximityGroup.add', name: 'pg' };

function hostOf(scene: Scene, name: string): string | undefined {
  return scene.row('vm', name).host;
}

describe('a proximity placement group (fact 57)', () => {
  it('is pinned by its first member, and free again when all are deallocated [ENG-PP1]', () => {
    const scene = givenZones({ operations: 'instant' }, [
      near,
      { ...machine('a'), zone: 'z2', proximityGroup: 'pg' },
      { ...machine('b'), proximityGroup: 'pg' },
    ]);
    // Regional b would take r1-h1; the group keeps it in the datacenter of a.
    expect(hostOf(scene, 'b')).toBe('host:r2-h1');
    expect(scene.row('proximityGroup', 'pg')).toMatchObject({
      datacenter: 'zone:z2',
      colocation: 'aligned',
      members: ['vm:lab/a', 'vm:lab/b'],
    });
    scene.when({ type: 'vm.deallocate', vm: 'b' }).until('1s');
    expect(scene.row('proximityGroup', 'pg').colocation).toBe('unknown');
    scene.when({ type: 'vm.deallocate', vm: 'a' }).until('2s');
    expect(scene.row('proximityGroup', 'pg').datacenter).toBeUndefined();
    scene.when({ type: 'vm.start', vm: 'b' });
    expect(hostOf(scene, 'b')).toBe('host:r1-h1');
    // a is zonal in z2, and the group is now pinned to z1: together they leave no place.
    scene.until('3s');
    expect(scene.refusal({ type: 'vm.start', vm: 'a' }).code).toBe(
      'OverconstrainedZonalAllocationRequest',
    );
  });

  it('is refused where its datacenter is full or does not run the size [ENG-PP2]', () => {
    const scene = givenZones({ hostsPerZone: 1, cores: 4 }, [
      near,
      { ...machine('a'), proximityGroup: 'pg' },
      { ...machine('fill'), host: 'r1-h1' },
    ]);
    // r1-h1 has 4 cores, 2 + 2 are taken; r2 and r3 are empty and do not count.
    const full = scene.refusal({ ...machine('b'), proximityGroup: 'pg' });
    expect(full).toMatchObject({ code: 'AllocationFailed', details: { mostCores: 0 } });
    scene.when(
      { type: 'cluster.add', name: 'old', sizes: ['B1s'] },
      { type: 'host.add', name: 'far', rack: 'r2', cores: 64, memoryMib: 262_144 },
    );
    const sized = { ...machine('c'), size: 'E2s_v5', proximityGroup: 'pg' };
    expect(scene.refusal(sized).code).toBe('AllocationFailed');
    expect(scene.refusal({ ...sized, host: 'r2-h1' }).code).toBe('AllocationFailed');
  });

  it('with an intent goes where every size of it runs [ENG-PP2]', () => {
    const scene = givenZones({}, [
      { type: 'cluster.add', name: 'small', sizes: ['D2s_v5'] },
      { type: 'rack.edit', rack: 'r1', cluster: 'small' },
      { type: 'proximityGroup.add', name: 'pg', sizes: ['D2s_v5', 'E2s_v5'] },
      { ...machine('a'), proximityGroup: 'pg' },
    ]);
    // z1 runs D2s_v5 alone, so the group begins in z2.
    expect(hostOf(scene, 'a')).toBe('host:r2-h1');
    const nowhere = givenZones({}, [
      { type: 'cluster.add', name: 'small', sizes: ['D2s_v5'] },
      ...['r1', 'r2', 'r3'].map((rack): Command => ({ type: 'rack.edit', rack, cluster: 'small' })),
      { type: 'proximityGroup.add', name: 'pg', sizes: ['D2s_v5', 'E2s_v5'] },
    ]);
    const refused = nowhere.refusal({ ...machine('a'), proximityGroup: 'pg' });
    expect(refused.code).toBe('OverconstrainedAllocationRequest');
  });

  it('says so when a rack has moved a member away [ENG-PP3]', () => {
    const scene = givenZones({}, [
      near,
      { ...machine('a'), proximityGroup: 'pg' },
      { type: 'rack.add', name: 'r9', row: 'row:row1' },
      {
        type: 'host.add',
        name: 'r9-h1',
        rack: 'r9',
        cores: 4,
        memoryMib: 16_384,
        switches: ['r1-tor'],
      },
      { ...machine('b'), host: 'r9-h1', proximityGroup: 'pg' },
    ]);
    expect(scene.row('proximityGroup', 'pg').colocation).toBe('aligned');
    scene.when({ type: 'rack.edit', rack: 'r9', row: 'row:row3' });
    expect(scene.row('proximityGroup', 'pg').colocation).toBe('notAligned');
  });
});

const hosts: Command[] = [
  { type: 'hostGroup.add', name: 'hg', automaticPlacement: true, zone: 'z1' },
  { type: 'dedicatedHost.add', name: 'd1', hostGroup: 'hg', sku: 'Dsv5-Type1' },
];

describe('a dedicated host (fact 58)', () => {
  it('is a drawn host of the zone that only machines of its group use [ENG-DH1] [ENG-DH2]', () => {
    const scene = givenZones({}, [
      ...hosts,
      { ...machine('mine'), hostGroup: 'hg' },
      machine('other'),
    ]);
    expect(scene.row('dedicatedHost', 'd1')).toMatchObject({
      host: 'host:r1-h1',
      state: 'available',
      series: 'Dsv5',
      machines: ['vm:lab/mine'],
    });
    expect(hostOf(scene, 'mine')).toBe('host:r1-h1');
    expect(scene.row('vm', 'mine').zone).toBe('zone:z1');
    expect(hostOf(scene, 'other')).toBe('host:r1-h2');
    expect(scene.refusal({ ...machine('n'), host: 'r1-h1' }).code).toBe('dedicatedHost.only');
    expect(scene.refusal({ type: 'host.remove', host: 'r1-h1' }).code).toBe('host.inUse');
  });

  it('is billed, and its machines are not [ENG-DH3]', () => {
    const scene = givenZones({ operations: 'instant' }, [
      ...hosts,
      { ...machine('mine'), hostGroup: 'hg' },
    ]);
    scene.until('2h');
    const { lines } = scene.engine.costs();
    const of = (id: string) => lines.find((line) => line.id === id);
    // Dsv5-Type1: 5.28 USD an hour, used or not; D2s_v5 on it: nothing.
    expect(of('dedicatedHost:lab/d1')?.microUsd).toBeCloseTo(2 * 5_280_000, 3);
    expect(of('vm:lab/mine')?.microUsd).toBe(0);
  });

  it('spreads over the fault domains of its group, and full is full [ENG-DH1] [ENG-DH2]', () => {
    const scene = givenZones({ hostsPerZone: 1, cores: 4 }, [
      { type: 'hostGroup.add', name: 'hg', faultDomains: 3, automaticPlacement: true },
      ...[1, 2, 3].map((number): Command => ({
        type: 'dedicatedHost.add',
        name: `d${number}`,
        hostGroup: 'hg',
        sku: 'Dsv5-Type1',
      })),
      ...[1, 2, 3, 4, 5, 6].map((number): Command => ({
        ...machine(`m${number}`),
        hostGroup: 'hg',
      })),
    ]);
    const domains = ['d1', 'd2', 'd3'].map((name) => scene.row('dedicatedHost', name).faultDomain);
    expect(domains).toEqual([0, 1, 2]);
    // 3 hosts of 4 cores carry 6 machines of 2; the seventh has no place.
    expect(scene.refusal({ ...machine('m7'), hostGroup: 'hg' }).code).toBe('AllocationFailed');
    expect(scene.refusal(machine('outside')).code).toBe('AllocationFailed');
  });

  it('under investigation keeps its machines waiting, or in the group [ENG-DH4]', () => {
    const scene = givenZones({ operations: 'instant' }, [
      ...hosts,
      { type: 'dedicatedHost.add', name: 'd2', hostGroup: 'hg', sku: 'Dsv5-Type1' },
      { ...machine('fixed'), dedicatedHost: 'd1' },
      { ...machine('free'), hostGroup: 'hg' },
    ]);
    expect(hostOf(scene, 'free')).toBe('host:r1-h1');
    scene.cut('host:r1-h1').until('1h');
    expect(scene.row('dedicatedHost', 'd1').state).toBe('underInvestigation');
    // Neither ever stands on a shared host.
    expect(['host:r1-h1', 'host:r1-h2']).toContain(hostOf(scene, 'free'));
    expect(hostOf(scene, 'fixed')).toBe('host:r1-h1');
    scene.restore('host:r1-h1').until('2h');
    expect(scene.running()).toEqual(['fixed', 'free']);
  });
});

describe('a capacity reservation (fact 59)', () => {
  const reserve: Command = {
    type: 'reservation.add',
    name: 'cr',
    size: 'D2s_v5',
    quantity: 2,
    zone: 'z1',
  };
  const user = (name: string): Command => ({ ...machine(name), zone: 'z1', reservation: 'cr' });

  it('holds its places against everybody else [ENG-CR1] [ENG-CR2]', () => {
    const scene = givenZones({ hostsPerZone: 1, cores: 4, operations: 'instant' }, [reserve]);
    // r1-h1 has 4 cores, both places take 2 each.
    expect(scene.row('reservation', 'cr')).toMatchObject({
      quantity: 2,
      used: 0,
      hosts: [{ host: 'host:r1-h1', places: 2, used: 0 }],
    });
    const refused = scene.refusal({ ...machine('x'), zone: 'z1' });
    expect(refused.code).toBe('ZonalAllocationFailed');
    scene.when(user('a'), user('b'));
    expect(scene.row('reservation', 'cr')).toMatchObject({ used: 2, overallocated: 0 });
    expect(scene.row('host', 'r1-h1').vCpuCommitted).toBe(4);
    // A place is given back with the host, and holds on.
    scene.until('1s').when({ type: 'vm.deallocate', vm: 'a' }).until('2s');
    expect(scene.row('reservation', 'cr').used).toBe(1);
    expect(scene.row('host', 'r1-h1').vCpuCommitted).toBe(4);
    scene.when({ type: 'vm.start', vm: 'a' });
    expect(scene.row('reservation', 'cr').used).toBe(2);
  });

  it('may be allocated beyond its places, where there is room [ENG-CR3]', () => {
    const scene = givenZones({ hostsPerZone: 1, cores: 6 }, [
      reserve,
      user('a'),
      user('b'),
      user('c'),
    ]);
    expect(scene.row('reservation', 'cr')).toMatchObject({ used: 2, overallocated: 1 });
    expect(scene.refusal(user('d')).code).toBe('ZonalAllocationFailed');
  });

  it('costs the same used or not, and each hour once [ENG-CR4]', () => {
    const scene = givenZones({ operations: 'instant' }, [reserve]);
    scene.until('1h').when(user('a')).until('3h');
    const { lines } = scene.engine.costs();
    const hourly = scene.row('reservation', 'cr').microUsdPerHour;
    expect(hourly).toBe(96_000);
    const of = (id: string) => lines.find((line) => line.id === id)?.microUsd ?? 0;
    // Places: 2 x 1 h + 1 x 2 h unused; the machine pays its own 2 h. In all 2 places x 3 h.
    expect(of('reservation:lab/cr')).toBeCloseTo(4 * hourly, 3);
    expect(of('vm:lab/a')).toBeCloseTo(2 * hourly, 3);
  });

  it('changes its quantity and nothing else [ENG-CR1]', () => {
    const scene = givenZones({ operations: 'instant' }, [reserve, user('a')]);
    scene.when({ type: 'reservation.edit', reservation: 'cr', quantity: 5 });
    expect(scene.row('host', 'r1-h1').vCpuCommitted).toBe(10);
    scene.when({ type: 'reservation.edit', reservation: 'cr', quantity: 1 });
    expect(scene.row('host', 'r1-h1').vCpuCommitted).toBe(2);
    expect(scene.refusal({ type: 'reservation.remove', reservation: 'cr' }).details).toMatchObject({
      users: 1,
    });
    scene.when({ type: 'vm.delete', vm: 'a', withResources: true }).until('1s');
    scene.when({ type: 'reservation.remove', reservation: 'cr' });
    expect(scene.row('host', 'r1-h1').vCpuCommitted).toBe(0);
  });
});
