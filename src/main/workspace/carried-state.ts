/**
 * The state of a moment as a scenario that the engine accepts as a start.
 *
 * Rows show how a room looks, also when it could not be built like that: a machine may be kept on a
 * host that lost its only link. So the scenario is tried, and a machine that cannot begin where it
 * stood begins where there is room, or is left out and named; so is what hangs on an instance of a
 * scale set that will not be there. The file that comes out can be run.
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

/** Entries that may turn out not to fit before the attempt is given up. */
const ATTEMPTS_MAX = 1_000;

/** Sections whose entries may name an instance, which begins anew under a name of its own. */
const LEANING = { routes: 'route of', snapshots: 'snapshot', stores: 'store' } as const;

/**
 * The scenario that begins where the rows stand. `catalogue` is the one it names, without its own
 * sizes. Refuses with the engine's code when something other than those does not fit.
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
    const [section, index] = path;
    if (typeof index !== 'number') return engine;
    const given = { carried, index, error: engine.error };
    if (section === 'machines') carried = giveWay(given);
    else if (isLeaning(section)) carried = leaveOut({ ...given, section });
    else return engine;
  }
  return ok(carried);
}

interface Refused {
  readonly carried: CarriedScenario;
  readonly index: number;
  readonly error: AppError;
}

function isLeaning(section: string | number | undefined): section is keyof typeof LEANING {
  return section !== undefined && Object.hasOwn(LEANING, section);
}

/** Leaves out an entry that names what will not be there. */
function leaveOut(given: Refused & { readonly section: keyof typeof LEANING }): CarriedScenario {
  const { section, index, error } = given;
  const { scenario, notCarried } = given.carried;
  const entries: readonly { name?: string; subnet?: string }[] = scenario[section] ?? [];
  const entry = entries[index];
  const reason = error.message.replace(/^\w+\[\d+\]: /, '');
  const rest = withoutLooseActions({ ...scenario, [section]: entries.toSpliced(index, 1) });
  const what = `The ${LEANING[section]} ${entry?.name ?? entry?.subnet ?? index}`;
  return {
    scenario: rest.scenario,
    notCarried: [...notCarried, `${what}: ${reason}`, ...rest.notCarried],
  };
}

/** Lets a machine that does not fit begin elsewhere; if it was not pinned, leaves it out. */
function giveWay(given: Refused): CarriedScenario {
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
