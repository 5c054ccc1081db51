/**
 * The check that breaks things: an experiment on a copy of the learner's room, turned into points.
 *
 * How it goes is the same as for experiments of documents (src/main/experiment). If the room is not
 * healthy before any fault, the check is not gradable yet: a dark room cannot be won by keeping it
 * dark. Cases are told apart by what was cut, and keep their figures.
 */
import { RandomStream } from '../../shared/kernel/prng.ts';
import { ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { evaluateNumber, evaluateTruth } from '../../shared/lab/expression.ts';
import { conductWhole, type TriedCase } from '../experiment/conduct.ts';
import type { Engine } from '../engine/index.ts';
import type { BoundOutcome } from '../experiment/span-measures.ts';
import { notYet, shareOutcome, truthOutcome, type CheckOutcome } from './check-outcome.ts';
import { asLab } from './lab-refusals.ts';
import { lookAt, type SeenRoom } from './room-scope.ts';
import { roomOf } from './lab-room.ts';

type ExperimentCheck = CheckOf<'experiment'>;

/** Runs an experiment on copies of a room. Refuses what no room could do. */
export function runExperiment(check: ExperimentCheck, seen: SeenRoom): Result<CheckOutcome> {
  const { room, scope, rows } = seen;
  const copy = room.copy();
  if (!copy.ok) return copy;
  const conducted = conductWhole(check, {
    engine: copy.value,
    rows,
    dice: new RandomStream(room.draw.seed, `check ${check.id}`),
    amountOf: (amount) => evaluateNumber(amount, scope),
    looksOn: false,
    endsWell: endOf(check, seen),
  });
  if (!conducted.ok) return asLab(conducted, check.id);
  const { notSteady: sick, cases } = conducted.value;
  if (sick !== undefined) return ok(notYet(notSteady(sick), evidenceOf(sick)));
  return ok(judge(check, cases));
}

/** What is asked of the room that a case leaves behind. */
function endOf(
  { after }: ExperimentCheck,
  { room }: SeenRoom,
): ((engine: Engine) => Result<boolean>) | undefined {
  if (after === undefined) return undefined;
  const { decisions } = room;
  return (engine) => evaluateTruth(after, lookAt(roomOf(room, { engine, decisions })).scope);
}

function isLost({ unmet, endedWell }: TriedCase): boolean {
  return unmet !== undefined || !endedWell;
}

function judge(check: ExperimentCheck, tried: readonly TriedCase[]): CheckOutcome {
  const failed = tried.filter(isLost);
  const [worst] = failed;
  const evidence = {
    cases: tried.length,
    survived: tried.length - failed.length,
    failedCases: failed.map(({ name }) => name).join('; '),
    ...(worst === undefined ? {} : { worstCase: worst.name }),
    ...(worst?.unmet === undefined ? {} : evidenceOf(worst.unmet)),
  };
  const outcome =
    check.partial === true
      ? shareOutcome((tried.length - failed.length) / tried.length, evidence)
      : truthOutcome(failed.length === 0, evidence);
  const cases = tried.map((one) => ({ name: one.name, survived: !isLost(one) }));
  return { ...outcome, cases };
}

function evidenceOf({ measure, value, min, max }: BoundOutcome): Record<string, string | number> {
  return {
    measure,
    value,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
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
