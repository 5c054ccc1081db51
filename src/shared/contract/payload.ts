/**
 * What may cross: plain data and typed columns, within limits.
 *
 * Both transports must accept and refuse the same things, although one clones structures and the
 * other writes JSON. So every message is surveyed here, before sending and after receiving: its
 * size, number of values and depth are bounded, and what only one of the two could carry (dates,
 * maps, functions, big integers) is refused by name. The walk is iterative: a message nested a
 * million deep is refused, not a stack overflow.
 */
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { isColumn, type ColumnArray } from '../views/column.ts';
import { ipcError } from './ipc-error.ts';

export interface PayloadLimits {
  /** Approximate size in bytes: one per character, eight per other value, columns as they are. */
  readonly bytes: number;
  /** Number of values, objects and arrays included. */
  readonly values: number;
  /** Levels of nesting. */
  readonly depth: number;
}

/** What a screen may send at once; the largest is the text of an imported scenario file. */
export const REQUEST_LIMITS: PayloadLimits = { bytes: 72_000_000, values: 500_000, depth: 40 };
/** What a workspace may send at once: a full view of 20,000 machines with room to spare. */
export const REPLY_LIMITS: PayloadLimits = { bytes: 72_000_000, values: 4_000_000, depth: 40 };

/** Where a column stands in a message, from the root. */
export type PayloadPath = readonly (string | number)[];

export interface PayloadColumn {
  readonly path: PayloadPath;
  readonly column: ColumnArray;
}

export interface PayloadSurvey {
  readonly approximateBytes: number;
  readonly columns: readonly PayloadColumn[];
}

/** Most columns in one message. */
export const COLUMNS_MAX = 256;

/** One container on the way down, with the place reached in it. */
interface Level {
  readonly keys: readonly string[] | undefined;
  readonly values: readonly unknown[];
  index: number;
}

/**
 * Walks a message once. Refuses with `ipc.tooLarge` (bytes, values, depth, columns) or
 * `ipc.invalid` (something that is not plain data), naming the path. O(values).
 */
export function surveyPayload(root: unknown, limits: PayloadLimits): Result<PayloadSurvey> {
  const survey = new Survey(limits);
  let refusal = survey.visit(root);
  while (refusal === undefined) {
    const level = survey.levels.at(-1);
    if (level === undefined) break;
    if (level.index >= level.values.length) {
      survey.levels.pop();
      continue;
    }
    const value = level.values[level.index];
    level.index += 1;
    refusal = survey.visit(value);
  }
  return refusal ?? ok({ approximateBytes: survey.bytes, columns: survey.columns });
}

class Survey {
  readonly levels: Level[] = [];
  readonly columns: PayloadColumn[] = [];
  bytes = 0;
  #values = 0;
  readonly #limits: PayloadLimits;

  constructor(limits: PayloadLimits) {
    this.#limits = limits;
  }

  /** Counts one value and descends into it when it is a container. */
  visit(value: unknown): ReturnType<typeof err> | undefined {
    this.#values += 1;
    this.bytes += typeof value === 'string' ? value.length : 8;
    if (typeof value === 'object' && value !== null) {
      const refusal = this.#enter(value);
      if (refusal !== undefined) return refusal;
    } else if (isUnsendable(value)) {
      return this.#invalid(`a ${typeof value} cannot be sent`);
    }
    if (this.bytes > this.#limits.bytes) return this.#tooLarge('bytes', this.#limits.bytes);
    if (this.#values > this.#limits.values) return this.#tooLarge('values', this.#limits.values);
    return undefined;
  }

  #enter(value: object): ReturnType<typeof err> | undefined {
    if (isColumn(value)) {
      this.columns.push({ path: this.#path(), column: value });
      this.bytes += value.byteLength;
      return this.columns.length > COLUMNS_MAX ? this.#tooLarge('columns', COLUMNS_MAX) : undefined;
    }
    if (this.levels.length >= this.#limits.depth) {
      return this.#tooLarge('levels of nesting', this.#limits.depth);
    }
    if (Array.isArray(value)) {
      this.levels.push({ keys: undefined, values: value, index: 0 });
      return undefined;
    }
    const tag = Object.prototype.toString.call(value);
    if (tag !== '[object Object]') return this.#invalid(`${tag.slice(8, -1)} is not plain data`);
    const keys = Object.keys(value);
    if (keys.includes('__proto__')) return this.#invalid('the key "__proto__" is not accepted');
    for (const key of keys) this.bytes += key.length;
    this.levels.push({ keys, values: Object.values(value), index: 0 });
    return undefined;
  }

  #path(): (string | number)[] {
    return this.levels.map(({ keys, index }) =>
      keys === undefined ? index - 1 : (keys[index - 1] ?? ''),
    );
  }

  #tooLarge(unit: string, limit: number): ReturnType<typeof err> {
    return err(
      ipcError('ipc.tooLarge', {
        message: `The message has more than ${limit} ${unit}, the most this connection carries.`,
        details: { unit, limit },
      }),
    );
  }

  #invalid(reason: string): ReturnType<typeof err> {
    const path = this.#path().join('.') || '(whole)';
    return err(
      ipcError('ipc.invalid', {
        message: `The message has the wrong shape: ${path}: ${reason}.`,
        details: { path, reason },
      }),
    );
  }
}

function isUnsendable(value: unknown): boolean {
  return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint';
}
