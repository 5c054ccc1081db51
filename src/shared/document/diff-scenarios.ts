/**
 * What differs between two scenarios, thing by thing and not line by line.
 *
 * Entries are matched by their names within their sections, so that an entry that moved, or a file
 * that is written in another order, shows no difference where there is none. Lists without names
 * (timed actions, expectations) are compared as sequences. It must not know any section.
 */
import { ensure } from '../kernel/assert.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { inOrderOfTime } from './print-scenario.ts';
import { printPath, type ValuePath } from './scenario-issue.ts';
import type { Scenario } from './scenario-schema.ts';

/** One difference. `from` is absent for what was added, `to` for what was removed. */
export interface ScenarioChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `machines web-{n}.count`: the section, the entry's name, the field. */
  readonly where: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Items of two unnamed lists that are compared pair by pair at most; longer ones go as wholes. */
const SEQUENCE_MAX = 2_000;

type Json = Readonly<Record<string, unknown>>;

/** All differences from one scenario to another, in the order of the files. */
export function diffScenarios(from: Scenario, to: Scenario): ScenarioChange[] {
  return diffValues({ from: inOrder(from), to: inOrder(to), where: '' });
}

/** As a file would be written: the order in which timed actions stand in it means nothing. */
function inOrder(scenario: Scenario): Scenario {
  const { actions } = scenario;
  return actions === undefined ? scenario : { ...scenario, actions: inOrderOfTime(actions) };
}

/** All differences from one value of JSON to another. Lists of named things go by their names. */
export function diffJson(from: unknown, to: unknown): ScenarioChange[] {
  return diffValues({ from, to, where: '' });
}

interface Pair {
  readonly from: unknown;
  readonly to: unknown;
  readonly where: string;
}

function diffValues(pair: Pair): ScenarioChange[] {
  const { from, to, where } = pair;
  if (from === to) return [];
  if (from === undefined) return [{ kind: 'added', where, to }];
  if (to === undefined) return [{ kind: 'removed', where, from }];
  if (Array.isArray(from) && Array.isArray(to)) return diffLists({ from, to, where });
  if (isObject(from) && isObject(to)) {
    return keysOf(from, to).flatMap((key) =>
      diffValues({ from: from[key], to: to[key], where: under(where, key) }),
    );
  }
  if (textOf(from) === textOf(to)) return [];
  return [{ kind: 'changed', where, from, to }];
}

function keysOf(from: Json, to: Json): string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])];
}

function under(where: string, key: string): string {
  const path: ValuePath = [key];
  const written = printPath(path);
  if (where === '') return written;
  return written.startsWith('[') ? `${where}${written}` : `${where}.${written}`;
}

interface Lists {
  readonly from: readonly unknown[];
  readonly to: readonly unknown[];
  readonly where: string;
}

function diffLists(lists: Lists): ScenarioChange[] {
  const names = { from: namesIn(lists.from), to: namesIn(lists.to) };
  if (names.from === undefined || names.to === undefined) return diffSequences(lists);
  const { where } = lists;
  const all = [...new Set([...names.from.keys(), ...names.to.keys()])];
  return all.flatMap((name) =>
    diffValues({
      from: names.from?.get(name),
      to: names.to?.get(name),
      where: `${where} ${name}`,
    }),
  );
}

/** The entries of a list by name; undefined when one has none or two have the same. */
function namesIn(list: readonly unknown[]): Map<string, unknown> | undefined {
  const named = new Map<string, unknown>();
  for (const item of list) {
    if (!isObject(item)) return undefined;
    const own = item['name'] ?? item['service'] ?? item['id'];
    if (typeof own !== 'string') return undefined;
    const group = typeof item['group'] === 'string' ? `${item['group']}/` : '';
    const name = `${group}${own}`;
    if (named.has(name)) return undefined;
    named.set(name, item);
  }
  return named;
}

/** The longest common run of items stays; the others were removed or added. O(n × m). */
function diffSequences({ from, to, where }: Lists): ScenarioChange[] {
  const left = from.map(textOf);
  const right = to.map(textOf);
  if (left.join('\n') === right.join('\n')) return [];
  if (left.length > SEQUENCE_MAX || right.length > SEQUENCE_MAX) {
    return [{ kind: 'changed', where, from: `${left.length} items`, to: `${right.length} items` }];
  }
  const common = commonLengths(left, right);
  const changes: ScenarioChange[] = [];
  let at = 0;
  let other = 0;
  while (at < left.length || other < right.length) {
    if (at < left.length && left[at] === right[other]) {
      at += 1;
      other += 1;
    } else if (other >= right.length || (at < left.length && isKeptAfter(common, at, other))) {
      changes.push({ kind: 'removed', where: `${where} ${at + 1}`, from: from[at] });
      at += 1;
    } else {
      changes.push({ kind: 'added', where: `${where} ${other + 1}`, to: to[other] });
      other += 1;
    }
  }
  return changes;
}

/** Longest common subsequence of what is left from each pair of places on, row by row. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      const both = lengthAt(rows, at + 1, other + 1) + 1;
      const either = Math.max(lengthAt(rows, at + 1, other), lengthAt(rows, at, other + 1));
      rows[at]?.fill(left[at] === right[other] ? both : either, other, other + 1);
    }
  }
  return rows;
}

function lengthAt(rows: readonly Uint16Array[], at: number, other: number): number {
  return rows[at]?.[other] ?? 0;
}

/** Whether nothing common is lost by leaving the item at `at` out. */
function isKeptAfter(rows: readonly Uint16Array[], at: number, other: number): boolean {
  return lengthAt(rows, at + 1, other) >= lengthAt(rows, at, other + 1);
}

/** What came out of a file can always be written; anything else is a bug. */
function textOf(value: unknown): string {
  const written = canonicalJson(value);
  return ensure(written.ok ? written.value : undefined, 'Scenarios hold nothing JSON cannot carry');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A difference as a line: `machines web-{n}.count: 6 → 8`. */
export function printChange(change: ScenarioChange): string {
  const { kind, where, from, to } = change;
  const shown = kind === 'added' ? to : from;
  if (kind === 'changed') return `~ ${where}: ${textOf(from)} → ${textOf(to)}`;
  return `${kind === 'added' ? '+' : '-'} ${where}: ${textOf(shown)}`;
}
