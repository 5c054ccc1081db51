/**
 * How the processes, jobs and uses of one machine share its cores (rule ENG-O14): each job and each
 * request on the processor asks for a core, each process for what it needs, and all are slowed
 * alike when that is more than the machine has. What a machine asks of its host stands in
 * `processor-shares.ts`.
 *
 * Each of them keeps the load beside it in a column, and goes on as that says until it changes;
 * what changes is noted here and taken over at the end of the event, when no time has gone by.
 */
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { capTimes, leftByFlows, mostMillicores } from './share-marks.ts';

const RUNNING = POWER_STATES.indexOf('running');
const MILLICORES_PER_CORE = 1_000;

/** What its jobs ask for: a core each, as long as they can go on. */
export function jobDemand(world: World, vm: number): number {
  const { powerState, host, stalled, jobsRunning } = world.vm.col;
  if (powerState[vm] !== RUNNING || host[vm] === 0 || stalled[vm] === 1) return 0;
  return jobsRunning[vm]! * MILLICORES_PER_CORE;
}

/** What its processes ask for, however much that is. */
export function processDemand(world: World, vm: number): number {
  const guest = world.guests.inVm(vm);
  return guest < 0 ? 0 : world.guest.col.demandMillicores[guest]!;
}

/** The ground of its uses while it runs; -1: it has none. */
function runningGround(world: World, vm: number): number {
  const ground = world.workGround.count === 0 ? -1 : world.workloads.groundOf(vm);
  return ground >= 0 && world.workGround.col.running[ground] === 1 ? ground : -1;
}

/** What its requests of uses on the processor ask for. */
function requestDemand(world: World, ground: number): number {
  return ground < 0 ? 0 : world.workGround.col.cpuCount[ground]! * MILLICORES_PER_CORE;
}

/** What its flows use on the average, of what the machine can use when its host gives all. */
function flowUse(world: World, vm: number, ground: number): number {
  if (ground < 0) return 0;
  const { flowAsked, flowCores, vCpu } = world.workGround.col;
  const cores = world.vm.col.cpuShare[vm]! < 1 ? flowAsked[ground]! : flowCores[ground]!;
  return cores === 0 ? 0 : (cores / vCpu[ground]!) * mostMillicores(world, vm);
}

/**
 * The part of what they ask for that those who share get, when flows take theirs first: flows are
 * answered in the mean as they come, whoever is beside them (Cohen 1979).
 */
export function sharedPart(most: number, load: number, flows: number): number {
  const free = leftByFlows(most, flows);
  return load <= free ? 1 : free / load;
}

/** What the processes of a machine get of all it can use. */
export function processesGet(world: World, vm: number): number {
  const processes = processDemand(world, vm);
  if (processes === 0) return 0;
  const most = mostMillicores(world, vm);
  const ground = runningGround(world, vm);
  const beside = jobDemand(world, vm) + requestDemand(world, ground);
  const flows = flowUse(world, vm, ground);
  if (beside === 0 && flows === 0) return Math.min(processes, most);
  return Math.min(most, processes * sharedPart(most, processes + beside, flows));
}

/**
 * What all that shares the cores of a machine asks for, against what flows leave of them; above 1
 * it is too much.
 */
export function pressureIn(world: World, vm: number): number {
  const ground = runningGround(world, vm);
  const load = jobDemand(world, vm) + processDemand(world, vm) + requestDemand(world, ground);
  if (load === 0) return 0;
  return load / leftByFlows(mostMillicores(world, vm), flowUse(world, vm, ground));
}

/** How long work takes in a machine that has less processor than is asked for there. */
export function contendedUs(world: World, vm: number, workUs: number): number {
  const slower = Math.max(capTimes(world, vm), pressureIn(world, vm));
  const times = slower / world.vm.col.cpuShare[vm]!;
  return times === 1 ? workUs : Math.round(workUs * times);
}

/** What its jobs and processes have while its host gives it less than it asks for. */
export function takenBesideFlows(world: World, vm: number): number {
  const asked = jobDemand(world, vm) + processDemand(world, vm);
  if (asked === 0) return 0;
  const ground = runningGround(world, vm);
  const load = asked + requestDemand(world, ground);
  const part = sharedPart(mostMillicores(world, vm), load, flowUse(world, vm, ground));
  return asked * part * world.vm.col.cpuShare[vm]!;
}

/** What stands beside the jobs of a machine; nothing while it has none. */
export function besideJobs(world: World, vm: number): { beside: number; flows: number } {
  if (world.vm.col.jobsRunning[vm] === 0) return { beside: 0, flows: 0 };
  const ground = runningGround(world, vm);
  const beside = processDemand(world, vm) + requestDemand(world, ground);
  return { beside, flows: flowUse(world, vm, ground) };
}
