/**
 * Uses of machines written as a scenario: what differs from the ordinary figures of a kind. What
 * they have served begins anew, because a scenario tells a beginning. Callers stand behind whom
 * they ask, so that a file can be read from top to bottom.
 */
import { printDuration } from '../kernel/time.ts';
import {
  WORKLOAD_FIGURES,
  WORKLOAD_PLAIN,
  WORKLOAD_TIMES,
  type WorkloadFigures,
} from '../model/workload-kinds.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { RowSource } from './room-from-rows.ts';
import type { RowTable } from './row-table.ts';
import type { Scenario } from './scenario-schema.ts';
import type { WorkloadEntry } from './scenario-workload-schema.ts';

type Row = RowOf<'workload'>;

/** The section of workloads; left out when there are none. */
export function workloadsFromRows(source: RowSource): Pick<Scenario, 'workloads'> {
  const rows = source.table
    .of('workload')
    .map((row) => ({
      ...row,
      machines: row.machines.filter((vm) => isNamed(source.table, vm)),
      manages: row.manages.filter((vm) => isNamed(source.table, vm)),
    }))
    .filter(({ machines, webApp }) => machines.length > 0 || webApp !== undefined);
  const ordered: Row[] = [];
  // A workload asks one that was made before it; slots are used again, so the order is restored.
  function add(row: Row): void {
    if (ordered.includes(row)) return;
    const called = rows.find(({ id }) => id === row.calls?.on);
    if (called !== undefined) add(called);
    ordered.push(row);
  }
  for (const row of rows) add(row);
  const kept = new Set(rows.map(({ id }) => id));
  const workloads = ordered.map(({ calls, ...row }) =>
    entryOf(source, calls !== undefined && kept.has(calls.on) ? { ...row, calls } : row),
  );
  return workloads.length === 0 ? {} : { workloads };
}

/** Instances of scale sets are made anew, under names that a file does not know. */
function isNamed(table: RowTable, vm: string): boolean {
  return table.get('vm', vm)?.scaleSet === undefined;
}

/** Uses of which some machines are instances, which the file cannot name. */
export function narrowerUses(table: RowTable): string[] {
  return table
    .of('workload')
    .filter(({ machines, manages }) => [...machines, ...manages].some((vm) => !isNamed(table, vm)))
    .map(({ id }) => id);
}

function entryOf(source: RowSource, row: Row): WorkloadEntry {
  const { references } = source;
  const ordinary = WORKLOAD_FIGURES[row.workKind];
  const changed: Record<string, unknown> = {};
  for (const [field, column] of Object.entries(WORKLOAD_TIMES)) {
    if (row[column] !== ordinary[column]) changed[field] = printDuration(row[column]);
  }
  for (const field of WORKLOAD_PLAIN)
    if (row[field] !== ordinary[field]) changed[field] = row[field];
  return {
    name: row.name,
    group: row.group,
    kind: row.workKind,
    ...(row.webApp === undefined
      ? { machines: row.machines.map((vm) => references.short(vm)) }
      : { webApp: references.short(row.webApp) }),
    ...sourceOf(row, ordinary),
    // The names and types of the fields are those of the two lists above.
    ...(changed as Partial<WorkloadEntry>),
    ...(row.calls === undefined
      ? {}
      : { calls: { on: references.short(row.calls.on), share: row.calls.share } }),
    ...(row.manages.length === 0 ? {} : { manages: row.manages.map((vm) => references.short(vm)) }),
    ...(row.mode === 'auto' ? {} : { mode: row.mode }),
  };
}

function sourceOf(row: Row, { source }: WorkloadFigures): Partial<WorkloadEntry> {
  switch (source) {
    case 'open':
      return {
        ...(row.curve === undefined ? {} : { curve: row.curve }),
        ...(row.spike === undefined
          ? {}
          : {
              spike: {
                at: printDuration(row.spike.fromUs),
                lasts: printDuration(row.spike.untilUs - row.spike.fromUs),
                times: row.spike.times,
              },
            }),
      };
    case 'closed':
      return { users: row.users, think: printDuration(row.thinkUs) };
    case 'batch':
      return { jobs: row.jobs };
    case 'cron':
      return { cron: row.cron, jobs: row.jobs, ...(row.lease ? { lease: true } : {}) };
    default:
      return { jobs: row.jobs, every: printDuration(row.everyUs) };
  }
}
