/**
 * Goal: a lab is written, started, played, kept and proved by the calls of a screen, and nothing
 * that was acknowledged is lost by a kill. Method: a served session on real files; a lab is made
 * of a template, its way is played once and kept, its proof is read, another session goes on with
 * the files of one that ended without a word; then wrong hands and wrong names are refused.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DraftChange, DraftKeep } from '../../../../src/shared/lab/author-view.ts';
import { KEY_FILE, LAB_FILE } from '../../../../src/shared/lab/lab-finding.ts';
import { theLab } from '../../../support/lab-bench.ts';
import { Learner } from '../../../support/lab-learner.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const TITLE = { en: 'One more, please', 'pt-BR': 'Mais uma, por favor' };
const LAB = 'one-more-please';
const MACHINE = {
  type: 'vm.create',
  name: 'extra',
  group: 'shop',
  size: 'Standard_D2s_v5',
  image: 'Ubuntu2204',
} as const;

describe('the desk of an author', () => {
  let author: Learner;

  beforeEach(async () => {
    author = new Learner();
    await author.arrive();
  });
  afterEach(() => author.leave());

  async function make(): Promise<void> {
    const from = { kind: 'template', template: 'first-room' } as const;
    await author.do('author.create', { title: TITLE, from });
  }

  async function textOf(path: string): Promise<string> {
    const { files } = await author.do('author.read', { lab: LAB });
    return files.find((file) => file.path === path)?.text ?? '';
  }

  async function write(changes: DraftChange[]): Promise<string[]> {
    const { findings } = await author.do('author.write', { lab: LAB, changes });
    return findings.map(({ code }) => code);
  }

  async function playOneMore(): Promise<void> {
    await author.do('author.tryOut', { lab: LAB, locale: 'en' });
    await author.do('workspace.execute', { command: MACHINE });
  }

  it('makes a lab that wants only its way, which is played, kept and proved', async () => {
    await make();
    const { findings } = await author.do('author.read', { lab: LAB });
    expect(findings.map(({ code }) => code)).toEqual(['noReference']);
    await playOneMore();
    expect(author.view.tryOut).toBe(LAB);
    const kept: DraftKeep = { name: 'way', as: 'reference', fails: [] };
    expect(await author.do('author.keep', kept)).toEqual({
      lab: LAB,
      path: '_key/way.actions.json',
    });
    const proof = await author.proof(LAB);
    expect(proof).toMatchObject({ isFinished: true, isComplete: true, draws: 1, findings: [] });
    const [entry] = await author.do('author.list', {});
    expect(entry).toMatchObject({ lab: LAB, title: TITLE, references: 1, checks: 1 });
  });

  it('loses nothing that was acknowledged when it ends without a word', async () => {
    await make();
    const changed = (await textOf(LAB_FILE)).replace('First task', 'Add a machine');
    await write([{ path: LAB_FILE, text: changed }]);
    await playOneMore();
    const { view } = author;
    await author.arrive();
    expect(await textOf(LAB_FILE)).toBe(changed);
    const documents = await author.do('documents.list', {});
    await author.do('documents.open', { name: documents[0]?.name ?? '' });
    expect(author.view.tryOut).toBe(view.tryOut);
    await author.do('author.keep', { name: 'way', as: 'reference', fails: [] });
    expect(await textOf('_key/way.actions.json')).toContain('"extra"');
  });

  it('finds what is wrong with the files, each with its place, and proves what fails', async () => {
    await make();
    await playOneMore();
    const miss: DraftKeep = { name: 'not-enough', as: 'nearMiss', fails: ['one-more'] };
    await author.do('author.keep', miss);
    await author.do('author.keep', { name: 'way', as: 'reference', fails: [] });
    const proof = await author.proof(LAB);
    expect(proof.findings).toMatchObject([
      { code: 'missFailsOther', at: { file: KEY_FILE, path: ['nearMisses', 0] } },
    ]);
    const lab = await textOf(LAB_FILE);
    expect(
      await write([{ path: LAB_FILE, text: lab.replace('"one-more"\n', '"none"\n') }]),
    ).toContain('unknownCheck');
    const broken = await author.do('author.write', {
      lab: LAB,
      changes: [{ path: LAB_FILE, text: lab.replace('"pass"', '"pas"') }],
    });
    expect(broken.findings[0]).toMatchObject({
      code: 'invalid',
      at: { file: LAB_FILE, path: ['scoring', 'pas'] },
    });
    expect(await write([{ path: LAB_FILE, text: '{' }])).toEqual(['invalid']);
    await author.do('author.remove', { lab: LAB, path: 'pages/1.en.md' });
    expect(await write([{ path: LAB_FILE, text: lab }])).toContain('unreadable');
  });

  it('records the open room as the start, and opens the start as a room', async () => {
    await make();
    await author.do('author.openStart', { lab: LAB });
    await author.do('workspace.execute', { command: { ...MACHINE, name: 'third' } });
    const { draft } = await author.do('author.recordStart', { lab: LAB });
    expect(draft.findings.map(({ code }) => code)).toEqual(['noReference']);
    expect(await textOf('start.scenario.json')).toContain('"third"');
  });

  it('copies a lab that came with us, with its key', async () => {
    const from = { kind: 'lab', lab: '09-availability-set' } as const;
    const copy = await author.do('author.create', { title: TITLE, from });
    expect(copy).toMatchObject({ lab: LAB, findings: [] });
    expect(copy.files.map(({ path }) => path)).toContain('_key/lean.actions.json');
    expect(JSON.parse(await textOf(KEY_FILE))).toMatchObject({ lab: LAB, revision: 1 });
  });

  it('notices another hand, and refuses what cannot be kept', async () => {
    await make();
    const { files } = await author.do('author.read', { lab: LAB });
    const file = files.find(({ path }) => path === LAB_FILE);
    const onDisk = join(author.documentsRoot, 'labs', LAB, LAB_FILE);
    writeFileSync(onDisk, `${readFileSync(onDisk, 'utf8')} `);
    const change = { path: LAB_FILE, text: '{}', before: file?.sha256 ?? '' };
    expect(await refusal('author.write', { lab: LAB, changes: [change] })).toBe('author.changed');
    expect(readFileSync(onDisk, 'utf8')).toContain('one-more');
    const kept: DraftKeep = { name: 'way', as: 'reference', fails: [] };
    expect(await refusal('author.keep', kept)).toBe('author.notTryOut');
    await author.do('author.tryOut', { lab: LAB, locale: 'en' });
    expect(await refusal('author.keep', kept)).toBe('author.nothingPlayed');
    await playOneMore();
    expect(await refusal('author.keep', { ...kept, as: 'nearMiss' })).toBe('author.failsNothing');
    await author.do('author.keep', kept);
    const again: DraftKeep = { ...kept, as: 'nearMiss', fails: ['one-more'] };
    expect(await refusal('author.keep', again)).toBe('author.nameTaken');
    expect(await refusal('author.read', { lab: 'nowhere' })).toBe('lab.notFound');
    writeFileSync(join(author.documentsRoot, 'labs', LAB, 'pages', 'x.md'), 'x');
    const into = { path: 'pages/x.md/y.md', text: 'y' };
    expect(await refusal('author.write', { lab: LAB, changes: [into] })).toBe('author.writeFailed');
  });

  async function refusal(...call: Parameters<Learner['call']>): Promise<string> {
    const answer = await author.call(...call);
    return answer.ok ? 'ok' : answer.error.code;
  }

  it('takes a whole lab off the list and brings it back with its key', async () => {
    await make();
    const before = await author.do('author.read', { lab: LAB });
    const { kept } = await author.do('author.discard', { lab: LAB });
    expect(await author.do('author.list', {})).toEqual([]);
    expect(codeOf(await author.call('author.read', { lab: LAB }))).toBe('lab.notFound');
    expect(codeOf(await author.call('author.discard', { lab: LAB }))).toBe('lab.notFound');
    const restore = { lab: LAB, kept } as const;
    const nowhere = { lab: LAB, kept: 'nowhere' } as const;
    expect(codeOf(await author.call('author.restore', nowhere))).toBe('lab.notFound');
    // Another one of the same title is not written over.
    await make();
    expect(codeOf(await author.call('author.restore', restore))).toBe('lab.idTaken');
    const second = await author.do('author.discard', { lab: LAB });
    await author.do('author.restore', restore);
    expect(await author.do('author.read', { lab: LAB })).toEqual(before);
    expect(second.kept).not.toBe(kept);
  });

  it('binds a lab to a surprise as the marker does', async () => {
    const { loaded, key } = await theLab();
    const sealed = key?.sealed?.['both'];
    if (sealed === undefined) throw new Error('the key holds a surprise');
    const bound = loaded.lab.checks.find(({ id }) => id === 'both');
    expect(await author.do('author.seal', sealed)).toEqual({
      commit: bound?.kind === 'sealed' ? bound.commit : '',
    });
    const other = { ...sealed, check: { ...sealed.check, points: 1 } };
    expect(await author.do('author.seal', other)).not.toEqual(
      await author.do('author.seal', sealed),
    );
  });
});
