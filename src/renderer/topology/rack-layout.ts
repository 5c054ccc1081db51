/**
 * Places one row of racks, seen from the front: head with the name, top-of-rack switches, rack
 * units with hosts, and the PDUs at the foot. Units that are empty in every rack of the row are
 * folded into a narrow break, so that hosts stay aligned across racks and the room stays readable.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Box } from './box.ts';
import type { Rect } from './geometry.ts';
import type { RoomRows } from './room-rows.ts';

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

export interface PlacedRow extends Rect {
  readonly boxes: readonly Box[];
  /** From the top of the rack downwards, in world coordinates. */
  readonly runs: readonly UnitRun[];
  readonly unit: number;
}

type Racks = readonly RowOf<'rack'>[];

/** Units that are drawn (not folded) in the tallest rack of a row, folds counted as one. */
export function rowUnits(racks: Racks, rows: RoomRows): number {
  return planRuns(racks, rows).reduce(
    (sum, run) => sum + (run.folded ? 1 : run.to - run.from + 1),
    0,
  );
}

/** Places racks and everything in them; `x`, `y` is the upper left corner of the row. */
export function placeRow(at: {
  racks: Racks;
  rows: RoomRows;
  x: number;
  y: number;
  unit: number;
}): PlacedRow {
  const { racks, rows, unit } = at;
  const devices = Math.max(0, ...racks.map((rack) => devicesOf(rack, rows).length));
  const unitsTop = at.y + RACK_HEAD + devices * (DEVICE_HEIGHT + 3);
  const runs = layRuns(planRuns(racks, rows), { top: unitsTop, unit });
  const unitsBottom = runs.reduce((bottom, run) => Math.max(bottom, run.y + run.h), unitsTop);
  const hasPdus = racks.some((rack) => (rows.pdusByRack.get(rack.id) ?? []).length > 0);
  const bottom = unitsBottom + (hasPdus ? RACK_FOOT : 0) + RACK_PAD;
  const boxes: Box[] = [];
  racks.forEach((rack, index) => {
    const x = at.x + index * (RACK_WIDTH + RACK_GAP);
    const frame = { x, y: at.y, w: RACK_WIDTH, h: bottom - at.y };
    boxes.push({ id: rack.id, kind: 'rack', rack: rack.id, ...frame });
    placeInRack({ rack, rows, frame, runs, unit, boxes, pduY: unitsBottom + 4 });
  });
  const width = racks.length * (RACK_WIDTH + RACK_GAP) - RACK_GAP;
  return { boxes, runs, unit, x: at.x, y: at.y, w: Math.max(width, RACK_WIDTH), h: bottom - at.y };
}

/** Switches and storage of a rack, drawn above its units because they have no unit number. */
function devicesOf(rack: RowOf<'rack'>, rows: RoomRows) {
  return [...(rows.switchesByRack.get(rack.id) ?? []), ...(rows.storageByRack.get(rack.id) ?? [])];
}

function placeInRack(at: {
  rack: RowOf<'rack'>;
  rows: RoomRows;
  frame: Rect;
  runs: readonly UnitRun[];
  unit: number;
  boxes: Box[];
  pduY: number;
}): void {
  const { rack, rows, frame, boxes } = at;
  const left = frame.x + RACK_PAD;
  const inner = RACK_WIDTH - 2 * RACK_PAD;
  devicesOf(rack, rows).forEach((row, index) => {
    const y = frame.y + RACK_HEAD + index * (DEVICE_HEIGHT + 3);
    const box = { x: left, y, w: inner, h: DEVICE_HEIGHT };
    boxes.push({ id: row.id, kind: row.kind, rack: rack.id, ...box });
  });
  for (const host of rows.hostsByRack.get(rack.id) ?? []) {
    const top = unitTop(at.runs, { number: host.unit + host.heightUnits - 1, unit: at.unit });
    if (top === undefined) continue;
    const h = host.heightUnits * at.unit - 3;
    boxes.push({ id: host.id, kind: 'host', rack: rack.id, x: left, y: top + 1.5, w: inner, h });
  }
  const pdus = rows.pdusByRack.get(rack.id) ?? [];
  const pduWidth = (inner - 4 * (pdus.length - 1)) / Math.max(1, pdus.length);
  pdus.forEach((pdu, index) => {
    const x = left + index * (pduWidth + 4);
    boxes.push({
      id: pdu.id,
      kind: 'power',
      rack: rack.id,
      x,
      y: at.pduY,
      w: pduWidth,
      h: PDU_HEIGHT,
    });
  });
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
