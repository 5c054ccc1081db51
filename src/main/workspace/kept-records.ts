/**
 * The journal of a document with its records kept in memory as well, for documents that begin with
 * a note: whoever wrote that note reads all records again, in order. Other documents keep nothing.
 */
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { RecordJournal } from './workspace-core.ts';

/** A journal whose records can be read back. */
export interface KeptJournal extends RecordJournal {
  /** Everything written so far, oldest first; empty unless the first record is a note. */
  readonly records: readonly JournalRecord[];
}

/** Wraps a journal that holds these records already. */
export function keepRecords(
  journal: RecordJournal,
  written: readonly JournalRecord[],
): KeptJournal {
  const records = written[0]?.kind === 'note' ? [...written] : [];
  return {
    records,
    async append(record): Promise<Result<undefined>> {
      const appended = await journal.append(record);
      const isKept = records.length > 0 || (record.kind === 'note' && record.seq === 1);
      if (appended.ok && isKept) records.push(record);
      return appended;
    },
  };
}
