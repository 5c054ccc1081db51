/**
 * Which boxes of the logical view become elements that can be pressed: what is near the view, and
 * never more than a fixed number. Where machines would be too many their pool stands for them, and
 * then tiers for their lines; what is no element is still painted.
 */
import { grow, overlaps, type Rect } from '../topology/geometry.ts';
import type { LogicBox, LogicKind } from './logic-parts.ts';

/** Elements at most; edges are painted and are none. */
export const LOGIC_ELEMENTS_MAX = 900;
/** Machines narrower than this on the screen are painted only. */
const CELL_MIN_PX = 6;
const MARGIN = 0.25;

export interface LogicDisplay {
  readonly boxes: readonly LogicBox[];
  /** While the view stays inside, nothing has to be chosen anew. */
  readonly area: Rect;
  readonly machinesShown: boolean;
}

/** Left out first where there are too many. */
const SMALL: readonly (readonly LogicKind[])[] = [
  [],
  ['vm'],
  ['vm', 'frontend', 'rule', 'gate'],
  ['vm', 'frontend', 'rule', 'gate', 'dnsProfile', 'publicIp'],
  ['vm', 'frontend', 'rule', 'gate', 'dnsProfile', 'publicIp', 'service'],
];

/** Chooses the elements for a view. O(boxes). */
export function chooseLogic(at: {
  boxes: Iterable<LogicBox>;
  view: Rect;
  zoom: number;
}): LogicDisplay {
  const area = grow(at.view, MARGIN);
  const near: LogicBox[] = [];
  for (const box of at.boxes) {
    const isSpeck = box.kind === 'vm' && box.w * at.zoom < CELL_MIN_PX;
    if (!isSpeck && overlaps(box, area)) near.push(box);
  }
  for (const left of SMALL) {
    const boxes = near.filter(({ kind }) => !left.includes(kind));
    if (boxes.length > LOGIC_ELEMENTS_MAX) continue;
    return { boxes, area, machinesShown: !left.includes('vm') };
  }
  return { boxes: near.slice(0, LOGIC_ELEMENTS_MAX), area, machinesShown: false };
}
