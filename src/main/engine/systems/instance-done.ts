/**
 * Tells a scale set, within the same instant, that an operation on one of its instances is over.
 * It is an event and not a call, because what the set then does begins operations of its own.
 */
import { VM_OPERATIONS, type VmOperation } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';

/** Operations after which somebody may have been waiting. */
const WAITED_FOR: ReadonlySet<VmOperation> = new Set(['create', 'delete']);

/** An operation on a machine is over; it may be an instance. */
export function instanceDone(world: World, vm: number, operation: number): void {
  const set = world.vm.ref('scaleSet', vm);
  if (set < 0 || world.settingUp || !WAITED_FOR.has(VM_OPERATIONS[operation]!)) return;
  const { candidatesWanted, repairsOwed } = world.scaleSet.col;
  if (candidatesWanted[set] === 0 && repairsOwed[set] === 0) return;
  world.schedule({
    atUs: world.nowUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.instanceDone,
    slot: set,
    generation: world.scaleSet.generation[set]!,
    payload: 0,
  });
}
