/**
 * Marks the attempts of a class, in several threads where the built entry of one is known. Each
 * attempt is marked whole by one thread, and what it comes to follows from it alone, so how many
 * threads there are never shows in a result. A thread that dies takes its attempt with it, by name.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { err, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { MarkOne } from '../lab/class-results.ts';
import type { Mark } from '../lab/mark-attempt.ts';
import { answerMark, type MarkOrder, type MarkReply, type MarkRequest } from '../lab/mark-order.ts';

/** Threads at most; each holds a room. */
const THREADS_MAX = 8;
const HEAP_MIB_MAX = 2_048;

export interface MarkCrew {
  readonly mark: MarkOne;
  stop(): void;
}

interface Waiting {
  readonly request: MarkRequest;
  readonly resolve: (mark: Result<Mark>) => void;
}

/** A crew for an order. `workerUrl` is the built entry of its threads. */
export function openMarkCrew(order: MarkOrder, workerUrl: URL | undefined): MarkCrew {
  if (workerUrl === undefined) {
    return {
      mark: (lab, attempt) => Promise.resolve(answerMark(order, { index: 0, lab, attempt }).mark),
      stop: () => undefined,
    };
  }
  const queue: Waiting[] = [];
  const threads = Math.min(THREADS_MAX, availableParallelism());
  const crew = Array.from({ length: threads }, () => new Hand(order, { workerUrl, queue }));
  let next = 0;
  return {
    mark: (lab, attempt) =>
      new Promise((resolve) => {
        queue.push({ request: { index: next, lab, attempt }, resolve });
        next += 1;
        for (const hand of crew) hand.take();
      }),
    stop: () => {
      for (const hand of crew) hand.stop();
    },
  };
}

/** One thread, and the attempt it is at. */
class Hand {
  readonly #order: MarkOrder;
  readonly #workerUrl: URL;
  readonly #queue: Waiting[];
  #thread: Worker | undefined;
  #at: Waiting | undefined;

  constructor(order: MarkOrder, given: { readonly workerUrl: URL; readonly queue: Waiting[] }) {
    this.#order = order;
    this.#workerUrl = given.workerUrl;
    this.#queue = given.queue;
  }

  /** Takes the next attempt unless it is at one. */
  take(): void {
    if (this.#at !== undefined) return;
    this.#at = this.#queue.shift();
    if (this.#at === undefined) return;
    this.#thread ??= this.#start();
    this.#thread.postMessage(this.#at.request, []);
  }

  stop(): void {
    void this.#thread?.terminate();
    this.#thread = undefined;
  }

  #start(): Worker {
    const thread = new Worker(this.#workerUrl, {
      workerData: this.#order,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    });
    thread.on('message', ({ mark }: MarkReply) => this.#done(mark));
    thread.once('error', (error) => {
      this.#thread = undefined;
      this.#done(err(gone(error.message)));
    });
    return thread;
  }

  #done(mark: Result<Mark>): void {
    const waiting = this.#at;
    this.#at = undefined;
    waiting?.resolve(mark);
    this.take();
  }
}

function gone(reason: string): AppError {
  return {
    code: 'attempt.tooHeavy',
    message: `The attempt could not be marked: the thread that ran it ended (${reason}).`,
    hint: 'Look at what it runs; mark it alone with racklab lab explain.',
    details: { reason },
  };
}
