/**
 * What the engine shows to the outside: the types of its one door.
 *
 * The engine takes values and gives values. It knows no file, no thread, no wall clock; whoever
 * holds it decides how far it runs and writes down what was decided.
 */
import type { Catalogue } from '../../shared/model/catalogue.ts';
import type { Aim } from './projections/shadow.ts';
import type { Command } from '../../shared/commands/index.ts';
import type { Happening } from '../../shared/events/happenings.ts';
import type { Fate } from '../../shared/views/fate-view.ts';
import type { FollowQuery, FollowView } from '../../shared/views/follow-view.ts';
import type { ReachQuery, ReachView } from '../../shared/views/virtual-network-view.ts';
import type { MetricsFrame, ServiceSeries } from '../../shared/views/metrics-frame.ts';
import type { TopologyPatch, TopologyRow } from '../../shared/views/topology-view.ts';
import type { LedgerRow, RunSummary, Shadow } from '../../shared/views/workspace-view.ts';
import type { CostView } from '../../shared/views/cost-view.ts';
import type { SlaView } from '../../shared/views/sla-view.ts';
import type { MeasuresView } from '../../shared/views/measures-view.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Warning } from '../../shared/kernel/warning.ts';

/** Which availabilities are asked for; all when nothing is said. */
export interface SlaQuery {
  /** Of this one thing. */
  readonly of?: string | undefined;
  /** False leaves the machines out. */
  readonly machines?: boolean | undefined;
}

/** Raised on every change of meaning: the same decisions then give other happenings. */
export const BEHAVIOUR_VERSION = 1;

export interface EngineOptions {
  readonly catalogue: Catalogue;
  /** Whole number from 0 to 2^32 - 1; every random stream derives from it. */
  readonly seed: number;
  /** `measured`: operations take the catalogue's durations; `instant`: none. */
  readonly operations?: 'measured' | 'instant';
  /** Calendar moment of time 0 in UTC, such as `2026-03-31T18:30`; a Monday when absent. */
  readonly startsAt?: string;
}

/**
 * A command timed by a scenario. With `afterEvents` it takes effect when the clock stands at
 * `atUs` and exactly that many events of that very instant have been processed; without, as soon
 * as no event of that instant or earlier is pending any more.
 */
export interface ScriptedAction {
  readonly atUs: number;
  readonly afterEvents?: number;
  readonly command: Command;
}

/** A command that was looked at and accepted, not yet carried out. Valid until the next change. */
export interface Decision {
  readonly command: Command;
  /** What is odd about it; nothing depends on them, and a replay finds the same. */
  readonly warnings: readonly Warning[];
}

/** Is told what a command of the start state was accepted with, by its place in the list. */
export type SetupWatcher = (commandIndex: number, warnings: readonly Warning[]) => void;

export type RunReason = 'reachedTarget' | 'budgetSpent' | 'idle';

export interface RunOutcome {
  readonly reason: RunReason;
  /** Events processed in this call. */
  readonly events: number;
}

export interface Violation {
  /** Rule of SPEC.md, such as `INV-3`. */
  readonly rule: string;
  readonly message: string;
}

export interface Engine {
  readonly nowUs: number;
  /** Events processed since the start; with `nowUs` it names a place in the run exactly. */
  readonly eventCount: number;
  /** Events processed at exactly `nowUs`. */
  readonly eventsAtNow: number;
  /** True while events of this very instant are still pending. */
  readonly midInstant: boolean;
  /** Timed actions of the script already done. */
  readonly actionsDone: number;

  /**
   * Builds the start state. Operations are instant here. Refused whole at the first bad command.
   * Warnings are worked out for whoever asks for them, and for nobody else.
   */
  setup(commands: readonly Command[], warned?: SetupWatcher): Result<void>;
  /** As `setup`, with rests on the way: each step tells how many commands are done. */
  setupSteps(
    commands: readonly Command[],
    warned?: SetupWatcher,
  ): Generator<number, Result<void>, void>;
  /** Sets the timed actions, in order of time; those already passed are skipped. */
  setScript(actions: readonly ScriptedAction[]): Result<void>;
  /** Looks at a command without changing anything. */
  propose(command: Command): Result<Decision>;
  /** Carries out an accepted decision. Never fails. */
  commit(decision: Decision): void;
  /**
   * Processes every event due up to and including `targetUs`, then sets the clock to it. Stops
   * early, clock at the last event, when `maxEvents` are spent. `idle`: target reached and
   * nothing is pending at all. Where slices end never changes a result.
   */
  runUntil(targetUs: number, limits?: { readonly maxEvents?: number }): RunOutcome;
  /** Goes to the exact place a journal names; false when that place does not exist. */
  runToPlace(place: { readonly atUs: number; readonly eventCount: number }): boolean;
  /** Time of the next event or timed action, if there is one. */
  nextEventAtUs(): number | undefined;

  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): Result<void>;
  /** Hash of the whole state: world, queue, streams, clock. Not of the script and the run log. */
  hash(): string;
  checkInvariants(): readonly Violation[];

  /** Everything there is, or all of some kinds, in the order it was made within each kind. */
  rows(kinds?: readonly TopologyRow['kind'][]): TopologyRow[];
  /** What changed since the last call; a reset the first time and after restore. */
  drainPatch(): TopologyPatch;
  readonly revision: number;
  metrics(): MetricsFrame;
  /** Happenings with an id above `afterId`, oldest first; the log is bounded. */
  happenings(afterId: number): Happening[];
  readonly lastHappeningId: number;
  /** From the root cause to the happening itself; empty when it is no longer in the log. */
  explain(happeningId: number): Happening[];
  ledger(service?: string): LedgerRow[];
  /** What was up, what was down, and why, to this moment. */
  measures(of?: string): MeasuresView;
  /** Promised, expected and measured availability; costs some time in a large room. */
  sla(query?: SlaQuery): SlaView;
  /** What everything costs, so far and at the present state. */
  costs(linesMax?: number): CostView;
  series(query: { service: string; fromUs: number; toUs: number }): Result<ServiceSeries>;
  /** What would stop if the target failed now; computed without changing anything. */
  shadow(aim: string | Aim): Result<Shadow>;
  /** What each service has left at this moment, as a shadow would tell it. */
  servicesLeft(): Shadow['services'];
  /** What the running members of a set, balancer or service share; read from the drawing. */
  fate(of: string): Result<Fate>;
  /** Whether one thing reaches another on a port, hop by hop; it changes nothing. */
  reach(query: ReachQuery): Result<ReachView>;
  /** What becomes of one request of a service, hop by hop, found out on a copy. */
  follow(query: FollowQuery): Result<FollowView>;
  summary(): RunSummary;
  /** What was measured of services and sets so far, as whole numbers. */
  measured(): OwnerMeasure[];
  /** Counters and the state of the moment, for whoever draws the course of a run. */
  look(): CourseLook;
  /** Makes the present state the ground of trials; on a copy, which is used up by it. */
  trials(): TrialGround;
}

/** The meters of a service or a set since the start. */
export interface OwnerMeasure {
  readonly id: string;
  readonly name: string;
  readonly kind: 'service' | 'availabilitySet' | 'scaleSet';
  /** Time wanted, and of it time down. */
  readonly meteredUs: number;
  readonly downUs: number;
  /** Seconds judged by their requests, and of them those below the threshold; of services. */
  readonly seconds: number;
  readonly secondsDown: number;
}

/** One service in a look at the room: counters since the start, and its pool at this moment. */
export interface CourseService {
  readonly id: string;
  readonly name: string;
  readonly offered: number;
  readonly served: number;
  /** Late, refused and lost. */
  readonly failed: number;
  readonly secondsUp: number;
  readonly secondsDown: number;
  readonly backends: number;
  readonly backendsUp: number;
  /** Answers by how long they took (`latency-buckets.ts`); buckets that hold any. */
  readonly answerTimes: readonly (readonly [bucket: number, count: number])[];
}

/** One look at the room. Two of them give what happened between. */
export interface CourseLook {
  readonly atUs: number;
  readonly services: readonly CourseService[];
  /** Running at this moment. */
  readonly machines: number;
  /** Mean processor use of the running machines. */
  readonly cpuPermille: number;
  /** What the feeds carry together. */
  readonly milliwatts: number;
  /** Spent since the start, and of each hour at the present state. */
  readonly microUsd: number;
  readonly microUsdPerHour: number;
}

/** What became of one service's requests in a trial. */
export interface ServiceOutcome {
  readonly service: string;
  readonly name: string;
  /** Its balancer, as `TrialGround.pools` numbers them. */
  readonly pool: number;
  readonly thresholdPpm: number;
  readonly served: number;
  /** Late, refused and lost. */
  readonly failed: number;
  readonly secondsDown: number;
  /** A whole bucket of the series had demand and nothing was served in it. */
  readonly silent: boolean;
  /** Failed requests by the id of what they go back to, `load` where nothing failed. */
  readonly roots: readonly (readonly [root: string, count: number])[];
}

/** One state from which many things are tried. */
export interface TrialGround {
  /** Every pool, by a number that is the same in every engine restored from one snapshot. */
  readonly pools: readonly number[];
  /**
   * True when, for so long, no pool can influence another, nor any request the plant: a trial may
   * then look at some pools alone and finds of them exactly what a full one finds.
   */
  separable(lastsUs: number): boolean;
  /** Goes back to the ground, with every pool looked at. */
  rewind(): void;
  /** From here on only these pools are probed and asked; undefined: all. */
  focus(pools: readonly number[] | undefined): void;
  /** Pools of which a machine was told anything since the ground, or is reached by a fault now. */
  touchedPools(): number[];
  /** Machines whose application was broken since the ground, each once. */
  applicationsBroken(): string[];
  /** Machines lost since the ground, each once. */
  machinesLost(): string[];
  /** Machines and sets for which no host had room since the ground, each once. */
  withoutRoom(): string[];
  /** Of the services of the pools looked at, since the ground. */
  outcomes(): ServiceOutcome[];
  /** Ids of these kinds of thing, in the order of the kinds and of their making. */
  idsOf(kinds: readonly string[]): string[];
}
