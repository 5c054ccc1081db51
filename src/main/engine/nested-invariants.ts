/**
 * Invariants of machines inside machines (rules INV-150 to INV-152), recomputed as plainly as
 * possible from the columns. Nothing here may use what the systems keep for their own speed.
 */
import { POWER_STATES } from '../../shared/model/kinds.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const RUNNING = POWER_STATES.indexOf('running');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const EXECUTES = POWER_STATES.map((state) => ['starting', 'running', 'stopping'].includes(state));

type Report = (rule: string, message: string) => void;

/** Everything that does not hold between machines and those inside them. */
export function checkNested(world: World, report: Report): void {
  for (const nest of world.nest.slots()) checkNest(world, nest, report);
  for (const vm of world.vm.slots()) {
    if (world.vm.col.inside[vm]! > 0) checkInner(world, vm, report);
    if (world.vm.col.nest[vm] === 0) continue;
    const nest = world.vm.col.nest[vm]! - 1;
    if (!world.nest.isAlive(nest) || world.nest.col.vm[nest] !== vm + 1)
      report('INV-150', `${textIdOf(world, 'vm', vm)} names a hypervisor that is not its own`);
  }
}

/** INV-150: one storey is put on another, and what it promises is what its machine has. */
function checkNest(world: World, nest: number, report: Report): void {
  const { col } = world.nest;
  const outer = col.vm[nest]! - 1;
  if (outer < 0 || world.vm.col.nest[outer] !== nest + 1) {
    report('INV-150', 'a hypervisor is left of a machine that is gone');
    return;
  }
  const id = textIdOf(world, 'vm', outer);
  const { vCpu, memoryMib, inside, powerState } = world.vm.col;
  if (inside[outer]! > 0) report('INV-150', `${id} has a hypervisor and is inside another one`);
  let vCpus = 0;
  let taken = col.overheadMib[nest]!;
  for (const vm of world.vm.slots()) {
    if (inside[vm] !== outer + 1 || powerState[vm] === DEALLOCATED) continue;
    vCpus += vCpu[vm]!;
    taken += memoryMib[vm]! + col.machineOverheadMib[nest]!;
  }
  if (vCpus > (vCpu[outer]! - col.reserveCores[nest]!) * col.vCpuPerCore[nest]!)
    report('INV-150', `${id} has promised ${vCpus} vCPU to machines inside it`);
  if (taken > memoryMib[outer]!)
    report('INV-150', `${id} has ${memoryMib[outer]} MiB, its hypervisor and machines ${taken}`);
}

/** INV-151: it is where its outer one is, and runs only while that does. INV-152: no price. */
function checkInner(world: World, vm: number, report: Report): void {
  const { col } = world.vm;
  const outer = col.inside[vm]! - 1;
  const id = textIdOf(world, 'vm', vm);
  if (!world.vm.isAlive(outer) || col.nest[outer] === 0) {
    report('INV-151', `${id} is inside a machine without a hypervisor`);
    return;
  }
  const state = col.powerState[vm]!;
  const host = state === DEALLOCATED ? 0 : col.host[outer]!;
  if (col.host[vm] !== host) report('INV-151', `${id} is not where its outer machine is`);
  if (EXECUTES[state] === true && col.powerState[outer] !== RUNNING)
    report('INV-151', `${id} is ${POWER_STATES[state]} in a machine that does not run`);
  if (col.microUsdPerHour[vm] !== 0) report('INV-152', `${id} is billed beside its outer machine`);
}
