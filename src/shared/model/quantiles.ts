/**
 * Draws durations from the few quantiles that were measured: minimum, p25, median, p75, p90 and
 * maximum.
 *
 * The inverse distribution function runs through the six points, so that many draws give them
 * back. Between them it is a straight line; towards minimum and maximum it bends away, because
 * these are single outliers and a straight line would make them common. Pure arithmetic without
 * powers or logarithms: the same bits on every machine. It knows no catalogue and no engine.
 */

/** Measured quantiles in milliseconds, rising, and how many samples they come from. */
export interface QuantilePoints {
  /** Samples; 0 when the points are assumed. Decides how rare the extremes are. */
  readonly n: number;
  readonly minMs: number;
  readonly p25Ms: number;
  readonly medianMs: number;
  readonly p75Ms: number;
  readonly p90Ms: number;
  readonly maxMs: number;
}

const US_PER_MS = 1_000;
/** Share of the draws between p90 and the maximum. */
const UPPER_TAIL = 0.1;
/** Share of the draws between the minimum and p25. */
const LOWER_TAIL = 0.25;
/** The least bend of a tail, and the most: beyond it an extreme would in fact never come. */
const BEND_MIN = 2;
const BEND_MAX = 64;

/**
 * The duration at which the share `unitRandom` of all durations is shorter or equal.
 * @param points quantiles in milliseconds, none below the one before
 * @param unitRandom uniform in [0, 1); a value outside is taken as the nearer end
 * @returns whole microseconds between minimum and maximum; never falls when `unitRandom` grows
 */
export function sampleQuantiles(points: QuantilePoints, unitRandom: number): number {
  const share = Math.min(1, Math.max(0, unitRandom));
  return Math.floor(valueAtMs(points, share) * US_PER_MS + 0.5);
}

function valueAtMs(points: QuantilePoints, share: number): number {
  const { minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs } = points;
  if (share < 0.25) {
    const fall = tail({
      reach: p25Ms - minMs,
      slope: ((medianMs - p25Ms) / 0.25) * LOWER_TAIL,
      bend: bendOf(points.n * LOWER_TAIL),
      way: (0.25 - share) / LOWER_TAIL,
    });
    return p25Ms - fall;
  }
  if (share < 0.5) return between(p25Ms, medianMs, (share - 0.25) / 0.25);
  if (share < 0.75) return between(medianMs, p75Ms, (share - 0.5) / 0.25);
  if (share < 0.9) return between(p75Ms, p90Ms, (share - 0.75) / 0.15);
  const rise = tail({
    reach: maxMs - p90Ms,
    slope: ((p90Ms - p75Ms) / 0.15) * UPPER_TAIL,
    bend: bendOf(points.n * UPPER_TAIL),
    way: (share - 0.9) / UPPER_TAIL,
  });
  return p90Ms + rise;
}

function between(fromMs: number, toMs: number, way: number): number {
  return fromMs + (toMs - fromMs) * way;
}

/**
 * Exponent of a tail that holds `samples` of the measured values. With it the half way to the
 * extreme is passed about once in as many draws as there were samples: 1 - (1/2)^(1/k) = 1/s
 * gives k ≈ s · ln 2.
 */
function bendOf(samples: number): number {
  return Math.min(BEND_MAX, Math.max(BEND_MIN, Math.floor(samples * Math.LN2 + 0.5)));
}

interface TailShape {
  /** From the last quantile to the extreme. */
  readonly reach: number;
  /** How far a straight line with the slope of the part before would get. */
  readonly slope: number;
  readonly bend: number;
  /** 0 at the last quantile, 1 at the extreme. */
  readonly way: number;
}

/** Convex from 0 to `reach`: it sets out with the slope of the part before and then bends. */
function tail({ reach, slope, bend, way }: TailShape): number {
  const straight = Math.min(reach, slope);
  let power = 1;
  for (let step = 0; step < bend; step += 1) power *= way;
  return straight * way + (reach - straight) * power;
}
