/**
 * The sections of a decoded snapshot while they are being read: each is taken out by name, and at
 * the end none may be left. So a section that is missing and one that nobody knows are both found,
 * and a column cannot be forgotten on either side.
 */
import { err, ok, OK, type Err, type Result } from '../../../shared/kernel/result.ts';
import type { Section } from './codec.ts';

export class SectionReader {
  private readonly sections: Map<string, Uint8Array>;

  constructor(sections: readonly Section[]) {
    this.sections = new Map(sections.map(({ name, bytes }) => [name, bytes]));
  }

  /** Takes a section out. Refuses with `snapshot.invalid` when it is not there. */
  take(name: string): Result<Uint8Array> {
    const bytes = this.sections.get(name);
    if (bytes === undefined) return invalidSnapshot(`section ${name} is missing`);
    this.sections.delete(name);
    return ok(bytes);
  }

  /** Refuses with `snapshot.invalid` when a section was not taken. */
  finish(): Result<undefined> {
    const [left] = this.sections.keys();
    return left === undefined ? OK : invalidSnapshot(`section ${left} is not known`);
  }
}

/** The refusal of a snapshot that is undamaged but does not fit this program. */
export function invalidSnapshot(reason: string): Err {
  return err({
    code: 'snapshot.invalid',
    message: `The snapshot does not fit this version: ${reason}.`,
    hint: 'Delete it: the journal leads to the same state.',
    details: { reason },
  });
}
