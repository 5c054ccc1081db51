/**
 * Goal: what was broken from outside is found at opening, mended only as far as asked for, and
 * told; a document belongs to one session at a time; a bug leaves a report and a safe file.
 * Method: a played document on real files is damaged in one way each, then opened.
 */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import { openDocument } from '../../src/main/persistence/document-opening.ts';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';
import { WorkspaceSession } from '../../src/main/workspace/workspace-session.ts';
import { decodeJournalRecord } from '../../src/shared/document/journal-record.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';
import { RandomClock } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER, addGroup, codeOf } from '../support/workspace-rig.ts';

let root: string;
let session: WorkspaceSession;

async function newSession(): Promise<WorkspaceSession> {
  return new WorkspaceSession({
    environment: await createNodeEnvironment(),
    documentsRoot: root,
    resourcesDir: RESOURCES_FOLDER,
    clock: new RandomClock({ seed: 4, stepMsMax: 4 }),
    appVersion: '1.2.3',
  });
}

function part(...names: string[]): string {
  return join(root, 'lab.racklab', ...names);
}

async function hashNow(): Promise<string> {
  const { workspace } = expectOk(session.current);
  return expectOk(await workspace.ask((engine) => ({ ok: true, value: engine.hash() })));
}

/** A document with three decisions two minutes apart; closed. */
async function playedLab(): Promise<string> {
  expectOk(await session.import({ text: LAB_SCENARIO_TEXT, name: 'lab' }));
  const { workspace } = expectOk(session.current);
  for (const name of ['one', 'two', 'three']) {
    expectOk(await workspace.runUntil(workspace.view().nowUs + 2 * US_PER_MINUTE, NEVER));
    expectOk(await workspace.execute({ command: addGroup(name), mark: undefined }));
  }
  const hash = await hashNow();
  expectOk(await session.close());
  return hash;
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'racklab-mending-'));
  session = await newSession();
});

afterEach(async () => {
  await session.close();
  rmSync(root, { recursive: true, force: true });
});

function open(recover = false): ReturnType<typeof session.open> {
  return session.open({ name: 'lab', recover });
}

describe('opening', () => {
  it('of a sound document reports nothing', async () => {
    const hash = await playedLab();
    expect(expectOk(await open())).toEqual({ name: 'lab', title: 'Test lab' });
    expect(await hashNow()).toBe(hash);
  });

  it('finds in the manifest where the present is', async () => {
    await playedLab();
    const manifest: unknown = JSON.parse(readFileSync(part('manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      head: { branch: 'main', atUs: 6 * US_PER_MINUTE },
      branches: [{ id: 'main', name: 'main' }],
    });
  });

  it('cuts a torn tail and says how much', async () => {
    const hash = await playedLab();
    appendFileSync(part('journal', '000001.jsonl'), '{"entry":{"kind":"comm');
    const { recovered } = expectOk(await open());
    expect(recovered).toMatchObject({ code: 'journal.tornTail', droppedBytes: 22 });
    expect(await hashNow()).toBe(hash);
  });

  it('refuses a flipped bit, and keeps what comes before it when asked to recover', async () => {
    await playedLab();
    const path = part('journal', '000001.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    const spoilt = lines.findIndex((line) => line.includes('"three"'));
    lines[spoilt] = lines[spoilt]?.replace('three', 'threE') ?? '';
    writeFileSync(path, lines.join('\n'));
    expect(codeOf(await open())).toBe('journal.damaged');
    const { recovered } = expectOk(await open(true));
    expect(recovered?.code).toBe('journal.recovered');
    expect(recovered?.droppedEntries).toBeGreaterThan(0);
    const { workspace } = expectOk(session.current);
    const history = expectOk(await workspace.history());
    expect(history.map(({ command }) => 'name' in command && command.name)).toEqual(['one', 'two']);
  });

  it('treats a sound line that does not fit as damage', async () => {
    await playedLab();
    const writable = expectOk(
      await openDocument({
        environment: await createNodeEnvironment(),
        path: part(),
        decodeEntry: decodeJournalRecord,
      }),
    );
    const seq = writable.durableSeq + 1;
    const stand = { branch: 'nowhere', parent: 0, atUs: 0, afterEvent: 0 };
    expectOk(await writable.append({ kind: 'clock', seq, ...stand }));
    await writable.close();
    expect(await open()).toMatchObject({
      ok: false,
      error: { code: 'journal.damaged', message: expect.stringContaining('nowhere') },
    });
    expect(expectOk(await open(true)).recovered?.code).toBe('journal.recovered');
  });

  it('does without its keyframes, damaged or gone', async () => {
    const hash = await playedLab();
    const files = readdirSync(part('keyframes'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) writeFileSync(part('keyframes', name), 'nonsense');
    expect(expectOk(await open()).recovered?.code).toBe('keyframe.damaged');
    expect(await hashNow()).toBe(hash);
    await session.close();
    rmSync(part('keyframes'), { recursive: true });
    expect(expectOk(await open()).recovered).toBeUndefined();
    expect(await hashNow()).toBe(hash);
  });

  it('is refused while another session has the document, and listed as such', async () => {
    await playedLab();
    expectOk(await open());
    const other = await newSession();
    expect(codeOf(await other.open({ name: 'lab', recover: false }))).toBe('document.locked');
    const [listed] = expectOk(await other.list());
    expect(listed?.lockedBy).toContain(String(process.pid));
    expect(expectOk(await session.list())[0]?.lockedBy).toBeUndefined();
  });

  it('continues a document of other rules from its newest keyframe and says so', async () => {
    const hash = await playedLab();
    const writable = expectOk(
      await openDocument({
        environment: await createNodeEnvironment(),
        path: part(),
        decodeEntry: decodeJournalRecord,
      }),
    );
    expectOk(await writable.updateManifest({ behaviourVersion: 0 }));
    await writable.close();
    expect(expectOk(await open()).recovered?.code).toBe('document.continued');
    expect(await hashNow()).toBe(hash);
    await session.close();
    expect(expectOk(await open()).recovered).toBeUndefined();
    expect(await hashNow()).toBe(hash);
  });
});

describe('a bug', () => {
  it('stops the room, leaves a report beside the journal, and opening again helps', async () => {
    const hash = await playedLab();
    expectOk(await open());
    const { workspace } = expectOk(session.current);
    const refused = await workspace.ask(() => {
      throw new Error('a broken promise');
    });
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'internal.bug',
        details: { replay: `racklab replay "${part()}"`, bundle: part('crash.json') },
      },
    });
    expect(codeOf(await workspace.undo())).toBe('internal.bug');
    const report: unknown = JSON.parse(readFileSync(part('crash.json'), 'utf8'));
    expect(report).toMatchObject({
      format: 'racklab.crash',
      versions: { racklab: '1.2.3' },
      seed: 4_711,
      error: { message: 'a broken promise' },
      lastKeyframe: expect.any(String),
    });
    expect(report).toHaveProperty('journalTail');
    expectOk(await open());
    expect(await hashNow()).toBe(hash);
  });
});
