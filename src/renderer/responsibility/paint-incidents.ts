/**
 * Flags on the things in which an incident began: how long it kept a service down, in the look of
 * whoever looks after the layer it began in. A thing that is not drawn passes its flag on to what
 * it stands in; several incidents of one owner on one thing are one flag.
 */
import type { Owner } from '../../shared/model/responsibility.ts';
import type { Brush } from '../topology/brush.ts';
import type { Rect } from '../topology/geometry.ts';
import type { Scene } from '../topology/scene.ts';

/** Downtime of a service, where it began and whose that is. */
export interface IncidentFlag {
  readonly owner: Owner;
  /** The thing it began in, then what that stands in, outwards. */
  readonly on: readonly string[];
  readonly downUs: number;
}

/** A flag with the box it hangs on. */
export interface PlacedFlag {
  readonly id: string;
  readonly owner: Owner;
  readonly downUs: number;
}

/** A flag as words. */
export type FlagWords = (downUs: number) => string;

/** A flag stands above its box and holds on to it by `foot`, so that it covers no words. */
const FLAG = { h: 16, pad: 5, gap: 3, foot: 4 } as const;
const TEXT_PX = 10;
const LETTER_PX = 6.4;
const DASH = [4, 3];

/** Which boxes carry a flag: the innermost that is drawn. O(flags × depth). */
export function placeFlags(
  flags: readonly IncidentFlag[],
  drawn: (id: string) => boolean,
): readonly PlacedFlag[] {
  const sums = new Map<string, PlacedFlag>();
  for (const { owner, on, downUs } of flags) {
    const id = on.find(drawn);
    if (id === undefined) continue;
    const key = `${owner} ${id}`;
    sums.set(key, { id, owner, downUs: downUs + (sums.get(key)?.downUs ?? 0) });
  }
  return [...sums.values()];
}

/** Paints the flags at the upper right corners of their boxes, one beside the other. */
export function paintIncidents(
  brush: Brush,
  at: { scene: Scene; flags: readonly IncidentFlag[]; words: FlagWords },
): void {
  const boxes = new Map(at.scene.items.map(({ box }) => [box.id, box]));
  const taken = new Map<string, number>();
  for (const { id, owner, downUs } of placeFlags(at.flags, (one) => boxes.has(one))) {
    const box = boxes.get(id);
    if (box === undefined) continue;
    const { x, y, w } = brush.rect(box);
    const text = at.words(downUs);
    const width = Math.ceil(text.length * LETTER_PX) + 2 * FLAG.pad;
    const right = x + w + FLAG.h / 2 - (taken.get(id) ?? 0);
    taken.set(id, (taken.get(id) ?? 0) + width + FLAG.gap);
    paintFlag(
      brush,
      { x: right - width, y: y - FLAG.h + FLAG.foot, w: width, h: FLAG.h },
      { owner, text },
    );
  }
}

function paintFlag(brush: Brush, box: Rect, flag: { owner: Owner; text: string }): void {
  const isYours = flag.owner === 'you';
  const dash = flag.owner === 'shared' ? { dash: DASH } : {};
  const radius = FLAG.h / 2;
  brush.block(box, 'raised', radius);
  if (isYours) brush.block(box, 'accent-soft', radius);
  const color = flag.owner === 'provider' ? 'line-strong' : 'accent';
  brush.frame(box, color, { radius, width: 1.5, ...dash });
  const middle = { x: box.x + box.w / 2, y: box.y + box.h / 2 + 0.5, room: box.w };
  brush.text(flag.text, middle, { size: TEXT_PX, weight: 650, color: 'harm', align: 'center' });
}
