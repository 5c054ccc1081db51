/**
 * What must hold of scale sets after every event: how many instances there are, and what each says
 * of its set (rules INV-20 to INV-22). Recomputed from scratch, like the other invariants.
 */
import { EVICTION_POLICIES, POWER_STATES, VM_OPERATIONS } from '../../shared/model/kinds.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

type Report = (rule: string, message: string) => void;

const DELETE = VM_OPERATIONS.indexOf('delete');
const RUNNING = POWER_STATES.indexOf('running');
const EVICTIONS = EVICTION_POLICIES.length;

/** Checks every set. */
export function checkScaleSets(world: World, report: Report): void {
  for (const set of world.scaleSet.slots()) checkCount(world, set, report);
  for (const vm of world.vm.slots()) checkInstance(world, vm, report);
}

/** INV-20: instances exceed the capacity by surge and overprovisioning alone. */
function checkCount(world: World, set: number, report: Report): void {
  const { col } = world.scaleSet;
  let instances = 0;
  let candidates = 0;
  for (const vm of world.vm.slots()) {
    if (world.vm.col.scaleSet[vm] !== set + 1 || world.vm.col.operation[vm] === DELETE) continue;
    if (world.vm.col.terminating[vm] === 1) continue;
    instances += 1;
    candidates += world.vm.col.candidate[vm]!;
  }
  const wanted = col.candidatesWanted[set]!;
  const allowed = col.capacity[set]! + col.surge[set]! + Math.max(0, candidates - wanted);
  const id = textIdOf(world, 'scaleSet', set);
  if (instances > allowed) report('INV-20', `${id} has ${instances} instances, ${allowed} at most`);
  if (wanted === 0 && candidates > 0) report('INV-20', `${id} has candidates nobody waits for`);
  if (col.eviction[set]! >= EVICTIONS) report('INV-22', `${id} has no proper eviction policy`);
}

/**
 * INV-21: an instance was made from a model of its own set, and what its version does to it shows.
 * INV-22: an evicted machine is a spot instance that does not run.
 */
function checkInstance(world: World, vm: number, report: Report): void {
  const { col } = world.vm;
  const id = textIdOf(world, 'vm', vm);
  for (const column of ['model', 'priorModel'] as const) {
    const model = world.vm.ref(column, vm);
    if (model < 0) continue;
    if (
      !world.scaleModel.isAlive(model) ||
      world.scaleModel.col.scaleSet[model] !== col.scaleSet[vm]
    )
      report('INV-21', `${id} was made from a model of another set`);
  }
  if (col.buildFaulty[vm] === 1 && col.powerState[vm] === RUNNING && col.appState[vm] === 0)
    report('INV-21', `${id} serves with a version that cannot`);
  if (col.evicted[vm] === 1 && (col.spot[vm] === 0 || col.powerState[vm] === RUNNING))
    report('INV-22', `${id} is evicted and runs, or was never spot`);
}
