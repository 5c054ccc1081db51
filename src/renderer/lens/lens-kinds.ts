/**
 * What a lens is: one figure of everything on the map, shown as how high a box is filled, as a
 * colour, and as words where there is room. At most one is on, because each fills the same boxes.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { RowState } from '../model/row-state.ts';
import type { TokenName } from '../topology/style.ts';

export const LENSES = ['load', 'cost', 'state'] as const;
export type LensKind = (typeof LENSES)[number];

/** What one box shows under a lens. */
export interface LensValue {
  /** How much of the box is filled; what is above 1 is full. */
  readonly share: number;
  readonly color: TokenName;
  readonly text: string;
  /** Drawn where the figure is a state: its shape says what the colour says. */
  readonly shape?: RowState;
}

/** A lens as painters and cards ask it; undefined: it has nothing to say of a thing. */
export interface Lens {
  readonly kind: LensKind;
  readonly of: (row: TopologyRow) => LensValue | undefined;
  /** A row of racks, or a hall. */
  readonly ofPlace: (id: string, as: 'band' | 'hall') => LensValue | undefined;
}
