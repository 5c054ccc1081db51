/**
 * Who may speak to the main side: the main frame of a page that we served ourselves.
 *
 * Every message is checked here and nowhere else. A frame inside the page, a page from elsewhere
 * and a frame that has gone meanwhile are all strangers.
 */
import type { IpcMainEvent } from 'electron';

/** Where our pages come from; the custom scheme is served by protocol.ts. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'racklab';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/** What is asked of a sender; Electron's event has it, and more. */
export type Sender = Pick<IpcMainEvent, 'senderFrame'>;

/** True for the main frame of one of our own pages. */
export function isOwnPage(sender: Sender): boolean {
  const frame = sender.senderFrame;
  if (frame === null || frame.parent !== null) return false;
  return frame.url.startsWith(PAGE_URL);
}
