/**
 * The path a learner took: which decisions there were, in which order, how many, and whether the
 * service was well on the way. Only decisions still in effect count: what was undone never was.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { evaluateNumber } from '../../shared/lab/expression.ts';
import { judgeSpan, NOTHING_YET } from '../experiment/span-measures.ts';
import { shareOutcome, type CheckOutcome } from './check-outcome.ts';
import type { SeenRoom } from './room-scope.ts';
import { asLab } from './lab-refusals.ts';

/** Judges the way to the room. Each of its demands counts alike. */
export function runProcess(
  check: CheckOf<'process'>,
  { room, scope }: SeenRoom,
): Result<CheckOutcome> {
  const types = room.decisions.map(({ command }) => command.type);
  const met: boolean[] = [];
  const evidence: Record<string, string | number> = { commands: types.length };
  if (check.never !== undefined) {
    const found = check.never.filter((type) => types.includes(type));
    met.push(found.length === 0);
    evidence['found'] = found.join(', ');
  }
  if (check.order !== undefined) met.push(comesInOrder(types, check.order));
  if (check.commandsMax !== undefined) {
    const most = evaluateNumber(check.commandsMax, scope);
    if (!most.ok) return most;
    met.push(types.length <= most.value);
    evidence['commandsMax'] = most.value;
  }
  if (check.healthy !== undefined) {
    const span = { before: NOTHING_YET, after: room.engine.summary() };
    const judged = judgeSpan(span, {
      bounds: check.healthy,
      amountOf: (amount) => evaluateNumber(amount, scope),
    });
    const bounds = asLab(judged, check.id);
    if (!bounds.ok) return bounds;
    met.push(bounds.value.every(({ holds }) => holds));
    for (const { measure, value } of bounds.value) evidence[measure] = value;
  }
  return ok(shareOutcome(met.filter(Boolean).length / met.length, evidence));
}

function comesInOrder(types: readonly string[], wanted: readonly string[]): boolean {
  let next = 0;
  for (const type of types) if (type === wanted[next]) next += 1;
  return next === wanted.length;
}
