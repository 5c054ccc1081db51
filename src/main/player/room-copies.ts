/**
 * What a copy to look at is made of: the solution as a history of its own, or one case of an
 * experiment played to its end. Copies are documents aside of the others; nothing done in them
 * reaches the attempt.
 */
import { createCancelSource } from '../../shared/contract/cancellation.ts';
import { decodeJournalRecord, type JournalRecord } from '../../shared/document/journal-record.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import { OK, type Result } from '../../shared/kernel/result.ts';
import type { AttemptEntry } from '../../shared/lab/attempt-schema.ts';
import { openDocument } from '../persistence/document-opening.ts';
import { createDocument } from '../persistence/document-store.ts';
import type { OpenDocument } from '../persistence/open-document.ts';
import { beginningOf } from '../workspace/document-content.ts';
import type { DocumentWorkspace } from '../workspace/document-workspace.ts';
import { createJournalDecoder } from '../workspace/journal-decoder.ts';
import type { AsidePlace } from '../workspace/workspace-session.ts';
import type { CaseScript } from './check-bench.ts';

/** A document of a scenario whose history holds these records. Refuses as writing does. */
export async function documentWith(
  { path, environment, appVersion }: AsidePlace,
  given: { readonly scenario: Scenario; readonly records: readonly AttemptEntry['record'][] },
): Promise<Result<OpenDocument<JournalRecord>>> {
  const made = await createDocument({
    environment,
    path,
    decodeEntry: createJournalDecoder(),
    ...beginningOf(given.scenario, { appVersion }),
  });
  if (!made.ok) return made;
  const filled = await appendAll(made.value, given.records);
  await made.value.close();
  if (!filled.ok) return filled;
  // Opened anew, so that what was written is read as its history.
  return openDocument({ environment, path, decodeEntry: createJournalDecoder() });
}

async function appendAll(
  document: OpenDocument<JournalRecord>,
  records: readonly AttemptEntry['record'][],
): Promise<Result<undefined>> {
  for (const record of records) {
    const decoded = decodeJournalRecord(record);
    if (!decoded.ok) return decoded;
    const appended = await document.append(decoded.value);
    if (!appended.ok) return appended;
  }
  return OK;
}

/** Plays the solution from its start. */
export async function playFromStart({ workspace }: DocumentWorkspace): Promise<Result<undefined>> {
  const back = await workspace.rewind(0, createCancelSource().signal);
  if (!back.ok) return back;
  const running = await workspace.play({ running: true, speed: 60 });
  return running.ok ? OK : running;
}

/** Plays a case to its end and goes back to just before it. */
export async function actOut(
  { workspace }: DocumentWorkspace,
  given: { readonly script: CaseScript; readonly fromUs: number },
): Promise<Result<undefined>> {
  const { script, fromUs } = given;
  const { signal } = createCancelSource();
  for (const { atUs, command } of script.steps) {
    const run = await workspace.runUntil(atUs, signal);
    if (!run.ok) return run;
    // What is gone already cannot fail again: that is part of the case.
    await workspace.execute({ command, mark: undefined });
  }
  const ran = await workspace.runUntil(script.endUs, signal);
  if (!ran.ok) return ran;
  const back = await workspace.rewind(fromUs, signal);
  return back.ok ? OK : back;
}
