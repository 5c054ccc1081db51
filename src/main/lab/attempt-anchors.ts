/**
 * Anchors held against attempts: whether a log passes through the codes a trainer noted, and the
 * table these are noted in. A code that is not met says that the log is not the one that was on the
 * screen at that moment; who changed it, or whether a code was misread, it cannot say.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { anchorCode, readAnchor, type LogHead } from '../../shared/lab/anchor.ts';
import type { Attempt } from '../../shared/lab/attempt-schema.ts';
import { chainStart } from './attempt-chain.ts';
import { readTable } from './text-table.ts';

/** Codes that were noted, by learner. */
export type Anchors = ReadonlyMap<string, readonly string[]>;

const COLUMNS = ['id', 'code', 'lab'] as const;

/** The head of an attempt as it was handed in. */
export function headOf({ log, head }: Attempt): LogHead {
  return { entries: log.length, h: head };
}

/** The first code that the log does not pass through; undefined when it passes through all. */
export function missedAnchor(attempt: Attempt, codes: readonly string[]): string | undefined {
  const { lab, seed, mode, log } = attempt;
  return codes.find((code) => {
    const noted = readAnchor(code);
    if (noted === undefined) return true;
    const before = chainStart({ labSha256: lab.sha256, seed, mode });
    const h = noted.entries === 0 ? before : log[noted.entries - 1]?.h;
    return h === undefined || anchorCode({ ...noted, h }) !== anchorCode(noted);
  });
}

/**
 * Reads the trainer's table `id,code,lab`, a code a line; `lab` may be left out where there is only
 * one. Gives the codes of each lab. Refuses with `anchors.invalid`, naming the line.
 */
export function readAnchors(
  text: string,
  of: { readonly labs: readonly string[]; readonly learners: ReadonlySet<string> },
): Result<ReadonlyMap<string, Anchors>> {
  const table = readTable(text, { columns: COLUMNS, needed: ['id', 'code'] });
  if (!table.ok) return err(badAnchors(table.error.message));
  const anchors = new Map<string, Map<string, string[]>>();
  for (const [index, { id, code, lab }] of table.value.entries()) {
    const where = `line ${index + 2}`;
    const only = of.labs.length === 1 ? of.labs[0] : undefined;
    const about = lab === '' ? only : lab;
    if (!of.learners.has(id)) return err(badAnchors(`${where}: there is no learner ${id}`));
    if (about === undefined) return err(badAnchors(`${where} does not say which lab it is for`));
    if (!of.labs.includes(about)) return err(badAnchors(`${where}: there is no lab ${about}`));
    if (readAnchor(code) === undefined) return err(badAnchors(`${where}: ${code} is no code`));
    const ofLab = anchors.get(about) ?? new Map<string, string[]>();
    anchors.set(about, ofLab.set(id, [...(ofLab.get(id) ?? []), code]));
  }
  return ok(anchors);
}

/** Of an attempt whose log does not pass through a code that was noted. */
export function otherAnchor(code: string): AppError {
  return {
    code: 'attempt.otherAnchor',
    message: `The log does not pass through ${code}, the code that was noted.`,
    hint: 'Look whether the code was copied rightly; otherwise the log was changed afterwards.',
    details: { code },
  };
}

function badAnchors(why: string): AppError {
  return {
    code: 'anchors.invalid',
    message: `The codes that were noted cannot be read: ${why}.`,
    hint: 'Write id,code,lab in the first line, and one code of a learner a line below.',
    details: { why },
  };
}
