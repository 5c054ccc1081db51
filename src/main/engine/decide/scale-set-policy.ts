/**
 * Policies of scale sets as commands give them: their defaults, what of them contradicts, and how
 * they are written into a set. The deciders of adding and of changing a set share it.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import {
  EVICTION_POLICIES,
  HEALTH_SOURCES,
  ORCHESTRATIONS,
  REPAIR_ACTIONS,
  REPAIR_STATES,
  UPGRADE_MODES,
} from '../../../shared/model/kinds.ts';
import type { HealthSource } from '../../../shared/model/kinds.ts';
import type {
  Build,
  InstanceMix,
  RepairPolicy,
  SpotPolicy,
  UpgradePolicy,
} from '../../../shared/commands/scale-set-policy-commands.ts';
import { instancesMax, instancesOf } from '../systems/set-instances.ts';
import { watchSet } from '../systems/set-watch.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';
import { putImageUpgrade, putMix } from './mix-and-image.ts';

/** Defaults of the rolling policy (docs/facts.md, fact 70). */
const PERCENT = 20;
/** Bounds of the grace period, and its default (docs/facts.md, fact 79). */
const GRACE_MIN_US = 10 * US_PER_MINUTE;
const GRACE_MAX_US = 90 * US_PER_MINUTE;
/** Bounds of the notice before a deletion (docs/facts.md, fact 80). */
const NOTICE_MIN_US = 5 * US_PER_MINUTE;
const NOTICE_MAX_US = 15 * US_PER_MINUTE;
const UNIFORM = ORCHESTRATIONS.indexOf('uniform');

/** The policies of a command that adds or changes a set. */
export interface Policies {
  readonly health?: HealthSource | undefined;
  readonly upgrade?: UpgradePolicy | undefined;
  readonly repairs?: 'off' | RepairPolicy | undefined;
  readonly overprovision?: boolean | undefined;
  readonly singlePlacementGroup?: boolean | undefined;
  readonly terminateNotice?: string | undefined;
  readonly mix?: InstanceMix | undefined;
  readonly automaticImageUpgrade?: boolean | undefined;
}

/** A build as columns hold it. */
export function buildOf(build: Build | undefined): { version: string; faulty: boolean } {
  return { version: build?.version ?? '', faulty: build?.faulty === true };
}

/**
 * Whether health and upgrade policy fit together and fit the set. A probe needs a balancer, and a
 * flexible set asks the application (fact 70). Refuses with `scaleSet.healthSource`.
 */
export function checkHealth(input: {
  id: string;
  uniform: boolean;
  balancers: number;
  health: HealthSource;
  /** A rolling upgrade or automatic repairs, which look at it. */
  needed: boolean;
}): Result<void> {
  const { id, uniform, balancers, health, needed } = input;
  const details = { scaleSet: id, health };
  if (needed && health === 'none') {
    return refuse({
      code: 'scaleSet.healthSource',
      message: `Nothing says which instances of ${id} are healthy, and that policy needs it.`,
      hint: 'Name a source of health: the application, or the probe of a balancer.',
      details,
    });
  }
  if (health === 'probe' && !uniform) {
    return refuse({
      code: 'scaleSet.healthSource',
      message: `${id} is flexible, and flexible sets ask the application, not a balancer.`,
      hint: 'Use application as the source of health, or make the set uniform.',
      details,
    });
  }
  if (health === 'probe' && balancers === 0) {
    return refuse({
      code: 'scaleSet.healthSource',
      message: `${id} stands behind no balancer, so there is no probe that could answer.`,
      hint: 'Use application as the source of health, or put the set behind a balancer.',
      details,
    });
  }
  return ok(undefined);
}

/** As `checkHealth`, for a set that exists, with what a command changes laid over it. */
export function checkPolicies(world: World, set: number, change: Policies): Result<void> {
  const { col } = world.scaleSet;
  const { scaleSet } = world.scaleSetPool.col;
  const pools = [...world.scaleSetPool.slots()].filter((row) => scaleSet[row] === set + 1);
  const uniform = col.orchestration[set] === UNIFORM;
  const rolls = (change.upgrade?.mode ?? UPGRADE_MODES[col.upgradeMode[set]!]) === 'rolling';
  const repairs = change.repairs === undefined ? col.repairs[set] === 1 : change.repairs !== 'off';
  const healthy = checkHealth({
    id: world.scaleSet.text('name', set),
    uniform,
    balancers: pools.length,
    health: change.health ?? HEALTH_SOURCES[col.health[set]!]!,
    needed: rolls || repairs || upgradesImage(world, set, change),
  });
  return healthy.ok ? checkKind(change, uniform) : healthy;
}

function upgradesImage(world: World, set: number, change: Policies): boolean {
  return change.automaticImageUpgrade ?? world.scaleSet.col.imageUpgrade[set] === 1;
}

/** Bounds and kinds of set of the other policies. */
export function checkKind(policies: Policies, uniform: boolean): Result<void> {
  const { repairs, overprovision, singlePlacementGroup } = policies;
  const graceUs = durationUs(typeof repairs === 'object' ? repairs.grace : undefined, GRACE_MIN_US);
  if (graceUs < GRACE_MIN_US || graceUs > GRACE_MAX_US) {
    return refuse({
      code: 'scaleSet.grace',
      message: 'The grace period of automatic repairs lasts from 10m to 90m.',
      hint: 'Choose a time between the two.',
      details: { graceUs, minUs: GRACE_MIN_US, maxUs: GRACE_MAX_US },
    });
  }
  const { terminateNotice } = policies;
  const noticeUs = durationUs(
    terminateNotice === 'off' ? undefined : terminateNotice,
    NOTICE_MIN_US,
  );
  if (noticeUs < NOTICE_MIN_US || noticeUs > NOTICE_MAX_US) {
    return refuse({
      code: 'scaleSet.notice',
      message: 'An instance is told from 5m to 15m before it is deleted.',
      hint: 'Choose a time between the two.',
      details: { noticeUs, minUs: NOTICE_MIN_US, maxUs: NOTICE_MAX_US },
    });
  }
  const policy = overprovision === true ? 'overprovision' : 'singlePlacementGroup';
  const matter = overprovision === true ? 'overprovisioning' : 'a single placement group';
  if (!uniform && (overprovision === true || singlePlacementGroup === true)) {
    return refuse({
      code: 'scaleSet.notUniform',
      message: `The set is flexible, and ${matter} is a matter of uniform sets.`,
      hint: 'Leave it out, or make the set uniform.',
      details: { policy },
    });
  }
  return ok(undefined);
}

/** Refuses more instances than one placement group, or one set, can have (fact 64). */
export function checkCapacity(input: {
  id: string;
  capacity: number;
  single: boolean;
}): Result<void> {
  const { id, capacity, single } = input;
  const max = instancesMax(single);
  if (capacity <= max) return ok(undefined);
  return refuse({
    code: 'scaleSet.tooMany',
    message: `${id} is to have ${capacity} instances, and one placement group holds ${max}.`,
    hint: 'Ask for fewer, or let the set span several placement groups.',
    details: { scaleSet: id, capacity, max },
  });
}

/** Whether spot instances fit the set (facts 31 and 81). */
export function checkSpot(input: {
  spot: SpotPolicy | undefined;
  uniform: boolean;
  size: string;
}): Result<void> {
  const { spot, uniform, size } = input;
  if (spot === undefined) return ok(undefined);
  if (uniform && ((spot.base ?? 0) > 0 || (spot.regularPercent ?? 0) > 0)) {
    return refuse({
      code: 'scaleSet.mixUniform',
      message: 'A uniform set is spot as a whole or not at all; a mix of both was asked for.',
      hint: 'Make the set flexible, or leave out the base and the share of regular ones.',
      details: { base: spot.base ?? 0, regularPercent: spot.regularPercent ?? 0 },
    });
  }
  if (/^(?:Standard_)?B/.test(size)) {
    return refuse({
      code: 'scaleSet.spotSize',
      message: `${size} is a burstable size, and those are not offered as spot in scale sets.`,
      hint: 'Choose a size of another family.',
      details: { size },
    });
  }
  return ok(undefined);
}

/** Writes what a command says of policies; what it does not name stays. */
export function putPolicies(world: World, set: number, policies: Policies): void {
  const { col } = world.scaleSet;
  if (policies.health !== undefined) {
    col.health[set] = HEALTH_SOURCES.indexOf(policies.health);
    for (const vm of instancesOf(world, set)) world.vm.dirty.touch(vm);
  }
  if (policies.upgrade !== undefined) putUpgrade(world, set, policies.upgrade);
  if (policies.repairs !== undefined) putRepairs(world, set, policies.repairs);
  if (policies.overprovision !== undefined) col.overprovision[set] = policies.overprovision ? 1 : 0;
  const { terminateNotice } = policies;
  if (terminateNotice !== undefined)
    col.terminateNoticeUs[set] = terminateNotice === 'off' ? 0 : durationUs(terminateNotice, 0);
  if (policies.singlePlacementGroup !== undefined)
    col.singlePlacementGroup[set] = policies.singlePlacementGroup ? 1 : 0;
  putMix(world, set, policies.mix);
  putImageUpgrade(world, set, policies.automaticImageUpgrade);
  world.scaleSet.dirty.touch(set);
}

/** Writes an upgrade policy, whole: what it does not name is the default. */
export function putUpgrade(world: World, set: number, policy: UpgradePolicy): void {
  const { col } = world.scaleSet;
  col.upgradeMode[set] = UPGRADE_MODES.indexOf(policy.mode);
  col.batchPercent[set] = policy.batchPercent ?? PERCENT;
  col.maxUnhealthyPercent[set] = policy.maxUnhealthyPercent ?? PERCENT;
  col.maxUnhealthyUpgradedPercent[set] = policy.maxUnhealthyUpgradedPercent ?? PERCENT;
  col.pauseUs[set] = durationUs(policy.pause, 0);
  col.prioritizeUnhealthy[set] = policy.prioritizeUnhealthy === true ? 1 : 0;
  col.maxSurge[set] = policy.maxSurge === true ? 1 : 0;
  col.rollback[set] = policy.rollback === true ? 1 : 0;
}

/** Turns automatic repairs off, or on with a policy, whole; they begin to look at once. */
function putRepairs(world: World, set: number, repairs: 'off' | RepairPolicy): void {
  const { col } = world.scaleSet;
  const off = repairs === 'off';
  col.repairs[set] = off ? 0 : 1;
  col.repairAction[set] = REPAIR_ACTIONS.indexOf(off ? 'replace' : (repairs.action ?? 'replace'));
  col.repairGraceUs[set] = durationUs(off ? undefined : repairs.grace, GRACE_MIN_US);
  col.repairState[set] = REPAIR_STATES.indexOf('running');
  col.repairFailures[set] = 0;
  for (const vm of world.vm.slots()) {
    if (world.vm.col.scaleSet[vm] !== set + 1) continue;
    world.vm.col.repairing[vm] = 0;
    world.vm.dirty.touch(vm);
  }
  watchSet(world, set);
}

/** Writes the priorities of a new set. */
export function putSpot(world: World, set: number, spot: SpotPolicy | undefined): void {
  const { col } = world.scaleSet;
  if (spot === undefined) return;
  col.spot[set] = 1;
  col.spotBase[set] = spot.base ?? 0;
  col.spotRegularPercent[set] = spot.regularPercent ?? 0;
  col.eviction[set] = EVICTION_POLICIES.indexOf(spot.eviction ?? 'deallocate');
  col.restoreUs[set] = durationUs(spot.restore, 0);
  watchSet(world, set);
}
