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
  return { atUs, isEarly: !isSettled, action: actionOf(command, moment) };
}

/**
 * Both lists in order of time. At one moment: decisions made while events were pending, then the
 * file's own actions, then decisions made after these.
 */
function mergeActions(
  own: readonly ScenarioAction[],
  decisions: readonly PlacedAction[],
): ScenarioAction[] {
  const placed = own.map((action) => {
    const at = parseDuration(action.at);
    return { atUs: at.ok ? at.value : 0, rank: 1, action };
  });
  let settledAtUs = -1;
  for (const { atUs, isEarly, action } of decisions) {
    // Once a decision of a moment came after its actions, all later ones of that moment do.
    if (!isEarly) settledAtUs = atUs;
    placed.push({ atUs, rank: settledAtUs === atUs ? 2 : 0, action });
  }
  return placed
    .sort((left, right) => left.atUs - right.atUs || left.rank - right.rank)
    .map(({ action }) => action);
}
