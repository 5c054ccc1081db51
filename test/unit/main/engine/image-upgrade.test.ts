/**
 * Goal: a newer version of its image reaches a set by itself, batch by batch, and is put back
 * where it does harm (fact 73) [ENG-U25] [ENG-U26] [ENG-U27]. Method: a gallery image that gets a
 * second version while ten instances serve; batches are worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

function version(number: string): Command {
  return {
    type: 'imageVersion.add',
    imageDefinition: 'de',
    version: number,
    disk: { base: 'Ubuntu2204' },
  };
}

const images: Command[] = [
  { type: 'gallery.add', name: 'ga' },
  {
    type: 'imageDefinition.add',
    name: 'de',
    gallery: 'ga',
    os: 'linux',
    generation: 'V2',
    state: 'generalized',
  },
  version('1.0.0'),
];

function room(more: Partial<Extract<Command, { type: 'scaleSet.add' }>> = {}): Scene {
  return given({ racks: 5, hostsPerRack: 1 }, [
    ...images,
    {
      type: 'scaleSet.add',
      name: 'ss',
      size: 'D2s_v5',
      image: 'de',
      capacity: 10,
      health: 'application',
      automaticImageUpgrade: true,
      ...more,
    },
  ]);
}

function versions(scene: Scene): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of scene.engine.rows(['vm'])) {
    if (row.kind !== 'vm') continue;
    const key = row.exactImage.split('@').at(-1) ?? '';
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('automatic image upgrades', () => {
  it('bring a newer version in batches of a fifth, each watched by health', () => {
    const scene = room().when(version('1.1.0')).until('3h');
    const released = scene.happened('scaleSet.imageReleased');
    expect(released).toHaveLength(1);
    expect(scene.chain(scene.happened('rollout.started')[0]?.id)[0]).toMatch(
      /^scaleSet.imageReleased/,
    );
    // floor(10 × 20 / 100) = 2 of 10 instances: five batches (facts 71 and 73).
    expect(scene.happened('rollout.batch').map(({ details }) => details?.['instances'])).toEqual([
      2, 2, 2, 2, 2,
    ]);
    expect(versions(scene)).toEqual({ '1.1.0': 10 });
    expect(scene.row('scaleSet', 'ss')).toMatchObject({
      behind: 0,
      automaticImage: { version: expect.stringMatching(/@1\.1\.0$/) },
    });
  });

  it('never take more than a fifth, whatever the rolling policy says [ENG-U26]', () => {
    const upgrade = { mode: 'rolling', batchPercent: 50 } as const;
    const scene = room({ upgrade }).when(version('1.1.0')).until('3h');
    const sizes = scene.happened('rollout.batch').map(({ details }) => details?.['instances']);
    expect(sizes).toEqual([2, 2, 2, 2, 2]);
  });

  it('stop and go back where a version does harm, and do not try it again [ENG-U27]', () => {
    const scene = room().when(version('1.1.0'));
    // As soon as the first batch has the new disk its applications answer nobody.
    while (scene.happened('rollout.batch').length === 0) {
      scene.engine.runUntil(scene.engine.nowUs + 10_000_000);
    }
    const rows = scene.engine.rows(['vm']).flatMap((row) => (row.kind === 'vm' ? [row] : []));
    const batch = rows.filter((row) => row.rollout === 'inProgress').map(({ id }) => id);
    expect(batch).toHaveLength(2);
    while (scene.world.vm.slots().some((vm) => scene.world.vm.col.operation[vm] !== 0)) {
      scene.engine.runUntil(scene.engine.nowUs + 1_000_000);
    }
    for (const vm of batch) scene.when({ type: 'application.break', vm, as: 'failing' });
    scene.engine.runUntil(scene.engine.nowUs + 120 * 60_000_000);
    expect(scene.happened('rollout.ended')[0]?.details).toMatchObject({ state: 'faulted' });
    expect(versions(scene)).toEqual({ '1.0.0': 10 });
    expect(scene.happened('rollout.rolledBack')[0]?.details).toMatchObject({ instances: 2 });
    expect(scene.row('scaleSet', 'ss').automaticImage).toMatchObject({
      version: expect.stringMatching(/@1\.0\.0$/),
      refused: expect.stringMatching(/@1\.1\.0$/),
    });
    expect(scene.happened('rollout.started')).toHaveLength(1);
    // A later version is another matter.
    scene.when(version('1.2.0'));
    scene.engine.runUntil(scene.engine.nowUs + 180 * 60_000_000);
    expect(versions(scene)).toEqual({ '1.2.0': 10 });
  });

  it('keep new instances at the version the set stands at until a newer one is in', () => {
    const scene = room({ capacity: 2 }).when(version('1.1.0'));
    while (scene.happened('rollout.started').length === 0) {
      expect(versions(scene)).toEqual({ '1.0.0': 2 });
      scene.engine.runUntil(scene.engine.nowUs + 10_000_000);
    }
  });

  it('do not happen in a set that was not told to', () => {
    const scene = room({ automaticImageUpgrade: false }).when(version('1.1.0')).until('1h');
    expect(scene.happened('scaleSet.imageReleased')).toEqual([]);
    expect(versions(scene)).toEqual({ '1.0.0': 10 });
    // Turned on later, it goes from the version that latest means then.
    scene.when({ type: 'scaleSet.policy', scaleSet: 'ss', automaticImageUpgrade: true });
    expect(scene.row('scaleSet', 'ss').automaticImage?.version).toMatch(/@1\.1\.0$/);
  });
});
