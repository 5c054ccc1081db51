/**
 * Goal: what is printed is read back, and reading never throws. Method: random durations, ids and
 * JSON values through print and parse; random texts through parse alone.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/shared/kernel/canonical-json.ts';
import { makeGroupedId, makeId, parseId } from '../../src/shared/kernel/ids.ts';
import {
  parseDuration,
  printDuration,
  SIM_TIME_MAX_US,
  US_PER_DAY,
} from '../../src/shared/kernel/time.ts';
import { count } from '../support/counts.ts';

const options = { numRuns: count('propertyRuns') };
const name = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9_])?$/);
const kind = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,10}$/);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^P?T?([0-9]{1,12}(\.[0-9]{1,8})?[WDHMSwdhmsu]{1,2}){0,4}$/),
);

describe('durations', () => {
  it('come back to the microsecond', () => {
    const span = fc.oneof(
      fc.integer({ min: 0, max: SIM_TIME_MAX_US }),
      fc.integer({ min: 0, max: 3 * US_PER_DAY }),
    );
    fc.assert(
      fc.property(span, (us) => {
        expect(parseDuration(printDuration(us))).toEqual({ ok: true, value: us });
      }),
      options,
    );
  });

  it('are read or refused, never thrown, and one canonical text per span', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const span = parseDuration(text);
        if (!span.ok) expect(span.error.code).toBe('duration.invalid');
        else expect(parseDuration(printDuration(span.value))).toEqual(span);
      }),
      options,
    );
  });
});

describe('ids', () => {
  it('come back in their parts', () => {
    fc.assert(
      fc.property(kind, name, fc.option(name, { nil: undefined }), (k, n, group) => {
        const id = group === undefined ? makeId(k, n) : makeGroupedId({ kind: k, group, name: n });
        expect(parseId(id)).toEqual({ ok: true, value: { kind: k, group, name: n } });
      }),
      options,
    );
  });

  it('are read or refused, never thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parts = parseId(text);
        if (!parts.ok) expect(parts.error.code).toBe('id.invalid');
      }),
      options,
    );
  });
});

describe('canonical JSON', () => {
  it('means the same value and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        if (!text.ok) throw new Error(text.error.message);
        expect(JSON.parse(text.value)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(withKeysReversed(value))).toEqual(text);
        expect(canonicalJson(JSON.parse(text.value))).toEqual(text);
      }),
      options,
    );
  });
});

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.reverse().map(([key, item]) => [key, withKeysReversed(item)]));
}
