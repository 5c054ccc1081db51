/**
 * The same application on a machine and on a web app, compared by running it (rule ENG-WA6).
 *
 * Three things are done on engines of their own: the room is run as it is told, and the decisions
 * of people about either side are counted; the load is raised on either side until it is no longer
 * served, with nobody deciding anything; what each side costs an hour is read at both loads. The
 * room itself is not touched. Work comes in pieces, so that whoever asked can have turns between.
 */
import { ownedSettings } from '../../shared/commands/owned-settings.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { US_PER_DAY, US_PER_HOUR, US_PER_MINUTE } from '../../shared/kernel/time.ts';
import type {
  ComparedSide,
  ComparisonAsked,
  ServiceComparison,
} from '../../shared/views/service-comparison-view.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { WorkloadFiguresView } from '../../shared/views/workload-view.ts';
import type { Engine } from '../engine/index.ts';
import { openLabStart, type LabStart } from '../sweep/lab-copy.ts';

/** Share of the requests that must be answered in time. */
const THRESHOLD = 0.99;
const MONTH_DAYS = 30;
const LOOK_US = 10 * US_PER_MINUTE;
/** Time a web app needs for each instance more, and what a machine is given. */
const STEP_US = 6 * US_PER_MINUTE;
const SETTLE_MAX_US = 6 * US_PER_HOUR;
/** Doublings and halvings of the load that are tried. */
const DOUBLINGS_MAX = 14;
const HALVINGS = 7;
/** Events of the run in which decisions are counted, and of each piece of it. */
const RUN_EVENTS_MAX = 3_000_000;
const PIECE_EVENTS = 20_000;
/** Load that is tried first where the file asks for none. */
const FIRST_PER_SECOND = 10;

type Workload = RowOf<'workload'>;

interface Pair {
  readonly machine: Workload;
  readonly webApp: Workload;
}

/**
 * Compares two uses. Refuses with `comparison.noMachine`, `comparison.noWebApp` and
 * `comparison.ambiguous`.
 */
export function* compareServices(
  lab: LabStart,
  asked: ComparisonAsked & { readonly untilUs: number },
): Generator<undefined, Result<ServiceComparison>> {
  const engine = openLabStart({ ...lab, actions: [] });
  const pair = pairOf(engine, asked);
  if (!pair.ok) return pair;
  const ground = engine.snapshot();
  const settleUs = settleOf(engine, pair.value.webApp);
  const run = yield* runOfRoom(lab, pair.value, asked.untilUs);
  const bench: Bench = { engine, ground, settleUs };
  const machine = yield* sideOf(bench, { use: pair.value.machine, of: 'machine', run });
  const webApp = yield* sideOf(bench, { use: pair.value.webApp, of: 'webApp', run });
  const { monthHours } = lab.catalogue;
  return ok({
    machine,
    webApp,
    days: run.days,
    threshold: THRESHOLD,
    settleUs,
    lookUs: LOOK_US,
    monthHours,
  });
}

function pairOf(engine: Engine, asked: ComparisonAsked): Result<Pair> {
  const uses = engine
    .rows(['workload'])
    .filter((row): row is Workload => row.kind === 'workload' && row.source === 'open');
  const machine = pick(uses, { wanted: asked.machine, of: 'machine' });
  if (!machine.ok) return machine;
  const webApp = pick(uses, { wanted: asked.webApp, of: 'webApp' });
  return webApp.ok ? ok({ machine: machine.value, webApp: webApp.value }) : webApp;
}

type SideName = 'machine' | 'webApp';

function pick(
  uses: readonly Workload[],
  asked: { wanted: string | undefined; of: SideName },
): Result<Workload> {
  const { wanted, of } = asked;
  const fitting = uses.filter((use) => (use.webApp === undefined) === (of === 'machine'));
  const found =
    wanted === undefined
      ? fitting
      : fitting.filter(({ id, name }) => id === wanted || name === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return ok(only);
  const names = fitting.map(({ name }) => name);
  if (only !== undefined) {
    return err({
      code: 'comparison.ambiguous',
      message: `There are ${found.length} such uses: ${names.slice(0, 5).join(', ')}.`,
      hint: 'Say which one is meant.',
      details: { side: of, uses: names.slice(0, 5) },
    });
  }
  const isMachine = of === 'machine';
  return err({
    code: isMachine ? 'comparison.noMachine' : 'comparison.noWebApp',
    message: `There is no open load ${isMachine ? 'on machines' : 'on a web app'} to compare.`,
    hint: 'Put the same application on a machine and on a web app (workload.add).',
    details: { known: names.length },
  });
}

/** Long enough for every instance a web app may add. */
function settleOf(engine: Engine, use: Workload): number {
  const app = appOf(engine, use);
  const steps = app?.autoscale === undefined ? 1 : app.autoscale.maximum - app.capacity + 1;
  return Math.min(SETTLE_MAX_US, Math.max(2, steps + 1) * STEP_US);
}

function appOf(engine: Engine, use: Workload): RowOf<'webApp'> | undefined {
  return engine
    .rows(['webApp'])
    .find((row): row is RowOf<'webApp'> => row.kind === 'webApp' && row.id === use.webApp);
}

interface RoomRun {
  readonly days: number;
  readonly decisions: readonly { readonly command: string; readonly subject: string }[];
  readonly figures: readonly WorkloadFiguresView[];
  readonly apps: readonly RowOf<'webApp'>[];
}

/** The room as it is told, with its timed actions; uses are seen as flows where that fits. */
function* runOfRoom(lab: LabStart, pair: Pair, untilUs: number): Generator<undefined, RoomRun> {
  const engine = openLabStart(lab);
  // A month request by request is a hundred million events; as flow it is some ten thousand.
  for (const row of engine.rows(['workload'])) {
    act(engine, { type: 'workload.mode', workload: row.id, mode: 'flow' });
  }
  const decisions: { command: string; subject: string }[] = [];
  let seen = engine.lastHappeningId;
  for (;;) {
    const { reason } = engine.runUntil(untilUs, { maxEvents: PIECE_EVENTS });
    // Looked at often: the log of happenings is bounded.
    for (const { kind, subject, details } of engine.happenings(seen)) {
      if (kind === 'decision') decisions.push({ command: String(details?.['command']), subject });
    }
    seen = engine.lastHappeningId;
    if (reason !== 'budgetSpent' || engine.eventCount >= RUN_EVENTS_MAX) break;
    yield;
  }
  const ids = [pair.machine.id, pair.webApp.id];
  return {
    days: engine.nowUs / US_PER_DAY,
    decisions,
    figures: (engine.summary().workloads ?? []).filter(({ id }) => ids.includes(id)),
    apps: engine.rows(['webApp']).filter((row): row is RowOf<'webApp'> => row.kind === 'webApp'),
  };
}

/** An engine that goes back to the beginning of the room for every load. */
interface Bench {
  readonly engine: Engine;
  readonly ground: Uint8Array;
  readonly settleUs: number;
}

function* sideOf(
  bench: Bench,
  given: { readonly use: Workload; readonly of: SideName; readonly run: RoomRun },
): Generator<undefined, ComparedSide> {
  const { use, of, run } = given;
  const { engine } = bench;
  const { commands, settings } = ownedSettings(of);
  const most = yield* mostOf(bench, use);
  const figures = run.figures.find(({ id }) => id === use.id);
  const ended = figures === undefined ? 0 : figures.offered - figures.inFlight;
  const app = run.apps.find(({ id }) => id === use.webApp);
  back(bench);
  const actions = actionsOf(engine, use, run);
  const all = actions.reduce((sum, { times }) => sum + times, 0);
  return {
    workload: use.id,
    on: use.webApp === undefined ? [...use.machines] : [use.webApp],
    commands: commands.length,
    settings: settings.length,
    actions,
    actionsPerMonth: run.days === 0 ? 0 : (all / run.days) * MONTH_DAYS,
    byProvider: {
      patches: app?.patches ?? 0,
      scalings: (app?.scaledOut ?? 0) + (app?.scaledIn ?? 0),
    },
    offered: figures?.offered ?? 0,
    servedFraction: figures === undefined || ended === 0 ? 1 : figures.served / ended,
    mostPerSecond: most.perSecond,
    limitedBy: most.limitedBy,
    instancesAtMost: most.instances,
    microUsdPerMonth: monthly(engine, use),
    microUsdPerMonthAtMost: most.microUsdPerMonth,
  };
}

function back({ engine, ground }: Bench): void {
  engine.restore(ground);
}

/** Decisions about what a use runs on, or what belongs to that; the load itself is nobody's act. */
function actionsOf(engine: Engine, use: Workload, run: RoomRun): ComparedSide['actions'] {
  const own = new Set(ownIds(engine, use));
  const times = new Map<string, number>();
  for (const { command, subject } of run.decisions) {
    if (!own.has(subject) || command.startsWith('workload.')) continue;
    // Whoever breaks something here plays the part of chance.
    if (command === 'fault.cut' || command === 'fault.inject') continue;
    times.set(command, (times.get(command) ?? 0) + 1);
  }
  return [...times]
    .map(([command, count]) => ({ command, times: count }))
    .sort((a, b) => b.times - a.times || (a.command < b.command ? -1 : 1));
}

/** What a use runs on, with disks, interfaces and addresses. */
function ownIds(engine: Engine, use: Workload): string[] {
  if (use.webApp !== undefined) return [use.webApp];
  const parts = engine.rows(['disk', 'nic', 'publicIp']).flatMap((row) => {
    if (row.kind === 'disk' || row.kind === 'nic') {
      return row.vm !== undefined && use.machines.includes(row.vm) ? [row] : [];
    }
    return [];
  });
  const addresses = parts.flatMap((row) => (row.kind === 'nic' ? (row.publicIp ?? []) : []));
  return [...use.machines, ...parts.map(({ id }) => id), ...addresses];
}

interface MostLoad {
  readonly perSecond: number;
  readonly limitedBy: ComparedSide['limitedBy'];
  readonly instances: number;
  readonly microUsdPerMonth: number;
}

/** The highest load that is still served: doubled until it is not, then halved in between. */
function* mostOf(bench: Bench, use: Workload): Generator<undefined, MostLoad> {
  const curve = use.curve?.points.map(({ perSecond }) => perSecond) ?? [];
  let high = Math.max(FIRST_PER_SECOND, ...curve);
  let best: Look | undefined;
  let limit: Look | undefined;
  for (let step = 0; step < DOUBLINGS_MAX && limit === undefined; step += 1) {
    const look = lookAt(bench, use, high);
    yield;
    if (look.served) {
      best = look;
      high *= 2;
    } else limit = look;
  }
  for (let step = 0; step < HALVINGS && limit !== undefined; step += 1) {
    const low = best?.perSecond ?? 0;
    const look = lookAt(bench, use, (low + limit.perSecond) / 2);
    yield;
    if (look.served) best = look;
    else limit = look;
  }
  return {
    perSecond: best?.perSecond ?? 0,
    limitedBy: limit?.limitedBy ?? 'load',
    instances: best?.instances ?? 0,
    microUsdPerMonth: best?.microUsdPerMonth ?? 0,
  };
}

interface Look extends MostLoad {
  readonly served: boolean;
}

/** One load, from the beginning of the room: settled to, then looked at. */
function lookAt(bench: Bench, use: Workload, perSecond: number): Look {
  const { engine, settleUs } = bench;
  back(bench);
  act(engine, {
    type: 'workload.load',
    workload: use.id,
    curve: { points: [{ at: '0s', perSecond }] },
  });
  // Many loads are tried, most of them beyond what is simulated one by one in good time.
  act(engine, { type: 'workload.mode', workload: use.id, mode: 'flow' });
  engine.runUntil(settleUs);
  const before = figuresIn(engine, use);
  engine.runUntil(settleUs + LOOK_US);
  const after = figuresIn(engine, use);
  const came = after.offered - before.offered;
  const fraction = came === 0 ? 0 : (after.served - before.served) / came;
  return {
    perSecond,
    served: fraction >= THRESHOLD,
    limitedBy: after.limitedBy,
    instances: appOf(engine, use)?.capacity ?? use.machines.length,
    microUsdPerMonth: monthly(engine, use),
  };
}

type Sent = Parameters<Engine['propose']>[0];

/** Carries out what the engine accepts; a mode that does not fit is left as it is. */
function act(engine: Engine, command: Sent): void {
  const decision = engine.propose(command);
  if (decision.ok) engine.commit(decision.value);
}

function figuresIn(
  engine: Engine,
  use: Workload,
): Pick<WorkloadFiguresView, 'offered' | 'served' | 'limitedBy'> {
  const found = engine.summary().workloads?.find(({ id }) => id === use.id);
  return found ?? { offered: 0, served: 0, limitedBy: 'load' };
}

/** A month of everything a use runs on, at what an hour of it costs now. */
function monthly(engine: Engine, use: Workload): number {
  const own = new Set(ownIds(engine, use));
  const { lines, monthHours } = engine.costs();
  return lines
    .filter(({ id }) => own.has(id))
    .reduce((sum, { microUsdPerHour }) => sum + microUsdPerHour * monthHours, 0);
}
