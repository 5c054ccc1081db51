/**
 * Paints the applications of a bare host on its face: one line each with its state, so that one
 * sees at a glance who shares the one operating system. Hosts with machines show those instead.
 */
import type { GuestView } from '../../shared/views/guest-view.ts';
import { applicationLook } from '../guest/guest-state.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';

/** Height of one line, in pixels of the screen. */
const LINE_PX = 15;
const MARGIN_PX = 8;

/** Paints as many applications as there is room for below the name of the host. */
export function paintApplications(
  brush: Brush,
  at: { box: Rect; nameHeight: number; guest: GuestView },
): void {
  const { box, nameHeight, guest } = at;
  const room = Math.floor((box.h - nameHeight - MARGIN_PX / 2) / LINE_PX);
  if (room < 1 || box.w < 60) return;
  guest.applications.slice(0, room).forEach((one, index) => {
    const y = box.y + nameHeight + LINE_PX * (index + 0.5);
    const look = applicationLook(one);
    brush.shape(look, { x: box.x + MARGIN_PX + 4, y, size: 8 });
    const place = { x: box.x + MARGIN_PX + 13, y, room: box.w - 2 * MARGIN_PX - 13 };
    const color = look.tone === 'ok' ? 'text-2' : look.tone;
    brush.text(one.name, place, { size: 10.5, color });
  });
}
