/**
 * The records that make up a machine: its own row, its disks and its NIC, made and unmade together.
 *
 * Deleting a machine leaves its disks and NIC behind unless they were asked to go too, as the
 * service does; what stays has no owner and says so.
 */
import {
  DISK_CACHINGS,
  DISK_REDUNDANCIES,
  DISK_ROLES,
  EVICTION_POLICIES,
  VM_OPERATIONS,
  type DiskCaching,
  type DiskRedundancy,
  type EvictionPolicy,
} from '../../../shared/model/kinds.ts';
import type { OsKind } from '../../../shared/model/image-kinds.ts';
import type { World } from '../world/world.ts';
import { forgetAppliance, freePublicOf } from './address-leases.ts';
import { costMicroUsdOf } from './billing.ts';
import { settleBurstable } from './burst-credits.ts';
import { closeCost } from './costs.ts';
import { forgetTarget } from './dependencies.ts';
import { settleAnswersOf } from './guest-answers.ts';
import { forgetGuest } from './guest-records.ts';
import { putInside, type InsidePlan } from './image-contents.ts';
import { interruptJobs } from './jobs.ts';
import { forgetGround } from './work-grounds.ts';
import { forgetMachine, meterJoin, meterLeave } from './meters.ts';
import { forgetMoveMachine } from './move-marks.ts';
import { forgetPorts } from './outbound.ts';
import { poolMates } from './pool-mates.ts';
import { forgetNest, outerOf } from './nested-machines.ts';
import { noteInside, releaseHost } from './placement.ts';
import { touchQuotas } from './quotas.ts';
import { priceOf } from './spot-price.ts';
import { dropReplicasOfVm } from './store-records.ts';
import {
  leaveSubnet,
  ORDINARY_INTERFACE,
  putInterface,
  type InterfacePlan,
} from './interface-records.ts';
import { loseRequestsOfBackend } from './requests.ts';
import { wayOfMachineChanged } from './ways-outwards.ts';

/** A disk to be made. */
export interface DiskPlan {
  readonly name: string;
  readonly role: (typeof DISK_ROLES)[number];
  readonly sizeGib: number;
  readonly tier: string;
  /** Locally redundant when absent. */
  readonly redundancy?: DiskRedundancy;
  /** Not cached when absent. */
  readonly caching?: DiskCaching;
}

/** Everything a new machine needs, decided already. */
export interface MachinePlan {
  readonly name: string;
  readonly group: number;
  readonly size: string;
  readonly vCpu: number;
  readonly memoryMib: number;
  readonly microUsdPerHour: number;
  readonly image: string;
  readonly exactImage: string;
  readonly storage: number;
  readonly disks: readonly DiskPlan[];
  readonly balancers: readonly number[];
  readonly tags: string;
  /** The zone it is pinned to; regional when absent or below 0. */
  readonly zone?: number;
  /** What its disk holds; nothing but the bare system when absent. */
  readonly inside?: InsidePlan | undefined;
  /** Installed by hand from a medium with this system. */
  readonly medium?: OsKind | undefined;
  /** It is a spot machine; what becomes of it when it is evicted. */
  readonly spot?: EvictionPolicy | undefined;
  /** Weight of its vCPU; 100 when absent. */
  readonly cpuWeight?: number | undefined;
  /** Its first user, as `printAdministrator` says it; nobody when absent. */
  readonly administrator?: string;
  /** Where its interface is; in the network that everybody shares when absent. */
  readonly nic?: InterfacePlan;
}

/** Makes the rows of a machine, at rest and without a host. Returns its slot. */
export function makeMachine(world: World, plan: MachinePlan): number {
  const vm = world.vm.allocate();
  const { col } = world.vm;
  const { strings } = world;
  col.name[vm] = strings.intern(plan.name);
  col.group[vm] = plan.group + 1;
  col.size[vm] = strings.intern(plan.size);
  col.vCpu[vm] = plan.vCpu;
  col.memoryMib[vm] = plan.memoryMib;
  col.microUsdPerHour[vm] = plan.microUsdPerHour;
  col.image[vm] = strings.intern(plan.image);
  col.exactImage[vm] = strings.intern(plan.exactImage);
  col.tags[vm] = strings.intern(plan.tags);
  col.cpuWeight[vm] = plan.cpuWeight ?? 100;
  col.zone[vm] = (plan.zone ?? -1) + 1;
  col.operation[vm] = VM_OPERATIONS.indexOf('none');
  world.names.add('vm', vm);
  if (plan.spot !== undefined) {
    col.spot[vm] = 1;
    col.eviction[vm] = EVICTION_POLICIES.indexOf(plan.spot);
    col.microUsdPerHour[vm] = priceOf(world, vm, plan.microUsdPerHour);
  }
  settleBurstable(world, vm);
  touchQuotas(world);
  const { administrator = '' } = plan;
  if (administrator !== '') col.administrator[vm] = strings.intern(administrator);
  for (const disk of plan.disks) makeDisk(world, { vm, plan, disk });
  makeNic(world, { vm, plan });
  for (const balancer of plan.balancers) joinPool(world, { balancer, vm });
  world.cloud.invalidate();
  if (plan.inside !== undefined) putInside(world, vm, plan.inside);
  return vm;
}

function makeDisk(world: World, input: { vm: number; plan: MachinePlan; disk: DiskPlan }): void {
  const slot = world.disk.allocate();
  const { col } = world.disk;
  col.name[slot] = world.strings.intern(input.disk.name);
  col.group[slot] = input.plan.group + 1;
  col.vm[slot] = input.vm + 1;
  col.role[slot] = DISK_ROLES.indexOf(input.disk.role);
  col.sizeGib[slot] = input.disk.sizeGib;
  col.tier[slot] = world.strings.intern(input.disk.tier);
  col.storage[slot] = input.plan.storage + 1;
  col.billedFromUs[slot] = world.nowUs;
  const redundancy = input.disk.redundancy ?? 'lrs';
  col.redundancy[slot] = DISK_REDUNDANCIES.indexOf(redundancy);
  // A zone-redundant disk is in several zones, so it is pinned to none.
  col.zone[slot] = redundancy === 'zrs' ? 0 : (input.plan.zone ?? -1) + 1;
  col.caching[slot] = DISK_CACHINGS.indexOf(input.disk.caching ?? 'none');
  world.names.add('disk', slot);
  if (input.plan.storage >= 0) {
    world.storage.col.usedGib[input.plan.storage]! += input.disk.sizeGib;
    world.storage.dirty.touch(input.plan.storage);
  }
}

function makeNic(world: World, input: { vm: number; plan: MachinePlan }): void {
  const slot = world.nic.allocate();
  const { col } = world.nic;
  col.name[slot] = world.strings.intern(`${input.plan.name}-nic`);
  col.group[slot] = input.plan.group + 1;
  col.vm[slot] = input.vm + 1;
  putInterface(world, slot, input.plan.nic ?? ORDINARY_INTERFACE);
  world.names.add('nic', slot);
}

/**
 * Puts a machine into a backend pool, before all who share it. They know nothing of it until they
 * have probed.
 */
export function joinPool(world: World, input: { balancer: number; vm: number }): void {
  const { vm } = input;
  for (const balancer of poolMates(world, input.balancer)) {
    if (world.balancerRule.count > 0 && standsBehind(world, { balancer, vm })) continue;
    standBehind(world, { balancer, vm });
  }
}

function standsBehind(world: World, { balancer, vm }: { balancer: number; vm: number }): boolean {
  const owners = world.backend.col.balancer;
  return world.pools.backendsOfVm(vm).some((backend) => owners[backend] === balancer + 1);
}

function standBehind(world: World, input: { balancer: number; vm: number }): void {
  const backend = world.backend.allocate();
  world.backend.setRef({ column: 'balancer', slot: backend, to: input.balancer });
  world.backend.setRef({ column: 'vm', slot: backend, to: input.vm });
  meterJoin(world, input);
  world.pools.addBackend(backend);
  world.impairments.invalidate();
  world.balancer.col.revision[input.balancer]! += 1;
  world.balancer.dirty.touch(input.balancer);
  world.vm.dirty.touch(input.vm);
  settleAnswersOf(world, input.vm);
}

/** Takes a backend out of its pool; what it had in hand is lost for the reason given. */
export function leavePool(
  world: World,
  backend: number,
  blame: { reason: number; cause: number },
): void {
  loseRequestsOfBackend(world, backend, blame);
  const balancer = world.backend.ref('balancer', backend);
  const vm = world.backend.ref('vm', backend);
  meterLeave(world, { balancer, vm, cause: blame.cause });
  world.balancer.col.cause[balancer] = blame.cause;
  world.balancer.col.revision[balancer]! += 1;
  world.balancer.dirty.touch(balancer);
  world.vm.dirty.touch(vm);
  forgetPorts(world, backend);
  world.backend.release(backend);
  world.pools.invalidate();
  world.impairments.invalidate();
  wayOfMachineChanged(world, vm);
}

/**
 * Removes a machine; its disks and NIC go with it when `deleteResources` is set. `cause` is the
 * happening that explains why its pools are smaller now.
 */
export function deleteMachine(world: World, vm: number, cause: number): void {
  const blame = { reason: 0, cause };
  for (const backend of world.pools.backendsOfVm(vm)) leavePool(world, backend, blame);
  interruptJobs(world, vm);
  dropReplicasOfVm(world, vm, cause);
  forgetGround(world, vm);
  releaseHost(world, vm);
  const outer = outerOf(world, vm);
  forgetNest(world, vm);
  // What is inside another machine is files on its disks, and goes with them [ENG-NV5].
  const takeAll = world.vm.col.deleteResources[vm] === 1 || outer >= 0;
  for (const disk of world.cloud.disksOfVm(vm)) detachDisk(world, disk, takeAll);
  for (const nic of world.cloud.nicsOfVm(vm)) detachNic(world, nic, takeAll);
  world.closedCostMicroUsd += costMicroUsdOf(world, vm);
  closeCost(world, 'vm', vm);
  forgetJobsOf(world, vm);
  forgetMachine(world, vm);
  const set = world.vm.ref('availabilitySet', vm);
  if (set >= 0) world.availabilitySet.dirty.touch(set);
  forgetTarget(world, { table: 'vm', slot: vm }, cause);
  forgetAppliance(world, vm);
  forgetMoveMachine(world, vm);
  forgetGuest(world, { table: 'vm', slot: vm });
  touchQuotas(world);
  world.names.remove('vm', vm);
  world.vm.release(vm);
  if (outer >= 0) noteInside(world, outer);
  world.cloud.invalidate();
}

function detachDisk(world: World, disk: number, takeAll: boolean): void {
  world.disk.setRef({ column: 'vm', slot: disk, to: -1 });
  world.disk.col.caching[disk] = 0;
  world.disk.col.revision[disk]! += 1;
  if (takeAll) deleteDisk(world, disk);
}

function detachNic(world: World, nic: number, takeAll: boolean): void {
  world.nic.setRef({ column: 'vm', slot: nic, to: -1 });
  world.nic.col.revision[nic]! += 1;
  if (takeAll) deleteNic(world, nic);
}

/** Removes a disk no machine uses and gives its room back. */
export function deleteDisk(world: World, disk: number): void {
  closeCost(world, 'disk', disk);
  const storage = world.disk.col.storage[disk]! - 1;
  if (storage >= 0) {
    world.storage.col.usedGib[storage]! -= world.disk.col.sizeGib[disk]!;
    world.storage.dirty.touch(storage);
  }
  world.names.remove('disk', disk);
  world.disk.release(disk);
  world.cloud.invalidate();
}

/** Removes a NIC no machine uses; its address is free again. */
export function deleteNic(world: World, nic: number): void {
  freePublicOf(world, nic);
  leaveSubnet(world, nic);
  world.names.remove('nic', nic);
  world.nic.release(nic);
  world.cloud.invalidate();
}

/** Finished jobs keep their record, but no longer point at a machine that is gone. */
function forgetJobsOf(world: World, vm: number): void {
  const { col, slotEnd, alive } = world.job;
  for (let job = 0; job < slotEnd; job += 1) {
    if (alive[job] === 1 && col.vm[job] === vm + 1) col.vm[job] = 0;
  }
}
