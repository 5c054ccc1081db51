/**
 * Connects windows to the workspace: a page asks for a port, is checked, and gets one whose other
 * end is relayed, unread, to the workspace's thread.
 *
 * A page has one connection at a time; asking again, as a reloaded page does, ends the earlier one.
 */
import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { closedReason, Inbox } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import {
  PLACE_FIRST,
  placeIn,
  PORT_OFFER,
  PORT_REQUEST,
} from '../../shared/contract/port-handover.ts';
import { relay } from '../../shared/contract/relay.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { err, OK } from '../../shared/kernel/result.ts';
import type { WorkspaceHost } from '../workspace-host/workspace-host.ts';
import { isOwnPage } from './sender-guard.ts';

/** Tells at which place a window is, by the id of its web contents. */
export type PlaceOfWindow = (windowId: number) => number;

/**
 * Begins to answer requests for ports; `onStranger` hears of those that were turned away. Returns
 * where each window is.
 */
export function serveWindowPorts(
  workspace: WorkspaceHost,
  onStranger: (url: string) => void,
): PlaceOfWindow {
  const places = new Map<number, number>();
  /** The open connection of each window, by the id of its web contents. */
  const connections = new Map<number, Transport>();

  ipcMain.on(PORT_REQUEST, (event: IpcMainEvent, wanted: unknown) => {
    const frame = event.senderFrame;
    if (frame === null || !isOwnPage(event))
      return onStranger(frame?.url ?? 'a frame that is gone');
    const windowId = event.sender.id;
    const place = placeIn(wanted) ?? PLACE_FIRST;
    places.set(windowId, place);
    connections.get(windowId)?.close();
    const { port1, port2 } = new MessageChannelMain();
    const transport = mainPortTransport(port1);
    connections.set(windowId, transport);
    transport.onClose(() => {
      if (connections.get(windowId) === transport) connections.delete(windowId);
    });
    relay(transport, workspace.open('clone', place));
    frame.postMessage(PORT_OFFER, undefined, [port2]);
  });
  return (windowId) => places.get(windowId) ?? PLACE_FIRST;
}

/** A transport over a port of the main process. */
export function mainPortTransport(port: MessagePortMain): Transport {
  const inbox = new Inbox();
  port.on('message', (event) => inbox.receive(event.data));
  port.on('close', () => inbox.end());
  return {
    send(frame) {
      if (inbox.closed !== undefined) return err(inbox.closed);
      try {
        // Between processes everything is copied: only ports can be moved.
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
