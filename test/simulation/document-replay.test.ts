/**
 * Goal: a document can be run again from its journal alone, and a keyframe that lies is found.
 * Method: a session plays a lab with decisions, branches and keyframes on disk; the document is
 * opened for reading, replayed and verified, once as it is and once with a keyframe of another run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/shared/document/journal-record.ts';
import { US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import { openDocument } from '../../src/main/persistence/document-opening.ts';
import type { PersistenceEnvironment } from '../../src/main/persistence/file-layer.ts';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';
import type { OpenDocument } from '../../src/main/persistence/open-document.ts';
import { exportDocument, exportStoredDocument } from '../../src/main/workspace/document-export.ts';
import { createJournalDecoder } from '../../src/main/workspace/journal-decoder.ts';
import { replayDocument, verifyDocument } from '../../src/main/workspace/replay-document.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { RESOURCES_FOLDER, startLab } from '../support/start-lab.ts';
import { RandomClock } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER } from '../support/workspace-rig.ts';
import { WorkspaceSession } from '../../src/main/workspace/workspace-session.ts';

const OPTIONS = { resourcesDir: RESOURCES_FOLDER };

let root: string;
let environment: PersistenceEnvironment;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'racklab-replay-'));
  environment = await createNodeEnvironment();
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A played document, closed; its path and the hash at its head. */
async function playedDocument(): Promise<{ path: string; hash: string }> {
  const session = new WorkspaceSession({
    environment,
    documentsRoot: root,
    resourcesDir: RESOURCES_FOLDER,
    clock: new RandomClock({ seed: 8, stepMsMax: 4 }),
    appVersion: '1.2.3',
  });
  expectOk(await session.import({ text: LAB_SCENARIO_TEXT, name: 'lab' }));
  const { workspace } = expectOk(session.current);
  for (const [minute, target] of [
    [3, 'host:r1-h1'],
    [6, 'feed:a'],
    [9, 'host:r4-h1'],
  ] as const) {
    expectOk(await workspace.runUntil(minute * US_PER_MINUTE, NEVER));
    const command = { type: 'fault.cut' as const, target };
    expectOk(await workspace.execute({ command, mark: undefined }));
    expectOk(await workspace.settle());
  }
  expectOk(await workspace.rewind(7 * US_PER_MINUTE, NEVER));
  expectOk(await workspace.fork('another way'));
  expectOk(await workspace.runUntil(12 * US_PER_MINUTE, NEVER));
  const { hash } = expectOk(
    await workspace.ask((engine) => ({ ok: true, value: engine.summary() })),
  );
  expectOk(await session.close());
  return { path: join(root, 'lab.racklab'), hash };
}

async function openToRead(path: string): Promise<OpenDocument<JournalRecord>> {
  const decodeEntry = createJournalDecoder();
  return expectOk(await openDocument({ environment, path, decodeEntry, access: 'read' }));
}

describe('a document', () => {
  it('comes to its head again from the journal alone', async () => {
    const { path, hash } = await playedDocument();
    const document = await openToRead(path);
    expect(expectOk(await replayDocument(document, OPTIONS)).hash).toBe(hash);
    const verified = expectOk(await verifyDocument(document, OPTIONS));
    expect(verified).toMatchObject({ hash, keyframesBad: [], violations: [] });
    expect(verified.keyframesGood).toBeGreaterThanOrEqual(3);
  });

  it('is exported the same from the disk as by whoever has it open', async () => {
    const { path } = await playedDocument();
    const session = new WorkspaceSession({
      environment,
      documentsRoot: root,
      resourcesDir: RESOURCES_FOLDER,
      clock: new RandomClock({ seed: 9, stepMsMax: 4 }),
      appVersion: '1.2.3',
    });
    expectOk(await session.open({ name: 'lab', recover: false }));
    const opened = expectOk(session.current);
    for (const atUs of [undefined, 5 * US_PER_MINUTE, 12 * US_PER_MINUTE]) {
      const live = expectOk(await exportDocument(opened, { atUs, signal: NEVER, ...OPTIONS }));
      const stored = await exportStoredDocument(await openToRead(path), { atUs, ...OPTIONS });
      expect(expectOk(stored)).toEqual(live);
    }
    expectOk(await session.close());
  });

  it('is told apart from a keyframe that belongs to another run', async () => {
    const { path, hash } = await playedDocument();
    const decodeEntry = createJournalDecoder();
    const writable = expectOk(await openDocument({ environment, path, decodeEntry }));
    const honest = writable.keyframes().find(({ atUs }) => atUs === 6 * US_PER_MINUTE);
    const stranger = startLab(LAB_SCENARIO_TEXT);
    stranger.runUntil(6 * US_PER_MINUTE);
    const { entrySeq = 0, atUs = 0, afterEvent = 0 } = honest ?? {};
    const bytes = stranger.snapshot();
    expectOk(await writable.writeKeyframe({ entrySeq, atUs, afterEvent, bytes }));
    await writable.close();
    const verified = expectOk(await verifyDocument(await openToRead(path), OPTIONS));
    expect(verified.keyframesBad.map(({ code }) => code)).toEqual(['keyframe.differs']);
    expect(verified.hash).toBe(hash);
  });
});
