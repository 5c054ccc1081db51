/**
 * Goal: a quick layout follows every change, a slow one lets the screen rest and is not forgotten.
 * Method: a clock of the test's own; each layout takes as long as the test says.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LayoutPace } from '../../../src/renderer/topology/layout-pace.ts';

let laidOut = 0;
let tookMs = 0;

function paceOf(takesMs: number): LayoutPace {
  [laidOut, tookMs] = [0, takesMs];
  return new LayoutPace(() => {
    laidOut += 1;
    vi.setSystemTime(Date.now() + tookMs);
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the pace of layouts', () => {
  it('follows every change while a layout is quick', () => {
    const pace = paceOf(11);
    pace.ask();
    pace.ask();
    expect(laidOut).toBe(2);
  });

  it('rests six times as long as a slow layout took, then does the one that was asked for', () => {
    const pace = paceOf(50);
    pace.ask();
    pace.ask();
    pace.ask();
    expect(laidOut).toBe(1);
    vi.advanceTimersByTime(299);
    expect(laidOut).toBe(1);
    vi.advanceTimersByTime(1);
    expect(laidOut).toBe(2);
    vi.advanceTimersByTime(10_000);
    expect(laidOut).toBe(2);
  });

  it('waits for the end of a row of changes where that is wanted', () => {
    const pace = paceOf(0);
    pace.askSoon();
    pace.askSoon();
    expect(laidOut).toBe(0);
    vi.advanceTimersByTime(0);
    expect(laidOut).toBe(1);
    pace.askSoon();
    pace.stop();
    vi.advanceTimersByTime(1_000);
    expect(laidOut).toBe(1);
  });
});
