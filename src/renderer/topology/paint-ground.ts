/**
 * Paints what lies below the elements: the floor, the rooms with their rows, the cabinets with
 * their rack units, and the bus bars that bring power from the feeds to the racks.
 *
 * The two feeds differ by hue and by line (solid, double), never by colour alone; a dead bar is
 * broken. It reads layout and scene and changes nothing.
 */
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import { BAND_GAP, type Band, type Hall, type RoomLayout } from './layout.ts';
import { RACK_WIDTH, type UnitRun } from './rack-layout.ts';
import type { Scene, SceneItem } from './scene.ts';
import type { TokenName } from './style.ts';

const GRID_WORLD = 28;
/** A name of a row and the lane below it need this much between two rows. */
const LABEL_ROOM_PX = 19;
/** Below this distance on the screen the dots would become a grey veil. */
const GRID_MIN_PX = 13;
/** Labels and bus bars of a hall reach this far beyond it. */
export const HALL_REACH_PX = 80;
const BUS_FIRST = 10;
const BUS_STEP = 8;
/** Rack units are drawn in a rack at least this wide on the screen. */
export const UNITS_FROM_PX = 48;
/** Rack units are drawn one by one from this height on the screen. */
const SLOT_MIN_PX = 7;

export interface GroundWords {
  /** Name of a place as it is shown, with its kind. */
  readonly place: (id: string) => string;
  readonly free: (units: number) => string;
  readonly emptyRow: string;
}

/** Paints the whole ground but for what it says of the rows. O(rows + visible racks). */
export function paintGround(
  brush: Brush,
  at: { layout: RoomLayout; scene: Scene; words: GroundWords; showPower: boolean },
): void {
  paintFloor(brush);
  if (at.scene.level === 'region') return;
  const feeds = feedItems(at.scene);
  for (const hall of at.layout.halls) {
    if (brush.misses(grownBy(brush.rect(hall), HALL_REACH_PX))) continue;
    paintHall(brush, { hall, words: at.words });
    if (at.showPower) paintBusBars(brush, { layout: at.layout, hall, scene: at.scene, feeds });
    for (const band of hall.bands) {
      if (brush.misses(brush.rect(band))) continue;
      paintCabinets(brush, { band, scene: at.scene });
    }
  }
  if (at.showPower) paintChains(brush, { layout: at.layout, scene: at.scene, feeds });
}

/** A rectangle of the screen with this much more at every side. */
export function grownBy(box: Rect, by: number): Rect {
  return { x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by };
}

function feedItems(scene: Scene): SceneItem[] {
  return scene.items
    .filter((item) => item.row.kind === 'power' && item.row.powerKind === 'feed')
    .toSorted((a, b) => (a.feed ?? 0) - (b.feed ?? 0));
}

function paintFloor(brush: Brush): void {
  const { view, ctx, palette } = brush;
  const { seen } = brush;
  ctx.fillStyle = palette.floor;
  ctx.fillRect(seen.x, seen.y, seen.w, seen.h);
  const gap = GRID_WORLD * view.zoom;
  if (gap < GRID_MIN_PX) return;
  ctx.fillStyle = palette['floor-grid'];
  const startX = firstDot(view.panX, { gap, from: seen.x });
  const startY = firstDot(view.panY, { gap, from: seen.y });
  for (let x = startX; x < seen.x + seen.w + 1; x += gap) {
    for (let y = startY; y < seen.y + seen.h + 1; y += gap) ctx.fillRect(x - 1, y - 1, 2, 2);
  }
}

/** The first dot of the grid at or before an edge of what is painted. */
function firstDot(pan: number, at: { gap: number; from: number }): number {
  return pan + Math.floor((at.from - pan) / at.gap) * at.gap;
}

/** Rows that stand close below each other have no room for names between them. */
export function hasRoomForNames(brush: Brush, hall: Hall): boolean {
  const isStacked = hall.bands.length > hall.columns;
  return !isStacked || BAND_GAP * brush.view.zoom >= LABEL_ROOM_PX;
}

function paintHall(brush: Brush, at: { hall: Hall; words: GroundWords }): void {
  const { hall, words } = at;
  if (!hasRoomForNames(brush, hall)) return;
  for (const band of hall.bands) {
    if (band.placed.racks.length > 0) continue;
    if (brush.misses(grownBy(brush.rect(band), HALL_REACH_PX))) continue;
    paintEmptyRow(brush, { band, words });
  }
}

/** Where the first rack of a row would stand. */
function paintEmptyRow(brush: Brush, at: { band: Band; words: GroundWords }): void {
  const spot = brush.rect({ ...at.band, w: RACK_WIDTH });
  brush.frame(spot, 'line-strong', { radius: 6, dash: [4, 4] });
  const place = { x: spot.x + spot.w / 2, y: spot.y + spot.h / 2, room: spot.w - 12 };
  brush.text(at.words.emptyRow, place, { size: 11, color: 'text-3', align: 'center' });
}

function paintCabinets(brush: Brush, at: { band: Band; scene: Scene }): void {
  const { band, scene } = at;
  for (const box of band.placed.racks) {
    const body = brush.rect(box);
    if (brush.misses(body)) continue;
    const summary = scene.sums.rack(box.id);
    const cut = summary.worst === 'harm' && summary.hostsUp === 0;
    const radius = Math.min(6, body.w / 10);
    brush.block(body, cut && summary.hosts > 0 ? 'harm-soft' : 'rack', radius);
    if (body.w < UNITS_FROM_PX) continue;
    for (const run of band.placed.runs) {
      if (!run.folded) paintSlots(brush, { slot: slotOf(brush, box, run), units: unitsOf(run) });
    }
  }
}

/** A run of units on the screen. */
export function slotOf(brush: Brush, rack: Rect, run: UnitRun): Rect {
  return brush.rect({ x: rack.x + 6, y: run.y, w: rack.w - 12, h: run.h });
}

/** How many units a run has. */
export function unitsOf(run: UnitRun): number {
  return run.to - run.from + 1;
}

function paintSlots(brush: Brush, at: { slot: Rect; units: number }): void {
  const { slot, units } = at;
  brush.block(slot, 'rack-slot');
  const height = slot.h / units;
  if (height < SLOT_MIN_PX) return;
  brush.ctx.fillStyle = brush.palette.rack;
  for (let unit = 1; unit < units; unit += 1) {
    brush.ctx.fillRect(slot.x, slot.y + unit * height - 0.5, slot.w, 1);
  }
}

/** Colour of a feed's lines; its number decides, not its name. */
export function feedColor(feed: number | undefined, on: boolean): TokenName {
  if (!on) return 'harm-g';
  if (feed === 0) return 'feed-a';
  return feed === 1 ? 'feed-b' : 'wire';
}

function drawFeedLine(
  brush: Brush,
  points: readonly (readonly [number, number])[],
  style: { feed: number | undefined; on: boolean },
): void {
  const color = feedColor(style.feed, style.on);
  if (!style.on) {
    brush.line(points, { color, width: 1.5, dash: [3, 5] });
    return;
  }
  brush.line(points, { color, width: style.feed === 1 ? 3.4 : 2 });
  // The second feed is a double line: a light core inside a wider one.
  if (style.feed === 1) brush.line(points, { color: 'floor', width: 1.2 });
}

/** Below the tallest row of its line, so that rows side by side share one bar. */
function busY(hall: Hall, band: Band, feed: number): number {
  const line = hall.bands.filter((one) => one.y === band.y);
  const bottom = Math.max(...line.map((one) => one.y + one.h));
  return bottom + BUS_FIRST + feed * BUS_STEP;
}

/** PDUs that stand in racks: what bus bars lead to. */
function rackPdus(scene: Scene): SceneItem[] {
  return scene.items.filter(
    (item) =>
      item.row.kind === 'power' && item.row.powerKind === 'pdu' && item.box.rack !== undefined,
  );
}

/** Where the bars of a feed lie in a hall, from top to bottom; none where it feeds nothing. */
function barsOf(hall: Hall, fed: readonly SceneItem[], feed: number): number[] {
  const bands = hall.bands.filter((band) => fed.some((pdu) => isIn(band, pdu.box)));
  return bands.map((band) => busY(hall, band, feed)).toSorted((a, b) => a - b);
}

function paintBusBars(
  brush: Brush,
  at: { layout: RoomLayout; hall: Hall; scene: Scene; feeds: readonly SceneItem[] },
): void {
  const pdus = rackPdus(at.scene);
  if (pdus.length === 0) return;
  for (const band of at.hall.bands) {
    if (brush.misses(grownBy(brush.rect(band), HALL_REACH_PX))) continue;
    for (const feed of at.feeds) {
      const number = feed.feed ?? 0;
      const fed = pdus.filter((pdu) => pdu.feed === number && isIn(band, pdu.box));
      if (fed.length === 0) continue;
      const on = feed.row.kind === 'power' && feed.row.energised;
      const y = busY(at.hall, band, number);
      const xs = fed.map((pdu) => pdu.box.x + pdu.box.w / 2);
      const several = at.hall.bands.length > at.hall.columns;
      // One line of rows is joined where the trunk comes up, several at their left.
      const trunk = { layout: at.layout, feed, x: trunkX(at.feeds, feed), joinY: y };
      const ends = several || isUnder(trunk) ? xs : [...xs, trunk.x];
      const left = several ? at.hall.x - 16 - number * BUS_STEP : Math.min(...ends);
      const right = Math.max(...ends);
      drawFeedLine(
        brush,
        [
          [brush.x(left), brush.y(y)],
          [brush.x(right), brush.y(y)],
        ],
        { feed: number, on },
      );
      for (const pdu of fed) {
        const x = brush.x(pdu.box.x + pdu.box.w / 2);
        const pduOn = pdu.row.kind === 'power' && pdu.row.energised;
        const riser = [
          [x, brush.y(pdu.box.y + pdu.box.h)],
          [x, brush.y(y)],
        ] as const;
        drawFeedLine(brush, riser, { feed: number, on: on && pduOn });
      }
    }
  }
}

function isIn(band: Band, box: Rect): boolean {
  return box.x >= band.x && box.x < band.x + band.w && box.y >= band.y && box.y <= band.y + band.h;
}

/** Lines from the utility through the UPS to the feed, and up to the bus bars. */
function paintChains(
  brush: Brush,
  at: { layout: RoomLayout; scene: Scene; feeds: readonly SceneItem[] },
): void {
  for (const item of at.scene.items) {
    if (item.row.kind !== 'power' || item.row.from === undefined || item.box.rack !== undefined)
      continue;
    const from = at.layout.boxes.get(item.row.from);
    if (from === undefined || from.rack !== undefined) continue;
    const y = brush.y(item.box.y + item.box.h / 2);
    const points =
      from.y === item.box.y
        ? [[brush.x(from.x + from.w), y] as const, [brush.x(item.box.x), y] as const]
        : elbow(brush, { from, to: item.box });
    drawFeedLine(brush, points, { feed: item.feed, on: item.row.energised });
  }
  paintTrunks(brush, { layout: at.layout, feeds: at.feeds, pdus: rackPdus(at.scene) });
}

function elbow(brush: Brush, at: { from: Rect; to: Rect }): (readonly [number, number])[] {
  const middle = brush.x(at.from.x + at.from.w + 13);
  const startY = brush.y(at.from.y + at.from.h / 2);
  const endY = brush.y(at.to.y + at.to.h / 2);
  return [
    [brush.x(at.from.x + at.from.w), startY],
    [middle, startY],
    [middle, endY],
    [brush.x(at.to.x), endY],
  ];
}

/** Where the line from a feed goes up to its bars. */
function trunkX(feeds: readonly SceneItem[], feed: SceneItem): number {
  const { box } = feed;
  return box.x + box.w + 12 + (feeds.length - 1 - (feed.feed ?? 0)) * BUS_STEP;
}

interface Trunk {
  readonly layout: RoomLayout;
  readonly feed: SceneItem;
  readonly x: number;
  readonly joinY: number;
}

/** Whether racks of another row stand between a feed and its bars. */
function isUnder({ layout, x, joinY }: Trunk): boolean {
  return layout.halls.some((hall) =>
    hall.bands.some((band) => band.y > joinY && x > band.x - 4 && x < band.x + band.w + 4),
  );
}

/** Below all racks to the left of them, and up there. */
function wayAround(
  brush: Brush,
  at: Trunk & { readonly hall: Hall; readonly fed: readonly SceneItem[] },
): (readonly [number, number])[] {
  const step = (at.feed.feed ?? 0) * BUS_STEP;
  const bottom = Math.max(...at.layout.halls.map((hall) => hall.y + hall.h)) + BUS_FIRST + step;
  const left = Math.min(...at.layout.halls.map((hall) => hall.x)) - 16 - step;
  const inHall = at.fed.filter((pdu) => at.hall.bands.some((band) => isIn(band, pdu.box)));
  const first = Math.min(...inHall.map((pdu) => pdu.box.x + pdu.box.w / 2));
  return [
    [brush.x(at.x), brush.y(bottom)],
    [brush.x(left), brush.y(bottom)],
    [brush.x(left), brush.y(at.joinY)],
    [brush.x(first), brush.y(at.joinY)],
  ];
}

/** From each feed to its bars; a hall in which it feeds nothing has none to join. */
function paintTrunks(
  brush: Brush,
  at: {
    readonly layout: RoomLayout;
    readonly feeds: readonly SceneItem[];
    readonly pdus: readonly SceneItem[];
  },
): void {
  for (const feed of at.feeds) {
    const number = feed.feed ?? 0;
    const on = feed.row.kind === 'power' && feed.row.energised;
    const x = brush.x(trunkX(at.feeds, feed));
    const startY = brush.y(feed.box.y + feed.box.h / 2);
    const style = { feed: number, on };
    const fed = at.pdus.filter((pdu) => (pdu.feed ?? 0) === number);
    for (const hall of at.layout.halls) {
      const bars = barsOf(hall, fed, number);
      const [first, last = first] = [bars[0], bars.at(-1)];
      if (first === undefined || last === undefined) continue;
      const joinY = brush.y(last);
      const start = [brush.x(feed.box.x + feed.box.w), startY] as const;
      const trunk = { layout: at.layout, feed, x: trunkX(at.feeds, feed), joinY: last };
      const way = isUnder(trunk)
        ? wayAround(brush, { ...trunk, hall, fed })
        : [[x, joinY] as const];
      drawFeedLine(brush, [start, [x, startY], ...way], style);
      if (first === last) continue;
      const side = brush.x(hall.x - 16 - number * BUS_STEP);
      drawFeedLine(
        brush,
        [
          [side, brush.y(first)],
          [side, joinY],
        ],
        style,
      );
    }
  }
}
