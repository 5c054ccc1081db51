/**
 * Automatic upgrades of the system image of a scale set (rules ENG-U25 to ENG-U27; docs/facts.md,
 * fact 73).
 *
 * Once a minute a set that wants them looks at what the latest version of its image is. A newer
 * one becomes a model of its own and is rolled out in batches of at most a fifth, watched by
 * health, and put back where it does harm; such a version is not tried again.
 */
import { ROLLOUT_STATES } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { latestImageOf } from './image-pin.ts';
import { addModel, specOf } from './instance-model.ts';
import { startRollout } from './rolling-upgrade.ts';
import { untilImageWindowUs } from './window-times.ts';
import { behind } from './model-change.ts';

const ROLLING_FORWARD = ROLLOUT_STATES.indexOf('rollingForward');

/** Begins an upgrade when there is a newer version of the image. */
export function lookForImage(world: World, set: number): void {
  const { col } = world.scaleSet;
  if (col.imageUpgrade[set] === 0 || col.rolloutState[set] === ROLLING_FORWARD) return;
  if (untilImageWindowUs(world, set) > 0) return;
  const latest = latestImageOf(world, set);
  const model = world.scaleSet.ref('latestModel', set);
  const now = world.scaleModel.text('exact', model);
  if (latest === now || latest === world.scaleSet.text('refusedImage', set)) return;
  const cause = happen(world, {
    kind: 'scaleSet.imageReleased',
    table: 'scaleSet',
    slot: set,
    cause: 0,
    details: { image: latest, before: now },
  });
  world.scaleSet.setRef({ column: 'modelBefore', slot: set, to: model });
  addModel(world, set, { spec: specOf(world, model), cause, exact: latest });
  if (behind(world, set).length === 0) return;
  col.rolloutOfImage[set] = 1;
  startRollout(world, set, cause);
}
