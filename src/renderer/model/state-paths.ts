/**
 * Outlines of the state shapes on a 12 by 12 grid, as SVG path data. The outline panel and the
 * map's canvas draw from the same lines, so a state looks the same everywhere.
 */
import type { StateShape } from './row-state.ts';

/** Side of the square the paths are drawn in. */
export const SHAPE_SIZE = 12;

export interface ShapePath {
  /** Path data to be filled. */
  readonly fill?: string;
  /** Path data to be stroked with a line of 1.6. */
  readonly stroke?: string;
}

export const shapePaths: Readonly<Record<StateShape, ShapePath>> = {
  disc: { fill: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z' },
  ring: { stroke: 'M6 2.3a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4z' },
  half: {
    fill: 'M6 2.3a3.7 3.7 0 0 1 0 7.4z',
    stroke: 'M6 2.3a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4z',
  },
  triangle: { fill: 'M6 1.2L11.3 10.4H.7z' },
  cross: { stroke: 'M2.6 2.6L9.4 9.4M9.4 2.6L2.6 9.4' },
  bolt: { fill: 'M7.2.8L2 6.9H5.4L4.6 11.2L10 4.9H6.5z' },
  unlinked: { stroke: 'M1.2 6H4M8 6H10.8M4.6 9.6L7.4 2.4' },
};
