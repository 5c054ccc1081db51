/**
 * One fault tried on a copy: cut at the load peak, ten minutes, repair, ten minutes more.
 *
 * A trial only uses the engine's door. It measures differences between before and after, so the
 * copy may have a history; the platform's reactions are on, as they are in the lab itself.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { Engine, ServiceOutcome, TrialGround } from '../engine/index.ts';

/** How long the fault lasts and how long is watched after its repair. */
export interface TrialTimes {
  readonly forUs: number;
  readonly afterUs: number;
}

/** What is tried: these parts, cut together and repaired together. */
export interface Fault {
  readonly targets: readonly string[];
}

/** What a trial found. Services that are not in it fared as they do without a fault. */
export interface Finding {
  readonly machinesLost: number;
  readonly outcomes: readonly ServiceOutcome[];
}

/** Work that can be done on any copy of one lab, in any order. */
export type SweepJob =
  | { readonly kind: 'calm'; readonly pools: readonly number[] | undefined }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

export type SweepAnswer =
  | { readonly kind: 'calm'; readonly outcomes: readonly ServiceOutcome[] }
  /** Undefined for what was cut already. */
  | { readonly kind: 'faults'; readonly findings: readonly (Finding | undefined)[] };

/** A copy of a lab on which trials are made; the engine given is used up. */
export class Trials {
  readonly ground: TrialGround;
  /** Whether a trial may look at the touched pools alone. */
  readonly separable: boolean;
  private readonly engine: Engine;
  private readonly times: TrialTimes;

  constructor(engine: Engine, times: TrialTimes) {
    this.engine = engine;
    this.times = times;
    this.ground = engine.trials();
    this.separable = this.ground.separable(times.forUs + times.afterUs);
  }

  /** Does one piece of work. What it answers depends on nothing that was done before. */
  answer(job: SweepJob): SweepAnswer {
    return job.kind === 'calm'
      ? { kind: 'calm', outcomes: this.withoutFault(job.pools) }
      : { kind: 'faults', findings: job.faults.map((fault) => this.try(fault)) };
  }

  /** What services do when nothing happens; of all pools, or of some where that is exact. */
  withoutFault(pools: readonly number[] | undefined): ServiceOutcome[] {
    const { engine, ground, times } = this;
    ground.rewind();
    ground.focus(pools);
    engine.runUntil(engine.nowUs + times.forUs + times.afterUs);
    return ground.outcomes();
  }

  /** Tries a fault as cheaply as it can be done exactly; undefined when it is cut already. */
  try(fault: Fault): Finding | undefined {
    return this.separable ? this.tryTouched(fault) : this.tryWhole(fault);
  }

  /** Tries a fault with every request of every service. */
  tryWhole(fault: Fault): Finding | undefined {
    this.ground.rewind();
    if (!this.cut(fault)) return undefined;
    this.watch(fault);
    return this.finding();
  }

  /**
   * Tries a fault with the requests of the pools it touches. Which they are is known for certain
   * only afterwards: if there were more than at first, it is done again with those as well.
   */
  private tryTouched(fault: Fault): Finding | undefined {
    const { ground } = this;
    let pools: number[] | undefined;
    for (;;) {
      ground.rewind();
      if (!this.cut(fault)) return undefined;
      const looked = new Set(pools ?? ground.touchedPools());
      ground.focus([...looked]);
      this.watch(fault);
      const touched = ground.touchedPools();
      if (touched.every((pool) => looked.has(pool))) return this.finding();
      pools = [...looked, ...touched.filter((pool) => !looked.has(pool))];
    }
  }

  /** False when a part is cut already. */
  private cut(fault: Fault): boolean {
    return fault.targets.every((target) => {
      const decided = this.engine.propose({ type: 'fault.cut', target });
      if (decided.ok) this.engine.commit(decided.value);
      return decided.ok;
    });
  }

  /** Lets the fault last, repairs it, and looks on. */
  private watch(fault: Fault): void {
    const { engine, times } = this;
    engine.runUntil(engine.nowUs + times.forUs);
    for (const target of fault.targets) {
      const repair = engine.propose({ type: 'fault.restore', target });
      if (repair.ok) engine.commit(repair.value);
    }
    engine.runUntil(engine.nowUs + times.afterUs);
  }

  private finding(): Finding {
    const { ground } = this;
    return { machinesLost: ground.machinesLost(), outcomes: ground.outcomes() };
  }
}

/** The answer a job must have, by its kind. */
export function assertKind<K extends SweepAnswer['kind']>(
  answer: SweepAnswer,
  kind: K,
): asserts answer is Extract<SweepAnswer, { kind: K }> {
  assert(answer.kind === kind, 'An answer belongs to its job');
}
