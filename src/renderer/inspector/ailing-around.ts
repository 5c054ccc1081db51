/**
 * Why a thing without a cause of its own may still not be well: what it stands in or belongs to is
 * not, or parts of it are not. The first is one thing, the nearest; of the others the first few.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { parentOf } from '../model/parents.ts';

/** How rows are found; the topology store provides it. */
export interface AroundRows {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly children: (id: string) => readonly TopologyRow[];
}

/** Parts that are looked at; a room of 100,000 hosts is not walked for a hint. */
const LOOKED_AT_MAX = 3_000;
const STOREYS_MAX = 8;

/** The happening that explains the state of a thing, where it is not as it should be. */
export function causeOf(row: TopologyRow): number | undefined {
  return 'cause' in row ? row.cause : undefined;
}

/** The nearest thing above that has a cause of its own. */
export function ailingAbove(row: TopologyRow, rows: AroundRows): TopologyRow | undefined {
  let above = rows.get(parentOf(row) ?? '');
  for (let storey = 0; storey < STOREYS_MAX && above !== undefined; storey += 1) {
    if (causeOf(above) !== undefined) return above;
    above = rows.get(parentOf(above) ?? '');
  }
  return undefined;
}

/** Parts, members and whatever stands in it that have a cause of their own; at most `max`. */
export function ailingBelow(
  row: TopologyRow,
  at: { readonly rows: AroundRows; readonly max: number },
): TopologyRow[] {
  const { rows, max } = at;
  const found: TopologyRow[] = [];
  const waiting = partsOf(row, rows);
  const seen = new Set([row.id]);
  for (const part of waiting) {
    if (seen.size > LOOKED_AT_MAX || found.length >= max) break;
    if (seen.has(part.id)) continue;
    seen.add(part.id);
    if (causeOf(part) !== undefined) found.push(part);
    waiting.push(...partsOf(part, rows));
  }
  return found;
}

function partsOf(row: TopologyRow, rows: AroundRows): TopologyRow[] {
  const ids = membersOf(row);
  return [...ids.flatMap((id) => rows.get(id) ?? []), ...rows.children(row.id)];
}

function membersOf(row: TopologyRow): readonly string[] {
  switch (row.kind) {
    case 'availabilitySet':
    case 'proximityGroup':
      return row.members;
    case 'scaleSet':
      return row.instances;
    case 'balancer':
      return row.backends.map(({ vm }) => vm);
    case 'service':
      return [row.balancer];
    case 'hostGroup':
    case 'dedicatedHost':
    case 'reservation':
      return row.machines;
    case 'disk':
    case 'nic':
      return row.vm === undefined ? [] : [row.vm];
    case 'publicIp':
      return row.nic === undefined ? [] : [row.nic];
    default:
      return [];
  }
}
