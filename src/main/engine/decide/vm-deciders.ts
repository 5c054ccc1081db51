/**
 * Deciders for machines: creating, starting, stopping, deleting (rules ENG-V1 to ENG-V9).
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { startOperation } from '../systems/lifecycle.ts';
import { makeMachine, type DiskPlan, type MachinePlan } from '../systems/machine-records.ts';
import { checkHost, chooseHost, takeHost } from '../systems/placement.ts';
import { darkStorageOf, vmIsSupported } from '../systems/settle.ts';
import {
  checkFree,
  find,
  findAll,
  findGroup,
  findOptional,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const CREATING = POWER_STATES.indexOf('creating');

type Size = MachinePlan & { readonly maxDataDisks: number };

/** Size, image and price of the machine asked for. */
function planCompute(
  world: World,
  command: CommandOf<'vm.create'>,
): Result<
  Omit<Size, 'group' | 'storage' | 'disks' | 'balancers' | 'tags' | 'name'> & { osDiskGib: number }
> {
  const size = world.lookup.size(command.size);
  if (!size.ok) return size;
  const image = world.lookup.image(command.image);
  if (!image.ok) return image;
  const fits = world.lookup.imageFits(image.value, size.value);
  if (!fits.ok) return fits;
  const { os, alias, osDiskGib } = image.value.image;
  const { linuxMicroUsdPerHour, windowsMicroUsdPerHour } = size.value;
  const price = os === 'windows' ? windowsMicroUsdPerHour : linuxMicroUsdPerHour;
  return ok({
    size: size.value.name,
    vCpu: size.value.vCpu,
    memoryMib: size.value.memoryMib,
    maxDataDisks: size.value.maxDataDisks,
    microUsdPerHour: price ?? linuxMicroUsdPerHour,
    image: alias,
    exactImage: image.value.exactUrn,
    osDiskGib,
  });
}

/** The disks of a new machine. Refuses too many, and tiers the catalogue does not know. */
function planDisks(
  world: World,
  command: CommandOf<'vm.create'>,
  limits: { osDiskGib: number; maxDataDisks: number; size: string },
): Result<DiskPlan[]> {
  const data = command.dataDisks ?? [];
  if (data.length > limits.maxDataDisks) {
    return refuse({
      code: 'disk.tooMany',
      message: `${limits.size} takes ${limits.maxDataDisks} data disks; ${data.length} were asked for.`,
      hint: 'Ask for fewer disks or a larger size.',
      details: { size: limits.size, maxDataDisks: limits.maxDataDisks, asked: data.length },
    });
  }
  const os = command.osDisk ?? { sizeGib: limits.osDiskGib };
  const asked = [{ ...os, role: 'os' as const, name: `${command.name}-os` }].concat(
    data.map((disk, index) => ({
      ...disk,
      role: 'data' as never,
      name: `${command.name}-data-${index}`,
    })),
  );
  const plans: DiskPlan[] = [];
  for (const disk of asked) {
    const tier =
      disk.tier === undefined ? world.lookup.tierFor(disk.sizeGib) : world.lookup.tier(disk.tier);
    if (!tier.ok) return tier;
    plans.push({
      name: disk.name,
      role: disk.role,
      sizeGib: disk.sizeGib,
      tier: tier.value.tier,
    });
  }
  return ok(plans);
}

/** Everything the new machine needs except a host. */
function planMachine(world: World, command: CommandOf<'vm.create'>): Result<MachinePlan> {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = world.group.text('name', group.value);
  for (const word of ['vm', 'nic'] as const) {
    const name = word === 'vm' ? command.name : `${command.name}-nic`;
    const free = checkFree(world, { word, name, group: groupName });
    if (!free.ok) return free;
  }
  const compute = planCompute(world, command);
  if (!compute.ok) return compute;
  const { osDiskGib, maxDataDisks, ...figures } = compute.value;
  const disks = planDisks(world, command, { osDiskGib, maxDataDisks, size: figures.size });
  if (!disks.ok) return disks;
  for (const disk of disks.value) {
    const free = checkFree(world, { word: 'disk', name: disk.name, group: groupName });
    if (!free.ok) return free;
  }
  const storage = findOptional(world, 'storage', command.storage);
  if (!storage.ok) return storage;
  if (storage.value >= 0 && world.storage.col.up[storage.value] === 0)
    return storageDown(world, storage.value);
  const room = checkStorageRoom(world, { storage: storage.value, disks: disks.value });
  if (!room.ok) return room;
  const balancers = findAll(world, 'balancer', command.balancers ?? []);
  if (!balancers.ok) return balancers;
  return ok({
    ...figures,
    name: command.name,
    group: group.value,
    storage: storage.value,
    disks: disks.value,
    balancers: balancers.value,
    tags: tagsText(command.tags),
  });
}

function storageDown(world: World, storage: number): Result<never> {
  const id = textIdOf(world, 'storage', storage);
  return refuse({
    code: 'storage.down',
    message: `${id} is down, so the disks on it cannot be reached.`,
    hint: 'Restore it, or ask why it is down.',
    details: { storage: id },
  });
}

function checkStorageRoom(
  world: World,
  input: { storage: number; disks: readonly DiskPlan[] },
): Result<void> {
  if (input.storage < 0) return ok(undefined);
  const asked = input.disks.reduce((sum, disk) => sum + disk.sizeGib, 0);
  const { capacityGib, usedGib } = world.storage.col;
  const free = capacityGib[input.storage]! - usedGib[input.storage]!;
  if (asked <= free) return ok(undefined);
  const id = textIdOf(world, 'storage', input.storage);
  return refuse({
    code: 'storage.full',
    message: `${id} has ${free} GiB free; the disks need ${asked} GiB.`,
    hint: 'Ask for smaller disks, use another storage unit, or delete disks nobody uses.',
    details: { storage: id, freeGib: free, askedGib: asked },
  });
}

export function decideVmCreate(world: World, command: CommandOf<'vm.create'>): Decided {
  const plan = planMachine(world, command);
  if (!plan.ok) return plan;
  const pinned = findOptional(world, 'host', command.host);
  if (!pinned.ok) return pinned;
  const demand = plan.value;
  const host =
    pinned.value < 0 ? chooseHost(world, demand) : checkHost(world, { host: pinned.value, demand });
  if (!host.ok) return host;
  return ok(() => {
    const vm = makeMachine(world, plan.value);
    takeHost(world, { vm, host: host.value });
    world.vm.col.powerState[vm] = CREATING;
    world.vm.col.wanted[vm] = 1;
    world.vm.col.cause[vm] = world.decisionId;
    startOperation(world, vm, 'create');
  });
}

/** The machine a command is about, at rest. Refuses with `vm.notFound` or `vm.busy`. */
function findIdle(world: World, reference: string): Result<number> {
  const vm = find(world, 'vm', reference);
  if (!vm.ok) return vm;
  const operation = VM_OPERATIONS[world.vm.col.operation[vm.value]!]!;
  if (operation === 'none') return vm;
  const seconds = Math.ceil((world.vm.col.operationEndsAtUs[vm.value]! - world.nowUs) / 1_000_000);
  const id = textIdOf(world, 'vm', vm.value);
  return refuse({
    code: 'vm.busy',
    message: `${id} is in the middle of "${operation}" for another ${seconds} s.`,
    hint: 'Wait until it is done.',
    details: { vm: id, operation, remainingSeconds: seconds },
    retryable: true,
  });
}

function wrongState(
  world: World,
  vm: number,
  input: { code: string; wanted: string; hint: string },
): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  const state = POWER_STATES[world.vm.col.powerState[vm]!]!;
  return refuse({
    code: input.code,
    message: `${id} is ${state}; ${input.wanted}.`,
    hint: input.hint,
    details: { vm: id, powerState: state },
  });
}

export function decideVmStart(world: World, command: CommandOf<'vm.start'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const state = world.vm.col.powerState[vm]!;
  if (state !== STOPPED && state !== DEALLOCATED) {
    return wrongState(world, vm, {
      code: 'vm.alreadyRunning',
      wanted: 'only a stopped or deallocated machine can be started',
      hint: 'Restart it instead.',
    });
  }
  const dark = darkStorageOf(world, vm);
  if (dark >= 0) return storageDown(world, dark);
  const placed =
    state === STOPPED ? checkGround(world, vm) : chooseHost(world, demandOf(world, vm));
  if (!placed.ok) return placed;
  return ok(() => {
    if (world.vm.col.host[vm] === 0) takeHost(world, { vm, host: placed.value });
    world.vm.col.wanted[vm] = 1;
    world.vm.col.lost[vm] = 0;
    world.vm.col.cause[vm] = world.decisionId;
    startOperation(world, vm, 'start');
  });
}

function demandOf(world: World, vm: number): { size: string; vCpu: number; memoryMib: number } {
  return {
    size: world.vm.text('size', vm),
    vCpu: world.vm.col.vCpu[vm]!,
    memoryMib: world.vm.col.memoryMib[vm]!,
  };
}

/** A stopped machine keeps its host, so that host must be able to run it. */
function checkGround(world: World, vm: number): Result<number> {
  const host = world.vm.col.host[vm]! - 1;
  if (vmIsSupported(world, vm)) return ok(host);
  const id = textIdOf(world, 'host', host);
  return refuse({
    code: 'host.down',
    message: `${textIdOf(world, 'vm', vm)} is kept on ${id}, which cannot run it now.`,
    hint: 'Restore what the host lost, or deallocate the machine so that it may start elsewhere.',
    details: { host: id },
  });
}

export function decideVmStop(world: World, command: CommandOf<'vm.stop'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.powerState[vm] !== RUNNING) {
    return wrongState(world, vm, {
      code: 'vm.notRunning',
      wanted: 'only a running machine can be stopped',
      hint: 'Start it first, or deallocate it to stop its bill.',
    });
  }
  const operation = command.by === 'guest' ? 'guestShutdown' : 'powerOff';
  return ok(() => beginWithout(world, vm, operation));
}

/** Begins an operation after which nobody wants the machine running. */
function beginWithout(
  world: World,
  vm: number,
  operation: 'guestShutdown' | 'powerOff' | 'deallocate' | 'delete',
): void {
  world.vm.col.wanted[vm] = 0;
  world.vm.col.lost[vm] = 0;
  world.vm.col.cause[vm] = world.decisionId;
  startOperation(world, vm, operation);
}

export function decideVmDeallocate(world: World, command: CommandOf<'vm.deallocate'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.powerState[vm] === DEALLOCATED) {
    return wrongState(world, vm, {
      code: 'vm.alreadyDeallocated',
      wanted: 'it holds no host and costs no compute',
      hint: 'Start it when you need it again.',
    });
  }
  return ok(() => beginWithout(world, vm, 'deallocate'));
}

export function decideVmRestart(world: World, command: CommandOf<'vm.restart'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.powerState[vm] !== RUNNING) {
    return wrongState(world, vm, {
      code: 'vm.notRunning',
      wanted: 'only a running machine can be restarted',
      hint: 'Start it instead.',
    });
  }
  const operation = command.by === 'guest' ? 'guestRestart' : 'restart';
  return ok(() => {
    world.vm.col.cause[vm] = world.decisionId;
    startOperation(world, vm, operation);
  });
}

export function decideVmDelete(world: World, command: CommandOf<'vm.delete'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  return ok(() => {
    world.vm.col.deleteResources[vm] = command.withResources === true ? 1 : 0;
    beginWithout(world, vm, 'delete');
  });
}

export function decideVmTag(world: World, command: CommandOf<'vm.tag'>): Decided {
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  return ok(() => {
    world.vm.setText({ column: 'tags', slot: vm.value, text: tagsText(command.tags) });
    world.vm.col.revision[vm.value]! += 1;
  });
}
