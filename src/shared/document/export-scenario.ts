/**
 * A document written as a scenario: the start it was made from, with everything decided since as
 * timed actions. Running it from its start gives what the document has come to.
 */
import type { Command } from '../commands/index.ts';
import { parseDuration, printDuration } from '../kernel/time.ts';
import { actionOf } from './action-command.ts';
import type { ScenarioAction } from './scenario-action-schema.ts';
import type { Scenario } from './scenario-schema.ts';

/** One decision on the path to the head, as the journal holds it. */
export interface ExportedDecision {
  readonly atUs: number;
  /** Events processed at exactly `atUs` before it. */
  readonly eventsAtNow: number;
  /** True when events of that moment were still pending; unknown when absent. */
  readonly midInstant?: boolean;
  /** Timed actions of the start that were done before it; known where events were pending. */
  readonly actionsDone?: number;
  readonly command: Command;
}

/**
 * The start with the decisions as actions, in the order in which they take effect. `map` replaces
 * the map of the start, should the screen have moved things. O(actions and decisions).
 */
export function exportScenario(document: {
  readonly start: Scenario;
  /** In the order in which they were made. */
  readonly decisions: readonly ExportedDecision[];
  readonly map?: Scenario['map'];
}): Scenario {
  const { start, decisions } = document;
  const { map: startMap, ...rest } = start;
  const map = document.map ?? startMap;
  const actions = mergeActions(start.actions ?? [], decisions.map(placeDecision));
  return {
    ...rest,
    ...(actions.length === 0 ? {} : { actions }),
    ...(map === undefined ? {} : { map }),
  };
}

interface PlacedAction {
  readonly atUs: number;
  /** Made while events of its moment were pending: it comes before what waits for their end. */
  readonly isEarly: boolean;
  readonly actionsDone: number | undefined;
  readonly action: ScenarioAction;
}

/**
 * When a decision takes effect. Without `afterEvents` an action waits until no event of its moment
 * is pending; that is where a decision stands which was made between events. It is certain where
 * the journal says so, or where no event of the moment had come yet although time had.
 */
function placeDecision(
  decision: ExportedDecision,
  index: number,
  all: readonly ExportedDecision[],
): PlacedAction {
  const { atUs, eventsAtNow, command } = decision;
  const isFirst = all[index - 1]?.atUs !== atUs;
  const isSettled =
    decision.midInstant === undefined
      ? isFirst && eventsAtNow === 0 && atUs > 0
      : !decision.midInstant;
  const at = printDuration(atUs);
  const moment = isSettled ? { at } : { at, afterEvents: eventsAtNow };
  const { actionsDone } = decision;
  return { atUs, isEarly: !isSettled, actionsDone, action: actionOf(command, moment) };
}

/**
 * Both lists in the order in which they took effect. A decision made while events were pending
 * stands behind the actions that were done by then; one made at rest behind all of its moment.
 * An older journal does not say how many were done: there it stands before all of its moment.
 */
function mergeActions(
  own: readonly ScenarioAction[],
  decisions: readonly PlacedAction[],
): ScenarioAction[] {
  const timed = own
    .map((action) => {
      const at = parseDuration(action.at);
      return { atUs: at.ok ? at.value : 0, action };
    })
    .sort((left, right) => left.atUs - right.atUs);
  const merged: ScenarioAction[] = [];
  let done = 0;
  for (const decision of decisions) {
    const comesAfter = actionsBefore(timed, decision);
    // What was done stays done: decisions keep their order, whatever an older journal leaves open.
    merged.push(...timed.slice(done, comesAfter).map(({ action }) => action), decision.action);
    done = Math.max(done, comesAfter);
  }
  return [...merged, ...timed.slice(done).map(({ action }) => action)];
}

function actionsBefore(
  timed: readonly { readonly atUs: number }[],
  { atUs, isEarly, actionsDone }: PlacedAction,
): number {
  if (isEarly && actionsDone !== undefined) return actionsDone;
  const first = timed.findIndex((action) => (isEarly ? action.atUs >= atUs : action.atUs > atUs));
  return first < 0 ? timed.length : first;
}
