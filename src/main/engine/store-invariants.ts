/**
 * Invariants of stores (rules INV-91 to INV-94): writes are conserved, quorum holds, logs fit.
 * They are checked at any event in tests and on demand in the product.
 */
import { QUORUM_RULES } from '../../shared/model/kinds.ts';
import { acknowledgedOf, commonPrefix, liveWrites } from './systems/store-log.ts';
import { acceptingPrimaries } from './systems/store-standing.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

type Report = (rule: string, message: string) => void;

const MAJORITY = QUORUM_RULES.indexOf('majority');

/** Everything about stores that does not hold. */
export function checkStores(world: World, report: Report): void {
  for (const store of world.store.slots()) {
    checkWrites(world, store, report);
    checkPrimaries(world, store, report);
    checkLogs(world, store, report);
  }
}

/** INV-91: every write has one fate, and the reigns add up to what was acknowledged. */
function checkWrites(world: World, store: number, report: Report): void {
  const id = textIdOf(world, 'store', store);
  const { col } = world.store;
  const { written, kept } = liveWrites(world, store);
  const ended = col.acknowledged[store]! + col.refused[store]! + col.unanswered[store]!;
  if (col.offered[store] !== ended + written - kept)
    report('INV-91', `${id} lost count of its writes`);
  if (col.lost[store] !== col.acknowledged[store]! - kept)
    report('INV-91', `${id} says ${col.lost[store]} lost, ${kept} are kept`);
  const { parent, from, acknowledged } = world.reign.col;
  let sum = col.acknowledgedBefore[store]!;
  for (const reign of world.stores.reignsOf(store))
    sum += acknowledged[reign]! - (parent[reign] === 0 ? 0 : from[reign]!);
  if (sum !== col.acknowledged[store])
    report('INV-91', `${id} acknowledged ${col.acknowledged[store]}, its reigns say ${sum}`);
}

/** INV-92: one primary under a quorum rule, on a machine that runs. */
function checkPrimaries(world: World, store: number, report: Report): void {
  const id = textIdOf(world, 'store', store);
  const { primary, running, reign } = world.replica.col;
  const leading = world.stores.replicasOf(store).filter((one) => primary[one] === 1);
  if (world.store.col.quorum[store] === MAJORITY && leading.length > 1)
    report('INV-92', `${id} has ${leading.length} primaries under a quorum rule`);
  for (const one of leading) {
    if (running[one] === 0) report('INV-92', `${id} is led by a machine that does not run`);
    if (world.reign.col.primary[reign[one]! - 1] !== one + 1)
      report('INV-92', `${id}: a primary without a reign`);
  }
  const accepting = acceptingPrimaries(world, store).length > 0 ? 1 : 0;
  if (accepting !== world.store.col.accepting[store])
    report('INV-94', `${id} does not know whether it takes writes`);
}

/** INV-93: a follower's log is a beginning of its primary's; nothing unwritten is acknowledged. */
function checkLogs(world: World, store: number, report: Report): void {
  const id = textIdOf(world, 'store', store);
  const { col } = world.replica;
  for (const one of world.stores.replicasOf(store)) {
    const leader = col.leader[one]! - 1;
    if (leader >= 0) {
      const mine = { reign: col.reign[one]! - 1, position: col.position[one]! };
      const theirs = { reign: col.reign[leader]! - 1, position: col.position[leader]! };
      if (commonPrefix(world, mine, theirs) !== mine.position)
        report('INV-93', `${id}: a follower has what its primary has not`);
    }
    if (col.primary[one] === 0) continue;
    const reign = col.reign[one]! - 1;
    if (acknowledgedOf(world, reign) > col.position[one]!)
      report('INV-93', `${id} acknowledged more than was written`);
    if (world.reign.col.head[reign] !== col.position[one])
      report('INV-93', `${id}: a primary is not at the end of its log`);
  }
}

/** INV-95: begun = live + ended + lost for the sessions of every service, and live is what is. */
export function checkSessions(world: World, report: Report): void {
  const { col } = world.sessionPool;
  for (const pool of world.sessionPool.slots()) {
    const id = textIdOf(world, 'service', col.service[pool]! - 1);
    let live = 0;
    for (let at = col.head[pool]! - 1; at >= 0; at = world.session.col.next[at]! - 1) {
      if (world.session.col.gone[at] === 0) live += 1;
    }
    const all = col.live[pool]! + col.ended[pool]! + col.lost[pool]!;
    if (live !== col.live[pool] || all !== col.begun[pool])
      report('INV-95', `${id} lost count of its sessions`);
  }
}
