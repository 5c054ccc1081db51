/**
 * An autoscale setting on its way from a row into a file: all of it, but for what only a run
 * knows, and without fixed dates that are over, which nobody could set again. Read again, it gives
 * the same setting.
 */
import { parseCalendar, timeZone, toUtc } from '../model/calendar.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { ScaleSetEntry } from './scenario-work-schema.ts';

type Setting = NonNullable<RowOf<'scaleSet'>['autoscale']>;

/** What the engine calls an autoscale setting without a name. */
const UNNAMED = 'autoscale';

/** The setting as a file has it; `calendarUs` is the moment at which the file begins. */
export function autoscaleFromRow(
  setting: Setting,
  calendarUs: number,
): NonNullable<ScaleSetEntry['autoscale']> {
  const { cooldownUntilUs: _until, profile: _inForce, name, profiles, ...rest } = setting;
  const coming = profiles.filter((profile) => !isOver(profile, calendarUs));
  return {
    ...(name === UNNAMED ? {} : { name }),
    ...rest,
    ...(coming.length === 0 ? {} : { profiles: coming }),
  };
}

function isOver({ fixedDate }: Setting['profiles'][number], calendarUs: number): boolean {
  if (fixedDate === undefined) return false;
  const zone = timeZone(fixedDate.timeZone ?? 'UTC');
  const to = parseCalendar(fixedDate.to);
  return zone !== undefined && to.ok && toUtc(zone, to.value) <= calendarUs;
}
