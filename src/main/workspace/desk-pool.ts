/**
 * Desks in threads of their own, as many as the machine has cores: each takes the next piece of
 * work as soon as it has answered the last. Answers come in any order and carry their number, so
 * whoever puts them together gets the same whole from any number of threads.
 *
 * Without the built entry of such a thread (in tests) there is one desk on this thread, which
 * lets others have a turn after every piece.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers';
import { Worker } from 'node:worker_threads';
import type { DeskAnswer, DeskJob, DeskLab } from '../sweep/desk.ts';
import { openDesk } from '../sweep/desk.ts';

/** Threads at most; beyond it their copies of the lab cost more than they bring. */
const DESKS_MAX = 16;
/** Heap of one desk. */
const HEAP_MIB_MAX = 2_048;

/** To a desk: a numbered piece of work. */
export interface DeskRequest {
  readonly index: number;
  readonly job: DeskJob;
}

/** From a desk. */
export interface DeskReply {
  readonly index: number;
  readonly answer: DeskAnswer;
}

export interface DeskPool {
  /** How many work at once. */
  readonly workers: number;
  /** Has every job done. Resolves when all are, or when the pool was stopped; once per pool. */
  run(jobs: readonly DeskJob[], take: (reply: DeskReply) => void): Promise<void>;
  /** Ends everything at once. What is under way is dropped. */
  stop(): void;
}

/** How many desks are used when nobody says otherwise. */
export function usualDesks(): number {
  return Math.min(DESKS_MAX, availableParallelism());
}

/** Opens a pool; threads start with the first job. */
export function openDeskPool(
  lab: DeskLab,
  options: { readonly workerUrl: URL | undefined; readonly workers?: number | undefined },
): DeskPool {
  const { workerUrl } = options;
  if (workerUrl === undefined) return poolHere(lab);
  const workers = Math.max(1, Math.min(DESKS_MAX, options.workers ?? usualDesks()));
  return poolOfThreads(lab, { workerUrl, workers });
}

function poolHere(lab: DeskLab): DeskPool {
  let stopped = false;
  return {
    workers: 1,
    async run(jobs, take) {
      const answer = openDesk(lab);
      for (const [index, job] of jobs.entries()) {
        if (stopped) return;
        take({ index, answer: answer(job) });
        await new Promise<void>((resume) => {
          setImmediate(resume);
        });
      }
    },
    stop() {
      stopped = true;
    },
  };
}

function poolOfThreads(lab: DeskLab, size: { workerUrl: URL; workers: number }): DeskPool {
  const threads: Worker[] = [];
  let stopped: (() => void) | undefined;
  function stop(): void {
    for (const thread of threads.splice(0)) void thread.terminate();
    stopped?.();
  }
  return {
    workers: size.workers,
    run(jobs, take) {
      return new Promise<void>((resolve, reject) => {
        stopped = resolve;
        let next = 0;
        let open = jobs.length;
        if (open === 0) resolve();
        function give(thread: Worker): void {
          const job = jobs[next];
          if (job === undefined) return;
          const request: DeskRequest = { index: next, job };
          next += 1;
          thread.postMessage(request, []);
        }
        for (let count = 0; count < Math.min(size.workers, jobs.length); count += 1) {
          const thread = new Worker(size.workerUrl, {
            workerData: lab,
            resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
          });
          threads.push(thread);
          thread.on('message', (reply: DeskReply) => {
            take(reply);
            open -= 1;
            if (open === 0) stop();
            else give(thread);
          });
          thread.once('error', (error) => {
            reject(error);
            stop();
          });
          give(thread);
        }
      });
    },
    stop,
  };
}
