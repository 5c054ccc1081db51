/**
 * Goal: a scale set over zones grows and shrinks evenly [ENG-Z7] [ENG-Z8]. Method: the two
 * published traces of the scale-in order, row by row (fact 74), and growth worked by hand in a
 * region of three zones (facts 65, 75 and 76).
 */
import { describe, expect, it } from 'vitest';
import type { Command, CommandOf } from '../../../../src/shared/commands/index.ts';
import { chooseVictims } from '../../../../src/main/engine/systems/scale-sets.ts';
import type { Scene } from '../../../support/make-engine.ts';
import { givenZones } from '../../../support/zone-room.ts';

function set(more: Partial<CommandOf<'scaleSet.add'>> = {}): Command {
  return {
    type: 'scaleSet.add',
    name: 'web',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 0,
    zones: ['z1', 'z2', 'z3'],
    ...more,
  };
}

function counts(scene: Scene): number[] {
  return scene.row('scaleSet', 'web').zones.map(({ instances }) => instances);
}

function scale(capacity: number): Command {
  return { type: 'scaleSet.scale', scaleSet: 'web', capacity };
}

/** The start of both traces: which instance stands in which zone. */
const ZONES: Readonly<Record<number, number[]>> = {
  1: [3, 4, 5, 10],
  2: [2, 6, 9, 11],
  3: [1, 7, 8],
};

/** The order in which the traces take instances away, from a set laid out as they begin. */
function trace(scaleIn: 'oldestVm' | 'newestVm'): number[] {
  const scene = givenZones({ cores: 64 }, [set({ capacity: 11, scaleIn })]);
  const { world } = scene;
  for (const vm of world.vm.slots()) {
    const number = world.vm.col.instance[vm]!;
    const zone = Object.keys(ZONES).find((key) => ZONES[Number(key)]?.includes(number));
    world.vm.col.zone[vm] =
      [...world.place.slots()].find((place) => world.place.text('name', place) === `z${zone}`)! + 1;
  }
  return chooseVictims(world, 0, 6).map((vm) => world.vm.col.instance[vm]!);
}

describe('the scale-in order over zones (fact 74)', () => {
  it('takes the oldest of the fullest zones, as published', () => {
    // 4-4-3: zones 1 and 2, oldest 2. 4-3-3: zone 1, 3. 3-3-3: all, 1. 3-3-2: zones 1 and 2, 4.
    // 2-3-2: zone 2, 6. 2-2-2: all, 5.
    expect(trace('oldestVm')).toEqual([2, 3, 1, 4, 6, 5]);
  });

  it('takes the newest of the fullest zones, as published', () => {
    // 4-4-3: zones 1 and 2, newest 11. 4-3-3: 10. 3-3-3: 9. 3-2-3: zones 1 and 3, 8. 3-2-2: 5.
    // 2-2-2: 7.
    expect(trace('newestVm')).toEqual([11, 10, 9, 8, 5, 7]);
  });

  it('takes instances without a zone before all others (fact 75)', () => {
    const scene = givenZones({ cores: 64 }, [set({ capacity: 4 })]);
    const { world } = scene;
    // Numbers 1 to 4 stand in z1, z2, z3, z1; the one in z2 loses its zone.
    world.vm.col.zone[1] = 0;
    expect(chooseVictims(world, 0, 2).map((vm) => world.vm.col.instance[vm])).toEqual([2, 4]);
  });
});

describe('growing over zones', () => {
  it('fills the zone with the fewest, the first of several [ENG-Z7]', () => {
    const grown = set({ capacity: 5, scaleIn: 'newestVm' });
    const scene = givenZones({ operations: 'instant' }, [grown]);
    expect(counts(scene)).toEqual([2, 2, 1]);
    const zones = scene
      .row('scaleSet', 'web')
      .instances.map((id) => scene.row('vm', id.slice('vm:lab/'.length)).zone);
    expect(zones).toEqual(['zone:z1', 'zone:z2', 'zone:z3', 'zone:z1', 'zone:z2']);
    scene.when(scale(6)).until('1s').when(scale(4)).until('2s');
    expect(counts(scene)).toEqual([2, 1, 1]);
    const disk = scene.row('disk', `${firstName(scene)}-os`);
    expect(disk).toMatchObject({ zone: 'zone:z1', storage: 'storage:s1' });
  });

  it('does without one zone that is down, and stops when two are (fact 76) [ENG-Z7]', () => {
    const scene = givenZones({ operations: 'instant' }, [set({ capacity: 3 })]);
    scene.cut('zone:z3').when(scale(7)).until('1s');
    // z3 keeps its one lost instance; 4 more go to z1 and z2 in turn.
    expect(counts(scene)).toEqual([3, 3, 1]);
    scene.cut('zone:z2').when(scale(8));
    expect(counts(scene)).toEqual([3, 3, 1]);
    expect(scene.row('scaleSet', 'web').capacity).toBe(7);
    expect(scene.happened('scaleSet.allocationFailed')[0]?.details).toMatchObject({
      code: 'ZonalAllocationFailed',
    });
  });

  it('never out of balance when told so (fact 76) [ENG-Z7]', () => {
    const scene = givenZones({ operations: 'instant' }, [set({ capacity: 3, zoneBalance: true })]);
    scene.cut('zone:z3').when(scale(7)).until('1s');
    // One more each in z1 and z2 keeps all within one of another; the next would need z3.
    expect(counts(scene)).toEqual([2, 2, 1]);
    expect(scene.row('scaleSet', 'web').capacity).toBe(5);
  });

  it('has one fault domain in each zone unless a uniform set asks for five (fact 65)', () => {
    const scene = givenZones({}, [set({ orchestration: 'uniform' })]);
    expect(scene.row('scaleSet', 'web').faultDomains).toBe(1);
    const three = set({ name: 'other', faultDomains: 3 });
    expect(scene.refusal(three).code).toBe('scaleSet.domains');
    scene.when(set({ name: 'five', orchestration: 'uniform', faultDomains: 5 }));
  });
});

function firstName(scene: Scene): string {
  return scene.row('scaleSet', 'web').instances[0]!.slice('vm:lab/'.length);
}
