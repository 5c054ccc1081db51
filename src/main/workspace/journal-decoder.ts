/**
 * Reads stored journal entries one after the other and holds each against those before it.
 *
 * A line may be sound by its checksum and by its shape and still not fit, as in a journal put
 * together by hand. Refusing it while reading makes it damage like any other: reported with file
 * and line, and set aside when the person asks for recovery.
 */
import type { Result } from '../../shared/kernel/result.ts';
import { History } from './history.ts';
import { decodeJournalRecord, type JournalRecord } from '../../shared/document/journal-record.ts';

/** A decoder for one reading; entry 1 begins a new one. */
export function createJournalDecoder(): (value: unknown) => Result<JournalRecord> {
  let history = new History('reading');
  return function decode(value) {
    const record = decodeJournalRecord(value);
    if (!record.ok) return record;
    if (record.value.seq === 1) history = new History('reading');
    const fits = history.apply(record.value);
    return fits.ok ? record : fits;
  };
}
