/**
 * The check that breaks things: an experiment on a copy of the learner's room, turned into points.
 *
 * How it goes is the same as for experiments of documents (src/main/experiment). If the room is not
 * healthy before any fault, the check is not gradable yet: a dark room cannot be won by keeping it
 * dark. Repeats try it again with other luck, from the start on and with everything decided as it
 * was. Cases are told apart by what was cut, and keep their figures.
 */
import { RandomStream } from '../../shared/kernel/prng.ts';
import { ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { evaluateNumber, evaluateTruth } from '../../shared/lab/expression.ts';
import { conductWhole, type Conducted, type TriedCase } from '../experiment/conduct.ts';
import { ExperimentBudget } from '../experiment/experiment-budget.ts';
import type { Engine } from '../engine/index.ts';
import type { BoundOutcome } from '../experiment/span-measures.ts';
import { casesOverSeeds, figuresOfCase, isSurvived } from './case-figures.ts';
import { notYet, shareOutcome, type CaseOutcome, type CheckOutcome } from './check-outcome.ts';
import { asLab } from './lab-refusals.ts';
import { lookAt, type SeenRoom } from './room-scope.ts';
import { roomOf } from './lab-room.ts';

type ExperimentCheck = CheckOf<'experiment'>;

/** Seeds of repeats are drawn below this. */
const SEED_END = 4_294_967_296;

/** Runs an experiment on copies of a room. Refuses what no room could do. */
export function runExperiment(check: ExperimentCheck, seen: SeenRoom): Result<CheckOutcome> {
  const budget = new ExperimentBudget();
  const own = asLab(tryOnce(check, { seen, budget, repeat: 0 }), check.id);
  if (!own.ok) return own;
  const { notSteady: sick } = own.value;
  if (sick !== undefined) return ok(notYet(notSteady(sick), evidenceOf(sick)));
  const runs = [own.value.cases];
  const seeds = check.repeat?.seeds ?? 1;
  for (let repeat = 1; repeat < seeds; repeat += 1) {
    const again = asLab(tryOnce(check, { seen, budget, repeat }), check.id);
    if (!again.ok) return again;
    // With this luck the room was ill by itself: no case of it was survived.
    runs.push(again.value.cases);
  }
  return ok(judge(check, runs));
}

interface Once {
  readonly seen: SeenRoom;
  readonly budget: ExperimentBudget;
  /** 0 for the learner's own luck. */
  readonly repeat: number;
}

function tryOnce(check: ExperimentCheck, { seen, budget, repeat }: Once): Result<Conducted> {
  const { room, scope } = seen;
  const seed = seedOf(check, { seed: room.draw.seed, repeat });
  const copy = repeat === 0 ? room.copy() : room.again(seed);
  if (!copy.ok) return copy;
  const engine = copy.value;
  const there = budget.run(engine, room.engine.nowUs);
  if (!there.ok) return there;
  return conductWhole(check, {
    engine,
    rows: repeat === 0 ? seen.rows : engine.rows(),
    dice: new RandomStream(seed, `check ${check.id}`),
    amountOf: (amount) => evaluateNumber(amount, scope),
    looksOn: false,
    endsWell: endOf(check, seen),
    budget,
  });
}

/** The learner's own seed, then others that follow from it. */
function seedOf(
  { id }: ExperimentCheck,
  { seed, repeat }: { readonly seed: number; readonly repeat: number },
): number {
  if (repeat === 0) return seed;
  return new RandomStream(seed, `repeat ${repeat} of check ${id}`).nextBelow(SEED_END);
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

function judge(check: ExperimentCheck, runs: readonly (readonly TriedCase[])[]): CheckOutcome {
  const { repeat } = check;
  const need = repeat?.need ?? runs.length;
  const cases =
    repeat === undefined
      ? (runs[0] ?? []).map((one) => figuresOfCase(check, one))
      : casesOverSeeds(check, { runs, need });
  const failed = cases.filter(({ survived }) => !survived);
  const [worst] = failed;
  const tried = runs.flat();
  const unmet = tried.find((one) => !isSurvived(one) && one.unmet !== undefined)?.unmet;
  const evidence = {
    cases: cases.length,
    survived: cases.length - failed.length,
    failedCases: failed.map(({ name }) => name).join('; '),
    ...(repeat === undefined ? {} : { seeds: runs.length, need }),
    ...(worst === undefined ? {} : { worstCase: worst.name, ...figuresSaid(worst) }),
    ...(worst === undefined || unmet === undefined ? {} : evidenceOf(unmet)),
  };
  return { ...shareOutcome(shareOf(check, cases), evidence), cases };
}

/**
 * The share of the points: of cases that were survived where it is partial, otherwise of the worst
 * case. A case that too few seeds survived counts as nothing, or for those that did.
 */
function shareOf({ partial, repeat }: ExperimentCheck, cases: readonly CaseOutcome[]): number {
  if (cases.length === 0) return 0;
  const shares = cases.map(({ survived, held }) => {
    if (survived) return 1;
    if (repeat?.partial !== true || held === undefined) return 0;
    return held.of / (repeat.need ?? held.seeds);
  });
  return partial === true
    ? shares.reduce((sum, share) => sum + share, 0) / shares.length
    : Math.min(...shares);
}

/** What texts can say of the case that was lost first. */
function figuresSaid(worst: ReturnType<typeof figuresOfCase>): Record<string, string | number> {
  const { served, failed, machinesLost, minutesDown, causes } = worst;
  const cause = causes[0]?.cause ?? '';
  return { served, failed, machinesLost, minutesDown, cause };
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
