/**
 * Model, policies and upgrade of a scale set as its row shows them, and what an instance shows of
 * them. Counts are made afresh each time: sets are small and a count cannot go stale.
 */
import { parseAdministrator } from '../../../shared/model/administrator.ts';
import { administratorOfSet, disksOfSet } from '../systems/instance-equipment.ts';
import { printDuration } from '../../../shared/kernel/time.ts';
import {
  EVICTION_POLICIES,
  HEALTH_SOURCES,
  MIX_STRATEGIES,
  REPAIR_ACTIONS,
  REPAIR_STATES,
  ROLLOUT_MARKS,
  ROLLOUT_PHASES,
  ROLLOUT_STATES,
  UPGRADE_MODES,
} from '../../../shared/model/kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { healthOf } from '../systems/instance-health.ts';
import { isLatest, specOf } from '../systems/instance-model.ts';
import { mixSizesOf } from '../systems/mix-sizes.ts';
import { inProgressOf, pendingOf } from '../systems/rolling-upgrade.ts';
import { instancesOf } from '../systems/set-instances.ts';
import { surplusOf } from '../systems/set-surplus.ts';
import type { World } from '../world/world.ts';
import { some } from './row-parts.ts';

type SetRow = RowOf<'scaleSet'>;
type Build = NonNullable<SetRow['build']>;

function buildOf(version: string, faulty: boolean): Build | undefined {
  if (version === '') return undefined;
  return faulty ? { version, faulty } : { version };
}

/** An upgrade policy; what is at its default is left out. */
function upgradeOf(world: World, set: number): SetRow['upgrade'] {
  const { col } = world.scaleSet;
  const mode = UPGRADE_MODES[col.upgradeMode[set]!]!;
  if (mode !== 'rolling') return { mode };
  return {
    mode,
    batchPercent: col.batchPercent[set]!,
    maxUnhealthyPercent: col.maxUnhealthyPercent[set]!,
    maxUnhealthyUpgradedPercent: col.maxUnhealthyUpgradedPercent[set]!,
    pause: printDuration(col.pauseUs[set]!),
    prioritizeUnhealthy: col.prioritizeUnhealthy[set] === 1,
    maxSurge: col.maxSurge[set] === 1,
    rollback: col.rollback[set] === 1,
  };
}

function rolloutOf(world: World, set: number): SetRow['rollout'] {
  const { col } = world.scaleSet;
  const state = ROLLOUT_STATES[col.rolloutState[set]!]!;
  if (state === 'none') return undefined;
  const endsAtUs = col.rolloutEndsAtUs[set]!;
  return {
    state,
    phase: ROLLOUT_PHASES[col.rolloutPhase[set]!]!,
    batch: col.rolloutBatch[set]!,
    successful: col.rolloutSuccessful[set]!,
    failed: col.rolloutFailed[set]!,
    inProgress: inProgressOf(world, set),
    pending: pendingOf(world, set).length,
    ...some('endsAtUs', endsAtUs === 0 ? undefined : endsAtUs),
  };
}

function repairsOf(world: World, set: number, members: readonly number[]): SetRow['repairs'] {
  const { col } = world.scaleSet;
  if (col.repairs[set] === 0) return undefined;
  const { repairing } = world.vm.col;
  return {
    action: REPAIR_ACTIONS[col.repairAction[set]!]!,
    grace: printDuration(col.repairGraceUs[set]!),
    state: REPAIR_STATES[col.repairState[set]!]!,
    underRepair: members.filter((vm) => repairing[vm] === 1).length + col.repairsOwed[set]!,
  };
}

function spotOf(world: World, set: number, members: readonly number[]): SetRow['spot'] {
  const { col } = world.scaleSet;
  if (col.spot[set] === 0) return undefined;
  const { spot, evicted } = world.vm.col;
  const restoreUs = col.restoreUs[set]!;
  const shortUntilUs = col.spotShortUntilUs[set]!;
  return {
    base: col.spotBase[set]!,
    regularPercent: col.spotRegularPercent[set]!,
    eviction: EVICTION_POLICIES[col.eviction[set]!]!,
    ...some('restore', restoreUs === 0 ? undefined : printDuration(restoreUs)),
    regular: members.filter((vm) => spot[vm] === 0).length,
    spot: members.filter((vm) => spot[vm] === 1 && evicted[vm] === 0).length,
    evicted: members.filter((vm) => evicted[vm] === 1).length,
    ...some('shortUntilUs', shortUntilUs === 0 ? undefined : shortUntilUs),
  };
}

function mixOf(world: World, set: number, members: readonly number[]): SetRow['mix'] {
  const sizes = mixSizesOf(world, set);
  if (sizes.length === 0) return undefined;
  return {
    strategy: MIX_STRATEGIES[world.scaleSet.col.mixStrategy[set]!]!,
    sizes: sizes.map((size) => ({
      size,
      instances: members.filter((vm) => world.vm.text('size', vm) === size).length,
    })),
  };
}

function automaticImageOf(world: World, set: number): SetRow['automaticImage'] {
  if (world.scaleSet.col.imageUpgrade[set] === 0) return undefined;
  const refused = world.scaleSet.text('refusedImage', set);
  return {
    version: world.scaleModel.text('exact', world.scaleSet.ref('latestModel', set)),
    ...some('refused', refused === '' ? undefined : refused),
  };
}

function terminatingOf(world: World, set: number): number {
  const { scaleSet, terminating } = world.vm.col;
  return [...world.vm.slots()].filter((vm) => scaleSet[vm] === set + 1 && terminating[vm] === 1)
    .length;
}

/** What a set shows of its model and policies. */
export function setPolicyParts(world: World, set: number) {
  const { col } = world.scaleSet;
  const model = world.scaleSet.ref('latestModel', set);
  const spec = specOf(world, model);
  const members = instancesOf(world, set);
  const noticeUs = col.terminateNoticeUs[set]!;
  const disks = disksOfSet(world, set);
  return {
    model: world.scaleModel.col.serial[model]!,
    ...some('build', buildOf(spec.version, spec.faulty)),
    health: HEALTH_SOURCES[col.health[set]!]!,
    upgrade: upgradeOf(world, set),
    behind: members.filter((vm) => !isLatest(world, vm)).length,
    unhealthy: members.filter((vm) => healthOf(world, vm) === 'unhealthy').length,
    ...some('rollout', rolloutOf(world, set)),
    overprovision: col.overprovision[set] === 1,
    singlePlacementGroup: col.singlePlacementGroup[set] === 1,
    ...some('dataDisks', disks.length === 0 ? undefined : disks),
    ...some('administrator', parseAdministrator(administratorOfSet(world, set))),
    ...some('terminateNotice', noticeUs === 0 ? undefined : printDuration(noticeUs)),
    terminating: terminatingOf(world, set),
    surplus: surplusOf(world, set),
    ...some('repairs', repairsOf(world, set, members)),
    ...some('spot', spotOf(world, set, members)),
    ...some('mix', mixOf(world, set, members)),
    ...some('automaticImage', automaticImageOf(world, set)),
  };
}

/** The version of the application on a machine, where one was named. */
export function buildPart(world: World, vm: number) {
  const version = world.vm.text('buildVersion', vm);
  return some('build', buildOf(version, world.vm.col.buildFaulty[vm] === 1));
}

/** What an instance shows of its set's model and policies. */
export function instanceParts(world: World, vm: number) {
  const { col } = world.vm;
  const model = world.vm.ref('model', vm);
  const mark = ROLLOUT_MARKS[col.rolloutMark[vm]!]!;
  return {
    latestModel: isLatest(world, vm),
    ...some('model', model < 0 ? undefined : world.scaleModel.col.serial[model]!),
    ...some('health', healthOf(world, vm)),
    ...some('rollout', mark === 'none' ? undefined : mark),
    protectedFromActions: col.protectedFromActions[vm] === 1,
    ...some('repairing', col.repairing[vm] === 1 ? true : undefined),
    ...some('spot', col.spot[vm] === 1 ? true : undefined),
    ...some('evicted', col.evicted[vm] === 1 ? true : undefined),
    ...some('terminating', col.terminating[vm] === 1 ? true : undefined),
    ...some('noticeAtUs', col.noticeAtUs[vm] === 0 ? undefined : col.noticeAtUs[vm]!),
  };
}
