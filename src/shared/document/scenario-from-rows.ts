/**
 * The state of a room at a moment, as a scenario that begins there.
 *
 * It is worked out from the rows that a screen sees, so it holds what can be seen and built again:
 * things, wiring, placement, power states, load, faults in force. What a scenario cannot begin
 * with (requests in flight, operations under way, progress, charge) is listed in words, and
 * nothing is left out in silence.
 */
import { reliabilityFromRows } from './reliability-from-rows.ts';
import type { Command } from '../commands/index.ts';
import { printDuration } from '../kernel/time.ts';
import { parseCalendar, printCalendar, STARTS_AT_DEFAULT } from '../model/calendar.ts';
import { actionOf } from './action-command.ts';
import { listLosses } from './carry-losses.ts';
import { expandScenario } from './expand-scenario.ts';
import { roomFromRows } from './room-from-rows.ts';
import { RowReferences } from './row-references.ts';
import { RowTable, type RowsAtMoment } from './row-table.ts';
import type { ScenarioAction } from './scenario-action-schema.ts';
import type { ScenarioIssue } from './scenario-issue.ts';
import type { Scenario } from './scenario-schema.ts';
import { hooksInForce, injectedFaults, platformFromRows } from './faults-from-rows.ts';
import { balancerPartsFromRows, onePerPool } from './balancers-from-rows.ts';
import { networksFromRows } from './networks-from-rows.ts';
import { imagesFromRows } from './images-from-rows.ts';
import { placementFromRows } from './placement-from-rows.ts';
import { serviceFromRows } from './service-from-rows.ts';
import { settledRows } from './settled-rows.ts';
import { stateFromRows } from './state-from-rows.ts';
import { webAppsFromRows } from './web-apps-from-rows.ts';
import { movesFromRows } from './moves-from-rows.ts';
import { workloadsFromRows } from './workloads-from-rows.ts';
import { startStateOf, workFromRows } from './work-from-rows.ts';

export interface CarriedScenario {
  readonly scenario: Scenario;
  /** What could not be carried, a sentence each. */
  readonly notCarried: readonly string[];
}

/** The scenario that begins where the rows stand. O(rows). */
export function scenarioFromRows(moment: RowsAtMoment): CarriedScenario {
  const { atUs, start, durationUs } = moment;
  const rows = settledRows(moment.rows, moment.catalogue);
  const table = new RowTable(rows);
  const calendarUs = calendarStart(start.startsAt) + atUs;
  const references = new RowReferences(rows);
  const left = durationUs > atUs ? durationUs - atUs : durationUs;
  const { expect: _expect, actions: _actions, title, ...rest } = start;
  const head: Scenario = {
    format: rest.format,
    formatVersion: rest.formatVersion,
    title,
    ...(rest.$schema === undefined ? {} : { $schema: rest.$schema }),
    ...(rest.summary === undefined ? {} : { summary: rest.summary }),
    catalogue: rest.catalogue,
    seed: rest.seed,
    duration: printDuration(left),
    ...startsAtOf(rest.startsAt, { atUs, calendarUs }),
    ...(rest.operations === undefined ? {} : { operations: rest.operations }),
    ...(rest.sizes === undefined ? {} : { sizes: rest.sizes }),
  };
  const actions = [
    ...faultsInForce(table),
    ...injectedFaults(table, atUs),
    ...hooksInForce(table),
    ...comingActions(moment),
  ];
  const carried = withoutLooseActions({
    ...head,
    ...roomFromRows({ table, references, catalogue: moment.catalogue }),
    ...workFromRows({ table, references, catalogue: moment.catalogue, atUs, calendarUs }),
    ...placementFromRows({ table, references, catalogue: moment.catalogue }),
    ...serviceFromRows({ table, references, catalogue: moment.catalogue }),
    ...networksFromRows({ table, references, catalogue: moment.catalogue }),
    ...balancerPartsFromRows({ table, references, catalogue: moment.catalogue }),
    ...stateFromRows({ table, references, catalogue: moment.catalogue }),
    ...imagesFromRows({ table, references, catalogue: moment.catalogue }),
    ...webAppsFromRows({ table, references, catalogue: moment.catalogue }),
    ...workloadsFromRows({ table, references, catalogue: moment.catalogue }),
    ...movesFromRows({ table, references, catalogue: moment.catalogue }),
    ...platformFromRows(table),
    ...reliabilityFromRows(table),
    ...(actions.length === 0 ? {} : { actions }),
    ...(rest.experiments === undefined ? {} : { experiments: rest.experiments }),
    ...(rest.notes === undefined ? {} : { notes: rest.notes }),
    ...(rest.map === undefined ? {} : { map: rest.map }),
  });
  const losses = listLosses({ ...moment, table });
  return { scenario: carried.scenario, notCarried: [...losses, ...carried.notCarried] };
}

/** The calendar goes on where the moment was, cut to its minute. */
function startsAtOf(
  before: string | undefined,
  now: { readonly atUs: number; readonly calendarUs: number },
): Pick<Scenario, 'startsAt'> {
  if (now.atUs > 0) return { startsAt: printCalendar(now.calendarUs) };
  return before === undefined ? {} : { startsAt: before };
}

/** The calendar moment at which a scenario starts. */
function calendarStart(startsAt: string | undefined): number {
  const start = parseCalendar(startsAt ?? STARTS_AT_DEFAULT);
  return start.ok ? start.value : 0;
}

/**
 * Drops timed actions and experiments that mention what is not there any more: when their time came
 * they would be refused, and a file that mentions nothing is refused as a whole.
 */
export function withoutLooseActions(scenario: Scenario): CarriedScenario {
  const { issues } = expandScenario(scenario);
  const loose = looseOf(issues, 'actions');
  const untried = looseOf(issues, 'experiments');
  const { actions = [], experiments = [], ...rest } = scenario;
  const kept = actions.filter((_, index) => !loose.has(index));
  const tried = experiments.filter((_, index) => !untried.has(index));
  const dropped = actions.filter((_, index) => loose.has(index));
  return {
    scenario: {
      ...rest,
      ...(kept.length === 0 ? {} : { actions: kept }),
      ...(tried.length === 0 ? {} : { experiments: tried }),
    },
    notCarried: [
      ...dropped.map((action) => {
        return `The timed action ${action.do} at ${action.at}: what it mentions is not carried.`;
      }),
      ...experiments
        .filter((_, index) => untried.has(index))
        .map(({ name }) => `The experiment ${name}: what it mentions is not carried.`),
    ],
  };
}

/** Positions in a section of the entries that something is wrong with. */
function looseOf(issues: readonly ScenarioIssue[], section: string): ReadonlySet<number> {
  return new Set(
    issues.flatMap(({ path }) =>
      path[0] === section && typeof path[1] === 'number' ? [path[1]] : [],
    ),
  );
}

/** Parts that are cut stay cut: the first thing that happens is that they fail. */
function faultsInForce(table: RowTable): ScenarioAction[] {
  const targets = [
    ...table.of('power'),
    ...table.of('rack'),
    ...table.of('switch'),
    ...table.of('link'),
    ...table.of('storage'),
    ...table.of('host'),
    ...table.of('place'),
  ].filter((row) => row.cut);
  const cuts = targets.map(({ id }): Command => ({ type: 'fault.cut', target: id }));
  const broken = table.of('vm').flatMap((vm): Command[] => {
    const { application: as } = vm;
    return as === undefined || startStateOf(vm) !== 'running'
      ? []
      : [{ type: 'application.break', vm: vm.id, as }];
  });
  // A word about a member counts before all who share the pool.
  const all = table.of('balancer').map(({ id }) => id);
  const pools = new Set(onePerPool(table, all));
  const said = table
    .of('balancer')
    .filter(({ id }) => pools.has(id))
    .flatMap((row) =>
      row.backends.flatMap(({ vm, admin }): Command[] =>
        admin === undefined ? [] : [{ type: 'balancer.admit', balancer: row.id, vm, state: admin }],
      ),
    );
  const off = table
    .of('dnsProfile')
    .flatMap((row) =>
      row.endpoints.flatMap(({ balancer, enabled }): Command[] =>
        enabled ? [] : [{ type: 'dnsProfile.switch', dnsProfile: row.id, balancer, enabled }],
      ),
    );
  return [...said, ...off, ...broken, ...cuts].map((command) => actionOf(command, { at: '0s' }));
}

function comingActions(moment: RowsAtMoment): ScenarioAction[] {
  return moment.coming.map(({ atUs, command }) =>
    actionOf(command, { at: printDuration(atUs - moment.atUs) }),
  );
}
