/**
 * Goal: what labs may ask of a room beside its rows is what the engine itself says: costs,
 * promises, distances, votes, and availability over many seeds. Method: small labs over the test
 * room and over that of the split brain, each figure held against one worked out another way.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logThatCounts } from '../../../../src/main/lab/attempt-log.ts';
import type { CheckOutcome } from '../../../../src/main/lab/check-outcome.ts';
import { runInvariant } from '../../../../src/main/lab/invariant-check.ts';
import { openRoom, replayRoom, roomOf, startOf } from '../../../../src/main/lab/lab-room.ts';
import type { LabRoom, LabStart } from '../../../../src/main/lab/lab-room.ts';
import { runMetric } from '../../../../src/main/lab/metric-check.ts';
import { playRoom } from '../../../../src/main/lab/play-actions.ts';
import { lookAt } from '../../../../src/main/lab/room-scope.ts';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { US_PER_MINUTE } from '../../../../src/shared/kernel/time.ts';
import type { LabActions } from '../../../../src/shared/lab/actions-schema.ts';
import { checkSchema } from '../../../../src/shared/lab/check-schema.ts';
import { evaluate } from '../../../../src/shared/lab/expression.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const TEXTS = { id: 'it', points: 10, text: { en: 'wanted' }, failure: { en: 'missed' } };
const SPLIT_BRAIN = readFileSync(
  join(RESOURCES_FOLDER, 'templates', 'split-brain.scenario.json'),
  'utf8',
);

function startWith(scenarioText: string): LabStart {
  const draw = { seed: 4_711, values: {} };
  const start = { scenario: 'start.scenario.json' };
  // Only the start of the lab is read.
  const lab = { start } as Parameters<typeof startOf>[0]['lab'];
  return expectOk(startOf({ lab, scenarioText }, { draw, catalogue: theCatalogue() }));
}

/** A room after some decisions taken at its very start. */
function roomAfter(
  scenarioText: string,
  given: { readonly minutes: number; readonly commands?: readonly Command[] },
): LabRoom {
  const start = startWith(scenarioText);
  const { engine } = expectOk(openRoom(start));
  const decisions = (given.commands ?? []).map((command) => {
    engine.commit(expectOk(engine.propose(command)));
    return { atUs: 0, command };
  });
  engine.runUntil(given.minutes * US_PER_MINUTE);
  return roomOf(start, { engine, decisions });
}

function valueOf(room: LabRoom, expression: string): unknown {
  const value = evaluate(expression, lookAt(room).scope);
  return value.ok ? value.value : value.error.code;
}

/** Nothing that is asked of it changes it. */
const split = roomAfter(SPLIT_BRAIN, { minutes: 0.1 });

describe('a figure of a room', () => {
  const room = roomAfter(LAB_SCENARIO_TEXT, { minutes: 1 });

  it('is what the engine says of costs and availabilities', () => {
    const { microUsdPerHour, monthHours } = room.engine.costs();
    const perMonth = valueOf(room, 'costPerMonth()');
    expect(perMonth).toBeCloseTo((microUsdPerHour * monthHours) / 1_000_000, 9);
    expect(perMonth).toBeGreaterThan(500);
    const site = room.engine.sla().entries.find(({ kind }) => kind === 'service');
    expect(valueOf(room, "expectedAvailability('site')")).toBe(site?.expected?.availability);
    expect(valueOf(room, "promisedAvailability('shop/site')")).toBe(site?.promised.share ?? 0);
  });

  it('is the longest way between machines', () => {
    const { engine } = split;
    const far = expectOk(engine.reach({ from: 'odd-1', to: 'odd-2', port: 22 }));
    const near = expectOk(engine.reach({ from: 'odd-1', to: 'even-1', port: 22 }));
    expect([far.roundTripUs, near.roundTripUs]).toEqual([2_000, 100]);
    expect(expectOk(engine.reach({ from: 'internet', to: 'odd-1', port: 22 }))).not.toHaveProperty(
      'roundTripUs',
    );
    expect(valueOf(split, "roundTripMs('vm:odd-1', 'vm:*')")).toBe(2);
    expect(valueOf(split, "roundTripMs('vm:odd-1', 'vm:*-1')")).toBe(0.1);
    expect(valueOf(split, "roundTripMs('vm:odd-1', 'vm:odd-1')")).toBe(0);
  });

  it.each([
    ['dominated(100, 0.99, 90, 0.999, 100, 0.99, 110, 0.9999)', 1],
    ['dominated(100, 0.99, 100, 0.99)', 0],
    ['dominated(100, 0.99, 100, 0.995, 99, 0.99, 99, 0.9)', 2],
    ["dominated(100, 0.99, 'cheap', 1)", 'lab.badExpression'],
    ['dominated(100, 0.99, 90)', 'lab.badExpression'],
    ['dominated(100, 0.99)', 'lab.badExpression'],
    ["expectedAvailability('nobody')", 'lab.badExpression'],
    ['promisedAvailability(3)', 'lab.badExpression'],
    ["roundTripMs('vm[', 'vm')", 'lab.badSelector'],
    ["roundTripMs('vm')", 'lab.badExpression'],
  ])('%s: %s', (expression, value) => {
    expect(valueOf(room, expression)).toBe(value);
  });
});

describe('a quorum that survives', () => {
  function outcomeOf(of: string, against: string): CheckOutcome {
    const check = checkSchema.parse({
      ...TEXTS,
      kind: 'invariant',
      rule: 'quorumSurvives',
      of,
      against,
    });
    if (check.kind !== 'invariant') throw new Error('an invariant was written');
    return expectOk(runInvariant(check, lookAt(split)));
  }

  it.each([
    ['store:odd', 'zone:z2', 'passed'],
    // The witness lies in the first zone: two of three votes go with it.
    ['store:odd', 'zone', 'failed'],
    ['store:odd', 'host', 'passed'],
    ['store:even', 'host', 'failed'],
    ['store:nobody', 'zone:z2', 'failed'],
  ])('%s against %s: %s', (of, against, state) => {
    expect(outcomeOf(of, against).state).toBe(state);
  });

  it('says which part takes how many votes along', () => {
    expect(outcomeOf('store:odd', 'zone').evidence).toEqual({
      stores: 1,
      parts: 2,
      survived: 1,
      part: 'zone:z1',
      votes: 1,
      needed: 2,
      of: 3,
    });
  });
});

describe('a metric', () => {
  function metricOf(room: LabRoom, fields: Record<string, unknown>): CheckOutcome {
    const check = checkSchema.parse({ ...TEXTS, kind: 'metric', full: 1, zero: 0, ...fields });
    if (check.kind !== 'metric') throw new Error('a metric was written');
    return expectOk(runMetric(check, lookAt(room)));
  }

  const failing: Command = {
    type: 'reliability.add',
    name: 'hosts',
    of: 'host',
    mtbf: '10m',
    mttr: '5m',
  };

  it('may be any figure of the room', () => {
    const outcome = metricOf(roomAfter(LAB_SCENARIO_TEXT, { minutes: 1 }), {
      value: "count('vm:web-*')",
      full: 10,
      zero: 2,
    });
    expect([outcome.share, outcome.evidence]).toEqual([0.5, { full: 10, zero: 2, value: 6 }]);
  });

  it('is the mean over seeds of the design from now on, the same each time', () => {
    const room = roomAfter(LAB_SCENARIO_TEXT, { minutes: 2, commands: [failing] });
    const asked = { measure: 'slaAvailability', service: 'site', seeds: 3, runFor: '20m' };
    const { evidence } = metricOf(room, asked);
    const shares = [1, 2, 3].map((seed) => {
      const { scenario, expanded, catalogue } = room;
      const engine = expectOk(startEngine({ scenario, expanded, catalogue, seed }));
      engine.commit(expectOk(engine.propose(failing)));
      engine.runUntil(2 * US_PER_MINUTE);
      const before = engine.measured().find(({ kind }) => kind === 'service');
      engine.runUntil(22 * US_PER_MINUTE);
      const after = engine.measured().find(({ kind }) => kind === 'service');
      const whole = (after?.meteredUs ?? 0) - (before?.meteredUs ?? 0);
      return 1 - ((after?.downUs ?? 0) - (before?.downUs ?? 0)) / whole;
    });
    expect(new Set(shares).size).toBeGreaterThan(1);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(evidence).toEqual({
      measure: 'slaAvailability',
      seeds: 3,
      full: 1,
      zero: 0,
      value: mean,
    });
    expect(metricOf(room, { ...asked, service: undefined }).evidence).toEqual(evidence);
    expect(metricOf(room, { ...asked, service: 'nobody' }).problem?.code).toBe('lab.noValue');
  });

  it('ends with a sentence where that would take too long', () => {
    const check = checkSchema.parse({
      ...TEXTS,
      kind: 'metric',
      measure: 'availability',
      seeds: 50,
      runFor: '8000d',
      full: 1,
      zero: 0,
    });
    if (check.kind !== 'metric') throw new Error('a metric was written');
    const outcome = runMetric(check, lookAt(roomAfter(LAB_SCENARIO_TEXT, { minutes: 1 })));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'experiment.tooLong' } });
  });

  it.each([
    [{}, /either a measure or a value/],
    [{ measure: 'cost', value: '1' }, /either a measure or a value/],
    [{ measure: 'availability', seeds: 5 }, /go together/],
    [{ measure: 'cost', seeds: 5, runFor: '20m' }, /with seeds/],
  ])('%j is refused', (fields, message) => {
    const written = { ...TEXTS, kind: 'metric', full: 1, zero: 0, ...fields };
    expect(() => checkSchema.parse(written)).toThrow(message);
  });
});

describe('written steps', () => {
  it('lead the way that running their log again finds', () => {
    const start = startWith(LAB_SCENARIO_TEXT);
    const actions: LabActions = {
      format: 'racklab.actions',
      formatVersion: 1,
      steps: [
        { at: '1m', command: { type: 'vm.stop', vm: 'web-2' } },
        { at: '2m', answer: 'it', value: 3 },
        { at: '3m', command: { type: 'vm.start', vm: 'web-2' } },
      ],
      until: '4m',
    };
    const played = expectOk(playRoom({ start, actions }));
    const { records } = expectOk(logThatCounts(played.entries));
    const again = expectOk(replayRoom(start, records));
    expect(played.way.steps).toHaveLength(2);
    expect(played.way.to).toEqual(again.way.to);
    const places = again.way.steps.map(({ seq, place, command }) => ({ seq, place, command }));
    expect(played.way.steps).toMatchObject(places);
  });
});
