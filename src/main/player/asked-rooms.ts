/**
 * The rooms in which a learner made predictions whose answer is measured, as ways to them. They
 * are read from the journal when an answer came in, and kept until another one counts: a journal
 * can be long, and checks look often.
 */
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import type { BegunEvent, LabEvent } from '../../shared/lab/attempt-schema.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import { countedAnswers } from '../lab/answers.ts';
import { logThatCounts } from '../lab/attempt-log.ts';
import type { Way } from '../lab/lab-room.ts';
import { measuredPredictions, waysOfPredictions } from '../lab/measured-answer.ts';
import type { LoadedLab } from '../lab/lab-files.ts';

type Asked = readonly (readonly [string, Way])[];

/** The attempt they belong to. */
interface AskedParts {
  readonly loaded: LoadedLab;
  readonly begun: BegunEvent;
  readonly key: LabKey | undefined;
}

export class AskedRooms {
  readonly #parts: AskedParts;
  readonly #predictions: readonly CheckOf<'predict'>[];
  #seen = '';
  #ways: Asked = [];

  constructor(parts: AskedParts) {
    this.#parts = parts;
    this.#predictions = measuredPredictions(parts.loaded.lab, parts.key);
  }

  /** The ways by check; none where the lab measures no answer, or the journal cannot be read. */
  ways(records: readonly JournalRecord[], events: readonly LabEvent[]): Asked {
    if (this.#predictions.length === 0) return [];
    const { lab } = this.#parts.loaded;
    const { mode } = this.#parts.begun;
    const answers = countedAnswers(lab, { mode, events });
    const seen = this.#predictions.map(({ id }) => answers.get(id)?.event ?? '').join();
    if (seen === this.#seen) return this.#ways;
    const log = logThatCounts(records.map((record) => ({ record: { ...record } })));
    if (!log.ok) return this.#ways;
    const given = { lab, mode, log: log.value, records };
    const ways = waysOfPredictions(this.#predictions, given);
    if (!ways.ok) return this.#ways;
    this.#seen = seen;
    this.#ways = [...ways.value];
    return this.#ways;
  }
}
