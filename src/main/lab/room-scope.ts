/**
 * What an expression of a lab can ask of a room: how many things there are, how they differ, what
 * a measure comes to. Every call works on the rows a screen sees.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  COMMON_CALLS,
  type LabFunction,
  type Scope,
  type Value,
} from '../../shared/lab/expression.ts';
import { fieldOf, parseSelector, printed, select } from '../../shared/model/selector.ts';
import { MEASURE_NAMES } from '../../shared/model/measures.ts';
import { readMeasure } from '../../shared/model/read-measure.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { LabRoom } from './lab-room.ts';
import { trialRows, type TrialRow } from './trial-rows.ts';
import { packingCalls } from './packing-figures.ts';
import { figureCalls } from './room-figures.ts';

/** What expressions can ask about: things of the room, and what was written and tried in it. */
type AskedRow = TopologyRow | TrialRow;

/** A room as checks look at it: its rows are read once, and expressions ask the same ones. */
export interface SeenRoom {
  readonly room: LabRoom;
  readonly rows: readonly TopologyRow[];
  /** The same and what was written and tried in it: all that expressions can ask about. */
  readonly asked: readonly AskedRow[];
  /** The learner's values as names, and the calls. */
  readonly scope: Scope;
}

/** Looks at a room that stands still from here on. O(rows). */
export function lookAt(room: LabRoom): SeenRoom {
  const rows = room.engine.rows();
  const asked = [...rows, ...trialRows(room.trials)];
  return { room, rows, asked, scope: scopeOf(room, { rows, asked }) };
}

function scopeOf(
  room: LabRoom,
  { rows, asked }: { readonly rows: readonly TopologyRow[]; readonly asked: readonly AskedRow[] },
): Scope {
  const hosts = new Map(rows.flatMap((row) => (row.kind === 'host' ? [[row.id, row]] : [])));
  const calls: Record<string, LabFunction> = {
    ...COMMON_CALLS,
    ...figureCalls(room.engine, rows),
    ...packingCalls(rows),
    count: (given) => withRows(asked, given, (found) => found.length),
    distinct: (given) =>
      withField({ rows: asked, hosts }, given, (values) => new Set(values.map(printed)).size),
    sum: (given) => withField({ rows: asked, hosts }, given, (values) => total(values)),
    /** Whether every one has this field equal to the value; true when there is none. */
    every: (given) => {
      const wanted = given[2];
      return withField({ rows: asked, hosts }, given, (values) =>
        values.every((value) => printed(value) === printed(wanted)),
      );
    },
    measure: (given) => measureOf(room, given),
    /** 1 where the first reaches the second on a port, else 0, so that ways can be counted. */
    reaches: (given) => reachOf(room, given),
  };
  return { names: room.draw.values, calls };
}

function total(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
}

/** Rows a selector given as text means. Refuses with `lab.badSelector`. */
export function rowsOf<R extends AskedRow>(rows: readonly R[], text: string): Result<R[]> {
  const selector = parseSelector(text);
  return selector.ok ? ok(select(rows, selector.value)) : selector;
}

function withRows(
  rows: readonly AskedRow[],
  given: readonly Value[],
  work: (found: readonly AskedRow[]) => Value,
): Result<Value> {
  const [selector] = given;
  if (typeof selector !== 'string') return err(wants('a selector'));
  const found = rowsOf(rows, selector);
  return found.ok ? ok(work(found.value)) : found;
}

interface Ground {
  readonly rows: readonly AskedRow[];
  readonly hosts: ReadonlyMap<string, TopologyRow>;
}

function withField(
  { rows, hosts }: Ground,
  given: readonly Value[],
  work: (values: readonly unknown[]) => Value,
): Result<Value> {
  const [, field] = given;
  if (typeof field !== 'string') return err(wants('a selector and a field'));
  const path = field.split('.');
  return withRows(rows, given, (found) =>
    work(found.map((row) => fieldOf(row, path) ?? fieldOfHost(row, { hosts, path }))),
  );
}

/** A machine stands where its host stands: its rack is its host's. */
function fieldOfHost(
  row: AskedRow,
  { hosts, path }: { hosts: Ground['hosts']; path: readonly string[] },
): unknown {
  if (row.kind !== 'vm' || row.host === undefined) return undefined;
  const host = hosts.get(row.host);
  return host === undefined ? undefined : fieldOf(host, path);
}

function measureOf(room: LabRoom, given: readonly Value[]): Result<Value> {
  const measure = MEASURE_NAMES.find((name) => name === given[0]);
  if (measure === undefined) return err(wants(`a measure: ${MEASURE_NAMES.join(', ')}`));
  const of = typeof given[1] === 'string' ? given[1] : undefined;
  const query = { measure, service: of, state: of, batch: of, store: of, workload: of };
  const value = readMeasure(room.engine.summary(), query);
  return value === undefined ? err(wants('a measure that has a value here')) : ok(value);
}

function reachOf(room: LabRoom, [from, to, port]: readonly Value[]): Result<Value> {
  if (typeof from !== 'string' || typeof to !== 'string' || typeof port !== 'number') {
    return err(wants('who, whom and a port'));
  }
  const answer = room.engine.reach({ from, to, port });
  return answer.ok ? ok(answer.value.reachable ? 1 : 0) : answer;
}

function wants(what: string): AppError {
  return {
    code: 'lab.badExpression',
    message: `A call in an expression needs ${what}.`,
    hint: "Write it like count('vm[tags.tier=web]') or distinct('vm', 'rack').",
  };
}
