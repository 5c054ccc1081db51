/**
 * What one experiment may cost, so that one out of a stranger's file ends with a sentence and never
 * hangs: simulated time and events over all its cases and repeats together.
 *
 * Simulated time is bounded because it can be told beforehand, from the file alone; events, because
 * they are what takes a machine's time. A look at a running case costs some events' worth as well.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { US_PER_DAY } from '../../shared/kernel/time.ts';
import type { Engine } from '../engine/index.ts';

/** Simulated time of one experiment at most, over all cases and repeats. */
export const EXPERIMENT_DAYS_MAX = 7_320;
/** Events of one experiment at most, over all cases and repeats. */
export const EXPERIMENT_EVENTS_MAX = 20_000_000;
/** What a look at a running case takes, in events. */
const LOOK_EVENTS = 20;

interface BudgetLimits {
  readonly days: number;
  readonly events: number;
}

const LIMITS: BudgetLimits = { days: EXPERIMENT_DAYS_MAX, events: EXPERIMENT_EVENTS_MAX };

export class ExperimentBudget {
  readonly #limits: BudgetLimits;
  #usLeft: number;
  #eventsLeft: number;

  constructor(limits: BudgetLimits = LIMITS) {
    this.#limits = limits;
    this.#usLeft = limits.days * US_PER_DAY;
    this.#eventsLeft = limits.events;
  }

  /** Runs a room to a moment. Refuses with `experiment.tooLong` when that would cost too much. */
  run(engine: Engine, toUs: number): Result<undefined> {
    const wayUs = toUs - engine.nowUs;
    if (wayUs <= 0) return ok(undefined);
    if (wayUs > this.#usLeft) return err(tooLong(`${this.#limits.days} days`));
    const { events, reason } = engine.runUntil(toUs, { maxEvents: Math.max(0, this.#eventsLeft) });
    this.#usLeft -= wayUs;
    this.#eventsLeft -= events;
    return reason === 'budgetSpent' ? err(tooLong(`${this.#limits.events} events`)) : ok(undefined);
  }

  /** A look at a case while it runs. */
  look(): void {
    this.#eventsLeft -= LOOK_EVENTS;
  }
}

function tooLong(most: string): AppError {
  return {
    code: 'experiment.tooLong',
    message: `The experiment would take more than ${most}, the most all its cases may take.`,
    hint: 'Shorten it, pick fewer cases, or repeat it over fewer seeds.',
    details: { most },
  };
}
