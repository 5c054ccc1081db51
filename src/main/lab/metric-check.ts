/**
 * What a room comes to, in points: a measure of the run so far, a figure of the room as it stands,
 * or the mean of an availability over many runs with seeds of their own.
 *
 * Runs with seeds begin at the start of the lab, take the learner's decisions at their moments, and
 * are measured from the learner's present moment on. The seeds are the same for everybody, so two
 * learners with the same design get the same figure.
 */
import { ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { durationUs } from '../../shared/kernel/time.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { evaluateNumber } from '../../shared/lab/expression.ts';
import { readMeasure } from '../../shared/model/read-measure.ts';
import type { OwnerMeasure } from '../engine/index.ts';
import { ExperimentBudget } from '../experiment/experiment-budget.ts';
import { nameIn } from '../workspace/scenario-run.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { notYet, shareOutcome, type CheckOutcome } from './check-outcome.ts';
import type { LabRoom } from './lab-room.ts';
import type { SeenRoom } from './room-scope.ts';

type MetricCheck = CheckOf<'metric'>;

/** From no points at `zero` to all at `full`, in proportion. */
export function runMetric(check: MetricCheck, seen: SeenRoom): Result<CheckOutcome> {
  const full = evaluateNumber(check.full, seen.scope);
  if (!full.ok) return full;
  const zero = evaluateNumber(check.zero, seen.scope);
  if (!zero.ok) return zero;
  const found = figureOf(check, seen);
  if (!found.ok) return found;
  const value = found.value;
  const { measure, seeds } = check;
  const evidence = {
    ...(measure === undefined ? {} : { measure }),
    ...(seeds === undefined ? {} : { seeds }),
    full: full.value,
    zero: zero.value,
  };
  if (value === undefined) return ok(notYet(noValue(measure ?? 'value'), evidence));
  const way = full.value - zero.value;
  const isMore = way >= 0;
  const isFull = isMore ? value >= full.value : value <= full.value;
  const share = isFull ? 1 : way === 0 ? 0 : (value - zero.value) / way;
  return ok(shareOutcome(share, { ...evidence, value }));
}

function figureOf(check: MetricCheck, seen: SeenRoom): Result<number | undefined> {
  if (check.value !== undefined) return evaluateNumber(check.value, seen.scope);
  if (check.seeds !== undefined) return meanOverSeeds(check, seen.room);
  if (check.measure === undefined) return ok(undefined);
  return ok(
    readMeasure(seen.room.engine.summary(), {
      measure: check.measure,
      service: nameIn(check.service),
      state: check.state,
      batch: nameIn(check.batch),
    }),
  );
}

/** What was measured in the span of one run, of every service. */
type SeededRun = readonly OwnerMeasure[];

/** Runs already made of a room, by their number and length: several checks ask about the same. */
const RUNS = new WeakMap<LabRoom, Map<string, readonly SeededRun[]>>();

/** The mean availability of a service over the seeds, of the worst one when none is named. */
function meanOverSeeds(check: MetricCheck, room: LabRoom): Result<number | undefined> {
  const { seeds = 0, runFor } = check;
  const runs = runsOf(room, { seeds, lastsUs: durationUs(runFor, 0) });
  if (!runs.ok) return runs;
  const wanted = nameIn(check.service);
  const first = runs.value[0] ?? [];
  const services = first.filter(
    ({ kind, name }) => kind === 'service' && (wanted === undefined || name === wanted),
  );
  if (services.length === 0) return ok(undefined);
  const means = services.map(({ id }) => {
    const shares = runs.value.map((run) =>
      shareUp(
        run.find((one) => one.id === id),
        check,
      ),
    );
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  });
  return ok(Math.min(...means));
}

/** Share of the span in which a service was up; all of it where nothing was wanted. */
function shareUp(of: OwnerMeasure | undefined, { measure }: MetricCheck): number {
  if (of === undefined) return 0;
  const [whole, down] =
    measure === 'availability' ? [of.seconds, of.secondsDown] : [of.meteredUs, of.downUs];
  return whole === 0 ? 1 : 1 - down / whole;
}

function runsOf(
  room: LabRoom,
  given: { readonly seeds: number; readonly lastsUs: number },
): Result<readonly SeededRun[]> {
  const { seeds, lastsUs } = given;
  const kept = RUNS.get(room) ?? new Map<string, readonly SeededRun[]>();
  RUNS.set(room, kept);
  const key = `${seeds} ${lastsUs}`;
  const known = kept.get(key);
  if (known !== undefined) return ok(known);
  const budget = new ExperimentBudget();
  const runs: SeededRun[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = runOnce(room, { seed, lastsUs, budget });
    if (!run.ok) return run;
    runs.push(run.value);
  }
  kept.set(key, runs);
  return ok(runs);
}

/** The learner's design under one seed, from the learner's moment on. */
function runOnce(
  room: LabRoom,
  given: { readonly seed: number; readonly lastsUs: number; readonly budget: ExperimentBudget },
): Result<SeededRun> {
  const { seed, lastsUs, budget } = given;
  const { scenario, expanded, catalogue } = room;
  const actions = [...expanded.actions, ...room.decisions].sort((a, b) => a.atUs - b.atUs);
  const { originOf, sizes, setupCommands } = expanded;
  const engine = startEngine({
    scenario,
    expanded: { originOf, sizes, setupCommands, actions },
    catalogue,
    seed,
  });
  if (!engine.ok) return engine;
  const fromUs = room.engine.nowUs;
  const begun = budget.run(engine.value, fromUs);
  if (!begun.ok) return begun;
  const before = new Map(engine.value.measured().map((one) => [one.id, one]));
  const ended = budget.run(engine.value, fromUs + lastsUs);
  if (!ended.ok) return ended;
  return ok(engine.value.measured().map((after) => lessThan(after, before.get(after.id))));
}

/** What was added to the meters since. */
function lessThan(after: OwnerMeasure, before: OwnerMeasure | undefined): OwnerMeasure {
  if (before === undefined) return after;
  return {
    ...after,
    meteredUs: after.meteredUs - before.meteredUs,
    downUs: after.downUs - before.downUs,
    seconds: after.seconds - before.seconds,
    secondsDown: after.secondsDown - before.secondsDown,
  };
}

function noValue(measure: string): AppError {
  return {
    code: 'lab.noValue',
    message: `The room has no ${measure} to measure.`,
    hint: 'Let some time pass, and keep what is measured in the room.',
  };
}
