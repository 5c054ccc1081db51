/**
 * The row of a rule by which parts fail by themselves. Its clocks have no rows of their own: what
 * they have done so far is summed up here.
 */
import type { RowOf } from '../../../shared/views/topology-view.ts';
import type { World } from '../world/world.ts';
import { base, some } from './row-parts.ts';

/** Reads one rule with what its clocks have done so far. */
export function reliabilityRow(world: World, slot: number): RowOf<'reliability'> {
  const { col } = world.reliability;
  const clocks = world.wearClock;
  const of = world.reliability.text('of', slot);
  const parts: string[] = [];
  let [failed, failures] = [0, 0];
  for (const clock of clocks.slots()) {
    if (clocks.col.rule[clock] !== slot + 1) continue;
    const own = clocks.text('parts', clock).split('\n');
    parts.push(...own);
    failures += clocks.col.failures[clock]!;
    if (clocks.col.failed[clock] === 1) failed += own.length;
  }
  return {
    kind: 'reliability',
    ...base(world, 'reliability', slot),
    ...some('of', of === '' ? undefined : of),
    parts: of === '' ? parts : [],
    covers: parts.length,
    mtbfUs: col.mtbfUs[slot]!,
    mttrUs: col.mttrUs[slot]!,
    together: col.together[slot] === 1,
    failed,
    failures,
  };
}
