/**
 * Goal: a followed request goes from place to place as a map has them, also where it has not all of
 * them, and the answer goes back the way it came. Method: a handful of rectangles worked out by
 * hand.
 */
import { describe, expect, it } from 'vitest';
import {
  pointOn,
  restAt,
  stopAt,
  stopsOf,
  waysOf,
  type PlaceFinder,
} from '../../../src/renderer/follow/follow-way.ts';
import type { FollowHop } from '../../../src/shared/views/follow-view.ts';

function hop(kind: FollowHop['hop'], at?: string): FollowHop {
  const base = { hop: kind, atUs: 0, tookUs: 0, verdict: 'passed', rule: 'ENG-S1' } as const;
  return at === undefined ? base : { ...base, at };
}

const RECTS: Readonly<Record<string, { x: number; y: number; w: number; h: number }>> = {
  service: { x: 0, y: 0, w: 20, h: 10 },
  balancer: { x: 40, y: 0, w: 20, h: 10 },
  rack: { x: 30, y: 100, w: 50, h: 200 },
  host: { x: 32, y: 150, w: 46, h: 20 },
  vm: { x: 50, y: 155, w: 10, h: 12 },
};
const PLACES: PlaceFinder = {
  rectOf: (id) => RECTS[id],
  homeOf: (id) => (id === 'vm' ? { host: 'host', rack: 'rack' } : {}),
};
const HOPS = [
  hop('users', 'service'),
  hop('name', 'dns'),
  hop('balancer', 'balancer'),
  hop('network', 'guard'),
  hop('machine', 'vm'),
  hop('work', 'vm'),
  hop('answer', 'service'),
];

describe('the places of a request', () => {
  it('are those a map has; a hop elsewhere stays where the request was', () => {
    const stops = stopsOf(HOPS, PLACES);
    expect(stops.map(({ id, hops }) => [id, hops])).toEqual([
      ['service', [0, 1]],
      ['balancer', [2, 3]],
      ['vm', [4, 5]],
      ['service', [6]],
    ]);
    expect([0, 1, 3, 5, 6].map((at) => stopAt(stops, at))).toEqual([0, 0, 1, 2, 3]);
    expect(stopAt([], 0)).toBe(-1);
  });
});

describe('the ways', () => {
  it('lead below boxes, into the rack beside the hosts, and back as they came', () => {
    const stops = stopsOf(HOPS, PLACES);
    const [across, down, back] = waysOf(stops, PLACES);
    expect(across?.points).toEqual([
      { x: 10, y: 10 },
      { x: 10, y: 19 },
      { x: 30, y: 19 },
      { x: 30, y: 19 },
      { x: 50, y: 19 },
      { x: 50, y: 10 },
    ]);
    expect(down?.points.at(0)).toEqual(restAt(RECTS['balancer']!));
    expect(down?.points.at(1)).toEqual({ x: 50, y: 95 });
    expect(down?.points.at(-1)).toEqual({ x: 55, y: 167 });
    expect(back?.isBack).toBe(true);
    expect(back?.points.at(0)).toEqual(down?.points.at(-1));
    expect(back?.points.at(-1)).toEqual(across?.points.at(0));
  });

  it('are gone along by their length', () => {
    const way = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 30 },
    ];
    expect(pointOn(way, 0)).toEqual({ x: 0, y: 0 });
    expect(pointOn(way, 0.25)).toEqual({ x: 10, y: 0 });
    expect(pointOn(way, 0.5)).toEqual({ x: 10, y: 10 });
    expect(pointOn(way, 1)).toEqual({ x: 10, y: 30 });
    expect(pointOn([], 0.5)).toBeUndefined();
  });
});
