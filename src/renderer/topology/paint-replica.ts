/**
 * Marks on machines that carry a replica of a store: P in a filled field for a primary, S in a
 * frame for a secondary, and the shape of the state for one that is neither. Both languages begin
 * the two words alike.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { replicaState } from '../model/replica-state.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';

/** Room the mark takes at the right of a tile; 0 where there is none to make. */
const MARK = 11;
const TILE_MIN_W = 34;
const TILE_MIN_H = 12;

/** Paints the mark of the first store of a machine; gives the width it took. */
export function paintReplica(brush: Brush, at: { row: RowOf<'vm'>; box: Rect }): number {
  const { row, box } = at;
  const replica = row.replicaOf?.[0];
  if (replica === undefined || box.w < TILE_MIN_W || box.h < TILE_MIN_H) return 0;
  const y = box.y + box.h / 2;
  const mark = { x: box.x + box.w - MARK - 3, y: y - MARK / 2, w: MARK, h: MARK };
  const letters = { x: mark.x + 2.5, y, room: 2 * MARK };
  switch (replica.state) {
    case 'primary':
      brush.block(mark, 'accent', 2);
      brush.text('P', letters, { size: 8.5, weight: 700, color: 'surface' });
      break;
    case 'following':
      brush.frame(mark, 'accent', { radius: 2, width: 1.1 });
      brush.text('S', letters, { size: 8.5, weight: 700, color: 'text' });
      break;
    default:
      brush.shape(replicaState(replica.state), { x: mark.x + MARK / 2, y, size: MARK - 2 });
  }
  return MARK + 3;
}
