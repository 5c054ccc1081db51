/**
 * Places of capacity reservations: what they hold on hosts, which machine uses which, and what the
 * unused ones cost (rules ENG-CR1 to ENG-CR3; docs/facts.md, fact 59).
 *
 * A free place holds the host's cores and memory as a machine would. A machine that takes it stands
 * in its stead, and gives it back with its host. Only columns are read and written here.
 */
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import type { World } from '../world/world.ts';

/** The places of a reservation, in the order they were made. */
export function placesOf(world: World, reservation: number): number[] {
  const { reservation: owner } = world.reservedPlace.col;
  return [...world.reservedPlace.slots()].filter((place) => owner[place] === reservation + 1);
}

/** The unused places of a reservation. */
export function freePlaces(world: World, reservation: number): number[] {
  return placesOf(world, reservation).filter((place) => world.reservedPlace.col.vm[place] === 0);
}

function hold(world: World, place: number, sign: 1 | -1): void {
  const { reservation, host } = world.reservedPlace.col;
  const owner = reservation[place]! - 1;
  const slot = host[place]! - 1;
  world.host.col.vCpuCommitted[slot]! += sign * world.reservation.col.vCpu[owner]!;
  world.host.col.memoryCommittedMib[slot]! += sign * world.reservation.col.memoryMib[owner]!;
  world.host.dirty.touch(slot);
  world.reservation.dirty.touch(owner);
}

/** What the unused places of a reservation have cost up to now, in millionths of a dollar. */
export function unusedCost(world: World, reservation: number): number {
  const { unusedUs, billedAtUs, microUsdPerHour } = world.reservation.col;
  const sinceUs = world.nowUs - billedAtUs[reservation]!;
  const waitingUs = sinceUs * freePlaces(world, reservation).length;
  return ((unusedUs[reservation]! + waitingUs) / US_PER_HOUR) * microUsdPerHour[reservation]!;
}

/** Writes down what was unused so far; call it before the number of unused places changes. */
export function settleUnused(world: World, reservation: number): void {
  const { unusedUs, billedAtUs } = world.reservation.col;
  const sinceUs = world.nowUs - billedAtUs[reservation]!;
  unusedUs[reservation]! += sinceUs * freePlaces(world, reservation).length;
  billedAtUs[reservation] = world.nowUs;
}

/** Makes a free place on a host that has room for it. */
export function addPlace(world: World, input: { reservation: number; host: number }): void {
  settleUnused(world, input.reservation);
  const place = world.reservedPlace.allocate();
  world.reservedPlace.setRef({ column: 'reservation', slot: place, to: input.reservation });
  world.reservedPlace.setRef({ column: 'host', slot: place, to: input.host });
  hold(world, place, 1);
}

/** Drops a free place and gives its room back. */
export function dropPlace(world: World, place: number): void {
  settleUnused(world, world.reservedPlace.ref('reservation', place));
  hold(world, place, -1);
  world.reservedPlace.release(place);
}

/** Lets a machine that is about to take a host stand in the stead of a free place there. */
export function takePlace(world: World, input: { place: number; vm: number }): void {
  settleUnused(world, world.reservedPlace.ref('reservation', input.place));
  hold(world, input.place, -1);
  world.reservedPlace.setRef({ column: 'vm', slot: input.place, to: input.vm });
}

/** A machine gave its host back: the place it used there holds the room again. */
export function leavePlace(world: World, vm: number): void {
  if (world.vm.col.reservation[vm] === 0) return;
  for (const place of placesOf(world, world.vm.ref('reservation', vm))) {
    if (world.reservedPlace.col.vm[place] !== vm + 1) continue;
    settleUnused(world, world.reservedPlace.ref('reservation', place));
    world.reservedPlace.setRef({ column: 'vm', slot: place, to: -1 });
    hold(world, place, 1);
  }
}

/** Cores and memory that free places hold on each host, for the invariants. */
export function heldOn(world: World, host: number): { vCpu: number; memoryMib: number } {
  const held = { vCpu: 0, memoryMib: 0 };
  const { host: at, vm, reservation } = world.reservedPlace.col;
  for (const place of world.reservedPlace.slots()) {
    if (at[place] !== host + 1 || vm[place]! > 0) continue;
    const owner = reservation[place]! - 1;
    held.vCpu += world.reservation.col.vCpu[owner]!;
    held.memoryMib += world.reservation.col.memoryMib[owner]!;
  }
  return held;
}
