/**
 * The steps that raise a document from one format version to the next. A step is pure, goes forward
 * only and writes the shapes of its own time inline: it never imports today's types, or yesterday's
 * files would change their meaning with tomorrow's code. Version 1 is the first, so the list is
 * empty; running the steps and replacing files is the business of src/main/persistence.
 */
import { assert } from '../../kernel/assert.ts';
import type { JsonValue } from '../../kernel/canonical-json.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { DOCUMENT_FORMAT_VERSION } from '../document-manifest.ts';

/** A whole document as plain values, without what is derived. */
export interface DocumentImage {
  readonly manifest: { readonly [key: string]: JsonValue };
  readonly startScenarioText: string;
  readonly view: JsonValue | undefined;
  /** In journal order; a step may change an entry but neither add nor drop one. */
  readonly entries: readonly JsonValue[];
}

export interface DocumentStep {
  /** The version it starts from; it leads to the next one. */
  readonly from: number;
  migrate(image: DocumentImage): Result<DocumentImage>;
}

export interface DocumentFormat {
  readonly currentVersion: number;
  readonly steps: readonly DocumentStep[];
}

/** A format whose steps lead from version 1 to `currentVersion` without a gap; a gap is a bug. */
export function defineDocumentFormat(format: DocumentFormat): DocumentFormat {
  const expected = Array.from({ length: format.currentVersion - 1 }, (_, index) => index + 1);
  const present = format.steps.map((step) => step.from);
  assert(
    expected.length === present.length && expected.every((from, at) => present[at] === from),
    'Every document version up to the current one needs its step, in order',
  );
  return format;
}

/** Raises an image to the current version. Refuses with `document.migrationFailed`. */
export function migrateImage(
  format: DocumentFormat,
  source: { image: DocumentImage; fromVersion: number },
): Result<DocumentImage> {
  let { image } = source;
  for (const step of format.steps.slice(source.fromVersion - 1)) {
    const migrated = step.migrate(image);
    if (!migrated.ok) {
      const { code, message } = migrated.error;
      return err({
        code: 'document.migrationFailed',
        message: `The document could not be raised to version ${step.from + 1}: ${message}`,
        hint: 'The document was left as it was. Open it with the version that made it.',
        details: { fromVersion: step.from, toVersion: step.from + 1, cause: code },
      });
    }
    assert(
      migrated.value.entries.length === image.entries.length,
      'A step changes entries, it neither adds nor drops any',
    );
    image = migrated.value;
  }
  return ok(image);
}

/** What this program reads and writes. */
export const documentFormat = defineDocumentFormat({
  currentVersion: DOCUMENT_FORMAT_VERSION,
  steps: [],
});
