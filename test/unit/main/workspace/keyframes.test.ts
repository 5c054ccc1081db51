/**
 * Goal: keyframes stay inside their budget, thin out with age, and never lead astray.
 * Method: keyframes of a long made-up run are added one by one; their places are looked at.
 */
import { describe, expect, it } from 'vitest';
import { History } from '../../../../src/main/workspace/history.ts';
import {
  KeyframeSet,
  keyframeInterval,
  leadsTo,
  type KeyframeMark,
} from '../../../../src/main/workspace/keyframes.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { addGroup } from '../../../support/workspace-rig.ts';

function mark(eventCount: number, parent = 0, branch = 'main'): KeyframeMark {
  return { place: { atUs: eventCount * 10, eventCount }, parent, branch, sizeBytes: 1_000 };
}

describe('thinning', () => {
  it('keeps gaps that grow with age, the newest always', () => {
    const set = new KeyframeSet<KeyframeMark>({ bytes: 20_000, count: 100 });
    for (let events = 1; events <= 1_000; events += 1) set.add(mark(events));
    const places = set.all.map(({ place }) => place.eventCount).sort((a, b) => a - b);
    expect(set.bytes).toBeLessThanOrEqual(20_000);
    expect(places.at(-1)).toBe(1_000);
    const newestGap = 1_000 - (places.at(-2) ?? 0);
    const gaps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
    expect(newestGap).toBeLessThanOrEqual(3);
    expect(Math.max(...gaps.slice(0, 3))).toBeGreaterThan(50);
    // A moment t before the end is at most about t away from the keyframe before it.
    for (let back = 2; back < 900; back += 1) {
      const before = places.findLast((place) => place <= 1_000 - back) ?? 0;
      expect(1_000 - back - before).toBeLessThanOrEqual(back * 1.2 + 3);
    }
  });

  it('obeys bytes and count alike, and spares what is pinned', () => {
    const set = new KeyframeSet<KeyframeMark>({ bytes: 1_000_000, count: 5 });
    for (let events = 1; events <= 50; events += 1) {
      set.add(mark(events), ({ place }) => place.eventCount === 7);
    }
    expect(set.all).toHaveLength(5);
    expect(set.all.some(({ place }) => place.eventCount === 7)).toBe(true);
  });

  it('keeps one that alone exceeds the budget, for lack of a better', () => {
    const set = new KeyframeSet<KeyframeMark>({ bytes: 10, count: 5 });
    expect(set.add(mark(1))).toEqual([]);
    expect(set.add(mark(2)).map(({ place }) => place.eventCount)).toEqual([1]);
  });

  it('takes larger snapshots less often', () => {
    expect(keyframeInterval(0)).toBe(100_000);
    expect(keyframeInterval(80_000_000)).toBe(10_000_000);
  });
});

describe('leading to a destination', () => {
  const history = new History('main');
  for (const [seq, parent, eventCount] of [
    [1, 0, 10],
    [2, 1, 20],
    [3, 2, 20],
  ] as const) {
    expectOk(
      history.apply({
        kind: 'command',
        seq,
        branch: 'main',
        parent,
        atUs: eventCount * 10,
        afterEvent: eventCount,
        eventsAtNow: 0,
        command: addGroup(`g${seq}`),
      }),
    );
  }
  const end = { path: [1, 2, 3], applied: 3, to: { atUs: 300, eventCount: 30 } };

  it.each([
    ['the start', mark(0), true],
    ['a place between two decisions', mark(15, 1), true],
    ['just before the next decision', mark(20, 1), true],
    ['between two decisions of one place', mark(20, 2), true],
    ['past a decision it lacks', mark(21, 1), false],
    ['past the destination', mark(31, 3), false],
    ['a decision that is not on the path', mark(25, 9), false],
  ])('%s', (_name, keyframe, expected) => {
    expect(leadsTo(keyframe, end, history)).toBe(expected);
  });

  it('never with more decisions than are wanted', () => {
    const before = { path: [1, 2, 3], applied: 1, to: { atUs: 200, eventCount: 20 } };
    expect(leadsTo(mark(20, 1), before, history)).toBe(true);
    expect(leadsTo(mark(20, 2), before, history)).toBe(false);
  });
});
