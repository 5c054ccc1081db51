/**
 * Sharing the processor: of a hypervisor among its machines, of a machine among its processes and
 * the machines inside it (rules ENG-O8, ENG-O13 and ENG-NV3). Shares are max-min fair by vCPU and
 * weight. A machine asks for its processes, its jobs and its uses.
 */
import { HOST_SYSTEMS, POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { coresOf, machineDemand, noteGuestUse, processDemands, touchOwner } from './guest-load.ts';
import { besideJobs, jobDemand, processDemand, processesGet } from './core-sharing.ts';
import { advanceJobs, scheduleNextJob } from './jobs.ts';
import { innerOf, standingOn } from './nested-machines.ts';
import { shareOut } from './proportional-share.ts';
import { isTight, mostMillicores, noteSharers } from './share-marks.ts';
import { changeGround, changeShare, speedChanged } from './work-grounds.ts';
import { coreSpeed, useDemand } from './work-stations.ts';

const HYPERVISOR = HOST_SYSTEMS.indexOf('hypervisor');
const MILLICORES_PER_CORE = 1_000;
const USUAL_WEIGHT = 100;
const RUNNING = POWER_STATES.indexOf('running');
/** A share that falls short by no more than rounding is all. */
const ROUNDING = 1e-9;

/** What asks for a share of a processor: a machine, or the system beside a hosted hypervisor. */
interface Claimant {
  /** -1: none, it is the system on the hardware. */
  readonly vm: number;
  /** -1: nobody has touched it. */
  readonly guest: number;
}

/** Shares out the processor of the hardware under a system anew, among all that run on it. */
export function settleProcessor(world: World, guest: number): void {
  const { col } = world.guest;
  col.demandMillicores[guest] = processDemands(world, guest).reduce(
    (sum, { demand }) => sum + demand,
    0,
  );
  noteGuestUse(world, guest);
  const bare = col.host[guest]! - 1;
  if (bare >= 0 && world.host.col.hosted[bare] === 0) {
    col.grantedMillicores[guest] = Math.min(col.demandMillicores[guest], coresOf(world, guest));
    return;
  }
  const vm = col.vm[guest]! - 1;
  const host = bare >= 0 ? bare : world.vm.col.host[vm]! - 1;
  if (vm >= 0) noteSharers(world, vm);
  if (host < 0) col.grantedMillicores[guest] = 0;
  else shareHost(world, host);
}

/**
 * A machine counts as its vCPU times its own weight; the system under a hosted hypervisor as all
 * cores at the usual weight ([GEN]).
 */
function weightOf(world: World, { vm, guest }: Claimant): number {
  if (vm < 0) return world.host.col.cores[world.guest.col.host[guest]! - 1]! * USUAL_WEIGHT;
  return world.vm.col.vCpu[vm]! * world.vm.col.cpuWeight[vm]!;
}

function machine(world: World, vm: number): Claimant {
  return { vm, guest: world.guests.inVm(vm) };
}

/** Machines inside a machine; none on a bare server. */
function machinesInside(world: World, { vm }: Claimant): Claimant[] {
  if (vm < 0 || world.vm.col.nest[vm] === 0) return [];
  return innerOf(world, vm).map((one) => machine(world, one));
}

/** What its processes, jobs and uses ask for, never more than its vCPU or its base. */
function ownDemand(world: World, { vm, guest }: Claimant): number {
  const processes = guest < 0 ? 0 : machineDemand(world, guest);
  if (vm < 0) return processes;
  const work = workDemand(world, vm);
  return work === 0 ? processes : Math.min(mostMillicores(world, vm), processes + work);
}

/** What the jobs and uses of a machine ask for: a core each, as long as they can go on. */
function workDemand(world: World, vm: number): number {
  const { powerState, host } = world.vm.col;
  if (powerState[vm] !== RUNNING || host[vm] === 0) return 0;
  return jobDemand(world, vm) + useDemand(world, vm);
}

/** What a machine asks of its host: for itself and for the machines inside it. */
function shareDemand(world: World, claimant: Claimant): number {
  const own = ownDemand(world, claimant);
  const inner = machinesInside(world, claimant);
  if (inner.length === 0) return own;
  const all = inner.reduce((sum, one) => sum + ownDemand(world, one), own);
  return Math.min(all, world.vm.col.vCpu[claimant.vm]! * MILLICORES_PER_CORE);
}

/** What a machine was given goes to itself and to the machines inside it [ENG-NV3]. */
function giveTo(world: World, claimant: Claimant, granted: number): boolean {
  const inner = machinesInside(world, claimant);
  if (inner.length === 0) return grant(world, claimant, granted);
  const own = {
    demand: ownDemand(world, claimant),
    weight: world.vm.col.vCpu[claimant.vm]! * USUAL_WEIGHT,
  };
  const asked = inner.map((one) => ({
    demand: ownDemand(world, one),
    weight: weightOf(world, one),
  }));
  const [rest = 0, ...shares] = shareOut([own, ...asked], granted);
  let isShort = grant(world, claimant, rest);
  inner.forEach((one, index) => {
    if (grant(world, one, shares[index]!)) isShort = true;
  });
  return isShort;
}

/** Gives a machine so much; true when that is less than it asks for. */
function grant(world: World, claimant: Claimant, granted: number): boolean {
  const { vm, guest } = claimant;
  const asked = ownDemand(world, claimant);
  const share = granted >= asked * (1 - ROUNDING) ? 1 : granted / asked;
  if (guest >= 0) {
    const processes = vm < 0 ? machineDemand(world, guest) : processesGet(world, vm);
    // All that goes on in a machine is slowed alike.
    grantProcesses(world, guest, asked === processes ? granted : processes * share);
  }
  if (vm < 0) return false;
  takeShare(world, vm, { share, granted: share === 1 ? 0 : granted });
  return share < 1;
}

function grantProcesses(world: World, guest: number, granted: number): void {
  const { col } = world.guest;
  if (col.grantedMillicores[guest] === granted) return;
  noteGuestUse(world, guest);
  col.grantedMillicores[guest] = granted;
  touchOwner(world, guest);
}

/** What a machine does goes on at another speed; what it did until now was right. */
function takeShare(world: World, vm: number, given: { share: number; granted: number }): void {
  const { col } = world.vm;
  const { share, granted } = given;
  if (col.cpuShare[vm] === share && col.cpuGivenMillicores[vm] === granted) {
    if (share < 1) speedChanged(world, vm);
    return;
  }
  const works = col.jobsRunning[vm]! > 0;
  if (works) advanceJobs(world, vm);
  changeShare(world, vm, () => {
    col.cpuShare[vm] = share;
    col.cpuGivenMillicores[vm] = granted;
  });
  if (works) scheduleNextJob(world, vm);
  world.vm.dirty.touch(vm);
}

/** Gives the cores of a hypervisor to its machines, in proportion to vCPU and weight. */
export function shareHost(world: World, host: number): void {
  const { system, hosted, cores, contended } = world.host.col;
  if (system[host] !== HYPERVISOR && hosted[host] === 0) return;
  const claimants = isTight(world, host) ? allOn(world, host) : systemsOn(world, host);
  const granted = shareOut(
    claimants.map((one) => ({ demand: shareDemand(world, one), weight: weightOf(world, one) })),
    cores[host]! * MILLICORES_PER_CORE,
  );
  let isShort = false;
  claimants.forEach((one, index) => {
    if (giveTo(world, one, granted[index]!)) isShort = true;
  });
  if (contended[host] === (isShort ? 1 : 0)) return;
  contended[host] = isShort ? 1 : 0;
  world.host.dirty.touch(host);
}

/** The system beside a hosted hypervisor, and every machine that stands on the host. */
function allOn(world: World, host: number): Claimant[] {
  const own = world.host.col.hosted[host] === 1 ? world.guests.onHost(host) : -1;
  const machines = standingOn(world, host).map((vm) => machine(world, vm));
  return own < 0 ? machines : [{ vm: -1, guest: own }, ...machines];
}

/** The systems somebody has touched: where all get what they ask for, nobody else need be. */
function systemsOn(world: World, host: number): Claimant[] {
  const { col } = world.guest;
  const found: Claimant[] = [];
  for (const guest of world.guest.slots()) {
    const vm = col.vm[guest]! - 1;
    if (vm < 0 || world.vm.col.host[vm] !== host + 1) continue;
    found.push({ vm, guest });
  }
  return found;
}

/** Shares out anew where machines, or what works in them, asked for more or less than they did. */
export function settleShares(world: World): void {
  settleSharers(world);
  const hosts = [...new Set(world.sharesDirty)].sort((left, right) => left - right);
  for (const host of hosts) if (world.host.isAlive(host)) shareHost(world, host);
  // What flows use of what they are given depends on how much that is.
  if (world.sharersDirty.length > 0 && hosts.length > 0) settleSharers(world);
  // Flows that go at another speed say so again; what they ask for is the same.
  world.sharesDirty.length = 0;
  world.sharersDirty.length = 0;
}

/** Takes over what changed inside machines: what each kind of work has beside it [ENG-O14]. */
function settleSharers(world: World): void {
  const machines = [...new Set(world.sharersDirty)].sort((left, right) => left - right);
  for (const vm of machines) if (world.vm.isAlive(vm)) settleInside(world, vm);
}

function settleInside(world: World, vm: number): void {
  const ground = world.workGround.count === 0 ? -1 : world.workloads.groundOf(vm);
  // Flows say anew what they use when somebody comes beside them, so they go first.
  if (ground >= 0) takeBesideUses(world, vm, ground);
  takeBesideJobs(world, vm);
  const guest = world.guests.inVm(vm);
  if (guest < 0 || world.vm.col.host[vm] === 0) return;
  grantProcesses(world, guest, processesGet(world, vm) * world.vm.col.cpuShare[vm]!);
}

function takeBesideUses(world: World, vm: number, ground: number): void {
  const { col } = world.workGround;
  const isGiven = world.vm.col.cpuShare[vm]! < 1 && col.flowCores[ground]! > 0;
  const asked = isGiven ? 0 : jobDemand(world, vm) + processDemand(world, vm);
  const beside = asked / MILLICORES_PER_CORE;
  if (col.besideCores[ground] === beside) {
    if (isGiven) speedChanged(world, vm);
    return;
  }
  changeGround(world, ground, () => {
    col.besideCores[ground] = beside;
    col.speed[ground] = coreSpeed(world, vm);
  });
}

function takeBesideJobs(world: World, vm: number): void {
  const { col } = world.vm;
  const { beside, flows } = besideJobs(world, vm);
  if (col.besideMillicores[vm] === beside && col.besideFlowMillicores[vm] === flows) return;
  const works = col.jobsRunning[vm]! > 0;
  if (works) advanceJobs(world, vm);
  col.besideMillicores[vm] = beside;
  col.besideFlowMillicores[vm] = flows;
  if (works) scheduleNextJob(world, vm);
}
