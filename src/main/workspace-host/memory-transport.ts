/**
 * Two joined transports in one thread, for the command line and for tests.
 *
 * They behave like the threaded ones: values are cloned, columns move, delivery comes in a later
 * turn, and what cannot be cloned is refused. Code that works here works over a port.
 */
import { closedReason, Inbox } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import type { CloseReason, Transport } from '../../shared/contract/transport.ts';
import { err, OK, type Result } from '../../shared/kernel/result.ts';
import { buffersOf } from './message-port-transport.ts';

/** Makes the two ends of a connection. */
export function createMemoryTransports(): readonly [Transport, Transport] {
  const left = new Inbox();
  const right = new Inbox();
  return [endOf({ own: left, other: right }), endOf({ own: right, other: left })];
}

function endOf(inboxes: { own: Inbox; other: Inbox }): Transport {
  const { own, other } = inboxes;
  return {
    send(frame, columns) {
      if (own.closed !== undefined) return err(own.closed);
      const copy = cloned(frame, buffersOf(columns));
      if (!copy.ok) return copy;
      queueMicrotask(() => other.receive(copy.value));
      return OK;
    },
    onFrame: (listener) => own.listen(listener),
    onClose: (listener) => own.listenToEnd(listener),
    close(reason: CloseReason = closedReason()) {
      if (own.end(reason)) queueMicrotask(() => other.end(reason));
    },
  };
}

function cloned(frame: unknown, transfer: ArrayBuffer[]): Result<unknown> {
  try {
    return { ok: true, value: structuredClone(frame, { transfer }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be cloned';
    return err(ipcError('ipc.invalid', { message: `The message cannot be sent: ${reason}.` }));
  }
}
