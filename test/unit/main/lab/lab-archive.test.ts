/**
 * Goal: a lab travels in one file, the same bytes every time, and no file from a stranger does harm
 * or is opened in part. Method: a real lab is packed and opened again; archives are made that use
 * each trick that is known, and each must be refused by its own name.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync, type Zippable } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARCHIVE_LIMITS, readArchive } from '../../../../src/main/lab/archive-read.ts';
import { writeArchive } from '../../../../src/main/lab/archive-write.ts';
import { loadLab, sha256 } from '../../../../src/main/lab/lab-files.ts';
import { labFromArchive, openKey, openLab } from '../../../../src/main/lab/open-lab.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { count } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { KEY_PATH, LAB_FOLDER } from '../../../support/lab-bench.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const UNIX = 3;
const LINK_MODE = 0o120_777;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-archive-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** An archive of texts, as any program could make it. */
function zipped(files: Readonly<Record<string, string | Zippable[string]>>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, file]): [string, Zippable[string]] => [
        name,
        typeof file === 'string' ? textBytes(file) : file,
      ]),
    ),
  );
}

/** The bytes with one text put in the place of another of the same length, everywhere. */
function patched(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replaceAll(from, to);
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** The bytes with a field of one entry of the list of contents changed. */
function relisted(
  bytes: Uint8Array,
  change: { readonly entry: number; readonly at: number; readonly value: number },
): Uint8Array {
  const buffer = Buffer.from(bytes);
  let from = -1;
  for (let index = 0; index <= change.entry; index += 1)
    from = buffer.indexOf('PK\u0001\u0002', from + 1);
  buffer.writeUInt32LE(change.value, from + change.at);
  return Uint8Array.from(buffer);
}

describe('the archive of a lab', () => {
  it('has the same bytes every time, and is the same lab as its folder', async () => {
    const loaded = expectOk(await loadLab(LAB_FOLDER));
    const bytes = writeArchive(loaded.files);
    const backwards = new Map([...loaded.files].toReversed());
    expect(Buffer.from(writeArchive(backwards)).equals(bytes)).toBe(true);
    const opened = expectOk(await labFromArchive(bytes));
    expect(opened).toEqual(loaded);
  });

  it('has the bytes it always had, whatever machine it is made on', () => {
    const files = new Map([
      ['lab.json', '{"a": 1}\n'],
      ['pages/1.en.md', 'To be or not to be, to be or not to be.\n'],
    ]);
    expect(sha256(Buffer.from(writeArchive(files)).toString('hex'))).toBe(
      '05e8418a392994a657b80761a24e2adfc13902a6fe5ab654b54807495870113d',
    );
  });

  it('gives back any texts whatever, those that shrink out of all proportion too', async () => {
    const names = fc
      .stringMatching(/^[a-z]{1,8}(?:\/[a-z0-9]{1,8}){0,2}\.(?:json|md)$/)
      // Names that Windows keeps for devices are refused, as another test holds.
      .filter((name) => !/(?:^|\/)(?:aux|con|nul|prn|com\d|lpt\d)(?:[./]|$)/.test(name));
    const texts = fc.string({ unit: 'binary', maxLength: 300 });
    const files = fc.dictionary(names, texts, { maxKeys: 8 });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const map = new Map(Object.entries(given));
        const read = await readArchive(writeArchive(map));
        expect(expectOk(read)).toEqual(map);
      }),
      { numRuns: count('propertyRuns') },
    );
    const blank = new Map([['start.json', ' '.repeat(1_000_000)]]);
    expect(expectOk(await readArchive(writeArchive(blank)))).toEqual(blank);
  });

  it('is made, opened, proved and played on the command line like a folder', async () => {
    const file = join(folder, 'nine.racklab-lab');
    const packed = await racklab('lab', 'pack', LAB_FOLDER, '--out', file);
    expect(packed).toMatchObject({ code: 0, err: '' });
    const out = join(folder, 'nine');
    expect(await racklab('lab', 'unpack', file, '--out', out)).toMatchObject({ code: 0 });
    expect(expectOk(await openLab(out)).sha256).toBe(expectOk(await openLab(LAB_FOLDER)).sha256);
    const again = await racklab('lab', 'unpack', file, '--out', out);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('cli.fileExists') });
    const lint = await racklab('lab', 'lint', file);
    expect(lint.out).toContain('nothing found');
    const steps = join(KEY_PATH, '..', 'lean.actions.json');
    const play = await racklab('lab', 'play', file, '--actions', steps);
    const { sha256 } = expectOk(await openLab(LAB_FOLDER));
    expect(play.code).toBe(0);
    expect(JSON.parse(play.out)).toMatchObject({ lab: { sha256 } });
    const refused = await racklab('lab', 'pack', join(folder, 'nothing'));
    expect(refused.code).toBe(2);
  });

  it('holds a key of its own as well, with the steps it names', async () => {
    const file = join(folder, 'nine.racklab-key');
    expect(await racklab('lab', 'pack', KEY_PATH, '--out', file)).toMatchObject({ code: 0 });
    const opened = expectOk(await openKey(file));
    expect(opened).toEqual(expectOk(await openKey(KEY_PATH)));
    expect(opened.actions.size).toBe(4);
  });
});

describe('an archive from a stranger', () => {
  const two = { 'aa.json': '{}', 'ab.json': '{}' };
  const zeros = new Uint8Array(1_000_000);
  const cases: [string, string, () => Uint8Array][] = [
    ['is no archive', 'archive.damaged', () => textBytes('{"format":"racklab.lab"}')],
    ['is empty', 'archive.damaged', () => new Uint8Array()],
    ['was cut off', 'archive.damaged', () => zipped(two).slice(0, -30)],
    ['leads upwards', 'archive.unsafeName', () => patched(zipped(two), 'aa.json', '../../a')],
    ['leads upwards inside', 'archive.unsafeName', () => zipped({ 'a/./b.json': '{}' })],
    [
      'has an absolute path',
      'archive.unsafeName',
      () => patched(zipped(two), 'aa.json', '/a.json'),
    ],
    ['names a drive', 'archive.unsafeName', () => patched(zipped(two), 'aa.json', 'C:/json')],
    [
      'has a backslash',
      'archive.unsafeName',
      () => patched(zipped(two), 'aa.json', 'a\\a.json'.slice(0, 7)),
    ],
    [
      'has a control character',
      'archive.unsafeName',
      () => patched(zipped(two), 'aa.json', 'a\u0007.json'),
    ],
    ['names a device', 'archive.unsafeName', () => zipped({ 'pages/CON.md': '' })],
    [
      'names a prototype',
      'archive.unsafeName',
      () => patched(zipped({ abcdefghi: '' }), 'abcdefghi', '__proto__'),
    ],
    ['has a name without end', 'archive.unsafeName', () => zipped({ ['a'.repeat(201)]: '' })],
    [
      'holds a link',
      'archive.link',
      () =>
        zipped({ 'lab.json': [textBytes('/etc/passwd'), { os: UNIX, attrs: LINK_MODE * 65_536 }] }),
    ],
    ['holds a name twice', 'archive.twice', () => patched(zipped(two), 'ab.json', 'aa.json')],
    ['holds a name in other letters', 'archive.twice', () => zipped({ 'a.md': '', 'A.md': '' })],
    [
      'holds a folder that is a file',
      'archive.twice',
      () => zipped({ 'a.md': '', 'A.md/b.md': '' }),
    ],
    ['holds an archive by name', 'archive.nested', () => zipped({ 'a.zip': '' })],
    ['holds an archive by content', 'archive.nested', () => zipped({ 'a.md': [zipped(two), {}] })],
    ['is a bomb', 'archive.bomb', () => zipped({ 'a.md': [zeros, { level: 9 }] })],
    [
      'says it is small',
      'archive.damaged',
      () => relisted(zipped({ 'a.md': [zeros, { level: 9 }] }), { entry: 0, at: 24, value: 100 }),
    ],
    [
      'says it is large',
      'archive.damaged',
      () => relisted(zipped(two), { entry: 0, at: 24, value: 3 }),
    ],
    ['was changed', 'archive.damaged', () => relisted(zipped(two), { entry: 0, at: 16, value: 1 })],
    [
      'uses bytes twice',
      'archive.damaged',
      () => relisted(zipped(two), { entry: 1, at: 42, value: 0 }),
    ],
    [
      'is encrypted',
      'archive.unsupported',
      () => relisted(zipped(two), { entry: 0, at: 8, value: 0x80001 }),
    ],
    [
      'is no text',
      'archive.damaged',
      () => zipped({ 'a.md': [Uint8Array.of(0xff, 0xfe, 0x80), {}] }),
    ],
  ];

  it.each(cases)('that %s is refused: %s', async (_what, code, make) => {
    expect(codeOf(await readArchive(make()))).toBe(code);
  });

  it('is refused in one sentence, whoever found it damaged', async () => {
    const cut = await readArchive(zipped(two).slice(0, -30));
    expect(cut).toMatchObject({ ok: false, error: { message: expect.stringMatching(/[^.]\.$/) } });
  });

  it('is not opened when there is more of it than is read', async () => {
    const files = zipped({ ...two, 'ac.json': 'x'.repeat(100) });
    const limits = ARCHIVE_LIMITS;
    for (const less of [
      { bytesMax: 50 },
      { filesMax: 2 },
      { fileBytesMax: 99 },
      { totalBytesMax: 103 },
    ]) {
      const refused = await readArchive(files, { ...limits, ...less });
      expect(codeOf(refused), JSON.stringify(less)).toBe('archive.tooLarge');
    }
    expectOk(await readArchive(files, limits));
  });

  it('may hold folders by name, and nothing that the lab does not name', async () => {
    const loaded = expectOk(await loadLab(LAB_FOLDER));
    const files = Object.fromEntries(loaded.files);
    const withFolder = zipped({ 'pages/': '', ...files });
    expect(expectOk(await labFromArchive(withFolder)).sha256).toBe(loaded.sha256);
    const more = zipped({ ...files, 'key.json': '{}' });
    expect(codeOf(await labFromArchive(more))).toBe('archive.stray');
    expect(codeOf(await labFromArchive(zipped({ 'a.md': '' })))).toBe('lab.unreadable');
  });

  it('never makes anything but a refusal or the very texts out of damaged bytes', async () => {
    const whole = writeArchive(
      new Map([
        ['lab.json', '{"a":1}'],
        ['pages/1.md', 'text '.repeat(50)],
      ]),
    );
    const texts = expectOk(await readArchive(whole));
    const at = fc.nat({ max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(at, fc.nat({ max: 255 }), async (place, value) => {
        const read = await readArchive(whole.with(place, value));
        if (!read.ok) expect(read.error.code).toMatch(/^archive\./);
        else expect([...read.value.values()]).toEqual([...texts.values()]);
      }),
      { numRuns: count('corruptFiles') },
    );
  });

  it('is refused on the command line by name', async () => {
    const file = join(folder, 'bomb.racklab-lab');
    writeFileSync(file, zipped({ 'lab.json': [zeros, { level: 9 }] }));
    for (const command of ['lint', 'unpack', 'pack']) {
      const refused = await racklab('lab', command, file);
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('archive.bomb') });
    }
  });
});
