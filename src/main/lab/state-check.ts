/**
 * Is the room so? One expression, several parts that are told of one by one, or what each of some
 * things is to be. Parts and things keep apart what a learner has done already from what is left.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { evaluateNumber, evaluateTruth } from '../../shared/lab/expression.ts';
import {
  itemsOutcome,
  meanShare,
  truthOutcome,
  type CheckOutcome,
  type Evidence,
  type ItemOutcome,
} from './check-outcome.ts';
import { rowsOf, type SeenRoom } from './room-scope.ts';
import { withNames } from './written-values.ts';

type StateCheck = CheckOf<'state'>;

/** Names of things that a text puts in. */
const NAMED_MAX = 8;

/** Looks at the room; the figures its texts want are read with it. Refuses as expressions do. */
export function runState(check: StateCheck, seen: SeenRoom): Result<CheckOutcome> {
  const figures = figuresOf(check, seen);
  if (!figures.ok) return figures;
  if (check.parts !== undefined) return inParts(check, { seen, figures: figures.value });
  if (check.each !== undefined) return ofEach(check, { seen, figures: figures.value });
  const met = evaluateTruth(check.expect ?? 'false', seen.scope);
  return met.ok ? ok(truthOutcome(met.value, figures.value)) : met;
}

function figuresOf({ figures = {} }: StateCheck, { scope }: SeenRoom): Result<Evidence> {
  const read: Record<string, number> = {};
  for (const [name, expression] of Object.entries(figures)) {
    const value = evaluateNumber(expression, scope);
    if (!value.ok) return value;
    read[name] = value.value;
  }
  return ok(read);
}

interface Ground {
  readonly seen: SeenRoom;
  readonly figures: Evidence;
}

/** Each part counts alike. */
function inParts(check: StateCheck, { seen, figures }: Ground): Result<CheckOutcome> {
  const items: ItemOutcome[] = [];
  for (const { id, text, expect } of check.parts ?? []) {
    const met = evaluateTruth(expect, seen.scope);
    if (!met.ok) return met;
    items.push({ name: id, share: met.value ? 1 : 0, text });
  }
  const met = items.filter(({ share }) => share === 1).length;
  const evidence = { ...figures, met, parts: items.length };
  const isPartial = check.partial === true;
  return ok(itemsOutcome(items, { isPartial, share: meanShare(items), evidence }));
}

/** Each thing counts alike; one that is missing counts as one that is not so. */
function ofEach(check: StateCheck, { seen, figures }: Ground): Result<CheckOutcome> {
  const { of = '', is = '', least: wanted = 1 } = check.each ?? {};
  const found = rowsOf(seen.asked, withNames(of, seen.scope));
  if (!found.ok) return found;
  const good = rowsOf(seen.asked, withNames(is, seen.scope));
  if (!good.ok) return good;
  const least = evaluateNumber(wanted, seen.scope);
  if (!least.ok) return least;
  const isGood = new Set(good.value.map(({ id }) => id));
  const items = found.value.map(({ id }) => ({ name: id, share: isGood.has(id) ? 1 : 0 }));
  const met = items.filter(({ share }) => share === 1).length;
  const all = Math.max(items.length, least.value, 1);
  const others = items.filter(({ share }) => share === 0).map(({ name }) => name);
  const evidence = {
    ...figures,
    met,
    things: items.length,
    least: least.value,
    others: others.slice(0, NAMED_MAX).join(', '),
  };
  return ok(itemsOutcome(items, { isPartial: check.partial === true, share: met / all, evidence }));
}
