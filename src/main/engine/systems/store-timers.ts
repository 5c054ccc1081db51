/**
 * The two things replicas wait for before they act: that the primary, or the majority, is really
 * gone, and that partners really do not come back. A cancelled wait leaves a stale event behind.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';

/** Begins to wait, unless it does already or has waited long enough. */
export function watch(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.watching[replica] === 1 || col.due[replica] === 1) return;
  col.watching[replica] = 1;
  col.watchSerial[replica]! += 1;
  world.schedule({
    atUs: world.nowUs + world.store.col.detectUs[col.store[replica]! - 1]!,
    priority: PRIORITY.lifecycle,
    kind: EVENT.storeWatch,
    slot: replica,
    generation: world.replica.generation[replica]!,
    payload: col.watchSerial[replica]!,
  });
}

/** What was waited for is there. */
export function disarm(world: World, replica: number): void {
  const { col } = world.replica;
  col.due[replica] = 0;
  if (col.watching[replica] === 0) return;
  col.watching[replica] = 0;
  col.watchSerial[replica]! += 1;
}

/** As `watch`, of a primary for its partners. */
export function watchPartners(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.partnerWatch[replica] === 1) return;
  col.partnerWatch[replica] = 1;
  col.partnerSerial[replica]! += 1;
  world.schedule({
    atUs: world.nowUs + world.store.col.detectUs[col.store[replica]! - 1]!,
    priority: PRIORITY.lifecycle,
    kind: EVENT.storePartners,
    slot: replica,
    generation: world.replica.generation[replica]!,
    payload: col.partnerSerial[replica]!,
  });
}

/** As `disarm`, of a primary for its partners. */
export function disarmPartner(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.partnerWatch[replica] === 0) return;
  col.partnerWatch[replica] = 0;
  col.partnerSerial[replica]! += 1;
}
