/**
 * Labs of a few checks over the test room, for tests of what a check comes to: six web machines on
 * four racks, all in the first of them, and a service that is well. What a test is about it says
 * itself; everything else of a lab stands here.
 */
import type { CheckOutcome } from '../../src/main/lab/check-outcome.ts';
import { sha256, type LoadedLab } from '../../src/main/lab/lab-files.ts';
import { openRoom, startOf, type LabRoom } from '../../src/main/lab/lab-room.ts';
import { markChecks } from '../../src/main/lab/mark-checks.ts';
import { lookAt } from '../../src/main/lab/room-scope.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import { actionsSchema, type LabActions } from '../../src/shared/lab/actions-schema.ts';
import type { AnswerValue } from '../../src/shared/lab/attempt-schema.ts';
import { checkSchema, type Check } from '../../src/shared/lab/check-schema.ts';
import type { LabKey } from '../../src/shared/lab/key-schema.ts';
import { labSchema, type Lab } from '../../src/shared/lab/lab-schema.ts';
import { expectOk } from './expect-ok.ts';
import { LAB_SCENARIO_TEXT } from './lab-scenario.ts';
import { theCatalogue } from './the-catalogue.ts';

/** Fields as they would stand in a file. */
export type Json = Readonly<Record<string, unknown>>;

/** What small labs draw. */
export const DRAW = { seed: 4_711, values: { wanted: 6 } };

const MINUTE_US = 60_000_000;
const TEXTS = { text: { en: 'wanted' }, failure: { en: 'missed' } };

/** A check of ten points called `it`. */
export function checkOf(fields: Json): Check {
  return checkSchema.parse({ id: 'it', points: 10, ...TEXTS, ...fields });
}

/** A check nobody has to look at, where a lab needs one. */
export const NO_MATTER = checkOf({ kind: 'manual', rubric: { en: 'x' } });

/** A lab of one task with these checks. */
export function labOf(checks: readonly Check[], more: Json = {}): Lab {
  return labSchema.parse({
    format: 'racklab.lab',
    formatVersion: 1,
    id: 'test',
    revision: 1,
    catalogue: 'azure-2026-11',
    locales: ['en'],
    title: { en: 'Test' },
    summary: { en: 'Test' },
    objectives: [{ id: 'one', text: { en: 'One' } }],
    estimatedMinutes: 1,
    modes: { practice: { feedback: 'full', hints: true, rewind: true, attempts: 0 } },
    start: { scenario: 'start.scenario.json' },
    tasks: [{ id: 'one', title: { en: 'One' }, page: '1.md', checks: checks.map(({ id }) => id) }],
    checks,
    scoring: { pass: 1 },
    ...more,
  });
}

/** The same lab as if it had been read from files. */
export function loadedOf(
  checks: readonly Check[],
  given: { readonly more?: Json; readonly scenarioText?: string } = {},
): LoadedLab {
  const { more, scenarioText = LAB_SCENARIO_TEXT } = given;
  const files = { pages: new Map<string, string>(), files: new Map<string, string>() };
  return { lab: labOf(checks, more), scenarioText, ...files, sha256: sha256('the lab') };
}

/** A room of these minutes, with commands given at its end. */
export function roomAt(
  minutes: number,
  given: { readonly scenarioText?: string; readonly commands?: readonly Command[] } = {},
): LabRoom {
  const { scenarioText = LAB_SCENARIO_TEXT, commands = [] } = given;
  const loaded = loadedOf([NO_MATTER], { scenarioText });
  const start = expectOk(startOf(loaded, { draw: DRAW, catalogue: theCatalogue() }));
  const room = expectOk(openRoom(start));
  room.engine.runUntil(minutes * MINUTE_US);
  for (const command of commands) room.engine.commit(expectOk(room.engine.propose(command)));
  const { nowUs } = room.engine;
  return { ...room, decisions: commands.map((command) => ({ atUs: nowUs, command })) };
}

/** What the only check of a lab comes to in a room. */
export function outcomeIn(
  room: LabRoom,
  given: { readonly check: Check; readonly answer?: AnswerValue; readonly key?: LabKey },
): CheckOutcome {
  const { check, answer, key } = given;
  const answers = new Map(answer === undefined ? [] : [['it', answer] as const]);
  const [marked] = markChecks({ lab: labOf([check]), key, seen: lookAt(room), answers });
  if (marked === undefined) throw new Error('one check was marked');
  return marked.outcome;
}

/** Written steps, as a file of them would be read. */
export function actionsOf(steps: readonly Json[], until: string): LabActions {
  return actionsSchema.parse({ format: 'racklab.actions', formatVersion: 1, steps, until });
}
