/**
 * The entry of a bench's thread: answers the jobs of one attempt, one after the other; or proves
 * one lab, step by step, and ends. A named
 * input of the build; whoever opens a bench passes its URL on.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ensure } from '../../shared/kernel/assert.ts';
import { answerMark, type MarkOrder, type MarkRequest } from '../lab/mark-order.ts';
import { openBench, type BenchSetup } from './check-bench.ts';
import type { BenchReply, BenchRequest } from './bench-desk.ts';
import { proofProgress, type ProofOrder } from './proof-run.ts';

// Whoever starts the thread hands it exactly this; `openBenchDesk` is typed against it.
const given = workerData as BenchSetup | ProofOrder | MarkOrder;
const port = ensure(parentPort ?? undefined, 'The entry of a thread runs in a thread');

if ('proof' in given) {
  for (const progress of proofProgress(given.proof)) port.postMessage(progress, []);
  port.close();
} else if ('markings' in given) {
  port.on('message', (request: MarkRequest) => {
    port.postMessage(answerMark(given, request), []);
  });
} else {
  const answer = openBench(given);
  port.on('message', ({ index, job }: BenchRequest) => {
    const reply: BenchReply = { index, answer: answer(job) };
    port.postMessage(reply, []);
  });
}
