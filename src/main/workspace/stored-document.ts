/**
 * Opens a document on the disk to be read: no lock is taken and nothing is changed, so it works
 * beside a program that has it open. For the command line, which knows paths and no persistence.
 */
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { openDocument } from '../persistence/document-opening.ts';
import { createNodeEnvironment } from '../persistence/node-environment.ts';
import type { OpenDocument } from '../persistence/open-document.ts';
import { createJournalDecoder } from './journal-decoder.ts';

/** Opens the document at a path for reading. Refuses as `openDocument` does. */
export async function openStoredDocument(
  path: string,
): Promise<Result<OpenDocument<JournalRecord>>> {
  return openDocument({
    environment: await createNodeEnvironment(),
    path,
    decodeEntry: createJournalDecoder(),
    access: 'read',
  });
}
