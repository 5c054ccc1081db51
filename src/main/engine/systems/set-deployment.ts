/**
 * How long the instances of a new scale set take: making a set is one operation, which the service
 * was measured to need longer for than for a machine (rule ENG-K7; docs/facts.md, fact 10).
 *
 * Each instance draws as any machine does, and all draws are stretched alike, so that the last of
 * those that were asked for runs when the whole operation is over.
 */
import { durationOf } from './operation-durations.ts';
import type { World } from '../world/world.ts';

/** Durations of the instances of a new set, of which the first `wanted` to run are kept. */
export function deploymentTimes(
  world: World,
  given: { readonly made: number; readonly wanted: number },
): number[] {
  const { made, wanted } = given;
  const draws = Array.from({ length: made }, () => durationOf(world, 'create'));
  const last = draws.toSorted((a, b) => a - b)[wanted - 1] ?? 0;
  if (last === 0) return draws;
  const wholeUs = durationOf(world, 'scaleSetCreate');
  return draws.map((drawn) => Math.round((drawn / last) * wholeUs));
}
