/**
 * Deciders for images outside galleries, and for what is done to a machine so that others can be
 * made from it (rules ENG-IM2 to ENG-IM8). Galleries have their own file.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { HOST_SYSTEMS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { closeCost } from '../systems/costs.ts';
import { computerNameOf, mintIdentity } from '../systems/identities.ts';
import { contentsOf, printContents } from '../systems/image-contents.ts';
import { beginImage } from '../systems/image-replicas.ts';
import { imageOfMachine, type ImageSource } from '../systems/image-source.ts';
import { durationOf } from '../systems/operation-durations.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { checkFree, find, findGroup, refuse, tagsText, type Decided } from './decide-kit.ts';
import { isGeneralized } from './image-plan.ts';
import { planPlacement } from './machine-plan.ts';
import { checkNobodyInside } from './nested-rules.ts';
import {
  planMachineDisk,
  planPreparedDisk,
  serverContents,
  writeDisk,
  type DiskPlan,
} from './prepared-disk.ts';
import { beginWithout, create, findIdle, instanceRefused } from './vm-deciders.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const HYPERVISOR = HOST_SYSTEMS.indexOf('hypervisor');
/** Speed of an upload when none is given: a line of 1 Gbit/s (assumed, rule ENG-IM4). */
const UPLOAD_MBPS = 1_000;
const BITS_PER_GIB = 8 * 1_073_741_824;

/** Looks at `image.acceptTerms`; its refusals stand with its schema in `shared/commands`. */
export function decideAcceptTerms(world: World, command: CommandOf<'image.acceptTerms'>): Decided {
  const listed = world.lookup.image(command.image);
  if (!listed.ok) return listed;
  const { alias, plan } = listed.value.image;
  if (plan === undefined) {
    return refuse({
      code: 'image.noPlan',
      message: `${alias} is not sold with a plan, so it has no terms to accept.`,
      hint: 'Make machines from it.',
      details: { image: alias },
    });
  }
  if (world.names.has(`terms:${alias}`)) {
    return refuse({
      code: 'image.termsAccepted',
      message: `The terms of ${alias} are accepted already; once is enough for all machines.`,
      hint: 'Make machines from it.',
      details: { image: alias },
    });
  }
  return ok(() => {
    const slot = world.terms.allocate();
    world.terms.setText({ column: 'name', slot, text: alias });
    world.terms.col.acceptedUs[slot] = world.nowUs;
    world.names.add('terms', slot);
  });
}

interface ImagePlan {
  readonly name: string;
  readonly group: number;
  readonly tags: string;
  readonly disk: DiskPlan;
}

function makeImage(world: World, plan: ImagePlan, durationUs: number): void {
  const slot = world.managedImage.allocate();
  world.managedImage.setText({ column: 'name', slot, text: plan.name });
  world.managedImage.setText({ column: 'tags', slot, text: plan.tags });
  world.managedImage.setRef({ column: 'group', slot, to: plan.group });
  world.managedImage.col.billedFromUs[slot] = world.nowUs;
  writeDisk(world, 'managedImage', { slot, plan: plan.disk });
  world.names.add('managedImage', slot);
  beginImage(world, slot, durationUs);
}

/** Looks at `image.upload`; its refusals stand with its schema in `shared/commands`. */
export function decideImageUpload(world: World, command: CommandOf<'image.upload'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const { name } = command;
  const free = checkFree(world, { word: 'managedImage', name, group: groupName });
  if (!free.ok) return free;
  const host = findServer(world, command);
  if (!host.ok) return host;
  const id = `managedImage:${groupName}/${name}`;
  const disk = planPreparedDisk(world, command, {
    id,
    ...(host.value < 0
      ? {}
      : { contents: serverContents(world, host.value), from: textIdOf(world, 'host', host.value) }),
  });
  if (!disk.ok) return disk;
  const mbps = command.mbps ?? UPLOAD_MBPS;
  const gib = disk.value.dataDisksGib.reduce((sum, one) => sum + one, disk.value.osDiskGib);
  const plan = { name, group: group.value, tags: tagsText(command.tags), disk: disk.value };
  return ok(() => {
    const isInstant = world.settingUp || world.operations === 'instant';
    makeImage(world, plan, isInstant ? 0 : Math.ceil((gib * BITS_PER_GIB) / mbps));
  });
}

/** The server a disk is copied from, or -1. Refuses contents that are told as well. */
function findServer(world: World, command: CommandOf<'image.upload'>): Result<number> {
  if (command.host === undefined) return ok(-1);
  const host = find(world, 'host', command.host);
  if (!host.ok) return host;
  const id = textIdOf(world, 'host', host.value);
  if (world.host.col.system[host.value] === HYPERVISOR) {
    return refuse({
      code: 'guest.hypervisor',
      message: `${id} runs a hypervisor, which holds machines and no applications.`,
      hint: 'Name a server with an operating system of its own.',
      details: { on: id },
    });
  }
  const { applications, tasks, patchLevel } = command;
  if (applications === undefined && tasks === undefined && patchLevel === undefined) return host;
  return refuse({
    code: 'image.hostContents',
    message: `The disk is copied from ${id}, so what is on it is what ${id} holds.`,
    hint: 'Leave applications, tasks and patch level out, or the server.',
    details: { host: id },
  });
}

/** Looks at `image.delete`; its refusals stand with its schema in `shared/commands`. */
export function decideImageDelete(world: World, command: CommandOf<'image.delete'>): Decided {
  const image = find(world, 'managedImage', command.managedImage);
  if (!image.ok) return image;
  const slot = image.value;
  const unused = checkNoModel(world, textIdOf(world, 'managedImage', slot));
  if (!unused.ok) return unused;
  return ok(() => {
    closeCost(world, 'managedImage', slot);
    world.names.remove('managedImage', slot);
    world.managedImage.release(slot);
  });
}

/** Refuses to take away what a scale set makes its instances from. */
export function checkNoModel(world: World, image: string): Result<void> {
  for (const model of world.scaleModel.slots()) {
    const text = world.scaleModel.text('image', model);
    if (text !== image && text.split('@')[0] !== image) continue;
    const scaleSet = textIdOf(world, 'scaleSet', world.scaleModel.ref('scaleSet', model));
    return refuse({
      code: 'image.inUse',
      message: `${scaleSet} makes its instances from ${image}.`,
      hint: 'Give the set another image first, and bring its instances to it.',
      details: { image, scaleSet },
    });
  }
  return ok(undefined);
}

/** Looks at `vm.deprovision`; its refusals stand with its schema in `shared/commands`. */
export function decideVmDeprovision(world: World, command: CommandOf<'vm.deprovision'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  const id = textIdOf(world, 'vm', vm);
  if (world.vm.col.powerState[vm] !== RUNNING) {
    const powerState = POWER_STATES[world.vm.col.powerState[vm]!]!;
    return refuse({
      code: 'vm.notRunning',
      message: `${id} is ${powerState}; its system is emptied from inside, while it runs.`,
      hint: 'Start it first.',
      details: { vm: id, powerState },
    });
  }
  const isWindows = imageOfMachine(world, vm).os === 'windows';
  if (!isWindows && world.vm.col.noAgent[vm] === 1) {
    return refuse({
      code: 'vm.noAgent',
      message: `${id} was installed from a medium; the agent that would empty it is not inside.`,
      hint: 'Make the machine from a marketplace image instead.',
      details: { vm: id },
    });
  }
  return ok(() => {
    world.vm.col.deprovisioned[vm] = 1;
    world.vm.dirty.touch(vm);
    const cause = world.decisionId;
    happen(world, { kind: 'vm.deprovisioned', table: 'vm', slot: vm, cause });
    if (isWindows) beginWithout(world, vm, 'guestShutdown');
  });
}

/** A machine that is at rest and does not run. */
function findStopped(world: World, reference: string, wanted: string): Result<number> {
  const found = findIdle(world, reference);
  if (!found.ok) return found;
  const vm = found.value;
  const state = world.vm.col.powerState[vm]!;
  if (state === STOPPED || state === DEALLOCATED) return found;
  const id = textIdOf(world, 'vm', vm);
  const powerState = POWER_STATES[state]!;
  return refuse({
    code: 'vm.notStopped',
    message: `${id} is ${powerState}; ${wanted}. The service answers OperationNotAllowed.`,
    hint: 'Empty its system (vm.deprovision), then deallocate it.',
    details: { vm: id, powerState },
  });
}

/** It stands still because its ground went from under it: the platform will start it again. */
function comesBack(world: World, vm: number): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'vm.notStopped',
    message: `${id} lost its host or storage and starts again with them; nobody stopped it.`,
    hint: 'Deallocate it, or wait until it runs again and empty its system first.',
    details: { vm: id, powerState: POWER_STATES[world.vm.col.powerState[vm]!]! },
  });
}

/** Looks at `vm.generalize`; its refusals stand with its schema in `shared/commands`. */
export function decideVmGeneralize(world: World, command: CommandOf<'vm.generalize'>): Decided {
  const found = findStopped(world, command.vm, 'only a stopped machine can be generalized');
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  if (world.vm.col.generalized[vm] === 1) return isGeneralized(world, vm, 'generalized again');
  if (world.vm.col.wanted[vm] === 1) return comesBack(world, vm);
  const empty = checkNobodyInside(world, vm);
  if (!empty.ok) return empty;
  return ok(() => {
    world.vm.col.generalized[vm] = 1;
    world.vm.col.revision[vm]! += 1;
    world.vm.dirty.touch(vm);
    const isEmpty = world.vm.col.deprovisioned[vm]!;
    happen(world, {
      kind: 'vm.generalized',
      table: 'vm',
      slot: vm,
      cause: world.decisionId,
      details: { deprovisioned: isEmpty },
    });
  });
}

/** A machine that an image can be made of: generalized, and therefore stopped. */
export function findGeneralized(world: World, reference: string): Result<number> {
  const found = findStopped(world, reference, 'a machine is captured when it is stopped');
  if (!found.ok || world.vm.col.generalized[found.value] === 1) return found;
  const id = textIdOf(world, 'vm', found.value);
  return refuse({
    code: 'vm.notGeneralized',
    message: `${id} is not generalized, so machines made from it would all carry its identity.`,
    hint: 'Generalize it (vm.generalize), or keep a specialized version of it in a gallery.',
    details: { vm: id },
  });
}

/** Looks at `vm.capture`; its refusals stand with its schema in `shared/commands`. */
export function decideVmCapture(world: World, command: CommandOf<'vm.capture'>): Decided {
  const found = findGeneralized(world, command.vm);
  if (!found.ok) return found;
  const own = ok(world.vm.ref('group', found.value));
  const group = command.group === undefined ? own : find(world, 'group', command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const { name } = command;
  const free = checkFree(world, { word: 'managedImage', name, group: groupName });
  if (!free.ok) return free;
  const disk = planMachineDisk(world, found.value, 'generalized');
  const plan = { name, group: group.value, tags: tagsText(command.tags), disk };
  return ok(() => makeImage(world, plan, durationOf(world, 'imageCreate')));
}

/** Looks at `vm.clone`; its refusals stand with its schema in `shared/commands`. */
export function decideVmClone(world: World, command: CommandOf<'vm.clone'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  if (world.vm.col.generalized[vm] === 1) return isGeneralized(world, vm, 'cloned');
  const source = sourceOfMachine(world, vm);
  const { type: _type, vm: _vm, ...given } = command;
  const placed = planPlacement(
    world,
    {
      type: 'vm.create',
      ...given,
      image: world.vm.text('image', vm),
      size: command.size ?? world.vm.text('size', vm),
      group: command.group ?? textIdOf(world, 'group', world.vm.ref('group', vm)),
    },
    { replaces: false, source },
  );
  if (!placed.ok) return placed;
  const build = {
    version: world.vm.text('buildVersion', vm),
    faulty: world.vm.col.buildFaulty[vm] === 1,
  };
  const computerName = computerNameOf(world, vm);
  return ok(() => {
    const identity = mintIdentity(world, vm);
    create(world, placed.value, build, { identity, computerName });
    world.vm.dirty.touch(vm);
  });
}

/** The disks of a machine as the source of another; the identity is put in when it is made. */
export function sourceOfMachine(world: World, vm: number): ImageSource {
  const disk = planMachineDisk(world, vm, 'specialized');
  const image = imageOfMachine(world, vm);
  return {
    reference: world.vm.text('image', vm),
    exact: world.vm.text('exactImage', vm),
    image: { ...image, osDiskGib: disk.osDiskGib },
    base: disk.base,
    contents: printContents(contentsOf(world, world.guests.inVm(vm))),
    baseline: world.vm.text('imageContents', vm),
    identity: '',
    computerName: '',
    administrator: disk.administrator,
    dataDisksGib: disk.dataDisksGib,
    noAgent: world.vm.col.noAgent[vm] === 1,
    isMedium: false,
  };
}
