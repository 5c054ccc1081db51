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
import { RACK_WIDTH } from './rack-layout.ts';
import type { Scene, SceneItem } from './scene.ts';
import type { TokenName } from './style.ts';

const GRID_WORLD = 28;
/** Names of rows stand above the lane on which requests travel. */
const LABEL_RISE_PX = 10;
/** A name and the lane below it need this much between two rows. */
const LABEL_ROOM_PX = 19;
/** Below this distance on the screen the dots would become a grey veil. */
const GRID_MIN_PX = 13;
/** Labels and bus bars of a hall reach this far beyond it. */
const HALL_REACH_PX = 80;
const BUS_FIRST = 10;
const BUS_STEP = 8;
/** Rack units are drawn one by one from this height on the screen. */
const SLOT_MIN_PX = 7;

export interface GroundWords {
  /** Name of a place as it is shown, with its kind. */
  readonly place: (id: string) => string;
  readonly free: (units: number) => string;
  readonly emptyRow: string;
}

/** Paints the whole ground. O(rows + visible racks). */
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
    if (at.showPower) paintBusBars(brush, { hall, scene: at.scene, feeds });
    for (const band of hall.bands) {
      if (brush.misses(brush.rect(band))) continue;
      paintCabinets(brush, { band, scene: at.scene, words: at.words });
    }
  }
  if (at.showPower) paintChains(brush, { layout: at.layout, scene: at.scene, feeds });
}

function grownBy(box: Rect, by: number): Rect {
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
function hasRoomForNames(brush: Brush, hall: Hall): boolean {
  const isStacked = hall.bands.length > hall.columns;
  return !isStacked || BAND_GAP * brush.view.zoom >= LABEL_ROOM_PX;
}

/** Names rooms and rows, above every line: a line passes behind a name. O(rows). */
export function paintRowNames(
  brush: Brush,
  at: { layout: RoomLayout; scene: Scene; words: GroundWords },
): void {
  if (at.scene.level === 'region') return;
  for (const hall of at.layout.halls) {
    if (!hasRoomForNames(brush, hall)) continue;
    hall.bands.forEach((band, index) => {
      if (brush.misses(grownBy(brush.rect(band), HALL_REACH_PX))) return;
      const ids = [...new Set(index === 0 ? [hall.id, band.id] : [band.id])];
      paintRowName(brush, { band, ids, scene: at.scene, words: at.words });
    });
  }
}

function paintRowName(
  brush: Brush,
  at: { band: Band; ids: readonly string[]; scene: Scene; words: GroundWords },
): void {
  const { band, ids, scene, words } = at;
  const place = {
    x: brush.x(band.x),
    y: brush.y(band.y - 7) - LABEL_RISE_PX,
    room: band.w * brush.view.zoom,
  };
  const bare = ids.map((id) => scene.get(id)?.name ?? words.place(id));
  const wordings = [ids.map(words.place), bare, bare.slice(-1)].map((names) => names.join(' · '));
  brush.textThatFits(wordings, place, {
    size: 11.5,
    weight: 560,
    color: 'text-2',
    plate: 'floor',
  });
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

function paintCabinets(brush: Brush, at: { band: Band; scene: Scene; words: GroundWords }): void {
  const { band, scene, words } = at;
  const zoom = brush.view.zoom;
  for (const box of band.placed.racks) {
    const body = brush.rect(box);
    if (brush.misses(body)) continue;
    const summary = scene.sums.rack(box.id);
    const cut = summary.worst === 'harm' && summary.hostsUp === 0;
    const radius = Math.min(6, body.w / 10);
    brush.block(body, cut && summary.hosts > 0 ? 'harm-soft' : 'rack', radius);
    if (zoom * RACK_WIDTH < 48) continue;
    for (const run of band.placed.runs) {
      const slot = brush.rect({
        x: box.x + 6,
        y: run.y,
        w: RACK_WIDTH - 12,
        h: run.h,
      });
      if (run.folded) paintFold(brush, { slot, words, units: run.to - run.from + 1 });
      else paintSlots(brush, { slot, units: run.to - run.from + 1 });
    }
  }
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

function paintFold(brush: Brush, at: { slot: Rect; units: number; words: GroundWords }): void {
  const { slot, units, words } = at;
  const middle = slot.y + slot.h / 2;
  brush.line(
    [
      [slot.x + 4, middle],
      [slot.x + slot.w - 4, middle],
    ],
    { color: 'rack-edge', width: 1, dash: [2, 3] },
  );
  if (slot.h < 9 || slot.w < 80) return;
  const text = words.free(units);
  brush.ctx.font = '500 10px "Inter Variable", system-ui, sans-serif';
  const width = brush.ctx.measureText(text).width + 10;
  brush.block({ x: slot.x + (slot.w - width) / 2, y: middle - 6, w: width, h: 12 }, 'rack');
  const place = { x: slot.x + slot.w / 2, y: middle, room: slot.w };
  brush.text(text, place, { size: 10, color: 'text-3', align: 'center' });
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
  at: { hall: Hall; scene: Scene; feeds: readonly SceneItem[] },
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
      const ends = several ? xs : [...xs, trunkX(at.feeds, feed)];
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
      drawFeedLine(
        brush,
        [
          [brush.x(feed.box.x + feed.box.w), startY],
          [x, startY],
          [x, joinY],
        ],
        style,
      );
      if (first === last) continue;
      const trunk = brush.x(hall.x - 16 - number * BUS_STEP);
      drawFeedLine(
        brush,
        [
          [trunk, brush.y(first)],
          [trunk, joinY],
        ],
        style,
      );
    }
  }
}
