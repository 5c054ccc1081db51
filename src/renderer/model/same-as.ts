/**
 * What is the same as a thing, in the ways a person picks things by: kind, rack, size, state, set,
 * subnet. Which ways there are depends on what it is.
 */
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import { kindWord } from './row-actions.ts';
import { stateOf } from './row-state.ts';

export const SAME_WAYS = ['kind', 'rack', 'size', 'state', 'set', 'subnet'] as const;
export type SameWay = (typeof SAME_WAYS)[number];

export interface SameRows {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly list: <K extends TopologyKind>(kind: K) => readonly RowOf<K>[];
}

/** What a thing has of a way; undefined when the way says nothing about it. */
function markOf(row: TopologyRow, way: SameWay, rows: SameRows): string | undefined {
  switch (way) {
    case 'kind':
      return kindWord(row);
    case 'state':
      return stateOf(row).word;
    case 'rack':
      return rackOf(row, rows);
    case 'size':
      if (row.kind === 'vm') return row.size;
      return row.kind === 'host' ? `${row.cores}/${row.memoryMib}` : undefined;
    case 'set':
      return row.kind === 'vm' ? (row.availabilitySet ?? row.scaleSet) : undefined;
    default:
      return row.kind === 'vm' ? subnetOf(row, rows) : undefined;
  }
}

function rackOf(row: TopologyRow, rows: SameRows): string | undefined {
  if (row.kind === 'vm') {
    const host = row.host === undefined ? undefined : rows.get(row.host);
    return host?.kind === 'host' ? host.rack : undefined;
  }
  const inRack = row.kind === 'host' || row.kind === 'switch' || row.kind === 'storage';
  return inRack || row.kind === 'power' ? row.rack : undefined;
}

function subnetOf(row: RowOf<'vm'>, rows: SameRows): string | undefined {
  const nic = rows.get(row.nics[0] ?? '');
  return nic?.kind === 'nic' ? nic.subnet : undefined;
}

/** The ways in which others can be the same as it. */
export function sameWays(row: TopologyRow, rows: SameRows): SameWay[] {
  return SAME_WAYS.filter((way) => markOf(row, way, rows) !== undefined);
}

/** Things of its kind that are the same in one way, itself first. O(things of the kind). */
export function sameAs(row: TopologyRow, way: SameWay, rows: SameRows): string[] {
  const mark = markOf(row, way, rows);
  const others = rows
    .list(row.kind)
    .filter((other) => other.id !== row.id && markOf(other, way, rows) === mark)
    .map(({ id }) => id);
  return [row.id, ...others];
}
