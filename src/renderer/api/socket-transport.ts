/**
 * A transport over a browser web socket to the loopback server: the twin of the server's own.
 *
 * Frames are encoded and decoded here, since the socket carries text and bytes. Waiting for the
 * socket to open is the caller's; what comes out of `openSocket` is ready to send.
 */
import { socketCloseReason } from '../../shared/contract/close-codes.ts';
import { closedReason, Inbox } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import type { TextCodec } from '../../shared/contract/wire-codec.ts';
import { wireTransport } from '../../shared/contract/wire-transport.ts';
import { err, ok, OK, type AppError, type Result } from '../../shared/kernel/result.ts';

/** The socket class of the page; the tests pass the one of Node's `ws`, which is made alike. */
export type SocketClass = new (url: string, protocols: string[]) => WebSocket;

/** How long the server may take to accept a socket. */
const OPEN_TIMEOUT_MS = 10_000;
/** How often an open socket's server is asked whether it is there, and how often in vain. */
const PULSE_MS = 3_000;
const PULSES_MISSED_MAX = 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const pageTextCodec: TextCodec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
};

/**
 * Opens a socket. Refuses with `ipc.tokenRefused` when a server is there but does not take the
 * token (it was started anew), with `ipc.closed` when none is.
 */
export async function openSocket(options: {
  readonly url: string;
  readonly token: string;
  readonly Socket: SocketClass;
  /**
   * Whether the server answers at all: asked after the socket was refused, and now and then while
   * it is open, since a cut line or a server that hangs closes nothing.
   */
  readonly isServerThere: () => Promise<boolean>;
}): Promise<Result<Transport>> {
  const socket = new options.Socket(options.url, [`t.${options.token}`]);
  socket.binaryType = 'arraybuffer';
  if (!(await hasOpened(socket))) {
    return err((await options.isServerThere()) ? tokenRefused() : serverGone());
  }
  const pipe = pipeOf(socket);
  feelPulse(pipe, options.isServerThere);
  return ok(wireTransport(pipe, pageTextCodec));
}

/** Closes a connection whose server does not answer any more. */
function feelPulse(pipe: Transport, isServerThere: () => Promise<boolean>): void {
  let missed = 0;
  let timer = setTimeout(() => void feel(), PULSE_MS);
  let isOver = false;
  pipe.onClose(() => {
    isOver = true;
    clearTimeout(timer);
  });
  async function feel(): Promise<void> {
    missed = (await isServerThere()) ? 0 : missed + 1;
    if (isOver) return;
    if (missed >= PULSES_MISSED_MAX) pipe.close(serverGone());
    else timer = setTimeout(() => void feel(), PULSE_MS);
  }
}

function hasOpened(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
      socket.close();
    }, OPEN_TIMEOUT_MS);
    function settle(opened: boolean): void {
      clearTimeout(timer);
      resolve(opened);
    }
    socket.addEventListener('open', () => settle(true), { once: true });
    socket.addEventListener('close', () => settle(false), { once: true });
    // A refused handshake is an error and then a close; only the close is waited for.
    socket.addEventListener('error', () => undefined);
  });
}

/** The raw messages of an open socket. */
function pipeOf(socket: WebSocket): Transport {
  const inbox = new Inbox();
  socket.addEventListener('message', (event: MessageEvent<unknown>) => inbox.receive(event.data));
  socket.addEventListener('close', (event) => inbox.end(socketCloseReason(event)));
  return {
    send(message) {
      if (inbox.closed !== undefined) return err(inbox.closed);
      if (typeof message === 'string' || message instanceof ArrayBuffer) socket.send(message);
      return OK;
    },
    onFrame: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.listenToEnd(listener),
    close(reason = closedReason()) {
      if (inbox.end(reason)) socket.close();
    },
  };
}

function tokenRefused(): AppError {
  return ipcError('ipc.tokenRefused', {
    message: 'Racklab did not take this tab: it was started anew since, or has too many tabs.',
  });
}

function serverGone(): AppError {
  return ipcError('ipc.closed', {
    message: 'Racklab does not answer at the address of this page.',
    retryable: true,
  });
}
