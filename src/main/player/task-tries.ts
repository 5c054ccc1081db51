/**
 * How often a learner tried a task and did not get through: what makes a hint offer itself.
 *
 * A try is an experiment that was tried, an answer that was given, or "check now"; looking by
 * itself is none, and neither is trying the very same room again. It counts for this sitting only
 * and never for a mark.
 */
import type { Lab, LabHint } from '../../shared/lab/lab-schema.ts';
import type { BenchMark } from './check-bench.ts';

interface Look {
  readonly mark: Pick<BenchMark, 'checks'>;
  /** Decisions and notes so far: the same number is the same room. */
  readonly done: number;
  /** The experiment that was tried, if that is why it was looked. */
  readonly trying: string | undefined;
}

export class TaskTries {
  readonly #failed = new Map<string, number>();
  readonly #countedAt = new Map<string, number>();
  #isAsked = false;

  /** "Check now" was pressed: the next look is a try. */
  asked(): void {
    this.#isAsked = true;
  }

  /** The checks were looked at. */
  looked(lab: Pick<Lab, 'tasks' | 'checks'>, { mark, done, trying }: Look): void {
    const states = new Map(mark.checks.map(({ id, outcome }) => [id, outcome.state]));
    const answered = new Set(
      lab.checks.flatMap(({ id, kind }) => (kind === 'question' ? [id] : [])),
    );
    for (const { id, checks } of lab.tasks) {
      const failing = checks.filter((one) => ['failed', 'partial'].includes(states.get(one) ?? ''));
      const isTry = failing.some((one) => this.#isAsked || one === trying || answered.has(one));
      if (!isTry || this.#countedAt.get(id) === done) continue;
      this.#countedAt.set(id, done);
      this.#failed.set(id, this.failedAt(id) + 1);
    }
    this.#isAsked = false;
  }

  /** Whether a hint offers itself, so many minutes after the attempt was begun. */
  offers({ offerWhen }: LabHint, at: { readonly task: string; readonly minutes: number }): boolean {
    if (offerWhen === undefined || at.minutes < (offerWhen.minutes ?? 0)) return false;
    return this.failedAt(at.task) >= offerWhen.tries;
  }

  /** Tries at a task that failed. */
  failedAt(task: string): number {
    return this.#failed.get(task) ?? 0;
  }
}
