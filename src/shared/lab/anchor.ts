/**
 * Anchors: a short code of the log of an attempt at one moment, read out or written down while the
 * trainer is there. A log that was changed before that moment cannot pass through it any more. It
 * says how many entries there were and begins the hash of the last of them.
 */

/** How much of the hash is in a code: 48 bits, as much as can be copied by hand without slips. */
const DIGITS = 12;
const GROUP = /[0-9a-f]{4}/g;
const CODE = /^(\d{1,5})((?:-?[0-9a-f]{4}){3})$/;

/** A moment of a log: so many entries, and the hash of the last, or of the beginning for none. */
export interface LogHead {
  readonly entries: number;
  readonly h: string;
}

/** The code of a moment, such as `42-9f3c-01ab-77e0`. */
export function anchorCode({ entries, h }: LogHead): string {
  const groups = h.slice(0, DIGITS).match(GROUP) ?? [];
  return [entries, ...groups].join('-');
}

/** Takes a code apart, as it was written down: capitals and spaces do not matter. */
export function readAnchor(text: string): LogHead | undefined {
  const match = CODE.exec(text.toLowerCase().replaceAll(/\s+/g, ''));
  if (match === null) return undefined;
  const [, entries = '', groups = ''] = match;
  return { entries: Number(entries), h: groups.replaceAll('-', '') };
}
