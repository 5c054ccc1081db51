/**
 * Goal: a machine with a hypervisor of its own carries others, and everything about it reaches
 * those [ENG-NV1] to [ENG-NV6] [INV-150] [INV-151] [INV-152]. Method: batches of a known length, so
 * that every speed is a quotient of two times, and one act after the other on the outer machine
 * with every invariant looked at in between.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, SECOND, type Scene } from '../../../support/make-engine.ts';

const HOST: Command = {
  type: 'host.add',
  name: 'box',
  rack: 'r1',
  cores: 16,
  mipsPerCore: 1_000,
  memoryMib: 131_072,
};
const OTHER: Command = { ...HOST, name: 'spare' };

function machine(
  name: string,
  more: Partial<Extract<Command, { type: 'vm.create' }>> = {},
): Command {
  return { type: 'vm.create', name, size: 'D8s_v5', image: 'Ubuntu2204', host: 'box', ...more };
}

function inner(name: string, size = 'D2s_v5'): Command {
  return { type: 'vm.create', name, size, image: 'Ubuntu2204', inside: 'outer' };
}

function install(kind: 'bareMetal' | 'hosted' = 'bareMetal', vm = 'vm:outer'): Command {
  return { type: 'hypervisor.install', host: vm, kind };
}

const room: Command[] = [HOST, OTHER, machine('outer'), install(), inner('one'), inner('two')];

/** 100 s of one core of the room. */
function batch(name: string, on: string): Command {
  return { type: 'batch.submit', name, machines: [on], count: 1, work: { baseMi: 100_000 } };
}

function app(on: string, cpuMillicores: number): Command {
  return { type: 'app.install', on, application: 'cache', cpuMillicores };
}

function seconds(scene: Scene, name: string): number {
  return (scene.row('batch', name).lastFinishUs ?? 0) / SECOND;
}

function states(scene: Scene): string[] {
  return ['outer', 'one', 'two'].map((name) => scene.row('vm', name).powerState);
}

describe('what is inside takes what its machine has [ENG-NV2]', () => {
  it('counts cores and memory a storey higher, and nothing on the host', () => {
    const scene = given({}, room);
    const { vCpuCommitted, memoryCommittedMib } = scene.row('host', 'box');
    expect([vCpuCommitted, memoryCommittedMib]).toEqual([8, 32_768]);
    const { hypervisor } = scene.row('vm', 'outer');
    // 32 GiB less the system's 512 MiB and the 1,024 of the role.
    expect(hypervisor).toMatchObject({
      kind: 'bareMetal',
      vCpuOffered: 8,
      vCpuPromised: 4,
      memoryOfferedMib: 32_768 - 512 - 1_024,
      memoryPromisedMib: 2 * (8_192 + 64),
      machines: ['vm:lab/one', 'vm:lab/two'],
    });
    expect(scene.row('vm', 'one')).toMatchObject({
      host: 'host:box',
      inside: 'vm:lab/outer',
      microUsdPerHour: 0,
    });
    // Its own applications have the memory that is left.
    expect(scene.row('vm', 'outer').guest?.memoryMib).toBe(32_768 - 1_024 - 2 * 8_256);
    const full = scene.refusal(inner('three', 'D8s_v5'));
    expect(full).toMatchObject({ code: 'nested.outerShort', details: { freeVCpu: 4 } });
  });

  it('counts in no quota and has no burst credits [ENG-NV5]', () => {
    const limit: Command = { type: 'quota.set', location: 'lab', family: 'cores', vCpus: 8 };
    const scene = given({}, [HOST, limit, machine('outer'), install()]);
    expect(scene.refusal(machine('other')).code).toBe('QuotaExceeded');
    scene.when(inner('one', 'B2ms')).until('10m');
    expect(scene.row('quota', 'lab.cores').used).toBe(8);
    expect(scene.row('vm', 'one').credits).toBeUndefined();
    scene.when({ type: 'vm.resize', vm: 'one', size: 'B1s' }).until('20m');
    expect(scene.row('vm', 'one')).toMatchObject({ size: 'Standard_B1s', microUsdPerHour: 0 });
  });

  it('costs nothing beside the outer machine, its disks neither', () => {
    const scene = given({}, room).until('1h');
    const alone = given({}, room.slice(0, 4)).until('1h');
    expect(scene.engine.summary().costMicroUsd).toBe(alone.engine.summary().costMicroUsd);
  });
});

describe('overheads compound and steal passes through [ENG-NV3]', () => {
  it('multiplies the shares of both storeys', () => {
    const scene = given({}, [
      ...room.slice(0, 2),
      { type: 'hypervisor.set', host: 'box', cpuOverheadPercent: 10 },
      machine('outer'),
      install(),
      inner('one'),
      batch('out', 'outer'),
      batch('in', 'one'),
    ]).until('5m');
    expect(seconds(scene, 'out')).toBeCloseTo(100 / 0.9, 2);
    expect(seconds(scene, 'in')).toBeCloseTo(100 / (0.9 * 0.92), 2);
    scene.when({ type: 'hypervisor.set', host: 'vm:outer', cpuOverheadPercent: 50 });
    scene.when(batch('slower', 'one')).until('15m');
    expect(seconds(scene, 'slower') - 300).toBeCloseTo(100 / (0.9 * 0.5), 2);
  });

  it('shares out what the outer machine was given, so its neighbours are felt inside', () => {
    const scene = given({}, [
      { ...HOST, cores: 4 },
      { type: 'hypervisor.set', host: 'box', vCpuPerCore: 4 },
      machine('outer', { size: 'D4s_v5' }),
      install(),
      inner('one'),
      app('vm:one', 2_000),
      app('vm:outer', 4_000),
    ]);
    function granted() {
      return ['outer', 'one'].map((name) => scene.row('vm', name).guest?.grantedMillicores);
    }
    // Four cores: the system weighs as its four vCPU, the machine inside as its two.
    expect(granted()[0]).toBeCloseTo((4_000 * 4) / 6, 6);
    expect(granted()[1]).toBeCloseTo((4_000 * 2) / 6, 6);
    // A neighbour on the host takes half; what is left is divided as before.
    scene
      .when(machine('noisy', { size: 'D4s_v5' }))
      .until('5m')
      .when(app('vm:noisy', 4_000));
    expect(granted()[1]).toBeCloseTo((2_000 * 2) / 6, 6);
    expect(scene.row('vm', 'one').guest?.stealPpm).toBe(Math.round((1 - 2 / 6) * 1_000_000));
  });
});

describe('what happens to the outer machine happens to those inside [ENG-NV4]', () => {
  it('takes them along when it stops, restarts, is deallocated and started elsewhere', () => {
    const scene = given({}, room);
    scene.when({ type: 'vm.stop', vm: 'outer' }).until('5m');
    expect(states(scene)).toEqual(['stopped', 'stopped', 'stopped']);
    expect(scene.refusal({ type: 'vm.start', vm: 'one' }).code).toBe('nested.outerDown');
    scene.when({ type: 'vm.start', vm: 'outer' }).until('15m');
    expect(states(scene)).toEqual(['running', 'running', 'running']);
    scene.when({ type: 'vm.stop', vm: 'two' }).until('20m');
    scene.when({ type: 'vm.deallocate', vm: 'outer' }).until('30m');
    expect(states(scene)).toEqual(['deallocated', 'stopped', 'stopped']);
    expect(scene.row('vm', 'one').host).toBeUndefined();
    scene.cut('host:box').when({ type: 'vm.start', vm: 'outer' }).until('45m');
    // Whoever was stopped by hand stays so; the others come back where the outer one is now.
    expect(states(scene)).toEqual(['running', 'running', 'stopped']);
    expect(scene.row('vm', 'one').host).toBe(scene.row('vm', 'outer').host);
  });

  it('loses them with its host, in one chain of causes, and brings them back after it', () => {
    const scene = given({}, room);
    scene.cut('host:box').until('1m');
    expect(states(scene)).toEqual(['stopped', 'stopped', 'stopped']);
    const [lost] = scene.happened('vm.lost').filter(({ subject }) => subject === 'vm:lab/one');
    expect(scene.chain(lost?.id)).toContain('host.crashed host:box');
    scene.when({ type: 'fault.restore', target: 'host:box' }).until('1h');
    expect(states(scene)).toEqual(['running', 'running', 'running']);
  });

  it('carries them through a live migration, standing still while it stands still', () => {
    const scene = given({}, room);
    scene.when(batch('b', 'one'), { type: 'vm.migrate', vm: 'outer', to: 'spare' }).until('10m');
    expect(['outer', 'one', 'two'].map((name) => scene.row('vm', name).host)).toEqual(
      Array(3).fill('host:spare'),
    );
    const pause = Number(scene.happened('vm.paused')[0]?.details?.['pauseUs']) / SECOND;
    expect(pause).toBeGreaterThan(0);
    expect(seconds(scene, 'b')).toBeCloseTo(100 / 0.92 + pause, 2);
    expect(scene.happened('vm.stopped')).toEqual([]);
    expect(scene.row('host', 'box').vCpuCommitted).toBe(0);
  });

  it('hangs them when it hangs', () => {
    const scene = given({}, [...room, batch('b', 'one')]);
    scene.when({ type: 'fault.inject', kind: 'machineHang', target: 'vm:outer' }).until('5m');
    expect(seconds(scene, 'b')).toBe(0);
    expect(scene.row('vm', 'one').powerState).toBe('running');
  });

  it('takes them with it when the platform deletes it', () => {
    const spot = machine('outer', { priority: 'spot', eviction: 'delete' });
    const scene = given({}, [HOST, spot, install(), inner('one')]);
    scene.when({ type: 'vm.evict', vm: 'outer' }).until('10m');
    const left = scene.engine.rows().filter(({ kind }) => kind === 'vm' || kind === 'disk');
    expect(left.map(({ name }) => name)).toEqual(['outer-os']);
  });
});

describe('a role of the system, or a program in it [ENG-NV1]', () => {
  it('comes and goes with a restart, or without one', () => {
    const scene = given({}, [HOST, machine('outer')]);
    scene.when(install('bareMetal'));
    expect(scene.row('vm', 'outer').powerState).toBe('stopping');
    scene.until('10m').when({ type: 'hypervisor.remove', host: 'vm:outer' }).until('20m');
    expect(scene.row('vm', 'outer').hypervisor).toBeUndefined();
    scene.when(install('hosted'));
    expect(scene.row('vm', 'outer')).toMatchObject({
      powerState: 'running',
      hypervisor: { kind: 'hosted', cpuOverheadPercent: 16 },
    });
  });

  it('goes with a fresh system', () => {
    const scene = given({}, room.slice(0, 4)).when({ type: 'vm.reimage', vm: 'outer' }).until('9m');
    expect(scene.row('vm', 'outer').hypervisor).toBeUndefined();
  });
});
