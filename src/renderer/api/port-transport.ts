/**
 * A transport over the message port that the Electron preload hands to the page.
 *
 * The page asks for a port and receives one by a window message; each connection has its own. It
 * must not know Electron: all it sees is a message of its own window with a port in it.
 */
import { closedReason, Inbox } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import { PORT_OFFER, PORT_REQUEST } from '../../shared/contract/port-handover.ts';
import { UnreadableMessage, type Transport } from '../../shared/contract/transport.ts';
import { err, ok, OK, type Result } from '../../shared/kernel/result.ts';

/** How long the main side may take to hand over a port. */
const PORT_TIMEOUT_MS = 10_000;

/** Asks the preload for a port to a place. Refuses with `ipc.closed` when none comes. */
export async function openPort(page: Window, place: number): Promise<Result<Transport>> {
  const port = await requestPort(page, place);
  if (port !== undefined) return ok(portTransport(port));
  const seconds = PORT_TIMEOUT_MS / 1000;
  return err(
    ipcError('ipc.closed', {
      message: `The application did not hand a connection to this window within ${seconds} s.`,
      retryable: true,
    }),
  );
}

function requestPort(page: Window, place: number): Promise<MessagePort | undefined> {
  return new Promise((resolve) => {
    function settle(port: MessagePort | undefined): void {
      clearTimeout(timer);
      page.removeEventListener('message', listen);
      resolve(port);
    }
    function listen(event: MessageEvent<unknown>): void {
      const isOurs = event.source === page && event.origin === page.origin;
      if (isOurs && event.data === PORT_OFFER) settle(event.ports[0]);
    }
    const timer = setTimeout(() => settle(undefined), PORT_TIMEOUT_MS);
    page.addEventListener('message', listen);
    page.postMessage(`${PORT_REQUEST} ${place}`, page.origin);
  });
}

/** Takes over a port of the page. */
export function portTransport(port: MessagePort): Transport {
  const inbox = new Inbox();
  port.addEventListener('message', (event: MessageEvent<unknown>) => inbox.receive(event.data));
  port.addEventListener('messageerror', () => {
    inbox.receive(new UnreadableMessage('the message could not be cloned'));
  });
  port.addEventListener('close', () => inbox.end());
  return {
    send(frame) {
      if (inbox.closed !== undefined) return err(inbox.closed);
      try {
        // Between processes everything is copied; moving a column would only take it away here.
        port.postMessage(frame);
        return OK;
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'it cannot be cloned';
        return err(ipcError('ipc.invalid', { message: `The message cannot be sent: ${reason}.` }));
      }
    },
    onFrame(listener) {
      inbox.listen(listener);
      port.start();
    },
    onClose: (listener) => inbox.listenToEnd(listener),
    close(reason = closedReason()) {
      if (inbox.end(reason)) port.close();
    },
  };
}
