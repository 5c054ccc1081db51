/**
 * A room as it is, and in it things that stood there before and are gone, so that copies of them
 * can still be planned. Their names are free again. It must not know why they went.
 */
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import type { CopyRows } from './copy-plan.ts';
import type { EditRows } from './edit-commands.ts';
import { parentOf } from './parents.ts';

type Room = CopyRows & EditRows;

/** The room with what is gone; whatever is there now goes before it. */
export function withGone(room: Room, gone: readonly TopologyRow[]): Room {
  const before = new Map(gone.map((row) => [row.id, row]));
  return {
    get: (id) => room.get(id) ?? before.get(id),
    list: <K extends TopologyKind>(kind: K) => [
      ...room.list(kind),
      ...gone.filter((row): row is RowOf<K> => row.kind === kind),
    ],
    all: () => [...room.all(), ...gone],
    children: (id) => [...room.children(id), ...gone.filter((row) => parentOf(row) === id)],
    taken: room.all,
    models: room.models,
  };
}
