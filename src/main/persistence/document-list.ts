/**
 * The documents of a folder, for a welcome screen: names, titles, dates, who has one open and why
 * one cannot be opened. Only manifests and locks are read, and nothing is changed by looking.
 */
import { join } from 'node:path';
import { DOCUMENT_FORMAT_VERSION } from '../../shared/document/document-manifest.ts';
import type { DocumentManifest } from '../../shared/document/document-manifest.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import {
  DOCUMENT_EXTENSION,
  LOCK_FOLDER,
  MANIFEST_FILE,
  PLAIN_PARTS,
  documentNameOf,
} from './document-layout.ts';
import { lookAtLock } from './document-lock.ts';
import { FileFault, isMissing } from './file-layer.ts';
import type { FileStatus, PersistenceEnvironment } from './file-layer.ts';
import { checkManifest, readManifest, unreadable } from './manifest-file.ts';

/** Documents shown of one folder. */
const DOCUMENTS_LISTED_MAX = 10_000;

/** One line of the list of documents. */
export interface DocumentListing {
  readonly name: string;
  readonly path: string;
  /** The name when the manifest cannot be read. */
  readonly title: string;
  readonly modifiedAtMs: number;
  /** Who has it open for writing. */
  readonly lockedBy:
    | { readonly pid: number; readonly hostName: string; readonly since: string }
    | undefined;
  /** Why it cannot be opened as it is. */
  readonly problem: AppError | undefined;
}

/** The documents of a folder in order of their names, also those that cannot be opened; only
 * manifests are read. A folder that does not exist has none. Refuses with `document.unreadable`. */
export async function listDocuments(place: {
  environment: PersistenceEnvironment;
  root: string;
}): Promise<Result<DocumentListing[]>> {
  const { environment, root } = place;
  try {
    const entries = await environment.files.list(root);
    const found = entries.filter(
      (entry) => entry.kind === 'folder' && entry.name.endsWith(DOCUMENT_EXTENSION),
    );
    const listings: DocumentListing[] = [];
    for (const entry of found.slice(0, DOCUMENTS_LISTED_MAX)) {
      listings.push(await listOne(environment, join(root, entry.name)));
    }
    return ok(listings);
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    if (isMissing(thrown)) return ok([]);
    return err(unreadable(thrown, 'The list of documents could not be read'));
  }
}

async function listOne(
  environment: PersistenceEnvironment,
  path: string,
): Promise<DocumentListing> {
  const read = await readManifest(environment, {
    path,
    currentVersion: DOCUMENT_FORMAT_VERSION,
    recover: false,
  });
  const manifest = read.ok ? checkManifest(path, read.value.fields) : read;
  const { holder } = await lookAtLock({ environment, folder: join(path, LOCK_FOLDER) });
  const name = documentNameOf(path);
  return {
    name,
    path,
    title: manifest.ok ? manifest.value.title : name,
    modifiedAtMs: await modifiedAtMs(environment, { path, manifest }),
    lockedBy:
      holder === undefined
        ? undefined
        : { pid: holder.identity.pid, hostName: holder.identity.hostName, since: holder.since },
    problem: manifest.ok ? undefined : manifest.error,
  };
}

/** When something was last decided or saved: the newest of manifest and journal. */
async function modifiedAtMs(
  environment: PersistenceEnvironment,
  document: { path: string; manifest: Result<DocumentManifest> },
): Promise<number> {
  const { path, manifest } = document;
  const { files } = environment;
  const stati: (FileStatus | undefined)[] = [await files.status(join(path, MANIFEST_FILE))];
  const journal = join(path, manifest.ok ? manifest.value.parts.journal : PLAIN_PARTS.journal);
  if ((await files.status(journal)) !== undefined) {
    const last = (await files.list(journal)).findLast((entry) => entry.name.endsWith('.jsonl'));
    if (last !== undefined) stati.push(await files.status(join(journal, last.name)));
  }
  return Math.max(0, ...stati.map((status) => status?.modifiedAtMs ?? 0));
}
