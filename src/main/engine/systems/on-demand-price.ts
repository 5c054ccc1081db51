/**
 * What bursting on demand costs a disk: a fee while it may, and a price for what it did above its
 * base (rule ENG-DK10; docs/facts.md, disks D9). The catalogue marks both as assumed.
 */
import { findCharge } from '../../../shared/model/catalogue-lookup.ts';
import type { World } from '../world/world.ts';

const FEE = 'onDemandBurst';
const TRANSACTIONS = 'onDemandBurstTransactions';
const TRANSACTIONS_TOGETHER = 10_000;

function price(world: World, charge: string): number {
  return findCharge(world.catalogue, charge)?.steps[0]?.microUsd ?? 0;
}

/** The fee of a month; 0 while it is off. */
export function burstingMonth(world: World, disk: number): number {
  return world.disk.col.onDemand[disk] === 1 ? price(world, FEE) : 0;
}

/** What a disk did above its base is paid for. */
export function payTransactions(world: World, disk: number, transactions: number): void {
  if (transactions === 0) return;
  const { earlierMicroUsd, paidTransactions } = world.disk.col;
  paidTransactions[disk]! += transactions;
  earlierMicroUsd[disk]! += (transactions / TRANSACTIONS_TOGETHER) * price(world, TRANSACTIONS);
}

/** True when it is on and no source backs what it costs. */
export function isBurstingAssumed(world: World, disk: number): boolean {
  if (world.disk.col.onDemand[disk] === 0) return false;
  return findCharge(world.catalogue, FEE)?.assumed !== undefined;
}
