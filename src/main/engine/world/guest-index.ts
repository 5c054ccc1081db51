/**
 * What is inside which operating system, and what its applications need: rebuilt from the columns
 * whenever they were replaced or a row came or went. It is not state.
 */
import type { Application } from '../../../shared/model/application.ts';
import {
  needsOf,
  type ApplicationChanges,
  type ApplicationNeeds,
} from '../../../shared/model/application-needs.ts';
import { ensure } from '../../../shared/kernel/assert.ts';
import type { Catalogue } from '../../../shared/model/catalogue.ts';
import type { WorldTables } from './world-tables.ts';

const NOBODY: readonly number[] = [];
/** Different installations remembered; more are worked out anew each time. */
const NEEDS_KEPT_MAX = 10_000;

export class GuestIndex {
  private built = false;
  private ofHost: (number | undefined)[] = [];
  private ofVm: (number | undefined)[] = [];
  private apps: number[][] = [];
  private runtimes: number[][] = [];
  private tasks: number[][] = [];
  private readonly needs = new Map<string, ApplicationNeeds>();
  private readonly world: WorldTables;
  private readonly catalogue: Catalogue;

  constructor(world: WorldTables, catalogue: Catalogue) {
    this.world = world;
    this.catalogue = catalogue;
  }

  invalidate(): void {
    this.built = false;
  }

  /** The system on a host's hardware, or -1 while nobody has touched it. */
  onHost(host: number): number {
    if (this.world.guest.count === 0) return -1;
    this.build();
    return this.ofHost[host] ?? -1;
  }

  /** The system in a machine, or -1 while nobody has touched it. */
  inVm(vm: number): number {
    if (this.world.guest.count === 0) return -1;
    this.build();
    return this.ofVm[vm] ?? -1;
  }

  appsOf(guest: number): readonly number[] {
    this.build();
    return this.apps[guest] ?? NOBODY;
  }

  runtimesOf(guest: number): readonly number[] {
    this.build();
    return this.runtimes[guest] ?? NOBODY;
  }

  tasksOf(guest: number): readonly number[] {
    this.build();
    return this.tasks[guest] ?? NOBODY;
  }

  /** An entry of the catalogue, if it has it. */
  application(key: string): Application | undefined {
    return this.catalogue.applications?.find((one) => one.key === key);
  }

  /** What an installed application needs. */
  needsOf(app: number): ApplicationNeeds {
    const { guestApp } = this.world;
    const application = guestApp.text('application', app);
    const changes = guestApp.text('changes', app);
    const key = `${application} ${changes}`;
    const known = this.needs.get(key);
    if (known !== undefined) return known;
    const entry = ensure(this.application(application), 'An installed application has its entry');
    // The text was written by the decider from checked changes, so it has their shape.
    const parsed = JSON.parse(changes) as ApplicationChanges;
    const needs = needsOf(entry, parsed);
    if (this.needs.size < NEEDS_KEPT_MAX) this.needs.set(key, needs);
    return needs;
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    const { guest, guestApp, guestRuntime, guestTask } = this.world;
    this.ofHost = [];
    this.ofVm = [];
    for (const slot of guest.slots()) {
      const host = guest.ref('host', slot);
      if (host >= 0) this.ofHost[host] = slot;
      else this.ofVm[guest.ref('vm', slot)] = slot;
    }
    this.apps = collect(guestApp);
    this.runtimes = collect(guestRuntime);
    this.tasks = collect(guestTask);
  }
}

/** Rows by the system they are in, in slot order. */
function collect(table: {
  slots: () => Uint32Array;
  ref: (column: 'guest', slot: number) => number;
}): number[][] {
  const lists: number[][] = [];
  for (const slot of table.slots()) (lists[table.ref('guest', slot)] ??= []).push(slot);
  return lists;
}
