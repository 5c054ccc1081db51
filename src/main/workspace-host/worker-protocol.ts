/**
 * What the main side and a workspace's thread say to each other beside the connections.
 *
 * Few words on purpose: open a connection, stop, and what went wrong. Everything a screen asks
 * goes through a connection and is never seen here.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Encoding } from './workspace-host.ts';

/** To the thread. */
export type ToWorker =
  | {
      readonly kind: 'connect';
      readonly connectionId: string;
      readonly encoding: Encoding;
      readonly port: MessagePort;
    }
  | { readonly kind: 'stop' };

/** From the thread. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'report'; readonly report: WorkerReport };

/** A fault that did not stop the thread: a handler threw, or answered outside its schema. */
export interface WorkerReport {
  readonly connectionId: string;
  readonly what: string;
  readonly message: string;
  readonly stack: string | undefined;
}
