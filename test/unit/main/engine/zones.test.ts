/**
 * Goal: zones come from the drawing, zonal resources live and die with theirs, and a cut place
 * takes everything in it with one cause [ENG-Z1..6] [ENG-Z9] [INV-40]. Method: a region of three
 * zones that share nothing, small commands, and the rows and chains that follow.
 */
import { describe, expect, it } from 'vitest';
import { givenZones, machine } from '../../../support/zone-room.ts';

describe('a zonal machine', () => {
  it('goes to the first host of its zone, and its disks to a unit there [ENG-Z4] [ENG-Z5]', () => {
    const scene = givenZones({}, [{ ...machine('a'), zone: 'z2' }]);
    expect(scene.row('vm', 'a')).toMatchObject({ zone: 'zone:z2', host: 'host:r2-h1' });
    expect(scene.row('disk', 'a-os')).toMatchObject({
      zone: 'zone:z2',
      storage: 'storage:s2',
      redundancy: 'lrs',
    });
    expect(scene.row('rack', 'r2').zone).toBe('zone:z2');
  });

  it('starts again in its zone only, and a regional one anywhere [ENG-Z4]', () => {
    const scene = givenZones({ operations: 'instant' }, [
      { ...machine('zonal'), zone: 'z1' },
      machine('regional'),
      { type: 'vm.deallocate', vm: 'zonal' },
      { type: 'vm.deallocate', vm: 'regional' },
    ]);
    scene.cut('host:r1-h1').cut('host:r1-h2');
    scene.when({ type: 'vm.start', vm: 'regional' });
    expect(scene.row('vm', 'regional').host).toBe('host:r2-h1');
    expect(scene.row('vm', 'regional').zone).toBeUndefined();
    expect(scene.refusal({ type: 'vm.start', vm: 'zonal' })).toMatchObject({
      code: 'ZonalAllocationFailed',
      details: { zone: 'zone:z1', hosts: 2 },
    });
  });

  it('is made again in the zone that is named, with new disks there [ENG-V5] [ENG-Z4]', () => {
    const scene = givenZones({ operations: 'instant' }, [{ ...machine('a'), zone: 'z1' }]);
    scene.when({ type: 'vm.recreate', vm: 'a', zone: 'z3' }).until('1s');
    expect(scene.row('vm', 'a')).toMatchObject({ zone: 'zone:z3', host: 'host:r3-h1' });
    expect(scene.row('disk', 'a-os').storage).toBe('storage:s3');
    scene.when({ type: 'vm.recreate', vm: 'a' });
    expect(scene.row('vm', 'a').zone).toBeUndefined();
  });

  it('keeps its rack in the zone, and its zone in the drawing [ENG-Z4] [ENG-D7]', () => {
    const scene = givenZones({}, [{ ...machine('a'), zone: 'z1' }]);
    const moved = scene.refusal({ type: 'rack.edit', rack: 'r1', row: 'row:row2' });
    expect(moved.code).toBe('zone.inUse');
    // The rack without its machine may go.
    scene.when({ type: 'vm.deallocate', vm: 'a' }).until('10m');
    const disks = scene.refusal({ type: 'rack.edit', rack: 'r1', row: 'row:row2' });
    expect(disks.details).toMatchObject({ users: 1, first: ['disk:lab/a-os'] });
    scene.when({ type: 'rack.edit', rack: 'r2', row: 'row:row1' });
    expect(scene.row('rack', 'r2').zone).toBe('zone:z1');
  });
});

describe('a cut place', () => {
  it('takes everything in it, with itself as the one cause [ENG-Z2] [ENG-F4]', () => {
    const scene = givenZones({}, [
      { ...machine('a'), zone: 'z1' },
      { ...machine('b'), zone: 'z2' },
    ]);
    scene.cut('zone:z1');
    expect(scene.row('place', 'z1').cut).toBe(true);
    for (const name of ['r1-h1', 'r1-h2']) expect(scene.row('host', name).state).toBe('down');
    for (const name of ['g1', 'f1', 'r1-p']) expect(scene.row('power', name).energised).toBe(false);
    for (const name of ['core1', 'r1-tor']) expect(scene.row('switch', name).connected).toBe(false);
    expect(scene.row('storage', 's1').up).toBe(false);
    expect(scene.running()).toEqual(['b']);
    const losses = scene.engine
      .happenings(0)
      .filter(({ kind }) => kind.endsWith('.lost') || kind === 'host.lostPower');
    expect(losses.length).toBeGreaterThan(7);
    for (const { id } of losses) {
      expect(scene.chain(id).slice(0, 2)).toEqual(['decision zone:z1', 'part.cut zone:z1']);
    }
  });

  it('is restored as one, and what was cut inside stays cut [ENG-Z3]', () => {
    const scene = givenZones({ operations: 'instant' }, [{ ...machine('a'), zone: 'z1' }]);
    scene.cut('host:r1-h2').cut('room:room1').cut('site:region');
    expect(scene.running()).toEqual([]);
    scene.restore('site:region');
    expect(scene.row('host', 'r1-h1').state).toBe('down');
    expect(scene.row('host', 'r2-h1').state).not.toBe('down');
    scene.restore('room:room1').until('30m');
    expect(scene.row('host', 'r1-h1').state).toBe('up');
    expect(scene.row('host', 'r1-h2').state).toBe('down');
    expect(scene.running()).toEqual(['a']);
    expect(scene.refusal({ type: 'fault.restore', target: 'zone:z1' }).code).toBe('fault.notCut');
  });

  it('casts the shadow it then throws [ENG-F3] [ENG-Z2]', () => {
    const scene = givenZones({ service: true });
    const shadow = scene.engine.shadow('zone:z2');
    if (!shadow.ok) throw new Error(shadow.error.message);
    expect(shadow.value.vms).toEqual(['vm:lab/web-2']);
    expect(shadow.value.hosts).toEqual(['host:r2-h1', 'host:r2-h2']);
    expect(shadow.value.services[0]).toMatchObject({ backends: 3, backendsLeft: 2 });
  });

  it('leaves a service over three zones standing [ENG-Z2]', () => {
    const scene = givenZones({ service: true, perSecond: 20 });
    scene.until('2m').cut('zone:z1').until('10m');
    const { offered, served, secondsDown } = scene.service();
    expect(served / offered).toBeGreaterThan(0.99);
    expect(secondsDown).toBeLessThan(30);
  });
});

describe('a zone-redundant disk', () => {
  const zrs = { sizeGib: 64, redundancy: 'zrs' } as const;

  it('outlives its zone; a locally redundant one does not [ENG-Z5]', () => {
    // Both machines run in z2 with their disks at home in z1.
    const scene = givenZones({ operations: 'instant' }, [
      { ...machine('one'), host: 'r2-h1', storage: 's1' },
      { ...machine('many'), host: 'r2-h2', storage: 's1', osDisk: zrs },
    ]);
    expect(scene.row('disk', 'many-os').redundancy).toBe('zrs');
    expect(scene.row('disk', 'many-os').zone).toBeUndefined();
    scene.cut('zone:z1');
    expect(scene.running()).toEqual(['many']);
    // With every copy gone it stops as well.
    scene.cut('storage:s2').cut('storage:s3');
    expect(scene.running()).toEqual([]);
    scene.restore('storage:s3').until('1s');
    expect(scene.running()).toEqual(['many']);
  });

  it('lets a regional machine start in another zone [ENG-Z5]', () => {
    const scene = givenZones({ operations: 'instant' }, [
      { ...machine('many'), host: 'r1-h1', storage: 's1', osDisk: zrs },
      { ...machine('one'), host: 'r1-h1', storage: 's1' },
    ]);
    scene.cut('zone:z1');
    scene.when({ type: 'vm.deallocate', vm: 'many' }, { type: 'vm.deallocate', vm: 'one' });
    scene.until('1s').when({ type: 'vm.start', vm: 'many' });
    expect(scene.row('vm', 'many').host).toBe('host:r2-h1');
    expect(scene.refusal({ type: 'vm.start', vm: 'one' }).code).toBe('storage.down');
  });
});

describe('a balancer', () => {
  it('with a zonal frontend goes down with its zone, machines or not [ENG-Z9]', () => {
    const scene = givenZones({ service: true, perSecond: 20 }, [
      { type: 'balancer.add', name: 'pinned', zone: 'z2' },
      { type: 'service.add', name: 'inner', balancer: 'pinned' },
      { ...machine('far'), zone: 'z1', balancers: ['pinned'] },
      { type: 'load.set', service: 'inner', curve: { points: [{ at: '0s', perSecond: 5 }] } },
    ]);
    scene.until('1m').cut('zone:z2').until('2m');
    // The machine runs in z1, yet every request of the second minute is refused.
    expect(scene.running()).toContain('far');
    const { refused, offered, served } = scene.service('inner');
    expect(refused).toBe(offered - served);
    expect(refused).toBeGreaterThan(200);
    const ledger = scene.engine.ledger('inner');
    expect(ledger.map(({ reason }) => reason)).toEqual(['frontendDown']);
    expect(ledger[0]?.chain.map(({ kind }) => kind)).toEqual(['decision', 'part.cut']);
    // The zone-redundant one lost a third of its machines and no more.
    expect(scene.engine.ledger('web').some(({ reason }) => reason === 'frontendDown')).toBe(false);
    scene.restore('zone:z2').until('150s');
    expect(scene.service('inner').refused).toBe(refused);
  });

  it('shows no capacity in the shadow of its frontend’s zone [ENG-Z9] [ENG-F3]', () => {
    const scene = givenZones({}, [
      { type: 'balancer.add', name: 'pinned', zone: 'z2' },
      { type: 'service.add', name: 'inner', balancer: 'pinned' },
      { ...machine('far'), zone: 'z1', balancers: ['pinned'] },
    ]);
    const shadow = scene.engine.shadow('zone:z2');
    if (!shadow.ok) throw new Error(shadow.error.message);
    expect(shadow.value.services[0]).toMatchObject({ backendsLeft: 1, capacityLeftPerSecond: 0 });
  });
});
