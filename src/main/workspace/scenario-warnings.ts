/**
 * Everything in a scenario that is accepted and odd: what builds the room, the room as it then
 * stands, and its timed actions. An action is judged as if it were given at the start, because
 * nothing is run to find out; one that only makes sense later says nothing here.
 */
import type { ExpandedScenario } from '../../shared/document/expand-scenario.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { parseDuration, printDuration } from '../../shared/kernel/time.ts';
import type { Warning } from '../../shared/kernel/warning.ts';
import type { WarningCode } from '../../shared/model/warning-codes.ts';
import type { Engine } from '../engine/index.ts';
import {
  placeWarning,
  startEngine,
  type PlacedWarning,
  type StartOptions,
} from './start-engine.ts';

type LintOptions = Omit<StartOptions, 'scenario' | 'expanded' | 'warned'> & {
  readonly scenario: Scenario;
  readonly expanded: ExpandedScenario;
};

/** The warnings of a scenario in the order of the file; refuses as `startEngine` does. */
export function scenarioWarnings(options: LintOptions): Result<readonly PlacedWarning[]> {
  const found: PlacedWarning[] = [];
  const engine = startEngine({ ...options, warned: (warning) => found.push(warning) });
  if (!engine.ok) return engine;
  found.push(...roomWarnings(engine.value, options));
  found.push(...actionWarnings(engine.value, options));
  return ok(found);
}

/** A set of one: its first member is never alone for long, so only the whole room can tell. */
function roomWarnings(engine: Engine, options: LintOptions): PlacedWarning[] {
  const sets = options.scenario.availabilitySets ?? [];
  return engine.rows(['availabilitySet']).flatMap((row) => {
    if (row.kind !== 'availabilitySet' || row.members.length !== 1) return [];
    const index = sets.findIndex(({ name }) => name === row.name);
    const code: WarningCode = 'availabilitySet.single';
    const warning: Warning = {
      code,
      message: `${row.id} has 1 member: while that one is away nothing serves.`,
      hint: 'Create a second machine in it; the promise of a set begins with two.',
      details: { availabilitySet: row.id, members: 1 },
    };
    return [placeWarning(warning, { ...options, path: ['availabilitySets', Math.max(0, index)] })];
  });
}

function actionWarnings(engine: Engine, options: LintOptions): PlacedWarning[] {
  const { actions, durationUs } = options.expanded;
  const order = writtenOrder(options.scenario);
  return actions.flatMap(({ atUs, command }, at) => {
    const path = ['actions', order[at] ?? at];
    const found: Warning[] = [];
    if (atUs > durationUs) found.push(afterEnd({ atUs, durationUs }));
    const proposed = engine.propose(command);
    if (proposed.ok) found.push(...proposed.value.warnings);
    return found.map((warning) => placeWarning(warning, { ...options, path }));
  });
}

/** Where each action stands in the file, in the order in which they happen. */
function writtenOrder(scenario: Scenario): number[] {
  const moments = (scenario.actions ?? []).map(({ at }, index) => {
    const parsed = parseDuration(at);
    return { index, atUs: parsed.ok ? parsed.value : 0 };
  });
  moments.sort((left, right) => left.atUs - right.atUs || left.index - right.index);
  return moments.map(({ index }) => index);
}

function afterEnd(times: { atUs: number; durationUs: number }): Warning {
  const { atUs, durationUs } = times;
  const code: WarningCode = 'scenario.actionAfterEnd';
  return {
    code,
    message:
      `It is set for ${printDuration(atUs)}, but the scenario ends at ` +
      `${printDuration(durationUs)}: it never happens.`,
    hint: 'Let it come earlier, or make the scenario longer.',
    details: { atUs, durationUs },
  };
}
