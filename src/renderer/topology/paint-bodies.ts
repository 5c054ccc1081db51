/**
 * Paints the bodies of the boxes: fill and border by kind and state, and the borders of what is
 * selected, related or in the shadow of an aimed fault. The elements below are only pressed; here
 * a thousand bodies cost a tenth of what they would as styled elements.
 */
import type { Box, BoxKind } from './box.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import type { Scene, SceneItem } from './scene.ts';
import type { TokenName } from './style.ts';

/** What marks boxes beyond their state. */
export interface BodyMarks {
  readonly selected: ReadonlySet<string>;
  readonly related: ReadonlySet<string>;
  readonly shadowed: ReadonlySet<string>;
}

/** Corners in world units. */
const RADIUS: Readonly<Record<BoxKind, number>> = {
  place: 8,
  rack: 6,
  host: 4,
  vm: 3,
  switch: 4,
  power: 4,
  balancer: 4,
  service: 23,
  storage: 4,
  shelf: 4,
};
/** From the ground up: what stands in something is painted after it. */
const ORDER: readonly (readonly BoxKind[])[] = [
  ['place'],
  ['rack'],
  ['host', 'switch', 'power', 'balancer', 'service', 'storage', 'shelf'],
  ['vm'],
];
/** A corner smaller than this on the screen is not seen. */
const CORNER_MIN_PX = 1.2;
const BORDER_MIN_PX = 0.5;
/** What a person has marked stays visible from afar. */
const MARK_MIN_PX = 1.6;

interface Border {
  readonly color: TokenName;
  /** World units, so that a border grows with its box. */
  readonly width: number;
  readonly dash?: number[];
}

/** Paints every shown body. O(boxes). */
export function paintBodies(brush: Brush, at: { scene: Scene; marks: BodyMarks }): void {
  const layers = ORDER.map((kinds) =>
    at.scene.items.filter((item) => kinds.includes(item.box.kind)),
  );
  for (const layer of layers) {
    for (const item of layer) {
      const box = brush.rect(item.box);
      if (!brush.misses(box)) paintBody(brush, { item, box, marks: at.marks });
    }
  }
}

function paintBody(brush: Brush, at: { item: SceneItem; box: Rect; marks: BodyMarks }): void {
  const { item, box } = at;
  const { zoom } = brush.view;
  const corner = Math.min(RADIUS[item.box.kind] * zoom, box.h / 2, box.w / 2);
  const radius = corner < CORNER_MIN_PX ? 0 : corner;
  // The cabinet itself is painted on the ground, with its rack units; here it is a frame.
  if (item.box.kind !== 'rack' && item.box.kind !== 'place') {
    brush.block(box, fillOf(item.box, item.state.tone), radius);
  }
  const border = borderOf(item, at.marks);
  const least = border.width >= 2 ? MARK_MIN_PX : BORDER_MIN_PX;
  const width = Math.max(least, border.width * Math.min(1.6, zoom));
  const dash = border.dash === undefined ? {} : { dash: border.dash };
  brush.frame(box, border.color, { radius, width, ...dash });
}

type Tone = SceneItem['state']['tone'];

function fillOf(box: Box, tone: Tone): TokenName {
  if (tone !== 'ok') return `${tone}-soft`;
  if (box.kind === 'vm') return 'tile';
  return box.kind === 'host' ? 'host' : 'plant';
}

function borderOf(item: SceneItem, marks: BodyMarks): Border {
  const { id } = item.row;
  if (marks.selected.has(id)) return { color: 'accent', width: 2.5 };
  if (marks.related.has(id)) return { color: 'accent', width: 2, dash: [6, 4] };
  if (marks.shadowed.has(id)) return { color: 'harm-g', width: 2 };
  const { tone } = item.state;
  if (tone !== 'ok') return { color: `${tone}-g`, width: tone === 'harm' ? 1.5 : 1 };
  return { color: okBorderOf(item.box.kind), width: 1 };
}

function okBorderOf(kind: BoxKind): TokenName {
  switch (kind) {
    case 'rack':
      return 'rack-edge';
    case 'place':
      return 'line-strong';
    case 'host':
      return 'host-edge';
    case 'vm':
      return 'ok-g';
    default:
      return 'edge';
  }
}
