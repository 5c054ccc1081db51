/**
 * How an installed application is shown, and what is wrong inside a system: one tone, one shape
 * and one word, as for everything else on the map.
 */
import type { ApplicationView, GuestView } from '../../shared/views/guest-view.ts';
import type { RowState } from '../model/row-state.ts';

/** How one application is shown. */
export function applicationLook(one: ApplicationView): RowState {
  switch (one.state) {
    case 'running':
      return { tone: 'ok', shape: 'disc', word: 'running' };
    case 'killed':
      return { tone: 'harm', shape: 'cross', word: 'killed' };
    case 'failed':
      return { tone: 'harm', shape: 'triangle', word: 'failed' };
    default:
      return { tone: 'off', shape: 'ring', word: 'stopped' };
  }
}

/** A mark for a system on which something was killed or failed; undefined when all is well. */
export function guestTrouble(guest: GuestView | undefined): RowState | undefined {
  const troubled = guest?.applications.some(
    ({ state }) => state === 'killed' || state === 'failed',
  );
  return troubled === true
    ? { tone: 'warn', shape: 'triangle', word: 'applicationDown' }
    : undefined;
}
