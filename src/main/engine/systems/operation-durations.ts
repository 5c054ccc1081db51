/**
 * How long operations take: drawn from what the service was measured to need.
 *
 * Every operation draws from a stream of its own, by inverse distribution through the quantiles
 * the catalogue records (rule ENG-L2). While the start state is built, and in labs that ask for
 * instant operations, nothing takes time and nothing is drawn.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { sampleQuantiles } from '../../../shared/model/quantiles.ts';
import type { OperationName } from '../../../shared/model/catalogue-compute.ts';
import type { World } from '../world/world.ts';

/** Operations of the engine that have a duration in the catalogue. */
export type TimedOperation =
  | 'create'
  | 'start'
  | 'powerOff'
  | 'guestShutdown'
  | 'deallocate'
  | 'restart'
  | 'guestRestart'
  | 'delete'
  | 'recover'
  | 'plannedReboot'
  | 'redeploy'
  | 'reapply'
  | 'liveMigrationFreeze'
  | 'memoryPreservingPause'
  | 'hostBoot'
  | 'upgrade'
  | 'reimage'
  | 'resize'
  | 'update'
  | 'diskCreate'
  | 'reimageOne'
  | 'guestBootLinux'
  | 'guestBootWindows'
  | 'isoInstallLinux'
  | 'isoInstallWindows'
  | 'imageCreate'
  | 'scaleSetCreate'
  | 'galleryVersionCreate'
  | 'galleryVersionUpdate';

/** Under which name the catalogue has an operation. */
function measuredName(operation: TimedOperation): OperationName {
  if (operation === 'upgrade') return 'scaleSetUpgradeInstances';
  // The service was measured over all changes of a machine together, sizes and disks alike.
  if (operation === 'update') return 'resize';
  if (operation === 'reimageOne') return 'reimage';
  return operation === 'reimage' ? 'scaleSetReimage' : operation;
}

/** A duration in whole microseconds; 0 when operations are instant. */
export function durationOf(world: World, operation: TimedOperation): number {
  if (world.settingUp || world.operations === 'instant') return 0;
  const measured = world.lookup.operation(measuredName(operation));
  assert(measured !== undefined, 'The catalogue gives no duration for an operation');
  const unit = world.streams.stream(`duration/${operation}`).nextUnit();
  return sampleQuantiles(measured, unit);
}
