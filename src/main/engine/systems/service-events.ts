/**
 * The events of the machine service beside those of machines themselves: disks that are made,
 * minutes of burst credits. The loop need not know any of them by name.
 */
import { fail } from '../../../shared/kernel/assert.ts';
import { EVENT } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import type { World } from '../world/world.ts';
import { onCreditMinute } from './burst-credits.ts';
import { onDiskDone } from './disk-changes.ts';

/** True for an event of the machine service. */
export function isServiceEvent(kind: number): boolean {
  return kind === EVENT.diskDone || kind === EVENT.creditMinute;
}

/** True when what the event was about is gone or has become void. */
export function isStaleServiceEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { slot, generation, payload } = cell;
  if (cell.kind === EVENT.creditMinute) {
    if (world.vm.generation[slot] !== generation) return true;
    return world.vm.col.creditSerial[slot] !== payload;
  }
  if (world.disk.generation[slot] !== generation) return true;
  return world.disk.col.operationSerial[slot] !== payload;
}

/** Event: something of the machine service is due. */
export function onServiceEvent(world: World, cell: Readonly<EventCell>): void {
  if (cell.kind === EVENT.diskDone) onDiskDone(world, cell.slot);
  else if (cell.kind === EVENT.creditMinute) onCreditMinute(world, cell.slot);
  else fail('An event of the machine service is of no kind it knows');
}
