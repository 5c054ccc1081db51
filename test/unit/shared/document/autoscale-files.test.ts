/**
 * Goal: a file carries the calendar and the whole autoscale setting there and back. Method: the
 * template with a timetable is built, its state of a moment written as a file, read and built
 * again; the settings are compared, and the calendar goes on where it was.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import { readScenario, type ReadScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { scenarioFromRows } from '../../../../src/shared/document/scenario-from-rows.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import { us } from '../../../support/make-engine.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const TEXT = readFileSync(join(RESOURCES_FOLDER, 'templates/office-hours.scenario.json'), 'utf8');

function read(text: string): ReadScenario {
  const outcome = readScenario(text);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

function start(given: ReadScenario): Engine {
  const engine = startEngine({ ...given, catalogue: theCatalogue() });
  if (!engine.ok) throw new Error(engine.error.message);
  return engine.value;
}

function autoscaleOf(engine: Engine) {
  const set = engine.rows().find((row) => row.kind === 'scaleSet');
  if (set?.autoscale === undefined) throw new Error('no autoscaler');
  const { cooldownUntilUs: _until, profile: _inForce, ...setting } = set.autoscale;
  return setting;
}

/** The state of an engine as a scenario, for a run that began with `begin`. */
function carried(engine: Engine, begin: Scenario) {
  return scenarioFromRows({
    atUs: engine.nowUs,
    rows: engine.rows(),
    requestsInFlight: 0,
    start: begin,
    durationUs: us('24h'),
    coming: [],
    catalogue: theCatalogue(),
  });
}

describe('a file with a timetable', () => {
  const given = read(TEXT);
  const { duration: _text, ...rest } = given.scenario;

  it('carries the whole setting into the engine and back out of it', () => {
    const engine = start(given);
    const { profiles, warmUp } = autoscaleOf(engine);
    expect(warmUp).toBe('2m');
    expect(profiles.map(({ name }) => name)).toEqual(['office', 'launch']);
    expect(profiles[0]?.recurrence).toEqual({
      days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
      at: '08:00',
      until: '18:00',
      timeZone: 'E. South America Standard Time',
    });
    expect(profiles[1]?.fixedDate).toEqual({
      from: '2026-03-02T20:00',
      to: '2026-03-02T22:00',
      timeZone: 'E. South America Standard Time',
    });
  });

  it('of a later moment starts at that moment of the calendar', () => {
    const engine = start(given);
    engine.runUntil(us('12h30m'));
    const { scenario } = carried(engine, { ...rest, duration: '24h' });
    expect(scenario.startsAt).toBe('2026-03-02T12:30');
    const again = start(read(printScenario(scenario)));
    expect(autoscaleOf(again)).toEqual(autoscaleOf(engine));
    // Half past nine in São Paulo: the office profile is in force at the first evaluation.
    again.runUntil(us('2m'));
    const set = again.rows().find((row) => row.kind === 'scaleSet');
    expect(set?.autoscale?.profile).toBe('office');
  });

  it('leaves out a date that is over: nobody could set it again', () => {
    const engine = start(given);
    engine.runUntil(us('5m'));
    const late = { ...rest, duration: '24h', startsAt: '2026-03-05T00:00' };
    const { scenario } = carried(engine, late);
    const profiles = scenario.scaleSets?.[0]?.autoscale?.profiles;
    expect(profiles?.map(({ name }) => name)).toEqual(['office']);
    expect(() => start(read(printScenario(scenario)))).not.toThrow();
  });

  it('refuses a day that does not exist', () => {
    const wrong = TEXT.replace('"startsAt": "2026-03-02T00:00"', '"startsAt": "2026-02-30T00:00"');
    const outcome = readScenario(wrong);
    expect(outcome.ok ? '' : outcome.error.message).toContain('startsAt');
  });
});
