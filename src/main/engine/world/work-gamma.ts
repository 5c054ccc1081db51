/**
 * Shapes of times: a gamma distribution of mean 1 as equally likely points, by its squared
 * variation. Flows spread their answers over these points (rule ENG-WL9).
 *
 * The incomplete gamma integral is worked out by its series and its continued fraction (Abramowitz
 * and Stegun 6.5) with the functions of `det-math.ts`, so that all machines get the same bits.
 */
import { detExp, detLog } from '../../../shared/kernel/det-math.ts';

/** Points of a shape; the 95th percentile lies between two of them. */
export const SHAPE_POINTS = 200;
const GRID = 1_200;
const GRID_FROM = 1e-4;
const GRID_TO = 40;
const TERMS_MAX = 500;
const PRECISION = 1e-12;
/** Variations are rounded to so many steps an octave, so that few shapes are made. */
const STEPS_PER_OCTAVE = 16;
const LEAST_VARIATION = 1 / 1_024;
const LANCZOS = [
  76.18009172947146, -86.50532032941676, 24.01409824083091, -1.231739572450155,
  0.001208650973866179, -5.395239384953e-6,
];
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const LANCZOS_FIRST = 1.000000000190015;

/** ln Γ(x) for x above 0 (Lanczos 1964, six terms). */
function logGamma(x: number): number {
  const base = x + 5.5;
  let sum = LANCZOS_FIRST;
  LANCZOS.forEach((coefficient, index) => {
    sum += coefficient / (x + 1 + index);
  });
  return (x + 0.5) * detLog(base) - base + detLog((ROOT_TWO_PI * sum) / x);
}

/** Share of a gamma distribution of this shape, scale 1, that lies below x. */
export function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = detExp(shape * detLog(x) - x - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n < TERMS_MAX; n += 1) {
      term *= x / (shape + n);
      sum += term;
      if (term < sum * PRECISION) break;
    }
    return Math.min(1, front * sum);
  }
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < TERMS_MAX; n += 1) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b || tiny);
    c = b + a / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return Math.max(0, 1 - front * fraction);
}

/** Points of mean 1, each as likely as the others, in ascending order. */
function makePoints(variation: number): Float64Array {
  const points = new Float64Array(SHAPE_POINTS);
  const shape = 1 / variation;
  const step = detExp(detLog(GRID_TO / GRID_FROM) / GRID);
  let x = GRID_FROM;
  let below = gammaBelow(shape, x * shape);
  let next = 0;
  for (let i = 0; i < GRID && next < SHAPE_POINTS; i += 1) {
    const beyond = x * step;
    const above = gammaBelow(shape, beyond * shape);
    while (next < SHAPE_POINTS && (next + 0.5) / SHAPE_POINTS <= above) {
      const wanted = (next + 0.5) / SHAPE_POINTS;
      const part = above > below ? Math.max(0, (wanted - below) / (above - below)) : 0;
      points[next] = x + part * (beyond - x);
      next += 1;
    }
    x = beyond;
    below = above;
  }
  for (; next < SHAPE_POINTS; next += 1) points[next] = x;
  return points;
}

/** Shapes made so far; they follow from their number alone and are no state. */
export class GammaShapes {
  private readonly made = new Map<number, Float64Array>();

  /** Equally likely points of mean 1 with about this squared variation. */
  points(variation: number): Float64Array {
    const least = Math.max(LEAST_VARIATION, variation);
    const step = Math.round((STEPS_PER_OCTAVE * detLog(least)) / Math.LN2);
    let points = this.made.get(step);
    if (points === undefined) {
      points = makePoints(detExp((step * Math.LN2) / STEPS_PER_OCTAVE));
      this.made.set(step, points);
    }
    return points;
  }
}
