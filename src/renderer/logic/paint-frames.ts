/**
 * Paints networks, subnets and pools: frames within frames, each with its name, what it spans and
 * the worst of what is in it. Machines are named tiles, cells, or, from afar, one bar by state.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, TONES, type Tone } from '../model/row-state.ts';
import type { Brush } from '../topology/brush.ts';
import type { Rect } from '../topology/geometry.ts';
import { WORST } from '../topology/paint-places.ts';
import type { TokenName } from '../topology/style.ts';
import type { LogicBox } from './logic-parts.ts';
import { POOL } from './logic-parts.ts';
import type { PoolSum, PoolSums } from './pool-sums.ts';

/** Words of the frames. */
export interface FrameWords {
  readonly sharedNetwork: string;
  readonly noPool: string;
  readonly wellOf: (well: number, all: number) => string;
  /** Ranges of a network; range and addresses of a subnet. */
  readonly about: (row: TopologyRow) => string;
}

export interface FrameScene {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly sums: PoolSums;
  readonly boxOf: (id: string) => LogicBox | undefined;
  readonly poolOf: (
    id: string,
  ) => { balancer: string | undefined; machines: readonly string[] } | undefined;
  readonly words: FrameWords;
  readonly selected: ReadonlySet<string>;
  readonly related: ReadonlySet<string>;
}

const HEAD_MIN_PX = 11;
/** A cell narrower than this is no cell to the eye: the pool shows a bar instead. */
const CELL_MIN_PX = 3;
const TILE_WORDS = { w: 30, h: 11 } as const;

/** Paints one frame; the kinds are painted from the outermost inwards by who calls. */
export function paintFrame(brush: Brush, at: { box: LogicBox; scene: FrameScene }): void {
  const { box } = at;
  const place = brush.rect(box);
  if (brush.misses(place)) return;
  if (box.kind === 'pool') paintPool(brush, { ...at, place });
  else paintGround(brush, { ...at, place });
}

function paintGround(brush: Brush, at: { box: LogicBox; place: Rect; scene: FrameScene }): void {
  const { box, place, scene } = at;
  const isNetwork = box.kind === 'network';
  const row = box.row === undefined ? undefined : scene.get(box.row);
  const radius = Math.min(isNetwork ? 8 : 6, place.w / 10);
  brush.block(place, isNetwork ? 'surface' : 'sunken', radius);
  const isShared = isNetwork && row === undefined;
  const dash = isShared ? { dash: [3, 4] } : isNetwork ? {} : { dash: [6, 4] };
  brush.frame(place, borderOf(box, scene) ?? (isNetwork ? 'edge' : 'line-strong'), {
    radius,
    width: borderOf(box, scene) === undefined ? 1.3 : 2.2,
    ...dash,
  });
  const head = (isNetwork ? 28 : 24) * brush.view.zoom;
  if (head < HEAD_MIN_PX) return;
  const y = place.y + Math.min(head, 28) / 2 + 1;
  let x = place.x + 9;
  const worst = row === undefined ? 'ok' : scene.sums.worstIn(row.id);
  if (worst !== 'ok' && worst !== 'off') {
    brush.shape(WORST[worst], { x: x + 5, y, size: 10 });
    x += 15;
  }
  const name = row?.name ?? scene.words.sharedNetwork;
  const room = place.x + place.w - x - 6;
  const width = brush.text(name, { x, y, room }, { size: 11.5, weight: 620, color: 'text' });
  if (row === undefined) return;
  const rest = { x: x + width + 7, y, room: room - width - 7 };
  brush.text(scene.words.about(row), rest, { size: 10.5, color: 'text-3' });
}

function paintPool(brush: Brush, at: { box: LogicBox; place: Rect; scene: FrameScene }): void {
  const { box, place, scene } = at;
  const pool = scene.poolOf(box.id);
  if (pool === undefined) return;
  const sum = scene.sums.pool(box.id);
  const radius = Math.min(5, place.w / 12);
  brush.block(place, 'rack', radius);
  brush.frame(place, sum.worst === 'ok' || sum.worst === 'off' ? 'rack-edge' : `${sum.worst}-g`, {
    radius,
    width: 1,
  });
  const head = POOL.head * brush.view.zoom;
  if (head >= HEAD_MIN_PX) paintPoolHead(brush, { ...at, pool, sum, head });
  const first = scene.boxOf(pool.machines[0] ?? '');
  if (first === undefined) return;
  if (first.w * brush.view.zoom < CELL_MIN_PX) {
    const inner = { x: place.x + 3, y: place.y + place.h * 0.3, w: place.w - 6, h: place.h * 0.6 };
    paintBar(brush, inner, sum);
    return;
  }
  for (const id of pool.machines) {
    const cell = scene.boxOf(id);
    const row = scene.get(id);
    if (cell === undefined || row === undefined) continue;
    const rect = brush.rect(cell);
    if (!brush.misses(rect)) paintMachine(brush, { rect, row, scene });
  }
}

function paintPoolHead(
  brush: Brush,
  at: {
    place: Rect;
    scene: FrameScene;
    pool: { balancer: string | undefined };
    sum: PoolSum;
    head: number;
  },
): void {
  const { place, scene, sum } = at;
  const y = place.y + Math.min(at.head, 22) / 2 + 1;
  // Ways and gates arrive at the left of the head.
  const x = place.x + Math.min(30, place.w * 0.14);
  const well = scene.words.wellOf(sum.byTone.get('ok') ?? 0, sum.machines);
  const right = { x: place.x + place.w - 7, y, room: place.w * 0.4 };
  const tone: TokenName = sum.worst === 'ok' || sum.worst === 'off' ? 'text-3' : sum.worst;
  const used = brush.text(well, right, { size: 10.5, color: tone, align: 'right' });
  const name = at.pool.balancer === undefined ? undefined : scene.get(at.pool.balancer)?.name;
  const room = place.x + place.w - x - used - 16;
  brush.text(
    name ?? scene.words.noPool,
    { x, y, room },
    { size: 10.5, weight: 560, color: 'text-2' },
  );
}

/** All machines as one bar, cut by state, the worst first. */
function paintBar(brush: Brush, area: Rect, sum: PoolSum): void {
  let x = area.x;
  for (const tone of TONES.toReversed()) {
    const w = (area.w * (sum.byTone.get(tone) ?? 0)) / Math.max(1, sum.machines);
    if (w > 0) brush.block({ ...area, x, w }, `${tone}-g`);
    x += w;
  }
}

function paintMachine(brush: Brush, at: { rect: Rect; row: TopologyRow; scene: FrameScene }): void {
  const { rect, row, scene } = at;
  const state = stateOf(row);
  const small = rect.w < 8;
  const radius = small ? 0 : Math.min(3, rect.h / 5);
  brush.block(rect, fillOf(state.tone, small), radius);
  const border = markOf(row.id, scene);
  if (!small || border !== undefined) {
    brush.frame(rect, border ?? `${state.tone}-g`, {
      radius,
      width: border === undefined ? 1 : 2,
      ...(scene.related.has(row.id) && !scene.selected.has(row.id) ? { dash: [4, 3] } : {}),
    });
  }
  if (rect.w >= TILE_WORDS.w && rect.h >= TILE_WORDS.h) paintName(brush, { rect, row, scene });
  else if (state.tone !== 'ok' && rect.w >= 8) {
    const size = Math.min(9, rect.w - 2, rect.h - 2);
    brush.shape(state, { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2, size });
  }
}

function paintName(brush: Brush, at: { rect: Rect; row: TopologyRow; scene: FrameScene }): void {
  const { rect, row } = at;
  const state = stateOf(row);
  const y = rect.y + rect.h / 2;
  const shaped = state.tone !== 'ok' || rect.w >= 60;
  if (shaped) brush.shape(state, { x: rect.x + 8, y, size: 8 });
  const x = rect.x + (shaped ? 15 : 4);
  const color = state.tone === 'ok' ? 'text' : state.tone;
  brush.text(row.name, { x, y, room: rect.x + rect.w - x - 2 }, { size: 10.5, color });
}

/** Specks have no border, so that their fill has to tell. */
function fillOf(tone: Tone, small: boolean): TokenName {
  if (small) return `${tone}-g`;
  return tone === 'ok' ? 'tile' : `${tone}-soft`;
}

function markOf(id: string, scene: FrameScene): TokenName | undefined {
  return scene.selected.has(id) || scene.related.has(id) ? 'accent' : undefined;
}

function borderOf(box: LogicBox, scene: FrameScene): TokenName | undefined {
  return box.row === undefined ? undefined : markOf(box.row, scene);
}
