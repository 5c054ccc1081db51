/**
 * A short memory of amounts over simulated time, for small charts. It keeps a bounded number of
 * moments: when it is full every second one is let go, so that it always reaches back to its
 * beginning. Going back in time forgets what lies ahead.
 */

/** Moments kept at most. */
export const TRACK_MAX = 240;

export interface TrackPoint {
  readonly atUs: number;
  readonly amounts: ReadonlyMap<string, number>;
}

/** The track with one more moment; the last one is replaced while time stands still. */
export function withPoint(track: readonly TrackPoint[], point: TrackPoint): readonly TrackPoint[] {
  const before = track.filter(({ atUs }) => atUs < point.atUs);
  const kept = before.length < TRACK_MAX ? before : before.filter((_, index) => index % 2 === 0);
  return [...kept, point];
}

export interface Sparkline {
  /** Corners of the line in a box of `width` by `height`, as SVG writes them. */
  readonly points: string;
  readonly least: number;
  readonly most: number;
  readonly fromUs: number;
}

/** One figure of a track as a line; undefined until there are two moments to join. */
export function sparkline(
  track: readonly TrackPoint[],
  box: { readonly key: string; readonly width: number; readonly height: number },
): Sparkline | undefined {
  const found = track.flatMap(({ atUs, amounts }) => {
    const amount = amounts.get(box.key);
    return amount === undefined ? [] : [{ atUs, amount }];
  });
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined || last.atUs <= first.atUs) return undefined;
  let least = first.amount;
  let most = first.amount;
  for (const { amount } of found) {
    least = Math.min(least, amount);
    most = Math.max(most, amount);
  }
  // Drawn from nothing upwards, so that a small change of much looks small.
  const top = most === 0 ? 1 : most;
  const points = found
    .map(({ atUs, amount }) => {
      const x = ((atUs - first.atUs) / (last.atUs - first.atUs)) * box.width;
      const y = box.height - (amount / top) * box.height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return { points, least, most, fromUs: first.atUs };
}
