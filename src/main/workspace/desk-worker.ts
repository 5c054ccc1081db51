/**
 * The entry of a desk's thread: one copy of a lab, answering pieces of work. A named input of the
 * build; whoever opens a pool passes its URL on.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ensure } from '../../shared/kernel/assert.ts';
import { openDesk, type DeskLab } from '../sweep/desk.ts';
import type { DeskReply, DeskRequest } from './desk-pool.ts';

// Whoever starts the thread hands it exactly this; `openDeskPool` is typed against it.
const answer = openDesk(workerData as DeskLab);
const port = ensure(parentPort ?? undefined, 'The entry of a thread runs in a thread');

port.on('message', ({ index, job }: DeskRequest) => {
  const reply: DeskReply = { index, answer: answer(job) };
  port.postMessage(reply, []);
});
