/**
 * exp, log, pow, sin and cos with the same bits on every machine. ECMAScript leaves these functions
 * to the implementation, and one differing bit makes two replays drift apart for ever; + - * / and
 * square root are exact by the standard, so everything here is built from them and from bit moves.
 * Method and coefficients are those of fdlibm (Sun Microsystems 1993, freely distributable): reduce
 * the argument, evaluate a short polynomial, scale back. Error: below 1 unit in the last place,
 * for sin and cos within the stated range; the tests hold all of them to 2 against Math.*.
 */
import { assert } from './assert.ts';
import { clearLowWord, fromWords, highWord, lowWord, withHighWord } from './float-bits.ts';

/** ln 2 in two parts: the first has trailing zeros, so that k times it is exact. */
const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const INV_LN2 = Math.LOG2E;
const TWO_54 = 18014398509481984;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

const EXPONENT_MIN = -1074;
const EXPONENT_MAX = 1023;
/** All powers of two that a double holds, by exponent - EXPONENT_MIN. Building one from its bits
 * on each call makes the processor wait for two short writes before one long read. */
const POWERS_OF_TWO = makePowersOfTwo();

function makePowersOfTwo(): Float64Array {
  const powers = new Float64Array(EXPONENT_MAX - EXPONENT_MIN + 1);
  let power = Number.MIN_VALUE;
  for (let i = 0; i < powers.length; i += 1) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}

function powerOfTwo(exponent: number): number {
  return POWERS_OF_TWO[exponent - EXPONENT_MIN]!;
}

/** value * 2^exponent, for value near 1, through one step more where the power itself would leave
 * the normal range. */
function scale(value: number, exponent: number): number {
  if (exponent > EXPONENT_MAX + 1) return Infinity;
  if (exponent > EXPONENT_MAX) return value * 2 * powerOfTwo(exponent - 1);
  if (exponent < -1021) return value * powerOfTwo(exponent + 1000) * powerOfTwo(-1000);
  return value * powerOfTwo(exponent);
}

/** Natural logarithm. Error below 1 ulp; same special values as Math.log. */
export function detLog(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let scaled = x;
  let subnormalShift = 0;
  if (x < SMALLEST_NORMAL) {
    scaled = x * TWO_54;
    subnormalShift = -54;
  }
  const high = highWord(scaled);
  const fraction = high & 0xfffff;
  // Choose the mantissa between sqrt(1/2) and sqrt(2), so that the polynomial stays short.
  const halve = (fraction + 0x95f64) & 0x100000;
  const exponent = subnormalShift + (high >> 20) - 1023 + (halve >> 20);
  // Exact: only the exponent changes.
  const f = scaled * powerOfTwo(subnormalShift - exponent) - 1;
  if ((0xfffff & (2 + fraction)) < 3) return logNearOne(f, exponent);
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * LG6));
  const odd = z * (LG1 + w * (LG3 + w * (1.818357216161805012e-1 + w * LG7)));
  const r = even + odd;
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f;
    if (exponent === 0) return f - (half - s * (half + r));
    return exponent * LN2_HI - (half - (s * (half + r) + exponent * LN2_LO) - f);
  }
  if (exponent === 0) return f - s * (f - r);
  return exponent * LN2_HI - (s * (f - r) - exponent * LN2_LO - f);
}

const LG1 = 6.66666666666673513e-1;
const LG3 = 2.857142874366239149e-1;
const LG6 = 1.531383769920937332e-1;
const LG7 = 1.479819860511658591e-1;

/** log(1 + f) + exponent * ln 2 for |f| below 2^-20. */
function logNearOne(f: number, exponent: number): number {
  if (f === 0) return exponent === 0 ? 0 : exponent * LN2_HI + exponent * LN2_LO;
  const r = f * f * (0.5 - 0.3333333333333333 * f);
  if (exponent === 0) return f - r;
  return exponent * LN2_HI - (r - exponent * LN2_LO - f);
}

/** The rational part shared by exp and pow: x - x^2 P(x^2), see the method of fdlibm's exp. */
function expCore(x: number): number {
  const t = x * x;
  const tail = 6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * EXP_P5);
  return x - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * tail));
}

const EXP_P5 = 4.13813679705723846039e-8;
/** Above the first exp overflows, below the second it is 0. */
const EXP_OVERFLOW = 709.782712893383973096;
const EXP_UNDERFLOW = -745.13321910194110842;

/** e to the power x. Error below 1 ulp; same special values as Math.exp. */
export function detExp(x: number): number {
  if (x !== x) return NaN;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0;
  const size = Math.abs(x);
  if (size < 3.725290298461914e-9) return 1 + x;
  if (size <= 0.34657359027997264) {
    const core = expCore(x);
    return 1 - ((x * core) / (core - 2) - x);
  }
  const exponent = Math.trunc(INV_LN2 * x + (x < 0 ? -0.5 : 0.5));
  const hi = x - exponent * LN2_HI;
  const lo = exponent * LN2_LO;
  const reduced = hi - lo;
  const core = expCore(reduced);
  return scale(1 - (lo - (reduced * core) / (2 - core) - hi), exponent);
}

/** Result of log2Extended: two doubles whose sum carries about 20 bits more than one. */
let log2Head = 0;
let log2Tail = 0;

/** log2 of a positive finite x, as log2Head + log2Tail, for pow. */
function log2Extended(x: number): void {
  let scaled = x;
  let exponent = 0;
  if (x < SMALLEST_NORMAL) {
    scaled = x * TWO_54;
    exponent = -54;
  }
  let high = highWord(scaled);
  exponent += (high >> 20) - 1023;
  const fraction = high & 0xfffff;
  high = fraction | 0x3ff00000;
  // The reference point is 1 or 1.5, whichever is nearer to the mantissa.
  let upper = false;
  if (fraction >= 0xbb67a) {
    exponent += 1;
    high -= 0x100000;
  } else if (fraction > 0x3988e) {
    upper = true;
  }
  const mantissa = withHighWord(scaled, high);
  const reference = upper ? 1.5 : 1;
  const u = mantissa - reference;
  const v = 1 / (mantissa + reference);
  const s = u * v;
  const sHead = clearLowWord(s);
  const sumHead = fromWords(((high >> 1) | 0x20000000) + 0x80000 + (upper ? 0x40000 : 0), 0);
  const sumTail = mantissa - (sumHead - reference);
  const sTail = v * (u - sHead * sumHead - sHead * sumTail);
  const s2 = s * s;
  const high3 = 2.72728123808534006489e-1 + s2 * (2.30660745775561754067e-1 + s2 * POW_L6);
  const series = 4.28571428578550184252e-1 + s2 * (3.33333329818377432918e-1 + s2 * high3);
  const r = s2 * s2 * (5.99999999999994648725e-1 + s2 * series) + sTail * (sHead + s);
  const sHead2 = sHead * sHead;
  const tHead = clearLowWord(3 + sHead2 + r);
  const tTail = r - (tHead - 3 - sHead2);
  const productHead = sHead * tHead;
  const productTail = sTail * tHead + tTail * s;
  const pHead = clearLowWord(productHead + productTail);
  const pTail = productTail - (pHead - productHead);
  const zHead = 9.61796700954437255859e-1 * pHead;
  const referenceTail = upper ? 1.35003920212974897128e-8 : 0;
  const zTail = -7.02846165095275826516e-9 * pHead + pTail * POW_CP + referenceTail;
  const referenceHead = upper ? 5.84962487220764160156e-1 : 0;
  log2Head = clearLowWord(zHead + zTail + referenceHead + exponent);
  log2Tail = zTail - (log2Head - exponent - referenceHead - zHead);
}

const POW_L6 = 2.06975017800338417784e-1;
/** 2 / (3 ln 2). */
const POW_CP = 9.61796693925975554329e-1;

/** 2^(head + tail), where tail is small beside head. */
function exp2Extended(head: number, tail: number): number {
  const sum = head + tail;
  if (sum >= 1025) return Infinity;
  if (sum < -1080) return 0;
  const exponent = Math.floor(sum + 0.5);
  const rest = head - exponent;
  const t = clearLowWord(tail + rest);
  const u = t * 6.93147182464599609375e-1;
  const v = (tail - (t - rest)) * Math.LN2 + t * -1.90465429995776804525e-9;
  const z = u + v;
  const w = v - (z - u);
  const core = expCore(z);
  const r = (z * core) / (core - 2) - (w + z * w);
  return scale(1 - (r - z), exponent);
}

/** x to the power y. Error below 1 ulp; same special values as Math.pow. */
export function detPow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const size = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    return size === 1 ? NaN : limitOfPower(size, y);
  }
  const odd = isOddInteger(y);
  const negative = (x < 0 || Object.is(x, -0)) && odd;
  if (x < 0 && size !== Infinity && !Number.isInteger(y)) return NaN;
  const result = powOfPositive(size, y);
  return negative ? -result : result;
}

function isOddInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value % 2 !== 0;
}

/** Where size^y leaves the range: infinity for a power that grows, 0 for one that shrinks. */
function limitOfPower(size: number, y: number): number {
  const grows = y > 0 ? size > 1 : size < 1;
  return grows ? Infinity : 0;
}

/** Beyond this exponent every base other than 1 overflows or vanishes. */
const POW_EXPONENT_MAX = 2 ** 64;

function powOfPositive(size: number, y: number): number {
  if (size === 0 || size === Infinity) return limitOfPower(size, y);
  if (size === 1) return 1;
  if (Math.abs(y) > POW_EXPONENT_MAX) return limitOfPower(size, y);
  log2Extended(size);
  const yHead = clearLowWord(y);
  const tail = (y - yHead) * log2Head + y * log2Tail;
  return exp2Extended(yHead * log2Head, tail);
}

/** Largest argument of sin and cos: about 2^20 half turns, where three-part reduction is exact. */
export const DET_TRIG_ARGUMENT_MAX = 823_549;

/** Result of reduceByHalfPi: the rest, its correction, and the quadrant 0..3. */
let trigRest = 0;
let trigCorrection = 0;

/** Writes x minus the nearest multiple of pi/2 to the cells above and returns the quadrant. */
function reduceByHalfPi(x: number): number {
  assert(Math.abs(x) <= DET_TRIG_ARGUMENT_MAX, 'The argument of sin or cos is out of range');
  const n = Math.floor(x * 6.36619772367581382433e-1 + 0.5);
  // The first step is exact; the second keeps its own rounding error.
  const first = x - n * 1.57079632673412561417;
  let taken = n * 6.0771005063039659766e-11;
  let rest = first - taken;
  let correction = n * 2.02226624879595063154e-21 - (first - rest - taken);
  if (Math.abs(rest) < Math.abs(x) * 1.7763568394002505e-15) {
    // Almost a multiple of pi/2: the second step was exact too, and a third part is needed.
    const second = rest;
    taken = n * 2.0222662487111664558e-21;
    rest = second - taken;
    correction = n * 8.47842766036889956997e-32 - (second - rest - taken);
  }
  trigRest = rest - correction;
  trigCorrection = rest - trigRest - correction;
  return ((n % 4) + 4) % 4;
}

const SIN_S1 = -1.66666666666666324348e-1;
const SIN_S6 = 1.58969099521155010221e-10;

/** sin on [-pi/4, pi/4] of x + correction. */
function sinKernel(x: number, correction: number): number {
  const z = x * x;
  const v = z * x;
  const tail = 2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * SIN_S6);
  const r = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * tail);
  return x - (z * (0.5 * correction - v * r) - correction - v * SIN_S1);
}

/** cos on [-pi/4, pi/4] of x + correction. */
function cosKernel(x: number, correction: number): number {
  const z = x * x;
  const tail = -2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * COS_C6);
  const r =
    z * (COS_C1 + z * (-1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 + z * tail)));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * correction));
}

const COS_C1 = 4.16666666666666019037e-2;
const COS_C6 = -1.13596475577881948265e-11;

/** Sine of x radians, |x| up to DET_TRIG_ARGUMENT_MAX. Error below 1 ulp. */
export function detSin(x: number): number {
  if (x === 0) return x;
  const quadrant = reduceByHalfPi(x);
  const even = quadrant % 2 === 0;
  const size = even ? sinKernel(trigRest, trigCorrection) : cosKernel(trigRest, trigCorrection);
  return quadrant < 2 ? size : -size;
}

/** Cosine of x radians, |x| up to DET_TRIG_ARGUMENT_MAX. Error below 1 ulp. */
export function detCos(x: number): number {
  const quadrant = reduceByHalfPi(x);
  const even = quadrant % 2 === 0;
  const size = even ? cosKernel(trigRest, trigCorrection) : sinKernel(trigRest, trigCorrection);
  return quadrant === 0 || quadrant === 3 ? size : -size;
}

/** True when both are the same double, bit for bit; NaN equals NaN, 0 differs from -0. */
export function sameBits(left: number, right: number): boolean {
  return highWord(left) === highWord(right) && lowWord(left) === lowWord(right);
}
