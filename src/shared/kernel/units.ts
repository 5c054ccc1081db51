/**
 * Names and conversions of the quantities that the engine counts in whole numbers. They are plain
 * numbers whose unit stands in the variable's name: a brand would be lost at every addition. All
 * divisions state their rounding, so that no result depends on who wrote the line.
 */
import { assert } from './assert.ts';

/** Processor speed; work is counted in MHz times microseconds. */
export type Mhz = number;
/** Memory and disk, 2^20 bytes. */
export type Mib = number;
/** Electrical power in thousandths of a watt. */
export type Milliwatt = number;
/** A share in ten-thousandths; 10 000 is the whole. */
export type BasisPoints = number;
/** A probability in millionths; 1 000 000 is certain. */
export type PerMillion = number;

export const MHZ_PER_GHZ = 1_000;
export const MIB_PER_GIB = 1_024;
export const MILLIWATT_PER_WATT = 1_000;
export const BASIS_POINTS_PER_PERCENT = 100;
export const PER_MILLION_WHOLE = 1_000_000;

/** Integer quotient rounded down. Exact for safe integers, `divisor` > 0. */
export function divideFloor(dividend: number, divisor: number): number {
  checkDivision(dividend, divisor);
  const remainder = dividend % divisor;
  const towardsZero = (dividend - remainder) / divisor;
  return remainder < 0 ? towardsZero - 1 : towardsZero + 0;
}

/** Integer quotient rounded up. Exact for safe integers, `divisor` > 0. */
export function divideCeil(dividend: number, divisor: number): number {
  checkDivision(dividend, divisor);
  const remainder = dividend % divisor;
  const towardsZero = (dividend - remainder) / divisor;
  return remainder > 0 ? towardsZero + 1 : towardsZero + 0;
}

/** Integer quotient rounded to the nearest, halves up. Exact for safe integers, `divisor` > 0. */
export function divideRound(dividend: number, divisor: number): number {
  const floor = divideFloor(dividend, divisor);
  const rest = dividend - floor * divisor;
  return rest >= divisor - rest ? floor + 1 : floor;
}

function checkDivision(dividend: number, divisor: number): void {
  assert(Number.isSafeInteger(dividend), 'The dividend must be a safe integer');
  assert(Number.isSafeInteger(divisor) && divisor > 0, 'The divisor must be a positive integer');
}

/** Whole MiB, to the nearest. */
export function gibToMib(gib: number): Mib {
  return toWhole(gib * MIB_PER_GIB);
}

/** GiB, with a fraction where there is one. */
export function mibToGib(mib: Mib): number {
  return mib / MIB_PER_GIB;
}

/** Whole MHz, to the nearest. */
export function ghzToMhz(ghz: number): Mhz {
  return toWhole(ghz * MHZ_PER_GHZ);
}

/** Whole milliwatts, to the nearest. */
export function wattsToMilliwatt(watts: number): Milliwatt {
  return toWhole(watts * MILLIWATT_PER_WATT);
}

/** Watts, with a fraction where there is one. */
export function milliwattToWatts(milliwatt: Milliwatt): number {
  return milliwatt / MILLIWATT_PER_WATT;
}

/** Whole basis points, to the nearest. */
export function percentToBasisPoints(percent: number): BasisPoints {
  return toWhole(percent * BASIS_POINTS_PER_PERCENT);
}

/** Per cent, with a fraction where there is one. */
export function basisPointsToPercent(basisPoints: BasisPoints): number {
  return basisPoints / BASIS_POINTS_PER_PERCENT;
}

/** Probability 0..1 to millionths, to the nearest. */
export function fractionToPerMillion(fraction: number): PerMillion {
  return toWhole(fraction * PER_MILLION_WHOLE);
}

/** The nearest whole number, halves up; it also takes away the dust of a product (1.1 * 1000). */
function toWhole(value: number): number {
  const whole = Math.floor(value + 0.5);
  assert(Number.isSafeInteger(whole), 'A converted quantity must be a safe integer');
  return whole;
}
