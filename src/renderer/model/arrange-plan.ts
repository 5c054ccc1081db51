/**
 * Where racks in their rows and hosts in their racks go when they are nudged, aligned or spread:
 * the only things whose place a person decides. Nothing is checked here; the engine refuses a
 * place that is taken, so that a person reads why.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';

export const ARRANGEMENTS = ['back', 'forth', 'packStart', 'packEnd', 'spread'] as const;
export type Arrangement = (typeof ARRANGEMENTS)[number];

type Movable = RowOf<'rack'> | RowOf<'host'>;

/** Things a person may put elsewhere. */
export function movable(rows: readonly TopologyRow[]): Movable[] {
  return rows.filter((row): row is Movable => row.kind === 'rack' || row.kind === 'host');
}

/** Commands that carry an arrangement out, in an order in which nothing stands in its own way. */
export function planArrangement(
  rows: readonly TopologyRow[],
  arrangement: Arrangement,
): readonly Command[] {
  const groups = new Map<string, Movable[]>();
  for (const row of movable(rows)) {
    const holder = row.kind === 'rack' ? row.row : row.rack;
    groups.set(holder, [...(groups.get(holder) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const inOrder = group.toSorted((a, b) => placeOf(a) - placeOf(b));
    const targets = targetsOf(inOrder, arrangement);
    const moves = inOrder
      .map((row, index) => ({ row, to: targets[index] ?? placeOf(row) }))
      .filter(({ row, to }) => placeOf(row) !== to);
    // What goes up goes last first, what goes down first first.
    const up = moves.filter(({ row, to }) => to > placeOf(row)).toReversed();
    const down = moves.filter(({ row, to }) => to < placeOf(row));
    return [...down, ...up].map(({ row, to }) => moveOf(row, to));
  });
}

function placeOf(row: Movable): number {
  return row.kind === 'rack' ? row.position : row.unit;
}

function sizeOf(row: Movable): number {
  return row.kind === 'rack' ? 1 : row.heightUnits;
}

function moveOf(row: Movable, to: number): Command {
  return row.kind === 'rack'
    ? { type: 'rack.edit', rack: row.id, position: Math.max(1, to) }
    : { type: 'host.edit', host: row.id, unit: Math.max(1, to) };
}

function targetsOf(rows: readonly Movable[], arrangement: Arrangement): number[] {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return [];
  const places = rows.map(placeOf);
  switch (arrangement) {
    case 'back':
      return places.map((place) => place - 1);
    case 'forth':
      return places.map((place) => place + 1);
    case 'packStart':
      return packed(rows, placeOf(first));
    case 'packEnd': {
      const total = rows.reduce((sum, row) => sum + sizeOf(row), 0);
      return packed(rows, placeOf(last) + sizeOf(last) - total);
    }
    default:
      return spread(rows);
  }
}

function packed(rows: readonly Movable[], from: number): number[] {
  let at = from;
  return rows.map((row) => {
    const place = at;
    at += sizeOf(row);
    return place;
  });
}

/** The first and the last stay; between them gaps differ by one place at most. */
function spread(rows: readonly Movable[]): number[] {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined || rows.length < 3) return rows.map(placeOf);
  const inner = rows.slice(0, -1).reduce((sum, row) => sum + sizeOf(row), 0);
  const free = placeOf(last) - placeOf(first) - inner;
  let used = 0;
  return rows.map((row, index) => {
    const gap = Math.round((free * index) / (rows.length - 1));
    const place = placeOf(first) + used + gap;
    used += sizeOf(row);
    return place;
  });
}
