/**
 * Sharing the processor: of a hypervisor among its machines, of a machine among its processes and
 * the machines inside it (rules ENG-O8 and ENG-NV3). Shares are max-min fair by vCPU and weight.
 */
import { HOST_SYSTEMS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { coresOf, machineDemand, noteGuestUse, processDemands, touchOwner } from './guest-load.ts';
import { innerOf } from './nested-machines.ts';
import { shareOut } from './proportional-share.ts';

const HYPERVISOR = HOST_SYSTEMS.indexOf('hypervisor');
const MILLICORES_PER_CORE = 1_000;
const USUAL_WEIGHT = 100;

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
  const host = bare >= 0 ? bare : world.vm.col.host[col.vm[guest]! - 1]! - 1;
  if (host < 0) col.grantedMillicores[guest] = 0;
  else shareHost(world, host);
}

/**
 * A machine counts as its vCPU times its own weight; the system under a hosted hypervisor as all
 * cores at the usual weight ([GEN]).
 */
function weightOf(world: World, guest: number): number {
  const host = world.guest.col.host[guest]! - 1;
  if (host >= 0) return world.host.col.cores[host]! * USUAL_WEIGHT;
  const vm = world.guest.col.vm[guest]! - 1;
  return world.vm.col.vCpu[vm]! * world.vm.col.cpuWeight[vm]!;
}

/** Systems of the machines inside the machine of a system; none on a bare server. */
function guestsInside(world: World, guest: number): number[] {
  const vm = world.guest.col.vm[guest]! - 1;
  if (vm < 0 || world.vm.col.nest[vm] === 0) return [];
  const inner = innerOf(world, vm).map((one) => world.guests.inVm(one));
  return inner.filter((one) => one >= 0);
}

/** What a machine asks of its host: for its own processes and for the machines inside it. */
function shareDemand(world: World, guest: number): number {
  const own = machineDemand(world, guest);
  const inner = guestsInside(world, guest);
  if (inner.length === 0) return own;
  const all = inner.reduce((sum, one) => sum + machineDemand(world, one), own);
  return Math.min(all, coresOf(world, guest));
}

/** What a machine was given goes to its processes and to the machines inside it [ENG-NV3]. */
function giveTo(world: World, guest: number, granted: number): void {
  const inner = guestsInside(world, guest);
  if (inner.length === 0) {
    grant(world, guest, granted);
    return;
  }
  const vm = world.guest.col.vm[guest]! - 1;
  const own = {
    demand: machineDemand(world, guest),
    weight: world.vm.col.vCpu[vm]! * USUAL_WEIGHT,
  };
  const asked = inner.map((one) => ({
    demand: machineDemand(world, one),
    weight: weightOf(world, one),
  }));
  const [rest = 0, ...shares] = shareOut([own, ...asked], granted);
  grant(world, guest, rest);
  inner.forEach((one, index) => grant(world, one, shares[index]!));
}

function grant(world: World, guest: number, granted: number): void {
  const { col } = world.guest;
  if (col.grantedMillicores[guest] === granted) return;
  noteGuestUse(world, guest);
  col.grantedMillicores[guest] = granted;
  touchOwner(world, guest);
}

/** Gives the cores of a hypervisor to its machines, in proportion to vCPU and weight. */
export function shareHost(world: World, host: number): void {
  const { system, hosted } = world.host.col;
  if (system[host] !== HYPERVISOR && hosted[host] === 0) return;
  const { col } = world.guest;
  const guests: number[] = [];
  for (const guest of world.guest.slots()) {
    const vm = col.vm[guest]! - 1;
    const isOwn = hosted[host] === 1 && col.host[guest] === host + 1;
    const isHere = vm >= 0 && world.vm.col.host[vm] === host + 1 && world.vm.col.inside[vm] === 0;
    if (isOwn || isHere) guests.push(guest);
  }
  const granted = shareOut(
    guests.map((guest) => ({
      demand: shareDemand(world, guest),
      weight: weightOf(world, guest),
    })),
    world.host.col.cores[host]! * MILLICORES_PER_CORE,
  );
  guests.forEach((guest, index) => giveTo(world, guest, granted[index]!));
}
