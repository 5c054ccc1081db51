/**
 * Writes what the ground says of its rows: the names of rooms and rows above them, and how many
 * units are folded away in their racks. Names keep clear of the tabs of domains, which stand on the
 * same edge; where both have no room the name is left out.
 */
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import { BAND_GAP, type Band, type RoomLayout } from './layout.ts';
import {
  grownBy,
  HALL_REACH_PX,
  hasRoomForNames,
  slotOf,
  UNITS_FROM_PX,
  unitsOf,
  type GroundWords,
} from './paint-ground.ts';
import type { Scene } from './scene.ts';

/** Names of rows stand above the lane on which requests travel. */
const LABEL_RISE_PX = 10;
/** A tab of a domain on a rack: how high and how wide it stands there. */
export const TAB = { w: 34, h: 15, right: 6 } as const;
/** A name above the tabs needs this much between two rows. */
const TABBED_ROOM_PX = 40;
/** The first row of a hall has this much above it, in world pixels. */
const FIRST_GAP = 62;
/** Words of a fold have room in a run at least this large. */
const FOLD_WORDS = { w: 64, h: 8 } as const;

interface RowWords {
  readonly layout: RoomLayout;
  readonly scene: Scene;
  readonly words: GroundWords;
}

/** Names rooms and rows, above every line: a line passes behind a name. O(rows). */
export function paintRowNames(brush: Brush, at: RowWords & { readonly tabbed: boolean }): void {
  if (at.scene.level === 'region') return;
  for (const hall of at.layout.halls) {
    if (!hasRoomForNames(brush, hall)) continue;
    hall.bands.forEach((band, index) => {
      if (brush.misses(grownBy(brush.rect(band), HALL_REACH_PX))) return;
      const ids = [...new Set(index === 0 ? [hall.id, band.id] : [band.id])];
      const gap = index < hall.columns ? FIRST_GAP : BAND_GAP;
      paintRowName(brush, { ...at, band, ids, gap: gap * brush.view.zoom });
    });
  }
}

function paintRowName(
  brush: Brush,
  at: RowWords & {
    readonly band: Band;
    readonly ids: readonly string[];
    /** Free above the row on the screen. */
    readonly gap: number;
    readonly tabbed: boolean;
  },
): void {
  const { band, ids, scene, words } = at;
  const place = {
    x: brush.x(band.x),
    y: brush.y(band.y - 7) - LABEL_RISE_PX,
    room: band.w * brush.view.zoom,
  };
  const isRaised = at.tabbed && at.gap >= TABBED_ROOM_PX;
  if (isRaised) place.y = Math.min(place.y, brush.y(band.y) - TAB.h - 8);
  else if (at.tabbed) place.room = band.placed.rackWidth * brush.view.zoom - TAB.w - TAB.right - 8;
  const bare = ids.map((id) => scene.get(id)?.name ?? words.place(id));
  const wordings = [ids.map(words.place), bare, bare.slice(-1)].map((names) => names.join(' · '));
  const style = { size: 11.5, weight: 560, color: 'text-2', plate: 'floor' } as const;
  const isBeside = at.tabbed && !isRaised;
  if (isBeside && !brush.fits(wordings.at(-1) ?? '', place.room, style)) return;
  brush.textThatFits(wordings, place, style);
}

/** Says how many units are folded away, above the hatching of their rack. O(visible racks). */
export function paintFolds(brush: Brush, at: RowWords): void {
  if (at.scene.level === 'region' || at.scene.level === 'zone') return;
  for (const hall of at.layout.halls) {
    if (brush.misses(brush.rect(hall))) continue;
    for (const band of hall.bands) {
      const folds = band.placed.runs.filter((run) => run.folded);
      if (folds.length === 0 || brush.misses(brush.rect(band))) continue;
      for (const rack of band.placed.racks) {
        const body = brush.rect(rack);
        if (body.w < UNITS_FROM_PX || brush.misses(body)) continue;
        for (const run of folds) {
          const slot = slotOf(brush, rack, run);
          paintFold(brush, { slot, words: at.words, units: unitsOf(run) });
        }
      }
    }
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
  if (slot.h < FOLD_WORDS.h || slot.w < FOLD_WORDS.w) return;
  const place = { x: slot.x + slot.w / 2, y: middle, room: slot.w - 8 };
  const style = { size: 10, color: 'text-3', align: 'center', plate: 'rack' } as const;
  const text = words.free(units);
  if (brush.fits(text, place.room, style)) brush.text(text, place, style);
}
