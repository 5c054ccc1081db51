/**
 * Two large values that must be the same. What Node finds deeply equal, `toEqual` does too, which
 * walks a room of rows ten times as slowly; it is asked only to tell what differs.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** Fails with the difference unless both hold the same. */
export function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
}
