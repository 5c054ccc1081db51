/**
 * Processor sharing, the slow and obvious way: every job carries its own missing work as an exact
 * fraction, all of them are lowered at every change, and nothing is kept between changes. It states
 * the engine's rules ENG-J1 and ENG-J2 with BigInt and shares no code with it.
 */

/** A fraction of big integers in lowest terms, denominator above 0. */
interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

/** Later than anything that can happen. */
const NEVER = 1n << 62n;

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

function fraction(num: bigint, den: bigint): Fraction {
  const divisor = gcd(num < 0n ? -num : num, den);
  return divisor === 0n ? { num: 0n, den: 1n } : { num: num / divisor, den: den / divisor };
}

function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den);
}

function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den);
}

function ceil(a: Fraction): bigint {
  return a.num <= 0n ? 0n : (a.num + a.den - 1n) / a.den;
}

/** Work that comes to a machine at a moment; lengths in million instructions. */
export interface TwinBatch {
  readonly atUs: number;
  readonly lengthsMi: readonly number[];
}

interface TwinJob {
  readonly batch: number;
  readonly index: number;
  /** Missing work and the sum of what all jobs were given when it began, plus its length. */
  missing: Fraction;
  readonly finishesAt: Fraction;
}

/** What the engine forgives: a millionth of a microsecond, and 10^-12 of the finish. */
function slackUs(finishesAt: Fraction, rate: Fraction): Fraction {
  const share = fraction(finishesAt.num * rate.den, finishesAt.den * rate.num * 1_000_000_000_000n);
  return minus(share, fraction(-1n, 1_000_000n));
}

/**
 * When each job of each batch finishes on one machine, in microseconds.
 * @param machine `mips` of one core; jobs run on at most one core each
 */
export function finishTimes(
  machine: { readonly mips: number; readonly vCpu: number },
  batches: readonly TwinBatch[],
): number[][] {
  const finishes = batches.map(({ lengthsMi }) => lengthsMi.map(() => -1));
  let nowUs = 0;
  let given = fraction(0n, 1n);
  let running: TwinJob[] = [];
  let next = 0;

  /** Thousand instructions a microsecond for each job. */
  function rate(): Fraction {
    const cores = Math.min(machine.vCpu, running.length);
    return fraction(BigInt(machine.mips * cores), 1_000n * BigInt(running.length));
  }
  function dueInUs(job: TwinJob): bigint {
    const exact = times(job.missing, fraction(rate().den, rate().num));
    return ceil(minus(exact, slackUs(job.finishesAt, rate())));
  }
  function pass(untilUs: number): void {
    if (running.length > 0) {
      const done = times(rate(), fraction(BigInt(untilUs - nowUs), 1n));
      given = minus(given, fraction(-done.num, done.den));
      for (const job of running) job.missing = minus(job.missing, done);
    }
    nowUs = untilUs;
  }
  function arrive(batch: TwinBatch, number: number): void {
    for (const [index, lengthMi] of batch.lengthsMi.entries()) {
      const length = fraction(BigInt(lengthMi) * 1_000n, 1n);
      const finishesAt = minus(given, fraction(-length.num, length.den));
      running.push({ batch: number, index, missing: length, finishesAt });
    }
  }

  for (;;) {
    const batch = batches[next];
    const soonest = running.map(dueInUs).reduce((a, b) => (b < a ? b : a), NEVER);
    const finishUs = running.length === 0 ? Infinity : nowUs + Number(soonest);
    if (batch === undefined && running.length === 0) return finishes;
    // What is complete at the very moment of an arrival has finished before it.
    if (batch !== undefined && batch.atUs < finishUs) {
      pass(batch.atUs);
      arrive(batch, next);
      next += 1;
      continue;
    }
    pass(finishUs);
    const complete = running.filter((job) => dueInUs(job) === 0n);
    running = running.filter((job) => !complete.includes(job));
    for (const job of complete) {
      const ofBatch = finishes[job.batch];
      if (ofBatch !== undefined) ofBatch[job.index] = nowUs;
    }
  }
}
