/**
 * Random numbers that are part of the state: named streams of sfc32 (C. Doty-Humphrey, PractRand,
 * public domain), each seeded from the run's seed and its name, so that a new use of chance in one
 * place does not shift the draws of another. sfc32 was the fastest of four candidates measured.
 * Nothing here may read a clock or an operating system's source of chance.
 */
import { assert, fail } from './assert.ts';
import { detCos, detLog } from './det-math.ts';
import { StateHasher } from './hash.ts';
import { compareCodeUnits } from './order.ts';
import { PER_MILLION_WHOLE } from './units.ts';

/** Words of one stream's state. */
export const RANDOM_STATE_WORDS = 4;
/** Most streams of one run; one per thing of a large room is still far below. */
export const RANDOM_STREAMS_MAX = 1_000_000;

/** Steps thrown away after seeding, as the author of sfc32 advises (12), and some more. */
const WARM_UP_STEPS = 16;
/** Draws of one rejection loop; each is accepted with a chance above 1/2, so 2^-128 is the odds. */
const REJECTIONS_MAX = 128;
const REJECTED_TOO_OFTEN = 'A fair draw was rejected too often: the random stream is broken';
const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;
const TWO_PI = 6.283185307179586;

/** One stream of random numbers. The same seed and name give the same draws on every machine. */
export class RandomStream {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;

  constructor(seed: number, name: string) {
    this.reseed(seed, name);
  }

  /** Puts the stream at the beginning of its draws. `seed` is any safe integer. */
  reseed(seed: number, name: string): void {
    assert(Number.isSafeInteger(seed), 'A seed must be a safe integer');
    const hasher = new StateHasher().addFloat64(seed).addText(name);
    const first = hasher.words();
    const second = hasher.addUint32(1).words();
    this.a = first.first | 0;
    this.b = first.second | 0;
    this.c = second.first | 0;
    this.counter = 1;
    for (let i = 0; i < WARM_UP_STEPS; i += 1) this.nextUint32();
  }

  /** 0 .. 2^32 - 1, all alike. */
  nextUint32(): number {
    const result = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A whole number below 2^53, all alike. */
  private nextUint53(): number {
    const high = this.nextUint32() >>> 5;
    return high * 67108864 + (this.nextUint32() >>> 6);
  }

  /** A double in [0, 1) with 53 random bits. */
  nextUnit(): number {
    return this.nextUint53() / TWO_53;
  }

  /** A whole number in [0, bound), each with exactly the same chance; 1 <= bound <= 2^53. The draws
   * that would favour small numbers are thrown away. */
  nextBelow(bound: number): number {
    assert(Number.isInteger(bound) && bound >= 1, 'The bound must be a positive integer');
    if (bound > TWO_32) return this.nextBelowLarge(bound);
    const firstFair = (TWO_32 - bound) % bound;
    for (let i = 0; i < REJECTIONS_MAX; i += 1) {
      const draw = this.nextUint32();
      if (draw >= firstFair) return draw % bound;
    }
    return fail(REJECTED_TOO_OFTEN);
  }

  private nextBelowLarge(bound: number): number {
    assert(bound <= TWO_53, 'The bound must not exceed 2^53');
    const firstFair = (TWO_53 - bound) % bound;
    for (let i = 0; i < REJECTIONS_MAX; i += 1) {
      const draw = this.nextUint53();
      if (draw >= firstFair) return draw % bound;
    }
    return fail(REJECTED_TOO_OFTEN);
  }

  /** A whole number in [from, to], both ends included. */
  nextBetween(range: { from: number; to: number }): number {
    assert(range.from <= range.to, 'A range must not be empty');
    return range.from + this.nextBelow(range.to - range.from + 1);
  }

  /** True with a probability of `perMillion` millionths, 0 .. 1 000 000. */
  nextPerMillion(perMillion: number): boolean {
    assert(perMillion >= 0 && perMillion <= PER_MILLION_WHOLE, 'A probability is 0 to a million');
    return this.nextBelow(PER_MILLION_WHOLE) < perMillion;
  }

  /** Exponentially distributed with this mean, in the mean's unit; inversion, one double drawn. */
  nextExponential(mean: number): number {
    return -mean * detLog(1 - this.nextUnit());
  }

  /** Normally distributed, mean 0 and deviation 1; Box and Muller (1958), first of the pair, so
   * that the state is the stream's four words and nothing else. */
  nextNormal(): number {
    const radius = Math.sqrt(-2 * detLog(1 - this.nextUnit()));
    return radius * detCos(TWO_PI * this.nextUnit());
  }

  /** Writes the four words of the state at `offset`. */
  getState(into: Uint32Array, offset = 0): void {
    assert(offset + RANDOM_STATE_WORDS <= into.length, 'The state needs four words of room');
    into[offset] = this.a;
    into[offset + 1] = this.b;
    into[offset + 2] = this.c;
    into[offset + 3] = this.counter;
  }

  /** True when nothing was drawn since `getState` wrote this state of the same stream. */
  isAt(state: Uint32Array, offset: number): boolean {
    // Every draw counts; 2^32 of them are more than a run has.
    return (state[offset + RANDOM_STATE_WORDS - 1]! | 0) === this.counter;
  }

  /** Continues from a state that getState wrote. */
  setState(from: Uint32Array, offset = 0): void {
    assert(offset + RANDOM_STATE_WORDS <= from.length, 'The state has four words');
    this.a = from[offset]! | 0;
    this.b = from[offset + 1]! | 0;
    this.c = from[offset + 2]! | 0;
    this.counter = from[offset + 3]! | 0;
  }
}

/** The state of one stream that has been drawn from. */
export interface RandomStreamState {
  readonly name: string;
  readonly words: Uint32Array;
}

/** The states of all streams there were at a moment, in the order in which they were made. */
export interface RandomStreamsMark {
  readonly seed: number;
  readonly words: Uint32Array;
}

/** All streams of one run. A stream exists once it is asked for, but only those that were drawn
 * from are state: asking is free, so that looking at a stream cannot change a hash. */
export class RandomStreams {
  private readonly streams = new Map<string, RandomStream>();
  private currentSeed: number;

  constructor(seed: number) {
    assert(Number.isSafeInteger(seed), 'A seed must be a safe integer');
    this.currentSeed = seed;
  }

  get seed(): number {
    return this.currentSeed;
  }

  /** The stream of this name; the same object for ever, also across restore. */
  stream(name: string): RandomStream {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    assert(this.streams.size < RANDOM_STREAMS_MAX, 'Too many random streams');
    const made = new RandomStream(this.currentSeed, name);
    this.streams.set(name, made);
    return made;
  }

  /** The states of all streams drawn from, in code-unit order of their names. */
  snapshot(): RandomStreamState[] {
    const states: RandomStreamState[] = [];
    const fresh = new Uint32Array(RANDOM_STATE_WORDS);
    for (const name of [...this.streams.keys()].sort(compareCodeUnits)) {
      const words = new Uint32Array(RANDOM_STATE_WORDS);
      this.stream(name).getState(words);
      new RandomStream(this.currentSeed, name).getState(fresh);
      if (words.some((word, index) => word !== fresh[index])) states.push({ name, words });
    }
    return states;
  }

  /** Puts every stream where the snapshot had it; streams it does not name start afresh. */
  restore(seed: number, states: readonly RandomStreamState[]): void {
    assert(Number.isSafeInteger(seed), 'A seed must be a safe integer');
    this.currentSeed = seed;
    for (const [name, stream] of this.streams) stream.reseed(seed, name);
    for (const { name, words } of states) this.stream(name).setState(words);
  }

  /** Keeps the states of all streams, so that `rollback` can go back to them again and again. */
  mark(): RandomStreamsMark {
    const words = new Uint32Array(this.streams.size * RANDOM_STATE_WORDS);
    let offset = 0;
    for (const stream of this.streams.values()) {
      stream.getState(words, offset);
      offset += RANDOM_STATE_WORDS;
    }
    return { seed: this.currentSeed, words };
  }

  /** Goes back to a mark of these very streams; those made since then start afresh. */
  rollback(mark: RandomStreamsMark): void {
    this.currentSeed = mark.seed;
    let offset = 0;
    for (const [name, stream] of this.streams) {
      if (offset >= mark.words.length) stream.reseed(mark.seed, name);
      else if (!stream.isAt(mark.words, offset)) stream.setState(mark.words, offset);
      offset += RANDOM_STATE_WORDS;
    }
  }

  /** Adds the seed and all streams drawn from to a state hash. */
  addTo(hasher: StateHasher): void {
    const states = this.snapshot();
    hasher.addFloat64(this.currentSeed).addUint32(states.length);
    for (const { name, words } of states) {
      hasher.addText(name);
      for (const word of words) hasher.addUint32(word);
    }
  }
}
