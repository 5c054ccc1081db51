/**
 * Small questions about journal records that the history asks: where one stands, whether two lists
 * of decisions are the same, and how one that does not fit is refused. They keep nothing
 * themselves, so they stand apart from the history that they serve.
 */
import { err, type Result } from '../../shared/kernel/result.ts';
import type { JournalRecord, Place, Stand } from '../../shared/document/journal-record.ts';

/** The place of a stand. */
export function placeOf(stand: Stand): Place {
  return { atUs: stand.atUs, eventCount: stand.afterEvent };
}

/** Whether two lists name the same decisions in the same order. */
export function sameSeqs(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((seq, index) => seq === right[index]);
}

/** Refuses a record with `journal.inconsistent`. */
export function inconsistent(record: JournalRecord, reason: string): Result<undefined> {
  return err({
    code: 'journal.inconsistent',
    message: `Journal entry ${record.seq} (${record.kind}) does not fit: ${reason}.`,
    hint: 'Restore a copy of the document, or open it with `recover` to keep what comes before.',
    details: { seq: record.seq, kind: record.kind, reason },
  });
}
