/**
 * What stands on the logical view and what leads from one thing to another, with the sizes all of
 * it has. Places are world units, as on the map of the room.
 */
import type { Rect } from '../topology/geometry.ts';
import type { LogicGraph } from './logic-graph.ts';

export type LogicKind =
  | 'internet'
  | 'dnsProfile'
  | 'service'
  | 'balancer'
  | 'frontend'
  | 'rule'
  | 'publicIp'
  | 'network'
  | 'subnet'
  | 'pool'
  | 'gate'
  | 'vm'
  | 'store'
  | 'webApp';

/** One thing as it is placed; several boxes may stand for one row. */
export interface LogicBox extends Rect {
  readonly id: string;
  readonly kind: LogicKind;
  /** The row that is meant by it; none for the outside, a pool, and the network of all. */
  readonly row: string | undefined;
  /** Pool a machine stands in; subnet a pool stands in. */
  readonly inside?: string | undefined;
  readonly gate?: Gate;
}

/** Security rules on a way: who decides, and what about. */
export interface Gate {
  readonly group: string;
  /** Rules a person has made. */
  readonly rules: number;
  /** What it says to the requests on this way; undefined where no port is known. */
  readonly verdict:
    | { readonly open: boolean; readonly rule: string; readonly port: number }
    | undefined;
}

export type LogicEdgeKind = 'ask' | 'pool' | 'public' | 'peer' | 'needs' | 'replica' | 'name';

export interface LogicEdge {
  readonly id: string;
  readonly kind: LogicEdgeKind;
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [number, number])[];
  /** A gate on it does not let it through. */
  readonly shut: boolean;
  /** Share of the requests that take it, where it is not all. */
  readonly share?: number;
}

/** Collects boxes while they are placed. */
export interface Placing {
  readonly graph: LogicGraph;
  readonly boxes: Map<string, LogicBox>;
}

export const INTERNET_ID = 'logic:internet';
/** Columns from left to right; pages of them stand side by side. */
export const COLUMN = {
  internet: 0,
  service: 116,
  balancer: 318,
  network: 574,
  end: 900,
} as const;
export const PAGE_GAP = 110;
export const INTERNET = { w: 84, h: 46 } as const;
export const SERVICE = { w: 158, h: 44, gap: 10 } as const;
export const NAME = { w: 158, h: 24, gap: 8 } as const;
export const BALANCER = { w: 196, head: 44, line: 19 } as const;
export const ADDRESS = { w: 196, h: 26 } as const;
export const STORE = { w: 150, h: 42, gap: 22 } as const;
export const POOL = { w: 222, pad: 8, head: 22, gap: 12 } as const;
export const SUBNET = { pad: 14, head: 24, gap: 14, empty: 44 } as const;
export const NETWORK = { pad: 14, head: 28, gap: 34 } as const;
export const TIER_GAP = 30;
export const GATE_SIZE = 20;
/** A way into a pool arrives this far below its upper edge, a little lower for each further one. */
export const ENTRY = { first: 11, step: 9 } as const;

/** Machines of a pool: named tiles while they are few, cells when there are more. */
export interface Cells {
  readonly columns: number;
  readonly w: number;
  readonly h: number;
  readonly gap: number;
}

const TILE = { w: 66, h: 22, gap: 4 } as const;
const TILES_MAX = 24;
const INNER_W = POOL.w - 2 * POOL.pad;
/** From many machines to few: the side of a cell. */
const CELL_SIZES = [
  { above: 2_000, side: 4, gap: 1 },
  { above: 400, side: 8, gap: 2 },
  { above: TILES_MAX, side: 14, gap: 3 },
] as const;

/** How a number of machines is laid out in a pool. */
export function cellsOf(count: number): Cells {
  const many = CELL_SIZES.find(({ above }) => count > above);
  if (many === undefined) {
    return { columns: Math.min(3, Math.max(1, count)), ...TILE };
  }
  const { side, gap } = many;
  return { columns: Math.floor((INNER_W + gap) / (side + gap)), w: side, h: side, gap };
}

/** Height of a pool with its head. */
export function poolHeight(count: number): number {
  const { columns, h, gap } = cellsOf(count);
  const lines = Math.max(1, Math.ceil(count / columns));
  return POOL.head + lines * (h + gap) - gap + POOL.pad;
}

/** Where the machines of a pool stand. O(machines). */
export function cellRects(pool: Rect, count: number): Rect[] {
  const { columns, w, h, gap } = cellsOf(count);
  return Array.from({ length: count }, (_, index) => ({
    x: pool.x + POOL.pad + (index % columns) * (w + gap),
    y: pool.y + POOL.head + Math.floor(index / columns) * (h + gap),
    w,
    h,
  }));
}
