/**
 * The check that breaks things: a healthy room is watched, faults are made, and what must hold
 * meanwhile is measured, each case on a copy of its own.
 *
 * If the room is not healthy before any fault, the check is not gradable yet: a dark room cannot
 * be won by keeping it dark. Cases are told apart by what was cut, and keep their figures.
 */
import { commandSchema, type Command } from '../../shared/commands/index.ts';
import { RandomStream } from '../../shared/kernel/prng.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { parseDuration } from '../../shared/kernel/time.ts';
import type { CheckOf, LabFault } from '../../shared/lab/check-schema.ts';
import type { Scope } from '../../shared/lab/expression.ts';
import type { Engine } from '../engine/index.ts';
import { notYet, shareOutcome, truthOutcome, type CheckOutcome } from './check-outcome.ts';
import { rowsOf, type SeenRoom } from './room-scope.ts';
import { judgeSpan, type BoundOutcome } from './span-measures.ts';

type ExperimentCheck = CheckOf<'experiment'>;

/** Cases of one experiment at most. */
const CASES_MAX = 200;

/** Something done to the copy at a moment after the steady state. */
interface Step {
  readonly atUs: number;
  readonly command: Command;
}

interface Case {
  /** What is cut, as ids joined by commas. */
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Runs an experiment on copies of a room. Refuses what no room could do. */
export function runExperiment(check: ExperimentCheck, seen: SeenRoom): Result<CheckOutcome> {
  const { room, scope } = seen;
  const steady = room.copy();
  if (!steady.ok) return steady;
  const healthy = watch(steady.value, { check, scope });
  if (!healthy.ok) return healthy;
  const unmet = healthy.value.find(({ holds }) => !holds);
  if (unmet !== undefined) return ok(notYet(notSteady(unmet), evidenceOf(unmet)));
  const cases = casesOf(check, seen);
  if (!cases.ok) return cases;
  const from = steady.value.snapshot();
  const tried: { name: string; unmet: BoundOutcome | undefined; worst: BoundOutcome[] }[] = [];
  for (const one of cases.value) {
    const restored = steady.value.restore(from);
    if (!restored.ok) return restored;
    const outcome = tryCase(steady.value, { check, scope, steps: one.steps });
    if (!outcome.ok) return outcome;
    const failed = outcome.value.find(({ holds }) => !holds);
    tried.push({ name: one.name, unmet: failed, worst: outcome.value });
  }
  return ok(judge(check, tried));
}

/** Lets the room run healthy and measures it. */
function watch(
  engine: Engine,
  given: { readonly check: ExperimentCheck; readonly scope: Scope },
): Result<BoundOutcome[]> {
  const { check, scope } = given;
  engine.runUntil(engine.nowUs + microseconds(check.warmup));
  const before = engine.summary();
  engine.runUntil(engine.nowUs + microseconds(check.steadyFor));
  return judgeSpan({ before, after: engine.summary() }, { bounds: check.steadyState, scope });
}

function tryCase(
  engine: Engine,
  given: { check: ExperimentCheck; scope: Scope; steps: readonly Step[] },
): Result<BoundOutcome[]> {
  const { check, scope, steps } = given;
  const startUs = engine.nowUs;
  const before = engine.summary();
  for (const { atUs, command } of steps) {
    engine.runUntil(startUs + atUs);
    const decision = engine.propose(command);
    // What the room has lost cannot be cut again, nor restored: that is part of the case.
    if (decision.ok) engine.commit(decision.value);
    else if (!command.type.startsWith('fault.')) return decision;
  }
  engine.runUntil(Math.max(engine.nowUs, startUs + microseconds(check.runFor)));
  return judgeSpan({ before, after: engine.summary() }, { bounds: check.during, scope });
}

/** The cases of an experiment: one for each combination of what is picked each by each. */
function casesOf(check: ExperimentCheck, { room, rows }: SeenRoom): Result<Case[]> {
  let cases: Case[] = [{ name: '', steps: [] }];
  const dice = new RandomStream(room.draw.seed, `check ${check.id}`);
  for (const fault of check.faults) {
    const found = rowsOf(rows, fault.target);
    if (!found.ok) return found;
    const ids = found.value.map(({ id }) => id);
    if (ids.length === 0) return err(nothingToCut(fault.target));
    const groups = groupsOf(fault, ids, dice);
    cases = cases.flatMap((one) => groups.map((group) => withFault(one, fault, group)));
    if (cases.length > CASES_MAX) return err(tooManyCases(cases.length));
  }
  const extra = commandSteps(check);
  if (!extra.ok) return extra;
  return ok(
    cases.map(({ name, steps }) => {
      return { name, steps: [...steps, ...extra.value].sort((a, b) => a.atUs - b.atUs) };
    }),
  );
}

function groupsOf(fault: LabFault, ids: readonly string[], dice: RandomStream): string[][] {
  if (fault.pick === 'all') return [[...ids]];
  if (fault.pick === 'each') return ids.map((id) => [id]);
  return [[ids[dice.nextBelow(ids.length)] ?? '']];
}

function withFault(one: Case, fault: LabFault, ids: readonly string[]): Case {
  const atUs = microseconds(fault.at);
  const endUs = atUs + microseconds(fault.for);
  const steps = ids.flatMap((target): Step[] => [
    { atUs, command: { type: 'fault.cut', target } },
    { atUs: endUs, command: { type: 'fault.restore', target } },
  ]);
  return {
    name: [one.name, ...ids].filter((id) => id !== '').join(', '),
    steps: [...one.steps, ...steps],
  };
}

function commandSteps(check: ExperimentCheck): Result<Step[]> {
  const steps: Step[] = [];
  for (const { at, do: written } of check.commands ?? []) {
    const command = commandSchema.safeParse(written);
    if (!command.success) return err(badCommand(check.id));
    steps.push({ atUs: microseconds(at), command: command.data });
  }
  return ok(steps);
}

function judge(
  check: ExperimentCheck,
  tried: readonly { name: string; unmet: BoundOutcome | undefined; worst: BoundOutcome[] }[],
): CheckOutcome {
  const failed = tried.filter(({ unmet }) => unmet !== undefined);
  const [worst] = failed;
  const evidence = {
    cases: tried.length,
    survived: tried.length - failed.length,
    failedCases: failed.map(({ name }) => name).join('; '),
    ...(worst?.unmet === undefined ? {} : { worstCase: worst.name, ...evidenceOf(worst.unmet) }),
  };
  return check.partial === true
    ? shareOutcome((tried.length - failed.length) / tried.length, evidence)
    : truthOutcome(failed.length === 0, evidence);
}

function evidenceOf({ measure, value, min, max }: BoundOutcome): Record<string, string | number> {
  return {
    measure,
    value,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** The schema has checked that it is a duration. */
function microseconds(text: string | undefined): number {
  const duration = text === undefined ? undefined : parseDuration(text);
  return duration?.ok === true ? duration.value : 0;
}

function notSteady({ measure, value, min, max }: BoundOutcome): AppError {
  const least = min === undefined ? '' : `, at least ${min} is wanted`;
  const most = max === undefined ? '' : `, at most ${max} is wanted`;
  return {
    code: 'lab.notSteady',
    message: `The room is not healthy before any fault: ${measure} is ${value}${least}${most}.`,
    hint: 'Bring the service up first: look at what it refuses and loses.',
  };
}

function nothingToCut(target: string): AppError {
  return {
    code: 'lab.nothingToCut',
    message: `The experiment wants to cut ${target}, and nothing in the room is meant by that.`,
    hint: 'Check the selector, and that a lock keeps these things from being removed.',
  };
}

function tooManyCases(cases: number): AppError {
  return {
    code: 'lab.tooManyCases',
    message: `The experiment has ${cases} cases; ${CASES_MAX} are tried at most.`,
    hint: 'Pick one or all of a kind instead of each.',
  };
}

function badCommand(check: string): AppError {
  return {
    code: 'lab.invalid',
    message: `A decision of the check ${check} is no command of this program.`,
    hint: 'Write it as in the actions of a scenario, with "type".',
  };
}
