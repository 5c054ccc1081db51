/**
 * What is broken by hand at the moment: every part that was cut or has tripped, wherever it
 * stands. What went down because of it is not in this list.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';

/** True for a part that a person can repair. */
export function isBroken(row: TopologyRow): boolean {
  if (row.kind === 'power') return row.cut || row.tripped;
  return 'cut' in row && row.cut;
}
