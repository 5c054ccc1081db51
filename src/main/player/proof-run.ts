/**
 * A proof as a stream: in a thread of its own where the built entry of one is known, attempt by
 * attempt on this thread otherwise. Who stops listening stops the proof. What is proved and how
 * is not decided here.
 */
import { setImmediate } from 'node:timers';
import { Worker } from 'node:worker_threads';
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { ProofProgress } from '../../shared/lab/author-view.ts';
import { finding, LAB_FILE } from '../../shared/lab/lab-finding.ts';
import { proveByStep, type ProofGround } from '../lab/prove-lab.ts';

/** Heap of the thread. */
const HEAP_MIB_MAX = 2_048;

/** What the thread of checks is handed when it is to prove a lab. */
export interface ProofOrder {
  readonly proof: ProofGround;
}

/** Begins a proof as soon as its ground is known. */
export function proofSource(
  ground: Promise<Result<ProofGround>>,
  to: { readonly sink: StreamSink; readonly workerUrl: URL | undefined },
): StreamSource<ProofProgress> {
  const { sink, workerUrl } = to;
  let latest: ProofProgress | undefined;
  let isStopped = false;
  let worker: Worker | undefined;

  function tell(progress: ProofProgress): void {
    if (isStopped) return;
    latest = progress;
    sink.notify();
  }

  async function start(): Promise<void> {
    const given = await ground;
    if (isStopped) return;
    if (!given.ok) {
      tell(brokenOff(given.error.message));
      return;
    }
    if (workerUrl === undefined) {
      await proveHere(given.value, { tell, isStopped: () => isStopped });
      return;
    }
    const order: ProofOrder = { proof: given.value };
    worker = new Worker(workerUrl, {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    });
    worker.on('message', tell);
    worker.once('error', (error) => tell(brokenOff(error.message)));
    worker.unref();
  }

  start().catch((error: unknown) => tell(brokenOff(String(error))));
  return {
    pull() {
      const progress = latest;
      latest = undefined;
      return progress;
    },
    dispose() {
      isStopped = true;
      void worker?.terminate();
    },
  };
}

/** Every step of a proof, the last with what it came to. */
export function* proofProgress(ground: ProofGround): Generator<ProofProgress> {
  const steps = proveByStep(ground);
  let last = { done: 0, total: 0 };
  for (;;) {
    const step = steps.next();
    if (step.done !== true) {
      last = step.value;
      yield step.value;
      continue;
    }
    const { done, total } = last;
    yield step.value.ok
      ? { ...step.value.value, done: total, total, isFinished: true }
      : { ...nothing(done), findings: [noDraw(step.value.error.message)] };
    return;
  }
}

async function proveHere(
  ground: ProofGround,
  to: { tell: (progress: ProofProgress) => void; isStopped: () => boolean },
): Promise<void> {
  for (const progress of proofProgress(ground)) {
    to.tell(progress);
    await new Promise<void>((resume) => {
      setImmediate(resume);
    });
    if (to.isStopped()) return;
  }
}

function nothing(done: number): ProofProgress {
  return { done, total: done, draws: 0, isComplete: false, isFinished: true, findings: [] };
}

function noDraw(why: string): ProofProgress['findings'][number] {
  return finding('noDraw', { why }, { file: LAB_FILE, path: ['variables'] });
}

function brokenOff(why: string): ProofProgress {
  const at = { file: LAB_FILE, path: [] };
  return { ...nothing(0), findings: [finding('unreadable', { file: LAB_FILE, why }, at)] };
}
