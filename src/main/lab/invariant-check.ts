/**
 * Structural laws: read from the drawing, or from a copy in which a part is cut, without letting
 * time pass.
 *
 * A single point of failure is found by asking the engine what would fall with each part; a law is
 * never decided by how a room is named or laid out.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { FAULT_TARGET_KINDS } from '../../shared/model/kinds.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import {
  itemsOutcome,
  truthOutcome,
  type CheckOutcome,
  type ItemOutcome,
} from './check-outcome.ts';
import { minCut } from './min-cut.ts';
import { rowsOf, type SeenRoom } from './room-scope.ts';
import { tiersApart } from './tiers-apart.ts';

/** Parts looked at for a single point of failure. */
const PARTS_MAX = 5_000;

/** Holds a room to a law. Refuses a selector without things, and a room too large to search. */
export function runInvariant(check: CheckOf<'invariant'>, seen: SeenRoom): Result<CheckOutcome> {
  const { rows } = seen;
  const found = rowsOf(rows, check.of);
  if (!found.ok) return found;
  const isPartial = check.partial === true;
  switch (check.rule) {
    case 'noSinglePointOfFailure':
      return singlePoint(seen, found.value);
    case 'spreadOverRacks':
      return ok(spread(rows, { of: found.value, isPartial }));
    case 'probeCoversPool':
      return ok(probesCover(found.value, isPartial));
    case 'quorumSurvives':
      return quorumSurvives(seen, { stores: found.value, against: check.against, isPartial });
    case 'tiersApart':
      return tiersApart(check, { rows, of: found.value });
    case 'minCut':
      return minCut(check, { seen, of: found.value });
    default:
      return ok(overcommitted(found.value, isPartial));
  }
}

/** No part takes every one of these machines with it. */
function singlePoint({ room, rows }: SeenRoom, of: readonly TopologyRow[]): Result<CheckOutcome> {
  const machines = of.map(({ id }) => id);
  if (machines.length < 2) {
    return ok(truthOutcome(false, { machines: machines.length, part: machines[0] ?? '' }));
  }
  const parts = partsOf(rows);
  if (parts.length > PARTS_MAX) return err(tooLarge(parts.length));
  for (const { id } of parts) {
    const shadow = room.engine.shadow(id);
    if (!shadow.ok) continue;
    const fallen = new Set(shadow.value.vms);
    if (machines.every((machine) => fallen.has(machine))) {
      return ok(truthOutcome(false, { machines: machines.length, part: id }));
    }
  }
  return ok(truthOutcome(true, { machines: machines.length, parts: parts.length }));
}

/** Everything in a room that can be cut. */
function partsOf(rows: readonly TopologyRow[]): TopologyRow[] {
  const kinds: readonly string[] = FAULT_TARGET_KINDS;
  return rows.filter(({ id }) => kinds.includes(id.slice(0, id.indexOf(':'))));
}

/**
 * Whichever part is lost, the machines that are left have more than half of the votes of every
 * store between them. Each part is cut on a copy, and the stores are asked right after it.
 */
function quorumSurvives(
  { room, rows }: SeenRoom,
  given: {
    readonly stores: readonly TopologyRow[];
    readonly against: string | undefined;
    readonly isPartial: boolean;
  },
): Result<CheckOutcome> {
  const stores = new Set(given.stores.filter(({ kind }) => kind === 'store').map(({ id }) => id));
  const parts = given.against === undefined ? ok(partsOf(rows)) : rowsOf(rows, given.against);
  if (!parts.ok) return parts;
  if (parts.value.length > PARTS_MAX) return err(tooLarge(parts.value.length));
  const copy = room.copy();
  if (!copy.ok) return copy;
  const engine = copy.value;
  const trials = engine.trials();
  const items: ItemOutcome[] = [];
  let worst: Record<string, string | number> = {};
  for (const { id } of parts.value) {
    trials.rewind();
    const cut = engine.propose({ type: 'fault.cut', target: id });
    // What is cut already has taken its votes.
    if (cut.ok) engine.commit(cut.value);
    const asked = (engine.metrics().stores ?? []).filter((store) => stores.has(store.id));
    const short = asked.find(({ votes, votesNeeded }) => votes < votesNeeded);
    items.push({ name: id, share: short === undefined ? 1 : 0 });
    if (short !== undefined && worst['part'] === undefined) {
      worst = { part: id, votes: short.votes, needed: short.votesNeeded, of: short.votesInAll };
    }
  }
  const survived = items.filter(({ share }) => share === 1).length;
  const evidence = { stores: stores.size, parts: items.length, survived, ...worst };
  const share = stores.size === 0 ? 0 : survived / Math.max(1, items.length);
  const { isPartial } = given;
  return ok(itemsOutcome(unmetOf(items), { isPartial, share, evidence }));
}

/** Of a law only what breaks it is told: of parts that keep it there may be thousands. */
function unmetOf(items: readonly ItemOutcome[]): ItemOutcome[] {
  return items.filter(({ share }) => share < 1);
}

/** No rack holds more of them than an even spread makes it hold. */
function spread(
  rows: readonly TopologyRow[],
  { of, isPartial }: { readonly of: readonly TopologyRow[]; readonly isPartial: boolean },
): CheckOutcome {
  const rackOf = new Map(
    rows.flatMap((row) => (row.kind === 'host' ? [[row.id, row.rack] as const] : [])),
  );
  const counts = new Map<string, number>();
  for (const row of of) {
    if (row.kind !== 'vm' || row.host === undefined) continue;
    const rack = rackOf.get(row.host) ?? '';
    counts.set(rack, (counts.get(rack) ?? 0) + 1);
  }
  const racks = rows.filter(({ kind }) => kind === 'rack').length;
  const most = Math.max(0, ...counts.values());
  const even = Math.ceil(of.length / Math.max(1, racks));
  const crowded = [...counts].filter(([, count]) => count > even);
  const over = crowded.reduce((sum, [, count]) => sum + count - even, 0);
  const items = crowded.map(([name, count]) => ({ name, share: 0, note: `${count} / ${even}` }));
  const evidence = { machines: of.length, racks, most, even };
  const share = of.length === 0 ? 0 : 1 - over / of.length;
  return itemsOutcome(items, { isPartial, share, evidence });
}

/** Every balancer has members, and every member was probed. */
function probesCover(of: readonly TopologyRow[], isPartial: boolean): CheckOutcome {
  const balancers = of.filter((row): row is RowOf<'balancer'> => row.kind === 'balancer');
  const items = balancers.map((row): ItemOutcome => {
    const probed = row.backends.filter(({ rotation }) => rotation !== 'unknown').length;
    const all = row.backends.length;
    return { name: row.id, share: all === 0 ? 0 : probed / all, note: `${probed} / ${all}` };
  });
  const backends = balancers.flatMap((row) => row.backends);
  const unknown = backends.filter(({ rotation }) => rotation === 'unknown').length;
  const evidence = { balancers: balancers.length, backends: backends.length, unknown };
  const kept = items.reduce((sum, { share }) => sum + share, 0);
  const share = items.length === 0 ? 0 : kept / items.length;
  return itemsOutcome(unmetOf(items), { isPartial, share, evidence });
}

/** No host has promised more cores or memory than it has. */
function overcommitted(of: readonly TopologyRow[], isPartial: boolean): CheckOutcome {
  const hosts = of.filter((row): row is RowOf<'host'> => row.kind === 'host');
  const over = hosts.filter(
    (host) => host.vCpuCommitted > host.cores || host.memoryCommittedMib > host.memoryMib,
  );
  const share = hosts.length === 0 ? 0 : 1 - over.length / hosts.length;
  return itemsOutcome(
    over.map(({ id }) => ({ name: id, share: 0 })),
    {
      isPartial,
      share,
      evidence: { hosts: hosts.length, over: over.map(({ id }) => id).join(', ') },
    },
  );
}

function tooLarge(parts: number): AppError {
  return {
    code: 'lab.tooManyCases',
    message: `The room has ${parts} parts that could fail; ${PARTS_MAX} are looked at.`,
    hint: 'Use an experiment over racks or feeds instead.',
  };
}
