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

/** A place on the map at which the request is for one or more hops. */
export interface Stop {
  readonly id: string;
  readonly rect: Rect;
  /** The hops there, counted from 0. */
  readonly hops: readonly number[];
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

function middle(rect: Rect): Point {
  return { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 };
}

/** The way from one place to the next, corner by corner. */
export function wayBetween(from: Stop, to: Stop, places: PlaceFinder): Point[] {
  const goal = homeRects(to.id, places);
  if (goal !== undefined) return intoRack(middle(from.rect), to.rect, goal);
  const start = homeRects(from.id, places);
  if (start !== undefined) return intoRack(middle(to.rect), from.rect, start).toReversed();
  return elbow(from.rect, to.rect);
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
  const end = tile.x + tile.w / 2;
  return [
    from,
    { x: from.x, y: laneY },
    { x: gutterX, y: laneY },
    { x: gutterX, y: gapY },
    { x: end, y: gapY },
    { x: end, y: tile.y + tile.h / 2 },
  ];
}

/** Sideways, then up or down halfway, then sideways. */
function elbow(from: Rect, to: Rect): Point[] {
  const [a, b] = [middle(from), middle(to)];
  const half = (a.x + b.x) / 2;
  return [a, { x: half, y: a.y }, { x: half, y: b.y }, b];
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
