/**
 * Maintenance windows written as a scenario. What a row knows beyond what a file says of them is
 * left out, and so is the ordinary time zone.
 */
import type { WindowRow } from '../views/maintenance-view.ts';

type WindowEntry = Omit<WindowRow, 'timeZone' | 'opensAtUs' | 'closesAtUs'> & {
  timeZone?: string;
};

/** The windows of a set, machine or host; nothing when it has none. */
export function windowsFrom(rows: readonly WindowRow[] | undefined): { windows?: WindowEntry[] } {
  if (rows === undefined) return {};
  return {
    windows: rows.map(({ closesAtUs: _closes, opensAtUs: _opens, timeZone, ...window }) => ({
      ...window,
      ...(timeZone === 'UTC' ? {} : { timeZone }),
    })),
  };
}
