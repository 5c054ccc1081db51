/**
 * What the platform does when its notice is over: a spot machine is evicted, an instance that was
 * to go is deleted (rules ENG-U21 and ENG-U24; docs/facts.md, facts 31, 80 and 81). Who announced
 * it, and how long before, is not its matter.
 */
import { EVICTION_POLICIES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { cancelOperation, startOperation } from './lifecycle.ts';
import { instancesOf, removeInstance } from './set-instances.ts';
import { surplusOf } from './set-surplus.ts';
import { touchInstance } from './touch-instance.ts';

const DELETE = EVICTION_POLICIES.indexOf('delete');
const DELETING = VM_OPERATIONS.indexOf('delete');

/** Evicts a spot machine: it is deallocated and goes on counting, or deleted (facts 31, 81). */
export function evictNow(world: World, vm: number): void {
  const { col } = world.vm;
  const set = world.vm.ref('scaleSet', vm);
  col.noticeAtUs[vm] = 0;
  touchInstance(world, vm);
  if (col.host[vm] === 0 || col.spot[vm] === 0) return;
  // It is deleted already, and was not to count or to come back.
  if (col.operation[vm] === DELETING) return;
  const told = col.cause[vm]!;
  const cause = happen(world, { kind: 'spot.evicted', table: 'vm', slot: vm, cause: told });
  if (set < 0 && col.eviction[vm] === DELETE) {
    cancelOperation(world, vm, cause);
    col.wanted[vm] = 0;
    col.cause[vm] = cause;
    // As the service does: the machine goes, its disks and card stay.
    startOperation(world, vm, 'delete');
    return;
  }
  if (set >= 0 && world.scaleSet.col.eviction[set] === DELETE) {
    removeInstance(world, vm, cause);
    lowerCapacity(world, set);
    return;
  }
  cancelOperation(world, vm, cause);
  col.wanted[vm] = 0;
  col.lost[vm] = 0;
  col.evicted[vm] = 1;
  col.evictedAtUs[vm] = world.nowUs;
  col.cause[vm] = cause;
  startOperation(world, vm, 'deallocate');
}

/** What was deleted is not wanted any more. */
function lowerCapacity(world: World, set: number): void {
  const { capacity, surge } = world.scaleSet.col;
  const settled = instancesOf(world, set).length - surge[set]! - surplusOf(world, set);
  capacity[set] = Math.min(capacity[set]!, settled);
  world.scaleSet.dirty.touch(set);
}

/** Deletes an instance that was told it would go. */
export function terminateNow(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  // It has left its set meanwhile, and is a machine of its own.
  if (col.terminating[vm] === 0) return;
  col.noticeAtUs[vm] = 0;
  const keep = col.deleteResources[vm] === 0;
  removeInstance(world, vm, cause);
  if (keep) col.deleteResources[vm] = 0;
}
