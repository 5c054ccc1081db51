/**
 * Rolling upgrades: batch after batch, watched, and stopped when they do harm
 * (rules ENG-U7 to ENG-U11; docs/facts.md, facts 70 to 73).
 *
 * Before a batch the whole set is looked at, after it the upgraded instances are. A batch is over
 * when all of it is healthy, or when the time to become so has passed. Whatever stops an upgrade
 * is written down with the numbers it was decided by.
 */
import { US_PER_MINUTE, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { ROLLOUT_MARKS, ROLLOUT_PHASES, ROLLOUT_STATES } from '../../../shared/model/kinds.ts';
import type { RolloutState } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { isSick } from './instance-health.ts';
import { isLatest } from './instance-model.ts';
import { isIdle, upgradeInstance } from './instance-upgrade.ts';
import { addInstance } from './scale-sets.ts';
import { instancesOf, removeInstance } from './set-instances.ts';
import { touchInstance } from './touch-instance.ts';
import { untilImageWindowUs } from './window-times.ts';

/** Time between two looks at a batch: the interval of health checks (fact 78). */
const LOOK_US = 5 * US_PER_SECOND;
/** Time a batch has to become healthy once its operations are done (fact 73). */
const HEALTHY_WITHIN_US = 5 * US_PER_MINUTE;
const WHOLE_PERCENT = 100;

const NO_PHASE = ROLLOUT_PHASES.indexOf('none');
const WORKING = ROLLOUT_PHASES.indexOf('working');
const PAUSING = ROLLOUT_PHASES.indexOf('pausing');
const ROLLING_FORWARD = ROLLOUT_STATES.indexOf('rollingForward');
const NO_MARK = ROLLOUT_MARKS.indexOf('none');
const IN_PROGRESS = ROLLOUT_MARKS.indexOf('inProgress');
const SURGING = ROLLOUT_MARKS.indexOf('surging');
const LEAVING = ROLLOUT_MARKS.indexOf('leaving');
const SUCCESSFUL = ROLLOUT_MARKS.indexOf('successful');
const FAILED = ROLLOUT_MARKS.indexOf('failed');
const ROLLED_BACK = ROLLOUT_MARKS.indexOf('rolledBack');

/** How many instances one batch takes: floor(n·p/100), at least 1 (fact 71). */
export function batchSizeOf(instances: number, percent: number): number {
  return Math.max(1, Math.floor((instances * percent) / WHOLE_PERCENT));
}

/** Of an image upgrade the service makes batches of a fifth at most (fact 73). */
const IMAGE_BATCH_PERCENT = 20;

function batchPercentOf(world: World, set: number): number {
  const { batchPercent, rolloutOfImage } = world.scaleSet.col;
  const percent = batchPercent[set]!;
  return rolloutOfImage[set] === 1 ? Math.min(percent, IMAGE_BATCH_PERCENT) : percent;
}

/** Begins with the first batch. */
export function startRollout(world: World, set: number, because: number): void {
  const { col } = world.scaleSet;
  for (const vm of instancesOf(world, set)) mark(world, vm, NO_MARK);
  col.rolloutState[set] = ROLLING_FORWARD;
  col.rolloutBatch[set] = 0;
  col.rolloutSuccessful[set] = 0;
  col.rolloutFailed[set] = 0;
  col.rolloutCause[set] = happen(world, {
    kind: 'rollout.started',
    table: 'scaleSet',
    slot: set,
    cause: because,
    details: {
      instances: instancesOf(world, set).length,
      pending: pendingOf(world, set).length,
      batchPercent: batchPercentOf(world, set),
    },
  });
  nextBatch(world, set);
}

/** No batch begins any more; the one under way is watched to its end. */
export function cancelRollout(world: World, set: number): void {
  if (world.scaleSet.col.rolloutPhase[set] === WORKING) conclude(world, set, 'cancelled', {});
  else endRollout(world, set, { state: 'cancelled', details: {} });
}

/** Instances whose turn is still to come. */
export function pendingOf(world: World, set: number): number[] {
  const { rolloutMark, protectedFromActions } = world.vm.col;
  return instancesOf(world, set).filter(
    (vm) => rolloutMark[vm] === NO_MARK && protectedFromActions[vm] === 0 && !isLatest(world, vm),
  );
}

/** Instances with one of some marks. */
function marked(world: World, set: number, ...marks: readonly number[]): number[] {
  return instancesOf(world, set).filter((vm) => marks.includes(world.vm.col.rolloutMark[vm]!));
}

/** How many instances a batch is working on. */
export function inProgressOf(world: World, set: number): number {
  return marked(world, set, IN_PROGRESS, SURGING).length;
}

function mark(world: World, vm: number, value: number): void {
  world.vm.col.rolloutMark[vm] = value;
  touchInstance(world, vm);
}

function enter(world: World, set: number, plan: { phase: number; delayUs: number }): void {
  const { col } = world.scaleSet;
  col.rolloutPhase[set] = plan.phase;
  col.rolloutSerial[set]! += 1;
  world.scaleSet.dirty.touch(set);
  world.schedule({
    atUs: world.nowUs + plan.delayUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.rollout,
    slot: set,
    generation: world.scaleSet.generation[set]!,
    payload: col.rolloutSerial[set]!,
  });
}

/** Event: a batch is looked at, or a pause is over. */
export function onRollout(world: World, set: number): void {
  const { col } = world.scaleSet;
  if (col.rolloutPhase[set] === WORKING) lookAtBatch(world, set);
  else if (col.rolloutPhase[set] === PAUSING) nextBatch(world, set);
}

/** Begins a batch, unless none is left or too many of the set are unhealthy already. */
function nextBatch(world: World, set: number): void {
  const { col } = world.scaleSet;
  const pending = pendingOf(world, set);
  if (pending.length === 0) {
    endRollout(world, set, { state: 'completed', details: {} });
    return;
  }
  const waitUs = col.rolloutOfImage[set] === 1 ? untilImageWindowUs(world, set) : 0;
  if (waitUs > 0) {
    col.rolloutEndsAtUs[set] = world.nowUs + waitUs;
    if (Number.isFinite(waitUs)) enter(world, set, { phase: PAUSING, delayUs: waitUs });
    return;
  }
  const members = instancesOf(world, set);
  const unhealthy = members.filter((vm) => isSick(world, vm)).length;
  const maxPercent = col.maxUnhealthyPercent[set]!;
  if (unhealthy * WHOLE_PERCENT > maxPercent * members.length) {
    const details = { rule: 'unhealthy', unhealthy, of: members.length, maxPercent };
    endRollout(world, set, { state: 'faulted', details });
    return;
  }
  const batch = chooseBatch(world, set, {
    pending,
    size: batchSizeOf(members.length, batchPercentOf(world, set)),
  });
  if (batch.length === 0) {
    // Everything left is busy with something else; its turn comes when that is done.
    enter(world, set, { phase: PAUSING, delayUs: LOOK_US });
    return;
  }
  beginBatch(world, set, batch);
}

/**
 * The instances of the next batch: idle ones of one zone, the unhealthy first where the policy
 * wants that, otherwise in order of their numbers.
 */
function chooseBatch(
  world: World,
  set: number,
  input: { pending: readonly number[]; size: number },
): number[] {
  const { instance, zone } = world.vm.col;
  const first = world.scaleSet.col.prioritizeUnhealthy[set] === 1;
  function rank(vm: number): number {
    return first && isSick(world, vm) ? 0 : 1;
  }
  const ready = input.pending
    .filter((vm) => isIdle(world, vm))
    .sort((a, b) => rank(a) - rank(b) || zone[a]! - zone[b]! || instance[a]! - instance[b]!);
  const inZone = ready.filter((vm) => zone[vm] === zone[ready[0] ?? 0]);
  return inZone.slice(0, input.size);
}

function beginBatch(world: World, set: number, batch: readonly number[]): void {
  const { col } = world.scaleSet;
  col.rolloutBatch[set]! += 1;
  col.rolloutEndsAtUs[set] = 0;
  const cause = happen(world, {
    kind: 'rollout.batch',
    table: 'scaleSet',
    slot: set,
    cause: col.rolloutCause[set]!,
    details: { batch: col.rolloutBatch[set]!, instances: batch.length },
  });
  const made = col.maxSurge[set] === 1 ? surge(world, set, { wanted: batch.length, cause }) : 0;
  for (const [index, vm] of batch.entries()) {
    if (index < made) mark(world, vm, LEAVING);
    else upgradeInPlace(world, set, { vm, cause });
  }
  enter(world, set, { phase: WORKING, delayUs: LOOK_US });
}

/** Makes new instances beside the old ones, as many as there is room for (fact 72). */
function surge(world: World, set: number, input: { wanted: number; cause: number }): number {
  let made = 0;
  while (made < input.wanted) {
    const vm = addInstance(world, set, { cause: input.cause });
    if (vm < 0) break;
    mark(world, vm, SURGING);
    made += 1;
  }
  world.scaleSet.col.surge[set] = made;
  return made;
}

function upgradeInPlace(world: World, set: number, input: { vm: number; cause: number }): void {
  const { vm, cause } = input;
  const model = world.scaleSet.ref('latestModel', set);
  const outcome = upgradeInstance(world, vm, { model, cause });
  if (outcome !== 'noRoom') {
    mark(world, vm, IN_PROGRESS);
    return;
  }
  mark(world, vm, FAILED);
  world.scaleSet.col.rolloutFailed[set]! += 1;
}

function lookAtBatch(world: World, set: number): void {
  const { col } = world.scaleSet;
  const batch = marked(world, set, IN_PROGRESS, SURGING);
  const working = batch.some((vm) => !isIdle(world, vm));
  if (!working && col.rolloutEndsAtUs[set] === 0)
    col.rolloutEndsAtUs[set] = world.nowUs + HEALTHY_WITHIN_US;
  const sick = batch.filter((vm) => isSick(world, vm));
  const waits = working || (sick.length > 0 && world.nowUs < col.rolloutEndsAtUs[set]!);
  if (waits) enter(world, set, { phase: WORKING, delayUs: LOOK_US });
  else endBatch(world, set, { batch, sick });
}

/** Counts a batch, exchanges what surged for what leaves, and judges the upgraded ones. */
function endBatch(
  world: World,
  set: number,
  input: { batch: readonly number[]; sick: readonly number[] },
): void {
  const { col } = world.scaleSet;
  const sick = new Set(input.sick);
  const cause = col.rolloutCause[set]!;
  const surged = input.batch.filter((vm) => world.vm.col.rolloutMark[vm] === SURGING);
  for (const vm of input.batch) mark(world, vm, sick.has(vm) ? FAILED : SUCCESSFUL);
  col.rolloutSuccessful[set]! += input.batch.length - sick.size;
  col.rolloutFailed[set]! += sick.size;
  settleSurge(world, set, { surged, sick, cause });
  if (col.rolloutState[set] !== ROLLING_FORWARD) {
    if (col.rolloutOfImage[set] === 1) endImageRollout(world, set, 'cancelled');
    col.rolloutPhase[set] = NO_PHASE;
    world.scaleSet.dirty.touch(set);
    return;
  }
  const unhealthy =
    col.rolloutFailed[set]! +
    marked(world, set, SUCCESSFUL).filter((vm) => isSick(world, vm)).length;
  const of = col.rolloutSuccessful[set]! + col.rolloutFailed[set]!;
  const maxPercent = col.maxUnhealthyUpgradedPercent[set]!;
  if (unhealthy * WHOLE_PERCENT > maxPercent * of) {
    const details = { rule: 'unhealthyUpgraded', unhealthy, of, maxPercent };
    endRollout(world, set, { state: 'faulted', details });
    return;
  }
  pause(world, set);
}

function pause(world: World, set: number): void {
  const pauseUs = world.scaleSet.col.pauseUs[set]!;
  world.scaleSet.col.rolloutEndsAtUs[set] = world.nowUs + pauseUs;
  if (pauseUs === 0 || pendingOf(world, set).length === 0) nextBatch(world, set);
  else enter(world, set, { phase: PAUSING, delayUs: pauseUs });
}

/** For each new instance that is well an old one goes; one that is not goes itself. */
function settleSurge(
  world: World,
  set: number,
  input: { surged: readonly number[]; sick: ReadonlySet<number>; cause: number },
): void {
  const leaving = marked(world, set, LEAVING);
  world.scaleSet.col.surge[set] = 0;
  for (const vm of input.surged) {
    const old = leaving.shift();
    if (input.sick.has(vm)) {
      removeInstance(world, vm, input.cause);
      if (old !== undefined) mark(world, old, FAILED);
    } else if (old !== undefined) {
      removeInstance(world, old, input.cause);
    }
  }
  for (const vm of leaving) mark(world, vm, NO_MARK);
}

interface End {
  readonly state: RolloutState;
  readonly details: Readonly<Record<string, string | number>>;
}

function endRollout(world: World, set: number, end: End): void {
  const { col } = world.scaleSet;
  col.rolloutPhase[set] = NO_PHASE;
  col.rolloutEndsAtUs[set] = 0;
  col.rolloutSerial[set]! += 1;
  const cause = conclude(world, set, end.state, end.details);
  const putBack = col.rollback[set] === 1 || col.rolloutOfImage[set] === 1;
  if (end.state === 'faulted' && putBack) rollBack(world, set, cause);
  if (col.rolloutOfImage[set] === 1) endImageRollout(world, set, end.state);
}

/** A version that did harm is given up: the set goes back to the one before and stays there. */
function endImageRollout(world: World, set: number, state: RolloutState): void {
  const { scaleSet } = world;
  const before = scaleSet.ref('modelBefore', set);
  scaleSet.col.rolloutOfImage[set] = 0;
  scaleSet.setRef({ column: 'modelBefore', slot: set, to: -1 });
  if (state === 'completed' || before < 0) return;
  const refused = world.scaleModel.text('exact', scaleSet.ref('latestModel', set));
  scaleSet.setText({ column: 'refusedImage', slot: set, text: refused });
  scaleSet.setRef({ column: 'latestModel', slot: set, to: before });
  for (const vm of instancesOf(world, set)) world.vm.dirty.touch(vm);
}

/** Writes down how an upgrade ended and with which counts. */
function conclude(
  world: World,
  set: number,
  state: RolloutState,
  details: Readonly<Record<string, string | number>>,
): number {
  const { col } = world.scaleSet;
  col.rolloutState[set] = ROLLOUT_STATES.indexOf(state);
  world.scaleSet.dirty.touch(set);
  return happen(world, {
    kind: 'rollout.ended',
    table: 'scaleSet',
    slot: set,
    cause: col.rolloutCause[set]!,
    details: {
      state,
      batch: col.rolloutBatch[set]!,
      successful: col.rolloutSuccessful[set]!,
      failed: col.rolloutFailed[set]!,
      pending: pendingOf(world, set).length,
      ...details,
    },
  });
}

/** Instances that failed go back to the model they had (fact 70). */
function rollBack(world: World, set: number, because: number): void {
  const failed = marked(world, set, FAILED).filter(
    (vm) => world.vm.col.priorModel[vm]! > 0 && isLatest(world, vm) && isIdle(world, vm),
  );
  if (failed.length === 0) return;
  const cause = happen(world, {
    kind: 'rollout.rolledBack',
    table: 'scaleSet',
    slot: set,
    cause: because,
    details: { instances: failed.length },
  });
  for (const vm of failed) {
    upgradeInstance(world, vm, { model: world.vm.ref('priorModel', vm), cause });
    mark(world, vm, ROLLED_BACK);
  }
}
