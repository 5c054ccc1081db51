/**
 * Goal: an attempt on the screen is the attempt that is marked. Method: a learner without a screen
 * plays a whole lab through the calls a screen makes, on real files; what is shown on the way is
 * held against the rules of the modes, what is handed in against the marking of a class.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabInput } from '../../../../src/main/cli/lab-input.ts';
import { markAttempt } from '../../../../src/main/lab/mark-attempt.ts';
import { headOf, missedAnchor } from '../../../../src/main/lab/attempt-anchors.ts';
import { valuesOf } from '../../../../src/main/player/check-bench.ts';
import { seedOf } from '../../../../src/main/lab/attempt-chain.ts';
import { anchorCode } from '../../../../src/shared/lab/anchor.ts';
import { attemptSchema, type Attempt } from '../../../../src/shared/lab/attempt-schema.ts';
import type { LabMode } from '../../../../src/shared/lab/lab-schema.ts';
import { SALT, stepsOf, theLab } from '../../../support/lab-bench.ts';
import type { LabEntry } from '../../../../src/shared/lab/lab-view.ts';
import { Learner } from '../../../support/lab-learner.ts';
import { codeOf } from '../../../support/workspace-rig.ts';
import { expectOk } from '../../../support/expect-ok.ts';

const LAB = '09-availability-set';
const MINUTE_US = 60_000_000;

let input: LabInput;
let learner: Learner;

beforeAll(async () => {
  input = await theLab();
});

beforeEach(async () => {
  learner = new Learner();
  await learner.arrive();
});

afterEach(() => learner.leave());

async function begin(mode: LabMode = 'practice', extension?: number): Promise<void> {
  const more = extension === undefined ? {} : { extension };
  const who = { lab: LAB, locale: 'en' as const, learner: 'ana', salt: SALT };
  await learner.do('labs.begin', { ...who, mode, ...more });
}

function values(): ReturnType<typeof valuesOf> {
  const { loaded } = input;
  return valuesOf({ loaded, seed: seedOf(SALT, { lab: loaded.lab, learner: 'ana' }) });
}

/** The lab on the shelf, with how far one has come. */
async function entryOfLab(whose: Learner): Promise<LabEntry | undefined> {
  return (await whose.do('labs.list', {})).find(({ id }) => id === LAB);
}

async function handIn(): Promise<Attempt> {
  await learner.do('labs.finish', {});
  const { text } = await learner.do('labs.attempt', {});
  return attemptSchema.parse(JSON.parse(text));
}

describe('a lab that is practised', () => {
  it('ticks by itself, and is marked in a class as the screen says', async () => {
    await begin();
    expect(learner.view.anchor).toBeUndefined();
    const pages = learner.view.tasks.map(({ page }) => page['pt-BR'] ?? '');
    expect(pages[0]).toContain(`**${String(values()['peak'])} requisições por segundo**`);
    const before = await learner.do('workspace.summary', {});
    await learner.settled();
    expect(learner.states()).toMatchObject({ 'in-set': 'failed', 'rack-sweep': 'notYet' });
    expect(learner.check('in-set').said?.en).toContain(String(values()['needed']));
    expect(await learner.do('workspace.summary', {})).toEqual(before);
    await learner.take(stepsOf(input, 'lean'), {
      values: values(),
      skip: (step) => 'answer' in step,
    });
    await learner.until(() => expect(learner.states()).toMatchObject({ 'rack-sweep': 'passed' }));
    await learner.settled();
    expect(learner.check('wave')).toMatchObject({ state: 'untried', waitsFor: 'predict-wave' });
    const { hash } = await learner.do('workspace.summary', {});
    await learner.do('labs.answer', {
      check: 'predict-wave',
      value: Math.ceil(Number(values()['least']) / 5),
    });
    await learner.until(() => expect(learner.view.score?.score).toBe(1));
    expect(learner.check('predict-wave').question).toMatchObject({ closed: 'tried' });
    expect((await learner.do('workspace.summary', {})).hash).toBe(hash);
    const attempt = await handIn();
    const marked = expectOk(markAttempt({ ...input, salt: SALT }, attempt));
    expect(marked).toMatchObject({ score: 1, passed: true, learner: 'ana', flags: [] });
    expect(learner.view).toMatchObject({ marked: true, score: { score: 1, passed: true } });
    expect(learner.view.messages.map(({ id }) => id)).toEqual(marked.feedback);
    expect(attempt.selfScore).toBe(1);
    const entry = await entryOfLab(learner);
    expect(entry?.progress).toMatchObject({ attempts: 1, best: 1, passed: true });
  }, 60_000);

  it('says in figures what a near miss lacks, and shows a lost case on a copy', async () => {
    await begin();
    await learner.take(stepsOf(input, 'none-spare'), { values: values() });
    await learner.until(() => expect(learner.check('rack-sweep').cases).toHaveLength(3));
    const sweep = learner.check('rack-sweep');
    expect(sweep).toMatchObject({ state: 'failed', cases: [{ survived: false }, {}, {}] });
    expect(sweep.said?.en).toMatch(/^0 of 3 racks survived\. Without r\d the .* \d\d\.?\d* %/);
    expect(learner.view.messages[0]?.id).toBe('not-enough');
    const { nowUs, savedSeq } = await learner.do('workspace.play', {});
    const [lost] = sweep.cases;
    const shown = { what: 'case' as const, check: 'rack-sweep', case: lost?.name ?? '' };
    await learner.do('labs.show', shown);
    expect(learner.view.copy).toMatchObject({ shows: 'case', case: lost?.name });
    const aside = await learner.do('workspace.play', {});
    expect(aside.nowUs).toBeGreaterThan(nowUs);
    expect(aside.tipUs).toBeGreaterThan(aside.nowUs + 9 * MINUTE_US);
    await learner.do('labs.back', {});
    expect(learner.view.copy).toBeUndefined();
    const back = await learner.do('workspace.play', {});
    expect(back.nowUs).toBe(nowUs);
    expect(back.savedSeq).toBeLessThanOrEqual(savedSeq + 1);
    expect(codeOf(await learner.call('labs.back', {}))).toBe('lab.notOpen');
  }, 60_000);

  it('plays the solution on a copy and leaves the learner where he was', async () => {
    await begin();
    await learner.do('workspace.runUntil', { toUs: MINUTE_US });
    expect(learner.view.solution).toBe(true);
    await learner.do('labs.show', { what: 'solution' });
    expect(learner.view.copy).toMatchObject({ shows: 'solution' });
    const playing = await learner.do('workspace.play', { running: false });
    expect(playing.tipUs).toBe(20 * MINUTE_US);
    await learner.do('labs.back', {});
    expect((await learner.do('workspace.play', {})).nowUs).toBe(MINUTE_US);
    expect(learner.view.score?.score ?? 0).toBeLessThan(0.2);
  }, 30_000);

  it('refuses what is locked with the reason of the lab, goes back to the start', async () => {
    await begin();
    const command = { type: 'rack.add' as const, name: 'mine', row: 'row:row-1', cluster: 'gen-1' };
    const refused = await learner.call('workspace.execute', { command });
    expect(refused).toMatchObject({
      error: { code: 'lab.locked', details: { command: 'rack.add' } },
    });
    expect(codeOf(await learner.call('workspace.check', { command }))).toBe('lab.locked');
    await learner.do('workspace.runUntil', { toUs: MINUTE_US });
    await learner.do('workspace.execute', { command: { type: 'group.add', name: 'mine' } });
    await learner.do('labs.reset', {});
    const view = await learner.do('workspace.play', {});
    expect(view).toMatchObject({ nowUs: 0, tipUs: 0 });
    expect(view.branches).toHaveLength(2);
  });

  it('gives hints one after the other, for nothing', async () => {
    await begin();
    const hints = (): (string | undefined)[] =>
      learner.view.tasks[0]?.hints.map(({ text }) => text?.en) ?? [];
    expect(hints()).toEqual([undefined, undefined, undefined]);
    await learner.do('labs.hint', { task: 'spread' });
    expect(hints()[0]).toContain('fault domains');
    expect(hints()[1]).toBeUndefined();
    await learner.do('labs.hint', { task: 'spread' });
    await learner.do('labs.hint', { task: 'spread' });
    expect(codeOf(await learner.call('labs.hint', { task: 'spread' }))).toBe('lab.closed');
    expect(codeOf(await learner.call('labs.hint', { task: 'nothing' }))).toBe('lab.closed');
    await learner.until(() => expect(learner.view.score).toMatchObject({ hints: 3, hintCost: 0 }));
  });

  it('survives a kill: what was answered, taken and decided is there again', async () => {
    await begin();
    await learner.do('labs.hint', { task: 'spread' });
    await learner.do('labs.answer', { check: 'predict-wave', value: 7 });
    await learner.do('workspace.runUntil', { toUs: MINUTE_US });
    const command = { type: 'group.add' as const, name: 'mine' };
    await learner.do('workspace.execute', { command });
    const entry = await entryOfLab(learner);
    await learner.arrive();
    expect(learner.isShown).toBe(false);
    await learner.do('documents.open', { name: entry?.progress?.document ?? '' });
    expect(learner.view.tasks[0]?.hints[0]?.text?.en).toContain('fault domains');
    expect(learner.check('predict-wave').question?.answer).toBe(7);
    const marked = expectOk(markAttempt({ ...input, salt: SALT }, await handIn()));
    expect(marked.hints).toBe(1);
  }, 30_000);
});

describe('an attempt that is graded', () => {
  it('takes the first answer, shows no reasons, and keeps surprises for the trainer', async () => {
    await begin('graded');
    await learner.do('labs.answer', { check: 'predict-wave', value: 1 });
    const again = await learner.call('labs.answer', { check: 'predict-wave', value: 2 });
    expect(codeOf(again)).toBe('lab.closed');
    await learner.settled();
    expect(learner.check('in-set')).toMatchObject({ state: 'failed', figures: {} });
    expect(learner.check('in-set').said).toBeUndefined();
    expect(learner.view.score).toBeUndefined();
    expect(codeOf(await learner.call('labs.show', { what: 'solution' }))).toBe('lab.notAllowed');
    const attempt = await handIn();
    expect(learner.check('predict-wave').state).toBe('sealed');
    expect(learner.view.score?.pointsByHand).toBe(25);
    const open = expectOk(markAttempt({ ...input, key: undefined, salt: SALT }, attempt));
    expect(learner.view.score?.score).toBe(open.score);
    expect(codeOf(await learner.call('labs.finish', {}))).toBe('lab.closed');
    expect(codeOf(await learner.call('labs.check', { predictions: true }))).toBe('lab.closed');
  }, 30_000);

  it('needs the code of the class, and an answer of the form that is asked for', async () => {
    const bare = { lab: LAB, mode: 'graded' as const, locale: 'en' as const };
    expect(codeOf(await learner.call('labs.begin', bare))).toBe('lab.notAllowed');
    expect(codeOf(await learner.call('labs.begin', { ...bare, lab: 'none' }))).toBe('lab.notFound');
    expect(codeOf(await learner.call('labs.check', { predictions: false }))).toBe('lab.notOpen');
    await begin('graded');
    const wrong = { check: 'predict-wave', value: ['x'] };
    expect(codeOf(await learner.call('labs.answer', wrong))).toBe('lab.badAnswer');
    expect(codeOf(await learner.call('labs.answer', { check: 'wave', value: 1 }))).toBe(
      'lab.badAnswer',
    );
  });

  it('is an exam: nothing is shown, one attempt, and the time is the trainer’s', async () => {
    await begin('exam', 2);
    const { begunMs, endsMs } = learner.view;
    expect((endsMs ?? 0) - begunMs).toBe(90 * 60_000);
    expect(Object.values(learner.states())).toEqual(expect.arrayContaining(['hidden']));
    expect(codeOf(await learner.call('labs.hint', { task: 'spread' }))).toBe('lab.notAllowed');
    expect(codeOf(await learner.call('labs.check', { predictions: false }))).toBe('lab.notAllowed');
    const late = vi.spyOn(Date, 'now').mockReturnValue(begunMs + 91 * 60_000);
    const command = { type: 'group.add' as const, name: 'late' };
    expect(codeOf(await learner.call('workspace.execute', { command }))).toBe('lab.timeUp');
    late.mockRestore();
    const early = learner.view.anchor ?? '';
    const attempt = await handIn();
    // The code that was on the screen before, and the one that is there now, are in the log.
    const last = anchorCode(headOf(attempt));
    expect(learner.view.anchor).toBe(last);
    expect(last).not.toBe(early);
    expect(missedAnchor(attempt, [early, last])).toBeUndefined();
    await learner.do('workspace.execute', { command });
    expect(learner.view.anchor).toBe(last);
    expect(learner.view.score).toBeUndefined();
    const marked = expectOk(markAttempt({ ...input, salt: SALT }, attempt));
    expect(marked.flags).toEqual(['time allowed was multiplied by 2']);
    const second = await learner.call('labs.begin', {
      lab: LAB,
      mode: 'exam',
      locale: 'en',
      learner: 'ana',
      salt: SALT,
    });
    expect(codeOf(second)).toBe('lab.attemptsUsed');
  });
});

describe('checking that takes long', () => {
  it('is given up when asked, and begins again when asked', async () => {
    await begin();
    await learner.do('labs.stopCheck', {});
    await learner.settled();
    await learner.do('labs.check', { predictions: false });
    await learner.settled();
    expect(learner.states()).toMatchObject({ 'in-set': 'failed' });
    await learner.do('labs.finish', {});
    expect(codeOf(await learner.call('labs.stopCheck', {}))).toBe('lab.closed');
  });
});
