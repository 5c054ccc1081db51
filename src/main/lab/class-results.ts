/**
 * The results of a class as data: one entry for each learner of the roster, marked or not, and
 * what each check came to. Order and figures follow from the files alone, so that marking again
 * gives the same bytes.
 */
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Attempt } from '../../shared/lab/attempt-schema.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import {
  LEARNERS_MAX,
  rosterLearnerSchema,
  rosterSchema,
  type Roster,
} from '../../shared/lab/roster-schema.ts';
import { parseFile } from './lab-files.ts';
import { begunOf, type Mark, type Marking } from './mark-attempt.ts';
import { readTable } from './text-table.ts';

export type Learner = Roster['learners'][number] & {
  readonly name: string;
  readonly group: string;
};

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

/** A file that was not marked, with the reason. */
export interface Stray {
  readonly file: string;
  readonly reason: string;
}

export interface ClassResults {
  readonly lab: Lab;
  readonly learners: readonly LearnerResult[];
  /** Files that belong to nobody of the roster. */
  readonly strays: readonly Stray[];
}

/** A class at all its labs. */
export interface GradedClass {
  readonly labs: readonly ClassResults[];
  /** Files that are for none of the labs, or cannot be read. */
  readonly strays: readonly Stray[];
}

/** Marks one attempt at the lab of a number; it may do so elsewhere. */
export type MarkOne = (lab: number, attempt: Attempt) => Promise<Result<Mark>>;

const COLUMNS = ['id', 'name', 'group', 'extension', 'locale'] as const;

/**
 * Reads a class, a table `id,name,group,extension,locale` or an object of the same. Refuses
 * `roster.invalid`, naming the line.
 */
export function readRoster(text: string): Result<Learner[]> {
  const rows = text.trimStart().startsWith('{') ? rosterObject(text) : rosterTable(text);
  if (!rows.ok) return rows;
  if (rows.value.length > LEARNERS_MAX) {
    return err(badRoster(`it has ${rows.value.length} lines; ${LEARNERS_MAX} are read`));
  }
  const ids = rows.value.map(({ id }) => id);
  const again = ids.find((id, index) => ids.indexOf(id) !== index);
  if (again !== undefined) return err(badRoster(`the learner ${again} stands in it twice`));
  return rows;
}

function rosterObject(text: string): Result<Learner[]> {
  const roster = parseFile(text, { schema: rosterSchema, what: 'roster' });
  if (!roster.ok) return err(badRoster(roster.error.message));
  return ok(roster.value.learners.map(asLearner));
}

function rosterTable(text: string): Result<Learner[]> {
  const table = readTable(text, { columns: COLUMNS, needed: ['id'] });
  if (!table.ok) return err(badRoster(table.error.message));
  const learners: Learner[] = [];
  for (const [index, row] of table.value.entries()) {
    if (row.id === '') return err(badRoster(`line ${index + 2} has no id`));
    const filled = Object.entries(row).filter(([, cell]) => cell !== '');
    const { extension, ...texts } = Object.fromEntries(filled);
    const more = extension === undefined ? {} : { extension: Number(extension.replace(',', '.')) };
    const learner = rosterLearnerSchema.safeParse({ ...texts, ...more });
    if (!learner.success) {
      const [issue] = learner.error.issues;
      return err(badRoster(`line ${index + 2}: ${issue?.path.join('.')}: ${issue?.message}`));
    }
    learners.push(asLearner(learner.data));
  }
  return ok(learners);
}

function asLearner(learner: Roster['learners'][number]): Learner {
  return { ...learner, name: learner.name ?? '', group: learner.group ?? '' };
}

/**
 * Marks what a class handed in, at all its labs. Never refuses: a problem is a result. `mark` is
 * asked in order and may answer in any.
 */
export async function gradeClass(
  markings: readonly Marking[],
  given: {
    readonly roster: readonly Learner[];
    readonly handedIn: readonly HandedIn[];
    readonly mark: MarkOne;
  },
): Promise<GradedClass> {
  const handedIn = [...given.handedIn].sort((a, b) => compareCodeUnits(a.file, b.file));
  const known = new Set(markings.map(({ loaded }) => loaded.lab.id));
  const strays = handedIn.flatMap((one): Stray[] => {
    const reason = strayReason(one, known);
    return reason === undefined ? [] : [{ file: one.file, reason }];
  });
  const isOnly = markings.length === 1;
  const labs = await Promise.all(
    markings.map(({ loaded }, index) => {
      const own = handedIn.filter(({ attempt }) => isFor(attempt, loaded.lab, isOnly));
      return gradeLab(loaded.lab, { ...given, index, handedIn: own });
    }),
  );
  return { labs, strays };
}

/** Where there is one lab, every attempt is held against it, and says itself what is wrong. */
function isFor(attempt: Result<Attempt>, lab: Lab, isOnly: boolean): boolean {
  return attempt.ok && (isOnly || attempt.value.lab.id === lab.id);
}

function strayReason({ attempt }: HandedIn, labs: ReadonlySet<string>): string | undefined {
  if (!attempt.ok) return attempt.error.message;
  const { id } = attempt.value.lab;
  return labs.size === 1 || labs.has(id) ? undefined : `None of the labs given is ${id}.`;
}

async function gradeLab(
  lab: Lab,
  given: {
    readonly index: number;
    readonly roster: readonly Learner[];
    readonly handedIn: readonly HandedIn[];
    readonly mark: MarkOne;
  },
): Promise<ClassResults> {
  const { roster, index } = given;
  const known = new Set(roster.map(({ id }) => id));
  const strays: Stray[] = [];
  const byLearner = new Map<string, { readonly file: string; readonly attempt: Attempt }>();
  for (const { file, attempt } of given.handedIn) {
    if (!attempt.ok) continue;
    const { id } = attempt.value.learner;
    const first = byLearner.get(id);
    if (!known.has(id)) strays.push({ file, reason: `There is no learner ${id} in the roster.` });
    else if (first !== undefined) {
      strays.push({ file, reason: `${id} handed in ${first.file} too; only that one is marked.` });
    } else byLearner.set(id, { file, attempt: attempt.value });
  }
  const learners = await Promise.all(
    roster.map(async (learner): Promise<LearnerResult> => {
      const one = byLearner.get(learner.id);
      if (one === undefined) return { learner, file: '', mark: err(nothingIn(learner.id)) };
      const mark = await given.mark(index, one.attempt);
      return { learner, file: one.file, mark: withTime(mark, { learner, ...one }) };
    }),
  );
  return { lab, learners, strays };
}

/** Says when somebody took more time than was agreed for them. */
function withTime(
  mark: Result<Mark>,
  { learner, attempt }: { readonly learner: Learner; readonly attempt: Attempt },
): Result<Mark> {
  if (!mark.ok) return mark;
  const taken = begunOf(attempt)?.extension ?? 1;
  const agreed = learner.extension ?? 1;
  if (taken <= agreed) return mark;
  const flag = `took ${taken} times the time, ${agreed} was agreed`;
  return ok({ ...mark.value, flags: [...mark.value.flags, flag] });
}

/** Whether everybody got a mark and nothing was left over. */
export function isComplete({ labs, strays }: GradedClass): boolean {
  return (
    strays.length === 0 &&
    labs.every((lab) => lab.strays.length === 0 && lab.learners.every(({ mark }) => mark.ok))
  );
}

function badRoster(why: string): AppError {
  return {
    code: 'roster.invalid',
    message: `The roster cannot be read: ${why}.`,
    hint: 'Write id,name,group,extension,locale in the first line, and one learner a line below.',
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
