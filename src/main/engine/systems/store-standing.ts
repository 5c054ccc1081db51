/**
 * Whether a store takes writes, and for how long it did not. Counted from change to change, so no
 * slice of time can shift it.
 */
import { happen, type World } from '../world/world.ts';

/** Primaries that take writes now, in slot order. */
export function acceptingPrimaries(world: World, store: number): number[] {
  const { primary, refusing, running } = world.replica.col;
  const { switchTo, restoring } = world.store.col;
  if (switchTo[store]! > 0 || restoring[store]! > 0) return [];
  return world.stores
    .replicasOf(store)
    .filter((one) => primary[one] === 1 && refusing[one] === 0 && running[one] === 1);
}

/** Notes a change between taking writes and not. */
export function noteStanding(world: World, store: number): void {
  const { col } = world.store;
  const accepting = acceptingPrimaries(world, store).length > 0 ? 1 : 0;
  if (col.accepting[store] === accepting) return;
  col.accepting[store] = accepting;
  world.store.dirty.touch(store);
  if (accepting === 0) {
    col.unavailableSinceUs[store] = world.nowUs;
    const cause = Math.max(col.cause[store]!, world.decisionId);
    col.cause[store] = happen(world, { kind: 'store.down', table: 'store', slot: store, cause });
    return;
  }
  const lastedUs = world.nowUs - col.unavailableSinceUs[store]!;
  col.unavailableUs[store]! += lastedUs;
  happen(world, {
    kind: 'store.up',
    table: 'store',
    slot: store,
    cause: col.cause[store]!,
    details: { lastedUs },
  });
  col.cause[store] = 0;
}

/** Time in which no write was taken, up to now. Changes nothing. */
export function unavailableUsOf(world: World, store: number): number {
  const { accepting, unavailableUs, unavailableSinceUs } = world.store.col;
  const open = accepting[store] === 1 ? 0 : world.nowUs - unavailableSinceUs[store]!;
  return unavailableUs[store]! + open;
}
