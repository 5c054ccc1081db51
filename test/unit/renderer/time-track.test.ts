/**
 * Goal: the time track shows every event of a long run and one axis for all that stands on it.
 * Method: marks are counted against a plain list, spans are zoomed and moved by hand, and figures
 * are held against what was put in.
 */
import { describe, expect, it } from 'vitest';
import { readTrackPins, withPin } from '../../../src/renderer/timeline/track-pins.ts';
import { EventColumns, type MarkedEvent } from '../../../src/renderer/model/event-marks.ts';
import { highestRate } from '../../../src/renderer/timeline/paint-figures.ts';
import { laneAt } from '../../../src/renderer/timeline/paint-track.ts';
import {
  keptWithin,
  panned,
  SPAN_SHOWN_MIN_US,
  stepOf,
  zoomed,
} from '../../../src/renderer/timeline/time-scale.ts';
import { rateBetween } from '../../../src/renderer/timeline/track-rates.ts';
import { besideLines } from '../../../src/renderer/timeline/use-track-figures.ts';
import { joined } from '../../../src/renderer/timeline/use-track-series.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../../src/shared/kernel/time.ts';
import type { ServiceSeries } from '../../../src/shared/views/metrics-frame.ts';

const HOUR_US = 60 * US_PER_MINUTE;
const EVENTS = 100_000;

/** Deterministic and uneven: storms on some moments, nothing on others. */
function storm(): MarkedEvent[] {
  let atUs = 0;
  return Array.from({ length: EVENTS }, (_, index) => {
    atUs += index % 1_000 === 0 ? US_PER_MINUTE : (index * 7) % 3;
    return {
      id: index + 1,
      atUs,
      lane: (index * 5) % 4,
      gravity: index % 997 === 0 ? 4 : index % 3,
    };
  });
}

function filled(events: readonly MarkedEvent[], max?: number): EventColumns {
  const columns = new EventColumns(4, max);
  for (const event of events) columns.push(event);
  return columns;
}

describe('marks of a long run', () => {
  const events = storm();
  const columns = filled(events);
  const span = { fromUs: 30 * US_PER_MINUTE, toUs: 31 * US_PER_MINUTE };

  it('keep a hundred thousand events, each in its lane and cell with the gravest on top', () => {
    expect(columns.length).toBe(EVENTS);
    const toUs = events.at(-1)?.atUs ?? 0;
    const bins = columns.bins({ fromUs: 0, toUs, cells: 250 });
    const counted = bins.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
    const byLane = [0, 1, 2, 3].map((one) => events.filter(({ lane }) => lane === one).length);
    expect(counted).toEqual(byLane);
    const cell = 40;
    const inCell = events.filter(
      ({ lane, atUs }) => lane === 0 && Math.min(249, Math.floor((atUs * 250) / toUs)) === cell,
    );
    expect(bins[0]?.counts[cell]).toBe(inCell.length);
    const worst = Math.max(-1, ...inCell.map(({ gravity }) => gravity)) + 1;
    expect(bins[0]?.worst[cell]).toBe(worst);
  });

  it('are counted for a stretch, and its end belongs to the next', () => {
    const inside = events.filter(({ atUs }) => atUs >= span.fromUs && atUs < span.toUs);
    const byLane = [0, 1, 2, 3].map((one) => inside.filter(({ lane }) => lane === one).length);
    expect(columns.countsBetween(span.fromUs, span.toUs)).toEqual(byLane);
    expect(inside.length).toBeGreaterThan(500);
  });

  it('name the gravest event of a lane, and the next one and the one before', () => {
    const few = filled([
      { id: 1, atUs: 10, lane: 0, gravity: 1 },
      { id: 2, atUs: 20, lane: 0, gravity: 4 },
      { id: 3, atUs: 20, lane: 1, gravity: 2 },
      { id: 4, atUs: 30, lane: 0, gravity: 4 },
      { id: 5, atUs: 40, lane: 0, gravity: 0 },
    ]);
    expect(few.gravest(0, { fromUs: 0, toUs: 25 })).toEqual({ id: 2, atUs: 20 });
    expect(few.gravest(0, { fromUs: 0, toUs: 50 })).toEqual({ id: 4, atUs: 30 });
    expect(few.gravest(2, { fromUs: 0, toUs: 50 })).toBeUndefined();
    expect([few.beside(20, 'previous'), few.beside(20, 'next')]).toEqual([10, 30]);
    expect([few.beside(10, 'previous'), few.beside(40, 'next')]).toEqual([undefined, undefined]);
  });

  it('let go of the oldest half when there are too many', () => {
    const bounded = filled(events.slice(0, 1_500), 1_000);
    expect(bounded.length).toBe(1_000);
    const newest = events.slice(500, 1_500);
    expect(bounded.countsBetween(0, HOUR_US)).toEqual(
      [0, 1, 2, 3].map((one) => newest.filter(({ lane }) => lane === one).length),
    );
  });
});

describe('the axis', () => {
  const all = { fromUs: 0, toUs: HOUR_US };

  it('is zoomed with the moment under the pointer where it was', () => {
    const near = zoomed(all, { factor: 0.5, atUs: 45 * US_PER_MINUTE, wholeUs: HOUR_US });
    expect(near).toEqual({ fromUs: 22.5 * US_PER_MINUTE, toUs: 52.5 * US_PER_MINUTE });
    const back = zoomed(near, { factor: 2, atUs: 45 * US_PER_MINUTE, wholeUs: HOUR_US });
    expect(back).toEqual(all);
  });

  it('ends where the run ends and is never shorter than can be read', () => {
    expect(zoomed(all, { factor: 9, atUs: 0, wholeUs: HOUR_US })).toEqual(all);
    const least = zoomed(all, { factor: 1e-9, atUs: HOUR_US, wholeUs: HOUR_US });
    expect(least).toEqual({ fromUs: HOUR_US - SPAN_SHOWN_MIN_US, toUs: HOUR_US });
    const part = { fromUs: 10 * US_PER_MINUTE, toUs: 20 * US_PER_MINUTE };
    expect(panned(part, -HOUR_US, HOUR_US)).toEqual({ fromUs: 0, toUs: 10 * US_PER_MINUTE });
    expect(panned(part, HOUR_US, HOUR_US).toUs).toBe(HOUR_US);
    expect(keptWithin({ fromUs: -5, toUs: 2 * HOUR_US }, HOUR_US)).toEqual(all);
  });

  it('says how far apart its marks are', () => {
    expect(stepOf({ ...all, width: 900 }, 86)).toBe(15 * US_PER_MINUTE);
    expect(stepOf({ fromUs: 0, toUs: 10 * US_PER_SECOND, width: 900 }, 86)).toBe(US_PER_SECOND);
  });

  it('has a lane under each mark and none under the ruler or the figures', () => {
    expect([10, 30, 45, 60, 75, 100].map(laneAt)).toEqual([undefined, 0, 1, 2, 3, undefined]);
  });
});

describe('figures on the track', () => {
  function series(served: number[], lost = served.map(() => 0)): ServiceSeries {
    const none = new Float64Array(served.length);
    const offered = Float64Array.from(served, (value, place) => value + (lost[place] ?? 0));
    return {
      bucketUs: 10 * US_PER_SECOND,
      firstBucketUs: 0,
      offered,
      served: Float64Array.from(served),
      late: none,
      refused: none,
      lost: Float64Array.from(lost),
    };
  }

  it('are fetched in pieces that join without a seam', () => {
    const whole = joined(joined(undefined, series([10, 20])), series([30]));
    expect([...whole.served]).toEqual([10, 20, 30]);
    expect(rateBetween(whole, { fromUs: 0, toUs: 30 * US_PER_SECOND })?.served).toBe(2);
    // The third bucket is not whole within the stretch.
    const cut = { fromUs: 0, toUs: 25 * US_PER_SECOND };
    expect(rateBetween(whole, cut)).toEqual({ served: 1.5, failed: 0 });
    expect(rateBetween(whole, { fromUs: HOUR_US, toUs: 2 * HOUR_US })).toBeUndefined();
  });

  it('reach as high as the mean of what is drawn together, so that nothing stands out', () => {
    const data = series(Array.from({ length: 360 }, (_, place) => (place % 2 === 0 ? 40 : 0)));
    expect(highestRate(data, { fromUs: 0, toUs: HOUR_US, width: 900 })).toBe(4);
    // Two buckets in one bar: half of each.
    expect(highestRate(data, { fromUs: 0, toUs: HOUR_US, width: 360 })).toBe(2);
    expect(highestRate(undefined, { fromUs: 0, toUs: HOUR_US, width: 360 })).toBe(0.1);
  });

  it('have the other branch beside them where both are measured alike', () => {
    const side = {
      id: 'b2',
      name: 'spread',
      tipUs: HOUR_US,
      decisions: [],
      demanded: [0, 0],
      served: [5, 7],
      availability: [1, 0.5],
      costUsd: [0, 2],
      machines: [3, 4],
      totals: {
        demanded: 0,
        served: 0,
        servedFraction: 1,
        availability: 1,
        secondsDown: 0,
        costUsd: 2,
        machines: 4,
      },
    };
    const run = { atUs: [0, HOUR_US], side };
    expect(besideLines('requests', run)[0]?.values).toEqual([5, 7]);
    expect(besideLines('availability', run)[0]?.values).toEqual([100, 50]);
    expect(besideLines('cost', run)[0]?.values).toEqual([2, 2]);
    expect(besideLines('latency', run)).toEqual([]);
    expect(besideLines('requests', undefined)).toEqual([]);
  });

  it('are pinned and unpinned in the order of the charts, and remembered if they are known', () => {
    expect(withPin(['requests'], 'power')).toEqual(['requests', 'power']);
    expect(withPin(['requests', 'power'], 'cost')).toEqual(['requests', 'cost', 'power']);
    expect(withPin(['requests', 'power'], 'requests')).toEqual(['power']);
    expect(readTrackPins(['power', 'moon', 'latency'])).toEqual(['latency', 'power']);
    expect(readTrackPins('everything')).toEqual(['requests']);
  });
});
