/**
 * The state of a moment as a scenario that the engine accepts as a start.
 *
 * Rows show how a room looks, also when it could not be built like that: a machine may be kept on a
 * host that lost its only link. So the scenario is tried, and a machine that cannot begin where it
 * stood begins where there is room, or is left out and named. The file that comes out can be run.
 */
import { expandScenario } from '../../shared/document/expand-scenario.ts';
import {
  scenarioFromRows,
  withoutLooseActions,
  type CarriedScenario,
} from '../../shared/document/scenario-from-rows.ts';
import type { RowsAtMoment } from '../../shared/document/row-table.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import { ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { startEngine } from './start-engine.ts';

/** Machines that may turn out not to fit before the attempt is given up. */
const ATTEMPTS_MAX = 1_000;

/**
 * The scenario that begins where the rows stand. `catalogue` is the one it names, without its own
 * sizes. Refuses with the engine's code when something other than a machine does not fit.
 */
export function carriedState(moment: RowsAtMoment, catalogue: Catalogue): Result<CarriedScenario> {
  let carried = scenarioFromRows(moment);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { scenario } = carried;
    const expanded = expandScenario(scenario);
    const engine = startEngine({ scenario, expanded, catalogue });
    if (engine.ok) return ok(carried);
    const commandIndex = engine.error.details?.['commandIndex'];
    const path = typeof commandIndex === 'number' ? expanded.originOf(commandIndex) : [];
    if (path[0] !== 'machines' || typeof path[1] !== 'number') return engine;
    carried = giveWay({ carried, index: path[1], error: engine.error });
  }
  return ok(carried);
}

/** Lets a machine that does not fit begin elsewhere; if it was not pinned, leaves it out. */
function giveWay(given: {
  carried: CarriedScenario;
  index: number;
  error: AppError;
}): CarriedScenario {
  const { scenario, notCarried } = given.carried;
  const machines = scenario.machines ?? [];
  const machine = machines[given.index];
  if (machine === undefined) return given.carried;
  const { host, ...unpinned } = machine;
  const reason = given.error.message.replace(/^machines\[\d+\]: /, '');
  if (host !== undefined) {
    const moved = machines.with(given.index, unpinned);
    return {
      scenario: { ...scenario, machines: moved },
      notCarried: [...notCarried, `The place of ${machine.name} on ${host}: ${reason}`],
    };
  }
  const left = machines.toSpliced(given.index, 1);
  const without: Scenario = { ...scenario, machines: left };
  const rest = withoutLooseActions(without);
  return {
    scenario: rest.scenario,
    notCarried: [...notCarried, `The machine ${machine.name}: ${reason}`, ...rest.notCarried],
  };
}
