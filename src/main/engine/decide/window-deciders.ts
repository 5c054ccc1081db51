/**
 * Deciders for maintenance configurations: which windows the service takes (docs/facts.md, fact
 * 112). When one opens, and what is done in it, is the matter of the systems.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import {
  durationUs,
  printDuration,
  US_PER_HOUR,
  US_PER_MINUTE,
} from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { clockMinute, timeZone, TIME_ZONES, WEEKDAYS } from '../../../shared/model/calendar.ts';
import { WINDOW_SCOPES, type WindowScope } from '../../../shared/model/scheduled-event-kinds.ts';
import { awaitWindow, setOfWindow } from '../systems/maintenance-windows.ts';
import { vCpuOffered } from '../systems/placement.ts';
import type { WaveSet } from '../systems/wave-domains.ts';
import { windowOf } from '../systems/window-times.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import { findMaintained } from './maintenance-deciders.ts';

/** Least and most length of a window by scope (fact 112); no most but the day, save for guests. */
const LENGTHS: Readonly<Record<WindowScope, readonly [leastUs: number, mostUs: number]>> = {
  guest: [90 * US_PER_MINUTE, 235 * US_PER_MINUTE],
  osImage: [5 * US_PER_HOUR, 24 * US_PER_HOUR],
  host: [2 * US_PER_HOUR, 24 * US_PER_HOUR],
};
/** The first window of the scope `guest` is at least so far ahead (fact 112). */
const AHEAD_US = 15 * US_PER_MINUTE;

/** Looks at `maintenance.configure`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceConfigure(
  world: World,
  command: CommandOf<'maintenance.configure'>,
): Decided {
  const set = findMaintained(world, command);
  if (!set.ok) return set;
  const fits = checkScope(world, set.value, command.scope);
  if (!fits.ok) return fits;
  const length = checkLength(command.scope, durationUs(command.duration, 0));
  if (!length.ok) return length;
  const zone = command.timeZone ?? 'UTC';
  if (timeZone(zone) === undefined) {
    return refuse({
      code: 'maintenance.windowZone',
      message: `The time zone "${zone}" is not one of those known.`,
      hint: `Choose one of ${TIME_ZONES.map((one) => one.name).join(', ')}.`,
      details: { timeZone: zone },
    });
  }
  return ok(() => putWindow(world, set.value, { ...command, timeZone: zone }));
}

function checkScope(world: World, set: WaveSet, scope: WindowScope): Result<void> {
  const id = textIdOf(world, set.table, set.slot);
  if (scope === 'host') return checkIsolated(world, set, id);
  if (set.table === 'dedicatedHost') {
    return refuse({
      code: 'maintenance.windowScope',
      message: `${id} is hardware: it has no system of its own to patch and no image.`,
      hint: 'Use the scope host, or give its machines windows of their own.',
      details: { set: id, scope },
    });
  }
  if (scope === 'guest') return ok(undefined);
  if (set.table === 'scaleSet' && world.scaleSet.col.imageUpgrade[set.slot] === 1) {
    return ok(undefined);
  }
  return refuse({
    code: 'maintenance.windowScope',
    message: `${id} has no automatic image upgrades that a window could hold back.`,
    hint: 'Turn them on first; only scale sets have them.',
    details: { set: id, scope },
  });
}

/**
 * A window of scope `host` is for those who have their hardware for themselves: dedicated hosts,
 * and machines that take all cores of the host they stand on.
 */
function checkIsolated(world: World, set: WaveSet, id: string): Result<void> {
  if (set.table === 'dedicatedHost') return ok(undefined);
  const host = set.table === 'vm' ? world.vm.ref('host', set.slot) : -1;
  const takes = set.table === 'vm' ? world.vm.col.vCpu[set.slot]! : 0;
  if (host >= 0 && takes >= vCpuOffered(world, host)) return ok(undefined);
  return refuse({
    code: 'maintenance.windowScope',
    message: `${id} shares its hardware with others, so it cannot say when that is maintained.`,
    hint: 'Use a dedicated host, or a size that takes a whole host.',
    details: { set: id, scope: 'host' },
  });
}

function checkLength(scope: WindowScope, lengthUs: number): Result<void> {
  const [leastUs, mostUs] = LENGTHS[scope];
  if (lengthUs >= leastUs && lengthUs <= mostUs) return ok(undefined);
  return refuse({
    code: 'maintenance.windowLength',
    message:
      `A window of scope ${scope} lasts from ${printDuration(leastUs)} to ` +
      `${printDuration(mostUs)}; ${printDuration(lengthUs)} were asked for.`,
    hint: 'Choose a length between the two.',
    details: { scope, lengthUs, leastUs, mostUs },
  });
}

function putWindow(
  world: World,
  set: WaveSet,
  window: CommandOf<'maintenance.configure'> & { readonly timeZone: string },
): void {
  const before = windowOf(world, set, window.scope);
  const row = before < 0 ? world.maintenanceWindow.allocate() : before;
  const { col } = world.maintenanceWindow;
  col[set.table][row] = set.slot + 1;
  col.scope[row] = WINDOW_SCOPES.indexOf(window.scope);
  col.days[row] = 0;
  for (const day of window.days) col.days[row] |= 1 << WEEKDAYS.indexOf(day);
  col.atMinute[row] = clockMinute(window.at) ?? 0;
  col.durationUs[row] = durationUs(window.duration, 0);
  world.maintenanceWindow.setText({ column: 'timeZone', slot: row, text: window.timeZone });
  awaitWindow(world, row, world.nowUs + (window.scope === 'guest' ? AHEAD_US : 0));
}

/** Looks at `maintenance.unconfigure`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceUnconfigure(
  world: World,
  command: CommandOf<'maintenance.unconfigure'>,
): Decided {
  const set = findMaintained(world, command);
  if (!set.ok) return set;
  const row = windowOf(world, set.value, command.scope);
  if (row < 0) {
    const id = textIdOf(world, set.value.table, set.value.slot);
    return refuse({
      code: 'maintenance.noWindow',
      message: `${id} has no window of scope ${command.scope}.`,
      hint: 'Nothing needs to be taken away.',
      details: { set: id, scope: command.scope },
    });
  }
  return ok(() => {
    const { table, slot } = setOfWindow(world, row);
    world[table].dirty.touch(slot);
    world.maintenanceWindow.release(row);
  });
}
