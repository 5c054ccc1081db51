/**
 * The maintenance windows of a set, as its row shows them: when they open, and whether one is open.
 * The moment of the next opening is worked out afresh each time.
 */
import { printDuration } from '../../../shared/kernel/time.ts';
import { clockText, WEEKDAYS } from '../../../shared/model/calendar.ts';
import { WINDOW_SCOPES } from '../../../shared/model/scheduled-event-kinds.ts';
import type { WindowRow } from '../../../shared/views/maintenance-view.ts';
import type { WaveSet } from '../systems/wave-domains.ts';
import { nextOpeningUs, windowOf } from '../systems/window-times.ts';
import type { World } from '../world/world.ts';

/** Windows of a set in the order of their scopes; undefined when it has none. */
export function windowsOf(world: World, set: WaveSet): WindowRow[] | undefined {
  const rows = WINDOW_SCOPES.map((scope) => windowOf(world, set, scope)).filter((row) => row >= 0);
  return rows.length === 0 ? undefined : rows.map((row) => windowRow(world, row));
}

function windowRow(world: World, row: number): WindowRow {
  const { col } = world.maintenanceWindow;
  const openUntilUs = col.openUntilUs[row]!;
  const opensAtUs = nextOpeningUs(world, row, world.nowUs);
  return {
    scope: WINDOW_SCOPES[col.scope[row]!]!,
    days: WEEKDAYS.filter((_, day) => ((col.days[row]! >> day) & 1) === 1),
    at: clockText(col.atMinute[row]!),
    duration: printDuration(col.durationUs[row]!),
    timeZone: world.maintenanceWindow.text('timeZone', row),
    ...(openUntilUs > 0 ? { closesAtUs: openUntilUs } : {}),
    ...(openUntilUs === 0 && Number.isFinite(opensAtUs) ? { opensAtUs } : {}),
  };
}
