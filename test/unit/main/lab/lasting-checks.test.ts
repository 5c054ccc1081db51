/**
 * Goal: what was true stays true where a lab says so, by where the log looks and not by when a
 * screen does; rooms are changed by the values drawn; feedback says the best thing; words and near
 * answers get what they are worth. Method: small labs over the test room, played by written steps
 * and marked; the follower is led along ways that grow, and ways that turn back.
 */
import { describe, expect, it } from 'vitest';
import { chainEntries, chainStart } from '../../../../src/main/lab/attempt-chain.ts';
import type { LoadedLab } from '../../../../src/main/lab/lab-files.ts';
import { openRoom, replayRoom, startOf, type LabStart } from '../../../../src/main/lab/lab-room.ts';
import { LatchFollower } from '../../../../src/main/lab/latch-follower.ts';
import { markAttempt, type Mark } from '../../../../src/main/lab/mark-attempt.ts';
import { playActions } from '../../../../src/main/lab/play-actions.ts';
import { rankFeedback } from '../../../../src/main/lab/rank-feedback.ts';
import { readTrainerMarks } from '../../../../src/main/lab/trainer-marks.ts';
import type { Attempt } from '../../../../src/shared/lab/attempt-schema.ts';
import { allDraws, drawFor } from '../../../../src/shared/lab/draw.ts';
import { evaluate, COMMON_CALLS } from '../../../../src/shared/lab/expression.ts';
import type { Lab } from '../../../../src/shared/lab/lab-schema.ts';
import { TaskTries } from '../../../../src/main/player/task-tries.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { actionsOf, checkOf, loadedOf, type Json } from '../../../support/small-lab.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const SEED = 'ab'.repeat(32);

function labOf(checks: readonly Json[], more: Json = {}): LoadedLab {
  return loadedOf(checks.map(checkOf), { more });
}

function startFor(loaded: LoadedLab): LabStart {
  const draw = expectOk(drawFor(loaded.lab, SEED));
  return expectOk(startOf(loaded, { draw, catalogue: theCatalogue() }));
}

function played(loaded: LoadedLab, steps: readonly Json[], until = '4m'): Attempt {
  const actions = actionsOf(steps, until);
  const by = { learner: 'ana', seed: SEED, mode: 'practice' as const };
  return expectOk(playActions(loaded, { start: startFor(loaded), actions, by }));
}

function mark(loaded: LoadedLab, attempt: Attempt, marks?: string): Mark {
  const of = { labs: [loaded.lab], learners: new Set(['ana', 'ben']) };
  const byHand = marks === undefined ? {} : { byHand: expectOk(readTrainerMarks(marks, of)) };
  const marking = { loaded, key: undefined, catalogue: theCatalogue(), salt: undefined, ...byHand };
  return expectOk(markAttempt(marking, attempt));
}

const CALM = { id: 'calm', kind: 'state', expect: "count('vm:web-*[powerState=stopped]') == 0" };
const ONE_STOPPED = "count('vm:web-*[powerState=stopped]') == 1";
const STOP = { at: '1m', command: { type: 'vm.stop', vm: 'web-1' } };
const START = { at: '3m', command: { type: 'vm.start', vm: 'web-1' } };

describe('a check that stays passed', () => {
  const latching = [
    { id: 'held', kind: 'state', latch: true, expect: ONE_STOPPED },
    { id: 'plain', kind: 'state', expect: ONE_STOPPED },
  ];

  it('keeps its points when the room goes on, and says since when', () => {
    const loaded = labOf(latching);
    const [held, plain] = mark(loaded, played(loaded, [STOP, START])).checks;
    expect(plain?.outcome.state).toBe('failed');
    expect(held?.outcome).toMatchObject({ state: 'passed', share: 1 });
    const since = Number(held?.outcome.evidence['latchedAtUs']);
    expect(since).toBeGreaterThanOrEqual(60_000_000);
    expect(since).toBeLessThanOrEqual(90_000_000);
  });

  it('was never passed when the room never was so, or only while its guard was not', () => {
    const loaded = labOf([
      CALM,
      { id: 'held', kind: 'state', latch: true, guards: ['calm'], expect: ONE_STOPPED },
    ]);
    const guarded = mark(loaded, played(loaded, [STOP, START]));
    expect(guarded.checks.map(({ outcome }) => outcome.state)).toEqual(['passed', 'failed']);
    const never = labOf(latching);
    expect(mark(never, played(never, [])).checks[0]?.outcome.state).toBe('failed');
  });

  it('is looked for on the way only: a way that turned back begins anew', () => {
    const loaded = labOf(latching);
    const start = startFor(loaded);
    const records = played(loaded, [STOP, START]).log.map(({ record }) => record);
    const { way } = expectOk(replayRoom(start, records));
    const follower = new LatchFollower(start, loaded.lab);
    const [first] = way.steps;
    const early = { steps: [], to: first?.place ?? way.to };
    expect([...expectOk(follower.follow(early)).keys()]).toEqual([]);
    expect([...expectOk(follower.follow(way)).keys()]).toEqual(['held']);
    expect([...expectOk(follower.follow(way)).keys()]).toEqual(['held']);
    expect([...expectOk(follower.follow(early)).keys()]).toEqual([]);
    const nowhere = { steps: [], to: { atUs: 1_000_000, eventCount: 1 } };
    expect(codeOf(follower.follow(nowhere))).toBe('document.diverged');
  });

  it('is only for checks of the room as it stands', () => {
    const asked = { id: 'it', kind: 'manual', rubric: { en: 'x' }, latch: true };
    expect(() => labOf([asked])).toThrow('latch');
  });
});

describe('a room that is changed by the values drawn', () => {
  const variables = [
    { kind: 'order', name: 'who', values: ['web-1', 'web-2', 'web-3'] },
    { kind: 'int', name: 'many', min: 1, max: 2 },
  ];
  const mutations = [
    { do: { do: 'vm.tag', vm: '=nth(who, 1)', tags: { role: 'odd' } } },
    { do: { do: 'vm.tag', vm: 'work-{n}', tags: { seen: 'yes' } }, times: 'many' },
    { at: '2m', do: { do: 'vm.stop', vm: 'web-4' }, when: 'many == 2' },
  ];

  it('has them done before the learner decides anything, the same for the same seed', () => {
    const loaded = labOf([CALM], { variables, start: { scenario: 's.json', mutations } });
    const start = startFor(loaded);
    const room = expectOk(openRoom(start));
    room.engine.runUntil(1_000_000);
    const rows = room.engine.rows(['vm']);
    const odd = rows.filter((row) => row.kind === 'vm' && row.tags['role'] === 'odd');
    const [first] = String(start.draw.values['who']).split(' ');
    expect(odd.map(({ name }) => name)).toEqual([first]);
    const many = Number(start.draw.values['many']);
    expect(rows.filter((row) => row.kind === 'vm' && row.tags['seen'] === 'yes')).toHaveLength(
      many,
    );
    const stops = (start.scenario.actions ?? []).filter((one) => one.at === '2m');
    expect(stops).toHaveLength(many === 2 ? 1 : 0);
  });

  it('draws every order of a list, each once', () => {
    const draws = expectOk(allDraws({ variables: labOf([CALM], { variables }).lab.variables }));
    expect(new Set(draws?.map((values) => JSON.stringify(values))).size).toBe(12);
    const lists = new Set(draws?.map(({ who }) => who));
    expect(lists.size).toBe(6);
    for (const list of lists) expect(String(list).split(' ').toSorted()).toHaveLength(3);
    const scope = { names: { who: 'a b' }, calls: COMMON_CALLS };
    expect(evaluate('nth(who, 2)', scope)).toEqual({ ok: true, value: 'b' });
    for (const wrong of ['nth(who, 3)', 'nth(who, 0)', 'nth(1, 1)', "nth(who, 'a')"]) {
      expect(codeOf(evaluate(wrong, scope)), wrong).toBe('lab.badExpression');
    }
  });

  it('refuses what is no action, and what would be done for ever', () => {
    const wrong = { do: { do: 'vm.dance', vm: 'web-1' } };
    for (const [mutation, code] of [
      [wrong, 'scenario.wrongValue'],
      [{ ...wrong, times: 100_000 }, 'lab.badSteps'],
      [{ ...wrong, when: 'nobody' }, 'lab.badExpression'],
    ] as const) {
      const loaded = labOf([CALM], { start: { scenario: 's.json', mutations: [mutation] } });
      const draw = expectOk(drawFor(loaded.lab, SEED));
      const start = startOf(loaded, { draw, catalogue: theCatalogue() });
      expect(codeOf(start)).toBe(code);
    }
  });
});

describe('an answer in words', () => {
  const loaded = labOf([
    { id: 'why', kind: 'manual', rubric: { en: 'names the rack' }, question: { en: 'Why?' } },
  ]);
  const attempt = played(loaded, [
    { at: '1m', answer: 'why', value: 'because' },
    { at: '2m', answer: 'why', value: 'because of the rack' },
  ]);

  it('waits for the trainer, and counts what the trainer gave', () => {
    const open = mark(loaded, { ...attempt, mode: 'practice' });
    expect(open.checks[0]?.outcome).toMatchObject({
      state: 'byHand',
      evidence: { answered: 'because of the rack' },
    });
    const marked = mark(loaded, attempt, 'id,check,points,note\nana,why,7.5,"good, short"\n');
    expect(marked).toMatchObject({ score: 0.75, passed: false });
    expect(marked.checks[0]?.outcome).toMatchObject({
      state: 'partial',
      evidence: { note: 'good, short' },
    });
  });

  it('may be worked over in graded modes too', () => {
    const graded = { ...loaded.lab.modes.practice, hints: false };
    const lab: Lab = { ...loaded.lab, modes: { ...loaded.lab.modes, graded } };
    const begun = chainStart({ labSha256: loaded.sha256, seed: SEED, mode: 'graded' });
    const log = chainEntries(
      begun,
      attempt.log.map(({ record }) => ({ record })),
    );
    const head = log.at(-1)?.h ?? '';
    const marked = mark({ ...loaded, lab }, { ...attempt, mode: 'graded', log, head });
    expect(marked.checks[0]?.outcome.evidence['answered']).toBe('because of the rack');
  });

  it('is given points by a table in which every slip is named', () => {
    const of = { labs: [loaded.lab], learners: new Set(['ana']) };
    const head = 'id,check,points,note\n';
    for (const [text, why] of [
      ['id,check\nana,why\n', 'no column points'],
      ['id,check,points,nite\nana,why,1,x\n', 'did you mean note'],
      ['id,check,points,points\nana,why,1,1\n', 'stands in it twice'],
      [`${head}ben,why,1,\n`, 'there is no learner ben'],
      [`${head}ana,wy,1,\n`, 'did you mean why'],
      [`${head}ana,why,11,\n`, '11 is no number from 0 to 10'],
      [`${head}ana,why,,\n`, 'is no number'],
      [`${head}ana,why,1,\nana,why,2,\n`, 'points for why already'],
      [`${head}"ana`, 'cannot be read'],
    ] as const) {
      const refused = readTrainerMarks(text, of);
      expect(codeOf(refused), text).toBe('marks.invalid');
      expect(refused.ok ? '' : refused.error.message).toContain(why);
    }
  });
});

describe('a number that is near', () => {
  const check = { id: 'near', kind: 'question', question: { en: 'How many?' } };
  const answer = { type: 'number', tolerance: 1, zeroAt: 5 };
  const loaded = labOf([{ ...check, answer, solution: { value: 10 } }]);

  it.each([
    [10, 1],
    [11, 1],
    [12, 0.75],
    [7, 0.5],
    [15, 0],
    [99, 0],
  ])('of %i gets %f of the points', (value, share) => {
    const marked = mark(loaded, played(loaded, [{ at: '1m', answer: 'near', value }], '1m'));
    expect(marked.checks[0]?.outcome.share).toBeCloseTo(share, 10);
  });
});

describe('feedback', () => {
  function rule(id: string, when: string, tone = 'almost') {
    return { id, when, tone: tone as 'almost', say: { en: id } };
  }
  function said(...rules: readonly ReturnType<typeof rule>[]): string[] {
    return rankFeedback(rules).map(({ id }) => id);
  }

  it('says what asks for more first, and not what is said better already', () => {
    const plain = rule('plain', "failed('a')");
    const both = rule('both', "failed('a') && passed('b')");
    const other = rule('other', "failed('c')");
    expect(said(plain, other, both)).toEqual(['both', 'other']);
    expect(said(plain, rule('either', "failed('a') && passed('b') || failed('c')"))).toEqual([
      'plain',
      'either',
    ]);
    const figure = rule('figure', "failed('a') && score('a') > 0.5");
    expect(said(plain, figure)).toEqual(['figure']);
  });

  it('has room for two, and keeps one for good news', () => {
    const first = rule('first', "failed('a') && failed('b') && failed('c')");
    const second = rule('second', "failed('d') && failed('e')");
    const praise = rule('praise', "passed('f')", 'praise');
    expect(said(praise, second, first)).toEqual(['first', 'praise']);
    expect(said(second, first)).toEqual(['first', 'second']);
  });
});

describe('a hint that offers itself', () => {
  it('counts tries that failed, not looks, and no room twice', () => {
    const { lab } = labOf([CALM, { id: 'e', kind: 'state', expect: 'true' }]);
    const outcome = { state: 'failed' as const, share: 0, evidence: {} };
    const marked = { checks: [{ id: 'e', points: 0, outcome }] };
    const tries = new TaskTries();
    tries.looked(lab, { mark: marked, done: 1, trying: undefined });
    expect(tries.failedAt('one')).toBe(0);
    tries.looked(lab, { mark: marked, done: 1, trying: 'e' });
    tries.looked(lab, { mark: marked, done: 1, trying: 'e' });
    expect(tries.failedAt('one')).toBe(1);
    tries.asked();
    tries.looked(lab, { mark: marked, done: 2, trying: undefined });
    expect(tries.failedAt('one')).toBe(2);
    const passed = {
      checks: [{ id: 'e', points: 1, outcome: { ...outcome, state: 'passed' as const } }],
    };
    tries.looked(lab, { mark: passed, done: 3, trying: 'e' });
    expect(tries.failedAt('one')).toBe(2);
    const hint = { level: 'nudge' as const, text: { en: 'x' }, cost: 0 };
    const offered = { ...hint, offerWhen: { tries: 2, minutes: 5 } };
    expect(tries.offers(hint, { task: 'one', minutes: 9 })).toBe(false);
    expect(tries.offers(offered, { task: 'one', minutes: 4 })).toBe(false);
    expect(tries.offers(offered, { task: 'one', minutes: 5 })).toBe(true);
    expect(tries.offers(offered, { task: 'two', minutes: 5 })).toBe(false);
  });
});
