/**
 * Goal: drives scale while their machine runs, and what runs there feels it at once: another tier,
 * one more disk, one less, up to the machine's own ceiling [ENG-WL5] [ENG-DK4] [ENG-DK6]. Method:
 * one load that asks for more of the disk than there is; what was served in a minute is a ceiling.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

/** 30 requests a second of 1,000 operations each: 30,000 IOPS are asked for. */
function load(mode: 'flow' | 'requests'): Command {
  return {
    type: 'workload.add',
    name: 'reports',
    kind: 'requests',
    mode,
    machines: ['db'],
    curve: { points: [{ at: '0s', perSecond: 30 }] },
    cpu: '100us',
    reads: 1_000,
    queueLimit: 4,
    deadline: '10m',
  };
}

const machine: Command = {
  type: 'vm.create',
  name: 'db',
  size: 'D16s_v5',
  image: 'Ubuntu2204',
  dataDisks: [{ sizeGib: 1_024, tier: 'P30' }],
};

function servedSoFar(scene: Scene): number {
  return scene.engine.summary().workloads?.[0]?.served ?? 0;
}

/** Requests served in the minute that ends at a moment. */
function servedIn(scene: Scene, minute: number): number {
  scene.until(`${minute - 1}m`);
  const before = servedSoFar(scene);
  scene.until(`${minute}m`);
  return servedSoFar(scene) - before;
}

describe.each(['requests', 'flow'] as const)('a drive under %s', (mode) => {
  it('lets through what its tier, the disks together, and at last the machine allow', () => {
    const spare: Command = { type: 'disk.create', name: 'more', sizeGib: 1_024, tier: 'P30' };
    const scene = given({}, [machine, spare, load(mode)]);
    // P30: 5,000 operations a second, so 5 requests of 1,000; it has no credits to burst from.
    expect(servedIn(scene, 5) / 60).toBeCloseTo(5, 0);
    scene.when({ type: 'disk.edit', disk: 'db-data-0', tier: 'P40' });
    expect(scene.row('vm', 'db').powerState).toBe('running');
    expect(servedIn(scene, 10) / 60).toBeCloseTo(7.5, 0);
    scene.when({ type: 'disk.attach', disk: 'more', vm: 'db' });
    expect(servedIn(scene, 15) / 60).toBeCloseTo(12.5, 0);
    scene.when({ type: 'disk.edit', disk: 'more', tier: 'P80' });
    // 7,500 + 20,000 operations of the disks meet the 25,600 of the machine.
    expect(servedIn(scene, 20) / 60).toBeCloseTo(25.6, 0);
    scene.when({ type: 'disk.detach', disk: 'more' });
    expect(servedIn(scene, 25) / 60).toBeCloseTo(7.5, 0);
    const [reports] = scene.engine.summary().workloads ?? [];
    expect(reports?.limitedBy).toBe('diskIops');
    expect(scene.happened('vm.stopped')).toEqual([]);
  });
});
