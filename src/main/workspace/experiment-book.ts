/**
 * The experiments of one document and every run of them, as its journal tells: what the file began
 * with, then each note in order. Experiments belong to the document and not to a branch; a run says
 * which moment of which branch it was tried on. It must not know how anything is tried.
 */
import type { JournalRecord, RecordOf } from '../../shared/document/journal-record.ts';
import {
  experimentNoteSchema,
  type Experiment,
  type ExperimentNote,
  type ExperimentRun,
  type ExperimentsView,
  type TrialOf,
} from '../../shared/views/experiment-view.ts';
import { TurnQueue } from './turns.ts';

/** Runs kept in memory and shown; the journal itself keeps them all. */
export const RUNS_SHOWN_MAX = 500;

/** The key under which a note of the journal is about experiments. */
const NOTE_KEY = 'experiment';

/** An experiment as a note of the journal. */
export function noteOf(note: ExperimentNote): RecordOf<'note'>['note'] {
  return { [NOTE_KEY]: note };
}

/** What a note of the journal says of experiments; undefined for every other note. */
export function experimentNoteIn(
  note: Readonly<Record<string, unknown>>,
): ExperimentNote | undefined {
  const read = experimentNoteSchema.safeParse(note[NOTE_KEY]);
  return read.success ? read.data : undefined;
}

interface Kept {
  readonly experiment: Experiment;
  /** Counts the writings of it, from 1. */
  readonly edition: number;
}

export class ExperimentBook {
  /** Trials of one document come one after another. */
  readonly turns = new TurnQueue();
  readonly #kept = new Map<string, Kept>();
  /** Of experiments that were removed, too: a name that comes back goes on counting. */
  readonly #editions = new Map<string, number>();
  #runs: ExperimentRun[] = [];
  #waiting: ExperimentsView['waiting'] = [];
  #runCount = 0;

  constructor(start: readonly Experiment[] | undefined, records: readonly JournalRecord[]) {
    for (const experiment of start ?? []) this.take({ defined: experiment });
    for (const record of records) {
      if (record.kind !== 'note') continue;
      const note = experimentNoteIn(record.note);
      if (note !== undefined) this.take(note);
    }
  }

  get experiments(): readonly Experiment[] {
    return [...this.#kept.values()].map(({ experiment }) => experiment);
  }

  /** Number of the next run. */
  get nextRun(): number {
    return this.#runCount + 1;
  }

  find(name: string): Kept | undefined {
    return this.#kept.get(name);
  }

  /** Takes in what was written down. */
  take(note: ExperimentNote): void {
    if ('defined' in note) {
      const { name } = note.defined;
      const edition = (this.#editions.get(name) ?? 0) + 1;
      this.#editions.set(name, edition);
      this.#kept.set(name, { experiment: note.defined, edition });
    } else if ('removed' in note) {
      this.#kept.delete(note.removed);
    } else if ('predicted' in note) {
      this.#waiting = [...this.#waiting, note.predicted];
    } else {
      this.#waiting = this.#waiting.filter(({ of }) => !isSame(of, note.ran.of));
      this.#runs = [...this.#runs, note.ran].slice(-RUNS_SHOWN_MAX);
      this.#runCount = note.ran.number;
    }
  }

  /** Everything, as a screen sees it. */
  view(): ExperimentsView {
    return {
      experiments: [...this.#kept.values()],
      runs: this.#runs,
      waiting: this.#waiting,
    };
  }
}

function isSame(left: TrialOf, right: TrialOf): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
