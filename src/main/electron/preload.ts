/**
 * Runs in the window before the page, and hands over one message port: nothing else crosses here.
 *
 * The page asks by a message to its own window; the main side checks who asked and answers with a
 * port, which is passed on. No function and no object of Electron becomes visible to the page.
 */
import { ipcRenderer } from 'electron';
import type * as handover from '../../shared/contract/port-handover.ts';

// The words are written out, because a preload bundles no values; the types keep them the same.
const PORT_REQUEST: typeof handover.PORT_REQUEST = 'racklab:port-request';
const PORT_OFFER: typeof handover.PORT_OFFER = 'racklab:port-offer';

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || typeof event.data !== 'string') return;
  const [word, place] = event.data.split(' ');
  if (word === PORT_REQUEST) ipcRenderer.send(PORT_REQUEST, Number(place ?? 1));
});

ipcRenderer.on(PORT_OFFER, (event) => {
  window.postMessage(PORT_OFFER, window.location.origin, event.ports);
});
