/**
 * Live migration by pre-copy: how long it takes and how long the machine stands still
 * (rule ENG-PR5; docs/facts.md, fact 118).
 *
 * Memory is copied while the machine writes to it, then what was written meanwhile, and so on;
 * round i copies M·λ^i with λ = R ÷ B. When what is left can be copied within the pause that is
 * aimed at, or after enough rounds, the machine stops and the rest follows.
 */

/** Rounds after which the machine is stopped whatever is left ([GEN], as hypervisors do). */
export const ROUNDS_MAX = 30;
/** Pause that is aimed at, without the switch-over ([GEN]). */
export const PAUSE_TARGET_US = 300_000;
const US_PER_SECOND = 1_000_000;

export interface PreCopyInput {
  readonly memoryMib: number;
  /** Between the two hosts. */
  readonly mibPerSecond: number;
  /** Written by the machine. */
  readonly dirtyMibPerSecond: number;
}

export interface PreCopyPlan {
  /** Copies made while the machine runs. */
  readonly rounds: number;
  /** Until the machine is stopped. */
  readonly copyUs: number;
  /** While it is stopped and the rest is copied, without the switch-over. */
  readonly pauseUs: number;
  /** False when it writes as fast as can be copied, so that rounds do not help. */
  readonly converges: boolean;
}

/** Rounds, copying time and pause of one migration. */
export function planPreCopy(input: PreCopyInput): PreCopyPlan {
  const { memoryMib, mibPerSecond, dirtyMibPerSecond } = input;
  const share = dirtyMibPerSecond / mibPerSecond;
  const enoughMib = (mibPerSecond * PAUSE_TARGET_US) / US_PER_SECOND;
  const converges = share < 1;
  let left = memoryMib;
  let copied = 0;
  let rounds = 0;
  // What does not converge is stopped after its first copy: more would only take longer.
  const most = converges ? ROUNDS_MAX : 1;
  while (rounds < most && left > enoughMib) {
    copied += left;
    left = Math.min(memoryMib, left * share);
    rounds += 1;
  }
  return {
    rounds,
    copyUs: Math.round((copied / mibPerSecond) * US_PER_SECOND),
    pauseUs: Math.round((left / mibPerSecond) * US_PER_SECOND),
    converges,
  };
}
