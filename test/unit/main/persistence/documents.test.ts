/**
 * Goal: a document gives back what was put into it, refuses what it cannot stand for, and says what
 * it found. Method: create, change, spoil and open documents on the simulated disk, and compare the
 * refusals and notices by code and figures.
 */
import { describe, expect, it } from 'vitest';
import { documentPath } from '../../../../src/main/persistence/document-layout.ts';
import { listDocuments } from '../../../../src/main/persistence/document-list.ts';
import { openDocument } from '../../../../src/main/persistence/document-opening.ts';
import type { OpenRequest } from '../../../../src/main/persistence/document-opening.ts';
import {
  copyDocument,
  createDocument,
  saveDocumentAs,
} from '../../../../src/main/persistence/document-store.ts';
import type { PersistenceEnvironment } from '../../../../src/main/persistence/file-layer.ts';
import { toBytes, toText } from '../../../../src/main/persistence/json-text.ts';
import type { OpenDocument } from '../../../../src/main/persistence/open-document.ts';
import { RandomStream } from '../../../../src/shared/kernel/prng.ts';
import type { Result } from '../../../../src/shared/kernel/result.ts';
import {
  START_TEXT,
  decodeShape,
  momentOf,
  noteFor,
  openRaised,
  payloadFor,
  raisedFormat,
} from '../../../support/document-session.ts';
import type { SessionEntry } from '../../../support/document-session.ts';
import { SimulatedDisk } from '../../../support/simulated-disk.ts';
import { SimulatedMachine } from '../../../support/simulated-machine.ts';

const PATH = '/docs/Two rooms.racklab';
const MANIFEST = {
  title: 'Two rooms',
  behaviourVersion: 3,
  catalogueId: 'azure-2026-11',
  seed: 42,
  createdBy: { name: 'racklab', version: '0.1.0' },
  head: { seq: 0 },
  branches: [{ name: 'main' }],
};

interface Room {
  readonly disk: SimulatedDisk;
  readonly machine: SimulatedMachine;
  readonly environment: PersistenceEnvironment;
}

async function newRoom(): Promise<Room> {
  const disk = new SimulatedDisk(new RandomStream(1, 'disk'));
  const machine = new SimulatedMachine(1);
  const environment = machine.startProcess(disk);
  await environment.files.makeFolder('/docs');
  return { disk, machine, environment };
}

function create(room: Room, path = PATH): Promise<Result<OpenDocument<SessionEntry>>> {
  const { environment } = room;
  return createDocument({
    environment,
    path,
    decodeEntry: decodeShape(1),
    manifest: MANIFEST,
    startScenarioText: START_TEXT,
  });
}

function open(
  room: Room,
  options: Partial<OpenRequest<SessionEntry>> = {},
): Promise<Result<OpenDocument<SessionEntry>>> {
  const { environment } = room;
  return openDocument({ environment, path: PATH, decodeEntry: decodeShape(1), ...options });
}

async function must<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}

async function codeOf(result: Promise<Result<unknown>>): Promise<string> {
  const settled = await result;
  return settled.ok ? 'none' : settled.error.code;
}

/** A room with a closed document of `entries` entries, a keyframe after each third, and a view. */
async function roomWith(entries: number): Promise<Room> {
  const room = await newRoom();
  const document = await must(create(room));
  for (let seq = 1; seq <= entries; seq += 1) {
    await must(document.append({ seq, note: noteFor(seq) }));
    if (seq % 3 > 0) continue;
    const bytes = payloadFor(seq);
    await must(document.writeKeyframe({ entrySeq: seq, ...momentOf(seq), bytes }));
  }
  await must(document.writeView({ step: 1 }));
  await document.close();
  return room;
}

function replaceIn(room: Room, path: string, change: (text: string) => string): void {
  room.disk.spoil(path, (content) => toBytes(change(toText(content) ?? '')));
}

const JOURNAL = `${PATH}/journal/000001.jsonl`;

describe('a document', () => {
  it('gives back what was put into it', async () => {
    const room = await newRoom();
    const document = await must(create(room));
    expect(document).toMatchObject({ path: PATH, name: 'Two rooms', access: 'write', notices: [] });
    await must(document.append({ seq: 1, note: 'first' }));
    await must(document.updateManifest({ head: { seq: 1 }, title: 'Renamed' }));
    await must(document.writeView({ r1: [1, 2] }));
    const blob = await must(document.writeBlob(toBytes('trace')));
    expect(await must(document.writeBlob(toBytes('trace')))).toBe(blob);
    await must(
      document.writeKeyframe({ entrySeq: 1, atUs: 5, afterEvent: 2, bytes: toBytes('k') }),
    );
    await must(
      document.writeKeyframe({ entrySeq: 0, atUs: 0, afterEvent: 0, bytes: toBytes('z') }),
    );
    await document.close();
    await document.close();

    const again = await must(open(room));
    expect(again.notices).toEqual([]);
    expect(again.entries).toEqual([{ seq: 1, note: 'first' }]);
    expect(again.durableSeq).toBe(1);
    expect(again.startScenarioText).toBe(START_TEXT);
    expect(again.manifest).toMatchObject({
      format: 'racklab.document',
      formatVersion: 1,
      ...MANIFEST,
      head: { seq: 1 },
      title: 'Renamed',
    });
    expect(await must(again.readView())).toEqual({ r1: [1, 2] });
    expect(toText(await must(again.readBlob(blob)))).toBe('trace');
    expect(again.keyframes().map((keyframe) => keyframe.entrySeq)).toEqual([1, 0]);
    expect(toText(await must(again.readKeyframe(again.keyframes()[0]!)))).toBe('k');
    await must(again.removeKeyframe(again.keyframes()[0]!));
    expect(again.keyframes()).toHaveLength(1);
    await again.close();
  });

  it('keeps fields of its manifest that this program does not know', async () => {
    const room = await newRoom();
    const document = await must(create(room));
    await document.close();
    const raw = `${PATH}/manifest.json`;
    const fields = JSON.parse(toText(room.disk.contents().get(raw)!) ?? '');
    // With recovery the changed file is accepted and sealed again.
    replaceIn(room, raw, () => JSON.stringify({ ...fields, lab: { id: 'ha-1' } }));
    await (await must(open(room, { recover: true }))).close();
    const again = await must(open(room));
    expect(again.notices).toEqual([]);
    await must(again.updateManifest({ head: 7 }));
    expect(again.manifest).toMatchObject({ lab: { id: 'ha-1' }, head: 7 });
    await again.close();
  });

  it('takes manifest changes one after the other', async () => {
    const room = await newRoom();
    const document = await must(create(room));
    const changes = [{ head: 1 }, { title: 'B' }, { head: 2 }, { branches: [] }];
    await Promise.all(changes.map((change) => must(document.updateManifest(change))));
    await document.close();
    const again = await must(open(room));
    expect(again.manifest).toMatchObject({ head: 2, title: 'B', branches: [] });
  });

  it('refuses work when closed or read only, and too many writes at once', async () => {
    const room = await roomWith(3);
    const document = await must(open(room));
    const crowd = Array.from({ length: 101 }, () => codeOf(document.writeView({})));
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['none', 'document.busy']));
    await document.close();
    const reading = await must(open(room, { access: 'read' }));
    for (const [expected, target] of [
      ['document.closed', document],
      ['document.readOnly', reading],
    ] as const) {
      const keyframe = { entrySeq: 3, ...momentOf(3), bytes: toBytes('') };
      expect(await codeOf(target.append({ seq: 4, note: '' }))).toBe(expected);
      expect(await codeOf(target.writeKeyframe(keyframe))).toBe(expected);
      expect(await codeOf(target.updateManifest({ head: 1 }))).toBe(expected);
      expect(await codeOf(target.writeBlob(toBytes('')))).toBe(expected);
      expect(await codeOf(target.writeView({}))).toBe(expected);
    }
    expect(await codeOf(document.readView())).toBe('document.closed');
  });

  it('passes a refusal of the disk on and stays usable for what the journal allows', async () => {
    const room = await newRoom();
    const document = await must(create(room));
    room.disk.setPlan({ refuse: ({ path }) => (path.includes('.jsonl') ? undefined : 'ENOSPC') });
    expect(await codeOf(document.updateManifest({ head: 1 }))).toBe('document.writeFailed');
    expect(await codeOf(document.writeView({}))).toBe('document.writeFailed');
    await must(document.append({ seq: 1, note: 'fits' }));
    const keyframe = { entrySeq: 1, ...momentOf(1), bytes: toBytes('') };
    expect(await codeOf(document.writeKeyframe(keyframe))).toBe('document.writeFailed');
    expect(document.keyframes()).toEqual([]);
    room.disk.setPlan({});
    await must(document.updateManifest({ head: 1 }));
    await document.close();
    expect((await must(open(room))).manifest.head).toBe(1);
  });

  it('refuses a view that nobody could read again', async () => {
    const document = await must(create(await newRoom()));
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200));
    expect(await codeOf(document.writeView(deep))).toBe('document.viewTooLarge');
  });

  it('refuses blobs that are not there or not themselves', async () => {
    const room = await newRoom();
    const document = await must(create(room));
    const digest = await must(document.writeBlob(toBytes('trace')));
    expect(await codeOf(document.readBlob('../manifest.json'))).toBe('document.damaged');
    expect(await codeOf(document.readBlob('0'.repeat(64)))).toBe('document.damaged');
    room.disk.spoil(`${PATH}/blobs/${digest}`, () => toBytes('other'));
    expect(await codeOf(document.readBlob(digest))).toBe('document.damaged');
  });
});

describe('making a document', () => {
  it('never touches what is already there', async () => {
    const room = await roomWith(2);
    const before = room.disk.contents();
    expect(await codeOf(create(room))).toBe('document.exists');
    expect(room.disk.contents()).toEqual(before);
  });

  it('leaves a whole document or nothing when the disk refuses, wherever it does', async () => {
    const smooth = await newRoom();
    smooth.disk.setPlan({});
    await must(create(smooth));
    const { operations } = smooth.disk;
    expect(operations).toBeGreaterThan(20);
    let refusals = 0;
    for (let at = 1; at <= operations; at += 1) {
      const room = await newRoom();
      room.disk.setPlan({ refuse: ({ index }) => (index === at ? 'ENOSPC' : undefined) });
      const made = await create(room);
      room.disk.setPlan({});
      const names = (await room.environment.files.list('/docs')).map((entry) => entry.name);
      expect({ at, names }).toEqual({
        at,
        names: names.filter((name) => name.endsWith('.racklab')),
      });
      if (made.ok) {
        await made.value.close();
      } else {
        refusals += 1;
        expect(made.error.code).toMatch(/^(document|journal)\.(writeFailed|unreadable)$/);
      }
      if (names.length > 0) expect((await must(open(room))).entries).toEqual([]);
    }
    // Some refusals only concern tidying and are passed over.
    expect(refusals).toBeGreaterThan(operations / 2);
  });

  it('clears away what a creator left that died, but not what a living one is making', async () => {
    const room = await newRoom();
    room.disk.setPlan({ crashAt: 9 });
    await Promise.race([create(room), room.disk.crashed]);
    const disk = room.disk.killProgram();
    const living = { ...room, disk, environment: room.machine.startProcess(disk) };
    await must(create(living, '/docs/other.racklab'));
    const names = async () =>
      (await living.environment.files.list('/docs')).map(({ name }) => name);
    expect(await names()).toHaveLength(2);
    room.machine.kill(room.environment);
    await must(create(living, '/docs/third.racklab'));
    expect(await names()).toEqual(['other.racklab', 'third.racklab']);
  });

  it('wants a name that every disk can store', () => {
    const names = [
      '',
      '.hidden',
      'a/b',
      '..',
      'con',
      'NUL.txt',
      'end.',
      'end ',
      'a\0b',
      'x'.repeat(101),
    ];
    for (const name of names) {
      expect(documentPath({ root: '/docs', name })).toMatchObject({
        error: { code: 'document.badName' },
      });
    }
    const path = documentPath({ root: '/docs', name: 'Sala 1 - açaí v2.0' });
    expect(path).toEqual({ ok: true, value: '/docs/Sala 1 - açaí v2.0.racklab' });
  });

  it('wants the ending of a document', async () => {
    expect(await codeOf(create(await newRoom(), '/docs/room'))).toBe('document.badName');
  });
});

describe('copying', () => {
  it('takes along everything acknowledged, also while a writer is at work', async () => {
    const room = await roomWith(7);
    const document = await must(open(room));
    await must(document.append({ seq: 8, note: 'late' }));
    const digest = await must(document.writeBlob(toBytes('trace')));
    const { environment } = room;
    const to = '/docs/Copy.racklab';
    const decodeEntry = decodeShape(1);
    const copy = await must(
      copyDocument({ environment, from: PATH, to, decodeEntry, title: 'Copy' }),
    );
    expect(copy.entries.map((entry) => entry.note).at(-1)).toBe('late');
    expect(copy.manifest.title).toBe('Copy');
    expect(copy.manifest.documentId).not.toBe(document.manifest.documentId);
    expect(copy.keyframes().map((keyframe) => keyframe.entrySeq)).toEqual([6, 3]);
    expect(toText(await must(copy.readBlob(digest)))).toBe('trace');
    expect(await must(copy.readView())).toEqual({ step: 1 });
    // Both go their own way.
    await must(copy.append({ seq: 9, note: 'copy' }));
    await must(document.append({ seq: 9, note: 'original' }));
    expect(await codeOf(copyDocument({ environment, from: PATH, to, decodeEntry }))).toBe(
      'document.exists',
    );
  });

  it('of a damaged journal is refused and leaves nothing', async () => {
    const room = await roomWith(4);
    replaceIn(room, JOURNAL, (text) => text.replace('rack', 'rock'));
    replaceIn(room, JOURNAL, (text) => text.replace('façade', 'facade'));
    const { environment } = room;
    const to = '/docs/Copy.racklab';
    const request = { environment, from: PATH, to, decodeEntry: decodeShape(1) };
    expect(await codeOf(copyDocument(request))).toBe('journal.damaged');
    expect(await environment.files.list('/docs')).toHaveLength(1);
  });

  it('as saving under another name goes on in the new document', async () => {
    const room = await roomWith(3);
    const document = await must(open(room));
    const { environment } = room;
    const request = { environment, path: '/docs/New.racklab', decodeEntry: decodeShape(1) };
    const saved = await must(saveDocumentAs(document, request));
    await must(saved.append({ seq: 4, note: 'new' }));
    await saved.close();
    expect((await must(open(room))).entries).toHaveLength(3);
    expect(await codeOf(document.append({ seq: 4, note: 'old' }))).toBe('document.closed');
  });
});

describe('opening', () => {
  it('refuses what is not there, not ours, newer, or held by somebody', async () => {
    const room = await roomWith(1);
    const { files } = room.environment;
    await files.makeFolder('/docs/empty.racklab');
    await files.makeFolder('/docs/foreign.racklab');
    const foreign = { path: '/docs/foreign.racklab/manifest.json', mode: 'createNew' } as const;
    const file = await files.open(foreign);
    await file.write({ positionBytes: 0, bytes: toBytes('{"format":"other"}') });
    expect(await codeOf(open(room, { path: '/docs/none.racklab' }))).toBe('document.notFound');
    expect(await codeOf(open(room, { path: '/docs/empty.racklab' }))).toBe('document.notOurs');
    expect(await codeOf(open(room, { path: '/docs/foreign.racklab' }))).toBe('document.notOurs');
    expect(await codeOf(open(room, { path: JOURNAL }))).toBe('document.notOurs');
    const held = await must(open(room));
    const other = { ...room, environment: room.machine.startProcess(room.disk) };
    expect(await codeOf(open(other))).toBe('document.locked');
    expect((await must(open(other, { access: 'read' }))).entries).toHaveLength(1);
    await held.close();
    replaceIn(room, `${PATH}/manifest.json`, (text) =>
      text.replace('"formatVersion": 1', '"formatVersion": 9'),
    );
    expect(await open(room)).toMatchObject({
      error: { code: 'document.newerFormat', details: { formatVersion: 9, currentVersion: 1 } },
    });
    // Looking left no lock in folders that are not ours.
    expect(await files.list('/docs/foreign.racklab')).toHaveLength(1);
  });

  it('refuses a manifest of which any bit changed', async () => {
    const room = await roomWith(1);
    const path = `${PATH}/manifest.json`;
    const original = room.disk.contents().get(path)!;
    for (let bit = 0; bit < original.length * 8; bit += 1) {
      room.disk.spoil(path, () =>
        original.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
      );
      const opened = await open(room, { access: 'read' });
      // White space may change into other white space without changing a value.
      if (opened.ok) expect(String.fromCharCode(original[bit >> 3]!)).toMatch(/\s/);
      else expect(opened.error.code).toMatch(/^document\.(damaged|notOurs|newerFormat)$/);
    }
  });

  it.each([
    { what: 'cut off', text: '{"format":"racklab.document","formatV' },
    { what: 'not text', text: '\u0000\u0001' },
    { what: 'deeply nested', text: '['.repeat(100_000) },
    { what: 'a list', text: '[1,2,3]' },
    { what: 'without fields', text: '{"format":"racklab.document","formatVersion":1}' },
  ])('refuses a manifest that is $what', async ({ text }) => {
    const room = await roomWith(1);
    replaceIn(room, `${PATH}/manifest.json`, () => text);
    expect(await codeOf(open(room))).toMatch(/^document\.(damaged|notOurs)$/);
    expect(await codeOf(open(room, { recover: true }))).toMatch(/^document\.(damaged|notOurs)$/);
  });

  it('never follows a part name out of the folder', async () => {
    const room = await roomWith(1);
    replaceIn(room, `${PATH}/manifest.json`, (text) => text.replace('"journal"', '"../journal"'));
    expect(await codeOf(open(room, { recover: true }))).toBe('document.damaged');
  });

  it('refuses a start scenario that is not the one it was, unless recovering', async () => {
    const room = await roomWith(2);
    const path = `${PATH}/start.scenario.json`;
    replaceIn(room, path, (text) => text.replace('1}', '2}'));
    expect(await open(room)).toMatchObject({
      error: { code: 'document.damaged', details: { part: 'start.scenario.json' } },
    });
    const recovered = await must(open(room, { recover: true }));
    expect(recovered.notices).toMatchObject([{ code: 'document.startAccepted' }]);
    await recovered.close();
    const sealed = await must(open(room));
    expect(sealed.notices).toEqual([]);
    await sealed.close();
    room.disk.spoil(path, () => Uint8Array.of(0xff, 0xfe));
    expect(await codeOf(open(room, { recover: true }))).toBe('document.damaged');
  });

  it('says when the last writer ended without closing', async () => {
    const room = await roomWith(1);
    await must(open(room));
    room.machine.kill(room.environment);
    const next = { ...room, environment: room.machine.startProcess(room.disk) };
    expect((await must(open(next))).notices).toMatchObject([
      { code: 'document.lockTakenOver', details: { pid: room.environment.processes.self.pid } },
    ]);
  });

  it('reads a damaged document without touching it, and recovers it when asked', async () => {
    const room = await roomWith(9);
    replaceIn(room, JOURNAL, (text) => text.replace('"quoted\\" 8', '"quoted\\" 0'));
    const before = room.disk.contents();
    expect(await codeOf(open(room))).toBe('journal.damaged');
    expect(await codeOf(open(room, { access: 'read' }))).toBe('journal.damaged');
    const reading = await must(open(room, { access: 'read', recover: true }));
    expect(reading.entries).toHaveLength(7);
    expect(reading.notices.map((notice) => notice.code)).toEqual([
      'journal.damaged',
      'keyframe.orphaned',
    ]);
    const unlocked = [...room.disk.contents()].filter(([path]) => !path.includes('/lock/'));
    expect(unlocked).toEqual([...before].filter(([path]) => !path.includes('/lock/')));
    const recovered = await must(open(room, { recover: true }));
    expect(recovered.notices.map((notice) => notice.code)).toEqual([
      'journal.recovered',
      'keyframe.orphaned',
    ]);
    expect(recovered.keyframes().map((keyframe) => keyframe.entrySeq)).toEqual([6, 3]);
    await must(recovered.append({ seq: 8, note: 'another course' }));
    await must(recovered.append({ seq: 9, note: 'another course' }));
    await recovered.close();
    expect((await must(open(room))).keyframes()).toHaveLength(2);
  });

  it('does not use a keyframe of entries that took another course', async () => {
    const room = await roomWith(3);
    const saved = new Map(room.disk.contents());
    replaceIn(room, JOURNAL, (text) => text.slice(0, text.lastIndexOf('{"entry"')));
    const shorter = await must(open(room));
    expect(shorter.notices).toMatchObject([
      { code: 'keyframe.orphaned', details: { entrySeq: 3 } },
    ]);
    await must(shorter.append({ seq: 3, note: 'another third entry' }));
    await shorter.close();
    // Somebody puts the old keyframe back.
    const [path, bytes] = [...saved].find(([name]) => name.includes('keyframes/'))!;
    const file = await room.environment.files.open({ path, mode: 'createNew' });
    await file.write({ positionBytes: 0, bytes });
    const again = await must(open(room));
    expect(again.keyframes()).toEqual([]);
    expect(again.notices).toMatchObject([{ code: 'keyframe.orphaned' }]);
  });

  it('reports and drops a damaged keyframe: header at once, bytes when read', async () => {
    const room = await roomWith(9);
    const paths = [...room.disk.contents().keys()].filter((path) => path.includes('keyframes/'));
    replaceIn(room, paths[0]!, (text) => text.replace('payloadBytes', 'payloadbytes'));
    room.disk.spoil(paths[1]!, (content) => content.with(content.length - 1, 7));
    room.disk.spoil(paths[2]!, (content) => content.subarray(0, -1));
    const document = await must(open(room));
    expect(document.notices).toMatchObject([{ code: 'keyframe.damaged' }]);
    const [newest, second] = document.keyframes();
    expect(await codeOf(document.readKeyframe(newest!))).toBe('keyframe.damaged');
    expect(await codeOf(document.readKeyframe(second!))).toBe('keyframe.damaged');
    expect(document.keyframes()).toEqual([]);
    await document.close();
    expect((await must(open(room))).notices).toEqual([]);
  });

  it('does without view, keyframes and blobs that somebody removed', async () => {
    const room = await roomWith(4);
    replaceIn(room, `${PATH}/view.json`, () => '{"r1":');
    expect((await must(open(room, { access: 'read' }))).notices).toMatchObject([
      { code: 'view.damaged' },
    ]);
    const { files } = room.environment;
    await files.removeFile(`${PATH}/view.json`);
    for (const [path] of room.disk.contents()) {
      if (path.includes('keyframes/')) await files.removeFile(path);
    }
    await files.removeFolder(`${PATH}/keyframes`);
    await files.removeFolder(`${PATH}/blobs`);
    const document = await must(open(room));
    expect(document.notices).toEqual([]);
    expect(await must(document.readView())).toBeUndefined();
    const keyframe = { entrySeq: 4, ...momentOf(4), bytes: toBytes('k') };
    await must(document.writeKeyframe(keyframe));
    await must(document.writeBlob(toBytes('b')));
    await document.close();
    expect((await must(open(room))).keyframes()).toHaveLength(1);
  });

  it('refuses with document.unreadable where the disk does', async () => {
    const room = await roomWith(1);
    const { files } = room.environment;
    const broken = {
      ...files,
      status: () => files.open({ path: '/', mode: 'read' }).then(() => undefined),
    };
    const environment = { ...room.environment, files: broken };
    expect(await codeOf(open({ ...room, environment }))).toBe('document.unreadable');
  });
});

describe('an older document', () => {
  it('is raised when opened for writing, and says so', async () => {
    const room = await roomWith(7);
    const raised = await must(openRaised(room.environment, PATH));
    expect(raised.notices).toMatchObject([
      { code: 'document.migrated', details: { fromVersion: 1, toVersion: 2 } },
    ]);
    expect(raised.entries.every((entry) => entry.shape === 2)).toBe(true);
    expect(raised.keyframes().map((keyframe) => keyframe.entrySeq)).toEqual([6, 3]);
    expect(await must(raised.readKeyframe(raised.keyframes()[0]!))).toEqual(payloadFor(6));
    expect(await must(raised.readView())).toEqual({ raised: { step: 1 } });
    await raised.close();
    expect(await codeOf(open(room))).toBe('document.newerFormat');
  });

  it('is raised in memory only when opened for reading', async () => {
    const room = await roomWith(4);
    const before = room.disk.contents();
    const reading = { access: 'read', decodeEntry: decodeShape(2), format: raisedFormat } as const;
    const document = await must(open(room, reading));
    expect(document.entries.every((entry) => entry.shape === 2)).toBe(true);
    expect(await must(document.readView())).toEqual({ raised: { step: 1 } });
    expect(await must(document.readKeyframe(document.keyframes()[0]!))).toEqual(payloadFor(3));
    expect(room.disk.contents()).toEqual(before);
  });

  it('stays as it was when a step refuses or its journal is damaged', async () => {
    const room = await roomWith(4);
    const before = room.disk.contents();
    const refusing = {
      currentVersion: 2,
      steps: [
        {
          from: 1,
          migrate: () => ({ ok: false, error: { code: 'step.no', message: 'no way' } }) as const,
        },
      ],
    };
    expect(await open(room, { format: refusing })).toMatchObject({
      error: { code: 'document.migrationFailed', details: { fromVersion: 1, cause: 'step.no' } },
    });
    const unlocked = (contents: Map<string, Uint8Array>) =>
      [...contents].filter(([path]) => !path.includes('/lock/'));
    expect(unlocked(room.disk.contents())).toEqual(unlocked(before));
    replaceIn(room, JOURNAL, (text) => text.replace('façade', 'facade'));
    expect(await codeOf(openRaised(room.environment, PATH))).toBe('journal.damaged');
    const recovered = await must(
      open(room, { recover: true, decodeEntry: decodeShape(2), format: raisedFormat }),
    );
    expect(recovered.notices.map((notice) => notice.code)).toEqual([
      'journal.recovered',
      'document.migrated',
    ]);
  });

  it('reports a torn tail that it met on the way', async () => {
    const room = await roomWith(4);
    replaceIn(room, JOURNAL, (text) => text.slice(0, -5));
    const raised = await must(openRaised(room.environment, PATH));
    expect(raised.notices.map((notice) => notice.code)).toEqual([
      'document.migrated',
      'journal.tornTail',
    ]);
  });
});

describe('the list', () => {
  it('shows every document with its title, its date, its user and its problem', async () => {
    const room = await roomWith(1);
    await must(create(room, '/docs/Open.racklab'));
    await must(create(room, '/docs/Spoilt.racklab'));
    replaceIn(room, '/docs/Spoilt.racklab/manifest.json', () => '{');
    const { environment } = room;
    const listed = await must(listDocuments({ environment, root: '/docs' }));
    expect(listed).toMatchObject([
      { name: 'Open', title: 'Two rooms', lockedBy: { hostName: 'lab-machine' } },
      { name: 'Spoilt', title: 'Spoilt', problem: { code: 'document.damaged' } },
      { name: 'Two rooms', title: 'Two rooms', lockedBy: undefined, problem: undefined },
    ]);
    expect(listed.every((document) => document.modifiedAtMs > 0)).toBe(true);
    expect(await must(listDocuments({ environment, root: '/nowhere' }))).toEqual([]);
    expect(await codeOf(listDocuments({ environment, root: JOURNAL }))).toBe('none');
  });
});
