/**
 * How long a case takes to recover: from its beginning until the last moment at which a service
 * served less than its own threshold between two looks. A service that never fell short took no
 * time. It must not know what is wanted of a case.
 */
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { Engine, TrialGround } from '../engine/index.ts';
import type { Totals } from './span-measures.ts';

const PPM = 1_000_000;

export class CaseRecovery {
  readonly #engine: Engine;
  readonly #startUs: number;
  readonly #thresholds: ReadonlyMap<string, number>;
  #seen = new Map<string, Totals['services'][number]>();
  readonly #shortUs = new Map<string, number>();

  constructor(engine: Engine, trials: TrialGround) {
    this.#engine = engine;
    this.#startUs = engine.nowUs;
    this.#thresholds = new Map(trials.outcomes().map((one) => [one.name, one.thresholdPpm]));
    this.#remember(engine.metrics().services);
  }

  /** Looks at what was served since the look before. */
  look({ services }: Totals): void {
    for (const now of services) {
      const before = this.#seen.get(now.name);
      const good = now.served - (before?.served ?? 0);
      const ended = good + failedOf(now) - (before === undefined ? 0 : failedOf(before));
      const wanted = this.#thresholds.get(now.name) ?? 0;
      if (good * PPM < ended * wanted) this.#shortUs.set(now.name, this.#engine.nowUs);
    }
    this.#remember(services);
  }

  /** Of one service; of the one that took longest when none is named. */
  secondsOf(service: string | undefined): number {
    const ends =
      service === undefined ? [...this.#shortUs.values()] : [this.#shortUs.get(service) ?? 0];
    const lastUs = Math.max(this.#startUs, ...ends);
    return (lastUs - this.#startUs) / US_PER_SECOND;
  }

  #remember(services: Totals['services']): void {
    this.#seen = new Map(services.map((one) => [one.name, one]));
  }
}

function failedOf({ late, refused, lost }: Totals['services'][number]): number {
  return late + refused + lost;
}
