/**
 * The orders in which the outline lists what stands side by side. Each order ends with the name,
 * so that equal things keep their places.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { TONES, type Tone } from '../model/row-state.ts';
import { byName } from '../topology/name-order.ts';
import type { RowOrder } from './outline-tree.ts';

/** As things stand, by name, worst state first, most expensive first. */
export const OUTLINE_ORDERS = ['place', 'name', 'state', 'cost'] as const;
export type OutlineOrder = (typeof OUTLINE_ORDERS)[number];

type WorstOf = (id: string) => Tone;

/** Makes the comparison; undefined is the order of the room itself. */
export const ORDERS: Readonly<Record<OutlineOrder, (worstOf: WorstOf) => RowOrder | undefined>> = {
  place: () => undefined,
  name: () => (a, b) => byName(a.name, b.name),
  state: (worstOf) => (a, b) =>
    TONES.indexOf(worstOf(b.id)) - TONES.indexOf(worstOf(a.id)) || byName(a.name, b.name),
  cost: () => (a, b) => costOf(b) - costOf(a) || byName(a.name, b.name),
};

function costOf(row: TopologyRow): number {
  return row.kind === 'vm' ? row.microUsdPerHour : 0;
}
