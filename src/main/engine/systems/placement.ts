/**
 * Placement: which host a machine goes to, and what that takes from the host.
 *
 * First fit in the order hosts were made, unless another rule was chosen (rule ENG-A1): simple,
 * predictable, and the one a beginner would try. What a host promises is its hypervisor's business
 * (`hypervisor-cost.ts`). A refusal says how close the best host came.
 */
import { HOST_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { err, ok, type AppError, type Result } from '../../../shared/kernel/result.ts';
import { PLACEMENT_RULES, type PlacementRule } from '../../../shared/model/hypervisor-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { scheduleLimit } from './guest-load.ts';
import { memoryFree, runsMachines } from './hypervisor-cost.ts';
import { innerOf, outerOf, standingOn } from './nested-machines.ts';
import { leavePlace } from './reserved-places.ts';
import { noteDemand } from './share-marks.ts';
import type { World } from '../world/world.ts';

const UP = HOST_STATES.indexOf('up');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');

/** What a machine asks of a host. */
export interface Demand {
  readonly size: string;
  readonly vCpu: number;
  readonly memoryMib: number;
}

/** vCPU a host promises in all: its cores, or more where its hypervisor overcommits them. */
export function vCpuOffered(world: World, host: number): number {
  const { cores, reserveCores, vCpuPerCore } = world.host.col;
  return (cores[host]! - reserveCores[host]!) * vCpuPerCore[host]!;
}

function freeCores(world: World, host: number): number {
  return vCpuOffered(world, host) - world.host.col.vCpuCommitted[host]!;
}

function freeMemoryMib(world: World, host: number): number {
  return memoryFree(world, host);
}

/** The first host with room. Refuses with `AllocationFailed`. */
export function chooseHost(world: World, demand: Demand): Result<number> {
  const host = chooseHostWhere(world, demand, anyHost);
  if (host >= 0) return ok(host);
  return err(noHostFor(world, demand));
}

/** Hosts that have room for it, whether or not their cluster runs its size. */
function hostsWithRoom(world: World, demand: Demand, allowed: (host: number) => boolean): number {
  return world.host.slots().filter((host) => allowed(host) && hasRoom(world, host, demand)).length;
}

/** True for a host that is up, with network and hypervisor, and has cores and memory free. */
export function hasRoom(world: World, host: number, demand: Demand): boolean {
  const { col } = world.host;
  if (col.state[host] !== UP || col.connected[host] === 0) return false;
  if (!runsMachines(world, host) || col.dedicated[host]! > 0) return false;
  if (freeCores(world, host) < demand.vCpu) return false;
  return freeMemoryMib(world, host) >= demand.memoryMib;
}

function sizeNowhere(world: World, input: { size: string; roomy: number }): AppError {
  return {
    code: 'OverconstrainedAllocationRequest',
    message:
      `${input.roomy} hosts have room for ${input.size}, but no cluster they stand ` +
      'in runs that size.',
    hint: 'Choose a size their clusters run, or add a host to a cluster that runs this one.',
    details: { size: input.size, hostsWithRoom: input.roomy },
  };
}

function anyHost(): boolean {
  return true;
}

/**
 * The host that fulfils a condition, has room and comes first by the rule in force, or -1 (rule
 * ENG-A1): the first one, the one with least or most left, or the one with fewest machines.
 */
export function chooseHostWhere(
  world: World,
  demand: Demand,
  allowed: (host: number) => boolean,
): number {
  const { slotEnd, alive } = world.host;
  const rule = placementRule(world);
  let best = -1;
  let least = Infinity;
  for (let host = 0; host < slotEnd; host += 1) {
    if (alive[host] === 0 || !hasRoom(world, host, demand)) continue;
    if (!allowed(host) || !clusterTakes(world, host, demand.size)) continue;
    if (rule === 'firstFit') return host;
    const rank = rankOf(world, host, rule);
    if (rank >= least) continue;
    best = host;
    least = rank;
  }
  return best;
}

/** The rule in force: the first fit unless the platform was told otherwise. */
function placementRule(world: World): PlacementRule {
  if (world.platform.count === 0) return 'firstFit';
  return PLACEMENT_RULES[world.platform.col.placement[0]!]!;
}

/** The lower the better; of equals the host made first stays (docs/facts.md, fact 119). */
function rankOf(world: World, host: number, rule: PlacementRule): number {
  if (rule === 'spread') return standingOn(world, host).length;
  // Cores and memory as shares of what the host offers, so that neither counts for more.
  const cores = freeCores(world, host) / Math.max(1, vCpuOffered(world, host));
  const memory = freeMemoryMib(world, host) / Math.max(1, world.host.col.memoryMib[host]!);
  return rule === 'bestFit' ? cores + memory : -(cores + memory);
}

/** The refusal for a machine that no host among those allowed takes. */
export function noHostFor(
  world: World,
  demand: Demand,
  allowed: (host: number) => boolean = anyHost,
): AppError {
  const roomy = hostsWithRoom(world, demand, allowed);
  return roomy === 0
    ? allocationFailed(world, demand)
    : sizeNowhere(world, { size: demand.size, roomy });
}

/** How many machines of a size there is room for, on all hosts together. */
export function placesFor(world: World, demand: Demand): number {
  let places = 0;
  for (const host of world.host.slots()) {
    if (!hasRoom(world, host, demand) || !clusterTakes(world, host, demand.size)) continue;
    const byCores = Math.floor(freeCores(world, host) / demand.vCpu);
    places += Math.min(byCores, Math.floor(freeMemoryMib(world, host) / demand.memoryMib));
  }
  return places;
}

/** The most cores and memory free on one host among those allowed, and how many hosts those are. */
export function mostFree(
  world: World,
  allowed: (host: number) => boolean,
): { hosts: number; cores: number; memoryMib: number } {
  const { col } = world.host;
  const most = { hosts: 0, cores: 0, memoryMib: 0 };
  for (const host of world.host.slots()) {
    if (col.state[host] !== UP || !runsMachines(world, host)) continue;
    if (col.connected[host] === 0 || col.dedicated[host]! > 0 || !allowed(host)) continue;
    most.hosts += 1;
    most.cores = Math.max(most.cores, freeCores(world, host));
    most.memoryMib = Math.max(most.memoryMib, freeMemoryMib(world, host));
  }
  return most;
}

/** Checks one host a person named. Refuses with a code for each thing that can be wrong. */
export function checkHost(world: World, input: { host: number; demand: Demand }): Result<number> {
  const { host, demand } = input;
  const { col } = world.host;
  const id = textIdOf(world, 'host', host);
  if (!runsMachines(world, host)) {
    return err({
      code: 'host.noHypervisor',
      message: `${id} runs an operating system on its hardware, so it cannot hold machines.`,
      hint: 'Make it a hypervisor first (host.edit with system hypervisor).',
      details: { host: id },
    });
  }
  if (col.state[host] !== UP || col.connected[host] === 0) {
    const why = col.state[host] === UP ? 'has no network' : `is ${HOST_STATES[col.state[host]!]}`;
    return err({
      code: 'host.down',
      message: `${id} ${why}, so nothing can be started there.`,
      hint: 'Restore what it lost, or choose another host.',
      details: {
        host: id,
        state: HOST_STATES[col.state[host]!]!,
        connected: col.connected[host] === 1,
      },
    });
  }
  if (!clusterTakes(world, host, demand.size))
    return err(sizeNotInCluster(world, host, demand.size));
  const cores = freeCores(world, host);
  const memoryMib = freeMemoryMib(world, host);
  if (cores < demand.vCpu || memoryMib < demand.memoryMib) {
    return err({
      code: 'AllocationFailed',
      message:
        `${id} has ${cores} cores and ${memoryMib} MiB free; ${demand.size} needs ` +
        `${demand.vCpu} and ${demand.memoryMib}.`,
      hint: 'Use a smaller size, another host, or free some room.',
      details: {
        host: id,
        freeCores: cores,
        freeMemoryMib: memoryMib,
        vCpu: demand.vCpu,
        memoryMib: demand.memoryMib,
      },
    });
  }
  return ok(host);
}

/** True when the cluster a host stands in runs a size, and outside any cluster. */
export function clusterTakes(world: World, host: number, size: string): boolean {
  const rack = world.host.col.rack[host]! - 1;
  const cluster = rack < 0 ? -1 : world.rack.col.cluster[rack]! - 1;
  if (cluster < 0) return true;
  const sizes = world.cluster.text('sizes', cluster);
  return sizes === '' || sizes.split('\n').includes(size);
}

function sizeNotInCluster(world: World, host: number, size: string): AppError {
  const rack = world.host.col.rack[host]! - 1;
  const cluster = textIdOf(world, 'cluster', world.rack.col.cluster[rack]! - 1);
  return {
    code: 'OverconstrainedAllocationRequest',
    message: `${size} is not offered by the hardware of ${cluster}, where the host stands.`,
    hint: 'Choose a host of another cluster, or a size this cluster runs.',
    details: { size, cluster },
  };
}

function allocationFailed(world: World, demand: Demand): AppError {
  const { hosts: usable, cores: mostCores, memoryMib: mostMemoryMib } = mostFree(world, anyHost);
  return {
    code: 'AllocationFailed',
    message:
      usable === 0
        ? 'No host is up with a hypervisor and a network, so there is nowhere to put a machine.'
        : `None of ${usable} hosts has ${demand.vCpu} cores and ` +
          `${demand.memoryMib} MiB free for ${demand.size}; the most free are ` +
          `${mostCores} cores and ${mostMemoryMib} MiB (not always on the same ` +
          'host).',
    hint: 'Use a smaller size, deallocate a machine, or add a host.',
    details: {
      size: demand.size,
      vCpu: demand.vCpu,
      memoryMib: demand.memoryMib,
      hosts: usable,
      mostCores,
      mostMemoryMib,
    },
  };
}

/** Machines beside applications leave less memory to those: when that is full is found anew. */
function limitSystem(world: World, host: number): void {
  if (world.host.col.hosted[host] === 0) return;
  const guest = world.guests.onHost(host);
  if (guest >= 0) scheduleLimit(world, guest);
}

/**
 * Promises the host's cores and memory to a machine; those inside it come along. One inside another
 * takes nothing of the host.
 */
export function takeHost(world: World, input: { vm: number; host: number }): void {
  const { vm, host } = input;
  world.vm.setRef({ column: 'host', slot: vm, to: host });
  world.hostMachines.came(vm, host);
  world.impairments.invalidate();
  const outer = outerOf(world, vm);
  if (outer >= 0) {
    noteInside(world, outer);
    return;
  }
  for (const inner of innerOf(world, vm)) {
    if (world.vm.col.powerState[inner] !== DEALLOCATED) takeHost(world, { vm: inner, host });
  }
  world.host.col.vCpuCommitted[host]! += world.vm.col.vCpu[vm]!;
  world.host.col.memoryCommittedMib[host]! += world.vm.col.memoryMib[vm]!;
  limitSystem(world, host);
  world.host.dirty.touch(host);
  touchSet(world, vm);
}

/** The row of an availability set shows the cluster its members pin it to. */
function touchSet(world: World, vm: number): void {
  const set = world.vm.ref('availabilitySet', vm);
  if (set >= 0) world.availabilitySet.dirty.touch(set);
  const { proximityGroup, reservation, hostGroup } = world.vm.col;
  if (proximityGroup[vm]! > 0) world.proximityGroup.dirty.touch(proximityGroup[vm]! - 1);
  if (reservation[vm]! > 0) world.reservation.dirty.touch(reservation[vm]! - 1);
  if (hostGroup[vm]! > 0) touchHosts(world, hostGroup[vm]! - 1);
}

function touchHosts(world: World, group: number): void {
  world.hostGroup.dirty.touch(group);
  const { hostGroup } = world.dedicatedHost.col;
  for (const host of world.dedicatedHost.slots())
    if (hostGroup[host] === group + 1) world.dedicatedHost.dirty.touch(host);
}

/** Gives them back. The machine must not be executing. */
export function releaseHost(world: World, vm: number): void {
  const host = world.vm.col.host[vm]! - 1;
  if (host < 0) return;
  const outer = outerOf(world, vm);
  if (outer >= 0) {
    leaveHost(world, vm, host);
    noteInside(world, outer);
    return;
  }
  for (const inner of innerOf(world, vm)) leaveHost(world, inner, host);
  world.host.col.vCpuCommitted[host]! -= world.vm.col.vCpu[vm]!;
  world.host.col.memoryCommittedMib[host]! -= world.vm.col.memoryMib[vm]!;
  limitSystem(world, host);
  world.host.dirty.touch(host);
  leaveHost(world, vm, host);
  leavePlace(world, vm);
  touchSet(world, vm);
}

function leaveHost(world: World, vm: number, host: number): void {
  if (world.vm.col.host[vm] !== host + 1) return;
  noteDemand(world, vm);
  world.vm.col.cpuShare[vm] = 1;
  world.vm.col.cpuGivenMillicores[vm] = 0;
  world.vm.setRef({ column: 'host', slot: vm, to: -1 });
  world.vm.col.onNode[vm] = 0;
  world.hostMachines.left(vm, host);
  world.impairments.invalidate();
}

/** A machine inside came or went: its neighbours there have less or more. */
export function noteInside(world: World, outer: number): void {
  world.vm.dirty.touch(outer);
  const guest = world.guests.inVm(outer);
  if (guest >= 0) scheduleLimit(world, guest);
}
