/**
 * The listening half that every transport shares: one listener for messages, any for the end.
 *
 * Messages that come before somebody listens wait here, and the end is told once. Each medium
 * feeds it and adds only its own way of sending.
 */
import type { CloseReason } from './transport.ts';
import { ipcError } from './ipc-error.ts';

/** Messages that may wait for a listener; more means that nobody will ever listen. */
const WAITING_MAX = 1_000;

export class Inbox {
  #waiting: unknown[] | undefined = [];
  #onFrame: ((frame: unknown) => void) | undefined;
  readonly #onClose: ((reason: CloseReason) => void)[] = [];
  #closed: CloseReason | undefined;

  /** Why the transport closed; undefined while it is open. */
  get closed(): CloseReason | undefined {
    return this.#closed;
  }

  listen(listener: (frame: unknown) => void): void {
    this.#onFrame = listener;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const frame of waiting) listener(frame);
  }

  listenToEnd(listener: (reason: CloseReason) => void): void {
    if (this.#closed === undefined) this.#onClose.push(listener);
    else listener(this.#closed);
  }

  /** A message came; after the end nothing comes any more. */
  receive(frame: unknown): void {
    if (this.#closed !== undefined) return;
    if (this.#onFrame !== undefined) return this.#onFrame(frame);
    this.#waiting?.push(frame);
    if ((this.#waiting?.length ?? 0) > WAITING_MAX) this.end(unheard());
  }

  /** The medium ended; true the first time. */
  end(reason: CloseReason = closedReason()): boolean {
    if (this.#closed !== undefined) return false;
    this.#closed = reason;
    this.#waiting = undefined;
    for (const listener of this.#onClose.splice(0)) listener(reason);
    return true;
  }
}

function unheard(): CloseReason {
  return ipcError('ipc.tooOften', {
    message: `More than ${WAITING_MAX} messages came before anybody listened to the connection.`,
    details: { limit: WAITING_MAX },
  });
}

/** The usual end, when nobody said why. */
export function closedReason(): CloseReason {
  return ipcError('ipc.closed', {
    message: 'The connection to the workspace was closed.',
    retryable: true,
  });
}
