/**
 * The code of the log of an open attempt, kept up to date as its journal grows. Only what is new is
 * hashed; what follows the handing in is not part of the log.
 */
import { anchorCode } from '../../shared/lab/anchor.ts';
import type { BegunEvent } from '../../shared/lab/attempt-schema.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { chainStart, GrowingHead } from '../lab/attempt-chain.ts';
import { handedIn } from '../lab/attempt-log.ts';

export class LogAnchor {
  readonly #head: GrowingHead;
  readonly #records: () => readonly JournalRecord[];

  constructor({ lab, seed, mode }: BegunEvent, records: () => readonly JournalRecord[]) {
    this.#head = new GrowingHead(chainStart({ labSha256: lab.sha256, seed, mode }));
    this.#records = records;
  }

  /** The code at this moment, or of what was handed in. */
  get code(): string {
    return anchorCode(this.#head.after(handedIn(this.#records())));
  }
}
