/**
 * The engine: the world behind its door (`engine-types.ts`).
 *
 * It joins the loop, the deciders and the views, and holds the few rules about order: a decision
 * is valid until the next change, and everything is settled before a call returns.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { err, ok, OK, type Result } from '../../shared/kernel/result.ts';
import type { Command } from '../../shared/commands/index.ts';
import { decide } from './decide/index.ts';
import type { Act } from './decide/decide-kit.ts';
import { warningsOf } from './decide/warnings/warning-index.ts';
import { subjectOf } from './decide/subject-of.ts';
import type {
  Decision,
  Engine,
  EngineOptions,
  RunOutcome,
  ScriptedAction,
  SetupWatcher,
  SlaQuery,
  TrialGround,
} from './engine-types.ts';
import { EventLoop, isStale } from './event-loop.ts';
import { findViolations } from './invariants.ts';
import { ledgerRows, metricsFrame, runSummary, serviceSeries } from './projections/figures.ts';
import { measuresOf } from './projections/measure-views.ts';
import { costsOf } from './projections/cost-views.ts';
import { slaOf } from './projections/sla-views.ts';
import { fateOf } from './projections/fate.ts';
import { followOf } from './projections/follow-answer.ts';
import { reachOf } from './projections/reach-answer.ts';
import { servicesLeft, shadowOf, type Aim } from './projections/shadow.ts';
import { TopologyFeed } from './projections/topology-feed.ts';
import { measuredOwners } from './projections/measured.ts';
import { lookAtCourse } from './projections/room-look.ts';
import { settle } from './systems/settle.ts';
import { layTrialGround } from './trial-ground.ts';
import { World, type WorldOptions } from './world/world.ts';
import { copyRows, hashWorld, restoreWorld, saveWorld } from './world/world-snapshot.ts';

/** Commands that only build the plant: settling waits for the first that needs it settled. */
const PLANT_PREFIXES = [
  'place.',
  'cluster.',
  'rack.',
  'storage.',
  'power.',
  'switch.',
  'link.',
  'cord.',
  'host.',
];

function buildsPlant(command: Command): boolean {
  return PLANT_PREFIXES.some((prefix) => command.type.startsWith(prefix));
}

/** Commands of the start state between two rests. */
const SETUP_STEP = 256;

/** Events processed in one call when nobody sets a limit. */
const EVENTS_MAX = Number.MAX_SAFE_INTEGER / 2;

interface PendingDecision extends Decision {
  readonly act: Act;
  /** Counts changes: a decision made before one is void. */
  readonly validAt: number;
}

/** Makes an engine with an empty world at time 0. */
export function createEngine(options: EngineOptions): Engine {
  return new SealedEngine({ ...options, operations: options.operations ?? 'measured' });
}

class SealedEngine implements Engine {
  private readonly world: World;
  private readonly loop: EventLoop;
  private readonly feed: TopologyFeed;
  private readonly options: WorldOptions;
  private changes = 0;
  private readonly isStale = (cell: Parameters<typeof isStale>[1]): boolean =>
    isStale(this.world, cell);

  constructor(options: WorldOptions) {
    this.options = options;
    this.world = new World(options);
    this.loop = new EventLoop(this.world, (action) => this.applyAction(action));
    this.feed = new TopologyFeed(this.world);
  }

  get nowUs(): number {
    return this.world.nowUs;
  }

  get eventCount(): number {
    return this.world.eventCount;
  }

  get eventsAtNow(): number {
    return this.world.eventsAtNow;
  }

  get midInstant(): boolean {
    return this.loop.midInstant;
  }

  get actionsDone(): number {
    return this.loop.cursor;
  }

  get revision(): number {
    return this.feed.revision;
  }

  get lastHappeningId(): number {
    return this.world.log.lastId;
  }

  setup(commands: readonly Command[], warned?: SetupWatcher): Result<void> {
    const steps = this.setupSteps(commands, warned);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  *setupSteps(
    commands: readonly Command[],
    warned?: SetupWatcher,
  ): Generator<number, Result<void>, void> {
    const { world } = this;
    assert(world.eventCount === 0 && world.nowUs === 0, 'The start state is built before the run');
    const isFirst = world.tables().every((table) => table.slotEnd === 0);
    const before = isFirst ? undefined : this.snapshot();
    world.settingUp = true;
    const built = yield* this.build(commands, warned);
    world.settingUp = false;
    this.changes += 1;
    if (built.ok) return OK;
    world.plantDirty = false;
    world.loadDirty = false;
    world.storesDirty = false;
    world.sharesDirty.length = 0;
    world.sharersDirty.length = 0;
    const undone = this.restore(before ?? createEngine(this.options).snapshot());
    assert(undone.ok, 'A snapshot just taken can be restored');
    return built;
  }

  private *build(
    commands: readonly Command[],
    warned?: SetupWatcher,
  ): Generator<number, Result<void>, void> {
    const { world } = this;
    for (const [index, command] of commands.entries()) {
      if (world.plantDirty && !buildsPlant(command)) settle(world);
      const decided = decide(world, command);
      if (!decided.ok) {
        const details = { ...decided.error.details, command: command.type, commandIndex: index };
        return err({ ...decided.error, details });
      }
      warned?.(index, warningsOf(world, command));
      decided.value();
      if (index % SETUP_STEP === SETUP_STEP - 1) yield index + 1;
    }
    world.plantDirty = true;
    settle(world);
    return OK;
  }

  setScript(actions: readonly ScriptedAction[]): Result<void> {
    const early = actions.findIndex(
      (action, index) => action.atUs < (actions[index - 1]?.atUs ?? 0),
    );
    if (early >= 0) {
      return err({
        code: 'script.outOfOrder',
        message: `Timed action ${early + 1} comes before the one above it.`,
        hint: 'Order the actions by time.',
        details: { action: early + 1 },
      });
    }
    this.loop.script = actions;
    this.loop.cursor = actions.findIndex((action) => action.atUs >= this.world.nowUs);
    if (this.loop.cursor < 0) this.loop.cursor = actions.length;
    this.loop.applyDue();
    return OK;
  }

  propose(command: Command): Result<Decision> {
    const decided = decide(this.world, command);
    if (!decided.ok) return decided;
    const warnings = warningsOf(this.world, command);
    const act = decided.value;
    const decision: PendingDecision = { command, warnings, act, validAt: this.changes };
    return ok(decision);
  }

  commit(decision: Decision): void {
    // The one cast of this file: decisions are only ever made by propose above.
    const pending = decision as PendingDecision;
    assert(
      pending.validAt === this.changes,
      'A decision is carried out before anything else changes',
    );
    this.carryOut(pending, pending.act);
    this.loop.applyDue();
  }

  private carryOut(decision: Decision, act: Act): void {
    const { world } = this;
    const { command, warnings } = decision;
    const codes = warnings.map(({ code }) => code).join(' ');
    world.decisionId = world.log.add({
      atUs: world.nowUs,
      kind: 'decision',
      subject: subjectOf(world, command),
      cause: 0,
      details: { command: command.type, ...(codes === '' ? {} : { warnings: codes }) },
    });
    act();
    settle(world);
    world.crossings.invalidate();
    world.decisionId = 0;
    this.changes += 1;
  }

  /** A timed action that is refused when its time comes is a happening, not an error of the run. */
  private applyAction(action: ScriptedAction): void {
    const decided = decide(this.world, action.command);
    if (decided.ok) {
      const { command } = action;
      this.carryOut({ command, warnings: warningsOf(this.world, command) }, decided.value);
      return;
    }
    this.world.log.add({
      atUs: this.world.nowUs,
      kind: 'action.refused',
      subject: subjectOf(this.world, action.command),
      cause: 0,
      details: {
        command: action.command.type,
        code: decided.error.code,
        message: decided.error.message,
      },
    });
  }

  runUntil(targetUs: number, limits: { readonly maxEvents?: number } = {}): RunOutcome {
    this.changes += 1;
    return this.loop.run(targetUs, limits.maxEvents ?? EVENTS_MAX);
  }

  runToPlace(place: { readonly atUs: number; readonly eventCount: number }): boolean {
    const { world } = this;
    if (place.atUs < world.nowUs || place.eventCount < world.eventCount) return false;
    this.runUntil(place.atUs, { maxEvents: place.eventCount - world.eventCount });
    return world.eventCount === place.eventCount && this.loop.walkTo(place.atUs);
  }

  nextEventAtUs(): number | undefined {
    const next = this.loop.nextAtUs();
    return Number.isFinite(next) ? next : undefined;
  }

  snapshot(): Uint8Array {
    return saveWorld(this.world, { scriptCursor: this.loop.cursor, isStale: this.isStale });
  }

  restore(bytes: Uint8Array): Result<void> {
    const restored = restoreWorld(this.world, bytes);
    if (!restored.ok) return restored;
    this.loop.cursor = restored.value.scriptCursor;
    this.changes += 1;
    return OK;
  }

  hash(): string {
    return hashWorld(this.world, this.isStale);
  }

  checkInvariants(): ReturnType<Engine['checkInvariants']> {
    return findViolations(this.world);
  }

  rows(kinds?: Parameters<Engine['rows']>[0]): ReturnType<Engine['rows']> {
    return this.feed.all(kinds);
  }

  drainPatch(): ReturnType<Engine['drainPatch']> {
    return this.feed.drain();
  }

  metrics(): ReturnType<Engine['metrics']> {
    return metricsFrame(this.world);
  }

  happenings(afterId: number): ReturnType<Engine['happenings']> {
    return this.world.log.after(afterId);
  }

  explain(happeningId: number): ReturnType<Engine['explain']> {
    return this.world.log.chain(happeningId);
  }

  ledger(service?: string): ReturnType<Engine['ledger']> {
    return ledgerRows(this.world, service);
  }

  measures(of?: string): ReturnType<Engine['measures']> {
    return measuresOf(this.world, of);
  }

  costs(linesMax?: number): ReturnType<Engine['costs']> {
    return costsOf(this.world, linesMax);
  }

  sla(query?: SlaQuery): ReturnType<Engine['sla']> {
    return slaOf(this.world, query);
  }

  series(query: { service: string; fromUs: number; toUs: number }): ReturnType<Engine['series']> {
    return serviceSeries(this.world, query);
  }

  shadow(aim: string | Aim): ReturnType<Engine['shadow']> {
    const aimed = typeof aim === 'string' ? { target: aim } : aim;
    return shadowOf(this.world, aimed, () => this.copyOfWorld());
  }

  servicesLeft(): ReturnType<Engine['servicesLeft']> {
    return servicesLeft(this.world);
  }

  fate(of: string): ReturnType<Engine['fate']> {
    return fateOf(this.world, of);
  }

  reach(query: Parameters<Engine['reach']>[0]): ReturnType<Engine['reach']> {
    return reachOf(this.world, query);
  }

  follow(query: Parameters<Engine['follow']>[0]): ReturnType<Engine['follow']> {
    const service = this.world.names.resolve(['service'], query.of);
    if (!service.ok) return service;
    const copy = new SealedEngine(this.options);
    const copied = copy.restore(this.snapshot());
    assert(copied.ok, 'A snapshot just taken can be restored');
    copy.loop.script = this.loop.script;
    const ground = {
      world: copy.world,
      run: (targetUs: number, maxEvents: number) => copy.runUntil(targetUs, { maxEvents }),
      explain: (happening: number) =>
        (happening <= this.lastHappeningId ? this : copy).explain(happening),
    };
    return followOf(ground, service.value.slot, query);
  }

  summary(): ReturnType<Engine['summary']> {
    return runSummary(this.world, this.hash());
  }

  measured(): ReturnType<Engine['measured']> {
    return measuredOwners(this.world);
  }

  look(): ReturnType<Engine['look']> {
    return lookAtCourse(this.world);
  }

  trials(): TrialGround {
    const { world, loop } = this;
    return layTrialGround({
      world,
      isStale: this.isStale,
      script: loop,
      changed: () => {
        this.changes += 1;
      },
    });
  }

  private copyOfWorld(): World {
    const copy = new World(this.options);
    copyRows(this.world, copy);
    return copy;
  }
}
