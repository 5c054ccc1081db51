/**
 * A transport over one accepted web socket.
 *
 * Text and bytes pass unread to the workspace's thread. What is checked here is what can only be
 * checked at the socket: how large, how often, and whether the other side still takes what it is
 * sent. It must not know frames.
 */
import type { RawData, WebSocket } from 'ws';
import { socketCloseCode } from '../../shared/contract/close-codes.ts';
import { closedReason, Inbox } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import type { CloseReason, Transport } from '../../shared/contract/transport.ts';
import { err, OK } from '../../shared/kernel/result.ts';

export interface SocketLimits {
  /** Largest message taken, in bytes as sent. */
  readonly messageBytes: number;
  /** Messages a client may send at once after a pause, and per second for ever. */
  readonly messagesBurst: number;
  readonly messagesPerSecond: number;
  /** Bytes waiting to be taken by the client, after which it is let go. */
  readonly waitingBytes: number;
}

/** A screen sends some ten messages a second; an import is one large text. */
export const SOCKET_LIMITS: SocketLimits = {
  messageBytes: 144_000_000,
  messagesBurst: 2_000,
  messagesPerSecond: 500,
  waitingBytes: 256_000_000,
};

/** Takes over an open socket; `nowMs` is a monotonic clock. */
export function socketTransport(
  socket: WebSocket,
  limits: SocketLimits,
  nowMs: () => number = () => performance.now(),
): Transport {
  const inbox = new Inbox();
  const bucket = new TokenBucket(limits, nowMs);

  function close(reason: CloseReason): void {
    if (!inbox.end(reason)) return;
    socket.close(socketCloseCode(reason.code), reason.code);
  }

  socket.on('message', (data, isBinary) => {
    if (!bucket.take()) return close(tooOften(limits));
    inbox.receive(isBinary ? bytesOf(data) : bytesOf(data).toString());
  });
  socket.on('close', () => inbox.end());
  // A broken or oversize message ends in 'close' as well; without a listener it would throw.
  socket.on('error', () => undefined);
  return {
    send(message) {
      if (inbox.closed !== undefined) return err(inbox.closed);
      if (socket.bufferedAmount > limits.waitingBytes) {
        close(tooSlow(limits));
        return err(inbox.closed ?? closedReason());
      }
      if (typeof message === 'string' || message instanceof ArrayBuffer) socket.send(message);
      return OK;
    },
    onFrame: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.listenToEnd(listener),
    close: (reason = closedReason()) => close(reason),
  };
}

/** Lets `messagesPerSecond` through for ever and `messagesBurst` at once. */
class TokenBucket {
  #tokens: number;
  #atMs: number;
  readonly #limits: SocketLimits;
  readonly #nowMs: () => number;

  constructor(limits: SocketLimits, nowMs: () => number) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#tokens = limits.messagesBurst;
    this.#atMs = nowMs();
  }

  take(): boolean {
    const nowMs = this.#nowMs();
    const earned = ((nowMs - this.#atMs) / 1000) * this.#limits.messagesPerSecond;
    this.#atMs = nowMs;
    this.#tokens = Math.min(this.#limits.messagesBurst, this.#tokens + earned);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function tooOften(limits: SocketLimits): CloseReason {
  return ipcError('ipc.tooOften', {
    message: `More than ${limits.messagesPerSecond} messages a second came on one connection.`,
    details: { limitPerSecond: limits.messagesPerSecond },
  });
}

function tooSlow(limits: SocketLimits): CloseReason {
  return ipcError('ipc.closed', {
    message: `The page left more than ${limits.waitingBytes} bytes untaken and was let go.`,
    details: { limitBytes: limits.waitingBytes },
    retryable: true,
  });
}
