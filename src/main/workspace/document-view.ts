/**
 * How a document is shown (map positions, open panels): saved beside it, never in its history.
 *
 * The screen decides what is in it; here it is only known to be one plain object.
 */
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { mapResult, type Result } from '../../shared/kernel/result.ts';
import type { OpenDocument } from '../persistence/open-document.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';

type Document = OpenDocument<JournalRecord>;

/** The view as it was saved; empty when there is none. Refuses as the document's reading does. */
export async function loadView(
  document: Pick<Document, 'readView'>,
): Promise<Result<Record<string, unknown>>> {
  return mapResult(await document.readView(), (view) =>
    typeof view === 'object' && view !== null ? Object.fromEntries(Object.entries(view)) : {},
  );
}

/** Replaces the view. Refuses with `json.notCanonical`, `document.viewTooLarge`, `.writeFailed`. */
export async function saveView(
  document: Document,
  view: Readonly<Record<string, unknown>>,
): Promise<Result<undefined>> {
  const text = canonicalJson(view);
  return text.ok ? document.writeView(JSON.parse(text.value)) : text;
}
