/**
 * What things cost: rates of a catalogue turned into money for a time or an amount.
 *
 * All in whole millionths of a US dollar, rounded once, half up, at the end: to bill a machine add
 * up its seconds first and ask once, or the roundings add up instead. Sums stay exact as long as
 * they fit 2^53. Pure and without the schema library at run time.
 */
import { assert } from '../kernel/assert.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { divideRound } from '../kernel/units.ts';
import type { BurstCredits, VmSize } from './catalogue-compute.ts';
import type { OsKind } from './image-kinds.ts';
import type { Charge } from './catalogue-services.ts';

const SECONDS_PER_HOUR = 3_600;
const SECONDS_PER_MONTH = 730 * SECONDS_PER_HOUR;
/** The greatest product of price and seconds that is still exact. */
const EXACT_MAX = Number.MAX_SAFE_INTEGER;

/**
 * Price of an allocated hour of a size with an operating system.
 * Refuses with `image.sizeMismatch` when the size is not sold with it.
 */
export function hourlyPrice(size: VmSize, os: OsKind): Result<number> {
  const price = os === 'linux' ? size.linuxMicroUsdPerHour : size.windowsMicroUsdPerHour;
  if (price !== undefined) return ok(price);
  return err({
    code: 'image.sizeMismatch',
    message: `${size.name} is not sold with ${os}: the price list has no such price.`,
    hint: 'Choose a Linux image or another size.',
    details: { size: size.name, os },
  });
}

/** Money for whole seconds at a price by the hour; the service bills compute by the second. */
export function costOfHours(rate: {
  readonly microUsdPerHour: number;
  readonly seconds: number;
}): number {
  return costOfSpan({ price: rate.microUsdPerHour, seconds: rate.seconds, span: SECONDS_PER_HOUR });
}

/** Money for whole seconds at a price by the month of 730 hours: disks, addresses, plans. */
export function costOfMonths(rate: {
  readonly microUsdPerMonth: number;
  readonly seconds: number;
}): number {
  const { microUsdPerMonth: price, seconds } = rate;
  return costOfSpan({ price, seconds, span: SECONDS_PER_MONTH });
}

function costOfSpan(input: { price: number; seconds: number; span: number }): number {
  const { price, seconds, span } = input;
  assert(Number.isSafeInteger(price) && price >= 0, 'A price must be a whole number, not negative');
  assert(Number.isSafeInteger(seconds) && seconds >= 0, 'Billed time is in whole seconds');
  // Whole spans first: price × seconds of some years would leave the exact numbers.
  const rest = seconds % span;
  const whole = ((seconds - rest) / span) * price;
  assert(whole <= EXACT_MAX && price * rest <= EXACT_MAX, 'The bill is too great to be exact');
  return whole + divideRound(price * rest, span);
}

/** Money for an amount in one month, each step at its own price; the amount may have decimals. */
export function costOfUnits(charge: Charge, units: number): number {
  assert(units >= 0, 'An amount must not be negative');
  let before = 0;
  let total = 0;
  for (const step of charge.steps) {
    const upTo = Math.min(units, step.upTo ?? units);
    if (upTo > before) total += (upTo - before) * step.microUsd;
    before = Math.max(before, upTo);
  }
  return Math.floor(total + 0.5);
}

/** Percent of one vCPU, summed over the machine, at which burst credits stay as they are. */
export function baseSumPercent(credits: BurstCredits, vCpu: number): number {
  return credits.percentOf === 'sum' ? credits.basePercent : credits.basePercent * vCpu;
}
