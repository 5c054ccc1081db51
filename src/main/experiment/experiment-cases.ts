/**
 * What an experiment does, worked out before anything is done: for each case what happens when.
 *
 * A selector means the things there are at that moment. What is picked each by each gives a case
 * for every combination; what is drawn is drawn by the seed, so the same seed draws the same.
 */
import { durationUs } from '../../shared/kernel/time.ts';
import { commandSchema, type Command } from '../../shared/commands/index.ts';
import type { RandomStream } from '../../shared/kernel/prng.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { ExperimentFault } from '../../shared/model/experiment-shape.ts';
import { FAULT_RULES } from '../../shared/model/fault-kinds.ts';
import { parseSelector, select } from '../../shared/model/selector.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';

/** Cases of one experiment at most. */
export const CASES_MAX = 200;

/** Machines that share a certificate, a credential or an image: one target that hits many. */
const SHARED_PROPERTY = /^(?:tag|image):/;

/** Something done to the copy at a moment after the steady state. */
export interface Step {
  readonly atUs: number;
  readonly command: Command;
  /** What is gone already cannot fail again, nor be restored: that is part of the case. */
  forgives(code: string): boolean;
}

export interface Case {
  /** What fails, as ids joined by commas. */
  readonly name: string;
  readonly steps: readonly Step[];
}

/** A decision taken meanwhile, or one for each of the things a selector means. */
export interface PlannedCommand {
  readonly at: string;
  readonly do: Readonly<Record<string, unknown>>;
  readonly each?: string | undefined;
}

interface CaseGround {
  readonly rows: readonly TopologyRow[];
  readonly dice: RandomStream;
}

/**
 * The cases of an experiment, and the time of each step. Refuses with
 * `experiment.nothingAimedAt`, `experiment.tooManyCases`, `experiment.badCommand` and as selectors.
 */
export function casesOf(
  plan: {
    readonly faults: readonly ExperimentFault[];
    readonly commands?: readonly PlannedCommand[] | undefined;
  },
  ground: CaseGround,
): Result<Case[]> {
  let cases: Case[] = [{ name: '', steps: [] }];
  for (const fault of plan.faults) {
    const ids = targetsOf(fault, ground.rows);
    if (!ids.ok) return ids;
    if (ids.value.length === 0) return err(nothingAimedAt(fault.target));
    const groups = groupsOf(fault, ids.value, ground.dice);
    cases = cases.flatMap((one) => groups.map((group) => withFault(one, fault, group)));
    if (cases.length > CASES_MAX) return err(tooManyCases(cases.length));
  }
  const extra = commandSteps(plan.commands ?? [], ground.rows);
  if (!extra.ok) return extra;
  return ok(
    cases.map(({ name, steps }) => {
      return { name, steps: [...steps, ...extra.value].sort((a, b) => a.atUs - b.atUs) };
    }),
  );
}

function targetsOf(fault: ExperimentFault, rows: readonly TopologyRow[]): Result<string[]> {
  if (SHARED_PROPERTY.test(fault.target)) return ok([fault.target]);
  const selector = parseSelector(fault.target);
  if (!selector.ok) return selector;
  return ok(select(rows, selector.value).map(({ id }) => id));
}

function groupsOf(fault: ExperimentFault, ids: readonly string[], dice: RandomStream): string[][] {
  if (fault.pick === 'all') return [[...ids]];
  if (fault.pick === 'each') return ids.map((id) => [id]);
  return [[ids[dice.nextBelow(ids.length)] ?? '']];
}

function withFault(one: Case, fault: ExperimentFault, ids: readonly string[]): Case {
  return {
    name: [one.name, ...ids].filter((id) => id !== '').join(', '),
    steps: [...one.steps, ...ids.flatMap((target) => faultSteps(fault, target))],
  };
}

function faultSteps(fault: ExperimentFault, target: string): Step[] {
  const atUs = durationUs(fault.at, 0);
  const { kind, other, amount } = fault;
  if (kind === undefined) {
    const endUs = atUs + durationUs(fault.for, 0);
    return [
      { atUs, command: { type: 'fault.cut', target }, forgives: () => true },
      { atUs: endUs, command: { type: 'fault.restore', target }, forgives: () => true },
    ];
  }
  const command: Command = {
    type: 'fault.inject',
    kind,
    target,
    ...(other === undefined ? {} : { other }),
    ...(amount === undefined ? {} : { amount }),
    // What happens and is over has no length.
    ...(FAULT_RULES[kind].instant === true ? {} : { for: fault.for }),
  };
  return [{ atUs, command, forgives: isThereAlready }];
}

function isThereAlready(code: string): boolean {
  return code === 'fault.alreadyThere' || code === 'fault.alreadyCut';
}

function commandSteps(
  commands: readonly PlannedCommand[],
  rows: readonly TopologyRow[],
): Result<Step[]> {
  const steps: Step[] = [];
  for (const { at, do: written, each } of commands) {
    const things = each === undefined ? ok(['']) : meantBy(each, rows);
    if (!things.ok) return things;
    for (const thing of things.value) {
      const command = commandSchema.safeParse(saying(written, thing));
      if (!command.success) return err(badCommand(String(written['type'])));
      const isFault = command.data.type.startsWith('fault.');
      steps.push({ atUs: durationUs(at, 0), command: command.data, forgives: () => isFault });
    }
  }
  return ok(steps);
}

function meantBy(selector: string, rows: readonly TopologyRow[]): Result<string[]> {
  const parsed = parseSelector(selector);
  return parsed.ok ? ok(select(rows, parsed.value).map(({ id }) => id)) : parsed;
}

/** A decision about one of many things: `{it}` in its texts is that thing. */
function saying(written: PlannedCommand['do'], thing: string): unknown {
  return JSON.parse(JSON.stringify(written), (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('{it}', thing) : value,
  );
}

function nothingAimedAt(target: string): AppError {
  return {
    code: 'experiment.nothingAimedAt',
    message: `The experiment wants to cut ${target}, and nothing in the room is meant by that.`,
    hint: 'Check the selector, and that what it means was not removed.',
    details: { target },
  };
}

function tooManyCases(cases: number): AppError {
  return {
    code: 'experiment.tooManyCases',
    message: `The experiment has ${cases} cases; ${CASES_MAX} are tried at most.`,
    hint: 'Pick one or all of a kind instead of each.',
    details: { cases, max: CASES_MAX },
  };
}

function badCommand(type: string): AppError {
  return {
    code: 'experiment.badCommand',
    message: `A decision of the experiment (${type}) is no command of this program.`,
    hint: 'Write it as in the actions of a scenario, with "type".',
    details: { type },
  };
}
