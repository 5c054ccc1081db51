/**
 * What a machine costs an hour by its priority (rule ENG-U20): a spot machine a share of it. The
 * share stands in the catalogue as assumed.
 */
import type { World } from '../world/world.ts';

/** Price of a spot machine as a share of the regular one (assumed). */
const SPOT_PRICE_PERCENT = 30;
const WHOLE_PERCENT = 100;

/** The hourly price of a machine whose size and system cost so much regularly. */
export function priceOf(world: World, vm: number, regularMicroUsd: number): number {
  if (world.vm.col.spot[vm] === 0) return regularMicroUsd;
  return Math.round((regularMicroUsd * SPOT_PRICE_PERCENT) / WHOLE_PERCENT);
}
