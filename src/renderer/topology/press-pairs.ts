/**
 * Tells which presses are the second of a double one: soon after the last and at nearly the same
 * place. The first has acted by then, so nobody waits to see whether a second one comes, and two
 * quick presses at different places are two presses.
 */

/** A hand that presses twice is quicker, and moves less, than this. */
const SOON_MS = 350;
const SAME_PLACE_PX = 5;

export interface PressPlace {
  /** In pixels of the screen. */
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

/** Hears every press in its order; true for the second of a pair. A third begins anew. */
export function createPressPairs(): (press: PressPlace) => boolean {
  let first: PressPlace | undefined;
  return (press) => {
    const isSecond =
      first !== undefined &&
      press.atMs - first.atMs <= SOON_MS &&
      Math.hypot(press.x - first.x, press.y - first.y) <= SAME_PLACE_PX;
    first = isSecond ? undefined : press;
    return isSecond;
  };
}
