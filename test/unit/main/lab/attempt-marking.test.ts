/**
 * Goal: an attempt is marked by what happens in its room, the same every time, and an attempt that
 * was tampered with gets no mark. Method: the steps of the key of a real lab are played for one
 * learner; single facts of the attempt are changed, and the mark must follow or be refused.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Attempt, LabEvent } from '../../../../src/shared/lab/attempt-schema.ts';
import type { LabInput } from '../../../../src/main/cli/lab-input.ts';
import { brokenAt, chainEntries, chainStart } from '../../../../src/main/lab/attempt-chain.ts';
import { markAttempt, type Mark } from '../../../../src/main/lab/mark-attempt.ts';
import { sayFailure } from '../../../../src/main/lab/results-pages.ts';
import { attemptOf, SALT, stepsOf, theLab } from '../../../support/lab-bench.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

let input: LabInput;
let good: Attempt;

beforeAll(async () => {
  input = await theLab();
  good = attemptOf(input, { learner: 'ana', steps: stepsOf(input, 'lean') });
});

function mark(attempt: Attempt): ReturnType<typeof markAttempt> {
  return markAttempt({ ...input, salt: SALT }, attempt);
}

/** The attempt with other entries and a chain that fits them. */
function rechained(attempt: Attempt, log: Attempt['log']): Attempt {
  const { lab, seed, mode } = attempt;
  const begun = chainStart({ labSha256: lab.sha256, seed, mode });
  const entries = chainEntries(
    begun,
    log.map(({ n: _n, h: _h, ...entry }) => entry),
  );
  return { ...attempt, log: entries, head: entries.at(-1)?.h ?? begun };
}

/** The attempt with a note before the entry at a place; what follows is numbered on. */
function withNote(attempt: Attempt, at: number, note: LabEvent): Attempt {
  const standing = attempt.log[at]?.record ?? {};
  const seq = Number(standing['seq']);
  const { branch, parent, atUs, afterEvent } = standing;
  function moved(record: Attempt['log'][number]['record']): typeof record {
    const place = { seq: Number(record['seq']) + 1, parent: Number(record['parent']) };
    return { ...record, ...place, parent: place.parent < seq ? place.parent : place.parent + 1 };
  }
  const inserted = { kind: 'note', seq, branch, parent, atUs, afterEvent, note: { ...note } };
  const later = attempt.log.slice(at).map((entry) => ({ ...entry, record: moved(entry.record) }));
  const log = [...attempt.log.slice(0, at), { n: 1, h: attempt.head, record: inserted }, ...later];
  return rechained(attempt, log);
}

/** Where the reference answers. */
function answerAt(attempt: Attempt): number {
  return attempt.log.findIndex(({ record }) => record['kind'] === 'note');
}

function states(marked: Mark): Record<string, string> {
  return Object.fromEntries(marked.checks.map(({ check, outcome }) => [check.id, outcome.state]));
}

describe('a mark', () => {
  it('is full for the reference, twice the same, with figures of the learner', () => {
    const first = expectOk(mark(good));
    expect(first).toEqual(expectOk(mark(good)));
    expect(first).toMatchObject({ score: 1, passed: true, flags: [], feedback: ['well-done'] });
    const sweep = first.checks.find(({ check }) => check.id === 'rack-sweep');
    expect(sweep?.outcome.evidence).toMatchObject({ cases: 3, survived: 3 });
  });

  it("says in the learner's own numbers what a near miss lacks", () => {
    const steps = stepsOf(input, 'none-spare');
    const marked = expectOk(mark(attemptOf(input, { learner: 'ana', steps })));
    expect(states(marked)).toMatchObject({ 'in-set': 'passed', 'rack-sweep': 'failed' });
    expect(marked).toMatchObject({ passed: false, feedback: ['not-enough'] });
    const sweep = marked.checks.find(({ check }) => check.id === 'rack-sweep');
    if (sweep === undefined) throw new Error('the lab has this check');
    const { evidence } = sweep.outcome;
    const said = sayFailure(sweep.check, { evidence, mark: marked, locale: 'pt-BR' });
    expect(said).toMatch(/^0 de 3 racks sobreviveram\. Sem r\d a fração atendida foi \d\d,\d %/);
  });

  it('takes a swapped number of a reference as what it is', () => {
    const steps = stepsOf(input, 'lean');
    const fewer = {
      ...steps,
      steps: steps.steps.map((step) =>
        'times' in step && step.times === 'least' ? { ...step, times: 'least - 1' } : step,
      ),
    };
    const marked = expectOk(mark(attemptOf(input, { learner: 'ana', steps: fewer })));
    expect(Object.values(states(marked)).some((state) => state !== 'passed')).toBe(true);
  });

  it('counts the first answer where it is graded', () => {
    const answer = answerAt(good);
    const wrong = { kind: 'answer' as const, check: 'predict-wave', value: 99 };
    const before = expectOk(mark(withNote(good, answer, wrong)));
    const after = expectOk(mark(withNote(good, answer + 1, wrong)));
    expect(states(before)['predict-wave']).toBe('failed');
    expect(states(after)['predict-wave']).toBe('passed');
  });

  it('closes the predictions about an experiment once it was tried', () => {
    const answer = answerAt(good);
    function stateAfter(check?: string): string | undefined {
      const tried = check === undefined ? {} : { check };
      const late = withNote(good, answer, { kind: 'tried', ...tried });
      return states(expectOk(mark(late)))['predict-wave'];
    }
    expect(stateAfter()).toBe('notYet');
    expect(stateAfter('wave')).toBe('notYet');
    expect(stateAfter('rack-sweep')).toBe('passed');
  });

  it('leaves out what follows the handing in, and refuses notes it cannot read', () => {
    const handedIn = withNote(good, 1, { kind: 'finished', wallMs: 0 });
    expect(expectOk(mark(handedIn)).score).toBeLessThan(0.2);
    const [first, ...rest] = good.log;
    if (first === undefined) throw new Error('the reference decides something');
    const foreign = { ...first.record, kind: 'note', note: { kind: 'whistle' } };
    expect(codeOf(mark(rechained(good, [{ ...first, record: foreign }, ...rest])))).toBe(
      'lab.invalid',
    );
  });

  it('tells a trainer about time: what was allowed and what was taken', () => {
    const { lab, learner, seed } = good;
    const begun: LabEvent = {
      kind: 'begun',
      lab,
      learner,
      seed,
      mode: good.mode,
      files: 'x',
      wallMs: 0,
      minutes: 90,
      extension: 2,
    };
    const begunLate = withNote(good, 0, begun);
    const end = begunLate.log.length - 1;
    const late = withNote(begunLate, end, { kind: 'finished', wallMs: 6_000_000 });
    expect(expectOk(mark(late)).flags).toEqual([
      'time allowed was multiplied by 2',
      'took 100 minutes of 90',
    ]);
  });

  it('takes off what hints cost, once each, and flags what was locked', () => {
    const hint = { kind: 'hint' as const, task: 'spread', level: 'step' as const };
    const marked = expectOk(mark(withNote(withNote(good, 0, hint), 0, hint)));
    expect(marked).toMatchObject({ hints: 2, hintCost: 0.1 });
    expect(marked.score).toBeCloseTo(0.9, 10);
    const steps = stepsOf(input, 'lean');
    const locked = { at: '1s', command: { type: 'rack.add', name: 'mine', row: 'row:row-1' } };
    const attempt = attemptOf(input, {
      learner: 'ana',
      steps: { ...steps, steps: [locked, ...steps.steps] },
    });
    expect(expectOk(mark(attempt)).flags).toEqual(['locked command used: rack.add']);
  });
});

describe('an attempt that was tampered with', () => {
  const entryAt = (attempt: Attempt, at: number): Attempt['log'][number] => {
    const entry = attempt.log[at];
    if (entry === undefined) throw new Error('the attempt has entries');
    return entry;
  };

  it.each<[string, (attempt: Attempt) => Attempt]>([
    ['edited', (one) => ({ ...one, log: one.log.with(1, { ...entryAt(one, 1), record: {} }) })],
    ['shortened in the middle', (one) => ({ ...one, log: one.log.toSpliced(1, 1) })],
    ['cut off at the end', (one) => ({ ...one, log: one.log.slice(0, -1) })],
    [
      'put in another order',
      (one) => ({ ...one, log: [entryAt(one, 1), entryAt(one, 0), ...one.log.slice(2)] }),
    ],
    ['said to be practice', (one) => ({ ...one, mode: 'practice' })],
    ['begun under another seed', (one) => ({ ...one, seed: 'f'.repeat(64) })],
  ])('is refused when it was %s', (_how, change) => {
    const altered = change(good);
    expect(brokenAt(altered)).not.toBeUndefined();
    expect(mark(altered)).toMatchObject({ ok: false, error: { code: 'attempt.altered' } });
  });

  it('is refused when it was handed over to another learner', () => {
    const foreign = { ...good, learner: { id: 'ben' } };
    expect(mark(foreign)).toMatchObject({ ok: false, error: { code: 'attempt.foreignSeed' } });
  });

  it('is refused for another lab, and for other rules', () => {
    const lab = { ...good.lab, sha256: 'a'.repeat(64) };
    expect(mark({ ...good, lab })).toMatchObject({ error: { code: 'attempt.otherLab' } });
    const engine = { ...good.engine, behaviourVersion: 999 };
    expect(mark({ ...good, engine })).toMatchObject({ error: { code: 'attempt.otherEngine' } });
  });

  it('is refused when a record is none, or tells of what never happened', () => {
    const broken = { ...entryAt(good, 0), record: { kind: 'command', seq: 'one' } };
    const unread = rechained(good, good.log.with(0, broken));
    expect(mark(unread)).toMatchObject({ error: { code: 'journal.invalidRecord' } });
    const { record } = entryAt(good, 1);
    const moved = { ...entryAt(good, 1), record: { ...record, afterEvent: 1 } };
    const diverged = rechained(good, good.log.with(1, moved));
    const outcome = mark(diverged);
    expect(outcome.ok ? '' : outcome.error.code).toMatch(/^(?:document|journal)\./);
  });
});
