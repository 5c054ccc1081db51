/**
 * What a machine has cost: allocated time times the price of its size (rules ENG-B1, ENG-B2).
 *
 * Compute is billed while a machine is starting, running, stopping or stopped, because it then
 * holds its place on a host; not while it is created, deallocating or deallocated
 * (docs/facts.md, facts 2 and 3). Spans are opened and closed on state changes only, so no slice
 * boundary can shift a cent.
 */
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

const BILLED: readonly boolean[] = POWER_STATES.map(
  (state) =>
    state === 'starting' || state === 'running' || state === 'stopping' || state === 'stopped',
);

const STOPPED = POWER_STATES.indexOf('stopped');

/** Opens or closes the billed span of a machine as its new power state asks. */
export function settleBilling(world: World, vm: number): void {
  const { col } = world.vm;
  noteStopped(world, vm);
  const billed = BILLED[col.powerState[vm]!] === true ? 1 : 0;
  if (col.billing[vm] === billed) return;
  if (billed === 1) col.billedSinceUs[vm] = world.nowUs;
  else col.billedUs[vm]! += world.nowUs - col.billedSinceUs[vm]!;
  col.billing[vm] = billed;
}

/** A machine that is stopped keeps its host and is billed for it: for how long is kept apart. */
function noteStopped(world: World, vm: number): void {
  const { col } = world.vm;
  const isStopped = col.powerState[vm] === STOPPED ? 1 : 0;
  if (col.isStopped[vm] === isStopped) return;
  if (isStopped === 1) col.stoppedSinceUs[vm] = world.nowUs;
  else col.stoppedUs[vm]! += world.nowUs - col.stoppedSinceUs[vm]!;
  col.isStopped[vm] = isStopped;
}

/** Time a machine was stopped and billed all the same, up to now. Changes nothing. */
export function stoppedUsOf(world: World, vm: number): number {
  const { stoppedUs, stoppedSinceUs, isStopped } = world.vm.col;
  return stoppedUs[vm]! + (isStopped[vm] === 1 ? world.nowUs - stoppedSinceUs[vm]! : 0);
}

/** Billed time up to now, in microseconds. Changes nothing. */
export function billedUsOf(world: World, vm: number): number {
  const { col } = world.vm;
  const open = col.billing[vm] === 1 ? world.nowUs - col.billedSinceUs[vm]! : 0;
  return col.billedUs[vm]! + open;
}

/** Compute cost of a machine so far, in millionths of a dollar: billed time × hourly price. */
export function costMicroUsdOf(world: World, vm: number): number {
  const { earlierMicroUsd, pricedFromUs, microUsdPerHour } = world.vm.col;
  const atPriceUs = billedUsOf(world, vm) - pricedFromUs[vm]!;
  return earlierMicroUsd[vm]! + (atPriceUs / US_PER_HOUR) * microUsdPerHour[vm]!;
}

/** From now on a machine costs so much an hour; what it cost until now stays owed [ENG-B3]. */
export function changePrice(world: World, vm: number, microUsdPerHour: number): void {
  const { col } = world.vm;
  if (col.microUsdPerHour[vm] === microUsdPerHour) return;
  col.earlierMicroUsd[vm] = costMicroUsdOf(world, vm);
  col.pricedFromUs[vm] = billedUsOf(world, vm);
  col.microUsdPerHour[vm] = microUsdPerHour;
}

/** Cost of all machines there are or were. */
export function totalCostMicroUsd(world: World): number {
  let total = world.closedCostMicroUsd;
  const { slotEnd, alive } = world.vm;
  for (let vm = 0; vm < slotEnd; vm += 1) if (alive[vm] === 1) total += costMicroUsdOf(world, vm);
  return total;
}
