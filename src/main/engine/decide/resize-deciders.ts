/**
 * Deciders for another size and for a fresh OS disk (rules ENG-RZ1 to ENG-RZ5; docs/facts.md, facts
 * 12 to 15). A resize is refused for what would still be wrong at the end of it; where only the
 * place is wrong the refusal says what would help.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { checkImageOnSize, seriesOf } from '../../../shared/model/catalogue-lookup.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import { DISK_ROLES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { putBuild } from '../systems/builds.ts';
import { sizeOf, tierOf } from '../systems/disk-ceilings.ts';
import { hostForSize } from '../systems/elsewhere.ts';
import { membersOf } from '../systems/fault-domains.ts';
import { renewSystem } from '../systems/image-source.ts';
import { imageOfMachine } from '../systems/image-source.ts';
import { setPowerState, startReimage, startResize } from '../systems/lifecycle.ts';
import { renewTempDisk } from '../systems/machine-node.ts';
import { forgetNest, outerOf } from '../systems/nested-machines.ts';
import { fitsStoreys } from '../systems/nested-room.ts';
import { clusterTakes } from '../systems/placement.ts';
import { checkQuotas } from '../systems/quotas.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import { checkDiskCount, checkPremium, dataDisksOf } from './disk-rules.ts';
import { checkNestOnSize, checkNobodyInside, checkRoomInside } from './nested-rules.ts';
import { findIdle, instanceRefused, wrongState } from './vm-deciders.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const OS = DISK_ROLES.indexOf('os');

/** Looks at `vm.resize`; its refusals stand with its schema in `shared/commands`. */
export function decideVmResize(world: World, command: CommandOf<'vm.resize'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  const size = world.lookup.size(command.size);
  if (!size.ok) return size;
  const checks = [checkKind, checkAttached, checkHeld, checkQuota, checkNestOnSize, checkPlace];
  for (const check of checks) {
    const checked = check(world, vm, size.value);
    if (!checked.ok) return checked;
  }
  return ok(() => {
    world.vm.setText({ column: 'pendingSize', slot: vm, text: size.value.name });
    world.vm.col.cause[vm] = world.decisionId;
    startResize(world, vm);
  });
}

/** What the two sizes and the image have to agree on. */
function checkKind(world: World, vm: number, size: VmSize): Result<void> {
  const before = sizeOf(world, vm);
  const id = textIdOf(world, 'vm', vm);
  if (before.name === size.name) {
    return refuse({
      code: 'resize.same',
      message: `${id} is ${size.name} already.`,
      hint: 'Choose another size.',
      details: { vm: id, size: size.name },
    });
  }
  const fits = checkImageOnSize(world.catalogue, { image: imageOfMachine(world, vm), size });
  if (!fits.ok) return fits;
  const had = before.tempDiskMib > 0;
  if (had === size.tempDiskMib > 0) return ok(undefined);
  const from = `${before.name} (${had ? 'with' : 'without'} a temporary disk)`;
  return refuse({
    code: 'resize.tempDisk',
    message:
      `${id} cannot go from ${from} to ${size.name} (${had ? 'without' : 'with'} one): sizes ` +
      'with and without a temporary disk do not change into each other.',
    hint: `Choose a size ${had ? 'with' : 'without'} one, or make the machine again.`,
    details: { vm: id, from: before.name, to: size.name, hasTempDisk: had },
  });
}

/** What hangs on the machine and must still fit. */
function checkAttached(world: World, vm: number, size: VmSize): Result<void> {
  for (const disk of world.cloud.disksOfVm(vm)) {
    const { sku } = tierOf(world, disk);
    const premium = checkPremium(world, { disk: textIdOf(world, 'disk', disk), sku, size });
    if (!premium.ok) return premium;
  }
  const count = checkDiskCount(world, { size, count: dataDisksOf(world, vm).length });
  if (!count.ok) return count;
  const nics = world.cloud.nicsOfVm(vm).length;
  if (nics <= size.maxNics) return ok(undefined);
  return refuse({
    code: 'nic.tooMany',
    message: `${size.name} takes ${size.maxNics} network cards; the machine has ${nics}.`,
    hint: 'Remove some of them first, or choose a larger size.',
    details: { size: size.name, maxNics: size.maxNics, nics },
  });
}

/** What the machine was given for life and the size must agree with. */
function checkHeld(world: World, vm: number, size: VmSize): Result<void> {
  const id = textIdOf(world, 'vm', vm);
  const reservation = world.vm.ref('reservation', vm);
  if (reservation >= 0 && world.reservation.text('size', reservation) !== size.name) {
    const reserved = world.reservation.text('size', reservation);
    return refuse({
      code: 'reservation.mismatch',
      message: `${id} uses a reservation of ${reserved}; as ${size.name} it could not.`,
      hint: 'Make the machine again without the reservation, or reserve the new size.',
      details: { vm: id, reserved, size: size.name },
    });
  }
  if (world.vm.col.hostGroup[vm] === 0) return ok(undefined);
  const series = sizeOf(world, vm).series;
  if (size.series === series) return ok(undefined);
  return refuse({
    code: 'dedicatedHost.series',
    message: `${id} stands on dedicated hosts of series ${series}; ${size.name} is ${size.series}.`,
    hint: 'Choose a size of the series its hosts run.',
    details: { vm: id, series, asked: size.series },
  });
}

function checkQuota(world: World, vm: number, size: VmSize): Result<void> {
  const { group, spot, inside } = world.vm.col;
  if (inside[vm]! > 0) return ok(undefined);
  const ask = { group: group[vm]! - 1, size: size.name, vCpu: size.vCpu, spot: spot[vm] === 1 };
  return checkQuotas(world, { ...ask, instead: vm });
}

/** Whether the hardware it holds can give it the size; a deallocated machine holds none. */
function checkPlace(world: World, vm: number, size: VmSize): Result<void> {
  const outer = outerOf(world, vm);
  if (outer >= 0) {
    if (fitsStoreys(world, vm, size)) return ok(undefined);
    return checkRoomInside(world, outer, { ...size, size: size.name });
  }
  const host = world.vm.col.host[vm]! - 1;
  if (host < 0) return ok(undefined);
  if (!clusterTakes(world, host, size.name)) return notOnCluster(world, vm, size);
  const { name, vCpu, memoryMib } = size;
  if (hostForSize(world, vm, { size: name, vCpu, memoryMib }) >= 0) return ok(undefined);
  const id = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'AllocationFailed',
    message: `No host of the cluster of ${id} has ${vCpu} cores and ${memoryMib} MiB for ${name}.`,
    hint: 'Deallocate the machine and start it as the new size elsewhere, or free some room.',
    details: { vm: id, size: name, vCpu, memoryMib },
  });
}

/** The hardware it stands on does not know the size (facts 12 and 13). */
function notOnCluster(world: World, vm: number, size: VmSize): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  const set = world.vm.ref('availabilitySet', vm);
  const holding = set < 0 ? [] : membersOf(world, set).filter((one) => world.vm.col.host[one]! > 0);
  const series = seriesOf(world.catalogue, size)?.id ?? '';
  const inSet =
    set < 0
      ? ''
      : ` All ${holding.length} machines of ${textIdOf(world, 'availabilitySet', set)} that hold ` +
        'hardware pin the set to this cluster.';
  return refuse({
    code: 'OperationNotAllowed',
    message: `${size.name} (${series}) is not offered by the cluster ${id} stands in.${inSet}`,
    hint:
      set < 0
        ? 'Deallocate the machine, resize it, and start it: it may then go to another cluster.'
        : 'Deallocate all machines of the set, resize them, and start them again.',
    details: { vm: id, size: size.name, members: holding.length },
  });
}

/** Looks at `vm.reimage`; its refusals stand with its schema in `shared/commands`. */
export function decideVmReimage(world: World, command: CommandOf<'vm.reimage'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  if (world.vm.col.powerState[vm] !== RUNNING) {
    return wrongState(world, vm, {
      code: 'vm.notRunning',
      wanted: 'only a running machine can be reimaged',
      hint: 'Start it first.',
    });
  }
  const empty = checkNobodyInside(world, vm);
  return empty.ok ? ok(() => reimage(world, vm, command.tempDisk === true)) : empty;
}

function reimage(world: World, vm: number, wipes: boolean): void {
  const cause = world.decisionId;
  world.vm.col.cause[vm] = happen(world, { kind: 'vm.reimaged', table: 'vm', slot: vm, cause });
  setPowerState(world, vm, STOPPED);
  // What was installed went with the old system; data disks are other disks.
  forgetNest(world, vm);
  renewSystem(world, vm);
  putBuild(world, vm, { version: '', faulty: false, cause: 0 });
  const os = world.cloud.disksOfVm(vm).find((disk) => world.disk.col.role[disk] === OS);
  if (os !== undefined) {
    world.disk.col.revision[os]! += 1;
    world.disk.dirty.touch(os);
  }
  if (wipes) renewTempDisk(world, vm, world.vm.col.cause[vm]);
  startReimage(world, vm);
}
