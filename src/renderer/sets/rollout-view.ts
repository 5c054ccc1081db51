/**
 * A rolling upgrade as a bar of parts: what is done, what failed, what is in hand and what is
 * still to come. Nothing is counted here that the engine does not say.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

type Rollout = NonNullable<RowOf<'scaleSet'>['rollout']>;

/** Parts of the bar, in the order in which an instance goes through them, worst first. */
export const ROLLOUT_PARTS = ['failed', 'successful', 'inProgress', 'pending'] as const;
export type RolloutPart = (typeof ROLLOUT_PARTS)[number];

export interface RolloutSlice {
  readonly part: RolloutPart;
  readonly count: number;
}

/** The parts that are not empty. */
export function slicesOf(rollout: Rollout): RolloutSlice[] {
  return ROLLOUT_PARTS.map((part) => ({ part, count: rollout[part] })).filter(
    ({ count }) => count > 0,
  );
}

/** How worried a person should be. */
export function toneOf(rollout: Rollout): 'ok' | 'change' | 'harm' | 'off' {
  switch (rollout.state) {
    case 'rollingForward':
      return 'change';
    case 'faulted':
      return 'harm';
    case 'completed':
      return 'ok';
    default:
      return 'off';
  }
}
