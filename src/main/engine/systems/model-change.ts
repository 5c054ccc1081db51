/**
 * What follows from a new model, by the upgrade policy of the set (rules ENG-U3, ENG-U7;
 * docs/facts.md, fact 69): nothing, everything at once, or batch after batch. How a batch goes on
 * is the matter of the rolling upgrade.
 */
import { ROLLOUT_STATES, UPGRADE_MODES } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { pinImage } from './image-pin.ts';
import { addModel, isLatest, type ModelSpec } from './instance-model.ts';
import { isIdle, upgradeInstance } from './instance-upgrade.ts';
import { startRollout } from './rolling-upgrade.ts';
import { instancesOf } from './set-instances.ts';

const AUTOMATIC = UPGRADE_MODES.indexOf('automatic');
const ROLLING = UPGRADE_MODES.indexOf('rolling');
const ROLLING_FORWARD = ROLLOUT_STATES.indexOf('rollingForward');

/** Makes a model the latest one; instances follow as the policy says. */
export function changeModel(world: World, set: number, spec: ModelSpec): void {
  const cause = happen(world, {
    kind: 'scaleSet.modelChanged',
    table: 'scaleSet',
    slot: set,
    cause: world.decisionId,
    details: { size: spec.size, image: spec.image, version: spec.version },
  });
  addModel(world, set, { spec, cause });
  if (world.scaleSet.col.imageUpgrade[set] === 1) pinImage(world, set);
  const mode = world.scaleSet.col.upgradeMode[set];
  if (mode === AUTOMATIC) upgradeNow(world, set, { instances: behind(world, set), cause });
  if (mode === ROLLING && behind(world, set).length > 0) startRollout(world, set, cause);
}

/** Instances that are behind the model and that set-wide actions may touch. */
export function behind(world: World, set: number): number[] {
  return instancesOf(world, set).filter(
    (vm) => !isLatest(world, vm) && world.vm.col.protectedFromActions[vm] === 0,
  );
}

/** Brings instances to the latest model at once; one that is busy is left as it is. */
export function upgradeNow(
  world: World,
  set: number,
  plan: { instances: readonly number[]; cause: number },
): void {
  const model = world.scaleSet.ref('latestModel', set);
  for (const vm of plan.instances) {
    if (isIdle(world, vm)) upgradeInstance(world, vm, { model, cause: plan.cause });
  }
}

/** True while batches of an upgrade are under way or still to come. */
export function isRollingForward(world: World, set: number): boolean {
  return world.scaleSet.col.rolloutState[set] === ROLLING_FORWARD;
}

/** The id of a set, for refusals. */
export function setId(world: World, set: number): string {
  return textIdOf(world, 'scaleSet', set);
}
