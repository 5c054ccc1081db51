/**
 * Computes where everything stands on the map. Nothing is dragged by a force: a rack stands at its
 * place in the row, a host at its rack units, a machine on its host, so the picture is the room.
 *
 * From top to bottom: who uses what (services and balancers), the network above the racks, rows
 * of racks seen from the front, and the power that feeds them from below. Runs when the structure
 * changes, never for a figure. It must not know Cytoscape or a canvas.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { BoxKind } from './box.ts';
import { unionOf, type Rect } from './geometry.ts';
import { planRow, placeRow, RACK_WIDTH, type PlacedRow, type RowPlan } from './rack-layout.ts';
import { RoomBoxes } from './room-boxes.ts';
import type { RoomRows } from './room-rows.ts';

/** Racks under one name, as they stand in a row. */
export interface Band extends Rect {
  readonly id: string;
  readonly placed: PlacedRow;
}

/** A room (or whatever place holds rows) with its bands. */
export interface Hall extends Rect {
  readonly id: string;
  readonly bands: readonly Band[];
  /** How many rows stand side by side. */
  readonly columns: number;
}

export interface RoomLayout {
  readonly boxes: RoomBoxes;
  readonly halls: readonly Hall[];
  /** Heads of racks by rack id: where wires from above arrive. */
  readonly bounds: Rect;
  /** Height of one rack unit in world pixels. */
  readonly unit: number;
}

const LANE_GAP = 30;
const SERVICE = { w: 200, h: 46, gap: 44 } as const;
const BALANCER = { w: 220, h: 46 } as const;
const SWITCH = { w: 116, h: 28, gap: 26, laneGap: 26 } as const;
const POWER = { w: 118, h: 30, gap: 26, lineGap: 10 } as const;
const SHELF = { w: 96, h: 26, gap: 6, columns: 3, beside: 30 } as const;
/** Between a row and the one below it. */
export const BAND_GAP = 54;
const HALL = { gap: 70, title: 36, columnGap: 46, around: 190 } as const;
/** Width to height of the map in a usual window, with its panels open. */
const WINDOW_SHAPE = 1.45;
/** A room aims at this height for its tallest rack, in world pixels. */
const RACK_HEIGHT_AIM = 330;
const UNIT_MIN = 14;
const UNIT_MAX = 30;
/**
 * Few units share this height where a window shows them large enough, so that the machines of a
 * full host can be told by their names.
 */
const FEW_UNITS = { height: 165, max: 54, zoom: 0.7 } as const;
/** A small room makes its racks as wide as the window leaves it room, in these steps. */
const WIDE_RACKS = [220, 200, 180, 160] as const;
/** More racks than this keep their width, whatever the window. */
const SMALL_ROOM_RACKS = 24;
/** Wide racks may cost this share of the zoom at which a room fits into the window. */
const WORTH = 0.97;
const USUAL_WINDOW = { w: 660, h: 400 } as const;

/** Lays the whole room out, but for the insides of racks. O(rows). */
export function layOut(rows: RoomRows): RoomLayout {
  const plans = planRows(rows);
  const most = mostUnits(plans);
  const unit = Math.min(UNIT_MAX, Math.max(UNIT_MIN, Math.floor(RACK_HEIGHT_AIM / most)));
  const plain = layOutWith(rows, { plans, unit, rackWidth: RACK_WIDTH });
  if (racksOf(plans) > SMALL_ROOM_RACKS) return plain;
  const few = Math.min(FEW_UNITS.max, Math.floor(FEW_UNITS.height / most));
  if (few > unit) {
    const tall = widened(rows, { plans, unit: few, rackWidth: RACK_WIDTH });
    if (fitOf(tall.bounds) >= FEW_UNITS.zoom) return tall;
  }
  return widened(rows, { plans, unit, rackWidth: RACK_WIDTH });
}

/** The same with racks as wide as the window leaves them room. */
function widened(rows: RoomRows, measures: Measures): RoomLayout {
  const plain = layOutWith(rows, measures);
  const wanted = Math.min(1, fitOf(plain.bounds)) * WORTH;
  for (const rackWidth of WIDE_RACKS) {
    const wide = layOutWith(rows, { ...measures, rackWidth });
    if (fitOf(wide.bounds) >= wanted) return wide;
  }
  return plain;
}

function racksOf(plans: Plans): number {
  let count = 0;
  for (const plan of plans.values()) count += plan.racks.length;
  return count;
}

/** The zoom at which all of it is in a usual window. */
function fitOf(bounds: Rect): number {
  return Math.min(USUAL_WINDOW.w / Math.max(1, bounds.w), USUAL_WINDOW.h / Math.max(1, bounds.h));
}

/** What a row needs of the layout that holds it. */
interface Measures {
  readonly plans: Plans;
  readonly unit: number;
  readonly rackWidth: number;
}

function layOutWith(rows: RoomRows, measures: Measures): RoomLayout {
  const boxes = new RoomBoxes(rows);
  const { unit } = measures;
  const halls = placeHalls(rows, { ...measures, boxes });
  const room = unionOf(halls);
  const width = Math.max(room.w, SERVICE.w + BALANCER.w + SERVICE.gap);
  const left = room.x;
  placeAbove(rows, { boxes, left, width });
  const power = placePower(rows, { boxes, left, below: room });
  placeShelf(rows, { boxes, ...power, right: left + width });
  const bounds = unionOf([...halls, ...boxes.outer()]);
  return { boxes, halls, bounds, unit };
}

type Plans = ReadonlyMap<string, RowPlan>;

/** Every row of every hall, also those without racks. */
function planRows(rows: RoomRows): Plans {
  const plans = new Map<string, RowPlan>();
  for (const ids of rows.rowsByHall.values()) {
    for (const id of ids) plans.set(id, planRow(rows.racksByPlace.get(id) ?? [], rows));
  }
  return plans;
}

/** Of the row that shows most of them. */
function mostUnits(plans: Plans): number {
  let most = 1;
  for (const plan of plans.values()) if (plan.racks.length > 0) most = Math.max(most, plan.units);
  return most;
}

/** Rooms side by side in a near-square grid, their rows below each other. */
function placeHalls(rows: RoomRows, at: Measures & { boxes: RoomBoxes }): Hall[] {
  const hallIds = [...rows.rowsByHall.keys()];
  const columns = Math.max(1, Math.ceil(Math.sqrt(hallIds.length)));
  const halls: Hall[] = [];
  let y = 0;
  for (let start = 0; start < hallIds.length; start += columns) {
    let x = 0;
    let tallest = 0;
    for (const id of hallIds.slice(start, start + columns)) {
      const hall = placeHall({ id, x, y, rows, ...at });
      halls.push(hall);
      x += hall.w + HALL.gap;
      tallest = Math.max(tallest, hall.h);
    }
    y += tallest + HALL.gap;
  }
  return halls;
}

/** Rows of a hall in columns, so that the hall is about as wide as a window is. */
function placeHall(
  at: Measures & { id: string; x: number; y: number; rows: RoomRows; boxes: RoomBoxes },
): Hall {
  const { unit, rackWidth } = at;
  const rowIds = at.rows.rowsByHall.get(at.id) ?? [];
  const plans = rowIds.flatMap((id) => at.plans.get(id) ?? []);
  const sizes = plans.map((plan) => placeRow({ plan, x: 0, y: 0, unit, rackWidth }));
  const columns = bestColumns(sizes);
  const columnWidth = Math.max(rackWidth, ...sizes.map((size) => size.w));
  const bands: Band[] = [];
  let y = at.y + HALL.title;
  for (let start = 0; start < rowIds.length; start += columns) {
    plans.slice(start, start + columns).forEach((plan, column) => {
      const x = at.x + column * (columnWidth + HALL.columnGap);
      const placed = placeRow({ plan, x, y, unit, rackWidth });
      at.boxes.addRow(placed);
      bands.push({ id: rowIds[start + column] ?? '', placed, x, y, w: placed.w, h: placed.h });
    });
    const tallest = Math.max(0, ...sizes.slice(start, start + columns).map((size) => size.h));
    y += tallest + BAND_GAP;
  }
  const w = Math.max(columnWidth, unionOf(bands).w);
  return {
    id: at.id,
    bands,
    columns,
    x: at.x,
    y: at.y,
    w,
    h: Math.max(0, y - BAND_GAP - at.y),
  };
}

/** The number of columns whose picture is nearest to the shape of a window. */
function bestColumns(sizes: readonly Rect[]): number {
  const width = Math.max(1, ...sizes.map((size) => size.w));
  const height = Math.max(1, ...sizes.map((size) => size.h));
  let best = 1;
  let bestOff = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= sizes.length; columns += 1) {
    const lines = Math.ceil(sizes.length / columns);
    const shape =
      (columns * (width + HALL.columnGap)) / (lines * (height + BAND_GAP) + HALL.around);
    const off = Math.abs(Math.log(shape / WINDOW_SHAPE));
    if (off < bestOff) {
      bestOff = off;
      best = columns;
    }
  }
  return best;
}

/** The lanes above the racks: services with their balancers, then core and aggregation. */
function placeAbove(rows: RoomRows, at: { boxes: RoomBoxes; left: number; width: number }): void {
  // Each layer of switches has its own lane, the core on top.
  const layers = [...new Set(rows.upperSwitches.map((row) => row.layer))].toReversed();
  let bottom = -LANE_GAP;
  for (const layer of layers) {
    const inLayer = rows.upperSwitches.filter((row) => row.layer === layer);
    const { w, h } = SWITCH;
    const laneWidth = inLayer.length * (w + SWITCH.gap) - SWITCH.gap;
    let x = at.left + (at.width - laneWidth) / 2;
    for (const row of inLayer) {
      at.boxes.add({ id: row.id, kind: 'switch', x, y: bottom - h, w, h });
      x += w + SWITCH.gap;
    }
    bottom -= h + SWITCH.laneGap;
  }
  const serviceBottom = layers.length > 0 ? bottom + SWITCH.laneGap - LANE_GAP : -LANE_GAP;
  placeServices(rows, { ...at, bottom: serviceBottom });
}

function placeServices(
  rows: RoomRows,
  at: { boxes: RoomBoxes; left: number; width: number; bottom: number },
): void {
  const groupWidth = SERVICE.w + SERVICE.gap + BALANCER.w;
  const perLine = Math.max(
    1,
    Math.floor((at.width + SERVICE.gap) / (groupWidth + SERVICE.gap * 2)),
  );
  const lines = Math.ceil(rows.balancers.length / perLine);
  rows.balancers.forEach((balancer, index) => {
    const line = Math.floor(index / perLine);
    const inLine = Math.min(perLine, rows.balancers.length - line * perLine);
    const lineWidth = inLine * groupWidth + (inLine - 1) * SERVICE.gap * 2;
    const start = at.left + (at.width - lineWidth) / 2;
    const x = start + (index - line * perLine) * (groupWidth + SERVICE.gap * 2);
    const y = at.bottom - (lines - line) * (BALANCER.h + LANE_GAP) + LANE_GAP;
    at.boxes.add({
      id: balancer.id,
      kind: 'balancer',
      x: x + SERVICE.w + SERVICE.gap,
      y,
      w: BALANCER.w,
      h: BALANCER.h,
    });
    const services = rows.servicesByBalancer.get(balancer.id) ?? [];
    services.forEach((service, nth) => {
      const h = services.length > 1 ? SERVICE.h / services.length - 2 : SERVICE.h;
      const place = { x, y: y + nth * (h + 4), w: SERVICE.w, h };
      at.boxes.add({ id: service.id, kind: 'service', ...place });
    });
  });
}

/** Below the racks: one line for each feed, from the utility on the left to the feed. */
function placePower(
  rows: RoomRows,
  at: { boxes: RoomBoxes; left: number; below: Rect },
): { top: number; end: number } {
  const top = at.below.y + at.below.h + LANE_GAP + rows.feeds.length * POWER.lineGap;
  let y = top;
  let end = at.left;
  for (const chain of rows.powerChains) {
    let x = at.left;
    for (const id of chain) {
      if (!at.boxes.hasOutside(id)) {
        at.boxes.add({ id, kind: 'power', x, y, w: POWER.w, h: POWER.h });
      }
      x += POWER.w + POWER.gap;
    }
    end = Math.max(end, x);
    y += POWER.h + POWER.lineGap;
  }
  return { top, end };
}

/**
 * Machines that have no host, and storage that stands in no rack: a shelf below the racks, beside
 * the power, so that a machine that loses its host changes nothing about what fits into the window.
 */
function placeShelf(
  rows: RoomRows,
  at: { boxes: RoomBoxes; top: number; end: number; right: number },
): void {
  const loose: { row: RowOf<'vm'> | RowOf<'storage'>; kind: BoxKind }[] = [
    ...rows.looseStorage.map((row) => ({ row, kind: 'storage' as const })),
    ...rows.looseMachines.map((row) => ({ row, kind: 'vm' as const })),
  ];
  const left = at.end + SHELF.beside;
  const step = SHELF.w + SHELF.gap;
  const columns = Math.max(SHELF.columns, Math.floor((at.right - left + SHELF.gap) / step));
  loose.forEach(({ row, kind }, index) => {
    const column = index % columns;
    const line = Math.floor(index / columns);
    at.boxes.add({
      id: row.id,
      kind,
      x: left + column * step,
      y: at.top + line * (SHELF.h + SHELF.gap),
      w: SHELF.w,
      h: SHELF.h,
    });
  });
}
