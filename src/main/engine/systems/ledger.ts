/**
 * The ledger: every request that was not served in time, counted by service, reason and the
 * happening to blame (rule ENG-S7). Its sums are the failures of the service, at every event.
 *
 * A long outage of a large room makes thousands of rows, one for each machine that fell, and every
 * failed request asks for its row: an index answers, and is rebuilt from the rows when needed.
 */
import type { World } from '../world/world.ts';

/** Counts one failed request. */
export function countInLedger(
  world: World,
  failure: { readonly service: number; readonly reason: number; readonly cause: number },
): void {
  const row = world.failures.find(failure) ?? addRow(world, failure);
  const { col } = world.ledger;
  col.count[row]! += 1;
  col.lastUs[row] = world.nowUs;
}

function addRow(
  world: World,
  failure: { readonly service: number; readonly reason: number; readonly cause: number },
): number {
  const row = world.ledger.allocate();
  const { col } = world.ledger;
  col.service[row] = failure.service + 1;
  col.reason[row] = failure.reason;
  col.cause[row] = failure.cause;
  col.firstUs[row] = world.nowUs;
  world.failures.add(row);
  return row;
}

/** Drops the rows of a service that is removed. */
export function forgetFailures(world: World, service: number): void {
  for (const row of world.ledger.slots()) {
    if (world.ledger.col.service[row] === service + 1) world.ledger.release(row);
  }
  world.failures.invalidate();
}
