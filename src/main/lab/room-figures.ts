/**
 * Figures of a room that expressions of labs can ask for beside its rows and measures: what it
 * costs, what may be expected of it, how far its machines are apart, and whether a design is beaten
 * by another one in price and quality at once. It must not know which lab asks.
 */
import { bareName } from '../../shared/kernel/ids.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { LabFunction, Value } from '../../shared/lab/expression.ts';
import { parseSelector, select } from '../../shared/model/selector.ts';
import { US_PER_MILLISECOND } from '../../shared/kernel/time.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { Engine } from '../engine/index.ts';

const MICRO = 1_000_000;
/** A way is as long on one port as on another. */
const ANY_PORT = 443;
/** Pairs of machines that one question may be about. */
const PAIRS_MAX = 10_000;

/** The calls of this file over a room. */
export function figureCalls(
  engine: Engine,
  rows: readonly TopologyRow[],
): Readonly<Record<string, LabFunction>> {
  return {
    /** US dollars a month (730 hours) at the present state, of everything there is. */
    costPerMonth: () => {
      const { microUsdPerHour, monthHours } = engine.costs(0);
      return ok((microUsdPerHour * monthHours) / MICRO);
    },
    /** What the drawing lets expect of a service, and what the provider promises for it. */
    expectedAvailability: (given) => availabilityOf(engine, { given, of: 'expected' }),
    promisedAvailability: (given) => availabilityOf(engine, { given, of: 'promised' }),
    /** The longest way there and back between machines of two selectors, in milliseconds. */
    roundTripMs: (given) => roundTrip({ engine, rows }, given),
    /** Of pairs of cost and quality: how many are no dearer, no worse, and better in one. */
    dominated: dominatedBy,
  };
}

function availabilityOf(
  engine: Engine,
  { given: [service], of }: { given: readonly Value[]; of: 'expected' | 'promised' },
): Result<number> {
  if (typeof service !== 'string') return err(wants('the name of a service'));
  const name = bareName(service);
  const row = engine.rows(['service']).find((one) => one.name === name);
  if (row === undefined) return err(wants(`a service that exists, not ${name}`));
  const [entry] = engine.sla({ of: row.id, machines: false }).entries;
  const share = of === 'expected' ? entry?.expected?.availability : entry?.promised.share;
  // Nothing expected and nothing promised is nothing to build on.
  return ok(share ?? 0);
}

interface Ground {
  readonly engine: Engine;
  readonly rows: readonly TopologyRow[];
}

function roundTrip({ engine, rows }: Ground, [from, to]: readonly Value[]): Result<number> {
  if (typeof from !== 'string' || typeof to !== 'string') return err(wants('two selectors'));
  const ends: TopologyRow[][] = [];
  for (const text of [from, to]) {
    const selector = parseSelector(text);
    if (!selector.ok) return selector;
    ends.push(select(rows, selector.value).filter(({ kind }) => kind === 'vm'));
  }
  const [starts = [], goals = []] = ends;
  if (starts.length * goals.length > PAIRS_MAX) return err(wants(`at most ${PAIRS_MAX} pairs`));
  let longestUs = 0;
  for (const start of starts) {
    for (const goal of goals) {
      if (start.id === goal.id) continue;
      const way = engine.reach({ from: start.id, to: goal.id, port: ANY_PORT });
      if (!way.ok) return way;
      longestUs = Math.max(longestUs, way.value.roundTripUs ?? 0);
    }
  }
  return ok(longestUs / US_PER_MILLISECOND);
}

function dominatedBy(given: readonly Value[]): Result<number> {
  const numbers = given.filter((value) => typeof value === 'number');
  const [cost = 0, quality = 0, ...others] = numbers;
  if (numbers.length !== given.length || others.length === 0 || others.length % 2 === 1) {
    return err(wants('a cost and a quality, and pairs of them to hold it against'));
  }
  let count = 0;
  for (let at = 0; at < others.length; at += 2) {
    const [otherCost = 0, otherQuality = 0] = others.slice(at, at + 2);
    const noWorse = otherCost <= cost && otherQuality >= quality;
    if (noWorse && (otherCost < cost || otherQuality > quality)) count += 1;
  }
  return ok(count);
}

function wants(what: string): AppError {
  return {
    code: 'lab.badExpression',
    message: `A call in an expression needs ${what}.`,
    hint: "Write it like expectedAvailability('shop') or roundTripMs('vm:app-*', 'vm:db-*').",
  };
}
