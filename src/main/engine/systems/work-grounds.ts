/**
 * Machines as the ground of workloads: made when the first of them comes, told when the machine
 * comes up, stops or goes, and asked how much there is of everything (rules ENG-WL4, ENG-WL5 and
 * ENG-WL14). What a request does there is not its matter.
 */
import { systemMemoryMib } from '../../../shared/model/application-needs.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { WORK_LIMITS, type WorkLimit } from '../../../shared/model/workload-kinds.ts';
import type { World } from '../world/world.ts';
import { usedMemoryMib } from './guest-load.ts';
import { measureDrives } from './work-drives.ts';
import { flowCoreUs, loseFlow, openStretch, refreshGround, settleGround } from './work-flow.ts';
import { losePlace } from './work-losses.ts';
import { fillPlace } from './work-requests.ts';
import { noteSharers } from './share-marks.ts';
import { applyRate, startUsers } from './work-sources.ts';
import { advanceCpu, clearStations, coreSpeed } from './work-stations.ts';

const RUNNING = POWER_STATES.indexOf('running');
/** No bound at all. */
export const UNBOUNDED = 0xffff_ffff;

/** The ground of a machine, made when there is none. */
export function ensureGround(world: World, vm: number): number {
  const known = world.workloads.groundOf(vm);
  if (known >= 0) return known;
  const ground = world.workGround.allocate();
  const { col } = world.workGround;
  world.workGround.setRef({ column: 'vm', slot: ground, to: vm });
  col.cpuAtUs[ground] = world.nowUs;
  col.diskFreeUs[ground] = world.nowUs;
  col.networkFreeUs[ground] = world.nowUs;
  col.sampledUs[ground] = world.nowUs;
  col.running[ground] = world.vm.col.powerState[vm] === RUNNING ? 1 : 0;
  world.workloads.addGround(ground);
  measureGround(world, ground);
  noteSharers(world, vm);
  return ground;
}

/** A ground that is an instance of a web app; it takes nothing before it is said to run. */
export function makeInstanceGround(
  world: World,
  given: { instance: number; vCpu: number; memoryMib: number; networkMbps: number },
): number {
  const ground = world.workGround.allocate();
  const { col } = world.workGround;
  col.webInstance[ground] = given.instance + 1;
  col.cpuAtUs[ground] = world.nowUs;
  col.diskFreeUs[ground] = world.nowUs;
  col.networkFreeUs[ground] = world.nowUs;
  col.sampledUs[ground] = world.nowUs;
  col.vCpu[ground] = given.vCpu;
  col.memoryMib[ground] = given.memoryMib;
  col.networkMbps[ground] = given.networkMbps;
  // Nothing that runs on a web app uses a disk; a ceiling of nothing would divide by it.
  col.iops[ground] = 1;
  col.kbytesPerSecond[ground] = 1;
  return ground;
}

/** Grounds of a web app: its instances, whatever they are doing. */
export function groundsOfWebApp(world: World, webApp: number): number[] {
  const { col } = world.webInstance;
  return [...world.webInstance.slots()].flatMap((one) =>
    col.webApp[one] === webApp + 1 ? [col.ground[one]! - 1] : [],
  );
}

/** A place of a workload on a ground; what flows there already was right until now. */
export function addPlaceOn(world: World, workload: number, ground: number): number {
  settleGround(world, ground);
  const place = world.workPlace.allocate();
  const { col } = world.workPlace;
  col.workload[place] = workload + 1;
  col.ground[place] = ground + 1;
  col.advancedUs[place] = world.nowUs;
  col.flowAtUs[place] = world.nowUs;
  world.workloads.addPlace(place);
  return place;
}

/** Reads anew how much the machine has of everything. */
function measureGround(world: World, ground: number): void {
  const { col } = world.workGround;
  const vm = col.vm[ground]! - 1;
  const size = world.lookup.size(world.vm.text('size', vm));
  col.vCpu[ground] = world.vm.col.vCpu[vm]!;
  col.speed[ground] = coreSpeed(world, vm);
  col.networkMbps[ground] = size.ok ? size.value.networkMbps : 1;
  measureDrives(world, ground);
}

/** Works out how many requests at once a place bears, and what bounds them. */
export function measurePlace(world: World, place: number): void {
  const { col } = world.workPlace;
  const workload = col.workload[place]! - 1;
  const { threads, connections, memoryMib, users } = world.workload.col;
  const bounds: { limit: WorkLimit; of: number }[] = [];
  const atOnce = threads[workload]!;
  if (atOnce > 0) bounds.push({ limit: atOnce === 1 ? 'singleThread' : 'threads', of: atOnce });
  if (connections[workload]! > 0) {
    bounds.push({ limit: 'connections', of: connections[workload]! });
  }
  const each = memoryMib[workload]!;
  if (each > 0) bounds.push({ limit: 'memory', of: Math.floor(freeMemory(world, place) / each) });
  bounds.sort((a, b) => a.of - b.of);
  const [least] = bounds;
  col.slots[place] = least?.of ?? UNBOUNDED;
  col.slotLimit[place] = WORK_LIMITS.indexOf(least?.limit ?? 'threads');
  const places = world.workloads.placesOf(workload);
  const index = places.indexOf(place);
  const all = users[workload]!;
  const asked = Math.floor(all / places.length) + (index < all % places.length ? 1 : 0);
  col.users[place] = Math.min(asked, col.slots[place]);
}

/** Memory one workload of a machine may use: what is free, in equal parts for those that do. */
function freeMemory(world: World, place: number): number {
  const ground = world.workPlace.col.ground[place]! - 1;
  const [all, used] = memoryOf(world, ground);
  const sharers = world.workloads
    .placesOn(ground)
    .filter((one) => world.workload.col.memoryMib[world.workPlace.col.workload[one]! - 1]! > 0);
  return Math.max(0, all - used) / Math.max(1, sharers.length);
}

/** Memory of a ground, and what of it is taken: of a web app the provider's system takes none. */
function memoryOf(world: World, ground: number): [all: number, used: number] {
  const vm = world.workGround.col.vm[ground]! - 1;
  if (vm < 0) return [world.workGround.col.memoryMib[ground]!, 0];
  const guest = world.guests.inVm(vm);
  const all = world.vm.col.memoryMib[vm]!;
  return [all, guest < 0 ? systemMemoryMib(all) : usedMemoryMib(world, guest)];
}

/** True while one of the machines of a workload runs. */
export function worksSomewhere(world: World, workload: number): boolean {
  const { ground } = world.workPlace.col;
  const { running } = world.workGround.col;
  return world.workloads.placesOf(workload).some((place) => running[ground[place]! - 1] === 1);
}

/** Settles the flows of a machine; call it before its power state changes. */
export function beforePowerChange(world: World, vm: number): void {
  if (world.workGround.count === 0) return;
  const ground = world.workloads.groundOf(vm);
  if (ground >= 0) settleGround(world, ground);
}

/** A machine came up or stopped; call it after its power state changed. */
export function afterPowerChange(world: World, vm: number): void {
  if (world.workGround.count === 0) return;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0) return;
  const running = world.vm.col.powerState[vm] === RUNNING ? 1 : 0;
  if (world.workGround.col.running[ground] === running) return;
  if (running === 1) groundUp(world, ground);
  else groundDown(world, ground);
}

function groundUp(world: World, ground: number): void {
  const places = world.workloads.placesOn(ground);
  world.workGround.col.running[ground] = 1;
  measureGround(world, ground);
  for (const place of places) {
    measurePlace(world, place);
    startUsers(world, place);
    fillPlace(world, place);
  }
  respread(world, places);
}

function groundDown(world: World, ground: number): void {
  const places = world.workloads.placesOn(ground);
  for (const place of places) {
    const stretch = openStretch(world, place);
    if (stretch !== undefined) loseFlow(world, place, stretch.point);
  }
  clearStations(world, ground);
  world.workGround.col.running[ground] = 0;
  for (const place of places) losePlace(world, place);
  respread(world, places);
}

/** Open loads of these places are spread anew over the machines that run. */
function respread(world: World, places: readonly number[]): void {
  const { workload } = world.workPlace.col;
  for (const owner of new Set(places.map((place) => workload[place]! - 1))) {
    world.workload.dirty.touch(owner);
    applyRate(world, owner);
  }
}

/** A core of a machine became faster or slower. */
export function speedChanged(world: World, vm: number): void {
  if (world.workGround.count === 0) return;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0) return;
  const speed = coreSpeed(world, vm);
  if (world.workGround.col.speed[ground] === speed) return;
  changeGround(world, ground, () => {
    world.workGround.col.speed[ground] = speed;
  });
}

/** What the uses of a machine find there changes; what they had until now was right. */
export function changeGround(world: World, ground: number, write: () => void): void {
  settleGround(world, ground);
  advanceCpu(world, ground);
  write();
  refreshGround(world, ground);
}

/** A machine gets another share of its processor; `write` writes it down. */
export function changeShare(world: World, vm: number, write: () => void): void {
  const ground = world.workGround.count === 0 ? -1 : world.workloads.groundOf(vm);
  if (ground < 0) {
    write();
    return;
  }
  changeGround(world, ground, () => {
    write();
    world.workGround.col.speed[ground] = coreSpeed(world, vm);
  });
}

/** Core time the uses of a machine had since this was asked last. */
export function takeCoreUs(world: World, vm: number): number {
  if (world.workGround.count === 0) return 0;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0) return 0;
  advanceCpu(world, ground);
  const { cpuBusyUs, creditedCoreUs } = world.workGround.col;
  const all = cpuBusyUs[ground]! + flowCoreUs(world, ground);
  const used = all - creditedCoreUs[ground]!;
  creditedCoreUs[ground] = all;
  return used;
}

/** Cores that the uses of a machine have at this moment. */
export function coresInUse(world: World, vm: number): number {
  if (world.workGround.count === 0) return 0;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0) return 0;
  const { cpuCount, vCpu, flowCores } = world.workGround.col;
  return Math.min(vCpu[ground]!, cpuCount[ground]! + flowCores[ground]!);
}

/** A machine is deleted: its places go, with what they had in hand. */
export function forgetGround(world: World, vm: number): void {
  if (world.workGround.count === 0) return;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0) return;
  for (const place of world.workloads.placesOn(ground)) releasePlace(world, place);
  for (const row of world.workTarget.slots()) {
    if (world.workTarget.col.vm[row] === vm + 1) world.workTarget.release(row);
  }
  world.workGround.release(ground);
  world.workloads.invalidate();
}

/** Takes a place out of its workload; jobs that waited there are lost. */
export function releasePlace(world: World, place: number): void {
  losePlace(world, place);
  const { col } = world.workPlace;
  const workload = col.workload[place]! - 1;
  world.workload.col.lost[workload]! += col.backlog[place]!;
  world.workload.col.inFlight[workload]! -= col.backlog[place]!;
  for (const row of world.workLimit.slots()) {
    if (world.workLimit.col.place[row] === place + 1) world.workLimit.release(row);
  }
  world.workPlace.release(place);
  world.workload.dirty.touch(workload);
  world.workloads.invalidate();
}
