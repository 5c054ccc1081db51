/**
 * Makes a document on the disk from the text of a scenario file, without opening it for play.
 * A scenario that the engine refuses leaves nothing behind.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import { createDocument } from '../persistence/document-store.ts';
import { createNodeEnvironment } from '../persistence/node-environment.ts';
import { beginningOf } from './document-content.ts';
import { startScenario } from './document-workspace.ts';
import { createJournalDecoder } from './journal-decoder.ts';

export interface ImportedDocument {
  readonly path: string;
  readonly title: string;
}

/**
 * Makes the document at `path` (its name ends in `.racklab`). Refuses as `startScenario` and
 * `createDocument` do; nothing is left behind then.
 */
export async function importDocument(request: {
  readonly text: string;
  readonly path: string;
  readonly resourcesDir: string;
  readonly appVersion: string;
}): Promise<Result<ImportedDocument>> {
  const started = startScenario(request.text, request.resourcesDir);
  if (!started.ok) return started;
  const beginning = beginningOf(started.value.scenario, { appVersion: request.appVersion });
  const document = await createDocument({
    environment: await createNodeEnvironment(),
    path: request.path,
    decodeEntry: createJournalDecoder(),
    ...beginning,
  });
  if (!document.ok) return document;
  const { path, manifest } = document.value;
  await document.value.close();
  return ok({ path, title: manifest.title });
}
