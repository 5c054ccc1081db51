/**
 * Names: of documents, of the parts inside one, and of what an interrupted act may leave beside
 * them. It exists so that a name from outside is judged in one place before it becomes part of a
 * path. It touches no disk.
 */
import { basename, join } from 'node:path';
import type { DocumentParts } from '../../shared/document/document-manifest.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { Result } from '../../shared/kernel/result.ts';

/** Ending of every document folder. */
export const DOCUMENT_EXTENSION = '.racklab';
export const MANIFEST_FILE = 'manifest.json';
export const LOCK_FOLDER = 'lock';
/** Beginning of a folder in which a document is being put together. */
const UNBORN_PREFIX = '.new-document-';

const NAME_LENGTH_MAX = 100;
const NAME_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]*$/u;
/** Names that Windows keeps for devices, whatever follows the dot. */
const DEVICE_NAME = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** Part names of a document that was created, and not migrated. */
export const PLAIN_PARTS = {
  start: 'start.scenario.json',
  view: 'view.json',
  journal: 'journal',
  keyframes: 'keyframes',
  blobs: 'blobs',
} as const satisfies DocumentParts;

/** Part names that a migration to `version` writes. Blobs are named by content and stay. */
export function migratedParts(version: number, blobs: string): DocumentParts {
  return {
    start: `start.v${version}.scenario.json`,
    view: `view.v${version}.json`,
    journal: `journal.v${version}`,
    keyframes: `keyframes.v${version}`,
    blobs,
  };
}

const REPLACEABLE_PART =
  /^(start(\.v\d+)?\.scenario\.json|(view(\.v\d+)?\.json)|(journal|keyframes)(\.v\d+)?)$/;

/** True for a part that a migration left behind, finished or not: it has the name of a part and the
 * manifest does not speak of it. */
export function isLeftoverPart(name: string, parts: DocumentParts): boolean {
  const { start, view, journal, keyframes } = parts;
  return REPLACEABLE_PART.test(name) && ![start, view, journal, keyframes].includes(name);
}

/** A folder name for a document that does not exist yet. */
export function unbornName(uniqueId: string): string {
  return `${UNBORN_PREFIX}${uniqueId}`;
}

/** True for such a name. */
export function isUnbornName(name: string): boolean {
  return name.startsWith(UNBORN_PREFIX);
}

/** The document's name as people see it: the folder's without its ending. */
export function documentNameOf(path: string): string {
  return basename(path, DOCUMENT_EXTENSION);
}

/**
 * The folder of the document called `name` in `root`. Refuses with `document.badName` whatever
 * could leave the folder or trouble a file system: letters, digits, space, `.`, `_`, `-`; at most
 * NAME_LENGTH_MAX characters; no dot or space at the end; no device name of Windows.
 */
export function documentPath(place: { root: string; name: string }): Result<string> {
  const reason = nameProblem(place.name);
  if (reason === undefined) return ok(join(place.root, place.name + DOCUMENT_EXTENSION));
  return err({
    code: 'document.badName',
    message: `"${place.name.slice(0, NAME_LENGTH_MAX)}" cannot name a document: ${reason}.`,
    hint: 'Use letters, digits, spaces, ".", "_" and "-", and begin with a letter or digit.',
    details: { reason },
  });
}

function nameProblem(name: string): string | undefined {
  if (name.length === 0) return 'it is empty';
  if (name.length > NAME_LENGTH_MAX) {
    return `it has ${name.length} characters, the limit is ${NAME_LENGTH_MAX}`;
  }
  if (!NAME_PATTERN.test(name)) return 'it has a character that not every disk can store';
  if (/[. ]$/.test(name)) return 'it ends in a dot or a space';
  if (DEVICE_NAME.test(name)) return 'Windows keeps this name for a device';
  return undefined;
}
