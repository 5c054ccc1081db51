/**
 * Goal: every kind of check judges what it asks about, with partial points and evidence, and says
 * why it cannot where it cannot. Method: small labs of one check over the test room, which has six
 * web machines over four racks and a service that is well.
 */
import { describe, expect, it } from 'vitest';
import { ExperimentBudget } from '../../../../src/main/experiment/experiment-budget.ts';
import { lintLab } from '../../../../src/main/lab/lint-lab.ts';
import { commitOf, markChecks } from '../../../../src/main/lab/mark-checks.ts';
import { startOf, type LabRoom } from '../../../../src/main/lab/lab-room.ts';
import { lookAt } from '../../../../src/main/lab/room-scope.ts';
import { playActions } from '../../../../src/main/lab/play-actions.ts';
import type { CheckOutcome } from '../../../../src/main/lab/check-outcome.ts';
import { parseFile } from '../../../../src/main/lab/lab-files.ts';
import { actionsSchema } from '../../../../src/shared/lab/actions-schema.ts';
import type { AnswerValue } from '../../../../src/shared/lab/attempt-schema.ts';
import type { Check } from '../../../../src/shared/lab/check-schema.ts';
import { keySchema, type LabKey } from '../../../../src/shared/lab/key-schema.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import {
  checkOf,
  DRAW,
  labOf,
  loadedOf,
  NO_MATTER,
  outcomeIn,
  roomAt,
} from '../../../support/small-lab.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const SALT = '0123456789abcdef0123456789abcdef';
interface Given {
  readonly room?: LabRoom;
  readonly answer?: AnswerValue;
  readonly key?: LabKey;
}

function outcomeOf(check: Check, { room = roomAt(1), ...given }: Given = {}): CheckOutcome {
  return outcomeIn(room, { check, ...given });
}

describe('a state check', () => {
  it.each([
    ["count('vm:web-*') == wanted", 'passed'],
    ["distinct('vm:web-*', 'rack') > 10", 'failed'],
    ["sum('vm:web-*', 'vCpu') == 12 && every('vm:web-*', 'powerState', 'running')", 'passed'],
    ["measure('servedFraction', 'site') > 0.5", 'passed'],
    ["every('vm', 'size', 'other')", 'failed'],
  ])('%s: %s', (expect_, state) => {
    expect(outcomeOf(checkOf({ kind: 'state', expect: expect_ })).state).toBe(state);
  });

  it.each([
    ["count('vm[')", 'lab.badSelector'],
    ['count(1)', 'lab.badExpression'],
    ["measure('colour')", 'lab.badExpression'],
    ["measure('served', 'nobody')", 'lab.badExpression'],
    ["count('vm')", 'lab.badExpression'],
    ["reaches('internet', 'vm:web-1') == 1", 'lab.badExpression'],
    ["reaches('internet', 'vm:nobody', 22) == 1", 'fault.targetNotFound'],
  ])('%s is not gradable: %s', (expect_, code) => {
    const outcome = outcomeOf(checkOf({ kind: 'state', expect: expect_ }));
    expect([outcome.state, outcome.problem?.code]).toEqual(['notYet', code]);
  });
});

describe('a way through the network', () => {
  it('is 1 where a machine is reached, and 0 where it does not run', () => {
    const figures = {
      running: "reaches('vm:work-1', 'vm:web-1', 22)",
      stopped: "reaches('vm:work-1', 'vm:web-3', 22)",
    };
    const check = checkOf({ kind: 'state', expect: 'true', figures });
    const { evidence } = outcomeOf(check, { room: roomAt(13) });
    expect(evidence).toEqual({ running: 1, stopped: 0 });
  });
});

describe('figures of a state check', () => {
  it('are told, and a wrong one is a reason not to judge', () => {
    const figures = { web: "count('vm:web-*')", twice: "count('vm') * 2" };
    const outcome = outcomeOf(checkOf({ kind: 'state', expect: 'false', figures }));
    expect([outcome.state, outcome.evidence]).toEqual(['failed', { web: 6, twice: 16 }]);
    const wrong = outcomeOf(checkOf({ kind: 'state', expect: 'true', figures: { bad: "'six'" } }));
    expect([wrong.state, wrong.problem?.code]).toEqual(['notYet', 'lab.badExpression']);
  });
});

describe('an invariant check', () => {
  it.each([
    ['noOvercommit', 'host', 'passed'],
    ['noOvercommit', 'host:none', 'failed'],
    ['probeCoversPool', 'balancer', 'passed'],
    ['noSinglePointOfFailure', 'vm:web-1', 'failed'],
    ['spreadOverRacks', 'vm:none', 'failed'],
  ])('%s of %s: %s', (rule, of, state) => {
    expect(outcomeOf(checkOf({ kind: 'invariant', rule, of })).state).toBe(state);
  });

  it('names the part that takes all', () => {
    const check = checkOf({ kind: 'invariant', rule: 'noSinglePointOfFailure', of: 'vm:web-*' });
    const { state, evidence } = outcomeOf(check);
    // The room's machines are placed first fit, so one rack holds them all.
    expect([state, evidence['machines']]).toEqual(['failed', 6]);
    expect(evidence['part']).toMatch(/^[a-z]+:/);
  });
});

describe('an experiment', () => {
  const base = {
    kind: 'experiment',
    steadyFor: '30s',
    steadyState: [{ measure: 'servedFraction', min: 0.9 }],
    runFor: '2m',
    during: [{ measure: 'servedFraction', service: 'site', min: 0.9 }],
  };

  it('tries each target by itself and gives points for those survived', () => {
    const faults = [{ target: 'rack', pick: 'each', for: '2m' }];
    const outcome = outcomeOf(checkOf({ ...base, faults, partial: true }));
    expect(outcome.evidence).toMatchObject({ cases: 4 });
    expect(outcome.state).toBe('partial');
    expect(outcome.share).toBe(Number(outcome.evidence['survived']) / 4);
  });

  it('judges the room that a case leaves behind', () => {
    const faults = [{ target: 'rack', pick: 'each', for: '2m' }];
    const { steadyState: _steadyState, during: _during, ...bare } = base;
    const after = "count('vm[powerState=running]') == 8";
    const outcome = outcomeOf(checkOf({ ...bare, faults, after, partial: true }));
    // First fit put every machine into the first rack.
    const lost = outcome.cases?.filter(({ survived }) => !survived) ?? [];
    expect(lost.map(({ name }) => name)).toEqual(['rack:r1']);
    expect(outcome.evidence).toMatchObject({ worstCase: 'rack:r1', survived: 3, cases: 4 });
    expect(() => checkOf({ ...bare, faults })).toThrow(/what must hold/);
  });

  it('keeps of each case what it cost, what it goes back to and where to look', () => {
    const faults = [{ target: 'rack', pick: 'each', for: '1m' }];
    const during = [{ measure: 'secondsToRecover', max: 600 }];
    const { cases = [] } = outcomeOf(checkOf({ ...base, faults, during }));
    const lost = cases.find(({ name }) => name === 'rack:r1');
    expect(lost).toMatchObject({ atUs: 90_000_000, causes: [{ cause: 'rack:r1' }] });
    expect(lost?.failed).toBe(lost?.causes.reduce((sum, one) => sum + one.failed, 0));
    expect(lost?.machinesLost).toBe(8);
    expect(lost?.minutesDown).toBeGreaterThanOrEqual(1);
    expect(lost?.secondsToRecover).toBeGreaterThanOrEqual((lost?.minutesDown ?? 0) * 60 - 5);
    const spared = cases.find(({ name }) => name === 'rack:r4');
    expect(spared).toMatchObject({ failed: 0, machinesLost: 0, secondsToRecover: 0, causes: [] });
  });

  it('gives a case up that reaches further than it may', () => {
    const faults = [{ target: 'rack', pick: 'each', for: '1m' }];
    const during = [{ measure: 'served', min: 0 }];
    const wide = checkOf({ ...base, faults, during, blastRadius: { machinesLost: 'wanted' } });
    const { cases = [], evidence } = outcomeOf(wide);
    expect(cases.map(({ aborted }) => aborted)).toEqual([true, false, false, false]);
    expect(evidence).toMatchObject({ measure: 'machinesLost', value: 8, max: 6, survived: 3 });
    const blastRadius = { machinesLost: 'wanted', of: 'vm:web-*' };
    expect(outcomeOf(checkOf({ ...base, faults, during, blastRadius })).state).toBe('passed');
  });

  it('tries it again with other luck, and wants so many of them to hold', () => {
    const faults = [{ target: 'rack', pick: 'one', for: '1m' }];
    const room = roomAt(1);
    function heldOf(need: number): CheckOutcome {
      return outcomeOf(checkOf({ ...base, faults, repeat: { seeds: 5, need } }), { room });
    }
    const [one] = heldOf(1).cases ?? [];
    // One rack of four holds everything, and another one is drawn each time.
    expect(one?.held).toMatchObject({ seeds: 5 });
    const held = one?.held?.of ?? 0;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(5);
    expect(heldOf(held).state).toBe('passed');
    expect(heldOf(held + 1)).toMatchObject({ state: 'failed', evidence: { seeds: 5 } });
    expect(heldOf(held)).toEqual(heldOf(held));
    expect(() => checkOf({ ...base, faults, repeat: { seeds: 2, need: 3 } })).toThrow(/need/);
  });

  it('says so when it would take too long, and never hangs', () => {
    const faults = [{ target: 'rack', pick: 'each', for: '1m' }];
    const long = checkOf({ ...base, faults, steadyFor: '8000d' });
    expect(outcomeOf(long)).toMatchObject({
      state: 'notYet',
      problem: { code: 'experiment.tooLong', details: { most: '7320 days' } },
    });
    const found = lintLab(loadedOf([long]), undefined).map(({ code }) => code);
    expect(found).toEqual(['experimentTooLong']);
    const budget = new ExperimentBudget({ days: 1, events: 500 });
    const { engine } = roomAt(1);
    expect(budget.run(engine, engine.nowUs + 60_000_000)).toMatchObject({
      ok: false,
      error: { code: 'experiment.tooLong', details: { most: '500 events' } },
    });
  });

  it('leaves the room as it was, and comes to the same again', () => {
    const room = roomAt(1);
    const before = room.engine.hash();
    const faults = [{ target: 'feed', pick: 'one', at: '10s', for: '1m' }];
    const check = checkOf({ ...base, faults });
    expect(outcomeOf(check, { room })).toEqual(outcomeOf(check, { room }));
    expect(room.engine.hash()).toBe(before);
  });

  it.each([
    [
      {
        faults: [{ target: 'ups', pick: 'each', for: '1m' }],
        steadyState: [{ measure: 'refused', min: 1e6 }],
      },
      'lab.notSteady',
    ],
    [{ faults: [{ target: 'rack:none', pick: 'each', for: '1m' }] }, 'lab.nothingToCut'],
    [
      {
        faults: [
          { target: 'host', pick: 'each', for: '1m' },
          { target: 'vm:web-*[powerState!=x]', pick: 'each', for: '1m' },
          { target: 'rack', pick: 'each', for: '1m' },
          { target: 'rack', pick: 'each', at: '1m', for: '1m' },
        ],
      },
      'lab.tooManyCases',
    ],
    [{ faults: [], commands: [{ at: '0s', do: { type: 'none.such' } }] }, 'lab.invalid'],
    [
      {
        faults: [{ target: 'rack', pick: 'one', for: '1m' }],
        during: [{ measure: 'served', service: 'nobody', min: 1 }],
      },
      'service.notFound',
    ],
  ])('%j is not gradable: %s', (fields, code) => {
    const outcome = outcomeOf(checkOf({ ...base, ...fields }));
    expect([outcome.state, outcome.problem?.code]).toEqual(['notYet', code]);
  });

  it('has to say what happens', () => {
    expect(() => checkOf({ ...base, faults: [] })).toThrow(/say what happens/);
  });
});

describe('a metric', () => {
  it.each([
    [8, 16, 1],
    [4, 12, 0.5],
    [4, 8, 0],
    [9, 9, 0],
    [16, 0, 0.5],
  ])('with all points at %i machines and none at %i gives %f', (full, zero, share) => {
    // Eight machines run.
    const check = checkOf({ kind: 'metric', measure: 'machines', state: 'running', full, zero });
    expect(outcomeOf(check).share).toBe(share);
  });

  it('waits for a value', () => {
    const check = checkOf({ kind: 'metric', measure: 'lastFinish', full: 1, zero: 2, batch: 'x' });
    expect(outcomeOf(check).problem?.code).toBe('lab.noValue');
  });
});

describe('a question', () => {
  const options = ['a', 'b', 'c'].map((id) => ({ id, text: { en: id } }));

  function asked(type: string, solution: Record<string, unknown>): Check {
    const choices = type === 'number' || type === 'point' ? {} : { options };
    const form = type === 'point' ? { among: 'rack' } : choices;
    const tolerance = type === 'number' ? { tolerance: 1 } : {};
    return checkOf({
      kind: 'question',
      question: { en: '?' },
      answer: { type, ...form, ...tolerance },
      solution,
    });
  }

  it.each<[string, Record<string, unknown>, AnswerValue, number]>([
    ['number', { value: "count('vm:web-*')" }, 7, 1],
    ['number', { value: "count('vm:web-*')" }, 8, 0],
    ['number', { value: 6 }, 'six', 0],
    ['choice', { options: ['b'] }, 'b', 1],
    ['choice', { options: ['b'] }, 'a', 0],
    ['several', { options: ['a', 'b'] }, ['a', 'b'], 1],
    ['several', { options: ['a', 'b'] }, ['a'], 0.5],
    ['several', { options: ['a', 'b'] }, ['a', 'b', 'c'], 0.5],
    ['order', { options: ['c', 'a', 'b'] }, ['c', 'a', 'b'], 1],
    ['order', { options: ['c', 'a', 'b'] }, ['c', 'b', 'a'], 1 / 3],
    ['order', { options: ['c', 'a', 'b'] }, ['c'], 0],
    ['point', { things: 'rack' }, ['rack:r1', 'rack:r2', 'rack:r3', 'rack:r4'], 1],
    ['point', { things: 'rack:r1' }, ['rack:r1', 'rack:r2'], 0],
    ['point', { things: 'vm:web-{wanted}' }, ['vm:shop/web-6'], 1],
  ])('%s, right is %j: %j gives %f', (type, solution, answer, share) => {
    expect(outcomeOf(asked(type, solution), { answer }).share).toBe(share);
  });

  it('waits for an answer, and for somebody to say what is right', () => {
    const check = asked('number', { value: 1 });
    expect(outcomeOf(check).problem?.code).toBe('lab.unanswered');
    const open = checkOf({ kind: 'question', question: { en: '?' }, answer: { type: 'number' } });
    expect(outcomeOf(open, { answer: 1 }).state).toBe('sealed');
    const key = keyWith(open);
    expect(outcomeOf(open, { answer: 1, key }).problem?.code).toBe('lab.noSolution');
  });
});

describe('a process check', () => {
  function roomAfter(): LabRoom {
    const room = roomAt(1);
    const commands = [
      { type: 'vm.stop', vm: 'web-1' },
      { type: 'vm.delete', vm: 'work-1' },
    ] as const;
    const decisions = commands.map((command) => ({ atUs: room.engine.nowUs, command }));
    return { ...room, decisions };
  }

  it.each([
    [{ never: ['fault.cut'], commandsMax: 2 }, 1],
    [{ never: ['vm.delete'], commandsMax: 'wanted - 4' }, 0.5],
    [{ order: ['vm.stop', 'vm.delete'] }, 1],
    [{ order: ['vm.delete', 'vm.stop'] }, 0],
    [{ healthy: [{ measure: 'servedFraction', service: 'site', min: 0.5 }] }, 1],
  ])('%j gives %f', (fields, share) => {
    const outcome = outcomeOf(checkOf({ kind: 'process', ...fields }), { room: roomAfter() });
    expect(outcome.share).toBe(share);
  });

  it('has to demand something', () => {
    expect(() => checkOf({ kind: 'process' })).toThrow(/say at least one of/);
  });
});

describe('what a machine does not mark', () => {
  it('is left to the trainer, or to the key', () => {
    const byHand = checkOf({ kind: 'manual', rubric: { en: 'Well argued?' } });
    expect(outcomeOf(byHand).state).toBe('byHand');
    const hidden = checkOf({ kind: 'state', expect: "count('vm') == 8" });
    const commit = commitOf({ salt: SALT, check: hidden });
    const sealed = checkOf({ kind: 'sealed', commit });
    expect(outcomeOf(sealed).state).toBe('sealed');
    const key = keyWith(hidden);
    expect(outcomeOf(sealed, { key }).state).toBe('passed');
    const other = checkOf({ kind: 'sealed', commit: 'a'.repeat(64) });
    expect(outcomeOf(other, { key }).problem?.code).toBe('lab.otherSeal');
  });

  it('is not looked at before its guards', () => {
    const first = checkOf({ kind: 'state', expect: 'false' });
    const second = checkOf({ kind: 'state', expect: 'true', id: 'then', guards: ['it'] });
    const answers = new Map<string, AnswerValue>();
    const lab = labOf([first, second]);
    const marked = markChecks({ lab, key: undefined, seen: lookAt(roomAt(1)), answers });
    expect(marked[1]?.outcome.problem?.code).toBe('lab.guarded');
  });
});

function keyWith(check: Check): LabKey {
  return keySchema.parse({
    format: 'racklab.key',
    formatVersion: 1,
    lab: 'test',
    revision: 1,
    sealed: { it: { salt: SALT, check } },
    references: [{ name: 'none', actions: 'none.json' }],
    nearMisses: [],
    nullScoreMax: 1,
  });
}

describe('written steps', () => {
  function play(steps: unknown[], until = '10m'): string {
    const actions = parseFile(
      JSON.stringify({ format: 'racklab.actions', formatVersion: 1, steps, until }),
      { schema: actionsSchema, what: 'list of steps' },
    );
    if (!actions.ok) return actions.error.code;
    const loaded = loadedOf([NO_MATTER]);
    const start = expectOk(startOf(loaded, { draw: DRAW, catalogue: theCatalogue() }));
    const by = { learner: 'me', seed: 'b'.repeat(64), mode: 'practice' as const };
    const attempt = playActions(loaded, { start, actions: actions.value, by });
    return attempt.ok ? `${attempt.value.log.length} entries` : attempt.error.code;
  }

  it.each<[unknown[], string]>([
    [[{ at: '1m', times: 3, command: { type: 'group.add', name: 'g{n}' } }], '4 entries'],
    [[{ at: '1m', command: { type: 'group.add', name: "='made'" } }], '2 entries'],
    [[{ at: '1m', answer: 'it', value: '=wanted * 2' }], '2 entries'],
    [[{ at: '1m', hint: 'one', level: 'nudge' }], '2 entries'],
    [[{ at: '20m', hint: 'one', level: 'nudge' }], 'lab.badSteps'],
    [[{ at: '1m', times: 0.5, command: { type: 'group.add', name: 'g' } }], 'lab.badSteps'],
    [[{ at: '1m', command: { type: 'none.such' } }], 'lab.badSteps'],
    [[{ at: '1m', command: { type: 'vm.stop', vm: 'nobody' } }], 'vm.notFound'],
    [[{ at: '1m', command: { type: 'group.add', name: '=nobody' } }], 'lab.badExpression'],
    [[{ when: '1m' }], 'lab.invalid'],
  ])('%j: %s', (steps, outcome) => {
    expect(play(steps)).toBe(outcome);
  });
});
