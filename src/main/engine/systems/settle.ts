/**
 * Settling: after a command or an event changed the plant, everything that stands on it is
 * brought in line, within the same step and in a fixed order: power, network, hosts, machines.
 *
 * It runs at the end of a step and not as an event, so that a person who cuts a feed while the
 * clock stands still sees at once what it takes down.
 */
import {
  FAILURE_REASONS,
  HOST_STATES,
  POWER_STATES,
  VM_OPERATIONS,
} from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { blameFor, happen, type World } from '../world/world.ts';
import { diskIsReachable } from './disk-zones.ts';
import { cancelOperation, setPowerState, startOperation } from './lifecycle.ts';
import { readHostGround } from './host-ground.ts';
import { imageOfMachine } from './image-source.ts';
import { causeOfNoNetwork, hostHasNetwork, settleLink, settleNetwork } from './network-settle.ts';
import { causeOfCutGround, causeOfCutRack, groundIsCut, rackIsCut } from './place-fate.ts';
import { endCuredHangs } from './injected-faults.ts';
import { noteHostLoss } from './platform.ts';
import { settleMarks } from './marks-settle.ts';
import { innerOf, outerOf } from './nested-machines.ts';
import { settleSystem } from './guest-processes.ts';
import { hostDrawMilliwatt, settleLoads, shiftLoads, type HostDraw } from './power-loads.ts';
import { causeOfNoPower, hostHasPower, settlePower } from './power-settle.ts';
import { loseRequestsOfVm } from './requests.ts';
import { settleStores } from './store-settle.ts';
import { durationOf } from './operation-durations.ts';
import { settleShares } from './processor-shares.ts';

const DOWN = HOST_STATES.indexOf('down');
const BOOTING = HOST_STATES.indexOf('booting');
const UP = HOST_STATES.indexOf('up');
const STOPPED = POWER_STATES.indexOf('stopped');
const RUNNING = POWER_STATES.indexOf('running');
/** Power states of a machine that needs its ground. */
const EXECUTES: readonly boolean[] = POWER_STATES.map((state) =>
  ['creating', 'starting', 'running', 'stopping'].includes(state),
);
const NO_OPERATION = VM_OPERATIONS.indexOf('none');
const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');

/** True when a dirty flag is up. */
export function needsSettling(world: World): boolean {
  const { plantDirty, loadDirty, storesDirty, hostsDirty, nestsDirty } = world;
  if (hostsDirty.length > 0 || nestsDirty.length > 0 || sharesAreDirty(world)) return true;
  return plantDirty || loadDirty || storesDirty;
}

function sharesAreDirty(world: World): boolean {
  return world.sharesDirty.length > 0 || world.sharersDirty.length > 0;
}

/** Does what the dirty flags ask for. Cheap when they are down. */
export function settle(world: World): void {
  if (world.plantDirty) {
    endCuredHangs(world);
    world.plantDirty = false;
    world.loadDirty = true;
    world.hostsDirty.length = 0;
    settlePower(world);
    settleNetwork(world);
    settleStorage(world);
    settleHosts(world);
    settleMachines(world);
    settleMarks(world);
    world.storesDirty = true;
  }
  const draws = world.hostsDirty.length > 0 ? settleFewHosts(world) : undefined;
  settleNests(world);
  if (world.storesDirty) {
    world.storesDirty = false;
    settleStores(world);
  }
  if (world.loadDirty) {
    world.loadDirty = false;
    if (draws === undefined) settleLoads(world);
    else shiftLoads(world, draws);
  }
  if (sharesAreDirty(world)) settleShares(world);
}

/**
 * Settles some hosts where nothing else of the plant has changed: what a full settling would do,
 * in the same order, without looking at the rest of the room (a property test holds them together).
 * Gives what the hosts drew before, when only that is left to settle of the loads.
 */
function settleFewHosts(world: World): HostDraw[] | undefined {
  const hosts = [...new Set(world.hostsDirty)].sort((left, right) => left - right);
  world.hostsDirty.length = 0;
  const onlyTheirs = !world.loadDirty;
  const draws = hosts.map((host) => ({ host, before: hostDrawMilliwatt(world, host) }));
  endCuredHangs(world);
  world.loadDirty = true;
  for (const host of hosts)
    for (const link of world.plant.linksOfHost(host)) settleLink(world, link);
  for (const host of hosts) settleHost(world, host, groundOf(world, host));
  const machines = hosts.flatMap((host) => world.hostMachines.on(host));
  for (const vm of machines.sort((left, right) => left - right)) settleMachine(world, vm);
  settleMarks(world);
  world.storesDirty = true;
  return onlyTheirs ? draws : undefined;
}

/** A machine that came up or went takes those inside it along [ENG-NV4]. */
function settleNests(world: World): void {
  for (let outer = world.nestsDirty.pop(); outer !== undefined; outer = world.nestsDirty.pop()) {
    if (!world.vm.isAlive(outer)) continue;
    for (const inner of innerOf(world, outer)) settleMachine(world, inner);
  }
}

/** A storage unit shares the power of its rack; without a rack it depends on nothing drawn. */
function settleStorage(world: World): void {
  const { col, slotEnd, alive } = world.storage;
  for (let slot = 0; slot < slotEnd; slot += 1) {
    if (alive[slot] === 0) continue;
    const rack = col.rack[slot]! - 1;
    const dark = rack >= 0 ? !rackHasPower(world, rack) : groundIsCut(world, 'storage', slot);
    const up = col.cut[slot] === 0 && !dark ? 1 : 0;
    if (col.up[slot] === up) {
      if (up === 0 && col.cause[slot] === 0) explainDarkStorage(world, slot);
      continue;
    }
    col.up[slot] = up;
    world.storage.dirty.touch(slot);
    if (up === 1) {
      col.cause[slot] = 0;
      happen(world, { kind: 'storage.back', table: 'storage', slot, cause: 0 });
    } else if (col.cut[slot] === 0) {
      const cause = blameFor(world, causeOfDarkStorage(world, slot));
      col.cause[slot] = happen(world, { kind: 'storage.lost', table: 'storage', slot, cause });
    }
  }
}

/** A storage unit that was restored and is still down: its rack keeps it so. */
function explainDarkStorage(world: World, slot: number): void {
  world.storage.col.cause[slot] = causeOfDarkStorage(world, slot);
  world.storage.dirty.touch(slot);
}

function causeOfDarkStorage(world: World, slot: number): number {
  const rack = world.storage.col.rack[slot]! - 1;
  return rack >= 0 ? causeOfDarkRack(world, rack) : causeOfCutGround(world, 'storage', slot);
}

/** A rack is dark when it is cut or when all its PDUs are; without PDUs it is fed from outside. */
function rackHasPower(world: World, rack: number): boolean {
  if (rackIsCut(world, rack)) return false;
  const pdus = world.racks.pdusOf(rack);
  return pdus.length === 0 || pdus.some((pdu) => world.power.col.energised[pdu] === 1);
}

function causeOfDarkRack(world: World, rack: number): number {
  if (rackIsCut(world, rack)) return causeOfCutRack(world, rack);
  const causes = world.racks.pdusOf(rack).map((pdu) => world.power.col.cause[pdu]!);
  return Math.max(0, ...causes);
}

function settleHosts(world: World): void {
  const { slotEnd, alive } = world.host;
  const { powered, connected } = readHostGround(world);
  for (let slot = 0; slot < slotEnd; slot += 1) {
    if (alive[slot] === 0) continue;
    settleHost(world, slot, { powered: powered[slot]!, connected: connected[slot]! });
  }
}

/** Whether a host has power and network, as 1 and 0. */
interface Ground {
  readonly powered: number;
  readonly connected: number;
}

function groundOf(world: World, host: number): Ground {
  return {
    powered: hostHasPower(world, host) ? 1 : 0,
    connected: hostHasNetwork(world, host) ? 1 : 0,
  };
}

function settleHost(world: World, slot: number, ground: Ground): void {
  const { col } = world.host;
  const { powered, connected } = ground;
  const wasConnected = col.connected[slot]!;
  if (col.powered[slot] !== powered || wasConnected !== connected) world.host.dirty.touch(slot);
  col.powered[slot] = powered;
  col.connected[slot] = connected;
  const works = powered === 1 && col.cut[slot] === 0 && col.tooHot[slot] === 0;
  if (!works && col.state[slot] !== DOWN) takeDown(world, slot);
  else if (!works && col.cause[slot] === 0) explainDarkHost(world, slot);
  else if (works && col.state[slot] === DOWN) bootHost(world, slot);
  else if (works && col.state[slot] === UP) announceNetwork(world, slot, wasConnected);
}

/** A host goes down, and with it the system on its hardware. */
function takeDown(world: World, slot: number): void {
  takeHostDown(world, slot);
  settleSystemOn(world, slot);
}

/** The system on the hardware of a host starts or ends with it. */
function settleSystemOn(world: World, slot: number): void {
  const guest = world.guests.onHost(slot);
  if (guest >= 0) settleSystem(world, guest, world.host.col.cause[slot]!);
}

/** Restarts the system of a host that is up: everything on it stops until it has booted. */
export function rebootHost(world: World, slot: number): void {
  world.host.dirty.touch(slot);
  world.host.col.state[slot] = BOOTING;
  world.host.col.cause[slot] = world.decisionId;
  settleSystemOn(world, slot);
  bootHost(world, slot);
}

function takeHostDown(world: World, slot: number): void {
  const { col } = world.host;
  col.state[slot] = DOWN;
  col.bootSerial[slot]! += 1;
  world.host.dirty.touch(slot);
  noteHostLoss(world, slot);
  // One that shut itself down for heat has said so already.
  if (col.cut[slot] === 0 && col.tooHot[slot] === 1) return;
  if (col.cut[slot] === 1) {
    const cause = col.cause[slot]!;
    col.cause[slot] = happen(world, { kind: 'host.crashed', table: 'host', slot, cause });
    return;
  }
  const found = causeOfNoPower(world, col.rack[slot]! - 1, world.plant.cordsOfHost(slot));
  const cause = blameFor(world, found);
  col.cause[slot] = happen(world, { kind: 'host.lostPower', table: 'host', slot, cause });
}

/** A host that was restored and is still down: something else keeps it so. */
function explainDarkHost(world: World, slot: number): void {
  const { col } = world.host;
  col.cause[slot] = causeOfNoPower(world, col.rack[slot]! - 1, world.plant.cordsOfHost(slot));
  if (col.cause[slot] > 0) world.host.dirty.touch(slot);
}

/** Power and hardware are back: the host boots, at once while the start state is built. */
function bootHost(world: World, slot: number): void {
  const { col } = world.host;
  col.bootSerial[slot]! += 1;
  world.host.dirty.touch(slot);
  const durationUs = durationOf(world, 'hostBoot');
  if (durationUs === 0) {
    hostUp(world, slot);
    return;
  }
  col.state[slot] = BOOTING;
  const cause = world.decisionId > 0 ? world.decisionId : col.cause[slot]!;
  happen(world, { kind: 'host.booting', table: 'host', slot, cause, details: { durationUs } });
  world.schedule({
    atUs: world.nowUs + durationUs,
    priority: PRIORITY.plant,
    kind: EVENT.hostBoot,
    slot,
    generation: world.host.generation[slot]!,
    payload: col.bootSerial[slot]!,
  });
}

function hostUp(world: World, slot: number): void {
  const { col } = world.host;
  col.state[slot] = UP;
  world.host.dirty.touch(slot);
  happen(world, { kind: 'host.up', table: 'host', slot, cause: 0 });
  settleSystemOn(world, slot);
  if (col.connected[slot] === 1) {
    col.cause[slot] = 0;
    return;
  }
  noteHostLoss(world, slot);
  const cause = causeOfNoNetwork(world, slot);
  col.cause[slot] = happen(world, { kind: 'host.lostNetwork', table: 'host', slot, cause });
}

/** Event: a host has booted, unless that boot became void. */
export function onHostBoot(world: World, slot: number, serial: number): void {
  if (world.host.col.bootSerial[slot] !== serial || world.host.col.state[slot] !== BOOTING) return;
  hostUp(world, slot);
  // Nothing but its machines stands on a host, so the rest of the room need not be looked at.
  for (const vm of world.hostMachines.on(slot)) settleMachine(world, vm);
}

function announceNetwork(world: World, slot: number, wasConnected: number): void {
  const { col } = world.host;
  if (wasConnected === col.connected[slot]) return;
  world.host.dirty.touch(slot);
  if (col.connected[slot] === 1) {
    col.cause[slot] = 0;
    happen(world, { kind: 'host.up', table: 'host', slot, cause: 0 });
    return;
  }
  noteHostLoss(world, slot);
  const cause = causeOfNoNetwork(world, slot);
  col.cause[slot] = happen(world, { kind: 'host.lostNetwork', table: 'host', slot, cause });
}

/** True when a machine may execute there: host up, with network, and all its disks reachable. */
export function vmIsSupported(world: World, vm: number): boolean {
  const host = world.vm.col.host[vm]! - 1;
  if (host < 0) return false;
  const outer = outerOf(world, vm);
  if (outer >= 0 && world.vm.col.powerState[outer] !== RUNNING) return false;
  const { col } = world.host;
  return col.state[host] === UP && col.connected[host] === 1 && darkStorageOf(world, vm) < 0;
}

/** A storage unit that is down and holds a disk of this machine; -1 when there is none. */
export function darkStorageOf(world: World, vm: number): number {
  if (world.storage.count === 0) return -1;
  for (const disk of world.cloud.disksOfVm(vm)) {
    if (!diskIsReachable(world, disk)) return world.disk.col.storage[disk]! - 1;
  }
  return -1;
}

/**
 * Settles every machine that stands on a host. Most have nothing to settle, and which those are is
 * seen from columns alone where every disk can be reached.
 */
function settleMachines(world: World): void {
  const { slotEnd, alive } = world.vm;
  const { host, powerState, lost, inside } = world.vm.col;
  const { state, connected } = world.host.col;
  const allReachable = !world.storage.col.up.subarray(0, world.storage.slotEnd).includes(0);
  for (let vm = 0; vm < slotEnd; vm += 1) {
    const at = host[vm]! - 1;
    if (at < 0 || alive[vm] === 0) continue;
    if (allReachable && inside[vm] === 0) {
      const supported = state[at] === UP && connected[at] === 1;
      if (supported ? lost[vm] === 0 : EXECUTES[powerState[vm]!] === false) continue;
    }
    settleMachine(world, vm);
  }
}

function settleMachine(world: World, vm: number): void {
  const { col } = world.vm;
  const executes = EXECUTES[col.powerState[vm]!] === true;
  const supported = vmIsSupported(world, vm);
  if (executes && !supported) loseMachine(world, vm);
  else if (supported && col.lost[vm] === 1) recoverMachine(world, vm);
}

/** The ground went from under a machine: it stops now, and what it was serving is lost. */
function loseMachine(world: World, vm: number): void {
  const { col } = world.vm;
  const cause = causeOfLoss(world, vm);
  cancelOperation(world, vm, cause);
  col.lost[vm] = col.wanted[vm]!;
  col.cause[vm] = happen(world, { kind: 'vm.lost', table: 'vm', slot: vm, cause });
  setPowerState(world, vm, STOPPED);
  loseRequestsOfVm(world, vm, { reason: MACHINE_LOST, cause: col.cause[vm] });
}

/** What took the ground of a machine: its host, a disk, or the machine around it. */
function causeOfLoss(world: World, vm: number): number {
  const host = world.vm.col.host[vm]! - 1;
  const storage = darkStorageOf(world, vm);
  const { state, connected, cause } = world.host.col;
  if (host >= 0 && (state[host] !== UP || connected[host] === 0)) return cause[host]!;
  if (storage >= 0) return world.storage.col.cause[storage]!;
  const outer = outerOf(world, vm);
  return outer < 0 ? 0 : world.vm.col.cause[outer]!;
}

/** The platform starts again what it lost, where it was (ENG-L6). */
function recoverMachine(world: World, vm: number): void {
  const { col } = world.vm;
  if (col.operation[vm] !== NO_OPERATION || col.powerState[vm] !== STOPPED) return;
  col.lost[vm] = 0;
  happen(world, { kind: 'vm.recovering', table: 'vm', slot: vm, cause: col.cause[vm]! });
  if (outerOf(world, vm) < 0) {
    startOperation(world, vm, 'recover');
    return;
  }
  // Nobody has to notice first: the hypervisor around it starts it as it comes up [ENG-NV4].
  const boot = imageOfMachine(world, vm).os === 'windows' ? 'guestBootWindows' : 'guestBootLinux';
  startOperation(world, vm, 'recover', durationOf(world, boot));
}
