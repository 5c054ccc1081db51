/**
 * Student's distribution, for intervals around the mean of independent runs. Only + - * / and the
 * square root are used, so that the same runs give the same interval on every machine. The finite
 * sums are those of Abramowitz and Stegun, 26.7.3 and 26.7.4.
 */
import { assert } from './assert.ts';

/** Halvings of a bracket: beyond these a double does not change. */
const STEPS = 200;
/** Terms of the arc tangent; the argument is below 0.2 by then. */
const ARC_TERMS = 24;

/** The share of the distribution between -t and t, for whole degrees of freedom. */
export function studentBetween(t: number, degrees: number): number {
  assert(Number.isSafeInteger(degrees) && degrees >= 1, 'Degrees of freedom are whole');
  const root = Math.sqrt(degrees + t * t);
  const sine = t / root;
  const cosine = Math.sqrt(degrees) / root;
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  if (!isOdd) return sine * sum;
  return (2 / Math.PI) * (arcTangent(t / Math.sqrt(degrees)) + sine * sum);
}

/** The t with this share between -t and t; `share` above 0 and below 1. */
export function studentQuantile(share: number, degrees: number): number {
  assert(share > 0 && share < 1, 'A share lies between none and all');
  let low = 0;
  let high = 1;
  while (studentBetween(high, degrees) < share) high *= 2;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (studentBetween(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** The arc tangent: the argument is halved in angle until a short series does. */
function arcTangent(x: number): number {
  let reduced = x;
  let halvings = 1;
  while (Math.abs(reduced) > 0.2) {
    reduced /= 1 + Math.sqrt(1 + reduced * reduced);
    halvings *= 2;
  }
  const square = reduced * reduced;
  let sum = 0;
  for (let k = ARC_TERMS; k >= 0; k -= 1) sum = 1 / (2 * k + 1) - square * sum;
  return halvings * reduced * sum;
}
