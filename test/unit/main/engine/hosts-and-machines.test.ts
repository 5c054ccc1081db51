/**
 * Goal: what is racked, wired, placed and made is what the rules say. Method: small rooms; places,
 * sums and names are worked by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, makeEngine, Scene } from '../../../support/make-engine.ts';

function vm(name: string, more: Partial<Extract<Command, { type: 'vm.create' }>> = {}): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

function host(name: string, more: Partial<Extract<Command, { type: 'host.add' }>> = {}): Command {
  return { type: 'host.add', name, rack: 'r1', cores: 4, memoryMib: 16_384, ...more };
}

describe('[ENG-G1] places', () => {
  it('stand in places further out, and a level may be left out', () => {
    const scene = new Scene(
      makeEngine([
        { type: 'place.add', kind: 'site', name: 's' },
        { type: 'place.add', kind: 'zone', name: 'z', parent: 'site:s' },
        { type: 'place.add', kind: 'datacenter', name: 'd', parent: 'zone:z' },
        { type: 'place.add', kind: 'room', name: 'r', parent: 'site:s' },
        { type: 'place.add', kind: 'row', name: 'w', parent: 'room:r' },
      ]),
    );
    for (const [kind, parent] of [
      ['zone', 'datacenter:d'],
      ['row', 'site:s'],
      ['site', 'site:s'],
      ['room', 'row:w'],
    ] as const) {
      expect(scene.refusal({ type: 'place.add', kind, name: 'x', parent }).code).toBe(
        'place.wrongParent',
      );
    }
  });
});

describe('[ENG-G2] racks and units', () => {
  it('take the first free place when none is named', () => {
    const scene = given().when(
      { type: 'rack.add', name: 'x', row: 'row:a', position: 4 },
      { type: 'rack.add', name: 'y', row: 'row:a' },
      { type: 'rack.add', name: 'z', row: 'row:a' },
    );
    // r1 and r2 stand at 1 and 2.
    expect([scene.row('rack', 'y').position, scene.row('rack', 'z').position]).toEqual([3, 5]);
  });

  it('fit devices between devices, by their height', () => {
    const scene = given({ racks: 1 }, [{ type: 'rack.add', name: 'low', row: 'row:a', units: 6 }]);
    scene.when(
      host('a', { rack: 'low', unit: 2 }),
      host('b', { rack: 'low', heightUnits: 2 }),
      host('c', { rack: 'low' }),
    );
    // a fills 2, b needs two in a row: 3 and 4; c the first free: 1.
    expect([scene.row('host', 'b').unit, scene.row('host', 'c').unit]).toEqual([3, 1]);
    expect(scene.refusal(host('d', { rack: 'low', heightUnits: 3 }))).toMatchObject({
      code: 'rack.full',
      details: { taken: 4, units: 6, heightUnits: 3 },
    });
    expect(scene.refusal(host('d', { rack: 'low', unit: 6, heightUnits: 2 }))).toMatchObject({
      code: 'rack.unitTaken',
      message: expect.stringContaining('do not fit'),
    });
  });
});

describe('[ENG-G3] the wiring of a host', () => {
  it('goes to the PDUs and rack switches of its rack, and moves with it', () => {
    const scene = given().when(host('n'));
    expect(scene.row('host', 'n').pdus).toEqual(['pdu:r1-a', 'pdu:r1-b']);
    expect(scene.row('link', 'n--r1-tor').to).toBe('switch:r1-tor');
    scene.when({ type: 'host.edit', host: 'n', rack: 'r2' });
    expect(scene.row('host', 'n').pdus).toEqual(['pdu:r2-a', 'pdu:r2-b']);
    const links = scene.engine.rows().filter((row) => row.kind === 'link' && row.from === 'host:n');
    expect(links.map((row) => row.name)).toEqual(['n--r2-tor']);
  });

  it('is what was asked for when something was', () => {
    const scene = given().when(host('n', { pdus: ['r2-a'], switches: ['agg', 'core'] }));
    expect(scene.row('host', 'n').pdus).toEqual(['pdu:r2-a']);
    const links = scene.engine.rows().filter((row) => row.kind === 'link' && row.from === 'host:n');
    expect(links.map((row) => row.name)).toEqual(['n--agg', 'n--core']);
  });
});

describe('[ENG-G4] the figures of a host', () => {
  it('are those of its model, replaced by what the command gives', () => {
    const scene = given().when({
      type: 'host.add',
      name: 'n',
      rack: 'r1',
      model: 'hp-ml110-g4',
      memoryMib: 8_192,
    });
    // HP ML110 G4: 2 cores × 1860 MIPS, 4096 MiB, 86 to 117 W, 5 units.
    expect(scene.row('host', 'n')).toMatchObject({
      cores: 2,
      mipsPerCore: 1_860,
      memoryMib: 8_192,
      idleWatts: 86,
      fullWatts: 117,
      heightUnits: 5,
    });
  });
});

describe('[ENG-G5] a new host', () => {
  it('boots before it takes machines, and not at all without power', () => {
    const scene = given().when(host('n'), host('dark', { pdus: [] }));
    expect(scene.row('host', 'n').state).toBe('booting');
    expect(scene.row('host', 'dark').state).toBe('down');
    expect(scene.refusal(vm('m', { host: 'n' })).code).toBe('host.down');
    scene.until('601s');
    expect(scene.row('host', 'n').state).toBe('up');
    scene.when({ type: 'cord.add', device: 'dark', pdu: 'r1-a' }, vm('m', { host: 'n' }));
    expect(scene.row('host', 'dark').state).toBe('booting');
  });

  it('that loses power while it boots begins again', () => {
    const scene = given().when(host('n')).until('100s').cut('rack:r1').until('110s');
    scene.restore('rack:r1');
    scene.until('259999999us');
    // Boots take 150 s at least, counted from 110 s.
    expect(scene.row('host', 'n').state).toBe('booting');
    scene.until('711s');
    expect(scene.row('host', 'n').state).toBe('up');
  });
});

describe('[ENG-A1] placement', () => {
  it('is first fit in the order hosts were made', () => {
    const scene = given({ operations: 'instant' });
    // Hosts of 16 cores: 8 machines of 2 fill r1-h1; one of 16 needs the next empty one.
    for (let index = 0; index < 7; index += 1) scene.when(vm(`m${index}`));
    scene.when(vm('big', { size: 'D16s_v5' }), vm('m7'), vm('m8'));
    expect(scene.row('vm', 'big').host).toBe('host:r1-h2');
    expect(scene.row('vm', 'm7').host).toBe('host:r1-h1');
    expect(scene.row('vm', 'm8').host).toBe('host:r2-h1');
  });

  it('passes by hosts that are down, isolated, or run no hypervisor', () => {
    const scene = given().cut('host:r1-h1').cut('link:r1-h2--r1-tor');
    scene.when({ type: 'host.edit', host: 'r2-h1', system: 'operatingSystem' }, vm('m'));
    expect(scene.row('vm', 'm').host).toBe('host:r2-h2');
  });

  it('[ENG-A2] promises cores and memory one to one, and gives them back', () => {
    const scene = given({ racks: 1, hostsPerRack: 1 }, [vm('a', { size: 'E8s_v5' })]);
    // E8s_v5: 8 vCPU and 64 GiB: the memory of the host is gone, half its cores are left.
    expect(scene.refusal(vm('b'))).toMatchObject({
      code: 'AllocationFailed',
      details: { hosts: 1, mostCores: 8, mostMemoryMib: 0, vCpu: 2, memoryMib: 8_192 },
    });
    scene.when({ type: 'vm.deallocate', vm: 'a' }).until('5m').when(vm('b'));
  });

  it('[ENG-A3] keeps to the sizes of a cluster, and says so when only they are in the way', () => {
    const scene = given({}, [
      { type: 'cluster.add', name: 'gen1', sizes: ['D4s_v5'] },
      { type: 'rack.edit', rack: 'r1', cluster: 'gen1' },
      vm('m'),
      vm('n', { size: 'D4s_v5' }),
    ]);
    expect(scene.row('vm', 'm').host).toBe('host:r2-h1');
    expect(scene.row('vm', 'n').host).toBe('host:r1-h1');
    expect(scene.refusal(vm('x', { host: 'r1-h2' })).code).toBe('OverconstrainedAllocationRequest');
    scene.when({ type: 'fault.cut', target: 'rack:r2' });
    expect(scene.refusal(vm('x'))).toMatchObject({
      code: 'OverconstrainedAllocationRequest',
      details: { size: 'Standard_D2s_v5', hostsWithRoom: 2 },
    });
  });
});

describe('[ENG-V1] a new machine', () => {
  it('brings its disks, its NIC and its place in the pools', () => {
    const scene = given({}, [
      { type: 'balancer.add', name: 'front' },
      vm('m', {
        storage: 's1',
        dataDisks: [{ sizeGib: 100 }, { sizeGib: 200, tier: 'P20' }],
        balancers: ['front'],
        tags: { b: '2', a: '1' },
      }),
    ]);
    expect(scene.row('vm', 'm')).toMatchObject({
      id: 'vm:lab/m',
      size: 'Standard_D2s_v5',
      vCpu: 2,
      memoryMib: 8_192,
      disks: ['disk:lab/m-os', 'disk:lab/m-data-0', 'disk:lab/m-data-1'],
      nics: ['nic:lab/m-nic'],
      balancers: ['balancer:lab/front'],
      provisioningState: 'Succeeded',
      tags: { a: '1', b: '2' },
    });
    // [ENG-V2] The smallest premium tier that holds the disk: 30 → P4, 100 → P10 (128 GiB).
    expect(scene.row('disk', 'm-os')).toMatchObject({ role: 'os', sizeGib: 30, tier: 'P4' });
    expect(scene.row('disk', 'm-data-0')).toMatchObject({ role: 'data', tier: 'P10' });
    expect(scene.row('disk', 'm-data-1')).toMatchObject({ sizeGib: 200, tier: 'P20' });
    expect(scene.row('storage', 's1').usedGib).toBe(330);
    expect(scene.row('nic', 'm-nic').privateAddress).toBe('10.0.0.4');
  });

  it('[ENG-V2] gives disks the tier that holds them', () => {
    const scene = given().when(vm('m', { osDisk: { sizeGib: 129 } }));
    expect(scene.row('disk', 'm-os')).toMatchObject({ sizeGib: 129, tier: 'P15' });
  });

  it('[ENG-V3] gets the lowest free address', () => {
    const scene = given({}, [vm('a'), vm('b')]);
    scene.when({ type: 'vm.delete', vm: 'a', withResources: true }).until('1m').when(vm('c'));
    expect(scene.row('nic', 'c-nic').privateAddress).toBe('10.0.0.4');
    expect(scene.row('nic', 'b-nic').privateAddress).toBe('10.0.0.5');
  });

  it('[ENG-V4] raises its revision with every change', () => {
    const scene = given({}, [vm('m')]);
    const before = scene.row('vm', 'm').revision;
    scene.when({ type: 'vm.tag', vm: 'm', tags: { tier: 'web' } });
    expect(scene.row('vm', 'm').revision).toBe(before + 1);
    scene.when({ type: 'vm.stop', vm: 'm' });
    expect(scene.row('vm', 'm').revision).toBe(before + 2);
  });

  it('[ENG-V5] that was made again is new: disks, place, and what its pool knows of it', () => {
    const scene = given({ operations: 'instant' }, [
      { type: 'balancer.add', name: 'front' },
      vm('m', { storage: 's1', dataDisks: [{ sizeGib: 64 }], balancers: ['front'] }),
    ]).until('1s');
    scene.when({ type: 'vm.recreate', vm: 'm' }).until('1s');
    expect(scene.row('vm', 'm')).toMatchObject({
      powerState: 'running',
      disks: ['disk:lab/m-os'],
      balancers: ['balancer:lab/front'],
    });
    expect(scene.row('storage', 's1').usedGib).toBe(30);
    expect(scene.row('balancer', 'front').backends).toMatchObject([{ rotation: 'unknown' }]);
  });
});

describe('a room that is changed while it is looked at', () => {
  it('tells a thing apart from another that took its slot', () => {
    const scene = given();
    scene.engine.drainPatch();
    scene.when(
      { type: 'rack.add', name: 'x', row: 'row:a' },
      { type: 'rack.add', name: 'y', row: 'row:a' },
    );
    scene.engine.drainPatch();
    scene.when(
      { type: 'rack.remove', rack: 'x' },
      { type: 'rack.remove', rack: 'y' },
      { type: 'rack.add', name: 'y', row: 'row:a' },
      { type: 'rack.add', name: 'x', row: 'row:a' },
    );
    const patch = scene.engine.drainPatch();
    expect(patch.removed.toSorted()).toEqual(['rack:x', 'rack:y']);
    expect(patch.upserted.map((row) => row.id)).toEqual(['rack:y', 'rack:x']);
  });

  it('sends a full view first and after a restore, and nothing when nothing changed', () => {
    const scene = given();
    expect(scene.engine.drainPatch()).toMatchObject({ reset: true, fromRev: 0, toRev: 1 });
    expect(scene.engine.drainPatch()).toMatchObject({ reset: false, upserted: [], removed: [] });
    scene.engine.restore(scene.engine.snapshot());
    expect(scene.engine.drainPatch().reset).toBe(true);
  });
});
