/**
 * What a resource group is for, and its clock, written as fields of its entry in a scenario. What
 * it has cost begins anew.
 */
import { WEEKDAYS } from '../model/calendar.ts';
import { WORK_FROM } from '../model/environment-kinds.ts';
import type { EnvironmentView } from '../views/environment-view.ts';
import type { GroupEntry } from './scenario-work-schema.ts';

/** Nothing for a group that is for nothing in particular. */
export function environmentFrom(
  view: EnvironmentView | undefined,
): Pick<GroupEntry, 'environment' | 'clock'> {
  if (view === undefined) return {};
  const { kind, clock } = view;
  if (clock === undefined) return { environment: kind };
  const { off, days, timeZone, acts, from } = clock;
  return {
    environment: kind,
    clock: {
      off,
      ...(days.length === WEEKDAYS.length ? {} : { days: [...days] }),
      ...(timeZone === 'UTC' ? {} : { timeZone }),
      ...(acts === 'deallocate' ? {} : { acts }),
      ...(from === WORK_FROM ? {} : { from }),
    },
  };
}
