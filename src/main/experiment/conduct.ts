/**
 * How an experiment goes, for labs, documents and the command line alike: the healthy room is
 * watched and must pass a gate, then each case is tried from that very state, on a copy.
 *
 * A room that is not healthy before any fault is not tried at all: a verdict on it would blame the
 * fault. A case that meets its abort condition ends there. The work is a generator, so that whoever
 * drives it can let others have a turn; where it pauses never changes what comes out.
 */
import type { RandomStream } from '../../shared/kernel/prng.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { durationUs, US_PER_MINUTE, US_PER_SECOND } from '../../shared/kernel/time.ts';
import type {
  BoundOver,
  CaseMeasure,
  ExperimentFault,
} from '../../shared/model/experiment-shape.ts';
import { parseSelector, select } from '../../shared/model/selector.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { Engine, ServiceOutcome, TrialGround } from '../engine/index.ts';
import { CaseRecovery } from './case-recovery.ts';
import { ExperimentBudget } from './experiment-budget.ts';
import { casesOf, type Case, type PlannedCommand } from './experiment-cases.ts';
import {
  asksForCost,
  judgeSpan,
  lookAtTotals,
  type AmountOf,
  type BoundOutcome,
  type Totals,
} from './span-measures.ts';

/** How often a case is looked at while it runs, in simulated time. */
const LOOK_EVERY_US = 5 * US_PER_SECOND;
/** No case is given up earlier: the first seconds of any fault look like an outage. */
const ABORT_FROM_US = US_PER_MINUTE;

/** Refusals of a room that is full. */
const NO_ROOM: ReadonlySet<string> = new Set([
  'AllocationFailed',
  'ZonalAllocationFailed',
  'OverconstrainedAllocationRequest',
]);

/** The fields of an experiment that say what is tried. */
export interface ExperimentPlan<A> {
  readonly warmup?: string | undefined;
  readonly steadyFor: string;
  readonly steadyState?: readonly BoundOver<A>[] | undefined;
  readonly faults: readonly ExperimentFault[];
  readonly commands?: readonly PlannedCommand[] | undefined;
  readonly blastRadius?: { readonly machinesLost: A; readonly of?: string | undefined } | undefined;
  readonly abortWhen?: readonly BoundOver<A>[] | undefined;
  readonly runFor: string;
  readonly during?: readonly BoundOver<A>[] | undefined;
}

interface ExperimentGround<A> {
  /** A copy of the room, used up by it. */
  readonly engine: Engine;
  /** What selectors mean. */
  readonly rows: readonly TopologyRow[];
  /** What `pick: one` draws with. */
  readonly dice: RandomStream;
  readonly amountOf: AmountOf<A>;
  /** Whether to look at every case while it runs, to tell since when a bound is broken. */
  readonly looksOn: boolean;
  /** Whether the room that a case left behind is as wanted; every room is when absent. */
  readonly endsWell?: ((engine: Engine) => Result<boolean>) | undefined;
  /** What it may cost; a whole one of its own when absent. */
  readonly budget?: ExperimentBudget | undefined;
}

/** A bound that did not hold, and since when. */
interface UnmetBound extends BoundOutcome {
  readonly atUs: number;
}

export interface TriedCase {
  readonly name: string;
  readonly startUs: number;
  readonly endUs: number;
  readonly bounds: readonly BoundOutcome[];
  /** The first bound that was missed, or the abort condition that was met. */
  readonly unmet: UnmetBound | undefined;
  readonly aborted: boolean;
  /** Since when something wanted did not hold any more, as far as looks could tell. */
  readonly brokenUs: number | undefined;
  /** From the beginning until the last moment at which a service was short, in seconds. */
  readonly secondsToRecover: number;
  /** Whether the room was as wanted when it was over. */
  readonly endedWell: boolean;
  /** Of every service, from the beginning of the case on. */
  readonly services: readonly ServiceOutcome[];
  readonly machinesLost: readonly string[];
}

export interface Conducted {
  /** When the first case began: the end of the steady state. */
  readonly steadyAtUs: number;
  /** What kept it from being tried; then there are no cases. */
  readonly notSteady: BoundOutcome | undefined;
  readonly cases: readonly TriedCase[];
}

/** How far it is; `of` is 0 until the cases are known. */
export interface ConductProgress {
  readonly done: number;
  readonly of: number;
}

/** Tries an experiment, a piece at a time. Refuses what no room could do. */
export function* conduct<A>(
  plan: ExperimentPlan<A>,
  ground: ExperimentGround<A>,
): Generator<ConductProgress, Result<Conducted>> {
  const { engine, amountOf, budget = new ExperimentBudget() } = ground;
  const warm = budget.run(engine, engine.nowUs + durationUs(plan.warmup, 0));
  if (!warm.ok) return warm;
  yield { done: 0, of: 0 };
  const { steadyState = [] } = plan;
  const withCost = asksForCost(steadyState);
  const before = lookAtTotals(engine, withCost);
  const watched = budget.run(engine, engine.nowUs + durationUs(plan.steadyFor, 0));
  if (!watched.ok) return watched;
  const span = { before, after: lookAtTotals(engine, withCost) };
  const healthy = judgeSpan(span, { bounds: steadyState, amountOf });
  if (!healthy.ok) return healthy;
  const notSteady = healthy.value.find(({ holds }) => !holds);
  const steadyAtUs = engine.nowUs;
  if (notSteady !== undefined) return ok({ steadyAtUs, notSteady, cases: [] });
  const cases = casesOf(plan, ground);
  if (!cases.ok) return cases;
  const trials = engine.trials();
  const tried: TriedCase[] = [];
  for (const one of cases.value) {
    yield { done: tried.length, of: cases.value.length };
    trials.rewind();
    const outcome = yield* tryCase(one, { plan, ground, trials, budget });
    if (!outcome.ok) return outcome;
    tried.push(outcome.value);
  }
  return ok({ steadyAtUs, notSteady: undefined, cases: tried });
}

/** Tries it without a pause. */
export function conductWhole<A>(
  plan: ExperimentPlan<A>,
  ground: ExperimentGround<A>,
): Result<Conducted> {
  const work = conduct(plan, ground);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

interface CaseWork<A> {
  readonly plan: ExperimentPlan<A>;
  readonly ground: ExperimentGround<A>;
  readonly trials: TrialGround;
  readonly budget: ExperimentBudget;
}

function* tryCase<A>(one: Case, work: CaseWork<A>): Generator<ConductProgress, Result<TriedCase>> {
  const { plan, ground, trials } = work;
  const { engine } = ground;
  const startUs = engine.nowUs;
  const watch = new CaseWatch(work);
  let aborting: UnmetBound | undefined;
  for (const step of one.steps) {
    const looked = yield* watch.runTo(startUs + step.atUs);
    if (!looked.ok) return looked;
    aborting = looked.value;
    if (aborting !== undefined) break;
    const decision = engine.propose(step.command);
    if (decision.ok) engine.commit(decision.value);
    else if (NO_ROOM.has(decision.error.code)) watch.noRoom += 1;
    else if (!step.forgives(decision.error.code)) return decision;
  }
  if (aborting === undefined) {
    const looked = yield* watch.runTo(startUs + durationUs(plan.runFor, 0));
    if (!looked.ok) return looked;
    aborting = looked.value;
  }
  const bounds = watch.judge();
  if (!bounds.ok) return bounds;
  const endedWell = ground.endsWell?.(engine) ?? ok(true);
  if (!endedWell.ok) return endedWell;
  const missed = bounds.value.findIndex(({ holds }) => !holds);
  const unmet = bounds.value[missed];
  return ok({
    name: one.name,
    startUs,
    endUs: engine.nowUs,
    bounds: bounds.value,
    unmet: aborting ?? (unmet && { ...unmet, atUs: watch.brokenSince(missed) }),
    aborted: aborting !== undefined,
    brokenUs: watch.firstBrokenUs,
    secondsToRecover: watch.secondsToRecover,
    endedWell: endedWell.value,
    services: trials.outcomes(),
    machinesLost: trials.machinesLost(),
  });
}

/** Looks at a case while it runs: is it to be given up, and since when is a bound broken? */
class CaseWatch<A> {
  private readonly plan: ExperimentPlan<A>;
  private readonly during: readonly BoundOver<A>[];
  private readonly ground: ExperimentGround<A>;
  private readonly trials: TrialGround;
  private readonly budget: ExperimentBudget;
  private readonly recovery: CaseRecovery;
  private readonly withCost: boolean;
  private readonly looks: boolean;
  /** Decisions of the case for which no host had room: that is an outcome, and no mistake. */
  noRoom = 0;
  private readonly before: Totals;
  private readonly abortsFromUs: number;
  private readonly brokenUs: (number | undefined)[] = [];

  constructor({ plan, ground, trials, budget }: CaseWork<A>) {
    this.plan = plan;
    this.trials = trials;
    this.budget = budget;
    this.recovery = new CaseRecovery(ground.engine, trials);
    this.during = plan.during ?? [];
    this.ground = ground;
    const bounds = [...this.during, ...(plan.abortWhen ?? [])];
    this.looks =
      ground.looksOn ||
      (plan.abortWhen ?? plan.blastRadius) !== undefined ||
      bounds.some(({ measure }) => measure === 'secondsToRecover');
    this.withCost = asksForCost(bounds);
    this.abortsFromUs = ground.engine.nowUs + ABORT_FROM_US;
    this.before = this.totals();
  }

  /** Runs to a moment; gives the abort condition that was met on the way, if one was. */
  *runTo(toUs: number): Generator<ConductProgress, Result<UnmetBound | undefined>> {
    const { engine } = this.ground;
    if (!this.looks) return this.budget.run(engine, toUs);
    while (engine.nowUs < toUs) {
      const ran = this.budget.run(engine, Math.min(toUs, engine.nowUs + LOOK_EVERY_US));
      if (!ran.ok) return ran;
      this.budget.look();
      const looked = this.look();
      if (!looked.ok || looked.value !== undefined) return looked;
      yield { done: 0, of: 0 };
    }
    return ok(undefined);
  }

  /** What the bounds come to by now. */
  judge(): Result<BoundOutcome[]> {
    const span = { before: this.before, after: this.totals() };
    return judgeSpan(span, { bounds: this.during, amountOf: this.ground.amountOf });
  }

  /** Since when a bound is broken without a break; the end where only the end can tell. */
  brokenSince(index: number): number {
    return this.brokenUs[index] ?? this.ground.engine.nowUs;
  }

  /** The first moment since which a bound is broken without a break. */
  get firstBrokenUs(): number | undefined {
    const broken = this.brokenUs.filter((atUs) => atUs !== undefined);
    return broken.length === 0 ? undefined : Math.min(...broken);
  }

  get secondsToRecover(): number {
    return this.recovery.secondsOf(undefined);
  }

  private totals(): Totals {
    const totals = lookAtTotals(this.ground.engine, this.withCost);
    return { ...totals, ofCase: (measure, service) => this.figure(measure, service) };
  }

  private figure(measure: CaseMeasure, service: string | undefined): number {
    if (measure === 'machinesLost') return this.trials.machinesLost().length;
    if (measure === 'allocationFailures') return this.noRoom + this.trials.withoutRoom().length;
    if (measure === 'secondsToRecover') return this.recovery.secondsOf(service);
    const down = this.trials
      .outcomes()
      .filter(({ name }) => service === undefined || name === service)
      .map(({ secondsDown }) => secondsDown);
    return Math.max(0, ...down);
  }

  private look(): Result<UnmetBound | undefined> {
    const { plan, ground } = this;
    const { nowUs: atUs } = ground.engine;
    const after = this.totals();
    this.recovery.look(after);
    const span = { before: this.before, after };
    const bounds = judgeSpan(span, { bounds: this.during, amountOf: ground.amountOf });
    if (!bounds.ok) return bounds;
    for (const [index, bound] of bounds.value.entries())
      this.brokenUs[index] = this.isBroken(bound) ? (this.brokenUs[index] ?? atUs) : undefined;
    const reached = this.reachedTooFar();
    if (!reached.ok || reached.value !== undefined) return reached;
    if (atUs < this.abortsFromUs) return ok(undefined);
    for (const bound of plan.abortWhen ?? []) {
      const judged = judgeSpan(span, { bounds: [bound], amountOf: ground.amountOf });
      if (!judged.ok) return judged;
      const [condition] = judged.value;
      if (condition?.holds === true) return ok({ ...condition, holds: false, atUs });
    }
    return ok(undefined);
  }

  /** Whether the case has taken down more machines than it may. */
  private reachedTooFar(): Result<UnmetBound | undefined> {
    const { engine, rows, amountOf } = this.ground;
    const { blastRadius } = this.plan;
    if (blastRadius === undefined) return ok(undefined);
    const most = amountOf(blastRadius.machinesLost);
    if (!most.ok) return most;
    const meant = machinesMeant(rows, blastRadius.of);
    if (!meant.ok) return meant;
    const lost = this.trials.machinesLost().filter((id) => meant.value?.has(id) ?? true).length;
    if (lost <= most.value) return ok(undefined);
    const unmet = { measure: 'machinesLost', value: lost, max: most.value } as const;
    return ok({ ...unmet, holds: false, atUs: engine.nowUs });
  }

  /** A count that still grows towards its least value is judged at the end only. */
  private isBroken({ measure, value, max, holds }: BoundOutcome): boolean {
    if (holds) return false;
    return measure === 'servedFraction' || (max !== undefined && value > max);
  }
}

/** The machines a blast radius is about; undefined for all of them. */
function machinesMeant(
  rows: readonly TopologyRow[],
  of: string | undefined,
): Result<ReadonlySet<string> | undefined> {
  if (of === undefined) return ok(undefined);
  const selector = parseSelector(of);
  if (!selector.ok) return selector;
  return ok(new Set(select(rows, selector.value).map(({ id }) => id)));
}
