/**
 * What the trainer gave for checks that no machine can judge: a table `id,check,points,note`, one
 * line for each check of a learner. It is held against the lab and the class, so that a slip of the
 * pen is named and never becomes a mark in silence.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { nearestWords } from '../../shared/kernel/nearest-words.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { readTable } from './text-table.ts';

/** Points for one check of one learner, with what the trainer wrote to it. */
export interface TrainerMark {
  readonly points: number;
  readonly note: string;
}

/** By learner, then by check. */
export type TrainerMarks = ReadonlyMap<string, ReadonlyMap<string, TrainerMark>>;

const COLUMNS = ['id', 'check', 'points', 'note'] as const;

/** Reads the trainer's table. Refuses with `marks.invalid`, naming the line. */
export function readTrainerMarks(
  text: string,
  of: { readonly labs: readonly Lab[]; readonly learners: ReadonlySet<string> },
): Result<TrainerMarks> {
  const table = readTable(text, { columns: COLUMNS, needed: ['id', 'check', 'points'] });
  if (!table.ok) return err(badMarks(table.error.message));
  const known = new Map(of.labs.flatMap(({ checks }) => checks.map((one) => [one.id, one])));
  const marks = new Map<string, Map<string, TrainerMark>>();
  for (const [index, row] of table.value.entries()) {
    const { id, check: checkId, note } = row;
    const where = `line ${index + 2}`;
    if (!of.learners.has(id)) return err(badMarks(`${where}: there is no learner ${id}`));
    const check = known.get(checkId);
    if (check?.kind !== 'manual') {
      return err(badMarks(`${where}: ${notByHand(checkId, [...known.values()])}`));
    }
    const points = row.points === '' ? Number.NaN : Number(row.points);
    if (!(points >= 0 && points <= check.points)) {
      return err(badMarks(`${where}: ${row.points} is no number from 0 to ${check.points}`));
    }
    const own = marks.get(id) ?? new Map<string, TrainerMark>();
    if (own.has(checkId)) return err(badMarks(`${where}: ${id} has points for ${checkId} already`));
    marks.set(id, own.set(checkId, { points, note }));
  }
  return ok(marks);
}

function notByHand(id: string, checks: readonly { id: string; kind: string }[]): string {
  const byHand = checks.filter(({ kind }) => kind === 'manual').map((one) => one.id);
  const close = nearestWords({ wanted: id, known: byHand });
  const hint = close.length > 0 ? `; did you mean ${close.join(' or ')}` : '';
  return `no check ${id} is marked by hand${hint}`;
}

function badMarks(why: string): AppError {
  return {
    code: 'marks.invalid',
    message: `The trainer's marks cannot be read: ${why}.`,
    hint: 'Write id,check,points,note in the first line, and one check of a learner a line below.',
    details: { why },
  };
}
