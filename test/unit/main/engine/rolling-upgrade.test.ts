/**
 * Goal: instances follow the model of their scale set as the upgrade policy says, and a roll-out of
 * a bad version is stopped by what it does. Method: rooms of a few racks; batches, counters and
 * limits are worked by hand beside the figure expected, each with the fact it follows from.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { UpgradePolicy } from '../../../../src/shared/commands/scale-set-policy-commands.ts';
import { batchSizeOf } from '../../../../src/main/engine/systems/rolling-upgrade.ts';
import type { RowOf } from '../../../../src/shared/views/topology-view.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Add = Extract<Command, { type: 'scaleSet.add' }>;

function setOf(capacity: number, more: Partial<Add> = {}): Command {
  return {
    type: 'scaleSet.add',
    name: 'web',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity,
    orchestration: 'uniform',
    faultDomains: 1,
    health: 'application',
    overprovision: false,
    build: { version: '1' },
    ...more,
  };
}

/** A room with a set in it: four hosts of 16 cores hold 32 instances of 2 vCPU. */
function scene(capacity: number, more: Partial<Add> = {}): Scene {
  return given({ racks: 2, machines: 0 }, [setOf(capacity, more)]);
}

function rolling(more: Omit<UpgradePolicy, 'mode'> = {}): Partial<Add> {
  return { upgrade: { mode: 'rolling', ...more } };
}

function update(build: { version: string; faulty?: boolean }): Command {
  return { type: 'scaleSet.update', scaleSet: 'web', build };
}

function instances(in_: Scene): RowOf<'vm'>[] {
  return in_.engine.rows().filter((row): row is RowOf<'vm'> => row.kind === 'vm');
}

function versions(in_: Scene): (string | undefined)[] {
  return instances(in_).map((vm) => vm.build?.version);
}

function lost(in_: Scene): number {
  const { refused, lost: gone, late } = in_.service();
  return refused + gone + late;
}

function theSet(in_: Scene): RowOf<'scaleSet'> {
  return in_.row('scaleSet', 'web');
}

describe('[ENG-U7] the size of a batch (fact 71)', () => {
  it.each([
    // floor(n · p / 100), at least 1
    { instances: 10, percent: 20, batch: 2 },
    { instances: 14, percent: 20, batch: 2 }, // 2.8
    { instances: 15, percent: 20, batch: 3 },
    { instances: 5, percent: 20, batch: 1 },
    { instances: 4, percent: 20, batch: 1 }, // 0.8 → 1
    { instances: 1, percent: 1, batch: 1 },
    { instances: 3, percent: 100, batch: 3 },
    { instances: 100, percent: 7, batch: 7 },
  ])('$percent % of $instances is $batch', ({ instances: n, percent, batch }) => {
    expect(batchSizeOf(n, percent)).toBe(batch);
  });
});

describe('[ENG-U3] a new model (fact 69)', () => {
  it('changes no instance while the policy is manual, and new instances have it', () => {
    const room = scene(2).when(update({ version: '2' }));
    expect(theSet(room)).toMatchObject({ model: 2, behind: 2, build: { version: '2' } });
    expect(instances(room).map(({ latestModel, model }) => [latestModel, model])).toEqual([
      [false, 1],
      [false, 1],
    ]);
    room.when({ type: 'scaleSet.scale', scaleSet: 'web', capacity: 3 }).until('30m');
    expect(versions(room)).toEqual(['1', '1', '2']);
    expect(theSet(room).behind).toBe(2);
  });

  it('[ENG-U4] reaches those named, and the others later, by hand', () => {
    const room = scene(3).when(update({ version: '2' }));
    room.when({ type: 'scaleSet.updateInstances', scaleSet: 'web', instances: ['web_1'] });
    expect(room.row('vm', 'web_1')).toMatchObject({ powerState: 'starting', operation: 'upgrade' });
    room.until('10m');
    expect(versions(room)).toEqual(['1', '2', '1']);
    room.when({ type: 'scaleSet.updateInstances', scaleSet: 'web' }).until('20m');
    expect(versions(room)).toEqual(['2', '2', '2']);
    expect(room.running()).toEqual(['web_0', 'web_1', 'web_2']);
  });

  it('reaches all at once when the policy is automatic, but no protected one (fact 77)', () => {
    const room = scene(3, { upgrade: { mode: 'automatic' } });
    room.when({ type: 'scaleSet.protect', vm: 'web_1', protect: true, actions: true });
    room.when(update({ version: '2' }));
    expect(instances(room).map(({ operation }) => operation)).toEqual([
      'upgrade',
      'none',
      'upgrade',
    ]);
    room.until('10m');
    expect(versions(room)).toEqual(['2', '1', '2']);
  });

  it('[ENG-U5] of another size moves an instance that its host cannot hold any more', () => {
    // Four hosts of 16 cores. Two instances of 8 cores fill the first host; of 16 cores, only
    // one stays there, and the other goes to the next host of its domain.
    const room = scene(2, { size: 'D8s_v5', upgrade: { mode: 'automatic' } });
    expect(instances(room).map(({ host }) => host)).toEqual(['host:r1-h1', 'host:r2-h1']);
    room.when({ type: 'scaleSet.scale', scaleSet: 'web', capacity: 4 }).until('30m');
    const hosts = instances(room).map(({ host }) => host);
    expect(hosts).toEqual(['host:r1-h1', 'host:r2-h1', 'host:r1-h1', 'host:r2-h1']);
    room.when({ type: 'scaleSet.update', scaleSet: 'web', size: 'D16s_v5' }).until('60m');
    expect(instances(room).map(({ host, vCpu }) => [host, vCpu])).toEqual([
      ['host:r1-h2', 16],
      ['host:r2-h2', 16],
      ['host:r1-h1', 16],
      ['host:r2-h1', 16],
    ]);
  });

  it('[ENG-B3] costs its own price from then on', () => {
    const room = scene(1).until('60m');
    const hour = room.row('vm', 'web_0').microUsdPerHour;
    expect(room.engine.metrics().costMicroUsd).toBeCloseTo(hour, 0);
    room.when({ type: 'scaleSet.update', scaleSet: 'web', size: 'D4s_v5' });
    room.when({ type: 'scaleSet.updateInstances', scaleSet: 'web' }).until('120m');
    const after = room.row('vm', 'web_0').microUsdPerHour;
    expect(after).toBe(2 * hour);
    expect(room.engine.metrics().costMicroUsd).toBeCloseTo(hour + after, 0);
  });

  it('leaves an instance alone that fits nowhere', () => {
    const room = scene(1, { upgrade: { mode: 'automatic' } });
    room.when({ type: 'scaleSet.update', scaleSet: 'web', size: 'D32s_v5' }).until('10m');
    expect(room.row('vm', 'web_0')).toMatchObject({ powerState: 'running', vCpu: 2 });
    expect(room.happened('scaleSet.allocationFailed')).toHaveLength(1);
  });
});

describe('[ENG-U8] a rolling upgrade that goes well', () => {
  it('goes batch by batch and counts (fact 71)', () => {
    // 10 instances, 20 %: batches of 2, five of them.
    const room = scene(10, rolling()).when(update({ version: '2' }));
    expect(theSet(room).rollout).toMatchObject({
      state: 'rollingForward',
      batch: 1,
      successful: 0,
      failed: 0,
      inProgress: 2,
      pending: 8,
    });
    // Numbers in order, two at a time.
    expect(room.running()).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `web_${n}`));
    room.until('2h');
    expect(theSet(room)).toMatchObject({
      behind: 0,
      rollout: { state: 'completed', batch: 5, successful: 10, failed: 0, pending: 0 },
    });
    expect(room.happened('rollout.batch').map(({ details }) => details?.['instances'])).toEqual([
      2, 2, 2, 2, 2,
    ]);
  });

  it('pauses between batches', () => {
    const room = scene(3, rolling({ pause: '10m' })).when(update({ version: '2' }));
    room.until('9m');
    expect(theSet(room).rollout).toMatchObject({ phase: 'pausing', batch: 1, successful: 1 });
    const began = room.happened('rollout.batch')[0]?.atUs ?? 0;
    room.until('60m');
    const batches = room.happened('rollout.batch').map(({ atUs }) => atUs - began);
    expect(batches).toHaveLength(3);
    expect((batches[1] ?? 0) >= 600_000_000).toBe(true);
    expect((batches[2] ?? 0) - (batches[1] ?? 0) >= 600_000_000).toBe(true);
  });

  it('takes the unhealthy first where the policy wants it', () => {
    const room = scene(5, rolling({ prioritizeUnhealthy: true }));
    room.when({ type: 'application.break', vm: 'web_3', as: 'hung' }, update({ version: '2' }));
    // One of five is unhealthy: 20 %, which is not more than the 20 % that are borne.
    expect(room.row('vm', 'web_3').operation).toBe('upgrade');
    room.until('2h');
    expect(theSet(room).rollout).toMatchObject({ state: 'completed', successful: 5 });
  });

  it('ends after the batch under way when it is cancelled', () => {
    const room = scene(5, rolling()).when(update({ version: '2' }));
    room.when({ type: 'scaleSet.cancelUpgrade', scaleSet: 'web' }).until('30m');
    expect(theSet(room).rollout).toMatchObject({
      state: 'cancelled',
      phase: 'none',
      successful: 1,
      inProgress: 0,
      pending: 4,
    });
    room.when({ type: 'scaleSet.startUpgrade', scaleSet: 'web' }).until('2h');
    expect(versions(room)).toEqual(['2', '2', '2', '2', '2']);
  });
});

describe('[ENG-U9] a rolling upgrade that does harm', () => {
  it('stops when more of the upgraded are unhealthy than is borne (fact 71)', () => {
    // Batches of 2 of 10. Both of the first batch fail: 2 of 2 = 100 % > 20 %.
    const room = scene(10, rolling())
      .when(update({ version: '2', faulty: true }))
      .until('60m');
    expect(theSet(room)).toMatchObject({
      behind: 8,
      unhealthy: 2,
      rollout: { state: 'faulted', batch: 1, successful: 0, failed: 2, pending: 8 },
    });
    expect(room.happened('rollout.ended')[0]?.details).toMatchObject({
      rule: 'unhealthyUpgraded',
      unhealthy: 2,
      of: 2,
      maxPercent: 20,
    });
    const [first] = instances(room);
    expect(first).toMatchObject({ health: 'unhealthy', rollout: 'failed' });
  });

  it('does not begin a batch while too many of all are unhealthy (fact 71)', () => {
    // 2 of 5 hung: 40 % > 20 %.
    const room = scene(5, rolling());
    room.when({ type: 'application.break', vm: 'web_3', as: 'hung' });
    room.when({ type: 'application.break', vm: 'web_4', as: 'hung' }, update({ version: '2' }));
    expect(theSet(room).rollout).toMatchObject({ state: 'faulted', batch: 0, pending: 5 });
    expect(room.happened('rollout.ended')[0]?.details).toMatchObject({
      rule: 'unhealthy',
      unhealthy: 2,
      of: 5,
    });
  });

  it('goes on over what the limits bear', () => {
    // Batches of 1 of 5, and all of the upgraded may be unhealthy: before the third batch 2 of 5
    // are unhealthy, 40 % > 20 %, so two are lost and no more.
    const limits = { maxUnhealthyUpgradedPercent: 100 };
    const room = scene(5, rolling(limits)).when(update({ version: '2', faulty: true }));
    room.until('3h');
    expect(theSet(room).rollout).toMatchObject({ state: 'faulted', batch: 2, failed: 2 });
    expect(room.happened('rollout.ended')[0]?.details?.['rule']).toBe('unhealthy');
  });

  it('[ENG-U11] puts what failed back to what it was (fact 70)', () => {
    const room = scene(10, rolling({ rollback: true }));
    room.when(update({ version: '2', faulty: true })).until('60m');
    expect(theSet(room)).toMatchObject({ unhealthy: 0, behind: 10, rollout: { failed: 2 } });
    expect(versions(room)).toEqual(Array.from({ length: 10 }, () => '1'));
    expect(instances(room).filter(({ rollout }) => rollout === 'rolledBack')).toHaveLength(2);
    const [back] = room.happened('rollout.rolledBack');
    expect(room.chain(back?.id).slice(0, 3)).toEqual([
      'decision scaleSet:lab/web',
      'scaleSet.modelChanged scaleSet:lab/web',
      'rollout.started scaleSet:lab/web',
    ]);
  });

  it('[ENG-U1] of a version whose requests fail leads every failure back to the decision', () => {
    const room = given({ racks: 2, machines: 0 }, [
      { type: 'balancer.add', name: 'front' },
      { type: 'service.add', name: 'web', balancer: 'front' },
      setOf(4, { balancers: ['front'], health: 'probe', upgrade: { mode: 'automatic' } }),
      { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 20 }] } },
    ]).until('2m');
    const before = lost(room);
    room.when(update({ version: '2', faulty: true })).until('20m');
    expect(lost(room)).toBeGreaterThan(before);
    const rows = room.engine.ledger('web').filter(({ firstAtUs }) => firstAtUs > 120_000_000);
    const causes = new Set(rows.map(({ chain }) => `${chain[0]?.kind} ${chain[0]?.subject}`));
    expect([...causes]).toEqual(['decision web']);
  });
});

describe('[ENG-U10] surge (fact 72)', () => {
  it('makes new instances before old ones go, and the capacity never falls', () => {
    const room = scene(5, rolling({ batchPercent: 40, maxSurge: true }));
    room.when(update({ version: '2' }));
    let least = Infinity;
    for (let minute = 0; minute <= 120; minute += 1) {
      room.until(`${minute}m`);
      least = Math.min(least, room.running().length);
    }
    // Batches of 2, 2 and 1: seven instances at most, five new ones at the end.
    expect(least).toBe(5);
    expect(theSet(room)).toMatchObject({ capacity: 5, rollout: { state: 'completed', batch: 3 } });
    const names = instances(room).map(({ name }) => name);
    expect(names.toSorted()).toEqual([5, 6, 7, 8, 9].map((n) => `web_${n}`));
    expect(versions(room)).toEqual(['2', '2', '2', '2', '2']);
  });

  it('does a batch in place where there is no room for more', () => {
    // Four hosts of 16 cores are full with 8 instances of 8.
    const room = scene(8, { size: 'D8s_v5', ...rolling({ batchPercent: 25, maxSurge: true }) });
    room.when(update({ version: '2' })).until('4h');
    expect(theSet(room).rollout).toMatchObject({ state: 'completed', successful: 8 });
    expect(instances(room).map(({ name }) => name)).toContain('web_0');
  });

  it('takes new instances away that never become healthy', () => {
    const room = scene(5, rolling({ maxSurge: true }));
    room.when(update({ version: '2', faulty: true })).until('60m');
    expect(theSet(room)).toMatchObject({ rollout: { state: 'faulted', failed: 1 }, unhealthy: 0 });
    expect(versions(room)).toEqual(['1', '1', '1', '1', '1']);
  });

  it('gives way when the capacity changes meanwhile', () => {
    const room = scene(5, rolling({ batchPercent: 40, maxSurge: true }));
    room.when(update({ version: '2' }));
    room.when({ type: 'scaleSet.scale', scaleSet: 'web', capacity: 3 }).until('3h');
    expect(theSet(room)).toMatchObject({ capacity: 3, rollout: { state: 'completed' } });
    expect(versions(room)).toEqual(['2', '2', '2']);
  });
});

describe('[ENG-U2] a version of its own', () => {
  it('is deployed on a machine outside any set, fails there, and is mended by another', () => {
    const room = given({ racks: 1, machines: 2 });
    room.when({ type: 'build.deploy', vm: 'web-1', version: '2', faulty: true }).until('2m');
    expect(room.row('vm', 'web-1')).toMatchObject({ build: { version: '2', faulty: true } });
    expect(lost(room)).toBeGreaterThan(0);
    room.when({ type: 'vm.restart', vm: 'web-1' }).until('10m');
    expect(room.row('vm', 'web-1')).toMatchObject({ application: 'failing' });
    room.when({ type: 'build.deploy', vm: 'web-1', version: '3' }).until('11m');
    expect(room.row('vm', 'web-1').application ?? 'ok').toBe('ok');
  });
});

describe('[ENG-U6] health', () => {
  it('through a probe is unknown until the first one was answered', () => {
    const room = given({ racks: 2, machines: 0 }, [
      { type: 'balancer.add', name: 'front' },
      setOf(2, { balancers: ['front'], health: 'probe' }),
    ]);
    expect(instances(room).map(({ health }) => health)).toEqual(['unknown', 'unknown']);
    room.until('30s');
    expect(instances(room).map(({ health }) => health)).toEqual(['healthy', 'healthy']);
    room.when({ type: 'scaleSet.reimage', vm: 'web_0' });
    expect(room.row('vm', 'web_0').health).toBe('unhealthy');
    room.until('10m');
    expect(room.row('vm', 'web_0').health).toBe('healthy');
    room.when({ type: 'vm.deallocate', vm: 'web_0' }).until('20m');
    expect(room.row('vm', 'web_0').health).toBeUndefined();
  });
});
