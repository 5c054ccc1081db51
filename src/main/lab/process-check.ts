/**
 * The path a learner took: which decisions there were, in which order, how many, and whether the
 * service was well on the way. Only decisions still in effect count: what was undone never was.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { evaluateNumber } from '../../shared/lab/expression.ts';
import { judgeSpan, NOTHING_YET } from '../experiment/span-measures.ts';
import { itemsOutcome, meanShare, type CheckOutcome, type ItemOutcome } from './check-outcome.ts';
import type { SeenRoom } from './room-scope.ts';
import { asLab } from './lab-refusals.ts';

type ProcessCheck = CheckOf<'process'>;
type Figures = Record<string, string | number>;

/** One demand judged, with the figures its texts put in. */
interface Judged {
  readonly item: ItemOutcome;
  readonly figures: Figures;
}

/** Judges the way to the room. Each of its demands counts alike. */
export function runProcess(check: ProcessCheck, seen: SeenRoom): Result<CheckOutcome> {
  const types = seen.room.decisions.map(({ command }) => command.type);
  const evidence: Figures = { commands: types.length };
  const items: ItemOutcome[] = [];
  for (const judge of [noneOf, inOrder, fewEnough, healthy]) {
    const judged = judge(check, { types, seen });
    if (!judged.ok) return judged;
    if (judged.value === undefined) continue;
    const { item, figures } = judged.value;
    // Without partial points a demand is met or it is not.
    const share = check.partial === true ? item.share : Math.floor(item.share);
    items.push({ ...item, share });
    Object.assign(evidence, figures);
  }
  return ok(itemsOutcome(items, { isPartial: true, share: meanShare(items), evidence }));
}

interface Taken {
  readonly types: readonly string[];
  readonly seen: SeenRoom;
}

/** Commands that must not occur. */
function noneOf({ never }: ProcessCheck, { types }: Taken): Result<Judged | undefined> {
  if (never === undefined) return ok(undefined);
  const found = never.filter((type) => types.includes(type)).join(', ');
  const kept = never.filter((type) => !types.includes(type)).length;
  const item = { name: 'never', share: kept / never.length, note: found };
  return ok({ item, figures: { found } });
}

/** Commands that must occur in order, others between them: how many of them did. */
function inOrder({ order }: ProcessCheck, { types }: Taken): Result<Judged | undefined> {
  if (order === undefined) return ok(undefined);
  let steps = 0;
  for (const type of types) if (type === order[steps]) steps += 1;
  const next = order[steps] ?? '';
  const item = { name: 'order', share: steps / order.length, note: next };
  return ok({ item, figures: { steps, wanted: order.length, next } });
}

/** No more decisions than so many; with partial points fewer of them from there to `zero`. */
function fewEnough(check: ProcessCheck, { types, seen }: Taken): Result<Judged | undefined> {
  const { commandsMax, commandsZero } = check;
  if (commandsMax === undefined) return ok(undefined);
  const most = evaluateNumber(commandsMax, seen.scope);
  if (!most.ok) return most;
  const zero = commandsZero === undefined ? most : evaluateNumber(commandsZero, seen.scope);
  if (!zero.ok) return zero;
  const over = types.length - most.value;
  const way = zero.value - most.value;
  const left = way <= 0 ? 0 : Math.max(0, 1 - over / way);
  const item = {
    name: 'commandsMax',
    share: over <= 0 ? 1 : left,
    note: `${types.length} / ${most.value}`,
  };
  return ok({ item, figures: { commandsMax: most.value } });
}

/** Bounds over the whole way: how many of them hold. */
function healthy(check: ProcessCheck, { seen }: Taken): Result<Judged | undefined> {
  if (check.healthy === undefined) return ok(undefined);
  const span = { before: NOTHING_YET, after: seen.room.engine.summary() };
  const judged = judgeSpan(span, {
    bounds: check.healthy,
    amountOf: (amount) => evaluateNumber(amount, seen.scope),
  });
  const bounds = asLab(judged, check.id);
  if (!bounds.ok) return bounds;
  const holding = bounds.value.filter(({ holds }) => holds).length;
  const figures: Figures = {};
  for (const { measure, value } of bounds.value) figures[measure] = value;
  const unmet = bounds.value.find(({ holds }) => !holds);
  const item = {
    name: 'healthy',
    share: holding / bounds.value.length,
    note: unmet?.measure ?? '',
  };
  return ok({ item, figures });
}
