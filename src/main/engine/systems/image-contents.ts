/**
 * What is on a disk, as one text: taken from a system, and put into a new one (rule ENG-IM3).
 *
 * The text is canonical, so equal disks are equal texts. It holds what survives on a disk: what is
 * installed and how, what was written, tasks, patches; never a process.
 */
import { canonicalJson } from '../../../shared/kernel/canonical-json.ts';
import { ensure } from '../../../shared/kernel/assert.ts';
import type { DiskContents } from '../../../shared/views/image-view.ts';
import type { World } from '../world/world.ts';
import { appDiskMib } from './guest-load.ts';
import { ensureGuest, forgetGuest } from './guest-records.ts';
import { scheduleTask } from './guest-tasks.ts';

const BARE: DiskContents = { patchLevel: 0, applications: [], runtimes: [], tasks: [] };

/** Contents as their one text; a bare system is the empty text. */
export function printContents(contents: DiskContents): string {
  const isBare =
    contents.patchLevel === 0 &&
    contents.applications.length + contents.runtimes.length + contents.tasks.length === 0;
  if (isBare) return '';
  const text = canonicalJson(contents);
  return ensure(text.ok ? text.value : undefined, 'Contents are plain values');
}

/** Contents of their text. */
export function parseContents(text: string): DiskContents {
  // The text was written by printContents, so it has its shape.
  return text === '' ? BARE : (JSON.parse(text) as DiskContents);
}

/** What is on the disk of a system at this moment; -1: nobody has touched it. */
export function contentsOf(world: World, guest: number): DiskContents {
  if (guest < 0) return BARE;
  const { guestApp, guestRuntime, guestTask } = world;
  return {
    patchLevel: world.guest.col.patchLevel[guest]!,
    applications: world.guests.appsOf(guest).map((app) => ({
      name: guestApp.text('name', app),
      application: guestApp.text('application', app),
      // The text is canonical JSON of an object, written by the decider.
      changes: JSON.parse(guestApp.text('changes', app)) as Record<string, unknown>,
      wanted: guestApp.col.wanted[app] === 1,
      writtenMib: appDiskMib(world, app) - world.guests.needsOf(app).diskMib,
    })),
    runtimes: world.guests.runtimesOf(guest).map((row) => ({
      runtime: guestRuntime.text('runtime', row),
      version: guestRuntime.text('version', row),
    })),
    tasks: world.guests.tasksOf(guest).map((task) => ({
      name: guestTask.text('name', task),
      cron: guestTask.text('cron', task),
      lastsUs: guestTask.col.lastsUs[task]!,
      cpuMillicores: guestTask.col.cpuMillicores[task]!,
      memoryMib: guestTask.col.memoryMib[task]!,
    })),
  };
}

/** What a machine gets of the disk it is made from. */
export interface InsidePlan {
  readonly base: string;
  /** Firmware generation, from 1. */
  readonly generation: number;
  readonly contents: string;
  /** What counts as its beginning, when drift is looked for. */
  readonly baseline: string;
  readonly identity: string;
  readonly computerName: string;
  readonly noAgent: boolean;
}

/** The bare system of a disk, with its patches. */
export function patchesOf(text: string): string {
  return printContents({ ...BARE, patchLevel: parseContents(text).patchLevel });
}

/** The system disk of a machine that does not run is made anew: what its image holds is on it. */
export function restoreInside(world: World, vm: number, plan: InsidePlan | undefined): void {
  forgetGuest(world, { table: 'vm', slot: vm });
  putInside(world, vm, plan ?? BARE_INSIDE);
}

const BARE_INSIDE: InsidePlan = {
  base: '',
  generation: 0,
  contents: '',
  baseline: '',
  identity: '',
  computerName: '',
  noAgent: false,
};

/** Puts into a new machine what its disk holds. */
export function putInside(world: World, vm: number, plan: InsidePlan): void {
  world.vm.setText({ column: 'baseImage', slot: vm, text: plan.base });
  world.vm.setText({ column: 'imageContents', slot: vm, text: plan.baseline });
  world.vm.setText({ column: 'identity', slot: vm, text: plan.identity });
  world.vm.setText({ column: 'computerName', slot: vm, text: plan.computerName });
  world.vm.col.generation[vm] = plan.generation;
  world.vm.col.noAgent[vm] = plan.noAgent ? 1 : 0;
  fillSystem(world, vm, plan.contents);
}

/** Puts contents into the system of a machine that does not run and has nothing in it. */
export function fillSystem(world: World, vm: number, text: string): void {
  if (text === '') return;
  const contents = parseContents(text);
  const { guestApp, guestRuntime, guestTask } = world;
  const guest = ensureGuest(world, { table: 'vm', slot: vm }, false);
  world.guest.col.patchLevel[guest] = contents.patchLevel;
  for (const one of contents.applications) {
    const slot = guestApp.allocate();
    const changes = canonicalJson(one.changes);
    guestApp.setRef({ column: 'guest', slot, to: guest });
    guestApp.setText({ column: 'name', slot, text: one.name });
    guestApp.setText({ column: 'application', slot, text: one.application });
    guestApp.setText({ column: 'changes', slot, text: changes.ok ? changes.value : '{}' });
    guestApp.col.wanted[slot] = one.wanted ? 1 : 0;
    guestApp.col.writtenMib[slot] = one.writtenMib;
  }
  for (const one of contents.runtimes) {
    const slot = guestRuntime.allocate();
    guestRuntime.setRef({ column: 'guest', slot, to: guest });
    guestRuntime.setText({ column: 'runtime', slot, text: one.runtime });
    guestRuntime.setText({ column: 'version', slot, text: one.version });
  }
  for (const one of contents.tasks) {
    const slot = guestTask.allocate();
    guestTask.setRef({ column: 'guest', slot, to: guest });
    guestTask.setText({ column: 'name', slot, text: one.name });
    guestTask.setText({ column: 'cron', slot, text: one.cron });
    guestTask.col.lastsUs[slot] = one.lastsUs;
    guestTask.col.cpuMillicores[slot] = one.cpuMillicores;
    guestTask.col.memoryMib[slot] = one.memoryMib;
    scheduleTask(world, slot);
  }
  world.guests.invalidate();
}
