/**
 * Goal: the simulated disk answers like the real one, so that what holds on it holds outside.
 * Method: one suite of questions about names, bytes and refusals, put to both layers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  readFileFully,
  removeTree,
  renameWithRetry,
  writeFileAtomically,
  writeNewFile,
} from '../../../../src/main/persistence/atomic-file.ts';
import { FileFault } from '../../../../src/main/persistence/file-layer.ts';
import type { FileLayer } from '../../../../src/main/persistence/file-layer.ts';
import { toBytes, toText } from '../../../../src/main/persistence/json-text.ts';
import { createNodeFileLayer } from '../../../../src/main/persistence/node-file-layer.ts';
import { RandomStream } from '../../../../src/shared/kernel/prng.ts';
import { SimulatedDisk } from '../../../support/simulated-disk.ts';

const realRoot = await mkdtemp(join(tmpdir(), 'racklab-layer-'));
afterAll(() => rm(realRoot, { recursive: true, force: true }));

const disk = new SimulatedDisk(new RandomStream(1, 'disk'));
const LAYERS: readonly { name: string; files: FileLayer; root: string }[] = [
  { name: 'the real disk', files: createNodeFileLayer(), root: realRoot },
  { name: 'the simulated disk', files: disk.layer(), root: '/' },
];

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'none';
  } catch (thrown) {
    if (thrown instanceof FileFault) return thrown.code;
    throw thrown;
  }
}

async function textOf(files: FileLayer, path: string): Promise<string | undefined> {
  return toText(await readFileFully(files, { path, limitBytes: 1_000 }));
}

describe.each(LAYERS)('$name', ({ name, files, root }) => {
  const base = join(root, 'base');
  const at = (path: string) => join(base, path);

  it('makes and lists folders and files, sorted', async () => {
    await files.makeFolder(base);
    await files.makeFolder(at('b'));
    await writeNewFile(files, { path: at('c'), bytes: toBytes('c') });
    await writeNewFile(files, { path: at('A'), bytes: toBytes('') });
    expect(await files.list(base)).toEqual([
      { name: 'A', kind: 'file' },
      { name: 'b', kind: 'folder' },
      { name: 'c', kind: 'file' },
    ]);
    expect(await files.status(at('c'))).toMatchObject({ kind: 'file', sizeBytes: 1 });
    expect(await files.status(at('b'))).toMatchObject({ kind: 'folder' });
    expect(await files.status(at('nothing'))).toBeUndefined();
    expect(await files.status(at('c/below'))).toBeUndefined();
  });

  it('refuses what file systems refuse', async () => {
    const refused = {
      makeTaken: await codeOf(files.makeFolder(at('b'))),
      makeOrphan: await codeOf(files.makeFolder(at('no/where'))),
      createTaken: await codeOf(files.open({ path: at('c'), mode: 'createNew' })),
      readNothing: await codeOf(files.open({ path: at('nothing'), mode: 'read' })),
      updateNothing: await codeOf(files.open({ path: at('nothing'), mode: 'update' })),
      listNothing: await codeOf(files.list(at('nothing'))),
      listFile: await codeOf(files.list(at('c'))),
      renameNothing: await codeOf(files.rename({ from: at('nothing'), to: at('d') })),
      removeNothing: await codeOf(files.removeFile(at('nothing'))),
      removeFileAsFolder: await codeOf(files.removeFolder(at('c'))),
      syncNothing: await codeOf(files.syncFolder(at('nothing'))),
    };
    expect(refused).toEqual({
      makeTaken: 'EEXIST',
      makeOrphan: 'ENOENT',
      createTaken: 'EEXIST',
      readNothing: 'ENOENT',
      updateNothing: 'ENOENT',
      listNothing: 'ENOENT',
      listFile: 'ENOTDIR',
      renameNothing: 'ENOENT',
      removeNothing: 'ENOENT',
      removeFileAsFolder: 'ENOTDIR',
      syncNothing: 'ENOENT',
    });
  });

  it('renames over a file and an empty folder, never over a full one', async () => {
    await writeNewFile(files, { path: at('b/inside'), bytes: toBytes('x') });
    await files.makeFolder(at('empty'));
    await files.makeFolder(at('full'));
    await writeNewFile(files, { path: at('full/one'), bytes: toBytes('1') });
    const ontoFull = await codeOf(files.rename({ from: at('b'), to: at('full') }));
    expect(['ENOTEMPTY', 'EEXIST']).toContain(ontoFull);
    expect(await codeOf(files.rename({ from: at('c'), to: at('full') }))).toBe('EISDIR');
    expect(await codeOf(files.rename({ from: at('full'), to: at('c') }))).toBe('ENOTDIR');
    await files.rename({ from: at('b'), to: at('empty') });
    expect(await textOf(files, at('empty/inside'))).toBe('x');
    await files.rename({ from: at('c'), to: at('A') });
    expect(await textOf(files, at('A'))).toBe('c');
    expect(['ENOTEMPTY', 'EEXIST']).toContain(await codeOf(files.removeFolder(at('full'))));
  });

  it('reads and writes at positions, cuts and stretches', async () => {
    const file = await files.open({ path: at('bytes'), mode: 'createNew' });
    expect(await file.write({ positionBytes: 0, bytes: toBytes('abcdef') })).toBe(6);
    await file.write({ positionBytes: 8, bytes: toBytes('z') });
    await file.truncate(9);
    expect(await file.read({ positionBytes: 4, lengthBytes: 100 })).toEqual(toBytes('ef\0\0z'));
    await file.truncate(2);
    await file.syncData();
    await file.syncAll();
    expect(await file.sizeBytes()).toBe(2);
    await file.close();
    const again = await files.open({ path: at('bytes'), mode: 'update' });
    await again.write({ positionBytes: 1, bytes: toBytes('XY') });
    await again.close();
    expect(await textOf(files, at('bytes'))).toBe('aXY');
  });

  it('keeps an open file that was renamed or removed usable', async () => {
    const file = await files.open({ path: at('bytes'), mode: 'update' });
    await files.rename({ from: at('bytes'), to: at('moved') });
    await file.write({ positionBytes: 0, bytes: toBytes('b') });
    expect(await textOf(files, at('moved'))).toBe('bXY');
    await files.removeFile(at('moved'));
    await file.write({ positionBytes: 0, bytes: toBytes('c') });
    await file.syncAll();
    await file.close();
    expect(await files.status(at('moved'))).toBeUndefined();
  });

  it('replaces a file as a whole and leaves nothing beside it', async () => {
    const path = at('whole');
    await writeFileAtomically(files, { path, bytes: toBytes('old'), uniqueId: '1' });
    await writeFileAtomically(files, { path, bytes: toBytes('new'), uniqueId: '2' });
    expect(await textOf(files, path)).toBe('new');
    const names = (await files.list(base)).map((entry) => entry.name);
    expect(names.filter((entry) => entry.startsWith('whole'))).toEqual(['whole']);
  });

  it('reads no more than it was told to', async () => {
    const read = readFileFully(files, { path: at('whole'), limitBytes: 2 });
    expect(await codeOf(read)).toBe('EFBIG');
  });

  it('removes a tree, also one that is not there', async () => {
    await removeTree(files, base);
    expect(await files.status(base)).toBeUndefined();
    await removeTree(files, base);
    expect(name).not.toBe('');
  });
});

describe('a rename that another program holds up', () => {
  function heldFor(tries: number, code: string): { files: FileLayer; pauses: number[] } {
    const pauses: number[] = [];
    let left = tries;
    const layer = new SimulatedDisk(new RandomStream(1, 'disk')).layer();
    const files: FileLayer = {
      ...layer,
      pause: (delayMs) => {
        pauses.push(delayMs);
        return Promise.resolve();
      },
      rename: async (names) => {
        left -= 1;
        if (left < 0) return await layer.rename(names);
        throw new FileFault({ code, operation: 'rename', path: names.to, reason: 'held' });
      },
    };
    return { files, pauses };
  }

  it.each(['EPERM', 'EACCES', 'EBUSY'])(
    'is tried again after %s, with growing pauses',
    async (code) => {
      const { files, pauses } = heldFor(3, code);
      await writeFileAtomically(files, { path: '/file', bytes: toBytes('x'), uniqueId: '1' });
      expect(await textOf(files, '/file')).toBe('x');
      expect(pauses).toEqual([20, 40, 60]);
    },
  );

  it('is given up after ten tries, at once for other reasons, and leaves no file', async () => {
    const stubborn = heldFor(100, 'EPERM');
    const write = { path: '/file', bytes: toBytes('x'), uniqueId: '1' };
    expect(await codeOf(writeFileAtomically(stubborn.files, write))).toBe('EPERM');
    expect(stubborn.pauses).toHaveLength(9);
    expect(await stubborn.files.list('/')).toEqual([]);
    const full = heldFor(100, 'ENOSPC');
    expect(await codeOf(renameWithRetry(full.files, { from: '/a', to: '/b' }))).toBe('ENOSPC');
    expect(full.pauses).toEqual([]);
  });
});
