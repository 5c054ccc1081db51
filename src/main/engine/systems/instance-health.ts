/**
 * The health of an instance as its set sees it: through the probes of a balancer, or by asking the
 * application (rule ENG-U6; docs/facts.md, facts 70 and 78).
 *
 * An instance that runs and has not been asked yet is unknown, and unknown is not healthy. One that
 * nobody wants running has no health. Nothing here acts on what it finds.
 */
import {
  HEALTH_SOURCES,
  POWER_STATES,
  ROTATION_STATES,
  type InstanceHealth,
} from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { appServes } from './app-health.ts';
import { setRotation } from './rotation.ts';

const NO_SOURCE = HEALTH_SOURCES.indexOf('none');
const PROBE = HEALTH_SOURCES.indexOf('probe');
const RUNNING = POWER_STATES.indexOf('running');
const UP = ROTATION_STATES.indexOf('up');
const UNKNOWN = ROTATION_STATES.indexOf('unknown');
const DRAINING = ROTATION_STATES.indexOf('draining');

/** What its set believes of an instance; undefined where nothing asks, or nobody wants it. */
export function healthOf(world: World, vm: number): InstanceHealth | undefined {
  const set = world.vm.ref('scaleSet', vm);
  if (set < 0 || world.vm.col.wanted[vm] === 0) return undefined;
  const source = world.scaleSet.col.health[set];
  if (source === NO_SOURCE) return undefined;
  if (source === PROBE) return probedHealth(world, vm);
  return appServes(world, vm) ? 'healthy' : 'unhealthy';
}

/** Up in one pool is healthy; not yet probed in any is unknown. */
function probedHealth(world: World, vm: number): InstanceHealth {
  const { rotation } = world.backend.col;
  const backends = world.pools.backendsOfVm(vm);
  if (world.vm.col.powerState[vm] === RUNNING) {
    if (backends.some((backend) => rotation[backend] === UP)) return 'healthy';
    if (backends.some((backend) => rotation[backend] === UNKNOWN)) return 'unknown';
  }
  return 'unhealthy';
}

/** True for an instance that should be well and is not known to be. */
export function isSick(world: World, vm: number): boolean {
  const health = healthOf(world, vm);
  return health !== undefined && health !== 'healthy';
}

/** What comes back with another system is unknown to its balancers until they have probed it. */
export function forgetHealth(world: World, vm: number): void {
  for (const backend of world.pools.backendsOfVm(vm)) {
    if (world.backend.col.rotation[backend] === DRAINING) continue;
    world.backend.col.failedProbes[backend] = 0;
    setRotation(world, { backend, rotation: UNKNOWN, cause: world.vm.col.cause[vm]! });
  }
}
