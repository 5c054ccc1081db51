/**
 * Credits of burstable machines: what they earn below their base and spend above it, between none
 * and the most they can bank (rule ENG-BC1; docs/facts.md, facts 32 and 33, disks D24 to D28). Both
 * published forms of the formula say the same once use is counted in vCPUs.
 */
import type { BurstCredits } from './catalogue-compute.ts';
import { baseSumPercent } from './catalogue-pricing.ts';

const MILLICORES_PER_PERCENT = 10;
const MILLICORES_PER_VCPU = 1_000;
const US_PER_MINUTE = 60_000_000;

/** Use at which credits stay as they are, in thousandths of a vCPU. */
export function baseMillicores(credits: BurstCredits, vCpu: number): number {
  return baseSumPercent(credits, vCpu) * MILLICORES_PER_PERCENT;
}

/** Credits earned (or, below 0, spent) in some time at a mean use. */
export function creditsEarned(given: {
  readonly baseMillicores: number;
  readonly usedMillicores: number;
  readonly us: number;
}): number {
  const perMinute = (given.baseMillicores - given.usedMillicores) / MILLICORES_PER_VCPU;
  return (perMinute * given.us) / US_PER_MINUTE;
}

/** The balance after that: never below none and never above the most that is banked. */
export function balanceAfter(balance: number, given: { earned: number; max: number }): number {
  return Math.min(given.max, Math.max(0, balance + given.earned));
}
