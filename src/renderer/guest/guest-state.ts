/**
 * How an installed application is shown, and what is wrong inside a system: one tone, one shape
 * and one word, as for everything else on the map. It knows no other kind of row, so that the
 * looks of rows may ask it. It works nothing out that the engine knows.
 */
import type { ApplicationView, GuestView } from '../../shared/views/guest-view.ts';

/** The part of the looks of rows that applications use. */
interface GuestLook {
  readonly tone: 'off' | 'ok' | 'warn' | 'harm';
  readonly shape: 'disc' | 'ring' | 'triangle' | 'cross';
  /** Key below `state.` in the locale files. */
  readonly word: string;
}

/** How one application is shown. */
export function applicationLook(one: ApplicationView): GuestLook {
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
export function guestTrouble(guest: GuestView | undefined): GuestLook | undefined {
  const troubled = guest?.applications.some(
    ({ state }) => state === 'killed' || state === 'failed',
  );
  return troubled === true
    ? { tone: 'warn', shape: 'triangle', word: 'applicationDown' }
    : undefined;
}
