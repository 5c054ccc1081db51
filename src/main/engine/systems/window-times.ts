/**
 * When maintenance windows open (rule ENG-MW1; docs/facts.md, fact 112): by the clocks of their own
 * zone, from the calendar of the run. What is done in one stands in `maintenance-windows.ts`.
 */
import { US_PER_DAY, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { minutesAhead, timeZone, toUtc, weekdayOf } from '../../../shared/model/calendar.ts';
import { WINDOW_SCOPES, type WindowScope } from '../../../shared/model/scheduled-event-kinds.ts';
import type { World } from '../world/world.ts';
import type { WaveSet } from './wave-domains.ts';

const DAYS_PER_WEEK = 7;

/** The window of a set for one scope; -1 when it has none. */
export function windowOf(world: World, set: WaveSet, scope: WindowScope): number {
  if (world.maintenanceWindow.count === 0) return -1;
  const { [set.table]: owner, scope: scopes } = world.maintenanceWindow.col;
  const wanted = WINDOW_SCOPES.indexOf(scope);
  for (const row of world.maintenanceWindow.slots())
    if (owner[row] === set.slot + 1 && scopes[row] === wanted) return row;
  return -1;
}

/** The first opening later than a moment of the run, in time of the run. */
export function nextOpeningUs(world: World, row: number, afterUs: number): number {
  const { days, atMinute } = world.maintenanceWindow.col;
  const zone = timeZone(world.maintenanceWindow.text('timeZone', row));
  if (zone === undefined) return Infinity;
  const utcUs = world.calendarStartUs + afterUs;
  const today = Math.floor((utcUs + minutesAhead(zone, utcUs) * US_PER_MINUTE) / US_PER_DAY);
  for (let day = today; day <= today + DAYS_PER_WEEK; day += 1) {
    if (((days[row]! >> weekdayOf(day)) & 1) === 0) continue;
    const opens = toUtc(zone, day * US_PER_DAY + atMinute[row]! * US_PER_MINUTE);
    if (opens > utcUs) return opens - world.calendarStartUs;
  }
  return Infinity;
}

/** How long maintenance of a machine or host has to wait for its window; 0: it may begin now. */
export function untilHostWindowUs(world: World, set: WaveSet): number {
  return untilOpenUs(world, windowOf(world, set, 'host'));
}

/** How long an image upgrade of a scale set has to wait for its window; 0: it may go on now. */
export function untilImageWindowUs(world: World, set: number): number {
  return untilOpenUs(world, windowOf(world, { table: 'scaleSet', slot: set }, 'osImage'));
}

function untilOpenUs(world: World, row: number): number {
  if (row < 0 || world.maintenanceWindow.col.openUntilUs[row]! > world.nowUs) return 0;
  return nextOpeningUs(world, row, world.nowUs) - world.nowUs;
}
