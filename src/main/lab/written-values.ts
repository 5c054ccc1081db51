/**
 * Values as labs write them: a text that begins with "=" is an expression over the learner's
 * values, `{broken}` in a text puts in a value by its name, `{n}` the count of a repetition, and
 * everything else is itself. What the values are for is the business of whoever asks.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { evaluate, evaluateNumber, type Scope } from '../../shared/lab/expression.ts';
import { badSteps } from './lab-refusals.ts';

/** `{broken}` in a text. */
const NAME_PLACE = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;
/** Times one step may stand for. */
const TIMES_MAX = 1_000;

/** A value with everything in it worked out. Refuses as expressions do. */
export function fillValue(value: unknown, scope: Scope): Result<unknown> {
  if (typeof value === 'string') return fillWritten(value, scope);
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const one = fillValue(item, scope);
      if (!one.ok) return one;
      items.push(one.value);
    }
    return ok(items);
  }
  if (typeof value !== 'object' || value === null) return ok(value);
  const fields: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const one = fillValue(field, scope);
    if (!one.ok) return one;
    fields[key] = one.value;
  }
  return ok(fields);
}

/** A text as it is meant. */
export function fillWritten(text: string, scope: Scope): Result<string | number | boolean> {
  if (text.startsWith('=')) return evaluate(text.slice(1), scope);
  return ok(withNames(text, scope));
}

/** A text with the values put in that it names in braces; other braces stay as they are. */
export function withNames(text: string, { names }: Pick<Scope, 'names'>): string {
  return text.replaceAll(NAME_PLACE, (whole, name: string) =>
    Object.hasOwn(names, name) ? String(names[name]) : whole,
  );
}

/** How often a step is taken; once when nothing is said. Refuses with `lab.badSteps`. */
export function timesOf(times: number | string | undefined, scope: Scope): Result<number> {
  const worked = evaluateNumber(times ?? 1, scope);
  if (!worked.ok) return worked;
  const { value } = worked;
  if (Number.isInteger(value) && value >= 0 && value <= TIMES_MAX) return worked;
  return err(badSteps(`a step is to be taken ${value} times`));
}

/** A scope in which `n` counts. */
export function counting(scope: Scope, n: number): Scope {
  return { ...scope, names: { ...scope.names, n } };
}
