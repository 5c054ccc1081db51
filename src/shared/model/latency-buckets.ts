/**
 * Buckets for the times answers took: 64 for each octave, so that a percentile read from them is
 * off by less than one percent (the idea of HdrHistogram, G. Tene 2012). Below 64 microseconds
 * every microsecond has its own. Counting takes a few integer operations and no memory of its own.
 */

const PARTS = 64;
const PARTS_LOG2 = 6;
const WORD_BITS = 31;
/** 2 to the power of 31. */
const WORD = 2_147_483_648;
/** Times from here on, 2 to the power of 42 or about 50 days, share the last bucket. */
const LONGEST_US = 4_398_046_511_104;
export const LATENCY_BUCKETS = PARTS + (42 - PARTS_LOG2) * PARTS;

/** The bucket of a time in whole microseconds. */
export function bucketOf(us: number): number {
  if (us < PARTS) return us < 0 ? 0 : us;
  if (us >= LONGEST_US) return LATENCY_BUCKETS - 1;
  // Integers beyond 31 bits do not shift; they are first made shorter by whole bits.
  const extra = us < WORD ? 0 : 12;
  const word = us < WORD ? us : Math.floor(us / 4_096);
  const exponent = WORD_BITS - Math.clz32(word);
  const part = (word >>> (exponent - PARTS_LOG2)) & (PARTS - 1);
  return PARTS + (exponent + extra - PARTS_LOG2) * PARTS + part;
}

/** The shortest time that falls into a bucket. */
export function bucketFromUs(bucket: number): number {
  if (bucket < PARTS) return bucket;
  const exponent = Math.floor((bucket - PARTS) / PARTS);
  const part = (bucket - PARTS) % PARTS;
  // Halves of it do not shift either.
  const low = Math.min(exponent, WORD_BITS - 1);
  return (PARTS + part) * (1 << low) * (1 << (exponent - low));
}

/**
 * The times that shares of the counted answers did not exceed, even within their bucket; shares in
 * ascending order. Undefined when nothing was counted. One pass over the buckets.
 */
export function quantilesUs(counts: Float64Array, shares: readonly number[]): number[] | undefined {
  let total = 0;
  for (const count of counts) total += count;
  if (total === 0) return undefined;
  const found: number[] = [];
  let before = 0;
  // An iterator over thousands of buckets, for each of a thousand owners, took a tenth of a second.
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    const count = counts[bucket] ?? 0;
    if (count === 0) continue;
    for (;;) {
      const wanted = total * (shares[found.length] ?? Infinity);
      if (before + count < wanted) break;
      found.push(withinBucket(bucket, (wanted - before) / count));
    }
    before += count;
  }
  // Rounding may leave the last share a hair above the sum.
  while (found.length < shares.length) found.push(bucketFromUs(counts.length - 1));
  return found;
}

function withinBucket(bucket: number, part: number): number {
  const from = bucketFromUs(bucket);
  const width = bucketFromUs(bucket + 1) - from;
  return from + (width === 1 ? 0 : width * part);
}
