/**
 * The clock of an environment (rule ENG-EV2): at its hour every machine of the group that runs and
 * has nothing going on is switched off, by giving its host back or from inside. Nobody is switched
 * on by it.
 */
import { US_PER_DAY, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { minutesAhead, timeZone, toUtc, weekdayOf } from '../../../shared/model/calendar.ts';
import { CLOCK_ACTS } from '../../../shared/model/environment-kinds.ts';
import { POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { startOperation } from './lifecycle.ts';

const RUNNING = POWER_STATES.indexOf('running');
const IDLE = VM_OPERATIONS.indexOf('none');
const DAYS_PER_WEEK = 7;

/** The next moment at which the clock of a group strikes, in time of the run. */
function nextStrikeUs(world: World, group: number): number {
  const { clockOff, clockDays } = world.group.col;
  const zone = timeZone(world.group.text('clockZone', group));
  if (zone === undefined || clockOff[group] === 0) return Infinity;
  const utcUs = world.calendarStartUs + world.nowUs;
  const today = Math.floor((utcUs + minutesAhead(zone, utcUs) * US_PER_MINUTE) / US_PER_DAY);
  for (let day = today; day <= today + DAYS_PER_WEEK; day += 1) {
    if (((clockDays[group]! >> weekdayOf(day)) & 1) === 0) continue;
    const minute = clockOff[group]! - 1;
    const strikes = toUtc(zone, day * US_PER_DAY + minute * US_PER_MINUTE);
    if (strikes > utcUs) return strikes - world.calendarStartUs;
  }
  return Infinity;
}

/** Waits for the next strike of the clock of a group, or for none. */
export function awaitStrike(world: World, group: number): void {
  const { col, generation } = world.group;
  col.clockSerial[group] = (col.clockSerial[group]! + 1) >>> 0;
  const atUs = nextStrikeUs(world, group);
  col.clockNextUs[group] = Number.isFinite(atUs) ? atUs : 0;
  col.revision[group]! += 1;
  world.group.dirty.touch(group);
  if (!Number.isFinite(atUs)) return;
  world.schedule({
    atUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.environmentClock,
    slot: group,
    generation: generation[group]!,
    payload: col.clockSerial[group],
  });
}

/** Event: the clock strikes. */
export function onEnvironmentClock(world: World, group: number): void {
  const acts = CLOCK_ACTS[world.group.col.clockActs[group]!]!;
  const { powerState, operation, scaleSet, wanted, lost, cause } = world.vm.col;
  const vms = machinesOfGroup(world, group).filter(
    (vm) => powerState[vm] === RUNNING && operation[vm] === IDLE && scaleSet[vm] === 0,
  );
  const struck = happen(world, {
    kind: 'environment.clock',
    table: 'group',
    slot: group,
    cause: 0,
    details: { acts, machines: vms.length },
  });
  for (const vm of vms) {
    wanted[vm] = 0;
    lost[vm] = 0;
    cause[vm] = struck;
    startOperation(world, vm, acts === 'deallocate' ? 'deallocate' : 'guestShutdown');
  }
  awaitStrike(world, group);
}

/** Machines of a resource group, in slot order. */
export function machinesOfGroup(world: World, group: number): number[] {
  return [...world.vm.slots()].filter((vm) => world.vm.col.group[vm] === group + 1);
}
