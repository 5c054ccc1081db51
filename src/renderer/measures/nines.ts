/**
 * Where a share of availability stands on a scale of nines, on which each further nine is as long
 * as the one before: 90 %, 99 %, 99.9 % and so on. Where a mark stands changes no figure.
 */

/** The ends of the scale, in nines. */
const FIRST = 1;
const LAST = 6;

/** The lines of the scale, as shares. */
export const NINES = [0.9, 0.99, 0.999, 0.9999, 0.99999] as const;

/** Per cent of the way along the scale; what lies outside stands at its end. */
export function placeOnScale(share: number): number {
  const nines = share >= 1 ? LAST : -Math.log10(1 - share);
  const inside = Math.min(LAST, Math.max(FIRST, nines));
  return ((inside - FIRST) / (LAST - FIRST)) * 100;
}

/** Digits after the point at which a share of many nines is cut. */
const DIGITS = 1_000_000;

/** A share cut, never rounded up, so that what is missing stays visible. */
export function floorShare(share: number): number {
  return share >= 1 ? 1 : Math.floor(share * DIGITS) / DIGITS;
}
