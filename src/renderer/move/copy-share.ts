/**
 * How much of a pass has arrived at a moment. The row says when the pass will be over and how much
 * it copies over which line, and time goes on between two rows.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

const BITS_PER_MIB = 8 * 1_048_576;

/** From 0 to 1; undefined while nothing is being copied. */
export function copyShare(copy: RowOf<'move'>['copy'], nowUs: number): number | undefined {
  if (copy === undefined || (copy.phase !== 'initial' && copy.phase !== 'delta')) return undefined;
  const lastsUs = (copy.passMib * BITS_PER_MIB) / copy.mbps;
  if (lastsUs <= 0) return 1;
  const left = (copy.untilUs - nowUs) / lastsUs;
  return Math.min(1, Math.max(0, 1 - left));
}
