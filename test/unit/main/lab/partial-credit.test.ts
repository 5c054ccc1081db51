/**
 * Goal: a check made of several things says which of them hold, and gives points for those where
 * it is told to; tiers that share something are found; and a prediction is held against what the
 * engine measures in the room it was made in. Method: small labs over the test room, and for the
 * prediction a whole attempt that mends the room after the answer.
 */
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../../../src/main/lab/attempt-chain.ts';
import type { CheckOutcome } from '../../../../src/main/lab/check-outcome.ts';
import { itemNotes } from '../../../../src/main/lab/item-notes.ts';
import { startOf, type LabRoom } from '../../../../src/main/lab/lab-room.ts';
import { lintLab } from '../../../../src/main/lab/lint-lab.ts';
import { markAttempt } from '../../../../src/main/lab/mark-attempt.ts';
import { playActions } from '../../../../src/main/lab/play-actions.ts';
import { lookAt } from '../../../../src/main/lab/room-scope.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { Check } from '../../../../src/shared/lab/check-schema.ts';
import { drawFor } from '../../../../src/shared/lab/draw.ts';
import { quietLab } from '../../../support/lab-scenario.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { actionsOf, checkOf, loadedOf, outcomeIn, roomAt } from '../../../support/small-lab.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const scenarioText = quietLab();

function roomAfter(...commands: readonly Command[]): LabRoom {
  return roomAt(1, { scenarioText, commands });
}

function outcomeOf(check: Check, room = roomAfter()): CheckOutcome {
  return outcomeIn(room, { check });
}

/** Share, state, and the items with their shares. */
function summed({ state, share, items = [] }: CheckOutcome): unknown[] {
  return [state, share, Object.fromEntries(items.map((one) => [one.name, one.share]))];
}

function tagged(vm: string, tier: string): Command {
  return { type: 'vm.tag', vm, tags: { tier } };
}

describe('a state check of several things', () => {
  const parts = [
    { id: 'six', text: { en: 'six of {wanted}' }, expect: "count('vm:web-*') == wanted" },
    { id: 'none', text: { en: 'none' }, expect: "count('vm') == 0" },
    { id: 'racks', text: { en: 'racks' }, expect: "count('rack') == 4" },
    { id: 'host', text: { en: 'host' }, expect: "count('host') == 9" },
  ];
  const told = { six: 1, none: 0, racks: 1, host: 0 };

  it('tells its parts one by one, with points for them or not', () => {
    const all = outcomeOf(checkOf({ kind: 'state', parts }));
    expect(summed(all)).toEqual(['failed', 0, told]);
    expect(all.items?.map(({ name }) => name)).toEqual(['none', 'host', 'six', 'racks']);
    const some = outcomeOf(checkOf({ kind: 'state', parts, partial: true }));
    expect(summed(some)).toEqual(['partial', 0.5, told]);
    expect(some.evidence).toMatchObject({ met: 2, parts: 4 });
    const right = parts.filter(({ id }) => id !== 'none' && id !== 'host');
    expect(outcomeOf(checkOf({ kind: 'state', parts: right })).state).toBe('passed');
    const given = { locale: 'en', values: { wanted: 6 }, kind: 'state' } as const;
    expect(itemNotes(some, given)).toEqual(['✗ none', '✗ host']);
  });

  it('asks each thing, and counts those that are missing', () => {
    const stop = { type: 'vm.stop', vm: 'web-3' } as const;
    function each(fields: Record<string, unknown>, partial = true): CheckOutcome {
      const is = 'vm[powerState=running]';
      return outcomeOf(checkOf({ kind: 'state', each: { is, ...fields }, partial }), room);
    }
    const room = roomAfter(stop);
    expect(each({ of: 'vm:web-*' })).toMatchObject({
      state: 'partial',
      share: 5 / 6,
      evidence: { met: 5, things: 6, others: 'vm:shop/web-3' },
    });
    expect(each({ of: 'vm:web-*' }, false)).toMatchObject({ state: 'failed', share: 0 });
    expect(each({ of: 'vm:web-*', least: '2 * wanted - 2' }).share).toBe(0.5);
    expect(each({ of: 'vm:work-*' })).toMatchObject({ state: 'passed', share: 1 });
    expect(each({ of: 'vm:nobody' })).toMatchObject({ state: 'failed', share: 0 });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /one of expect, parts and each/],
    [{ expect: 'true', parts }, /one of expect, parts and each/],
    [{ expect: 'true', partial: true }, /all or none/],
  ])('is not %j', (fields, why) => {
    expect(() => checkOf({ kind: 'state', ...fields })).toThrow(why);
  });

  it('is read by lint, part by part', () => {
    const twice = [...parts.slice(0, 1), ...parts.slice(0, 1)];
    const broken = parts.map((one) => ({ ...one, expect: 'count(' }));
    const each = { of: 'vm[', is: 'vm', least: '1 +' };
    const found = [{ parts: twice }, { parts: broken.slice(0, 2) }, { each }].map((fields) => {
      const checks = loadedOf([checkOf({ kind: 'state', ...fields })]);
      return lintLab(checks, undefined).map(({ code }) => code);
    });
    expect(found).toEqual([
      ['twicePart'],
      ['unreadableExpression', 'unreadableExpression'],
      ['unreadableSelector', 'unreadableExpression'],
    ]);
  });
});

describe('a law that is kept in part', () => {
  it('gives points for what keeps it', () => {
    // One of two balancers has nobody behind it.
    const room = roomAfter({ type: 'balancer.add', name: 'second', group: 'shop' });
    const check = { kind: 'invariant', rule: 'probeCoversPool', of: 'balancer' };
    expect(summed(outcomeOf(checkOf({ ...check, partial: true }), room))).toEqual([
      'partial',
      0.5,
      { 'balancer:shop/second': 0 },
    ]);
    expect(outcomeOf(checkOf(check), room).state).toBe('failed');
    const single = { kind: 'invariant', rule: 'noSinglePointOfFailure', of: 'vm', partial: true };
    expect(() => checkOf(single)).toThrow(/no partial points/);
  });

  it('finds what two tiers share', () => {
    const web = Array.from({ length: 6 }, (_, index) => tagged(`web-${index + 1}`, 'web'));
    const work = [tagged('work-1', 'work'), tagged('work-2', 'work')];
    const room = roomAfter(...web, ...work);
    const rackOf = new Map(lookAt(room).rows.map((row) => [row.id, row]));
    const shared = new Map<string, Set<string>>();
    for (const row of lookAt(room).rows) {
      const host = row.kind === 'vm' ? rackOf.get(row.host ?? '') : undefined;
      if (row.kind !== 'vm' || host?.kind !== 'host') continue;
      const tiers = shared.get(host.rack) ?? new Set<string>();
      shared.set(host.rack, tiers.add(row.name.slice(0, 3)));
    }
    const both = [...shared.values()].filter(({ size }) => size === 2).length;
    expect(both).toBeGreaterThan(0);
    const racks = { kind: 'invariant', rule: 'tiersApart', of: 'vm', apart: 'rack', partial: true };
    const found = outcomeOf(checkOf(racks), room);
    expect(found.share).toBe(1 - both / shared.size);
    expect(found).toMatchObject({ evidence: { tiers: 2, shared: both, together: 'web, work' } });
    // Nobody is in a set, so nobody shares one; and images are shared by all.
    const sets = { ...racks, apart: 'availabilitySet' };
    expect(outcomeOf(checkOf(sets), room).state).toBe('passed');
    expect(outcomeOf(checkOf({ ...racks, apart: 'image' }), room).share).toBe(0);
    // Without tags there are no tiers to stand apart.
    expect(outcomeOf(checkOf(sets)).state).toBe('failed');
    expect(outcomeOf(checkOf({ ...sets, tier: 'size' })).state).toBe('failed');
    expect(() => checkOf({ ...racks, apart: undefined })).toThrow(/what tiers must not share/);
    expect(() => checkOf({ ...racks, rule: 'noOvercommit' })).toThrow(/and no other rule/);
  });
});

describe('a way that was safe in part', () => {
  const stop = { type: 'vm.stop', vm: 'web-3' } as const;
  const drop = { type: 'vm.delete', vm: 'work-1' } as const;

  it.each<[Record<string, unknown>, number, number]>([
    [{ order: ['vm.stop', 'vm.start', 'vm.delete'] }, 1 / 3, 0],
    [{ never: ['vm.delete', 'fault.cut'] }, 0.5, 0],
    [{ commandsMax: 1, commandsZero: 3 }, 0.5, 0],
    [{ commandsMax: 1 }, 0, 0],
    [{ order: ['vm.stop', 'vm.start'], never: ['vm.delete'] }, 0.25, 0],
    [{ order: ['vm.stop', 'vm.delete'], commandsMax: 2 }, 1, 1],
    [
      {
        healthy: [
          { measure: 'servedFraction', min: 0.1 },
          { measure: 'served', min: 1e9 },
        ],
      },
      0.5,
      0,
    ],
  ])('%j gives %f in parts, %f as a whole', (fields, inParts, whole) => {
    const room = roomAfter(stop, drop);
    const process = { kind: 'process', ...fields };
    const { commandsZero: _zero, ...plain } = process as Record<string, unknown>;
    expect(outcomeOf(checkOf({ ...process, partial: true }), room).share).toBe(inParts);
    expect(outcomeOf(checkOf(plain), room).share).toBe(whole);
  });

  it('says in two languages what is left of it', () => {
    const room = roomAfter(stop, drop);
    const fields = { order: ['vm.stop', 'vm.start'], never: ['vm.delete'] };
    const outcome = outcomeOf(checkOf({ kind: 'process', ...fields }), room);
    function notes(locale: 'en' | 'pt-BR'): string[] {
      return itemNotes(outcome, { locale, values: {}, kind: 'process' });
    }
    expect(notes('en')).toEqual([
      '✗ done although it was ruled out: vm.delete',
      '✗ steps in their order, next: vm.start',
    ]);
    expect(notes('pt-BR').join()).toContain('próximo: vm.start');
    expect(() => checkOf({ kind: 'process', commandsMax: 1, commandsZero: 2 })).toThrow(/partial/);
  });
});

describe('an experiment over seeds', () => {
  it('gives points for the seeds that survived', () => {
    const base = {
      kind: 'experiment',
      steadyFor: '1m',
      runFor: '2m',
      faults: [{ target: 'rack', pick: 'one', for: '1m' }],
      during: [{ measure: 'servedFraction', min: 0.999 }],
    };
    const room = roomAfter();
    function over(repeat: Record<string, unknown>): CheckOutcome {
      return outcomeOf(checkOf({ ...base, repeat: { seeds: 5, ...repeat } }), room);
    }
    const whole = over({});
    const held = whole.cases?.[0]?.held?.of ?? 0;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(5);
    expect(whole.share).toBe(0);
    expect(over({ partial: true })).toMatchObject({ state: 'partial', share: held / 5 });
    expect(over({ partial: true, need: held + 1 }).share).toBe(held / (held + 1));
    expect(over({ partial: true, need: held }).share).toBe(1);
  });
});

describe('a prediction that is measured', () => {
  const experiment = checkOf({
    id: 'racks',
    kind: 'experiment',
    steadyFor: '1m',
    runFor: '1m',
    faults: [{ target: 'rack', pick: 'each', for: '1m' }],
    during: [{ measure: 'servedFraction', min: 0 }],
  });

  function predictionOf(measured: string, more: Record<string, unknown> = {}): Check {
    return checkOf({
      kind: 'predict',
      before: 'racks',
      question: { en: '?' },
      answer: { type: 'number' },
      solution: { measured, ...more },
    });
  }

  /** Plays an answer at a minute and then deletes two machines; what it came to. */
  function markOf(prediction: Check, answer: number, mended: readonly string[]): CheckOutcome {
    const loaded = loadedOf([prediction, experiment], { scenarioText });
    const seed = seedOf('salt', { lab: loaded.lab, learner: 'ana' });
    const draw = expectOk(drawFor(loaded.lab, seed));
    const start = expectOk(startOf(loaded, { draw, catalogue: theCatalogue() }));
    const steps = [
      { at: '1m', answer: 'it', value: answer },
      ...mended.map((vm) => ({ at: '2m', command: { type: 'vm.delete', vm } })),
    ];
    const actions = actionsOf(steps, '4m');
    const by = { learner: 'ana', seed, mode: 'practice' as const };
    const attempt = expectOk(playActions(loaded, { start, actions, by }));
    const marking = { loaded, key: undefined, catalogue: theCatalogue(), salt: 'salt' };
    const [first] = expectOk(markAttempt(marking, attempt)).checks;
    if (first === undefined) throw new Error('two checks were marked');
    return first.outcome;
  }

  it('is held against the room it was made in, whatever comes after', () => {
    const worst = predictionOf('machinesLost');
    const found = markOf(worst, -1, []);
    const right = Number(found.evidence['right']);
    expect(found.state).toBe('failed');
    expect(right).toBeGreaterThanOrEqual(2);
    const others = ['web-1', 'web-2', 'web-3', 'web-4', 'web-5', 'web-6', 'work-1'];
    expect(markOf(worst, right, [])).toMatchObject({ state: 'passed', share: 1 });
    expect(markOf(worst, right, others)).toMatchObject({ state: 'passed', evidence: { right } });
  });

  it('can be made of figures of one case, and of how many there are', () => {
    const all = predictionOf('cases * 100 + survived');
    expect(markOf(all, 404, [])).toMatchObject({ state: 'passed' });
    const one = predictionOf('machinesLost + 0 * served', { case: 'rack:r1' });
    const nobody = predictionOf('machinesLost', { case: 'rack:r9' });
    expect(markOf(one, -1, []).evidence['right']).toBeGreaterThan(0);
    expect(markOf(nobody, 1, []).problem?.code).toBe('lab.nothingMeasured');
    expect(markOf(predictionOf('colour'), 1, []).problem?.code).toBe('lab.badExpression');
  });

  it('is for numbers, and for what an experiment can tell', () => {
    const question = checkOf({
      kind: 'question',
      question: { en: '?' },
      answer: { type: 'number' },
      solution: { measured: 'cases +' },
    });
    const options = ['a', 'b'].map((id) => ({ id, text: { en: id } }));
    const choice = checkOf({
      kind: 'predict',
      before: 'racks',
      question: { en: '?' },
      answer: { type: 'choice', options },
      solution: { measured: 'cases' },
    });
    const found = [question, choice].map((check) =>
      lintLab(loadedOf([check, experiment]), undefined).map(({ code }) => code),
    );
    expect(found).toEqual([['measuredQuestion', 'unreadableExpression'], ['otherKindOfSolution']]);
  });
});

describe('a decision for each of many things', () => {
  const base = {
    kind: 'experiment',
    steadyFor: '1m',
    runFor: '3m',
    faults: [],
    after: "count('vm:web-*[powerState=running]') == 5",
  };

  it('is taken once for each of them, and not at all where there is none', () => {
    const stop = { at: '10s', do: { type: 'vm.stop', vm: '{it}' } };
    function after(each: string, check = base): CheckOutcome {
      return outcomeOf(checkOf({ ...check, commands: [{ ...stop, each }] }));
    }
    expect(after('vm:web-1').state).toBe('passed');
    expect(after('vm:web-*').state).toBe('failed');
    const none = { ...base, after: "count('vm:web-*[powerState=running]') == 6" };
    expect(after('vm:nobody', none).state).toBe('passed');
    const broken = checkOf({ ...base, commands: [{ ...stop, each: 'vm[' }] });
    expect(lintLab(loadedOf([broken]), undefined).map(({ code }) => code)).toEqual([
      'unreadableSelector',
    ]);
  });
});
