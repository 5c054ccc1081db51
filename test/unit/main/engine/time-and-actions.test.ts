/**
 * Goal: the clock goes where it is told, timed actions happen at their places, and decisions hold
 * for as long as they may. Method: small rooms in which every event is known by name, and places
 * that once were reached in two different ways.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { ScriptedAction } from '../../../../src/main/engine/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import {
  emptyEngine,
  given,
  makeEngine,
  roomCommands,
  Scene,
  SECOND,
} from '../../../support/make-engine.ts';

const cut: Command = { type: 'fault.cut', target: 'feed:a' };
const restore: Command = { type: 'fault.restore', target: 'feed:a' };
const balancer: Command = { type: 'balancer.add', name: 'front' };

function at(seconds: number, command: Command, afterEvents?: number): ScriptedAction {
  return {
    atUs: seconds * SECOND,
    command,
    ...(afterEvents === undefined ? {} : { afterEvents }),
  };
}

describe('[ENG-T1] the clock', () => {
  it('stands at the target when everything up to it is done', () => {
    const engine = makeEngine([...roomCommands(), balancer]);
    // Probes at 0, 5 and 10 s.
    expect(engine.runUntil(10 * SECOND)).toEqual({ reason: 'reachedTarget', events: 3 });
    expect([engine.nowUs, engine.eventCount, engine.eventsAtNow]).toEqual([10 * SECOND, 3, 1]);
    expect(engine.runUntil(12 * SECOND)).toEqual({ reason: 'reachedTarget', events: 0 });
    expect([engine.nowUs, engine.eventsAtNow]).toEqual([12 * SECOND, 0]);
  });

  it('stops at the last event when the budget is spent, and says idle when nothing is left', () => {
    const engine = makeEngine([...roomCommands(), balancer]);
    expect(engine.runUntil(60 * SECOND, { maxEvents: 2 })).toEqual({
      reason: 'budgetSpent',
      events: 2,
    });
    expect(engine.nowUs).toBe(5 * SECOND);
    expect(engine.nextEventAtUs()).toBe(10 * SECOND);
    const empty = emptyEngine();
    expect(empty.runUntil(SECOND)).toEqual({ reason: 'idle', events: 0 });
    expect(empty.nextEventAtUs()).toBeUndefined();
  });

  it('refuses a history longer than a chart may ask for', () => {
    const engine = makeEngine([
      ...roomCommands(),
      balancer,
      { type: 'service.add', name: 'shop', balancer: 'front' },
    ]);
    // 20,000 buckets of ten seconds are given at once, and these are more.
    engine.runUntil(200_100 * SECOND);
    const whole = { service: 'shop', fromUs: 0, toUs: engine.nowUs };
    expect(engine.series(whole)).toMatchObject({ ok: false, error: { code: 'series.tooLong' } });
    expectOk(engine.series({ ...whole, toUs: 60 * SECOND }));
  });

  it('never goes back', () => {
    const engine = emptyEngine();
    engine.runUntil(SECOND);
    expect(() => engine.runUntil(SECOND - 1)).toThrow('Time only goes forward');
  });

  it('[ENG-T9] lets physical causes come first and new requests last within an instant', () => {
    const scene = given({ pduWatts: 250, machines: 1, perSecond: 1_000 });
    scene.until('4s').cut('pdu:r1-a').until('4999999us');
    const before = scene.engine.lastHappeningId;
    scene.until('5s');
    // The breaker trips at 5 s and takes the machine; the probe of the same instant sees it dead.
    const kinds = scene.engine.happenings(before).map(({ kind }) => kind);
    expect(kinds.indexOf('power.tripped')).toBe(0);
    expect(scene.row('balancer', 'front').backends[0]).toMatchObject({ failedProbes: 1 });
  });
});

describe('[ENG-T4] timed actions', () => {
  it('happen when nothing of their instant is pending any more', () => {
    const engine = makeEngine([...roomCommands(), balancer], { script: [at(5, cut)] });
    engine.runUntil(60 * SECOND, { maxEvents: 1 });
    expect(engine.nextEventAtUs()).toBe(5 * SECOND);
    engine.runUntil(5 * SECOND);
    const decision = engine.happenings(0).find(({ kind }) => kind === 'decision');
    expect(decision).toMatchObject({ atUs: 5 * SECOND, subject: 'feed:a' });
    expect(engine.eventsAtNow).toBe(1);
  });

  it('happen before an event of their instant when told after how many', () => {
    const early = makeEngine([...roomCommands(), balancer], { script: [at(5, cut, 0)] });
    early.runUntil(60 * SECOND, { maxEvents: 1 });
    early.runUntil(5 * SECOND, { maxEvents: 0 });
    expect(early.happenings(0)).toEqual([]);
    early.runUntil(5 * SECOND, { maxEvents: 1 });
    expect(early.happenings(0)[0]).toMatchObject({ kind: 'decision', atUs: 5 * SECOND });
  });

  it('keep their order at one instant', () => {
    const scene = new Scene(
      makeEngine(roomCommands(), { script: [at(1, cut), at(1, restore), at(1, cut)] }),
    );
    scene.until('1s');
    expect(scene.happened('decision')).toHaveLength(3);
    expect(scene.row('power', 'a').cut).toBe(true);
  });

  it('are refused as a whole when they are out of order', () => {
    expect(emptyEngine().setScript([at(2, cut), at(1, restore)])).toMatchObject({
      ok: false,
      error: { code: 'script.outOfOrder', details: { action: 2 } },
    });
  });

  it('that lie behind the clock are skipped', () => {
    const engine = makeEngine(roomCommands());
    engine.runUntil(10 * SECOND);
    expectOk(engine.setScript([at(5, cut), at(20, cut)]));
    expect(engine.nextEventAtUs()).toBe(20 * SECOND);
  });

  it('[ENG-T7] that are refused when their time comes are told and change nothing else', () => {
    const scene = new Scene(makeEngine(roomCommands(), { script: [at(1, restore), at(2, cut)] }));
    const untouched = new Scene(makeEngine(roomCommands()));
    scene.until('1500ms');
    untouched.until('1500ms');
    expect(scene.engine.rows()).toEqual(untouched.engine.rows());
    expect(scene.happened('action.refused')).toMatchObject([
      { atUs: SECOND, details: { command: 'fault.restore', code: 'fault.notCut' } },
    ]);
    scene.until('2s');
    expect(scene.row('power', 'a').cut).toBe(true);
  });
});

describe('[ENG-T5] no action that is due waits', () => {
  it('at the start: one for 0 s has happened before anybody decides anything', () => {
    const engine = makeEngine(roomCommands(), { script: [at(0, cut)] });
    expect(engine.happenings(0).map(({ kind }) => kind)).toContain('part.cut');
    const snapshot = engine.snapshot();
    expectOk(engine.restore(snapshot));
    engine.runUntil(0);
    expect(engine.happenings(0).filter(({ kind }) => kind === 'part.cut')).toHaveLength(1);
  });

  it('after a decision that made the last event of the instant void', () => {
    // Without feed a both racks carry 300 W on one PDU of 250 W: two breakers trip at 1 s. Between
    // the two the feed comes back, and the second one has nothing to trip for.
    const engine = makeEngine(roomCommands({ pduWatts: 250 }), {
      script: [at(1, { type: 'group.add', name: 'late' })],
    });
    engine.commit(expectOk(engine.propose(cut)));
    engine.runUntil(SECOND, { maxEvents: 1 });
    expect([engine.nowUs, engine.midInstant]).toEqual([SECOND, true]);
    const isThere = (): boolean => engine.rows().some((row) => row.id === 'group:late');
    expect(isThere()).toBe(false);
    engine.commit(expectOk(engine.propose(restore)));
    expect(engine.midInstant).toBe(false);
    expect(isThere()).toBe(true);
  });
});

describe('[ENG-T3] places', () => {
  it('are reached exactly, or not at all', () => {
    const engine = makeEngine([...roomCommands(), balancer]);
    expect(engine.runToPlace({ atUs: 7 * SECOND, eventCount: 2 })).toBe(true);
    expect([engine.nowUs, engine.eventCount]).toEqual([7 * SECOND, 2]);
    expect(engine.runToPlace({ atUs: 9 * SECOND, eventCount: 3 })).toBe(false);
    expect(makeEngine([balancerless]).runToPlace({ atUs: SECOND, eventCount: 1 })).toBe(false);
    expect(engine.runToPlace({ atUs: 1, eventCount: 99 })).toBe(false);
  });

  it('lie beyond actions that are no events', () => {
    const engine = makeEngine(roomCommands(), { script: [at(1, cut), at(2, restore)] });
    expect(engine.runToPlace({ atUs: 3 * SECOND, eventCount: 0 })).toBe(true);
    expect(engine.happenings(0).filter(({ kind }) => kind === 'decision')).toHaveLength(2);
  });

  it('before the action of an instant when an event of it is still pending', () => {
    const engine = makeEngine([...roomCommands(), balancer], { script: [at(5, cut)] });
    expect(engine.runToPlace({ atUs: 5 * SECOND, eventCount: 1 })).toBe(true);
    expect(engine.midInstant).toBe(true);
    expect(engine.happenings(0)).toEqual([]);
    expect(engine.runToPlace({ atUs: 5 * SECOND, eventCount: 2 })).toBe(true);
    expect(engine.midInstant).toBe(false);
    expect(engine.happenings(0)[0]?.kind).toBe('decision');
  });
});

const balancerless: Command = { type: 'group.add', name: 'lab' };

describe('[ENG-D2] a decision', () => {
  it('is void after any change, and carrying it out then is a bug', () => {
    const engine = makeEngine(roomCommands());
    const first = expectOk(engine.propose(cut));
    const second = expectOk(engine.propose({ type: 'fault.cut', target: 'feed:b' }));
    engine.commit(first);
    expect(() => engine.commit(second)).toThrow('before anything else changes');
    const third = expectOk(engine.propose({ type: 'fault.cut', target: 'feed:b' }));
    engine.runUntil(SECOND);
    expect(() => engine.commit(third)).toThrow('before anything else changes');
  });
});

describe('[ENG-D6] the start state', () => {
  it('is built whole or not at all', () => {
    const engine = emptyEngine();
    const before = engine.hash();
    const bad: Command = { type: 'rack.add', name: 'r1', row: 'row:a' };
    expect(engine.setup([...roomCommands(), bad])).toMatchObject({
      ok: false,
      error: {
        code: 'name.taken',
        details: { command: 'rack.add', commandIndex: roomCommands().length },
      },
    });
    expect(engine.hash()).toBe(before);
    expect(engine.rows()).toEqual([]);
    expect(engine.checkInvariants()).toEqual([]);
    expectOk(engine.setup(roomCommands()));
    expect(engine.hash()).toBe(makeEngine(roomCommands()).hash());
  });

  it('takes no time and tells nothing', () => {
    const engine = makeEngine(roomCommands({ machines: 3, perSecond: 0 }));
    expect(engine.happenings(0)).toEqual([]);
    expect(engine.eventCount).toBe(0);
    const vms = engine.rows().filter((row) => row.kind === 'vm');
    expect(vms.map((row) => row.powerState)).toEqual(['running', 'running', 'running']);
  });

  it('may be built in parts', () => {
    const commands = roomCommands({ machines: 2 });
    const engine = emptyEngine();
    expectOk(engine.setup(commands.slice(0, 9)));
    expectOk(engine.setup(commands.slice(9)));
    expect(engine.hash()).toBe(makeEngine(commands).hash());
  });
});

describe('[ENG-D5] [ENG-D7] names and what others stand on', () => {
  it('are unique in a kind, and cloud resources in their group', () => {
    const scene = given({}, [
      { type: 'group.add', name: 'other' },
      { type: 'balancer.add', name: 'lab', group: 'lab' },
    ]);
    scene.when({ type: 'balancer.add', name: 'lab', group: 'other' });
    scene.when({ type: 'rack.add', name: 'lab', row: 'row:a' });
    expect(scene.refusal({ type: 'balancer.add', name: 'lab', group: 'lab' })).toMatchObject({
      code: 'name.taken',
      details: { id: 'balancer:lab/lab' },
    });
  });

  it('are free again when the thing is gone', () => {
    const scene = given();
    for (let turn = 0; turn < 3; turn += 1) {
      scene.when({ type: 'rack.add', name: 'x', row: 'row:a' }, { type: 'rack.remove', rack: 'x' });
    }
  });

  it('a refusal to remove names the first five users and counts all', () => {
    const scene = given({ machines: 8, perSecond: 0 });
    expect(scene.refusal({ type: 'host.remove', host: 'r1-h1' })).toMatchObject({
      code: 'host.inUse',
      details: { users: 8, first: [1, 2, 3, 4, 5].map((number) => `vm:lab/web-${number}`) },
    });
  });
});
