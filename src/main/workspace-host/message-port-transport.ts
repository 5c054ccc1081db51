/**
 * A transport over a Node `MessagePort`, on either side of a worker thread.
 *
 * Messages are structured clones; columns and whole wire messages are transferred, so that a frame
 * of ten thousand machines crosses in microseconds. It must not know what the messages are.
 */
import type { MessagePort } from 'node:worker_threads';
import { closedReason, Inbox } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import type { PayloadColumn } from '../../shared/contract/payload.ts';
import { UnreadableMessage, type Transport } from '../../shared/contract/transport.ts';
import { err, OK, type Result } from '../../shared/kernel/result.ts';

/**
 * Takes over a port, which it starts when somebody listens. When the other side closes it, the end
 * is told `graceMs` later: a port cannot say why it closed, but its owner may soon learn that the
 * thread behind it crashed, and closes the transport with that reason.
 */
export function messagePortTransport(port: MessagePort, graceMs = 0): Transport {
  const inbox = new Inbox();
  port.on('close', () => {
    if (graceMs === 0) inbox.end();
    else setTimeout(() => inbox.end(), graceMs);
  });
  port.on('messageerror', (error) => inbox.receive(new UnreadableMessage(error.message)));
  return {
    send: (frame, columns) =>
      inbox.closed === undefined ? post(port, { frame, columns }) : err(inbox.closed),
    onFrame(listener) {
      inbox.listen(listener);
      // Adding the listener starts the port; before, messages wait in it.
      port.on('message', (message) => inbox.receive(message));
    },
    onClose: (listener) => inbox.listenToEnd(listener),
    close(reason = closedReason()) {
      if (inbox.end(reason)) port.close();
    },
  };
}

function post(
  port: MessagePort,
  message: { frame: unknown; columns: readonly PayloadColumn[] | undefined },
): Result<undefined> {
  const { frame } = message;
  try {
    port.postMessage(frame, frame instanceof ArrayBuffer ? [frame] : buffersOf(message.columns));
    return OK;
  } catch (error) {
    // Only a value that cannot be cloned makes postMessage throw.
    const reason = error instanceof Error ? error.message : 'it cannot be cloned';
    return err(ipcError('ipc.invalid', { message: `The message cannot be sent: ${reason}.` }));
  }
}

/**
 * The buffers to move with a frame: each once, and only those that hold one column and nothing
 * else. A column that is a window into a larger buffer is copied instead, because moving it would
 * take the rest of that buffer away from its owner.
 */
export function buffersOf(columns: readonly PayloadColumn[] = []): ArrayBuffer[] {
  const whole = columns.filter(({ column }) => column.byteLength === column.buffer.byteLength);
  return [...new Set(whole.map(({ column }) => column.buffer))];
}
