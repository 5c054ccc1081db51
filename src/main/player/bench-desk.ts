/**
 * A bench to send jobs to: in a thread of its own where the built entry of one is known, on this
 * thread otherwise (in tests). Jobs are answered in order. A thread that dies answers with a
 * refusal, and the next job starts another.
 */
import { setImmediate } from 'node:timers';
import { Worker } from 'node:worker_threads';
import { err, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  openBench,
  type BenchAnswer,
  type BenchAnswers,
  type BenchJob,
  type BenchSetup,
  type JobKind,
  type JobOf,
} from './check-bench.ts';

/** Heap of the thread. */
const HEAP_MIB_MAX = 2_048;

/** To the thread: a numbered job. */
export interface BenchRequest {
  readonly index: number;
  readonly job: BenchJob;
}

/** From the thread. */
export interface BenchReply {
  readonly index: number;
  readonly answer: Result<BenchAnswer>;
}

export interface BenchDesk {
  do<K extends JobKind>(job: JobOf<K>): Promise<Result<BenchAnswers[K]>>;
  /** Ends it at once; what waits is refused. */
  stop(): void;
}

/** Opens a bench; its thread starts with the first job. */
export function openBenchDesk(setup: BenchSetup, workerUrl: URL | undefined): BenchDesk {
  const ask = workerUrl === undefined ? benchHere(setup) : benchInThread(setup, workerUrl);
  return {
    // A job of one kind is answered by an answer of that kind: see `openBench`.
    do: (job) => ask.do(job) as never,
    stop: () => ask.stop(),
  };
}

interface PlainBench {
  do(job: BenchJob): Promise<Result<BenchAnswer>>;
  stop(): void;
}

function benchHere(setup: BenchSetup): PlainBench {
  const answer = openBench(setup);
  return {
    async do(job) {
      await new Promise<void>((resume) => {
        setImmediate(resume);
      });
      return answer(job);
    },
    stop: () => undefined,
  };
}

function benchInThread(setup: BenchSetup, workerUrl: URL): PlainBench {
  const waiting = new Map<number, (answer: Result<BenchAnswer>) => void>();
  let thread: Worker | undefined;
  let next = 0;

  function giveUp(reason: string): void {
    thread = undefined;
    const left = [...waiting.values()];
    waiting.clear();
    for (const resolve of left) resolve(err(gone(reason)));
  }

  function start(): Worker {
    const started = new Worker(workerUrl, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    });
    started.on('message', ({ index, answer }: BenchReply) => {
      waiting.get(index)?.(answer);
      waiting.delete(index);
    });
    started.once('error', (error) => giveUp(error.message));
    started.once('exit', () => {
      if (thread === started) giveUp('it ended');
    });
    started.unref();
    return started;
  }

  return {
    do(job) {
      thread ??= start();
      const index = next;
      next += 1;
      const request: BenchRequest = { index, job };
      const answered = new Promise<Result<BenchAnswer>>((resolve) => {
        waiting.set(index, resolve);
      });
      thread.postMessage(request, []);
      return answered;
    },
    stop() {
      void thread?.terminate();
      giveUp('it was stopped');
    },
  };
}

function gone(reason: string): AppError {
  return {
    code: 'workspace.cancelled',
    message: `The checks were given up: ${reason}.`,
    hint: 'Check again.',
    retryable: true,
  };
}
