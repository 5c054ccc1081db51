/**
 * How many parts must fail together before a service is refused: its smallest cut. Sets of parts
 * are cut on a copy, one part more at a time, and the engine is asked what services have left. No
 * time passes, so what a battery carries for a while still stands, and nothing is started
 * anew; how a room is named or laid out decides nothing.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { SWEEP_KINDS } from '../../shared/model/kinds.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import type { Engine, TrialGround } from '../engine/index.ts';
import { itemsOutcome, type CheckOutcome, type ItemOutcome } from './check-outcome.ts';
import { rowsOf, type SeenRoom } from './room-scope.ts';

/** Sets of parts that are tried at most: every pair of 44 parts. */
const CUT_SETS_MAX = 1_000;

type Service = RowOf<'service'>;

interface Search {
  readonly engine: Engine;
  readonly trials: TrialGround;
  readonly parts: readonly string[];
  /** Machines behind each balancer. */
  readonly pools: ReadonlyMap<string, readonly string[]>;
  readonly services: readonly Service[];
  /** The smallest cut of each service that was found, by its id. */
  readonly cuts: Map<string, readonly string[]>;
}

/**
 * Holds services to a number of parts that must fail together. Refuses a selector that cannot be
 * read, a room with too many sets, and what the engine refuses to copy.
 */
export function minCut(
  check: CheckOf<'invariant'>,
  { seen, of }: { readonly seen: SeenRoom; readonly of: readonly TopologyRow[] },
): Result<CheckOutcome> {
  const { room, rows } = seen;
  const atLeast = check.atLeast ?? 2;
  const asked = of.filter((row): row is Service => row.kind === 'service');
  const found = check.against === undefined ? ok([...rows]) : rowsOf(rows, check.against);
  if (!found.ok) return found;
  const parts = found.value.filter(({ id }) => canBeCut(id, check.against)).map(({ id }) => id);
  const sets = setsOf(parts.length, atLeast - 1);
  if (sets > CUT_SETS_MAX) return err(tooManySets(sets));
  const copy = room.copy();
  if (!copy.ok) return copy;
  const engine = copy.value;
  const search: Search = {
    engine,
    trials: engine.trials(),
    parts,
    pools: poolsOf(rows),
    services: rows.filter((row): row is Service => row.kind === 'service'),
    cuts: new Map(),
  };
  function isFound(): boolean {
    return asked.every(({ id }) => search.cuts.has(id));
  }
  // The empty set first: a service that nobody serves as the room stands.
  for (let size = 0; size < atLeast && !isFound(); size += 1) trySets(search, { size, isFound });
  return ok(outcomeOf(search, { asked, atLeast, sets, isPartial: check.partial === true }));
}

/** Wide places take everything along and are tried when they are named, as in a sweep. */
function canBeCut(id: string, against: string | undefined): boolean {
  const kinds: readonly string[] = SWEEP_KINDS;
  return against !== undefined || kinds.includes(id.slice(0, id.indexOf(':')));
}

/** Sets of up to so many of these parts. */
function setsOf(parts: number, size: number): number {
  let [sets, ofThisSize] = [0, 1];
  for (let taken = 1; taken <= size; taken += 1) {
    ofThisSize = (ofThisSize * Math.max(0, parts - taken + 1)) / taken;
    sets += ofThisSize;
  }
  return sets;
}

function poolsOf(rows: readonly TopologyRow[]): Map<string, readonly string[]> {
  return new Map(
    rows.flatMap((row) =>
      row.kind === 'balancer' ? [[row.id, row.backends.map(({ vm }) => vm)] as const] : [],
    ),
  );
}

/** Tries every set of a size, in the order of the parts, until every service has its cut. */
function trySets(
  search: Search,
  { size, isFound }: { readonly size: number; readonly isFound: () => boolean },
): void {
  const { parts } = search;
  function extend(begun: readonly string[], from: number): void {
    if (begun.length === size) {
      tryTogether(search, begun);
      return;
    }
    for (let at = from; at < parts.length && !isFound(); at += 1) {
      extend([...begun, parts[at] ?? ''], at + 1);
    }
  }
  extend([], 0);
}

/** Cuts these parts, and notes them as the cut of whoever is refused and has none yet. */
function tryTogether(search: Search, set: readonly string[]): void {
  const { engine, trials, cuts } = search;
  trials.rewind();
  for (const part of set) {
    const cut = engine.propose({ type: 'fault.cut', target: part });
    // A part that is cut already is one that does not have to fail any more.
    if (cut.ok) engine.commit(cut.value);
  }
  for (const id of refusedIn(search)) if (!cuts.has(id)) cuts.set(id, set);
}

/** Services of which no request is served as the copy stands. */
function refusedIn({ engine, services, pools }: Search): ReadonlySet<string> {
  const left = new Map(engine.servicesLeft().map((one) => [one.id, one.capacityLeftPerSecond]));
  const down = services.some(({ atServer, dependsOn }) => atServer === true || dependsOn)
    ? downOn(engine)
    : new Set<string>();
  const refused = new Set(
    services
      .filter(({ id, atServer, server = '' }) =>
        atServer === true ? down.has(server) : (left.get(id) ?? 0) <= 0,
      )
      .map(({ id }) => id),
  );
  function isDown(on: string): boolean {
    const pool = pools.get(on);
    if (pool !== undefined) return pool.every((vm) => down.has(vm));
    return down.has(on) || refused.has(on);
  }
  // What all requests need counts too, and what that needs in turn.
  for (let [before, now] = [-1, refused.size]; before < now; [before, now] = [now, refused.size]) {
    for (const { id, dependsOn = [] } of services) {
      const needed = dependsOn.filter(({ share }) => share >= 1);
      if (needed.some(({ on }) => on === undefined || isDown(on))) refused.add(id);
    }
  }
  return refused;
}

/** Machines and hosts that stand still. */
function downOn(engine: Engine): ReadonlySet<string> {
  const down = engine
    .rows(['vm', 'host'])
    .filter((row) =>
      row.kind === 'vm'
        ? row.powerState !== 'running'
        : row.kind === 'host' && (row.state !== 'up' || !row.connected),
    );
  return new Set(down.map(({ id }) => id));
}

function outcomeOf(
  { parts, cuts }: Search,
  given: {
    readonly asked: readonly Service[];
    readonly atLeast: number;
    readonly sets: number;
    readonly isPartial: boolean;
  },
): CheckOutcome {
  const { asked, atLeast, sets, isPartial } = given;
  const items = asked.map(({ id }): ItemOutcome => {
    const cut = cuts.get(id);
    if (cut === undefined) return { name: id, share: 1 };
    return { name: id, share: cut.length / atLeast, note: cut.join(' + ') };
  });
  const weakest = items.toSorted((a, b) => a.share - b.share)[0];
  const evidence = {
    services: asked.length,
    parts: parts.length,
    sets,
    atLeast,
    ...(weakest?.note === undefined
      ? {}
      : { service: weakest.name, cut: weakest.note, least: weakest.share * atLeast }),
  };
  const sum = items.reduce((reached, { share }) => reached + share, 0);
  const share = items.length === 0 ? 0 : sum / items.length;
  return itemsOutcome(items, { isPartial, share, evidence });
}

function tooManySets(sets: number): AppError {
  return {
    code: 'lab.tooManyCases',
    message: `There are ${sets} sets of parts that could fail together; ${CUT_SETS_MAX} are tried.`,
    hint: 'Name the parts that are tried, such as racks or feeds.',
    details: { sets, most: CUT_SETS_MAX },
  };
}
