/**
 * Invariants of faults and of what the platform does about them (rules INV-60 to INV-63). They are
 * checked at any event in tests and on demand in the product.
 */
import { FAULT_KINDS } from '../../shared/model/fault-kinds.ts';
import { HOST_STATES, VM_OPERATIONS } from '../../shared/model/kinds.ts';
import type { Violation } from './engine-types.ts';
import { COOL_MILLI_C } from './systems/cooling.ts';
import { otherOf, targetOf, type FaultPart } from './world/fault-rows.ts';
import { hypervisorPermille } from './systems/hypervisor-cost.ts';
import { outerOf } from './systems/nested-machines.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const UP = HOST_STATES.indexOf('up');
const CPU_SLOW = FAULT_KINDS.indexOf('cpuSlow');
const PAUSING = VM_OPERATIONS.map((operation) => operation === 'migrate' || operation === 'freeze');

/** Everything about faults that does not hold. */
export function findFaultViolations(world: World): Violation[] {
  const found: Violation[] = [];
  checkSilent(world, found);
  checkPaused(world, found);
  checkTargets(world, found);
  checkHosts(world, found);
  return found;
}

/** INV-60: nobody waits for an answer of a machine that gives none. */
function checkSilent(world: World, found: Violation[]): void {
  const { busy, queued, vm } = world.backend.col;
  for (const backend of world.backend.slots()) {
    if (busy[backend] === 0 && queued[backend] === 0) continue;
    if (!world.impairments.of(vm[backend]! - 1).silent) continue;
    const id = textIdOf(world, 'vm', vm[backend]! - 1);
    found.push({ rule: 'INV-60', message: `${id} answers nobody and holds requests` });
  }
}

/**
 * INV-61: a machine stands still only in the middle of an operation that says so, its own or that
 * of the machine it runs in.
 */
function checkPaused(world: World, found: Violation[]): void {
  const { pausedUntilUs, operation } = world.vm.col;
  function isPausing(vm: number): boolean {
    const outer = outerOf(world, vm);
    return PAUSING[operation[vm]!] === true || (outer >= 0 && isPausing(outer));
  }
  for (const vm of world.vm.slots()) {
    if (pausedUntilUs[vm] === 0 || isPausing(vm)) continue;
    found.push({ rule: 'INV-61', message: `${textIdOf(world, 'vm', vm)} is frozen for ever` });
  }
}

/** INV-62: a fault points at what exists. */
function checkTargets(world: World, found: Violation[]): void {
  function gone(part: FaultPart | undefined): boolean {
    return part !== undefined && !world[part.table].isAlive(part.slot);
  }
  for (const fault of world.fault.slots()) {
    if (!gone(targetOf(world, fault)) && !gone(otherOf(world, fault))) continue;
    const id = textIdOf(world, 'fault', fault);
    found.push({ rule: 'INV-62', message: `${id} points at something that is gone` });
  }
}

/** INV-63: no host runs that is too hot, and none is slow without a reason. */
function checkHosts(world: World, found: Violation[]): void {
  const { col } = world.host;
  const anySlow = [...world.fault.slots()].some(
    (fault) => world.fault.col.kind[fault] === CPU_SLOW,
  );
  for (const host of world.host.slots()) {
    const id = textIdOf(world, 'host', host);
    if (col.tooHot[host] === 1 && col.state[host] === UP)
      found.push({ rule: 'INV-63', message: `${id} is too hot and runs` });
    const rack = col.rack[host]! - 1;
    const cool = rack < 0 || world.rack.col.inletMilliC[rack] === COOL_MILLI_C;
    if (cool && !anySlow && col.speedPermille[host] !== hypervisorPermille(world, host))
      found.push({ rule: 'INV-63', message: `${id} is slow and nothing slows it` });
  }
}
