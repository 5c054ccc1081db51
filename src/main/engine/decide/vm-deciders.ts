/**
 * Deciders for machines: creating, starting, stopping, deleting (rules ENG-V1 to ENG-V5). An
 * accepted operation begins at once and ends when its measured duration is over.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import { OPERATION_SAID } from '../world/refusal-words.ts';
import type { World } from '../world/world.ts';
import { planPlacement, storageDown, type PlacedPlan } from './machine-plan.ts';
import { putBuild, type BuildPlan } from '../systems/builds.ts';
import { settleBurstable } from '../systems/burst-credits.ts';
import { hostInDomain } from '../systems/fault-domains.ts';
import { hostForInstance } from '../systems/instance-upgrade.ts';
import { isToldFirst, tell } from '../systems/instance-termination.ts';
import {
  leaveRunning,
  setPowerState,
  startCreation,
  startOperation,
} from '../systems/lifecycle.ts';
import { deleteMachine, makeMachine } from '../systems/machine-records.ts';
import { outerOf } from '../systems/nested-machines.ts';
import { takeHost } from '../systems/placement.ts';
import { hostTest } from '../systems/placement-bounds.ts';
import { takePlace } from '../systems/reserved-places.ts';
import { chooseWithin, narrowingOf, type Chosen } from './placement-plan.ts';
import { zoneOfStorage } from '../systems/disk-zones.ts';
import { findZone } from './zone-checks.ts';
import { darkStorageOf, vmIsSupported } from '../systems/settle.ts';
import { administratorAgain, openAtOnce } from './access-rules.ts';
import { find, refuse, tagsText, type Decided } from './decide-kit.ts';
import { isGeneralized } from './image-plan.ts';
import {
  checkNobodyInside,
  checkOuterRuns,
  checkRoomInside,
  checkStandsAlone,
} from './nested-rules.ts';
import { buildOf } from './scale-set-policy.ts';
import { checkOffer } from './offer-rules.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const CREATING = POWER_STATES.indexOf('creating');

/** Looks at `vm.create`; its refusals stand with its schema in `shared/commands`. */
export function decideVmCreate(world: World, command: CommandOf<'vm.create'>): Decided {
  const offered = checkOffer(world, command);
  if (!offered.ok) return offered;
  const placed = planPlacement(world, command, { replaces: false });
  if (!placed.ok) return placed;
  const opened = openAtOnce(world, command, placed.value.plan);
  if (!opened.ok) return opened;
  return ok(() => {
    create(world, placed.value, buildOf(command.build));
    opened.value();
  });
}

/** What else a new machine gets: the identity of its original, and a disk it waits for. */
interface CreationMore {
  readonly identity?: string;
  readonly computerName?: string;
  readonly extraUs?: number;
}

/** Makes a planned machine and begins to create it. Returns its slot. */
export function create(
  world: World,
  placed: PlacedPlan,
  build: Omit<BuildPlan, 'cause'>,
  more: CreationMore = {},
): number {
  const vm = makeMachine(world, placed.plan);
  const { identity, computerName } = more;
  if (identity !== undefined) world.vm.setText({ column: 'identity', slot: vm, text: identity });
  if (computerName !== undefined) {
    world.vm.setText({ column: 'computerName', slot: vm, text: computerName });
  }
  putBuild(world, vm, { ...build, cause: world.decisionId });
  const { col } = world.vm;
  const { narrowing } = placed;
  world.vm.setRef({ column: 'proximityGroup', slot: vm, to: narrowing.proximityGroup });
  world.vm.setRef({ column: 'hostGroup', slot: vm, to: narrowing.hostGroup });
  world.vm.setRef({ column: 'dedicatedHost', slot: vm, to: narrowing.dedicatedHost });
  world.vm.setRef({ column: 'reservation', slot: vm, to: narrowing.reservation });
  if (placed.place >= 0) takePlace(world, { place: placed.place, vm });
  if (placed.inside !== undefined) {
    world.vm.setRef({ column: 'inside', slot: vm, to: placed.inside });
    settleBurstable(world, vm);
  }
  if (placed.host >= 0) takeHost(world, { vm, host: placed.host });
  world.vm.setRef({ column: 'availabilitySet', slot: vm, to: placed.availabilitySet });
  col.faultDomain[vm] = placed.faultDomain + 1;
  col.updateDomain[vm] = placed.updateDomain + 1;
  if (placed.availabilitySet >= 0) world.availabilitySet.dirty.touch(placed.availabilitySet);
  col.wanted[vm] = 1;
  col.cause[vm] = world.decisionId;
  if (placed.inside !== undefined && col.powerState[placed.inside] !== RUNNING) {
    // In a start state alone: it comes up with the machine around it.
    col.lost[vm] = 1;
    setPowerState(world, vm, STOPPED);
    return vm;
  }
  col.powerState[vm] = CREATING;
  startCreation(world, vm, { medium: placed.plan.medium, extraUs: more.extraUs ?? 0 });
  return vm;
}

/**
 * Makes a machine again. Its place is looked for while the old one still holds its own, so that a
 * refusal leaves everything as it was.
 */
export function decideVmRecreate(world: World, command: CommandOf<'vm.recreate'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  const alone = checkStandsAlone(world, vm);
  const empty = alone.ok ? checkNobodyInside(world, vm) : alone;
  if (!empty.ok) return empty;
  const kept = world.cloud.disksOfVm(vm).map((disk) => world.disk.ref('storage', disk))[0] ?? -1;
  const zone = findZone(world, command.zone);
  if (!zone.ok) return zone;
  // In a new zone the disks are made there.
  const stays = kept < 0 || zone.value < 0 || zoneOfStorage(world, kept) === zone.value;
  const storage = stays ? kept : -1;
  const pools = world.pools
    .backendsOfVm(vm)
    .map((backend) => world.backend.ref('balancer', backend));
  const again: CommandOf<'vm.create'> = {
    type: 'vm.create',
    name: world.vm.text('name', vm),
    group: textIdOf(world, 'group', world.vm.ref('group', vm)),
    size: world.vm.text('size', vm),
    image: world.vm.text('image', vm),
    balancers: pools.map((balancer) => textIdOf(world, 'balancer', balancer)),
    ...(storage < 0 ? {} : { storage: textIdOf(world, 'storage', storage) }),
    ...(command.availabilitySet === undefined ? {} : { availabilitySet: command.availabilitySet }),
    ...(command.zone === undefined ? {} : { zone: command.zone }),
    cpuWeight: world.vm.col.cpuWeight[vm]!,
    ...administratorAgain(world, vm),
  };
  const placed = planPlacement(world, again, { replaces: true });
  if (!placed.ok) return placed;
  const tags = world.vm.text('tags', vm);
  const version = world.vm.text('buildVersion', vm);
  const build = { version, faulty: world.vm.col.buildFaulty[vm] === 1 };
  return ok(() => {
    world.vm.col.deleteResources[vm] = 1;
    world.vm.col.cause[vm] = world.decisionId;
    leaveRunning(world, vm);
    deleteMachine(world, vm, world.decisionId);
    create(world, { ...placed.value, plan: { ...placed.value.plan, tags } }, build);
  });
}

/** An instance made again by itself would fall out of its set. */
export function instanceRefused(world: World, vm: number): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  const scaleSet = textIdOf(world, 'scaleSet', world.vm.ref('scaleSet', vm));
  return refuse({
    code: 'vm.inScaleSet',
    message: `${id} is an instance of ${scaleSet}, which makes its instances itself.`,
    hint: 'Give it a new system disk (scaleSet.reimage), or delete it and let the set grow.',
    details: { vm: id, scaleSet },
  });
}

/** The machine a command is about, at rest. Refuses with `vm.notFound` or `vm.busy`. */
export function findIdle(world: World, reference: string): Result<number> {
  const vm = find(world, 'vm', reference);
  if (!vm.ok) return vm;
  const operation = VM_OPERATIONS[world.vm.col.operation[vm.value]!]!;
  if (operation === 'none') return vm;
  const seconds = Math.ceil((world.vm.col.operationEndsAtUs[vm.value]! - world.nowUs) / 1_000_000);
  const id = textIdOf(world, 'vm', vm.value);
  return refuse({
    code: 'vm.busy',
    message: `${id} ${OPERATION_SAID[operation]}, for another ${seconds} s.`,
    hint: 'Wait until it is done.',
    details: { vm: id, operation, remainingSeconds: seconds },
    retryable: true,
  });
}

/** Refuses what the power state of a machine does not allow. */
export function wrongState(
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

/** Looks at `vm.start`; its refusals stand with its schema in `shared/commands`. */
export function decideVmStart(world: World, command: CommandOf<'vm.start'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.generalized[vm] === 1) return isGeneralized(world, vm, 'started');
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
  const around = checkAround(world, vm);
  if (!around.ok) return around;
  const placed = state === STOPPED ? checkGround(world, vm) : chooseAgain(world, vm);
  if (!placed.ok) return placed;
  return ok(() => {
    if (world.vm.col.host[vm] === 0) {
      if (placed.value.place >= 0) takePlace(world, { place: placed.value.place, vm });
      takeHost(world, { vm, host: placed.value.host });
    }
    world.vm.col.wanted[vm] = 1;
    world.vm.col.lost[vm] = 0;
    world.vm.col.evicted[vm] = 0;
    world.vm.col.cause[vm] = world.decisionId;
    startOperation(world, vm, 'start');
  });
}

/** A machine inside another one starts while that runs, and has room for it once more. */
function checkAround(world: World, vm: number): Result<void> {
  const outer = outerOf(world, vm);
  if (outer < 0) return ok(undefined);
  const isHeld = world.vm.col.powerState[vm] !== DEALLOCATED;
  if (isHeld) return checkOuterRuns(world, outer);
  return checkRoomInside(world, outer, demandOf(world, vm));
}

/** Where a deallocated machine may start: in its fault domain when it belongs to a set. */
function chooseAgain(world: World, vm: number): Result<Chosen> {
  const demand = demandOf(world, vm);
  const outer = outerOf(world, vm);
  if (outer >= 0) return ok({ host: world.vm.ref('host', outer), place: -1 });
  const set = world.vm.ref('availabilitySet', vm);
  if (world.vm.col.scaleSet[vm]! > 0) {
    const host = hostForInstance(world, vm, demand);
    return host >= 0 ? ok({ host, place: -1 }) : noRoomInDomain(world, vm);
  }
  const narrowing = narrowingOf(world, vm);
  const zone = world.vm.ref('zone', vm);
  if (set < 0) return chooseWithin(world, demand, { ...narrowing, zone, pinned: -1 });
  const allowed = hostTest(world, { zone, proximityGroup: narrowing.proximityGroup });
  const faultDomain = world.vm.col.faultDomain[vm]! - 1;
  const host = hostInDomain(world, { set, demand, faultDomain, allowed });
  return host.ok ? ok({ host: host.value, place: -1 }) : host;
}

/** An instance stays in its fault domain and zone, also when others have room. */
function noRoomInDomain(world: World, vm: number): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  const faultDomain = world.vm.col.faultDomain[vm]! - 1;
  const { size, vCpu, memoryMib } = demandOf(world, vm);
  return refuse({
    code: 'AllocationFailed',
    message:
      `No host in fault domain ${faultDomain} of ${id} has ${vCpu} cores and ${memoryMib} MiB ` +
      `free for ${size}.`,
    hint: 'Free some room there, or delete the instance and let the set make another one.',
    details: { vm: id, faultDomain, size, vCpu, memoryMib },
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
function checkGround(world: World, vm: number): Result<Chosen> {
  const host = world.vm.col.host[vm]! - 1;
  if (vmIsSupported(world, vm)) return ok({ host, place: -1 });
  const id = textIdOf(world, 'host', host);
  return refuse({
    code: 'host.down',
    message: `${textIdOf(world, 'vm', vm)} is kept on ${id}, which cannot run it now.`,
    hint: 'Restore what the host lost, or deallocate the machine so that it may start elsewhere.',
    details: { host: id },
  });
}

/** Looks at `vm.stop`; its refusals stand with its schema in `shared/commands`. */
export function decideVmStop(world: World, command: CommandOf<'vm.stop'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.settingUp && world.vm.col.lost[vm] === 1 && outerOf(world, vm) >= 0) {
    return ok(() => forgetWanted(world, vm));
  }
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

/** A machine inside one that rests is to stay as it is when that comes up. */
function forgetWanted(world: World, vm: number): void {
  world.vm.col.wanted[vm] = 0;
  world.vm.col.lost[vm] = 0;
}

/** Begins an operation after which nobody wants the machine running. */
export function beginWithout(
  world: World,
  vm: number,
  operation: 'guestShutdown' | 'powerOff' | 'deallocate' | 'delete',
): void {
  world.vm.col.wanted[vm] = 0;
  world.vm.col.lost[vm] = 0;
  world.vm.col.cause[vm] = world.decisionId;
  startOperation(world, vm, operation);
}

/** Looks at `vm.deallocate`; its refusals stand with its schema in `shared/commands`. */
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

/** Looks at `vm.restart`; its refusals stand with its schema in `shared/commands`. */
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

/** Looks at `vm.delete`; its refusals stand with its schema in `shared/commands`. */
export function decideVmDelete(world: World, command: CommandOf<'vm.delete'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const empty = checkNobodyInside(world, vm);
  if (!empty.ok) return empty;
  return ok(() => {
    world.vm.col.deleteResources[vm] = command.withResources === true ? 1 : 0;
    if (isToldFirst(world, vm)) {
      tell(world, world.vm.ref('scaleSet', vm), { vms: [vm], cause: world.decisionId });
      return;
    }
    beginWithout(world, vm, 'delete');
  });
}

/** Looks at `vm.tag`; its refusals stand with its schema in `shared/commands`. */
export function decideVmTag(world: World, command: CommandOf<'vm.tag'>): Decided {
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  return ok(() => {
    world.vm.setText({ column: 'tags', slot: vm.value, text: tagsText(command.tags) });
    world.impairments.invalidate();
    world.vm.col.revision[vm.value]! += 1;
  });
}
