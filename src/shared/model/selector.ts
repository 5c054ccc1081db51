/**
 * Selectors of labs and experiments: which things of the room are meant.
 *
 * `vm` is every machine, `vm:web-*` those of a name, `vm[tags.tier=web]` those with a value,
 * `vm[host!=]` those that have one at all, `host[cores>=8]` those with at least so many; several
 * conditions may follow one another. A selector
 * looks at the rows a screen sees, so every field can be read in the inspector.
 */
import { z } from 'zod';
import { err, ok, type AppError, type Result } from '../kernel/result.ts';
import { matchesPattern } from '../kernel/text-pattern.ts';

/** Longest selector, in characters. */
export const SELECTOR_LENGTH_MAX = 200;

export const selectorSchema = z
  .string()
  .min(1)
  .max(SELECTOR_LENGTH_MAX)
  .describe('Which things are meant: vm, rack:r1, vm[tags.tier=web].');

interface Condition {
  readonly field: readonly string[];
  readonly sign: Sign;
  readonly value: string;
}

/** How a field stands to a value; the last two are of numbers only. */
type Sign = '=' | '!=' | '>=' | '<=';

export interface Selector {
  readonly kind: string;
  /** A name with `*` for any characters; every name when absent. */
  readonly name: string | undefined;
  readonly conditions: readonly Condition[];
}

const WHOLE = /^([a-zA-Z]+)(?::([A-Za-z0-9._*/-]+))?((?:\[[^\]]*\])*)$/;
const CONDITION = /\[([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_-]+)*)(!=|>=|<=|=)([^\]]*)\]/g;

/** Takes a selector apart. Refuses with `lab.badSelector`. */
export function parseSelector(text: string): Result<Selector> {
  const match = WHOLE.exec(text);
  if (match === null || text.length > SELECTOR_LENGTH_MAX) return err(bad(text));
  const [, kind = '', name, conditions = ''] = match;
  const found = [...conditions.matchAll(CONDITION)];
  const read = found.map(([whole]) => whole).join('');
  if (read !== conditions) return err(bad(text));
  return ok({
    kind,
    name,
    conditions: found.map(([, field = '', sign, value = '']) => {
      return { field: field.split('.'), sign: signOf(sign), value };
    }),
  });
}

/** What a selector needs of a row; whatever else it has can be asked for in conditions. */
interface Selectable {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

/** The rows a selector means, in their order. O(rows). */
export function select<R extends Selectable>(rows: readonly R[], selector: Selector): R[] {
  const { kind, name, conditions } = selector;
  return rows.filter(
    (row) =>
      kindOf(row) === kind &&
      (name === undefined || isNamed(row, { kind, name })) &&
      conditions.every((condition) => holds(row, condition)),
  );
}

/** A name is held against the row's own, and against `group/name`. */
function isNamed(row: Selectable, by: { readonly kind: string; readonly name: string }): boolean {
  const inGroup = row.id.slice(by.kind.length + 1);
  return [row.name, inGroup].some((text) => matchesPattern({ text, pattern: by.name }));
}

/** Places and power parts go by their finer kind: `feed:a`, `rack:r1`, `zone:z1`. */
function kindOf(row: Selectable): string {
  const end = row.id.indexOf(':');
  return end < 0 ? row.kind : row.id.slice(0, end);
}

function signOf(text: string | undefined): Sign {
  return text === '!=' || text === '>=' || text === '<=' ? text : '=';
}

function holds(row: Selectable, { field, sign, value }: Condition): boolean {
  const found = fieldOf(row, field);
  if (sign === '=') return printed(found) === value;
  if (sign === '!=') return printed(found) !== value;
  if (typeof found !== 'number') return false;
  return sign === '>=' ? found >= Number(value) : found <= Number(value);
}

/**
 * A field of a row by its path; undefined where there is none. A list of named things is entered by
 * name: `guest.applications.shop.state`.
 */
export function fieldOf(row: object, path: readonly string[]): unknown {
  let value: unknown = row;
  for (const step of path) {
    if (Array.isArray(value)) {
      value = value.find((one: unknown) => isNamedAs(one, step));
      continue;
    }
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}

function isNamedAs(one: unknown, name: string): boolean {
  return typeof one === 'object' && one !== null && 'name' in one && one.name === name;
}

/** A field as a selector writes it; nothing at all is the empty text. */
export function printed(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bad(text: string): AppError {
  const shown = text.slice(0, SELECTOR_LENGTH_MAX);
  return {
    code: 'lab.badSelector',
    message: `"${shown}" does not say which things are meant.`,
    hint: 'Write a kind, a name if wanted, and conditions: vm, rack:r1, vm[tags.tier=web].',
    details: { selector: shown },
  };
}
