/**
 * What `racklab run` says: one JSON object for programs, a few aligned lines for people.
 * The object is deterministic except for `host`, which tells what the run cost this machine.
 */
import type { LocalizedText } from '../../shared/model/localized-text.ts';
import { printDuration } from '../../shared/kernel/time.ts';
import { MEASURES } from '../../shared/model/measures.ts';
import { readMeasure } from '../../shared/model/read-measure.ts';
import type { RunSummary } from '../../shared/views/workspace-view.ts';
import type { ExpectationResult, ScenarioRun } from '../workspace/scenario-run.ts';
import type { HostFigures } from './cli-environment.ts';
import { costObject, incidentObjects } from './run-measures.ts';

const US_PER_SECOND = 1_000_000;
const SHARE_DIGITS = 5;

/** The object of `run --json`; `host` last and apart. */
export function runObject(run: ScenarioRun, host: HostFigures): Record<string, unknown> {
  const { hash, seed, simulatedSeconds, events, machines, services, batches } = run.summary;
  return {
    hash,
    seed,
    simulatedSeconds,
    events,
    machines,
    // Only where there are any, so that runs without them read as they always did.
    ...(Object.keys(run.summary.applications ?? {}).length === 0
      ? {}
      : { applications: run.summary.applications }),
    services,
    ...(run.summary.stores === undefined ? {} : { stores: run.summary.stores }),
    ...(run.summary.workloads === undefined ? {} : { workloads: run.summary.workloads }),
    ...(run.summary.webApps === undefined ? {} : { webApps: run.summary.webApps }),
    ...(run.summary.images === undefined ? {} : { images: run.summary.images }),
    ...(run.summary.environments === undefined ? {} : { environments: run.summary.environments }),
    ...(run.summary.moves === undefined ? {} : { moves: run.summary.moves }),
    ...(run.summary.migrations === undefined ? {} : { migrations: run.summary.migrations }),
    batches: batches.map(({ lastFinishUs, ...batch }) => ({
      ...batch,
      ...(lastFinishUs === undefined ? {} : { lastFinishSeconds: lastFinishUs / US_PER_SECOND }),
    })),
    cost: costObject(run.costs),
    ...incidentObjects(run.incidents),
    expect: run.expectations.map(expectationObject),
    refusedActions: run.refusedActions.map(({ atUs, ...action }) => ({
      atSeconds: atUs / US_PER_SECOND,
      ...action,
    })),
    host: roundedHost(host),
  };
}

function expectationObject(result: ExpectationResult): Record<string, unknown> {
  const { at: _at, min, max, ...query } = result.expectation;
  return {
    ...query,
    unit: MEASURES[query.measure].unit,
    atSeconds: result.atUs / US_PER_SECOND,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(result.value === undefined ? {} : { value: result.value }),
    reached: result.reached,
    met: result.met,
  };
}

/** Host figures to the digits that mean something. */
function roundedHost(host: HostFigures): HostFigures {
  return {
    wallSeconds: Math.round(host.wallSeconds * 1_000) / 1_000,
    cpuSeconds: Math.round(host.cpuSeconds * 1_000) / 1_000,
    peakMemoryMib: Math.round(host.peakMemoryMib * 10) / 10,
  };
}

/** The same for people, in plain lines. */
export function runText(run: ScenarioRun, title: LocalizedText): string {
  const { summary } = run;
  const span = printDuration(Math.round(summary.simulatedSeconds * US_PER_SECOND));
  const name = typeof title === 'string' ? title : title.en;
  const states = Object.entries(summary.machines).filter(([, count]) => count > 0);
  const lines = [
    `${name}: ${span} simulated, seed ${summary.seed}, ${summary.events} events`,
    `hash      ${summary.hash}`,
    `machines  ${states.map(([state, count]) => `${count} ${state}`).join(', ') || 'none'}`,
    ...applicationLines(summary),
    ...imageLines(summary),
    ...moveLines(summary),
    ...environmentLines(summary),
    ...migrationLines(summary),
    `cost      ${(readMeasure(summary, { measure: 'cost' }) ?? 0).toFixed(2)} USD of compute, ` +
      `${(run.costs.microUsd / US_PER_SECOND).toFixed(2)} USD in all`,
  ];
  if (summary.services.length > 0) lines.push('', ...serviceTable(summary));
  if (summary.stores !== undefined) lines.push('', ...storeTable(summary.stores));
  if (summary.workloads !== undefined) lines.push('', ...workloadTable(summary.workloads));
  if (summary.batches.length > 0) lines.push('', ...batchTable(summary));
  if (run.refusedActions.length > 0) {
    lines.push('', `${run.refusedActions.length} timed actions were refused:`);
    for (const { atUs, command, message } of run.refusedActions) {
      lines.push(`  ${printDuration(atUs)} ${command}: ${message}`);
    }
  }
  if (run.expectations.length > 0) lines.push('', ...expectationLines(run.expectations));
  return `${lines.join('\n')}\n`;
}

/** Applications by state of their process, where there are any. */
function applicationLines(summary: RunSummary): string[] {
  const states = Object.entries(summary.applications ?? {});
  if (states.length === 0) return [];
  return [`applications  ${states.map(([state, count]) => `${count} ${state}`).join(', ')}`];
}

/** Machines that are not what they were made from, or not the only ones of their identity. */
function imageLines(summary: RunSummary): string[] {
  if (summary.images === undefined) return [];
  const { sharedIdentities, driftedMachines } = summary.images;
  return [
    `images    ${driftedMachines} machines differ from theirs, ` +
      `${sharedIdentities} running machines share an identity`,
  ];
}

/** What each environment costs, and what it would cost when it is forgotten. */
function environmentLines(summary: RunSummary): string[] {
  function usd(microUsd: number): string {
    return (microUsd / US_PER_SECOND).toFixed(2);
  }
  return (summary.environments ?? []).map(
    (one) =>
      `${one.kind.padEnd(11)} ${one.name}: ${usd(one.microUsdSoFar)} USD so far, ` +
      `${usd(one.microUsdStopped)} of it stopped and billed; a month ` +
      `${usd(one.microUsdPerMonthByClock)} by the clock, ${usd(one.microUsdPerMonth)} forgotten`,
  );
}

/** Servers of one's own that became machines. */
function moveLines(summary: RunSummary): string[] {
  if (summary.moves === undefined) return [];
  const { serversMoved, moveOutageUs, movesRolledBack, moveRemains } = summary.moves;
  return [
    `moves     ${serversMoved} servers moved, away for ${printDuration(moveOutageUs)} at most, ` +
      `${movesRolledBack} taken back, ${moveRemains} points did not get better`,
  ];
}

/** Machines that changed their host while they ran. */
function migrationLines(summary: RunSummary): string[] {
  const { migrations = [] } = summary;
  if (migrations.length === 0) return [];
  const count = migrations.reduce((sum, one) => sum + one.count, 0);
  const seconds = migrations.reduce((sum, one) => sum + one.seconds, 0);
  return [`moved     ${count} times while running, ${(seconds / count).toFixed(3)} s on average`];
}

function serviceTable(summary: RunSummary): string[] {
  const head = ['service', 'offered', 'served', 'late', 'refused', 'lost', 'in flight'];
  const rows = summary.services.map((service) => [
    service.name,
    ...[service.offered, service.served, service.late, service.refused, service.lost].map(String),
    String(service.inFlight),
    service.servedFraction.toFixed(SHARE_DIGITS),
    service.availability.toFixed(SHARE_DIGITS),
  ]);
  return table([[...head, 'served fraction', 'availability'], ...rows]);
}

function storeTable(stores: NonNullable<RunSummary['stores']>): string[] {
  const head = ['store', 'writes', 'acknowledged', 'refused', 'unanswered', 'lost'];
  const rows = stores.map((store) => [
    store.name,
    ...[store.offered, store.acknowledged, store.refused, store.unanswered, store.lost].map(String),
    store.downSeconds.toFixed(3),
    String(store.failovers),
  ]);
  return table([[...head, 'down, s', 'failovers'], ...rows]);
}

function workloadTable(workloads: NonNullable<RunSummary['workloads']>): string[] {
  const head = ['use', 'offered', 'served', 'late', 'refused', 'lost', 'a second'];
  const rows = workloads.map((one) => [
    `${one.name} (${one.kind})`,
    ...[one.offered, one.served, one.late, one.refused, one.lost].map(String),
    one.throughputPerSecond.toFixed(2),
    ...[one.p50Ms, one.p95Ms].map((ms) => (ms === undefined ? '-' : ms.toFixed(1))),
    one.limitedBy + (one.estimated ? ', estimated' : ''),
  ]);
  return table([[...head, 'p50, ms', 'p95, ms', 'limited by'], ...rows]);
}

function batchTable(summary: RunSummary): string[] {
  const rows = summary.batches.map((batch) => [
    batch.name,
    String(batch.count),
    String(batch.done),
    String(batch.interrupted),
    batch.lastFinishUs === undefined ? '-' : (batch.lastFinishUs / US_PER_SECOND).toFixed(3),
  ]);
  return table([['batch', 'jobs', 'done', 'interrupted', 'last finish, s'], ...rows]);
}

/** Rows as aligned lines: the first column to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

function expectationLines(results: readonly ExpectationResult[]): string[] {
  const met = results.filter((result) => result.met).length;
  const lines = results.map((result) => {
    const { measure, service, state, batch, min, max } = result.expectation;
    const of = service ?? state ?? batch;
    const what = of === undefined ? measure : `${measure} of ${of}`;
    const least = min === undefined ? '' : `${min} <= `;
    const most = max === undefined ? '' : ` <= ${max}`;
    const bounds = `${least}x${most}`;
    const value = result.value === undefined ? 'nothing to measure' : String(result.value);
    const word = result.reached ? (result.met ? 'met   ' : 'MISSED') : 'later ';
    const said = result.reached ? value : 'the run ended before';
    return `  ${word} ${what} at ${printDuration(result.atUs)}: ${said} (${bounds})`;
  });
  return [`${met} of ${results.length} expectations met`, ...lines];
}
