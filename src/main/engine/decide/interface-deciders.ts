/**
 * Deciders for network interfaces and public addresses (rules ENG-VN3 to ENG-VN5). An address
 * belongs to one interface; a machine keeps the interface it speaks through.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { ADDRESS_ALLOCATIONS } from '../../../shared/model/network-kinds.ts';
import { closeCost } from '../systems/costs.ts';
import { assignPublic, leaseAddresses, releasePublic } from '../systems/address-leases.ts';
import { networkChanged } from '../systems/blocked-traffic.ts';
import { putInterface } from '../systems/interface-records.ts';
import { networkOf, primaryNic } from '../systems/network-paths.ts';
import { checkUnheld, noSubnet, planInterface, readAddress } from './interface-plan.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';
import { findIdle } from './vm-deciders.ts';

const STATIC = ADDRESS_ALLOCATIONS.indexOf('static');
const DYNAMIC = ADDRESS_ALLOCATIONS.indexOf('dynamic');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
/** Interfaces of one machine when its size does not say ([GEN]). */
const NICS_MAX = 8;
/** vCPU for each interface a size takes ([GEN]: two up to two vCPU, then one for two). */
const VCPU_PER_NIC = 2;

/** Looks at `nic.add`; its refusals stand with its schema in `shared/commands`. */
export function decideNicAdd(world: World, command: CommandOf<'nic.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'nic', name: command.name, group: groupName });
  if (!free.ok) return free;
  const plan = planInterface(world, command);
  if (!plan.ok) return plan;
  return ok(() => {
    const slot = world.nic.allocate();
    world.nic.setText({ column: 'name', slot, text: command.name });
    world.nic.setRef({ column: 'group', slot, to: group.value });
    world.nic.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    putInterface(world, slot, plan.value);
    world.names.add('nic', slot);
    world.cloud.invalidate();
    networkChanged(world);
  });
}

/** Interfaces may only be plugged while their machine holds no host. */
function checkDeallocated(world: World, vm: number): Result<void> {
  const state = world.vm.col.powerState[vm]!;
  // The start state is built with everything running.
  if (state === DEALLOCATED || world.settingUp) return ok(undefined);
  const id = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'vm.notDeallocated',
    message: `${id} is ${POWER_STATES[state]!}; its network cards change only while deallocated.`,
    hint: 'Deallocate it first (vm.deallocate).',
    details: { vm: id, state: POWER_STATES[state]! },
  });
}

/** How many interfaces a machine may have, by its vCPU ([GEN]). */
function nicsOfSize(vCpu: number): number {
  return Math.min(NICS_MAX, Math.max(2, Math.floor(vCpu / VCPU_PER_NIC)));
}

/** Looks at `nic.attach`; its refusals stand with its schema in `shared/commands`. */
export function decideNicAttach(world: World, command: CommandOf<'nic.attach'>): Decided {
  const nic = find(world, 'nic', command.nic);
  if (!nic.ok) return nic;
  const user = world.nic.ref('vm', nic.value);
  const id = textIdOf(world, 'nic', nic.value);
  const users = user < 0 ? [] : [{ table: 'vm' as const, slot: user }];
  const unused = checkUnused(world, { code: 'nic.inUse', id, users });
  if (!unused.ok) return unused;
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const rests = checkDeallocated(world, vm);
  if (!rests.ok) return rests;
  const held = world.cloud.nicsOfVm(vm);
  const most = nicsOfSize(world.vm.col.vCpu[vm]!);
  const vmId = textIdOf(world, 'vm', vm);
  if (held.length >= most) {
    return refuse({
      code: 'nic.tooMany',
      message: `${world.vm.text('size', vm)} takes ${most} network cards; ${vmId} has them.`,
      hint: 'Use a larger size, or detach one.',
      details: { vm: vmId, size: world.vm.text('size', vm), most },
    });
  }
  const first = primaryNic(world, vm);
  if (first >= 0 && networkOf(world, first) !== networkOf(world, nic.value)) {
    return refuse({
      code: 'nic.otherNetwork',
      message: `${id} is in another virtual network than ${textIdOf(world, 'nic', first)}.`,
      hint: 'All network cards of a machine are in one virtual network.',
      details: { nic: id, vm: vmId },
    });
  }
  return ok(() => {
    world.nic.setRef({ column: 'vm', slot: nic.value, to: vm });
    world.nic.col.secondary[nic.value] = first < 0 ? 0 : 1;
    plugged(world, nic.value, vm);
  });
}

function plugged(world: World, nic: number, vm: number): void {
  world.nic.col.revision[nic]! += 1;
  world.vm.dirty.touch(vm);
  world.cloud.invalidate();
  networkChanged(world);
}

/** Looks at `nic.detach`; its refusals stand with its schema in `shared/commands`. */
export function decideNicDetach(world: World, command: CommandOf<'nic.detach'>): Decided {
  const nic = find(world, 'nic', command.nic);
  if (!nic.ok) return nic;
  const vm = world.nic.ref('vm', nic.value);
  const id = textIdOf(world, 'nic', nic.value);
  if (vm < 0) {
    return refuse({
      code: 'nic.notAttached',
      message: `No machine has ${id}.`,
      hint: 'It can be deleted, or attached to a machine.',
      details: { nic: id },
    });
  }
  const idle = findIdle(world, textIdOf(world, 'vm', vm));
  if (!idle.ok) return idle;
  const rests = checkDeallocated(world, vm);
  if (!rests.ok) return rests;
  if (primaryNic(world, vm) === nic.value) {
    return refuse({
      code: 'nic.last',
      message: `${textIdOf(world, 'vm', vm)} speaks through ${id}.`,
      hint: 'A machine keeps its first network card; delete the machine instead.',
      details: { nic: id, vm: textIdOf(world, 'vm', vm) },
    });
  }
  return ok(() => {
    world.nic.setRef({ column: 'vm', slot: nic.value, to: -1 });
    world.nic.col.secondary[nic.value] = 0;
    plugged(world, nic.value, vm);
  });
}

/** Looks at `nic.setAddress`; its refusals stand with its schema in `shared/commands`. */
export function decideNicSetAddress(world: World, command: CommandOf<'nic.setAddress'>): Decided {
  const nic = find(world, 'nic', command.nic);
  if (!nic.ok) return nic;
  const subnet = world.nic.ref('subnet', nic.value);
  if (subnet < 0) return noSubnet(command.privateAddress ?? '');
  const asked = command.privateAddress;
  const address =
    asked === undefined
      ? ok(world.nic.col.privateAddress[nic.value]!)
      : readAddress(world, asked, { subnet, kept: nic.value });
  if (!address.ok) return address;
  return ok(() => {
    world.nic.col.privateAddress[nic.value] = address.value;
    world.nic.col.allocation[nic.value] = asked === undefined ? DYNAMIC : STATIC;
    world.nic.col.revision[nic.value]! += 1;
    world.nic.dirty.touch(nic.value);
    networkChanged(world);
  });
}

/** Looks at `publicIp.add`; its refusals stand with its schema in `shared/commands`. */
export function decidePublicIpAdd(world: World, command: CommandOf<'publicIp.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'publicIp', name: command.name, group: groupName });
  if (!free.ok) return free;
  return ok(() => {
    const slot = world.publicIp.allocate();
    world.publicIp.setText({ column: 'name', slot, text: command.name });
    world.publicIp.setRef({ column: 'group', slot, to: group.value });
    world.publicIp.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    const allocation = ADDRESS_ALLOCATIONS.indexOf(command.allocation ?? 'static');
    world.publicIp.col.allocation[slot] = allocation;
    world.publicIp.col.billedFromUs[slot] = world.nowUs;
    world.names.add('publicIp', slot);
    if (allocation === STATIC) assignPublic(world, slot);
    networkChanged(world);
  });
}

/** Looks at `publicIp.remove`; its refusals stand with its schema in `shared/commands`. */
export function decidePublicIpRemove(world: World, command: CommandOf<'publicIp.remove'>): Decided {
  const publicIp = find(world, 'publicIp', command.publicIp);
  if (!publicIp.ok) return publicIp;
  const free = checkUnheld(world, publicIp.value);
  if (!free.ok) return free;
  return ok(() => {
    closeCost(world, 'publicIp', publicIp.value);
    world.names.remove('publicIp', publicIp.value);
    world.publicIp.release(publicIp.value);
    networkChanged(world);
  });
}

/** Looks at `publicIp.attach`; its refusals stand with its schema in `shared/commands`. */
export function decidePublicIpAttach(world: World, command: CommandOf<'publicIp.attach'>): Decided {
  const publicIp = find(world, 'publicIp', command.publicIp);
  if (!publicIp.ok) return publicIp;
  const free = checkUnheld(world, publicIp.value);
  if (!free.ok) return free;
  const nic = find(world, 'nic', command.nic);
  if (!nic.ok) return nic;
  const held = world.networks.publicIpOf(nic.value);
  if (held >= 0) {
    const ids = {
      nic: textIdOf(world, 'nic', nic.value),
      publicIp: textIdOf(world, 'publicIp', held),
    };
    return refuse({
      code: 'nic.hasPublicIp',
      message: `${ids.nic} has ${ids.publicIp} already.`,
      hint: 'Detach that one first (publicIp.detach).',
      details: ids,
    });
  }
  return ok(() => {
    world.publicIp.setRef({ column: 'nic', slot: publicIp.value, to: nic.value });
    world.nic.dirty.touch(nic.value);
    networkChanged(world);
    const vm = world.nic.ref('vm', nic.value);
    if (vm >= 0) leaseAddresses(world, vm);
  });
}

/** Looks at `publicIp.detach`; its refusals stand with its schema in `shared/commands`. */
export function decidePublicIpDetach(world: World, command: CommandOf<'publicIp.detach'>): Decided {
  const publicIp = find(world, 'publicIp', command.publicIp);
  if (!publicIp.ok) return publicIp;
  const nic = world.publicIp.ref('nic', publicIp.value);
  if (nic < 0) {
    const id = textIdOf(world, 'publicIp', publicIp.value);
    return refuse({
      code: 'publicIp.notAttached',
      message: `No network card has ${id}.`,
      hint: 'It can be given to one (publicIp.attach), or removed.',
      details: { publicIp: id },
    });
  }
  return ok(() => {
    releasePublic(world, publicIp.value);
    world.publicIp.setRef({ column: 'nic', slot: publicIp.value, to: -1 });
    world.nic.dirty.touch(nic);
    networkChanged(world);
  });
}
