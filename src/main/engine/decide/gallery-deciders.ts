/**
 * Deciders for galleries: definitions, versions and their replicas in regions (rules ENG-IM5 to
 * ENG-IM7). A version is made from a machine, an image, or a disk that was prepared elsewhere.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  ARCHITECTURES,
  HYPERVISOR_GENERATIONS,
  OS_KINDS,
  IMAGE_STATES,
} from '../../../shared/model/image-kinds.ts';
import { closeCost } from '../systems/costs.ts';
import { versionCost } from '../systems/image-costs.ts';
import { beginReplica, dropVersion, touchDefinition } from '../systems/image-replicas.ts';
import {
  imageOfBase,
  isThere,
  regionOfGroup,
  replicasOf,
  versionMissing,
  versionsOf,
} from '../systems/image-source.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  refuse,
  rowsWhere,
  tagsText,
  type Decided,
} from './decide-kit.ts';
import { checkNoModel, findGeneralized } from './image-deciders.ts';
import { isGeneralized } from './image-plan.ts';
import {
  planImageDisk,
  planMachineDisk,
  planPreparedDisk,
  writeDisk,
  type DiskPlan,
} from './prepared-disk.ts';
import { findIdle } from './vm-deciders.ts';

/** Looks at `gallery.add`; its refusals stand with its schema in `shared/commands`. */
export function decideGalleryAdd(world: World, command: CommandOf<'gallery.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'gallery', name: command.name, group: groupName });
  if (!free.ok) return free;
  return ok(() => {
    const slot = world.gallery.allocate();
    world.gallery.setText({ column: 'name', slot, text: command.name });
    world.gallery.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.gallery.setRef({ column: 'group', slot, to: group.value });
    world.names.add('gallery', slot);
  });
}

/** Looks at `gallery.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideGalleryRemove(world: World, command: CommandOf<'gallery.remove'>): Decided {
  const gallery = find(world, 'gallery', command.gallery);
  if (!gallery.ok) return gallery;
  const slot = gallery.value;
  const empty = checkUnused(world, {
    code: 'gallery.notEmpty',
    id: textIdOf(world, 'gallery', slot),
    users: rowsWhere(world, 'imageDefinition', (row) => {
      return world.imageDefinition.col.gallery[row] === slot + 1;
    }),
  });
  if (!empty.ok) return empty;
  return ok(() => {
    world.names.remove('gallery', slot);
    world.gallery.release(slot);
  });
}

/** Looks at `imageDefinition.add`; its refusals stand with its schema in `shared/commands`. */
export function decideDefinitionAdd(
  world: World,
  command: CommandOf<'imageDefinition.add'>,
): Decided {
  const gallery = find(world, 'gallery', command.gallery);
  if (!gallery.ok) return gallery;
  const group = world.gallery.ref('group', gallery.value);
  const groupName = nameOf(world, 'group', group);
  const { name } = command;
  const free = checkFree(world, { word: 'imageDefinition', name, group: groupName });
  if (!free.ok) return free;
  return ok(() => {
    const slot = world.imageDefinition.allocate();
    const { col } = world.imageDefinition;
    world.imageDefinition.setText({ column: 'name', slot, text: name });
    world.imageDefinition.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.imageDefinition.setRef({ column: 'group', slot, to: group });
    world.imageDefinition.setRef({ column: 'gallery', slot, to: gallery.value });
    col.os[slot] = OS_KINDS.indexOf(command.os);
    col.generation[slot] = HYPERVISOR_GENERATIONS.indexOf(command.generation ?? 'V2');
    col.architecture[slot] = ARCHITECTURES.indexOf(command.architecture ?? 'x64');
    col.state[slot] = IMAGE_STATES.indexOf(command.state ?? 'generalized');
    world.names.add('imageDefinition', slot);
    world.gallery.dirty.touch(gallery.value);
  });
}

/** Looks at `imageDefinition.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideDefinitionRemove(
  world: World,
  command: CommandOf<'imageDefinition.remove'>,
): Decided {
  const found = find(world, 'imageDefinition', command.imageDefinition);
  if (!found.ok) return found;
  const slot = found.value;
  const versions = versionsOf(world, slot).map((row) => world.imageVersion.text('version', row));
  if (versions.length > 0) {
    const id = textIdOf(world, 'imageDefinition', slot);
    return refuse({
      code: 'imageDefinition.notEmpty',
      message: `${id} has ${versions.length} versions: ${versions.slice(0, 5).join(', ')}.`,
      hint: 'Remove those first.',
      details: { imageDefinition: id, versions: versions.length, first: versions.slice(0, 5) },
    });
  }
  return ok(() => {
    const gallery = world.imageDefinition.ref('gallery', slot);
    closeCost(world, 'imageDefinition', slot);
    world.names.remove('imageDefinition', slot);
    world.imageDefinition.release(slot);
    world.gallery.dirty.touch(gallery);
  });
}

/** Looks at `imageVersion.add`; its refusals stand with its schema in `shared/commands`. */
export function decideVersionAdd(world: World, command: CommandOf<'imageVersion.add'>): Decided {
  const found = find(world, 'imageDefinition', command.imageDefinition);
  if (!found.ok) return found;
  const definition = found.value;
  const id = textIdOf(world, 'imageDefinition', definition);
  if (findVersion(world, definition, command.version).ok) {
    return refuse({
      code: 'imageVersion.taken',
      message: `${id} has a version ${command.version} already; versions are never changed.`,
      hint: 'Give the new one a higher number.',
      details: { imageDefinition: id, version: command.version },
    });
  }
  const disk = planSource(world, definition, command);
  if (!disk.ok) return disk;
  const fits = checkDefinition(world, definition, disk.value);
  if (!fits.ok) return fits;
  const home = regionOfGroup(world, world.imageDefinition.ref('group', definition));
  const regions = [...new Set([home, ...(command.regions ?? [])])];
  return ok(() => {
    const slot = world.imageVersion.allocate();
    world.imageVersion.setRef({ column: 'definition', slot, to: definition });
    world.imageVersion.setText({ column: 'version', slot, text: command.version });
    world.imageVersion.col.excluded[slot] = command.excludeFromLatest === true ? 1 : 0;
    world.imageVersion.col.addedUs[slot] = world.nowUs;
    writeDisk(world, 'imageVersion', { slot, plan: disk.value });
    for (const region of regions) {
      beginReplica(world, slot, { region, operation: 'galleryVersionCreate' });
    }
    touchDefinition(world, definition);
  });
}

/** The one disk a version is made from. */
function planSource(
  world: World,
  definition: number,
  command: CommandOf<'imageVersion.add'>,
): Result<DiskPlan> {
  const { vm, managedImage, disk } = command;
  const id = `${textIdOf(world, 'imageDefinition', definition)}@${command.version}`;
  const given = [vm, managedImage, disk].filter((one) => one !== undefined).length;
  if (given !== 1) {
    return refuse({
      code: 'imageVersion.oneSource',
      message: `A version is made from one machine, image or disk; ${given} were named.`,
      hint: 'Name exactly one: a machine, an image of your own or a disk.',
      details: { version: id, given },
    });
  }
  if (disk !== undefined) return planPreparedDisk(world, disk, { id });
  if (vm !== undefined) return planFromMachine(world, definition, vm);
  const image = find(world, 'managedImage', managedImage ?? '');
  if (!image.ok) return image;
  const { ready, readyUs } = world.managedImage.col;
  if (ready[image.value] === 1) return ok(planImageDisk(world, image.value));
  const seconds = Math.max(1, Math.ceil((readyUs[image.value]! - world.nowUs) / 1_000_000));
  const name = textIdOf(world, 'managedImage', image.value);
  return refuse({
    code: 'image.notReady',
    message: `${name} is still being made; it is ready in ${seconds} s.`,
    hint: 'Wait until it is.',
    details: { image: name, remainingSeconds: seconds },
    retryable: true,
  });
}

/** Generalized versions want a generalized machine; specialized ones any that is not. */
function planFromMachine(world: World, definition: number, reference: string): Result<DiskPlan> {
  const state = IMAGE_STATES[world.imageDefinition.col.state[definition]!]!;
  if (state === 'generalized') {
    const vm = findGeneralized(world, reference);
    return vm.ok ? ok(planMachineDisk(world, vm.value, state)) : vm;
  }
  const vm = findIdle(world, reference);
  if (!vm.ok) return vm;
  if (world.vm.col.generalized[vm.value] === 1) {
    return isGeneralized(world, vm.value, 'a specialized version');
  }
  return ok(planMachineDisk(world, vm.value, state));
}

/** Refuses a disk that is not what its definition says of all versions. */
function checkDefinition(world: World, definition: number, disk: DiskPlan): Result<void> {
  const { col } = world.imageDefinition;
  const base = imageOfBase(world, disk.base);
  const pairs = [
    { what: 'os', wanted: OS_KINDS[col.os[definition]!]!, given: base.os },
    {
      what: 'architecture',
      wanted: ARCHITECTURES[col.architecture[definition]!]!,
      given: base.architecture,
    },
    {
      what: 'generation',
      wanted: HYPERVISOR_GENERATIONS[col.generation[definition]!]!,
      given: HYPERVISOR_GENERATIONS[disk.generation]!,
    },
    { what: 'state', wanted: IMAGE_STATES[col.state[definition]!]!, given: disk.state },
  ];
  const wrong = pairs.find(({ wanted, given }) => wanted !== given);
  if (wrong === undefined) return ok(undefined);
  const id = textIdOf(world, 'imageDefinition', definition);
  return refuse({
    code: 'imageDefinition.mismatch',
    message: `${id} is for ${wrong.what} ${wrong.wanted}; this disk has ${wrong.given}.`,
    hint: 'Add a definition for it, or take another disk.',
    details: { imageDefinition: id, ...wrong },
  });
}

/** The row of a version. Refuses with `imageVersion.notFound`. */
function findVersion(world: World, definition: number, asked: string): Result<number> {
  const row = versionsOf(world, definition).find(
    (one) => world.imageVersion.text('version', one) === asked,
  );
  return row === undefined ? versionMissing(world, definition, asked) : ok(row);
}

interface FoundVersion {
  readonly definition: number;
  readonly row: number;
  readonly id: string;
}

function findTarget(
  world: World,
  command: { imageDefinition: string; version: string },
): Result<FoundVersion> {
  const definition = find(world, 'imageDefinition', command.imageDefinition);
  if (!definition.ok) return definition;
  const row = findVersion(world, definition.value, command.version);
  if (!row.ok) return row;
  const id = `${textIdOf(world, 'imageDefinition', definition.value)}@${command.version}`;
  return ok({ definition: definition.value, row: row.value, id });
}

function unchanged(id: string, state: string): Result<never> {
  return refuse({
    code: 'imageVersion.nothingChanged',
    message: `${id} is ${state} already.`,
    hint: 'Name what is to be different.',
    details: { version: id },
  });
}

/** Looks at `imageVersion.replicate`; its refusals stand with its schema in `shared/commands`. */
export function decideVersionReplicate(
  world: World,
  command: CommandOf<'imageVersion.replicate'>,
): Decided {
  const found = findTarget(world, command);
  if (!found.ok) return found;
  const { definition, row, id } = found.value;
  const replicas = replicasOf(world, row);
  const known = replicas.map((one) => world.imageReplica.text('region', one));
  const wanted = [...new Set(command.regions)].filter((region) => !known.includes(region));
  if (wanted.length === 0) return unchanged(id, `replicated to ${known.join(', ')}`);
  if (!known.some((region) => isThere(world, row, region))) {
    return refuse({
      code: 'imageVersion.notReady',
      message: `${id} is still being made in ${known.join(', ')}, so there is nothing to copy.`,
      hint: 'Wait until its first replica is complete.',
      details: { version: id, regions: known },
      retryable: true,
    });
  }
  return ok(() => {
    for (const region of wanted) {
      beginReplica(world, row, { region, operation: 'galleryVersionUpdate' });
    }
    touchDefinition(world, definition);
  });
}

/** Looks at `imageVersion.exclude`; its refusals stand with its schema in `shared/commands`. */
export function decideVersionExclude(
  world: World,
  command: CommandOf<'imageVersion.exclude'>,
): Decided {
  const found = findTarget(world, command);
  if (!found.ok) return found;
  const { definition, row, id } = found.value;
  const excluded = command.exclude ? 1 : 0;
  if (world.imageVersion.col.excluded[row] === excluded) {
    return unchanged(id, command.exclude ? 'left out of latest' : 'a candidate for latest');
  }
  return ok(() => {
    world.imageVersion.col.excluded[row] = excluded;
    touchDefinition(world, definition);
  });
}

/** Looks at `imageVersion.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideVersionRemove(
  world: World,
  command: CommandOf<'imageVersion.remove'>,
): Decided {
  const found = findTarget(world, command);
  if (!found.ok) return found;
  const { definition, row } = found.value;
  const unused = checkNoModel(world, textIdOf(world, 'imageDefinition', definition));
  if (!unused.ok) return unused;
  return ok(() => {
    world.imageDefinition.col.closedMicroUsd[definition]! += versionCost(world, row);
    dropVersion(world, row);
    touchDefinition(world, definition);
  });
}
