/**
 * The log of an attempt read: its records as they are, and the notes in it as events of the lab.
 * What follows the handing in does not count. Nothing here runs or marks anything.
 */
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  ATTEMPT_FORMAT,
  ATTEMPT_FORMAT_VERSION,
  labEventSchema,
  type Attempt,
  type AttemptEntry,
  type BegunEvent,
  type LabEvent,
} from '../../shared/lab/attempt-schema.ts';
import { BEHAVIOUR_VERSION } from '../engine/index.ts';
import { experimentNoteIn } from '../workspace/experiment-book.ts';
import { chainEntries, chainStart } from './attempt-chain.ts';

export interface CountedLog {
  readonly records: readonly AttemptEntry['record'][];
  readonly events: readonly LabEvent[];
  /** Of each event the number of its record, counted from 0. */
  readonly places: readonly number[];
}

/** Records and events up to the handing in. Refuses a note of an unknown kind: `lab.invalid`. */
export function logThatCounts(log: readonly Pick<AttemptEntry, 'record'>[]): Result<CountedLog> {
  const records: AttemptEntry['record'][] = [];
  const events: LabEvent[] = [];
  const places: number[] = [];
  for (const { record } of log) {
    records.push(record);
    if (record['kind'] !== 'note') continue;
    // What is tried beside the lab's own checks is read with the records.
    if (isExperimentNote(record['note'])) continue;
    const event = labEventSchema.safeParse(record['note']);
    if (!event.success) return err(unknownNote(records.length));
    events.push(event.data);
    places.push(records.length - 1);
    if (event.data.kind === 'finished') break;
  }
  return ok({ records, events, places });
}

function isExperimentNote(note: unknown): boolean {
  const isObject = typeof note === 'object' && note !== null;
  return isObject && experimentNoteIn({ ...note }) !== undefined;
}

/** The note a document of an attempt begins with; undefined for every other document. */
export function begunIn(records: readonly JournalRecord[]): BegunEvent | undefined {
  const [first] = records;
  if (first?.kind !== 'note') return undefined;
  const event = labEventSchema.safeParse(first.note);
  return event.success && event.data.kind === 'begun' ? event.data : undefined;
}

/** Records up to the handing in; all of them while there is none. */
export function handedIn(records: readonly JournalRecord[]): readonly JournalRecord[] {
  const finished = records.findIndex(
    (record) => record.kind === 'note' && record.note['kind'] === 'finished',
  );
  return finished < 0 ? records : records.slice(0, finished + 1);
}

/** The attempt of a document, chained, as it is handed in. */
export function attemptFrom(
  begun: BegunEvent,
  given: { readonly records: readonly JournalRecord[]; readonly catalogue: string },
): Attempt {
  const { lab, seed, mode, learner } = begun;
  const start = chainStart({ labSha256: lab.sha256, seed, mode });
  const entries = handedIn(given.records).map((record) => ({ record: { ...record } }));
  const log = chainEntries(start, entries);
  return {
    format: ATTEMPT_FORMAT,
    formatVersion: ATTEMPT_FORMAT_VERSION,
    lab,
    learner,
    seed,
    mode,
    engine: { behaviourVersion: BEHAVIOUR_VERSION, catalogue: given.catalogue },
    log,
    head: log.at(-1)?.h ?? start,
  };
}

function unknownNote(entry: number): AppError {
  return {
    code: 'lab.invalid',
    message: `Entry ${entry} of the log is a note this program cannot read.`,
    hint: 'Mark the attempt with the version of Racklab it was made with.',
    details: { entry },
  };
}
