/**
 * What points come to: over a whole lab, and for each of its objectives and tasks, so that a
 * trainer sees what a class has learned and not only what it scored. What waits for the trainer or
 * for the key counts in none of them; what hints cost is taken off the whole alone.
 */
import type { Lab } from '../../shared/lab/lab-schema.ts';
import type { MarkedCheck } from './mark-checks.ts';

/** The share reached of an objective or a task; undefined where nothing of it could be marked. */
export interface ShareOf {
  readonly id: string;
  readonly share: number | undefined;
}

/** Shares in the order of the lab. */
export interface Shares {
  readonly objectives: readonly ShareOf[];
  readonly tasks: readonly ShareOf[];
}

/** What each objective and each task of a lab came to. */
export function sharesOf(lab: Lab, checks: readonly MarkedCheck[]): Shares {
  return {
    objectives: lab.objectives.map(({ id }) => {
      return { id, share: shareReached(checks.filter(({ check }) => check.objective === id)) };
    }),
    tasks: lab.tasks.map((task) => {
      const own = checks.filter(({ check }) => task.checks.includes(check.id));
      return { id: task.id, share: shareReached(own) };
    }),
  };
}

/** Points reached of those that can be reached by now; undefined where there are none of these. */
export function shareReached(checks: readonly MarkedCheck[]): number | undefined {
  const counted = checks.filter(
    ({ outcome }) => outcome.state !== 'byHand' && outcome.state !== 'sealed',
  );
  const reachable = counted.reduce((sum, { check }) => sum + check.points, 0);
  if (reachable === 0) return undefined;
  return counted.reduce((sum, { points }) => sum + points, 0) / reachable;
}
