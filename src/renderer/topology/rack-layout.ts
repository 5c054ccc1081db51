/**
 * Places one row of racks, seen from the front: head with the name, top-of-rack switches, rack
 * units with hosts, and the PDUs at the foot. Units that are empty in every rack of the row are
 * folded into a narrow break, so that hosts stay aligned across racks and the room stays readable.
 *
 * A row is planned once, placed where there is room for it, and what stands inside a rack is
 * placed only when somebody asks for it: most racks of a large room are never looked into.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Box } from './box.ts';
import type { Rect } from './geometry.ts';
import type { RoomRows } from './room-rows.ts';

/** Width of a rack where many stand side by side; few may be wider, for the names in them. */
export const RACK_WIDTH = 140;
export const RACK_GAP = 22;
export const RACK_HEAD = 28;
const RACK_PAD = 8;
const RACK_FOOT = 24;
const DEVICE_HEIGHT = 18;
const PDU_HEIGHT = 18;
const FOLD_HEIGHT = 18;
/** Shorter runs of empty units stay as they are: a fold would not save anything. */
const FOLD_MIN_UNITS = 3;
/** A rack without hosts shows at least this many units, so that it looks like a rack. */
const UNITS_SHOWN_MIN = 4;

/** A run of rack units, either drawn one by one or folded into a break. */
export interface UnitRun {
  readonly from: number;
  readonly to: number;
  readonly folded: boolean;
  readonly y: number;
  readonly h: number;
}

/** What a row needs, whatever the height of a unit and wherever it stands. */
export interface RowPlan {
  readonly racks: Racks;
  readonly runs: readonly Omit<UnitRun, 'y' | 'h'>[];
  /** Switches and storage above the units, in the rack that has most. */
  readonly devices: number;
  readonly hasPdus: boolean;
  /** Units that are drawn, folds counted as one. */
  readonly units: number;
}

export interface PlacedRow extends Rect {
  /** The racks' own boxes, from left to right. */
  readonly racks: readonly Box[];
  /** How wide each of them is. */
  readonly rackWidth: number;
  /** From the top of the rack downwards, in world coordinates. */
  readonly runs: readonly UnitRun[];
  readonly unit: number;
  readonly pduY: number;
}

type Racks = readonly RowOf<'rack'>[];

/** Plans a row. O(racks + hosts). */
export function planRow(racks: Racks, rows: RoomRows): RowPlan {
  const runs = planRuns(racks, rows);
  let devices = 0;
  let hasPdus = false;
  for (const rack of racks) {
    devices = Math.max(devices, devicesOf(rack, rows).length);
    hasPdus ||= (rows.pdusByRack.get(rack.id)?.length ?? 0) > 0;
  }
  const units = runs.reduce((sum, run) => sum + (run.folded ? 1 : run.to - run.from + 1), 0);
  return { racks, runs, devices, hasPdus, units };
}

/** Places the racks of a row; `x`, `y` is its upper left corner. O(racks). */
export function placeRow(at: {
  plan: RowPlan;
  x: number;
  y: number;
  unit: number;
  rackWidth: number;
}): PlacedRow {
  const { plan, x, y, unit, rackWidth } = at;
  const unitsTop = y + RACK_HEAD + plan.devices * (DEVICE_HEIGHT + 3);
  const runs = layRuns(plan.runs, { top: unitsTop, unit });
  const unitsBottom = runs.reduce((bottom, run) => Math.max(bottom, run.y + run.h), unitsTop);
  const h = unitsBottom + (plan.hasPdus ? RACK_FOOT : 0) + RACK_PAD - y;
  const racks = plan.racks.map((rack, index) => {
    const left = x + index * (rackWidth + RACK_GAP);
    return { id: rack.id, kind: 'rack' as const, rack: rack.id, x: left, y, w: rackWidth, h };
  });
  const w = Math.max(1, racks.length) * (rackWidth + RACK_GAP) - RACK_GAP;
  return { racks, rackWidth, runs, unit, pduY: unitsBottom + 4, x, y, w, h };
}

/** Switches and storage of a rack, drawn above its units because they have no unit number. */
function devicesOf(rack: { readonly id: string }, rows: RoomRows) {
  return [...(rows.switchesByRack.get(rack.id) ?? []), ...(rows.storageByRack.get(rack.id) ?? [])];
}

/** Places everything that stands in one rack of a placed row. O(things in the rack). */
export function placeInRack(frame: Box, placed: PlacedRow, rows: RoomRows): Box[] {
  const boxes: Box[] = [];
  const left = frame.x + RACK_PAD;
  const inner = frame.w - 2 * RACK_PAD;
  const rack = frame.id;
  devicesOf(frame, rows).forEach((row, index) => {
    const y = frame.y + RACK_HEAD + index * (DEVICE_HEIGHT + 3);
    boxes.push({ id: row.id, kind: row.kind, rack, x: left, y, w: inner, h: DEVICE_HEIGHT });
  });
  const { unit } = placed;
  for (const host of rows.hostsByRack.get(rack) ?? []) {
    const top = unitTop(placed.runs, { number: host.unit + host.heightUnits - 1, unit });
    if (top === undefined) continue;
    const h = host.heightUnits * unit - 3;
    boxes.push({ id: host.id, kind: 'host', rack, x: left, y: top + 1.5, w: inner, h });
  }
  const pdus = rows.pdusByRack.get(rack) ?? [];
  const w = (inner - 4 * (pdus.length - 1)) / Math.max(1, pdus.length);
  pdus.forEach((pdu, index) => {
    const x = left + index * (w + 4);
    boxes.push({ id: pdu.id, kind: 'power', rack, x, y: placed.pduY, w, h: PDU_HEIGHT });
  });
  return boxes;
}

/** Top edge of a unit; undefined when it is folded, which no occupied unit ever is. */
function unitTop(
  runs: readonly UnitRun[],
  at: { number: number; unit: number },
): number | undefined {
  const run = runs.find((one) => at.number >= one.from && at.number <= one.to);
  if (run === undefined || run.folded) return undefined;
  return run.y + (run.to - at.number) * at.unit;
}

/** Splits the row's units into runs, highest first. A unit is kept where any rack has a host. */
function planRuns(racks: Racks, rows: RoomRows): Omit<UnitRun, 'y' | 'h'>[] {
  const tallest = Math.max(1, ...racks.map((rack) => rack.units));
  const used = new Set<number>();
  for (const rack of racks) {
    for (const host of rows.hostsByRack.get(rack.id) ?? []) {
      for (let unit = 0; unit < host.heightUnits; unit += 1) used.add(host.unit + unit);
    }
  }
  if (used.size === 0) {
    for (let unit = 1; unit <= Math.min(tallest, UNITS_SHOWN_MIN); unit += 1) used.add(unit);
  }
  const top = Math.max(tallest, ...used);
  const runs: { from: number; to: number; folded: boolean }[] = [];
  for (let unit = top; unit >= 1; unit -= 1) {
    const folded = !used.has(unit);
    const last = runs.at(-1);
    if (last !== undefined && last.folded === folded) last.from = unit;
    else runs.push({ from: unit, to: unit, folded });
  }
  return runs.map((run) =>
    run.folded && run.to - run.from + 1 < FOLD_MIN_UNITS ? { ...run, folded: false } : run,
  );
}

function layRuns(
  plan: readonly Omit<UnitRun, 'y' | 'h'>[],
  at: { top: number; unit: number },
): UnitRun[] {
  let y = at.top;
  return plan.map((run) => {
    const h = run.folded ? FOLD_HEIGHT : (run.to - run.from + 1) * at.unit;
    const placed = { ...run, y, h };
    y += h;
    return placed;
  });
}
