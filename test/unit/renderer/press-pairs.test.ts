/**
 * Goal: two presses are a double one only when they are close in time and in place, so that nobody
 * who presses two things in quick succession goes into the second. Method: presses given by hand.
 */
import { describe, expect, it } from 'vitest';
import { createPressPairs } from '../../../src/renderer/topology/press-pairs.ts';

describe('a press on the map', () => {
  it.each([
    ['soon after and at the same place is the second', { x: 12, y: 9, atMs: 160 }, true],
    ['soon after on another thing is one of its own', { x: 90, y: 10, atMs: 60 }, false],
    ['at the same place much later is one of its own', { x: 10, y: 10, atMs: 400 }, false],
  ])('%s', (_what, second, expected) => {
    const isSecond = createPressPairs();
    expect(isSecond({ x: 10, y: 10, atMs: 0 })).toBe(false);
    expect(isSecond(second)).toBe(expected);
  });

  it('is the first of the next pair after a second one', () => {
    const isSecond = createPressPairs();
    const presses = [0, 100, 200, 300].map((atMs) => isSecond({ x: 5, y: 5, atMs }));
    expect(presses).toEqual([false, true, false, true]);
  });
});
