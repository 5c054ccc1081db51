/**
 * Goal: what is under way at the moment of an export is taken as done, and what a beginning cannot
 * hold is named: a machine begins with the size it was on its way to, one that is off stays off
 * while it is changed, interfaces of instances are left unplugged. Method: rooms amid operations
 * are written as scenarios, read and started.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { carriedState } from '../../../../src/main/workspace/carried-state.ts';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import type { CarriedScenario } from '../../../../src/shared/document/scenario-from-rows.ts';
import type { RowOf, TopologyKind } from '../../../../src/shared/views/topology-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, Scene } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const EMPTY = `{
  "format": "racklab.scenario", "formatVersion": 1, "title": { "en": "From here" },
  "catalogue": "azure-2026-11", "seed": 7, "duration": "1h"
}`;

function carried(engine: Engine, rows = engine.rows()): CarriedScenario {
  const moment = {
    atUs: engine.nowUs,
    rows,
    requestsInFlight: 0,
    start: expectOk(readScenario(EMPTY)).scenario,
    durationUs: 3_600_000_000,
    catalogue: theCatalogue(),
    coming: [],
  };
  return expectOk(carriedState(moment, theCatalogue()));
}

/** The room that begins from the file of an engine's moment. */
function begunFrom(engine: Engine): Scene {
  const again = expectOk(readScenario(printScenario(carried(engine).scenario)));
  const begun = expectOk(startEngine({ ...again, catalogue: theCatalogue() }));
  begun.runUntil(0);
  return new Scene(begun);
}

function idsOf<K extends TopologyKind>(engine: Engine, kind: K): RowOf<K>[] {
  return engine.rows().filter((row): row is RowOf<K> => row.kind === kind);
}

describe('an export amid operations', () => {
  it('begins with the size a machine is on its way to, and the caching that has', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      { type: 'vm.create', name: 'a', size: 'D2s_v3', image: 'Ubuntu2204' },
    ]);
    scene.until('1m').when({ type: 'vm.resize', vm: 'a', size: 'B2ms' });
    expect(scene.row('vm', 'a')).toMatchObject({ size: 'Standard_D2s_v3', operation: 'resize' });
    expect(scene.row('disk', 'a-os').caching).toBe('readWrite');
    const begun = begunFrom(scene.engine);
    expect(begun.row('vm', 'a')).toMatchObject({ size: 'Standard_B2ms', powerState: 'running' });
    expect(begun.row('disk', 'a-os').caching).toBe('none');
    // The run comes to the same.
    scene.until('10m');
    expect(scene.row('vm', 'a').size).toBe('Standard_B2ms');
    expect(scene.row('disk', 'a-os').caching).toBe('none');
  });

  it('leaves machines off that are off while their size or their disks change', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      { type: 'vm.create', name: 'gone', size: 'D2s_v5', image: 'Ubuntu2204' },
      { type: 'vm.create', name: 'off', size: 'D2s_v5', image: 'Ubuntu2204' },
      { type: 'disk.create', name: 'more', sizeGib: 32 },
    ])
      .when({ type: 'vm.deallocate', vm: 'gone' }, { type: 'vm.stop', vm: 'off' })
      .until('20m')
      .when(
        { type: 'vm.resize', vm: 'gone', size: 'D4s_v5' },
        { type: 'disk.attach', disk: 'more', vm: 'off' },
      );
    scene.when({ type: 'disk.create', name: 'late', sizeGib: 32 });
    expect(carried(scene.engine).notCarried.join('\n')).toContain(
      'Disks being made or changed are taken as ready: disk:lab/late.',
    );
    expect(scene.row('vm', 'gone').operation).toBe('resize');
    expect(scene.row('vm', 'off').operation).toBe('update');
    const begun = begunFrom(scene.engine);
    expect(begun.row('vm', 'gone')).toMatchObject({
      powerState: 'deallocated',
      size: 'Standard_D4s_v5',
    });
    expect(begun.row('vm', 'off').powerState).toBe('stopped');
    expect(begun.row('disk', 'more').vm).toBe('vm:lab/off');
  });

  it('waits for no size any more once the ground was lost under a resize [ENG-RZ1]', () => {
    const scene = given({ racks: 1, hostsPerRack: 1 }, [
      { type: 'vm.create', name: 'a', size: 'D2s_v5', image: 'Ubuntu2204' },
    ])
      .until('1m')
      .when({ type: 'vm.resize', vm: 'a', size: 'D4s_v5' });
    expect(scene.row('vm', 'a').pendingSize).toBe('Standard_D4s_v5');
    scene.cut('host:r1-h1');
    expect(scene.row('vm', 'a')).toMatchObject({ operation: 'none', size: 'Standard_D2s_v5' });
    expect(scene.row('vm', 'a').pendingSize).toBeUndefined();
    expect(begunFrom(scene.engine).row('vm', 'a').size).toBe('Standard_D2s_v5');
  });
});

describe('an export of what stands beside machines', () => {
  it('begins with an interface of an instance unplugged, and says so', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      { type: 'scaleSet.add', name: 'set', size: 'D2s_v5', image: 'Ubuntu2204', capacity: 1 },
      { type: 'nic.add', name: 'second' },
    ]);
    scene.until('10m');
    const [instance] = idsOf(scene.engine, 'vm');
    const vm = instance?.id ?? '';
    scene.when({ type: 'vm.deallocate', vm }).until('30m').when({
      type: 'nic.attach',
      nic: 'second',
      vm,
    });
    expect(scene.row('nic', 'second').vm).toBe(vm);
    expect(carried(scene.engine).notCarried.join('\n')).toContain(
      'Interfaces plugged into instances of scale sets begin unplugged: nic:lab/second.',
    );
    expect(begunFrom(scene.engine).row('nic', 'second').vm).toBeUndefined();
  });

  it('leaves out what hangs on an instance that will not be there, and says so', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      {
        type: 'scaleSet.add',
        name: 'set',
        size: 'D2s_v5',
        image: 'Ubuntu2204',
        capacity: 2,
        orchestration: 'uniform',
        overprovision: false,
        faultDomains: 1,
      },
      { type: 'network.add', name: 'net', ranges: ['10.0.0.0/16'] },
      { type: 'subnet.add', name: 'inner', network: 'net', range: '10.0.1.0/24' },
    ])
      .until('10m')
      .when({ type: 'scaleSet.scale', scaleSet: 'set', capacity: 4 })
      .until('20m');
    const made = idsOf(scene.engine, 'vm').toSorted(
      (a, b) => Number(a.instance) - Number(b.instance),
    );
    const last = made.at(-1) ?? scene.row('vm', 'last');
    for (const { id } of made.slice(0, -1)) {
      scene.when({ type: 'vm.delete', vm: id, withResources: true });
    }
    scene.until('30m').when({ type: 'scaleSet.scale', scaleSet: 'set', capacity: 1 });
    scene.when(
      { type: 'store.add', name: 'db', replicas: [last.id] },
      { type: 'snapshot.create', name: 'kept', disk: last.disks[0] ?? '' },
      { type: 'subnet.setOutbound', subnet: 'inner', appliance: last.id },
    );
    const { name } = last;
    expect(carried(scene.engine).notCarried).toEqual(
      expect.arrayContaining([
        `The store db: There is no machine "${name}".`,
        `The snapshot kept: There is no disk "${name}-os".`,
        `The route of inner: There is no machine "${name}".`,
      ]),
    );
    const begun = begunFrom(scene.engine);
    expect(begun.row('subnet', 'inner').appliance).toBeUndefined();
    expect(idsOf(begun.engine, 'store')).toEqual([]);
  });

  it('takes a copy of a changed machine for one of the marketplace, whose image is there', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      { type: 'vm.create', name: 'a', size: 'D2s_v5', image: 'Ubuntu2204' },
    ])
      .until('1m')
      .when({ type: 'os.patch', on: 'vm:lab/a' })
      .until('20m')
      .when({ type: 'vm.clone', vm: 'a', name: 'b' })
      .until('30m');
    const copy = scene.row('vm', 'b');
    expect([copy.image, copy.baseImage]).toEqual(['Ubuntu2204', undefined]);
    expect(copy.guest?.patchLevel).toBe(1);
    expect(carried(scene.engine).notCarried.join('\n')).not.toContain('whose image is gone');
    expect(begunFrom(scene.engine).row('vm', 'b').image).toBe('Ubuntu2204');
  });

  it('says which disks had spent of their burst credits', () => {
    const { engine } = given({ racks: 1, hostsPerRack: 1 }, [
      { type: 'disk.create', name: 'full', sizeGib: 32 },
      { type: 'disk.create', name: 'spent', sizeGib: 32 },
    ]);
    const rows = engine.rows().map((row) => {
      return row.name === 'spent' ? { ...row, burst: { operations: 1, bytes: 0.25 } } : row;
    });
    expect(carried(engine, rows).notCarried).toContain(
      'Burst credits of disks begin full: disk:lab/spent.',
    );
  });

  it('says that hosts of reservations are found anew', () => {
    const scene = given({ racks: 1, hostsPerRack: 1 }, [
      { type: 'reservation.add', name: 'kept', size: 'D2s_v5', quantity: 2 },
    ]);
    expect(carried(scene.engine).notCarried.join('\n')).toContain(
      'Hosts that keep places of reservations are found anew: reservation:lab/kept.',
    );
    const begun = begunFrom(scene.engine);
    expect(begun.row('reservation', 'kept').hosts.map(({ places }) => places)).toEqual([2]);
  });
});
