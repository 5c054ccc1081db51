/**
 * Goal: a lab somebody sent stands on the shelf, is played like any other and can be taken off
 * again; a file that is none is refused by name and changes nothing. Method: a learner's session is
 * given archives made of a small lab.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeArchive } from '../../../../src/main/lab/archive-write.ts';
import { loadLab } from '../../../../src/main/lab/lab-files.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { LAB_FOLDER } from '../../../support/lab-bench.ts';
import { Learner } from '../../../support/lab-learner.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const learner = new Learner();
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  files = expectOk(await loadLab(LAB_FOLDER)).files;
  await learner.arrive();
});

afterAll(() => learner.leave());

/** The archive of a lab as another id and revision. */
function archived(change: { readonly id: string; readonly revision?: number }): string {
  const lab: Record<string, unknown> = JSON.parse(files.get('lab.json') ?? '');
  const texts = new Map([...files, ['lab.json', JSON.stringify({ ...lab, ...change })]]);
  return Buffer.from(writeArchive(texts)).toString('base64');
}

async function idsOnShelf(): Promise<string[]> {
  return (await learner.do('labs.list', {})).map(({ id }) => id);
}

describe('a lab that somebody sent', () => {
  it('stands on the shelf, makes room for its next revision, and is played', async () => {
    const before = await idsOnShelf();
    const first = await learner.do('labs.import', { base64: archived({ id: 'of-ana' }) });
    expect(first).toMatchObject({ replaced: false, entry: { id: 'of-ana', received: true } });
    expect(await idsOnShelf()).toEqual([...before, 'of-ana']);
    const next = await learner.do('labs.import', {
      base64: archived({ id: 'of-ana', revision: 2 }),
    });
    expect(next).toMatchObject({ replaced: true, entry: { revision: 2 } });
    await learner.do('labs.begin', { lab: 'of-ana', mode: 'practice', locale: 'en' });
    expect(learner.view).toMatchObject({ lab: 'of-ana', revision: 2, solution: false });
    await learner.do('labs.remove', { lab: 'of-ana' });
    expect(await idsOnShelf()).toEqual(before);
    expectOk(await learner.call('labs.remove', { lab: 'of-ana' }));
    expect(learner.view.lab).toBe('of-ana');
  });

  it('is refused when it goes by the id of a lab of the program and is another', async () => {
    const same = Buffer.from(writeArchive(files)).toString('base64');
    const known = await learner.do('labs.import', { base64: same });
    expect(known).toMatchObject({ replaced: false, entry: { id: '09-availability-set' } });
    expect(known.entry.received).toBeUndefined();
    const other = archived({ id: '09-availability-set', revision: 7 });
    expect(codeOf(await learner.call('labs.import', { base64: other }))).toBe('lab.idTaken');
  });

  it('is refused by name when it is none, and changes nothing', async () => {
    const before = await idsOnShelf();
    const bomb = zipSync({ 'lab.json': new Uint8Array(1_000_000) });
    const link = zipSync({ 'lab.json': [Uint8Array.of(47), { os: 3, attrs: 0o120_777 * 65_536 }] });
    const cases: [string, Uint8Array][] = [
      ['archive.damaged', Uint8Array.of(1, 2, 3)],
      ['archive.bomb', bomb],
      ['archive.link', link],
      ['lab.invalid', writeArchive(new Map([['lab.json', '{"format":"racklab.lab"}']]))],
    ];
    for (const [code, bytes] of cases) {
      const base64 = Buffer.from(bytes).toString('base64');
      expect(codeOf(await learner.call('labs.import', { base64 }))).toBe(code);
    }
    expect(await idsOnShelf()).toEqual(before);
  });

  it('says so where the folder cannot be written', async () => {
    const blocked = new Learner();
    writeFileSync(join(blocked.documentsRoot, 'received-labs'), 'in the way');
    await blocked.arrive();
    const answer = await blocked.call('labs.import', { base64: archived({ id: 'of-ben' }) });
    expect(codeOf(answer)).toBe('lab.notKept');
    await blocked.leave();
  });

  it('is refused when there are as many as are kept', async () => {
    const full = new Learner();
    await full.arrive();
    await full.do('labs.import', { base64: archived({ id: 'of-ana' }) });
    for (let n = 1; n < 200; n += 1) {
      writeFileSync(join(full.documentsRoot, 'received-labs', `x${n}.racklab-lab`), '');
    }
    const answer = await full.call('labs.import', { base64: archived({ id: 'of-ben' }) });
    expect(codeOf(answer)).toBe('lab.tooMany');
    await full.leave();
  });
});
