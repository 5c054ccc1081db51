/**
 * Goal: a service is held to so many parts that must fail together, and the set that breaks it is
 * named. Method: a room whose web machines stand in three racks; every set the check may name is
 * also tried the slow way, by cutting its parts and counting what is served in the minute after.
 */
import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../../../src/main/lab/check-outcome.ts';
import type { LabRoom } from '../../../../src/main/lab/lab-room.ts';
import { lintLab } from '../../../../src/main/lab/lint-lab.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { quietLab } from '../../../support/lab-scenario.ts';
import { checkOf, loadedOf, outcomeIn, roomAt } from '../../../support/small-lab.ts';

const MINUTE_US = 60_000_000;

/** Web machines in a set of three fault domains, another service that needs none of them. */
function spreadRoom(given: {
  readonly commands?: readonly Command[];
  /** Share of the requests of the site that need the other service; none when absent. */
  readonly share?: number;
}): LabRoom {
  const { commands = [], share } = given;
  const scenario: { machines: object[]; applications: { services: object[] } } =
    JSON.parse(quietLab());
  const [web, ...others] = scenario.machines;
  const set = { name: 'web', group: 'shop', faultDomains: 3, updateDomains: 5 };
  const [site] = scenario.applications.services;
  const dependsOn = share === undefined ? [] : [{ on: 'service:shop/back', share }];
  const back = { name: 'back', group: 'shop', balancer: 'back' };
  const scenarioText = JSON.stringify({
    ...scenario,
    availabilitySets: [set],
    balancers: [
      { name: 'front', group: 'shop' },
      { name: 'back', group: 'shop' },
    ],
    machines: [
      { ...web, availabilitySet: 'web' },
      ...others.map((one) => ({ ...one, balancers: ['back'] })),
    ],
    applications: { services: [back, { ...site, dependsOn }] },
    load: [
      { service: 'site', perSecond: 5 },
      { service: 'back', perSecond: 5 },
    ],
  });
  return roomAt(1, { scenarioText, commands });
}

function minCut(room: LabRoom, fields: Readonly<Record<string, unknown>>): CheckOutcome {
  const rule = { kind: 'invariant', rule: 'minCut', of: 'service:site', atLeast: 2 };
  return outcomeIn(room, { check: checkOf({ ...rule, ...fields }) });
}

/** Whether a service serves nothing at all once these parts are cut, by letting it happen. */
function isRefused(room: LabRoom, set: readonly string[], service = 'site'): boolean {
  const engine = expectOk(room.copy());
  for (const target of set) {
    const cut = engine.propose({ type: 'fault.cut', target });
    if (cut.ok) engine.commit(cut.value);
  }
  // What was under way when the parts fell may still be answered.
  engine.runUntil(engine.nowUs + MINUTE_US / 6);
  const served = () => engine.metrics().services.find(({ name }) => name === service)?.served;
  const before = served();
  engine.runUntil(engine.nowUs + MINUTE_US / 6);
  return served() === before;
}

const RACKS = ['rack:r1', 'rack:r2', 'rack:r3', 'rack:r4'];

describe('the smallest cut of a service [ENG-F3]', () => {
  const room = spreadRoom({});

  it('is every rack it stands in, and no fewer', () => {
    const three = minCut(room, { against: 'rack', atLeast: 3 });
    expect([three.state, three.evidence]).toEqual([
      'passed',
      { services: 1, parts: 4, sets: 10, atLeast: 3 },
    ]);
    const four = minCut(room, { against: 'rack', atLeast: 4, partial: true });
    expect(four).toMatchObject({ state: 'partial', share: 3 / 4, evidence: { least: 3 } });
    const cut = String(four.evidence['cut']).split(' + ');
    expect(cut).toEqual(RACKS.slice(0, 3));
    expect(four.items).toEqual([
      { name: 'service:shop/site', share: 3 / 4, note: 'rack:r1 + rack:r2 + rack:r3' },
    ]);
    // The slow way: no pair of racks refuses it, and these three do.
    for (const [at, first] of RACKS.entries()) {
      for (const second of RACKS.slice(at + 1))
        expect(isRefused(room, [first, second])).toBe(false);
    }
    expect(isRefused(room, cut)).toBe(true);
    expect(minCut(room, { against: 'rack', atLeast: 4 })).toMatchObject({ state: 'failed' });
  });

  it('is found among all parts that may fail, one part that several hang on first', () => {
    const { state, evidence } = minCut(room, {});
    expect(state).toBe('failed');
    expect(evidence['least']).toBe(1);
    expect(isRefused(room, [String(evidence['cut'])])).toBe(true);
    // The other service has one rack, the first by which both are asked says so.
    const both = minCut(room, { of: 'service', against: 'rack', atLeast: 3, partial: true });
    expect(both).toMatchObject({
      share: (1 + 1 / 3) / 2,
      evidence: { service: 'service:shop/back' },
    });
    expect(isRefused(room, [String(both.evidence['cut'])], 'back')).toBe(true);
  });

  it('counts what all its requests need, and not what a few of them do', () => {
    const needing = (share: number): CheckOutcome =>
      minCut(spreadRoom({ share }), { against: 'rack' });
    expect(needing(0.5).state).toBe('passed');
    expect(needing(1)).toMatchObject({ state: 'failed', evidence: { cut: 'rack:r1', least: 1 } });
  });

  it('is nothing at all where the service is refused already', () => {
    const stopped = Array.from({ length: 6 }, (_, index): Command => {
      return { type: 'vm.stop', vm: `web-${index + 1}` };
    });
    const outcome = minCut(spreadRoom({ commands: stopped }), { against: 'rack', partial: true });
    expect(outcome).toMatchObject({ state: 'failed', share: 0, evidence: { cut: '', least: 0 } });
    expect(minCut(room, { of: 'service:nobody', against: 'rack' })).toMatchObject({ share: 0 });
  });

  it('is not looked for among more sets than are tried, nor does the room notice', () => {
    const before = room.engine.hash();
    const outcome = minCut(room, { atLeast: 4 });
    expect(outcome).toMatchObject({ state: 'notYet', problem: { code: 'lab.tooManyCases' } });
    minCut(room, { against: 'host', atLeast: 3 });
    expect(room.engine.hash()).toBe(before);
  });

  it('is asked of services, for a number of parts that can be tried', () => {
    const rule = { kind: 'invariant', rule: 'minCut', of: 'service', atLeast: 2 };
    for (const [fields, why] of [
      [{ atLeast: 1 }, />=2/],
      [{ atLeast: 5 }, /<=4/],
      [{ atLeast: undefined }, /how many parts must fail together/],
      [{ rule: 'noOvercommit' }, /and no other rule/],
    ] as const) {
      expect(() => checkOf({ ...rule, ...fields })).toThrow(why);
    }
    const found = lintLab(
      loadedOf([checkOf({ ...rule, of: 'vm', against: 'service' })]),
      undefined,
    );
    expect(found.map(({ code, details }) => [code, details['found']])).toEqual([
      ['otherThings', 'vm'],
      ['otherThings', 'service'],
    ]);
  });
});
