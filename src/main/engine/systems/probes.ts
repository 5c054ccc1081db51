/**
 * Health probes: how a balancer finds out which backends live (rules ENG-S4, ENG-S5).
 *
 * Between two probes it knows nothing new: a machine that died a moment ago still receives
 * requests, and they are lost. That gap is the lesson, so nothing here takes a short cut.
 */
import { POWER_STATES, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { setRotation } from './rotation.ts';
import { happen, type World } from '../world/world.ts';

const VM_RUNNING = POWER_STATES.indexOf('running');
const UP = ROTATION_STATES.indexOf('up');
const DOWN = ROTATION_STATES.indexOf('down');
const DRAINING = ROTATION_STATES.indexOf('draining');

/**
 * Begins to probe, the first time at once. Call it when a balancer is made or its probe changed.
 */
export function startProbing(world: World, balancer: number): void {
  const { col } = world.balancer;
  col.probeSerial[balancer] = (col.probeSerial[balancer]! + 1) >>> 0;
  scheduleProbe(world, balancer, 0);
}

function scheduleProbe(world: World, balancer: number, delayUs: number): void {
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.probe,
    kind: EVENT.probe,
    slot: balancer,
    generation: world.balancer.generation[balancer]!,
    payload: world.balancer.col.probeSerial[balancer]!,
  });
}

/** Event: every backend is asked once. */
export function onProbe(world: World, balancer: number, serial: number): void {
  const { col } = world.balancer;
  if (col.probeSerial[balancer] !== serial) return;
  for (const backend of world.pools.backendsOfBalancer(balancer))
    probeBackend(world, balancer, backend);
  scheduleProbe(world, balancer, col.probeIntervalUs[balancer]!);
}

function probeBackend(world: World, balancer: number, backend: number): void {
  const { col } = world.backend;
  const vm = col.vm[backend]! - 1;
  if (col.rotation[backend] === DRAINING) return;
  if (world.vm.col.powerState[vm] === VM_RUNNING) {
    if (col.failedProbes[backend]! > 0) world.balancer.dirty.touch(balancer);
    col.failedProbes[backend] = 0;
    if (col.rotation[backend] === UP) return;
    announce(world, { balancer, backend, vm, rotation: UP });
    return;
  }
  if (col.rotation[backend] === DOWN) return;
  col.failedProbes[backend]! += 1;
  world.balancer.dirty.touch(balancer);
  if (col.failedProbes[backend]! < world.balancer.col.probeThreshold[balancer]!) return;
  announce(world, { balancer, backend, vm, rotation: DOWN });
}

function announce(
  world: World,
  change: { balancer: number; backend: number; vm: number; rotation: number },
): void {
  const { balancer, backend, vm, rotation } = change;
  const happening = happen(world, {
    kind: rotation === UP ? 'backend.up' : 'backend.down',
    table: 'vm',
    slot: vm,
    cause: rotation === UP ? 0 : world.vm.col.cause[vm]!,
    details: {
      balancer: textIdOf(world, 'balancer', balancer),
      failedProbes: world.backend.col.failedProbes[backend]!,
    },
  });
  setRotation(world, { backend, rotation, cause: happening });
}
