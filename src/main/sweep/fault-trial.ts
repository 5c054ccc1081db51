/**
 * One fault tried on a copy: begun at the load peak, ten minutes, repair, ten minutes more.
 *
 * A trial only uses the engine's door. It measures differences between before and after, so the
 * copy may have a history; the platform's reactions are on, as they are in the lab itself.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { Command } from '../../shared/commands/index.ts';
import { US_PER_MINUTE } from '../../shared/kernel/time.ts';
import { FAULT_RULES, type FaultKind } from '../../shared/model/fault-kinds.ts';
import type { Engine, ServiceOutcome, TrialGround } from '../engine/index.ts';
import { readUpdateDomains, type UpdateDomains } from './update-domains.ts';

/** A machine that cannot be started yet is tried again after this long. */
const RETRY_US = US_PER_MINUTE;

/** How long the fault lasts and how long is watched after its repair. */
export interface TrialTimes {
  readonly forUs: number;
  readonly afterUs: number;
}

/** What is tried: this happens to these parts together, and is repaired together. */
export interface Fault {
  readonly kind: FaultKind;
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
  /** Update domains, which fail by their machines being stopped. */
  readonly domains: UpdateDomains;
  /** Whether a trial may look at the touched pools alone. */
  readonly separable: boolean;
  private readonly engine: Engine;
  private readonly times: TrialTimes;

  constructor(engine: Engine, times: TrialTimes) {
    this.engine = engine;
    this.times = times;
    this.ground = engine.trials();
    this.domains = readUpdateDomains(engine);
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
    return this.finding(fault);
  }

  /**
   * Tries a fault with the requests of the pools it touches. Which they are is known for certain
   * only afterwards: if there were more than at first, it is done again with those as well.
   */
  private tryTouched(fault: Fault): Finding | undefined {
    const { ground } = this;
    let pools: number[] = [];
    for (;;) {
      ground.rewind();
      if (!this.cut(fault)) return undefined;
      // Those a fault reaches are known while it is there; it is gone when all is over.
      const looked = new Set([...pools, ...ground.touchedPools()]);
      ground.focus([...looked]);
      this.watch(fault);
      const touched = ground.touchedPools();
      if (touched.every((pool) => looked.has(pool))) return this.finding(fault);
      pools = [...looked, ...touched.filter((pool) => !looked.has(pool))];
    }
  }

  /** False when a part has that fault already, or it would hit nobody. */
  private cut(fault: Fault): boolean {
    const { kind } = fault;
    return fault.targets.every((target) => {
      if (kind !== 'cut') return this.does({ type: 'fault.inject', kind, target });
      const machines = this.domains.get(target);
      if (machines === undefined) return this.does({ type: 'fault.cut', target });
      // One that is down already, of the other fault, cannot be stopped as well.
      for (const vm of machines) this.does({ type: 'vm.stop', vm });
      return true;
    });
  }

  /** Lets the fault last, repairs it, and looks on. */
  private watch(fault: Fault): void {
    const { engine, times, domains } = this;
    engine.runUntil(engine.nowUs + times.forUs);
    this.repair(fault);
    const untilUs = engine.nowUs + times.afterUs;
    let stopped = fault.targets.flatMap((target) => domains.get(target) ?? []);
    // A machine whose host is not back yet is started as soon as it is.
    while (stopped.length > 0 && engine.nowUs < untilUs) {
      stopped = stopped.filter((vm) => !this.does({ type: 'vm.start', vm }));
      if (stopped.length === 0) break;
      engine.runUntil(Math.min(untilUs, engine.nowUs + RETRY_US));
    }
    engine.runUntil(untilUs);
  }

  /** Takes the fault back; what happened in one moment is mended where it broke an application. */
  private repair({ kind, targets }: Fault): void {
    for (const target of targets) {
      if (kind !== 'cut') this.does({ type: 'fault.clear', kind, target });
      else if (!this.domains.has(target)) this.does({ type: 'fault.restore', target });
    }
    if (FAULT_RULES[kind].instant !== true) return;
    // Data comes back from a backup, where there is one from before.
    if (kind === 'dataDeleted')
      for (const store of targets) this.does({ type: 'store.restore', store });
    for (const vm of this.ground.applicationsBroken())
      this.does({ type: 'application.restore', vm });
  }

  /** Carries a command out, unless it is refused. */
  private does(command: Command): boolean {
    const decided = this.engine.propose(command);
    if (decided.ok) this.engine.commit(decided.value);
    return decided.ok;
  }

  private finding(fault: Fault): Finding {
    const { ground, domains } = this;
    const lost = new Set(ground.machinesLost());
    const domainOf = new Map<string, string>();
    for (const target of fault.targets) {
      for (const vm of domains.get(target) ?? []) {
        lost.add(vm);
        domainOf.set(vm, target);
      }
    }
    const outcomes = ground.outcomes();
    return {
      machinesLost: lost.size,
      outcomes: domainOf.size === 0 ? outcomes : outcomes.map((one) => blame(one, domainOf)),
    };
  }
}

/** What was lost with a machine of a stopped update domain goes back to the domain. */
function blame(outcome: ServiceOutcome, domainOf: ReadonlyMap<string, string>): ServiceOutcome {
  const roots = new Map<string, number>();
  for (const [root, count] of outcome.roots) {
    const part = domainOf.get(root) ?? root;
    roots.set(part, (roots.get(part) ?? 0) + count);
  }
  return { ...outcome, roots: [...roots] };
}

/** The answer a job must have, by its kind. */
export function assertKind<K extends SweepAnswer['kind']>(
  answer: SweepAnswer,
  kind: K,
): asserts answer is Extract<SweepAnswer, { kind: K }> {
  assert(answer.kind === kind, 'An answer belongs to its job');
}
