/**
 * Goal: a hypervisor costs what it says, promises what it may and moves machines by the formula
 * [ENG-HV1] to [ENG-HV6] [ENG-A1] [ENG-PR5]. Method: batches of a known length on known hosts, so
 * that every speed is a quotient of two times; migrations against the closed form.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, SECOND, type Scene } from '../../../support/make-engine.ts';

/** 100 s of one core of the room (1,000 MIPS). */
const WORK = { baseMi: 100_000 };

function host(name: string, more: Partial<Extract<Command, { type: 'host.add' }>> = {}): Command {
  return {
    type: 'host.add',
    name,
    rack: 'r1',
    cores: 4,
    mipsPerCore: 1_000,
    memoryMib: 32_768,
    diskGib: 500,
    ...more,
  };
}

function vm(name: string, on: string, size = 'D2s_v5'): Command {
  return { type: 'vm.create', name, size, image: 'Ubuntu2204', host: on };
}

function batch(name: string, ...machines: string[]): Command {
  return { type: 'batch.submit', name, machines, count: machines.length, work: WORK };
}

/** Seconds until the last job of a batch was done. */
function seconds(scene: Scene, name: string): number {
  return (scene.row('batch', name).lastFinishUs ?? 0) / SECOND;
}

const system = host('box', { system: 'operatingSystem' });

describe('what a hypervisor costs [ENG-HV1] [ENG-HV2]', () => {
  it('is nothing where nobody said anything, and less for type 1 than for type 2', () => {
    const times = (['none', 'bareMetal', 'hosted'] as const).map((kind) => {
      const install: Command[] =
        kind === 'none' ? [] : [{ type: 'hypervisor.install', host: 'box', kind }];
      const first = kind === 'none' ? host('box') : system;
      const scene = given({}, [first, ...install, vm('m', 'box'), batch('b', 'm')]).until('5m');
      return seconds(scene, 'b');
    });
    expect(times[0]).toBeCloseTo(100, 3);
    expect(times[1]).toBeCloseTo(100 / 0.98, 3);
    expect(times[2]).toBeCloseTo(100 / 0.9, 3);
  });

  it('takes memory for itself, for each machine, and for the system under a hosted one', () => {
    const scene = given({}, [
      system,
      { type: 'hypervisor.install', host: 'box', kind: 'hosted', reserveMib: 1_000 },
    ]);
    const row = scene.row('host', 'box').hypervisor;
    // 32 GiB less the system's 512 MiB, the hypervisor's 512 MiB and what is kept back.
    expect(row?.memoryOfferedMib).toBe(32_768 - 512 - 512 - 1_000);
    scene.when(vm('m', 'box', 'D4s_v5')).until('5m');
    expect(scene.row('host', 'box').hypervisor?.memoryPromisedMib).toBe(16_384 + 256);
    expect(scene.refusal(vm('n', 'box', 'D4s_v5')).code).toBe('AllocationFailed');
  });

  it('shares the processor of a hosted one with the applications beside it', () => {
    const app = (on: string, cpuMillicores: number): Command => ({
      type: 'app.install',
      on,
      application: 'cache',
      cpuMillicores,
    });
    const scene = given({}, [
      system,
      { type: 'hypervisor.install', host: 'box', kind: 'hosted' },
      vm('m', 'box', 'D4s_v5'),
      app('host:box', 4_000),
      app('vm:m', 4_000),
    ]);
    // Both ask for all four cores, the system with the weight of all of them, like the machine.
    expect(scene.row('vm', 'm').guest?.grantedMillicores).toBe(2_000);
    expect(scene.row('host', 'box').guest?.grantedMillicores).toBe(2_000);
    scene.when({ type: 'app.stop', on: 'host:box', app: 'cache' });
    expect(scene.row('vm', 'm').guest?.grantedMillicores).toBe(4_000);
  });

  it('comes and goes: type 1 with a restart of the host, type 2 without', () => {
    const scene = given({}, [system]);
    scene.when({ type: 'hypervisor.install', host: 'box', kind: 'bareMetal' });
    expect(scene.row('host', 'box').state).toBe('booting');
    scene.until('20m').when({ type: 'hypervisor.remove', host: 'box' });
    expect(scene.row('host', 'box')).toMatchObject({ state: 'booting', system: 'operatingSystem' });
    expect(scene.row('host', 'box').hypervisor).toBeUndefined();
    scene.until('40m').when({ type: 'hypervisor.install', host: 'box', kind: 'hosted' });
    expect(scene.row('host', 'box').state).toBe('up');
    expect(scene.row('host', 'box').hypervisor?.kind).toBe('hosted');
  });
});

describe('memory [ENG-HV3] [ENG-HV4]', () => {
  it('is promised once unless it may be swapped, and swapping has its price', () => {
    const small = host('box', { memoryMib: 16_384 });
    const three = ['a', 'b', 'c'].map((name) => vm(name, 'box', 'B2ms'));
    const refusing = given({}, [small, { type: 'hypervisor.set', host: 'box', vCpuPerCore: 4 }]);
    refusing.when(three[0]!, three[1]!);
    expect(refusing.refusal(three[2]!).code).toBe('AllocationFailed');
    const swapping = given({}, [
      small,
      {
        type: 'hypervisor.set',
        host: 'box',
        vCpuPerCore: 4,
        memoryPolicy: 'swap',
        memoryPercent: 150,
      },
      three[0]!,
      three[1]!,
    ]);
    expect(swapping.row('host', 'box').hypervisor?.swappedMib).toBe(0);
    swapping.when(three[2]!).until('10m');
    expect(swapping.row('host', 'box').hypervisor?.swappedMib).toBe(8_192);
    // A third of the memory in use is on the disk: 1 ÷ (1 + 20 ÷ 3).
    expect(swapping.row('host', 'box').speedPermille).toBe(Math.round(1_000 / (1 + 20 / 3)));
    swapping.when({ type: 'vm.stop', vm: 'c' }).until('20m');
    expect(swapping.row('host', 'box').speedPermille).toBeUndefined();
    // It never offers less than it has promised [ENG-HV5].
    const fine = { type: 'hypervisor.set', host: 'box', memoryPolicy: 'refuse' } as const;
    expect(swapping.refusal(fine).code).toBe('hypervisor.promisedMore');
  });

  it('and cores that are kept back are offered to nobody', () => {
    const scene = given({}, [
      host('box'),
      { type: 'hypervisor.set', host: 'box', reserveCores: 2 },
    ]);
    expect(scene.row('host', 'box').hypervisor?.vCpuOffered).toBe(2);
    scene.when(vm('m', 'box'));
    expect(scene.refusal(vm('n', 'box')).code).toBe('AllocationFailed');
  });
});

describe('placement rules [ENG-A1]', () => {
  const room: Command[] = [
    { type: 'group.remove', group: 'lab' },
    { type: 'group.add', name: 'lab' },
    ...['h1', 'h2', 'h3'].map((name) => host(name, { memoryMib: 65_536 })),
    vm('half', 'h2'),
  ];

  it.each([
    ['firstFit', ['h1', 'h1', 'h2']],
    ['bestFit', ['h2', 'h1', 'h1']],
    ['worstFit', ['h1', 'h3', 'h1']],
    ['spread', ['h1', 'h3', 'h1']],
  ] as const)('%s', (placement, expected) => {
    const scene = given({ hostsPerRack: 0, racks: 1 }, [
      ...room,
      { type: 'platform.set', placement },
    ]);
    const placed = [1, 2, 3].map((number) => {
      const name = `m${number}`;
      scene.when({ type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204' });
      return scene.row('vm', name).host;
    });
    expect(placed).toEqual(expected.map((name) => `host:${name}`));
  });
});

describe('live migration by hand [ENG-PR5] [ENG-HV6]', () => {
  it('takes the rounds of the formula and ends on the host that was named', () => {
    const scene = given({ machines: 1 });
    scene.when({ type: 'vm.migrate', vm: 'web-1', to: 'r2-h1', dirtyMibPerSecond: 200 });
    const [moving] = scene.happened('vm.migrating');
    const mibPerSecond = 10_000_000_000 / 8 / 1_048_576;
    const share = 200 / mibPerSecond;
    const rounds = Number(moving?.details?.['rounds']);
    const copy = ((8_192 / mibPerSecond) * (1 - share ** rounds)) / (1 - share);
    expect(Number(moving?.details?.['copyUs']) / SECOND).toBeCloseTo(copy, 5);
    scene.until('60s');
    expect(scene.row('vm', 'web-1')).toMatchObject({ host: 'host:r2-h1', powerState: 'running' });
    expect(scene.happened('vm.stopped')).toEqual([]);
    expect(scene.chain(scene.happened('vm.migrated')[0]?.id)[0]).toBe('decision vm:lab/web-1');
  });

  it('goes elsewhere when the host that was named is gone by then', () => {
    const scene = given({ machines: 1 });
    scene.when({ type: 'vm.migrate', vm: 'web-1', to: 'r2-h1' }).until('1s');
    scene.cut('host:r2-h1').until('60s');
    expect(scene.row('vm', 'web-1').host).toBe('host:r1-h2');
  });
});
