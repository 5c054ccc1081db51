/**
 * What the painters show on each box: its words, its state, its sums. Built from the rows of the
 * boxes that are on the map, so that painting a frame reads plain values and asks nobody, and a
 * room that is ten times as large costs no more.
 */
import type { Shadow } from '../../shared/views/workspace-view.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, type RowState } from '../model/row-state.ts';
import type { Box } from './box.ts';
import type { Level } from './display-graph.ts';
import type { RoomRows } from './room-rows.ts';
import type { RoomSums } from './room-sums.ts';

/** What one box shows. */
export interface SceneItem {
  readonly box: Box;
  readonly row: TopologyRow;
  readonly state: RowState;
  readonly label: string;
  /** Which feed of the room a power part belongs to, from 0; undefined when none. */
  readonly feed?: number | undefined;
}

export interface Scene {
  readonly items: readonly SceneItem[];
  readonly get: (id: string) => TopologyRow | undefined;
  readonly sums: RoomSums;
  readonly rows: RoomRows;
  readonly level: Level;
  /** Whether machines are drawn on their hosts. */
  readonly tilesShown: boolean;
}

export interface SceneSource {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly rows: RoomRows;
  readonly sums: RoomSums;
}

/** Builds what the shown boxes display. O(boxes). */
export function buildScene(at: {
  boxes: readonly Box[];
  source: SceneSource;
  level: Level;
}): Scene {
  const { get, rows, sums } = at.source;
  const items: SceneItem[] = [];
  for (const box of at.boxes) {
    const row = get(box.id);
    if (row === undefined) continue;
    const rack = box.rack === undefined || box.rack === row.id ? undefined : get(box.rack);
    const label = shortName(row.name, rack?.name);
    items.push({ box, row, state: stateOf(row), label, feed: rows.feedOf.get(row.id) });
  }
  const tilesShown = at.level === 'host' || at.level === 'machine';
  return { items, get, sums, rows, level: at.level, tilesShown };
}

/** `r1-h03` inside rack `r1` is shown as `h03`: the rack says the rest. */
function shortName(name: string, rack: string | undefined): string {
  const prefix = `${rack ?? ''}-`;
  return rack !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** Everything a shadow covers, as one set. */
export function shadowedIds(shadow: Shadow | undefined): ReadonlySet<string> {
  if (shadow === undefined) return new Set();
  const { target, hosts, switches, powers, vms, ailing } = shadow;
  return new Set([target, ...hosts, ...switches, ...powers, ...vms, ...ailing]);
}
