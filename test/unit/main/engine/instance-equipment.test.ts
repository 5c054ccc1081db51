/**
 * Goal: the instances of a scale set come with the data disks and the administrator that it says,
 * and its ports are opened as it is made [ENG-K5]. Method: sets grown, shrunk, changed and written
 * as files; prices of the catalogue by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { scaleSetPolicies } from '../../../../src/shared/document/scale-set-policies-from-row.ts';
import { given, type Scene } from '../../../support/make-engine.ts';
import { startWork, workScenario } from '../../../support/work-room.ts';

type Add = Extract<Command, { type: 'scaleSet.add' }>;

const P10 = 19_710_000;
const P20 = 73_220_000;
const DISKS = [{ sizeGib: 100 }, { sizeGib: 512, tier: 'P20', caching: 'readOnly' }] as const;

function set(more: Partial<Add> = {}): Add {
  return {
    type: 'scaleSet.add',
    name: 'web',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 2,
    ...more,
  };
}

function dataDisks(scene: Scene) {
  return scene.engine
    .rows(['disk'])
    .flatMap((row) => (row.kind === 'disk' && row.role === 'data' ? [row] : []));
}

function instance(scene: Scene, id: string) {
  const row = scene.engine.rows(['vm']).find((one) => one.id === id);
  if (row?.kind !== 'vm') throw new Error(`${id} is an instance`);
  return row;
}

function codeOf(scene: Scene, command: Command): string | undefined {
  const answer = scene.engine.propose(command);
  return answer.ok ? undefined : answer.error.code;
}

const EQUIPPED = set({ dataDisks: [...DISKS], administrator: { name: 'ops' } });

describe('[ENG-K5] what instances come with', () => {
  it('is made, paid for and deleted with each of them', () => {
    const scene = given({ machines: 0, perSecond: 0, operations: 'instant' }, [EQUIPPED]);
    expect(
      dataDisks(scene).map(({ tier, sizeGib, caching }) => ({ tier, sizeGib, caching })),
    ).toEqual(
      Array.from({ length: 2 }, () => [
        { tier: 'P10', sizeGib: 100, caching: 'none' },
        { tier: 'P20', sizeGib: 512, caching: 'readOnly' },
      ]).flat(),
    );
    for (const id of scene.row('scaleSet', 'web').instances) {
      const vm = instance(scene, id);
      expect(vm.disks).toHaveLength(3);
      expect(vm.administrator).toEqual({ name: 'ops', signIn: 'sshKey' });
    }
    scene.until('10h').when({ type: 'scaleSet.scale', scaleSet: 'web', capacity: 3 });
    expect(dataDisks(scene)).toHaveLength(6);
    const paid = scene.engine
      .costs()
      .lines.filter(({ name }) => name.includes('-data-'))
      .reduce((sum, { microUsd }) => sum + microUsd, 0);
    expect(paid).toBeCloseTo((2 * 10 * (P10 + P20)) / 730, 3);
    scene.when({ type: 'scaleSet.scale', scaleSet: 'web', capacity: 0 }).until('11h');
    expect(dataDisks(scene)).toEqual([]);
    expect(scene.engine.checkInvariants()).toEqual([]);
  });

  it('outlasts a new system disk and an upgrade', () => {
    const scene = given({ machines: 0, perSecond: 0, operations: 'instant' }, [EQUIPPED]);
    const before = dataDisks(scene).map(({ id }) => id);
    scene.when({ type: 'scaleSet.update', scaleSet: 'web', size: 'D4s_v5', image: 'Debian12' });
    scene.when({ type: 'scaleSet.updateInstances', scaleSet: 'web' }).until('30m');
    for (const vm of scene.row('scaleSet', 'web').instances) {
      scene.when({ type: 'scaleSet.reimage', vm });
    }
    scene.until('1h');
    expect(dataDisks(scene).map(({ id }) => id)).toEqual(before);
    const [vm = ''] = scene.row('scaleSet', 'web').instances;
    expect(instance(scene, vm)).toMatchObject({
      size: 'Standard_D4s_v5',
      administrator: { name: 'ops' },
    });
  });

  it('is refused where a size or the image does not take it, now or later', () => {
    const scene = given({ machines: 0, perSecond: 0 }, [EQUIPPED]);
    const many = Array.from({ length: 5 }, () => ({ sizeGib: 8 }));
    expect(codeOf(scene, set({ name: 'n', dataDisks: many }))).toBe('disk.tooMany');
    expect(codeOf(scene, set({ name: 'n', size: 'D4s_v5', dataDisks: many }))).toBeUndefined();
    const mix = { sizes: ['D4s_v5', 'D2s_v5'] };
    expect(codeOf(scene, set({ name: 'n', size: 'D4s_v5', mix, dataDisks: many }))).toBe(
      'disk.tooMany',
    );
    const small = [{ sizeGib: 512, tier: 'P10' }];
    expect(codeOf(scene, set({ name: 'n', dataDisks: small }))).toBe('disk.tierTooSmall');
    expect(codeOf(scene, set({ name: 'n', administrator: { name: 'root' } }))).toBe(
      'administrator.reserved',
    );
    const windows = { type: 'scaleSet.update', scaleSet: 'web', image: 'Win2022DatacenterGen2' };
    expect(codeOf(scene, windows as Command)).toBe('administrator.windowsKey');
  });
});

describe('[ENG-K5] ports of a set', () => {
  it('are opened once, in its own group', () => {
    const group: Command = { type: 'securityGroup.add', name: 'nsg' };
    const scene = given({ machines: 0, perSecond: 0 }, [group]);
    expect(codeOf(scene, set({ openPorts: '443' }))).toBe('securityGroup.notAttached');
    scene.when(set({ openPorts: '443', securityGroup: 'nsg' }));
    expect(scene.row('securityGroup', 'nsg').rules).toMatchObject([
      { direction: 'inbound', access: 'allow', ports: '443', priority: 900 },
    ]);
  });
});

describe('[ENG-K5] a file', () => {
  it('says what instances come with, and is written as it was read', () => {
    const equipment = {
      dataDisks: [{ sizeGib: 64, tier: 'E10' }],
      administrator: { name: 'ops', signIn: 'password' as const },
    };
    const scenario = workScenario([], { vCpu: 1, memoryMib: 1_024 });
    const engine = startWork({
      ...scenario,
      scaleSets: [{ name: 'web', size: 'D2s_v5', image: 'Ubuntu2204', capacity: 1, ...equipment }],
    });
    const [row] = engine.rows(['scaleSet']);
    if (row?.kind !== 'scaleSet') throw new Error('The file has a scale set');
    expect(row).toMatchObject({ dataDisks: [{ sizeGib: 64, tier: 'E10', caching: 'none' }] });
    expect(scaleSetPolicies(row)).toMatchObject(equipment);
    const twin = startWork(scenario);
    twin.restore(engine.snapshot());
    expect(twin.hash()).toBe(engine.hash());
  });
});
