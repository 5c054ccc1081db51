/**
 * Rotation: what a balancer believes of its backends. Probes and planned maintenance change it, and
 * only through here, because every request asks for the backends in rotation and the answer is kept
 * until one of them changes.
 */
import { ROTATION_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { noteServing } from './move-marks.ts';
import { touchInstance } from './touch-instance.ts';

const UP = ROTATION_STATES.indexOf('up');

/** Puts a backend into a rotation state; `cause` explains why it is not up. */
export function setRotation(
  world: World,
  change: { readonly backend: number; readonly rotation: number; readonly cause: number },
): void {
  const { backend, rotation } = change;
  const { col } = world.backend;
  const balancer = col.balancer[backend]! - 1;
  col.rotation[backend] = rotation;
  col.cause[backend] = rotation === UP ? 0 : change.cause;
  world.backend.dirty.touch(backend);
  world.balancer.dirty.touch(balancer);
  touchInstance(world, col.vm[backend]! - 1);
  world.pools.rotationChanged(balancer);
  if (rotation === UP) noteServing(world, col.vm[backend]! - 1);
}
