/**
 * Where a followed request stands on a map, and the way between two places, in points of the
 * screen. A map says where a thing is; a hop at something it does not show stays where the request
 * was before.
 */
import type { FollowHop } from '../../shared/views/follow-view.ts';
import type { Point, Rect } from '../topology/geometry.ts';

/** Points between a rack and the lane above it, and below a host. */
const LANE_PX = 5;
const GAP_PX = 1.5;
/** How far a way keeps below the boxes it joins. */
const BELOW_PX = 9;

/** A place on the map at which the request is for one or more hops. */
export interface Stop {
  readonly id: string;
  readonly rect: Rect;
  /** The hops there, counted from 0. */
  readonly hops: readonly number[];
}

/** A way to a place, corner by corner. */
export interface Way {
  readonly points: readonly Point[];
  /** It is the way it came, taken back. */
  readonly isBack: boolean;
}

/** What a map can be asked. */
export interface PlaceFinder {
  readonly rectOf: (id: string) => Rect | undefined;
  /** Host and rack of a machine, where there are any. */
  readonly homeOf: (id: string) => { readonly host?: string; readonly rack?: string };
}

/** The places in order; the answer leads back to where the request came from. */
export function stopsOf(hops: readonly FollowHop[], places: PlaceFinder): Stop[] {
  const stops: { id: string; rect: Rect; hops: number[] }[] = [];
  for (const [index, { at }] of hops.entries()) {
    const last = stops.at(-1);
    const rect = at === undefined || at === last?.id ? undefined : places.rectOf(at);
    if (at === undefined || rect === undefined) last?.hops.push(index);
    else stops.push({ id: at, rect, hops: [index] });
  }
  return stops;
}

/** Which of the places the request is at, at a hop; -1 before the first one that is shown. */
export function stopAt(stops: readonly Stop[], hop: number): number {
  return stops.findLastIndex(({ hops }) => (hops[0] ?? 0) <= hop);
}

/** Where a request rests at a place: below it, so that no name is covered. */
export function restAt({ x, y, w, h }: Rect): Point {
  return { x: x + w / 2, y: y + h };
}

/** The ways to the second place and every later one; an answer goes back all the way it came. */
export function waysOf(stops: readonly Stop[], places: PlaceFinder): Way[] {
  const ways: Way[] = [];
  for (const [index, stop] of stops.entries()) {
    const before = stops[index - 1];
    if (before === undefined) continue;
    const isBack = index > 1 && stop.id === stops[0]?.id;
    const points = isBack
      ? ways.flatMap((way) => way.points).toReversed()
      : wayBetween(before, stop, places);
    ways.push({ points, isBack });
  }
  return ways;
}

function wayBetween(from: Stop, to: Stop, places: PlaceFinder): Point[] {
  const goal = homeRects(to.id, places);
  if (goal !== undefined) return intoRack(restAt(from.rect), to.rect, goal);
  const start = homeRects(from.id, places);
  if (start !== undefined) return intoRack(restAt(to.rect), from.rect, start).toReversed();
  return below(from.rect, to.rect);
}

interface Home {
  readonly host: Rect;
  readonly rack: Rect;
}

function homeRects(id: string, places: PlaceFinder): Home | undefined {
  const home = places.homeOf(id);
  const host = home.host === undefined ? undefined : places.rectOf(home.host);
  const rack = home.rack === undefined ? undefined : places.rectOf(home.rack);
  return host === undefined || rack === undefined ? undefined : { host, rack };
}

/** Along the lane above the racks, and down beside the hosts to the machine. */
function intoRack(from: Point, tile: Rect, { host, rack }: Home): Point[] {
  const laneY = rack.y - LANE_PX;
  const gutterX = rack.x + LANE_PX / 2;
  const gapY = host.y + host.h + GAP_PX;
  const end = restAt(tile);
  return [
    from,
    { x: from.x, y: laneY },
    { x: gutterX, y: laneY },
    { x: gutterX, y: gapY },
    { x: end.x, y: gapY },
    end,
  ];
}

/** Out below, across between the two, and in from below. */
function below(from: Rect, to: Rect): Point[] {
  const [a, b] = [restAt(from), restAt(to)];
  const half = a.x < b.x ? (from.x + from.w + to.x) / 2 : (to.x + to.w + from.x) / 2;
  return [
    a,
    { x: a.x, y: a.y + BELOW_PX },
    { x: half, y: a.y + BELOW_PX },
    { x: half, y: b.y + BELOW_PX },
    { x: b.x, y: b.y + BELOW_PX },
    b,
  ];
}

/** The point at a share of a way, from 0 at its beginning to 1 at its end. */
export function pointOn(way: readonly Point[], share: number): Point | undefined {
  const lengths = way.slice(1).map((point, index) => distance(way[index] ?? point, point));
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [way[index], way[index + 1]];
    if (from === undefined || to === undefined) break;
    if (rest <= length && length > 0) {
      const part = rest / length;
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    }
    rest -= length;
  }
  return way.at(-1);
}

function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}
