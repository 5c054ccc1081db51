/**
 * Paints halls as cards and rows as bars, where racks would be specks: name, how many hosts and
 * machines work, cost, and the worst state of what is inside as colour, shape and frame. A row
 * shows one cell for each rack, filled as far as its processors are promised.
 */
import type { RowState } from '../model/row-state.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import type { Band, Hall, RoomLayout } from './layout.ts';
import { paintCell } from './paint-cell.ts';
import type { PlaceSum } from './room-sums.ts';
import type { Scene } from './scene.ts';

/** Words of a card. */
export interface PlaceWords {
  readonly place: (id: string) => string;
  /** Short lines about what is in a place, the most important first. */
  readonly sums: (sum: PlaceSum) => readonly string[];
}

const LINE_PX = 16;
const TITLE_PX = 18;
const CARD_PAD_PX = 10;
/** A card smaller than this shows its colour and nothing else. */
const CARD_MIN_PX = 40;

/** Marks of the worst state; what is calm has a plain disc. */
export const WORST: Readonly<Record<PlaceSum['worst'], RowState>> = {
  off: { tone: 'off', shape: 'ring', word: 'off' },
  ok: { tone: 'ok', shape: 'disc', word: 'working' },
  change: { tone: 'change', shape: 'half', word: 'starting' },
  warn: { tone: 'warn', shape: 'triangle', word: 'strained' },
  harm: { tone: 'harm', shape: 'cross', word: 'failing' },
};

/** Paints cards or bars for the places that are shown instead of their racks. O(rows + racks). */
export function paintPlaces(
  brush: Brush,
  at: { scene: Scene; layout: RoomLayout; words: PlaceWords; filled: boolean },
): void {
  const shown = new Set(
    at.scene.items.filter(({ box }) => box.kind === 'place').map(({ box }) => box.id),
  );
  if (shown.size === 0) return;
  for (const hall of at.layout.halls) {
    if (brush.misses(brush.rect(hall))) continue;
    if (at.scene.level === 'region') paintCard(brush, { hall, scene: at.scene, words: at.words });
    else {
      for (const band of hall.bands) {
        if (shown.has(band.id)) paintCells(brush, { band, ...at });
      }
    }
  }
}

function paintCard(brush: Brush, at: { hall: Hall; scene: Scene; words: PlaceWords }): void {
  const { hall, scene, words } = at;
  const box = brush.rect(hall);
  const sum = scene.sums.hall(hall.id);
  brush.block(box, 'surface', Math.min(8, box.w / 8));
  brush.block({ ...box, h: Math.min(4, box.h / 4) }, `${sum.worst}-g`, 2);
  if (box.w < CARD_MIN_PX || box.h < CARD_MIN_PX) return;
  const x = box.x + CARD_PAD_PX;
  let y = box.y + CARD_PAD_PX + TITLE_PX / 2;
  brush.shape(WORST[sum.worst], { x: x + 5, y, size: 11 });
  const room = box.w - 2 * CARD_PAD_PX;
  const title = { x: x + 16, y, room: room - 16 };
  brush.text(words.place(hall.id), title, { size: 12.5, weight: 620, color: 'text' });
  y += TITLE_PX;
  for (const line of words.sums(sum)) {
    if (y + LINE_PX > box.y + box.h - CARD_PAD_PX) return;
    brush.text(line, { x, y, room }, { size: 11, color: 'text-2' });
    y += LINE_PX;
  }
  const rest = { x, y: y + 2, w: room, h: box.y + box.h - CARD_PAD_PX - y - 2 };
  if (rest.h > hall.bands.length) paintRows(brush, { hall, scene, area: rest });
}

/** The rows of a hall in small: a bar for each, where it stands, in the colour of its worst. */
function paintRows(brush: Brush, at: { hall: Hall; scene: Scene; area: Rect }): void {
  const { hall, scene, area } = at;
  const scaleX = area.w / hall.w;
  const scaleY = area.h / hall.h;
  for (const band of hall.bands) {
    const { worst } = scene.sums.band(band.id);
    const bar = {
      x: area.x + (band.x - hall.x) * scaleX,
      y: area.y + (band.y - hall.y) * scaleY,
      w: Math.max(2, band.w * scaleX),
      h: Math.max(2, band.h * scaleY),
    };
    brush.block(bar, worst === 'ok' || worst === 'off' ? 'rack-edge' : `${worst}-g`, 1);
  }
}

function paintCells(brush: Brush, at: { band: Band; scene: Scene; filled: boolean }): void {
  for (const rack of at.band.placed.racks) {
    const box = brush.rect(rack);
    if (brush.misses(box)) continue;
    brush.block(box, 'rack');
    paintCell(brush, box, { sum: at.scene.sums.rack(rack.id), filled: at.filled });
  }
}
