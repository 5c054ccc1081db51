/**
 * Planning a disk that machines are to be made from: prepared elsewhere, or taken from a machine,
 * a server or an image (rules ENG-IM3 and ENG-IM4). What is to be on it is held against the same
 * collisions as an installation.
 */
import { MIB_PER_GIB } from '../../../shared/kernel/units.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  installCollisions,
  needsOf,
  systemDiskMib,
  type ApplicationNeeds,
  type GuestSight,
} from '../../../shared/model/application-needs.ts';
import type { Image } from '../../../shared/model/catalogue-compute.ts';
import {
  HYPERVISOR_GENERATIONS,
  IMAGE_ORIGINS,
  IMAGE_STATES,
  type ImageState,
} from '../../../shared/model/image-kinds.ts';
import { printAdministrator, wholeAdministrator } from '../../../shared/model/administrator.ts';
import { parseCron } from '../../../shared/model/cron.ts';
import { DISK_ROLES } from '../../../shared/model/kinds.ts';
import type { DiskContents } from '../../../shared/views/image-view.ts';
import { contentsOf, printContents } from '../systems/image-contents.ts';
import { dataDisksOf, imageOfMachine } from '../systems/image-source.ts';
import { computerNameOf, mintIdentity } from '../systems/identities.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';
import { changesOf, checkChanges, findApplication, refuseCollision } from './guest-deciders.ts';
import { TASK_MEMORY_MIB, TASK_MILLICORES } from './guest-system-deciders.ts';

/** The service's bound for an OS disk, and that of a BIOS disk (docs/facts.md, fact 23). */
const OS_DISK_GIB_MAX = 4_095;
const BIOS_DISK_GIB_MAX = 2_048;
const OS_DISK = DISK_ROLES.indexOf('os');

/** A disk, planned; its identity is made when it is carried out, for looking changes nothing. */
export interface DiskPlan {
  readonly base: string;
  readonly generation: number;
  readonly osDiskGib: number;
  readonly dataDisksGib: readonly number[];
  readonly state: ImageState;
  readonly origin: (typeof IMAGE_ORIGINS)[number];
  readonly from: string;
  readonly contents: string;
  readonly identity: () => string;
  readonly computerName: string;
  readonly administrator: string;
  readonly noAgent: boolean;
  readonly usedGib: number;
}

type PreparedDisk = NonNullable<CommandOf<'imageVersion.add'>['disk']>;

/** A disk prepared elsewhere. `id` is what it will be called; refusals as in `image.upload`. */
export function planPreparedDisk(
  world: World,
  disk: PreparedDisk,
  given: { id: string; contents?: DiskContents; from?: string },
): Result<DiskPlan> {
  const listed = world.lookup.image(disk.base);
  if (!listed.ok) return listed;
  const { image } = listed.value;
  const generation = disk.generation ?? image.generation;
  const osDiskGib = disk.osDiskGib ?? image.osDiskGib;
  const small = checkLargest(given.id, osDiskGib, generation);
  if (!small.ok) return small;
  const contents =
    given.contents === undefined
      ? planContents(world, disk, { ...given, osDiskGib })
      : ok(given.contents);
  if (!contents.ok) return contents;
  const usedMib = usedMibOf(world, contents.value, osDiskGib);
  if (usedMib > osDiskGib * MIB_PER_GIB) {
    return refuse({
      code: 'image.diskTooSmall',
      message: `What is on it takes ${Math.ceil(usedMib)} MiB; its disk has ${osDiskGib} GiB.`,
      hint: 'Give it a larger disk.',
      details: { image: given.id, usedMib: Math.ceil(usedMib), osDiskGib },
    });
  }
  const state = disk.state ?? 'generalized';
  const carries = state === 'specialized';
  return ok({
    base: image.alias,
    generation: HYPERVISOR_GENERATIONS.indexOf(generation),
    osDiskGib,
    dataDisksGib: disk.dataDisksGib ?? [],
    state,
    origin: 'uploaded',
    from: given.from ?? '',
    contents: printContents(contents.value),
    identity: () => (carries ? `${given.id} ${world.nowUs}` : ''),
    computerName: carries ? (disk.computerName ?? '') : '',
    administrator: carries ? administratorOf(disk, image.os) : '',
    noAgent: false,
    usedGib: usedGibOf(usedMib, disk.dataDisksGib ?? []),
  });
}

/** The user a specialized disk knows, as one text. */
function administratorOf(disk: PreparedDisk, os: Image['os']): string {
  const asked = disk.administrator;
  return printAdministrator(asked === undefined ? undefined : wholeAdministrator(asked, os));
}

/** Refuses an OS disk larger than the service makes for a generation of firmware. */
export function checkLargest(id: string, osDiskGib: number, generation: string): Result<void> {
  const max = generation === 'V1' ? BIOS_DISK_GIB_MAX : OS_DISK_GIB_MAX;
  if (osDiskGib <= max) return ok(undefined);
  return refuse({
    code: 'image.diskTooLarge',
    message: `An OS disk of generation ${generation} has at most ${max} GiB, not ${osDiskGib}.`,
    hint: 'Keep the system on a smaller disk and its data on others.',
    details: { image: id, osDiskGib, maxGib: max, generation },
  });
}

/** What a disk with these contents takes of it. */
function usedMibOf(world: World, contents: DiskContents, osDiskGib: number): number {
  let used = systemDiskMib(osDiskGib * MIB_PER_GIB);
  for (const one of contents.applications) {
    used += (world.guests.application(one.application)?.diskMib ?? 0) + one.writtenMib;
  }
  for (const { runtime } of contents.runtimes) {
    used += world.catalogue.runtimes?.find(({ key }) => key === runtime)?.diskMib ?? 0;
  }
  return used;
}

/** Data disks count whole: what they hold is not known. */
function usedGibOf(usedMib: number, dataDisksGib: readonly number[]): number {
  return dataDisksGib.reduce((sum, one) => sum + one, Math.ceil(usedMib / MIB_PER_GIB));
}

/** The applications and tasks asked for, as if installed one after the other on a bare disk. */
function planContents(
  world: World,
  disk: PreparedDisk,
  given: { id: string; osDiskGib: number },
): Result<DiskContents> {
  let contents: DiskContents = {
    patchLevel: disk.patchLevel ?? 0,
    applications: [],
    runtimes: [],
    tasks: [],
  };
  for (const asked of disk.applications ?? []) {
    const next = addApplication(world, contents, { ...given, asked });
    if (!next.ok) return next;
    contents = next.value;
  }
  const tasks = planTasks(disk.tasks ?? [], given.id);
  return tasks.ok ? ok({ ...contents, tasks: tasks.value }) : tasks;
}

type AskedApplication = NonNullable<PreparedDisk['applications']>[number];

function addApplication(
  world: World,
  contents: DiskContents,
  given: { id: string; osDiskGib: number; asked: AskedApplication },
): Result<DiskContents> {
  const { id, asked } = given;
  const application = findApplication(world, asked.application);
  if (!application.ok) return application;
  const { changes } = changesOf(asked);
  const fitting = checkChanges(application.value, changes);
  if (!fitting.ok) return fitting;
  const name = asked.name ?? application.value.key;
  if (contents.applications.some((one) => one.name === name)) {
    return refuse({
      code: 'app.nameTaken',
      message: `${id} has an application "${name}" already.`,
      hint: 'Give it another name, or leave the other one out.',
      details: { on: id, app: name },
    });
  }
  const needs = needsOf(application.value, changes);
  const [inTheWay] = installCollisions(sightOfContents(world, contents, given.osDiskGib), {
    needs,
    runtimes: world.catalogue.runtimes ?? [],
    replaceRuntimes: asked.replaceRuntimes === true,
  });
  if (inTheWay !== undefined) return refuseCollision(id, name, inTheWay);
  const plain: Record<string, unknown> = { ...changes };
  const wanted = asked.start !== false;
  const one = { name, application: needs.application, changes: plain, wanted, writtenMib: 0 };
  return ok({
    ...contents,
    applications: [...contents.applications, one],
    runtimes: withRuntimes(world, contents.runtimes, needs),
  });
}

/** Versions of runtimes on a disk once an application is on it too. */
function withRuntimes(
  world: World,
  before: DiskContents['runtimes'],
  needs: ApplicationNeeds,
): DiskContents['runtimes'] {
  let runtimes = [...before];
  for (const needed of needs.runtimes) {
    const both = world.catalogue.runtimes?.find(({ key }) => key === needed.runtime)?.sideBySide;
    runtimes = runtimes.filter(
      ({ runtime, version }) =>
        runtime !== needed.runtime || (both === true && version !== needed.version),
    );
    runtimes.push({ runtime: needed.runtime, version: needed.version });
  }
  return runtimes;
}

/** A disk as the collisions see it: memory is for whoever starts it. */
function sightOfContents(world: World, contents: DiskContents, osDiskGib: number): GuestSight {
  return {
    memoryMib: Infinity,
    memoryFreeMib: Infinity,
    diskFreeMib: osDiskGib * MIB_PER_GIB - usedMibOf(world, contents, osDiskGib),
    neighbours: contents.applications.flatMap((one) => {
      const entry = world.guests.application(one.application);
      if (entry === undefined) return [];
      const needs = needsOf(entry, one.changes);
      return [{ name: one.name, pid: 0, running: false, usedMib: 0, needs }];
    }),
    runtimes: contents.runtimes,
  };
}

function planTasks(
  asked: NonNullable<PreparedDisk['tasks']>,
  id: string,
): Result<DiskContents['tasks']> {
  const tasks: DiskContents['tasks'] = [];
  for (const { name, cron, lasts, cpuMillicores, memoryMib } of asked) {
    const parsed = parseCron(cron);
    if (!parsed.ok) return parsed;
    const lastsUs = durationUs(lasts, US_PER_MINUTE);
    if (lastsUs === 0 || tasks.some((one) => one.name === name)) {
      return refuse({
        code: lastsUs === 0 ? 'task.noTime' : 'task.nameTaken',
        message:
          lastsUs === 0
            ? `A run of "${name}" would last no time at all.`
            : `${id} has a task "${name}" already.`,
        hint: lastsUs === 0 ? 'Give it a second or more.' : 'Give it another name.',
        details: { on: id, task: name },
      });
    }
    tasks.push({
      name,
      cron,
      lastsUs,
      cpuMillicores: cpuMillicores ?? TASK_MILLICORES,
      memoryMib: memoryMib ?? TASK_MEMORY_MIB,
    });
  }
  return ok(tasks);
}

/** The disks of a machine as they are now. Whether that may be is asked by the caller. */
export function planMachineDisk(world: World, vm: number, state: ImageState): DiskPlan {
  const image: Image = imageOfMachine(world, vm);
  const base = world.vm.text('baseImage', vm) || image.alias;
  const contents = contentsOf(world, world.guests.inVm(vm));
  const disks = world.cloud.disksOfVm(vm);
  const { role, sizeGib } = world.disk.col;
  const os = disks.find((disk) => role[disk] === OS_DISK);
  const osDiskGib = os === undefined ? image.osDiskGib : sizeGib[os]!;
  const dataDisksGib = disks
    .filter((disk) => DISK_ROLES[role[disk]!] === 'data')
    .map((disk) => sizeGib[disk]!);
  // Marked as generalized without having been emptied, it still carries its identity.
  const carries = world.vm.col.deprovisioned[vm] === 0;
  return {
    base,
    generation: generationOf(world, vm, image),
    osDiskGib,
    dataDisksGib,
    state,
    origin: 'captured',
    from: textIdOf(world, 'vm', vm),
    contents: printContents(contents),
    identity: () => (carries ? mintIdentity(world, vm) : ''),
    computerName: state === 'specialized' ? computerNameOf(world, vm) : '',
    administrator: carries ? world.vm.text('administrator', vm) : '',
    noAgent: world.vm.col.noAgent[vm] === 1,
    usedGib: usedGibOf(usedMibOf(world, contents, osDiskGib), dataDisksGib),
  };
}

/** Firmware a machine starts from: that of the disk it was made from. */
function generationOf(world: World, vm: number, image: Image): number {
  const own = world.vm.col.generation[vm]!;
  return own === 0 ? HYPERVISOR_GENERATIONS.indexOf(image.generation) : own - 1;
}

/** An image of one's own as the disk of a version. */
export function planImageDisk(world: World, slot: number): DiskPlan {
  const rows = world.managedImage;
  const { col } = rows;
  return {
    base: rows.text('base', slot),
    generation: col.generation[slot]!,
    osDiskGib: col.osDiskGib[slot]!,
    dataDisksGib: dataDisksOf(rows.text('dataDisks', slot)),
    state: IMAGE_STATES[col.state[slot]!]!,
    origin: IMAGE_ORIGINS[col.origin[slot]!]!,
    from: rows.text('from', slot),
    contents: rows.text('contents', slot),
    identity: () => rows.text('identity', slot),
    computerName: rows.text('computerName', slot),
    administrator: rows.text('administrator', slot),
    noAgent: col.noAgent[slot] === 1,
    usedGib: col.usedGib[slot]!,
  };
}

/** What is on a server, for a disk copied from it. */
export function serverContents(world: World, host: number): DiskContents {
  return contentsOf(world, world.guests.onHost(host));
}

/** Writes a planned disk into the row of an image or version. */
export function writeDisk(
  world: World,
  table: 'managedImage' | 'imageVersion',
  given: { slot: number; plan: DiskPlan },
): void {
  const { slot, plan } = given;
  const rows = world[table];
  rows.setText({ column: 'base', slot, text: plan.base });
  rows.setText({ column: 'dataDisks', slot, text: plan.dataDisksGib.join('\n') });
  rows.setText({ column: 'from', slot, text: plan.from });
  rows.setText({ column: 'contents', slot, text: plan.contents });
  rows.setText({ column: 'identity', slot, text: plan.identity() });
  rows.setText({ column: 'computerName', slot, text: plan.computerName });
  rows.setText({ column: 'administrator', slot, text: plan.administrator });
  rows.col.generation[slot] = plan.generation;
  rows.col.osDiskGib[slot] = plan.osDiskGib;
  rows.col.state[slot] = IMAGE_STATES.indexOf(plan.state);
  rows.col.origin[slot] = IMAGE_ORIGINS.indexOf(plan.origin);
  rows.col.noAgent[slot] = plan.noAgent ? 1 : 0;
  rows.col.usedGib[slot] = plan.usedGib;
}
