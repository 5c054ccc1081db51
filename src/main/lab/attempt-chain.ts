/**
 * The chain of an attempt: each entry's hash covers the one before, from lab and seed on.
 *
 * It shows that a log was edited, shortened in the middle, put in another order, or begun under
 * another learner's seed. It does not stop somebody who builds a whole new chain: the program lies
 * open on the learner's disk. What protects a mark is that it is worked out again.
 */
import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { LogHead } from '../../shared/lab/anchor.ts';
import type { Attempt, AttemptEntry } from '../../shared/lab/attempt-schema.ts';
import type { Lab, LabMode } from '../../shared/lab/lab-schema.ts';
import { sha256 } from './lab-files.ts';

/** The seed of one learner in one class: HMAC-SHA256(salt, lab|revision|learner), 64 hex digits. */
export function seedOf(
  salt: string,
  whose: { readonly lab: Pick<Lab, 'id' | 'revision'>; readonly learner: string },
): string {
  const { id, revision } = whose.lab;
  return createHmac('sha256', salt).update(`${id}|${revision}|${whose.learner}`).digest('hex');
}

/** What the first entry is chained to: the lab, the draw and the mode of the attempt. */
export function chainStart(attempt: {
  readonly labSha256: string;
  readonly seed: string;
  readonly mode: LabMode;
}): string {
  return sha256(`${attempt.labSha256}${attempt.seed}${attempt.mode}`);
}

/** The hash of an entry after the one before. */
export function chained(before: string, entry: Omit<AttemptEntry, 'h'>): string {
  const written = canonicalJson(entry);
  return sha256(`${before}${written.ok ? written.value : ''}`);
}

/** Entries with their hashes, in order. */
export function chainEntries(
  start: string,
  entries: readonly Omit<AttemptEntry, 'n' | 'h'>[],
): AttemptEntry[] {
  let before = start;
  return entries.map((entry, index) => {
    const numbered = { n: index + 1, ...entry };
    before = chained(before, numbered);
    return { ...numbered, h: before };
  });
}

/** The head of a log that grows: what was taken already is not hashed again. */
export class GrowingHead {
  #h: string;
  #entries = 0;

  constructor(start: string) {
    this.#h = start;
  }

  /** The head after these records, the first of which were there before. */
  after(records: readonly object[]): LogHead {
    for (const record of records.slice(this.#entries)) {
      this.#entries += 1;
      this.#h = chained(this.#h, { n: this.#entries, record: { ...record } });
    }
    return { entries: this.#entries, h: this.#h };
  }
}

/** The first entry whose hash is not what it must be, 0 for the head; undefined when all are. */
export function brokenAt(attempt: Attempt): number | undefined {
  const { lab, seed, mode } = attempt;
  let before = chainStart({ labSha256: lab.sha256, seed, mode });
  for (const [index, { h, ...entry }] of attempt.log.entries()) {
    if (entry.n !== index + 1 || chained(before, entry) !== h) return index + 1;
    before = h;
  }
  return attempt.head === before ? undefined : 0;
}
