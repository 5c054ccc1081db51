/**
 * The values a learner meets: drawn from the learner's seed, the same on every machine.
 *
 * A draw takes each variable in order, works out the derived ones and holds the whole against the
 * lab's requirement; one that does not meet it is drawn again. All draws of a lab can be listed
 * while there are few of them, which is how a lab is proved.
 */
import { RandomStream } from '../kernel/prng.ts';
import { err, ok, type AppError, type Result } from '../kernel/result.ts';
import { COMMON_CALLS, evaluate, evaluateTruth, LIST_SEPARATOR, type Value } from './expression.ts';
import type { Lab, Variable } from './lab-schema.ts';

export type Values = Readonly<Record<string, Value>>;

/** One learner's values, with the seed of the learner's room. */
export interface Draw {
  readonly seed: number;
  readonly values: Values;
}

/** Draws that may miss the requirement before a lab is called unsolvable. */
const TRIES_MAX = 2_000;
/** A lab with more draws than these is sampled instead of listed. */
const LISTED_MAX = 10_000;

type Drawn = Exclude<Variable, { kind: 'derived' }>;

/**
 * Draws the values of one learner. `seedHex` is the attempt's seed. Refuses with `lab.noDraw` and
 * as expressions do.
 */
export function drawFor(lab: Pick<Lab, 'variables' | 'require'>, seedHex: string): Result<Draw> {
  const seed = Number.parseInt(seedHex.slice(0, 8), 16);
  const dice = new RandomStream(seed, `lab ${seedHex}`);
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const picked = new Map<string, Value>();
    for (const variable of lab.variables ?? []) {
      if (variable.kind === 'derived') continue;
      const choices = sizeOf(variable);
      picked.set(variable.name, valueAt(variable, dice.nextBelow(choices)));
    }
    const whole = complete(lab, picked);
    if (!whole.ok) return whole;
    if (whole.value !== undefined) return ok({ seed, values: whole.value });
  }
  return err(noDraw(`${TRIES_MAX} draws were tried and none meets its requirement`));
}

/**
 * Every set of values a lab can have; undefined when there are too many to list. Refuses with
 * `lab.noDraw` when there is none, and as expressions do.
 */
export function allDraws(lab: Pick<Lab, 'variables' | 'require'>): Result<Values[] | undefined> {
  const drawn = (lab.variables ?? []).filter((one): one is Drawn => one.kind !== 'derived');
  const total = drawn.reduce((product, variable) => product * sizeOf(variable), 1);
  if (total > LISTED_MAX) return ok(undefined);
  const all: Values[] = [];
  for (let index = 0; index < total; index += 1) {
    let rest = index;
    const picked = new Map<string, Value>();
    for (const variable of drawn) {
      picked.set(variable.name, valueAt(variable, rest % sizeOf(variable)));
      rest = Math.floor(rest / sizeOf(variable));
    }
    const whole = complete(lab, picked);
    if (!whole.ok) return whole;
    if (whole.value !== undefined) all.push(whole.value);
  }
  return all.length > 0 ? ok(all) : err(noDraw(`none of its ${total} draws meets its requirement`));
}

/** Derived values put in; undefined when the requirement is not met. */
function complete(
  lab: Pick<Lab, 'variables' | 'require'>,
  picked: ReadonlyMap<string, Value>,
): Result<Values | undefined> {
  const values: Record<string, Value> = Object.fromEntries(picked);
  for (const variable of lab.variables ?? []) {
    if (variable.kind !== 'derived') continue;
    const value = evaluate(variable.value, { names: values, calls: COMMON_CALLS });
    if (!value.ok) return value;
    values[variable.name] = value.value;
  }
  if (lab.require === undefined) return ok(values);
  const met = evaluateTruth(lab.require, { names: values, calls: COMMON_CALLS });
  if (!met.ok) return met;
  return ok(met.value ? values : undefined);
}

function sizeOf(variable: Drawn): number {
  if (variable.kind === 'choice') return variable.values.length;
  if (variable.kind === 'order') return factorial(variable.values.length);
  const { min, max, step = 1 } = variable;
  return Math.max(0, Math.floor((max - min) / step)) + 1;
}

function valueAt(variable: Drawn, index: number): Value {
  if (variable.kind === 'choice') return variable.values[index] ?? 0;
  if (variable.kind === 'order') return ordered(variable.values, index).join(LIST_SEPARATOR);
  return variable.min + index * (variable.step ?? 1);
}

function factorial(count: number): number {
  return count <= 1 ? 1 : count * factorial(count - 1);
}

/** The order of a number: each place takes one of those that are left. */
function ordered(values: readonly string[], index: number): string[] {
  const left = [...values];
  const order: string[] = [];
  let rest = index;
  while (left.length > 0) {
    order.push(...left.splice(rest % left.length, 1));
    rest = Math.floor(rest / (left.length + 1));
  }
  return order;
}

function noDraw(why: string): AppError {
  return {
    code: 'lab.noDraw',
    message: `The lab has no values for its variables: ${why}.`,
    hint: 'Widen the variables, or loosen "require".',
  };
}
