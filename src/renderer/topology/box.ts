/**
 * One thing as the map places it: what it is and where it stands. Boxes are made by the layout,
 * shown by the adapter and decorated by the painters; none of them needs to know the others.
 */
import type { Rect } from './geometry.ts';

/** Kinds of box the map draws; a place is a hall or a row of which only sums are shown. */
export type BoxKind =
  | 'place'
  | 'rack'
  | 'host'
  | 'vm'
  | 'switch'
  | 'power'
  | 'balancer'
  | 'service'
  | 'storage'
  | 'shelf';

export interface Box extends Rect {
  readonly id: string;
  readonly kind: BoxKind;
  /** The rack it stands in, for levels of detail. */
  readonly rack?: string | undefined;
  /** The host it runs on, for a machine. */
  readonly host?: string | undefined;
}
