/**
 * The results of a class as data: one entry for each learner of the roster, marked or not, and
 * what each check came to. Order and figures follow from the files alone, so that marking again
 * gives the same bytes.
 */
import { parse } from 'csv-parse/sync';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import type { Attempt } from '../../shared/lab/attempt-schema.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { markAttempt, type Mark, type Marking } from './mark-attempt.ts';

/** Learners of one roster at most. */
const LEARNERS_MAX = 5_000;

export interface Learner {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

/** An attempt as it was read, or why it could not be. */
export interface HandedIn {
  /** Name of the file, without its folder. */
  readonly file: string;
  readonly attempt: Result<Attempt>;
}

export interface LearnerResult {
  readonly learner: Learner;
  readonly file: string;
  readonly mark: Result<Mark>;
}

export interface ClassResults {
  readonly lab: Lab;
  readonly learners: readonly LearnerResult[];
  /** Files that belong to nobody of the roster, with the reason. */
  readonly strays: readonly { readonly file: string; readonly reason: string }[];
}

/** Reads a roster: `id,name,group`, the first line naming the columns. Refuses `roster.invalid`. */
export function readRoster(text: string): Result<Learner[]> {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    return err(badRoster(error instanceof Error ? error.message : String(error)));
  }
  if (rows.length > LEARNERS_MAX) {
    return err(badRoster(`it has ${rows.length} lines; ${LEARNERS_MAX} are read`));
  }
  const learners = rows.map((row) => {
    return { id: row['id'] ?? '', name: row['name'] ?? '', group: row['group'] ?? '' };
  });
  const empty = learners.findIndex(({ id }) => id === '');
  if (empty >= 0) return err(badRoster(`line ${empty + 2} has no id`));
  const ids = learners.map(({ id }) => id);
  const again = ids.find((id, index) => ids.indexOf(id) !== index);
  if (again !== undefined) return err(badRoster(`the learner ${again} stands in it twice`));
  return ok(learners);
}

/** Marks what was handed in by the learners of a roster. Never refuses: a problem is a result. */
export function gradeClass(
  marking: Marking,
  given: { readonly roster: readonly Learner[]; readonly handedIn: readonly HandedIn[] },
): ClassResults {
  const { roster } = given;
  const handedIn = [...given.handedIn].sort((a, b) => compareCodeUnits(a.file, b.file));
  const known = new Set(roster.map(({ id }) => id));
  const strays: { file: string; reason: string }[] = [];
  const byLearner = new Map<string, HandedIn>();
  for (const one of handedIn) {
    const reason = strayReason(one, { known, byLearner });
    if (reason !== undefined) strays.push({ file: one.file, reason });
    else if (one.attempt.ok) byLearner.set(one.attempt.value.learner.id, one);
  }
  const learners = roster.map((learner): LearnerResult => {
    const one = byLearner.get(learner.id);
    if (one?.attempt.ok !== true) return { learner, file: '', mark: err(nothingIn(learner.id)) };
    return { learner, file: one.file, mark: markAttempt(marking, one.attempt.value) };
  });
  return { lab: marking.loaded.lab, learners, strays };
}

function strayReason(
  { attempt }: HandedIn,
  among: { readonly known: ReadonlySet<string>; readonly byLearner: ReadonlyMap<string, HandedIn> },
): string | undefined {
  if (!attempt.ok) return attempt.error.message;
  const { id } = attempt.value.learner;
  if (!among.known.has(id)) return `There is no learner ${id} in the roster.`;
  const first = among.byLearner.get(id);
  if (first !== undefined) return `${id} handed in ${first.file} too; only that one is marked.`;
  return undefined;
}

/** Whether everybody got a mark and nothing was left over. */
export function isComplete({ learners, strays }: ClassResults): boolean {
  return strays.length === 0 && learners.every(({ mark }) => mark.ok);
}

function badRoster(why: string): AppError {
  return {
    code: 'roster.invalid',
    message: `The roster cannot be read: ${why}.`,
    hint: 'Write id,name,group in the first line, and one learner a line below.',
    details: { why },
  };
}

function nothingIn(learner: string): AppError {
  return {
    code: 'roster.nothingIn',
    message: `${learner} handed in nothing that can be marked.`,
    hint: 'Ask for the file, or see the list of files that belong to nobody.',
    details: { learner },
  };
}
