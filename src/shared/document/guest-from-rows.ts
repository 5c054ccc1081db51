/**
 * The inside of operating systems written as a scenario: installed applications in an order in
 * which they can be installed, and scheduled tasks. What moves inside a system is not carried; it
 * is named among the losses. What a process had done by then is not carried.
 */
import { printDuration, US_PER_MINUTE } from '../kernel/time.ts';
import type { ApplicationChanges } from '../model/application-needs.ts';
import type { ApplicationView, GuestView } from '../views/guest-view.ts';
import { lostPatches } from './images-from-rows.ts';
import type { RowReferences } from './row-references.ts';
import type { RowTable } from './row-table.ts';
import type { InstalledEntry, TaskEntry } from './scenario-guest-schema.ts';

const TASK_MILLICORES = 1_000;
const TASK_MEMORY_MIB = 256;

interface System {
  readonly on: string;
  readonly guest: GuestView;
}

/** Systems that somebody has touched, hosts first. Instances of scale sets are made anew, empty. */
function systemsOf(source: { table: RowTable; references: RowReferences }): System[] {
  const hosts = source.table.of('host').map(({ id, guest }) => ({ id, guest }));
  const machines = source.table
    .of('vm')
    .filter(({ scaleSet }) => scaleSet === undefined)
    .map(({ id, guest }) => ({ id, guest }));
  return [...hosts, ...machines].flatMap(({ id, guest }) =>
    // The full id: a host and a machine may share a name.
    guest === undefined ? [] : [{ on: id, guest }],
  );
}

/** Entries of the section `applications.installed`. */
export function installedFromRows(source: {
  table: RowTable;
  references: RowReferences;
}): InstalledEntry[] {
  return systemsOf(source).flatMap(({ on, guest }) => {
    const versions = new Map<string, string>();
    return inOrder(guest).map((one) => installedEntry({ on, guest, one, versions }));
  });
}

/** Dependencies before those that need them; runtimes that were replaced before the new ones. */
function inOrder(guest: GuestView): ApplicationView[] {
  function isOld(one: ApplicationView): boolean {
    return one.needs.runtimes.some(
      ({ runtime, version }) =>
        !guest.runtimes.some((there) => there.runtime === runtime && there.version === version),
    );
  }
  let waiting = [
    ...guest.applications.filter(isOld),
    ...guest.applications.filter((one) => !isOld(one)),
  ];
  const order: ApplicationView[] = [];
  while (waiting.length > 0) {
    const names = new Set(waiting.flatMap(({ name, needs }) => [name, needs.application]));
    const next =
      waiting.find(({ needs }) => !needs.dependsOn.some((one) => names.has(one))) ?? waiting[0];
    if (next === undefined) break;
    order.push(next);
    waiting = waiting.filter((one) => one !== next);
  }
  return order;
}

/** Whether it is to run: it does, or will when its system is up again. */
function isToRun(guest: GuestView, one: ApplicationView): boolean {
  return one.state === 'running' || (one.wanted && !guest.up);
}

function installedEntry(given: {
  on: string;
  guest: GuestView;
  one: ApplicationView;
  /** Versions of runtimes that the entries above have installed. */
  versions: Map<string, string>;
}): InstalledEntry {
  const { on, guest, one, versions } = given;
  let replaces = false;
  for (const { runtime, version } of one.needs.runtimes) {
    const before = versions.get(runtime);
    const both = guest.runtimes.filter((there) => there.runtime === runtime).length > 1;
    if (before !== undefined && before !== version && !both) replaces = true;
    versions.set(runtime, version);
  }
  // The view's changes are those of the installation, which are fields of the entry.
  const changes = one.changes as ApplicationChanges & Partial<InstalledEntry>;
  return {
    on,
    application: one.needs.application,
    ...(one.name === one.needs.application ? {} : { name: one.name }),
    ...changes,
    ...(replaces ? { replaceRuntimes: true } : {}),
    ...(isToRun(guest, one) ? {} : { start: false }),
  };
}

/** Entries of the section `applications.tasks`. */
export function tasksFromRows(source: { table: RowTable; references: RowReferences }): TaskEntry[] {
  return systemsOf(source).flatMap(({ on, guest }) =>
    guest.tasks.map(({ name, cron, lastsUs, cpuMillicores, memoryMib }) => ({
      on,
      name,
      cron,
      ...(lastsUs === US_PER_MINUTE ? {} : { lasts: printDuration(lastsUs) }),
      ...(cpuMillicores === TASK_MILLICORES ? {} : { cpuMillicores }),
      ...(memoryMib === TASK_MEMORY_MIB ? {} : { memoryMib }),
    })),
  );
}

/** What a scenario cannot take along from inside operating systems, a list of names each. */
export function guestLosses(table: RowTable): {
  patches: string[];
  growth: string[];
  ended: string[];
} {
  const systems = [...table.of('host'), ...table.of('vm')].flatMap(({ id, guest }) =>
    guest === undefined ? [] : [{ id, guest }],
  );
  const apps = systems.flatMap(({ id, guest }) =>
    guest.applications.map((one) => ({ name: `${one.name} on ${id}`, one })),
  );
  return {
    patches: [
      ...table.of('host').filter(({ guest }) => (guest?.patchLevel ?? 0) > 0),
      ...table.of('vm').filter((vm) => lostPatches(table, vm) !== 0),
    ].map(({ id }) => id),
    growth: apps
      .filter(
        ({ one }) =>
          one.usedDiskMib > one.needs.diskMib ||
          (one.state === 'running' && one.usedMib > one.needs.memoryMib),
      )
      .map(({ name }) => name),
    ended: apps
      .filter(({ one }) => one.state === 'killed' || one.state === 'failed')
      .map(({ name }) => name),
  };
}
