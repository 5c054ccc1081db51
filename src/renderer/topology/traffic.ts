/**
 * Requests on their way: dots from the users to the balancer and from there, through the network,
 * to each machine in rotation; what is refused turns back at the balancer as a red cross.
 *
 * Positions follow from the time alone, so nothing is remembered from frame to frame and a pause
 * simply stops the clock. The number of dots says "more" and "less"; the figure beside it counts.
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import type { RoomLayout } from './layout.ts';

/** Dots drawn at most, whatever the load; above it they stand for more requests each. */
export const DOTS_MAX = 240;
/** Ways drawn at most; a room with more machines in rotation shows ways to racks, the busiest. */
const ROUTES_MAX = 120;
const SPEED_PX_PER_SECOND = 130;
const DOT_RADIUS = 2.1;
const DOTS_PER_SECOND_MAX = 7;
/** Requests a second that make one dot a second; the square root keeps ten and a thousand apart. */
const DOTS_PER_ROOT_REQUEST = 0.42;

export interface TrafficRoute {
  readonly kind: 'asking' | 'serving';
  /** World points the dots walk along. */
  readonly points: readonly (readonly [number, number])[];
  readonly perSecond: number;
  readonly failedPerSecond: number;
}

/** A balancer at which requests of a service arrive, with its share of them. */
export interface Arrival {
  readonly balancer: RowOf<'balancer'>;
  readonly share: number;
}

interface Roads {
  readonly layout: RoomLayout;
  readonly services: readonly ServiceFigures[];
  readonly arrivalsOf: (serviceId: string) => readonly Arrival[];
  /** The rack that a machine stands in. */
  readonly rackOf: (machineId: string) => string | undefined;
}

/** The ways requests take at the moment. O(services, and backends where they are few). */
export function routesOf(at: Roads): TrafficRoute[] {
  const machines = at.services.reduce((sum, service) => sum + service.backendsUp, 0);
  const many = machines > ROUTES_MAX;
  const routes = at.services.flatMap((figures) => {
    const from = at.layout.boxes.get(figures.id);
    if (from === undefined) return [];
    return at
      .arrivalsOf(figures.id)
      .flatMap((arrival) => routesTo({ roads: at, from, figures, arrival, many }));
  });
  if (routes.length <= ROUTES_MAX) return routes;
  return routes.toSorted((a, b) => loadOf(b) - loadOf(a)).slice(0, ROUTES_MAX);
}

/** What fails is looked for first. */
function loadOf(route: TrafficRoute): number {
  return route.perSecond + route.failedPerSecond * 1_000;
}

function routesTo(at: {
  roads: Roads;
  from: Rect;
  figures: ServiceFigures;
  arrival: Arrival;
  many: boolean;
}): TrafficRoute[] {
  const { from, figures } = at;
  const { balancer, share } = at.arrival;
  const { layout } = at.roads;
  const to = layout.boxes.get(balancer.id);
  if (to === undefined || share === 0) return [];
  const routes: TrafficRoute[] = [
    {
      kind: 'asking',
      points: [
        [from.x + from.w, from.y + from.h / 2],
        [to.x, to.y + to.h / 2],
      ],
      perSecond: figures.offeredPerSecond * share,
      failedPerSecond: figures.failedPerSecond * share,
    },
  ];
  const targets = at.many ? racksOf(balancer, at.roads.rackOf) : machinesOf(balancer);
  const all = targets.reduce((sum, target) => sum + target.machines, 0);
  const each = (figures.servedPerSecond * share) / Math.max(1, all);
  const below = wayBelow(layout, to);
  for (const { id, machines } of targets) {
    const end = at.many ? wayToRack(layout, id) : wayToMachine(layout, id);
    if (end === undefined) continue;
    const points = [...below.points, ...wayDown(layout, below.x, end.laneY), ...end.points];
    routes.push({ kind: 'serving', points, perSecond: each * machines, failedPerSecond: 0 });
  }
  return routes;
}

interface Target {
  readonly id: string;
  readonly machines: number;
}

/** Rows are never changed but replaced, so what was counted for one stays true. */
const racksOfBalancer = new WeakMap<RowOf<'balancer'>, readonly Target[]>();

function machinesOf(balancer: RowOf<'balancer'>): Target[] {
  return balancer.backends
    .filter((backend) => backend.rotation === 'up')
    .map((backend) => ({ id: backend.vm, machines: 1 }));
}

/** The racks a balancer's machines stand in, with how many of them. */
function racksOf(balancer: RowOf<'balancer'>, rackOf: Roads['rackOf']): readonly Target[] {
  const known = racksOfBalancer.get(balancer);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { id } of machinesOf(balancer)) {
    const rack = rackOf(id);
    if (rack !== undefined) counts.set(rack, (counts.get(rack) ?? 0) + 1);
  }
  const made = [...counts].map(([id, machines]) => ({ id, machines }));
  racksOfBalancer.set(balancer, made);
  return made;
}

interface WayEnd {
  readonly laneY: number;
  readonly points: readonly (readonly [number, number])[];
}

function wayToRack(layout: RoomLayout, id: string): WayEnd | undefined {
  const rack = layout.boxes.get(id);
  if (rack === undefined) return undefined;
  const laneY = rack.y - LANE_RISE;
  const x = rack.x + rack.w / 2;
  return {
    laneY,
    points: [
      [x, laneY],
      [x, rack.y],
    ],
  };
}

/** Along the lane above the racks, and down beside the hosts to the machine. */
function wayToMachine(layout: RoomLayout, id: string): WayEnd | undefined {
  const tile = layout.boxes.get(id);
  const host = tile?.host === undefined ? undefined : layout.boxes.get(tile.host);
  const rack = tile?.rack === undefined ? undefined : layout.boxes.get(tile.rack);
  if (tile === undefined || host === undefined || rack === undefined) return undefined;
  const laneY = rack.y - LANE_RISE;
  const gutterX = rack.x + 3.5;
  // In the gap below the host, so that no name is struck through.
  const gapY = host.y + host.h + 1.5;
  const endX = tile.x + tile.w / 2;
  return {
    laneY,
    points: [
      [gutterX, laneY],
      [gutterX, gapY],
      [endX, gapY],
      [endX, tile.y + tile.h],
    ],
  };
}

/** Down to the lane above a row: straight, or left of all rows where racks are in the way. */
function wayDown(layout: RoomLayout, x: number, laneY: number): (readonly [number, number])[] {
  let top = laneY;
  let left = x;
  let isClear = true;
  for (const hall of layout.halls) {
    left = Math.min(left, hall.x);
    for (const band of hall.bands) {
      top = Math.min(top, band.y - LANE_RISE);
      if (band.y < laneY && x > band.x - CLEAR && x < band.x + band.w + CLEAR) isClear = false;
    }
  }
  if (isClear) return [[x, laneY]];
  return [
    [x, top],
    [left - CLEAR - 2, top],
    [left - CLEAR - 2, laneY],
  ];
}

/** The lane on which requests travel lies this far above the racks. */
const LANE_RISE = 7;
/** Ways keep this far from what stands beside them, and go this far down before they turn. */
const CLEAR = 6;
const BESIDE = 18;
const BELOW = 12;

/**
 * The way down from the balancer: straight where nothing stands below it, else beside the switches
 * or, below its own line, around everything that does.
 */
function wayBelow(
  layout: RoomLayout,
  balancer: Rect,
): { x: number; points: (readonly [number, number])[] } {
  const center = balancer.x + balancer.w / 2;
  const bottom = balancer.y + balancer.h;
  let right = Number.NEGATIVE_INFINITY;
  let isClear = true;
  for (const box of layout.boxes.lanes()) {
    const isAbove = box.kind === 'switch' || box.kind === 'balancer' || box.kind === 'service';
    if (!isAbove || box.y < bottom) continue;
    right = Math.max(right, box.x + box.w);
    if (center > box.x - CLEAR && center < box.x + box.w + CLEAR) isClear = false;
  }
  if (isClear) return { x: center, points: [[center, bottom]] };
  const x = right + BESIDE;
  if (x >= balancer.x && x <= balancer.x + balancer.w - CLEAR) return { x, points: [[x, bottom]] };
  return {
    x,
    points: [
      [center, bottom],
      [center, bottom + BELOW],
      [x, bottom + BELOW],
    ],
  };
}

/** Paints ways and, unless motion is unwanted, the dots on them at time `seconds`. */
export function paintTraffic(
  brush: Brush,
  at: { routes: readonly TrafficRoute[]; seconds: number; still: boolean },
): void {
  for (const route of at.routes) {
    if (route.perSecond <= 0 && route.failedPerSecond <= 0) continue;
    paintWay(brush, route);
  }
  if (at.still) return;
  const share = Math.max(1, (at.routes.length * 24) / DOTS_MAX);
  for (const route of at.routes) {
    paintDots(brush, { route, seconds: at.seconds, thin: share });
    if (route.failedPerSecond > 0) paintRefusals(brush, { route, seconds: at.seconds });
  }
}

function screenPoints(brush: Brush, route: TrafficRoute): [number, number][] {
  return route.points.map(([x, y]) => [brush.x(x), brush.y(y)]);
}

function paintWay(brush: Brush, route: TrafficRoute): void {
  brush.ctx.globalAlpha = 0.5;
  brush.line(screenPoints(brush, route), { color: 'accent', width: 1.2 });
  brush.ctx.globalAlpha = 1;
}

function dotsPerSecond(perSecond: number): number {
  return Math.min(DOTS_PER_SECOND_MAX, Math.sqrt(perSecond) * DOTS_PER_ROOT_REQUEST);
}

function paintDots(brush: Brush, at: { route: TrafficRoute; seconds: number; thin: number }): void {
  const rate = dotsPerSecond(at.route.perSecond) / at.thin;
  if (rate <= 0) return;
  const points = screenPoints(brush, at.route);
  const length = lengthOf(points);
  const gap = SPEED_PX_PER_SECOND / rate;
  const offset = (at.seconds * SPEED_PX_PER_SECOND) % gap;
  brush.ctx.fillStyle = brush.palette.accent;
  brush.ctx.beginPath();
  for (let along = offset; along < length; along += gap) {
    const [x, y] = pointAt(points, along);
    brush.ctx.moveTo(x + DOT_RADIUS, y);
    brush.ctx.arc(x, y, DOT_RADIUS, 0, Math.PI * 2);
  }
  brush.ctx.fill();
}

/** Refused requests: red crosses that leave the balancer upwards and fade. */
function paintRefusals(brush: Brush, at: { route: TrafficRoute; seconds: number }): void {
  const end = at.route.points.at(-1);
  if (end === undefined) return;
  const rate = Math.max(0.8, dotsPerSecond(at.route.failedPerSecond));
  const reach = 34;
  const x0 = brush.x(end[0]);
  const y0 = brush.y(end[1]);
  const gap = SPEED_PX_PER_SECOND / 2 / rate;
  for (let along = ((at.seconds * SPEED_PX_PER_SECOND) / 2) % gap; along < reach; along += gap) {
    brush.ctx.globalAlpha = 1 - along / reach;
    const x = x0 - 4 - along * 0.5;
    const y = y0 - 6 - along;
    const arm = 3;
    brush.line(
      [
        [x - arm, y - arm],
        [x + arm, y + arm],
      ],
      { color: 'harm', width: 1.8 },
    );
    brush.line(
      [
        [x + arm, y - arm],
        [x - arm, y + arm],
      ],
      { color: 'harm', width: 1.8 },
    );
  }
  brush.ctx.globalAlpha = 1;
}

function lengthOf(points: readonly (readonly [number, number])[]): number {
  let length = 0;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before !== undefined) length += Math.hypot(point[0] - before[0], point[1] - before[1]);
  });
  return length;
}

function pointAt(points: readonly (readonly [number, number])[], along: number): [number, number] {
  let rest = along;
  for (let index = 1; index < points.length; index += 1) {
    const from = points[index - 1] ?? [0, 0];
    const to = points[index] ?? from;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (rest <= length || index === points.length - 1) {
      const share = length === 0 ? 0 : Math.min(1, rest / length);
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    }
    rest -= length;
  }
  return [0, 0];
}
