/**
 * Paints the ways of the logical view, each kind with a line of its own, and what stands on them
 * and at their ends: gates, balancers with their frontends and rules, addresses, stores, the
 * outside. A way that a gate stops is broken and red behind it.
 */
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, type Tone } from '../model/row-state.ts';
import type { Brush } from '../topology/brush.ts';
import type { Rect } from '../topology/geometry.ts';
import type { TokenName } from '../topology/style.ts';
import { BALANCER, type LogicBox, type LogicEdge, type LogicEdgeKind } from './logic-parts.ts';
import type { FrameScene } from './paint-frames.ts';

/** Words of the ways. */
export interface WayWords {
  readonly internet: string;
  readonly users: string;
  readonly demand: (serviceId: string) => string;
  readonly rotation: (balancerId: string) => string;
  readonly rule: (row: RowOf<'balancer'>) => string;
  readonly frontend: (name: string, of: RowOf<'balancer'>) => string;
  readonly address: (row: RowOf<'publicIp'>) => string;
  readonly share: (share: number) => string;
  readonly port: (port: number) => string;
  readonly second: (row: TopologyRow) => string;
}

interface Line {
  readonly color: TokenName;
  readonly width: number;
  readonly dash?: readonly number[];
  /** A light core makes it a double line. */
  readonly core?: number;
  readonly arrow?: boolean;
}

export const LINES: Readonly<Record<LogicEdgeKind, Line>> = {
  ask: { color: 'wire', width: 1.6, arrow: true },
  pool: { color: 'wire', width: 1.6, arrow: true },
  public: { color: 'feed-a', width: 1.4, arrow: true },
  peer: { color: 'text-2', width: 5, core: 2 },
  needs: { color: 'change-g', width: 1.5, dash: [7, 4], arrow: true },
  replica: { color: 'edge', width: 1.3, dash: [2, 3] },
  name: { color: 'wire', width: 1.3, dash: [5, 4], arrow: true },
};
const SHUT: Line = { color: 'harm-g', width: 1.6, dash: [4, 4] };
const ARROW_PX = 6;
const WORDS_MIN_PX = 9;

/** Paints every way. O(ways). */
export function paintWays(
  brush: Brush,
  at: { edges: readonly LogicEdge[]; words: WayWords; related: ReadonlySet<LogicEdge> },
): void {
  for (const edge of at.edges) {
    const line = edge.shut ? SHUT : LINES[edge.kind];
    const points = edge.points.map(([x, y]) => [brush.x(x), brush.y(y)] as const);
    if (isOutside(brush, points)) continue;
    const marked = at.related.has(edge);
    const color = marked ? 'accent' : line.color;
    const dash = line.dash === undefined ? {} : { dash: line.dash };
    brush.line(points, { color, width: line.width + (marked ? 1 : 0), ...dash });
    if (line.core !== undefined) brush.line(points, { color: 'floor', width: line.core });
    if (line.arrow === true && brush.view.zoom > 0.3) paintArrow(brush, points, color);
    if (edge.share !== undefined && brush.view.zoom > 0.5) {
      const [x, y] = points[1] ?? [0, 0];
      brush.text(at.words.share(edge.share), { x: x + 4, y: y - 7, room: 60 }, SMALL_WORDS);
    }
  }
}

const SMALL_WORDS = { size: 10, color: 'text-2' } as const;
const HEAD_WORDS = { size: 12, weight: 600, color: 'text' } as const;

function isOutside(brush: Brush, points: readonly (readonly [number, number])[]): boolean {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return brush.misses({ x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y });
}

/** At the end of a way, in the direction it arrives from. */
function paintArrow(
  brush: Brush,
  points: readonly (readonly [number, number])[],
  color: TokenName,
): void {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return;
  const sign = end[0] >= before[0] ? -1 : 1;
  const { ctx } = brush;
  ctx.fillStyle = brush.palette[color];
  ctx.beginPath();
  ctx.moveTo(end[0], end[1]);
  ctx.lineTo(end[0] + sign * ARROW_PX, end[1] - ARROW_PX / 2);
  ctx.lineTo(end[0] + sign * ARROW_PX, end[1] + ARROW_PX / 2);
  ctx.fill();
}

/** Paints one box that is no frame and no machine. */
export function paintStation(
  brush: Brush,
  at: { box: LogicBox; scene: FrameScene; words: WayWords },
): void {
  const { box } = at;
  const place = brush.rect(box);
  if (brush.misses(place)) return;
  if (box.kind === 'gate') {
    paintGate(brush, { ...at, place });
    return;
  }
  const row = box.row === undefined ? undefined : at.scene.get(box.row);
  const inLine = box.kind === 'frontend' || box.kind === 'rule';
  if (!inLine) paintBody(brush, { ...at, place, row });
  if (place.h < WORDS_MIN_PX) return;
  if (box.kind === 'internet') {
    const middle = { x: place.x + place.w / 2, y: place.y + place.h / 2, room: place.w - 6 };
    brush.name(at.words.internet, middle, { ...HEAD_WORDS, small: 9.5, align: 'center' });
  } else if (row !== undefined) paintStationWords(brush, { ...at, place, row });
}

function paintBody(
  brush: Brush,
  at: { box: LogicBox; place: Rect; row: TopologyRow | undefined; scene: FrameScene },
): void {
  const { box, place, row, scene } = at;
  const tone: Tone = row === undefined ? 'ok' : stateOf(row).tone;
  const round = box.kind === 'service' || box.kind === 'internet';
  const radius = Math.min(place.h / 2, round ? place.h / 2 : 5);
  const fill: TokenName = tone === 'ok' ? 'plant' : `${tone}-soft`;
  brush.block(place, fill, radius);
  const isSelected = row !== undefined && scene.selected.has(row.id);
  const isRelated = row !== undefined && scene.related.has(row.id);
  const calm: TokenName = tone === 'ok' ? 'edge' : `${tone}-g`;
  const color = isSelected || isRelated ? 'accent' : calm;
  const dash = isRelated && !isSelected ? { dash: [5, 4] } : {};
  brush.frame(place, color, { radius, width: isSelected ? 2.4 : 1.2, ...dash });
}

function paintStationWords(
  brush: Brush,
  at: { box: LogicBox; place: Rect; row: TopologyRow; scene: FrameScene; words: WayWords },
): void {
  const { box, place, row, words } = at;
  switch (box.kind) {
    case 'service':
      twoLines(brush, {
        place,
        row,
        first: [`${words.users} ${row.name}`, row.name],
        second: words.demand(row.id),
        middle: true,
      });
      break;
    case 'balancer': {
      const head = { ...place, h: Math.min(place.h, BALANCER.head * brush.view.zoom) };
      const second = words.rotation(row.id);
      twoLines(brush, { place: head, row, first: [row.name], second, middle: false });
      break;
    }
    case 'frontend':
    case 'rule':
      if (row.kind === 'balancer') paintLine(brush, { ...at, row });
      break;
    case 'publicIp':
      if (row.kind === 'publicIp') oneLine(brush, place, words.address(row));
      break;
    case 'dnsProfile':
      oneLine(brush, place, row.name);
      break;
    default:
      twoLines(brush, {
        place,
        row,
        first: [row.name],
        second: words.second(row),
        middle: false,
      });
  }
}

function oneLine(brush: Brush, place: Rect, text: string): void {
  const at = { x: place.x + 9, y: place.y + place.h / 2, room: place.w - 14 };
  brush.name(text, at, { size: 10.5, weight: 540, color: 'text-2', small: 9.5 });
}

/** A frontend or a rule inside its balancer: a ring or a disc says where it is reached from. */
function paintLine(
  brush: Brush,
  at: { box: LogicBox; place: Rect; row: RowOf<'balancer'>; scene: FrameScene; words: WayWords },
): void {
  const { box, place, row, words, scene } = at;
  if (place.h < WORDS_MIN_PX) return;
  const isRule = box.kind === 'rule';
  const name = box.id.slice(box.id.lastIndexOf('/') + 1);
  const frontend = row.frontends?.find((one) => one.name === name);
  const exposure = isRule ? row.rule?.exposure : frontend?.exposure;
  if (isRule && scene.selected.has(row.id)) brush.frame(place, 'accent', { radius: 3, width: 2 });
  const y = place.y + place.h / 2;
  const dot = { x: place.x + 5, y: y - 3.5, w: 7, h: 7 };
  if (exposure === 'private') brush.frame(dot, 'text-2', { radius: 3.5, width: 1.3 });
  else brush.block(dot, 'feed-a', 3.5);
  const text = isRule ? words.rule(row) : words.frontend(name, row);
  const room = place.w - 20;
  brush.text(text, { x: place.x + 17, y, room }, { size: 10, color: 'text-2' });
}

function twoLines(
  brush: Brush,
  at: {
    place: Rect;
    row: TopologyRow;
    /** Wordings of the upper line, the shortest last. */
    first: readonly string[];
    second: string;
    middle: boolean;
  },
): void {
  const { place, row, middle } = at;
  const state = stateOf(row);
  const two = place.h >= 26 && at.second !== '';
  const y = place.y + place.h / 2;
  const x = middle ? place.x + place.w / 2 : place.x + 24;
  const align = middle ? 'center' : 'left';
  if (!middle) brush.shape(state, { x: place.x + 13, y, size: 11 });
  const room = place.w - (middle ? 16 : 30);
  const top = { x, y: y - (two ? 7 : 0), room };
  const first = at.first.find((words) => brush.fits(words, room, HEAD_WORDS)) ?? at.first.at(-1);
  brush.name(first ?? '', top, { ...HEAD_WORDS, align, small: 9.5 });
  if (!two) return;
  const color = state.tone === 'ok' ? 'text-3' : state.tone;
  brush.text(at.second, { x, y: y + 7.5, room }, { size: 10.5, color, align });
}

/** A shield: a tick or a cross says whether requests pass, the number how many rules there are. */
function paintGate(
  brush: Brush,
  at: { box: LogicBox; place: Rect; scene: FrameScene; words: WayWords },
): void {
  const { box, place, scene } = at;
  const gate = box.gate;
  if (gate === undefined) return;
  const open = gate.verdict?.open;
  const color: TokenName = open === undefined ? 'text-2' : open ? 'ok' : 'harm';
  const { ctx, palette } = brush;
  const { x, y, w, h } = place;
  ctx.fillStyle = palette[open === false ? 'harm-soft' : 'raised'];
  ctx.strokeStyle = scene.selected.has(gate.group) ? palette.accent : palette[color];
  ctx.lineWidth = scene.selected.has(gate.group) ? 2.4 : 1.5;
  ctx.beginPath();
  ctx.moveTo(x + w / 2, y);
  ctx.lineTo(x + w, y + h * 0.18);
  ctx.lineTo(x + w * 0.94, y + h * 0.62);
  ctx.lineTo(x + w / 2, y + h);
  ctx.lineTo(x + w * 0.06, y + h * 0.62);
  ctx.lineTo(x, y + h * 0.18);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
  if (w < 8) return;
  const middle = { x: x + w / 2, y: y + h * 0.48, size: w * 0.5 };
  if (open === undefined) {
    const words = { x: middle.x, y: middle.y, room: 20 };
    brush.text(String(gate.rules), words, { size: 9, weight: 680, color, align: 'center' });
  } else if (open) tick(brush, middle, color);
  else {
    const state = { tone: 'harm', shape: 'cross', word: 'cut' } as const;
    brush.shape(state, middle);
  }
  if (gate.verdict !== undefined && brush.view.zoom > 0.75) {
    // Below the shield, on a ground of its own: the frame it stands on passes behind, and the name
    // of its subnet is above.
    const label = { x: x + w / 2, y: y + h + 6, room: 46 };
    const text = at.words.port(gate.verdict.port);
    brush.text(text, label, { size: 9, color: 'text-2', align: 'center', plate: 'surface' });
  }
}

function tick(brush: Brush, at: { x: number; y: number; size: number }, color: TokenName): void {
  const { x, y, size } = at;
  brush.line(
    [
      [x - size * 0.42, y + size * 0.02],
      [x - size * 0.08, y + size * 0.38],
      [x + size * 0.46, y - size * 0.34],
    ],
    { color, width: 1.7 },
  );
}
