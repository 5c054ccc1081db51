/**
 * What a resource group shows as an environment (rule ENG-EV4): its clock, and what it costs so
 * far, in a month with everything on, and in a month by the clock. It only reads.
 */
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { clockText, WEEKDAYS } from '../../../shared/model/calendar.ts';
import { CLOCK_ACTS, ENVIRONMENT_KINDS } from '../../../shared/model/environment-kinds.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { EnvironmentView } from '../../../shared/views/environment-view.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import { stoppedUsOf } from '../systems/billing.ts';
import { balancerHourly, costSoFar, diskHourly } from '../systems/costs.ts';
import { machinesOfGroup } from '../systems/environment-clock.ts';
import { nameOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { some } from './row-parts.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const HOURS_PER_WEEK = 168;
const MINUTES_PER_HOUR = 60;
/** Resources of a group that cost by themselves. */
const PAID = ['vm', 'disk', 'balancer'] as const;

/** The part of a group's row; undefined where it is for nothing in particular. */
export function environmentOf(world: World, group: number): EnvironmentView | undefined {
  const { environment } = world.group.col;
  const kind = ENVIRONMENT_KINDS[environment[group]! - 1];
  if (kind === undefined) return undefined;
  const vms = machinesOfGroup(world, group);
  const { powerState, microUsdPerHour } = world.vm.col;
  const compute = vms.reduce((sum, vm) => sum + microUsdPerHour[vm]!, 0);
  const other = hourlyOfRest(world, group);
  const month = world.catalogue.monthHours;
  const share = shareOn(world, group);
  return {
    kind,
    ...some('clock', clockOf(world, group)),
    machines: vms.length,
    running: vms.filter((vm) => powerState[vm] === RUNNING).length,
    stoppedBilled: vms.filter((vm) => powerState[vm] === STOPPED).length,
    microUsdSoFar: Math.round(soFar(world, group)),
    microUsdStopped: Math.round(stoppedCost(world, vms)),
    microUsdPerMonth: Math.round((compute + other) * month),
    microUsdPerMonthByClock: Math.round((compute * share + other) * month),
  };
}

function clockOf(world: World, group: number): EnvironmentView['clock'] {
  const { clockOff, clockFrom, clockDays, clockActs, clockNextUs } = world.group.col;
  if (clockOff[group] === 0) return undefined;
  return {
    off: clockText(clockOff[group]! - 1),
    from: clockText(clockFrom[group]!),
    days: WEEKDAYS.filter((_, day) => ((clockDays[group]! >> day) & 1) === 1),
    timeZone: world.group.text('clockZone', group),
    acts: CLOCK_ACTS[clockActs[group]!]!,
    ...some('nextUs', clockNextUs[group] === 0 ? undefined : clockNextUs[group]!),
  };
}

/** The share of a week in which machines are on: from the morning to the strike, on its days. */
function shareOn(world: World, group: number): number {
  const { clockOff, clockFrom } = world.group.col;
  const clock = clockOf(world, group);
  if (clock === undefined || clock.acts !== 'deallocate') return 1;
  const minutes = Math.max(0, clockOff[group]! - 1 - clockFrom[group]!);
  return (clock.days.length * minutes) / MINUTES_PER_HOUR / HOURS_PER_WEEK;
}

/** Disks and balancers cost whatever the machines do. */
function hourlyOfRest(world: World, group: number): number {
  let sum = 0;
  for (const disk of world.disk.slots()) {
    if (world.disk.col.group[disk] === group + 1) sum += diskHourly(world, disk);
  }
  for (const balancer of world.balancer.slots()) {
    if (world.balancer.col.group[balancer] === group + 1) sum += balancerHourly(world, balancer);
  }
  return sum;
}

function soFar(world: World, group: number): number {
  let sum = 0;
  for (const kind of PAID) {
    for (const slot of world[kind].slots()) {
      if (world[kind].col.group[slot] === group + 1) sum += costSoFar(world, kind, slot);
    }
  }
  const name = nameOf(world, 'group', group);
  for (const row of world.closedCost.slots()) {
    if (world.closedCost.text('group', row) === name) sum += world.closedCost.col.microUsd[row]!;
  }
  return sum;
}

function stoppedCost(world: World, vms: readonly number[]): number {
  const { microUsdPerHour } = world.vm.col;
  return vms.reduce((sum, vm) => {
    return sum + (stoppedUsOf(world, vm) / US_PER_HOUR) * microUsdPerHour[vm]!;
  }, 0);
}

/** What the environments cost, for a run; nothing where there are none. */
export function environmentFigures(world: World): Pick<RunSummary, 'environments'> {
  const environments = [...world.group.slots()].flatMap((group) => {
    const view = environmentOf(world, group);
    if (view === undefined) return [];
    const { kind, microUsdSoFar, microUsdStopped, microUsdPerMonth } = view;
    const { microUsdPerMonthByClock } = view;
    const name = nameOf(world, 'group', group);
    const costs = { microUsdSoFar, microUsdStopped, microUsdPerMonth, microUsdPerMonthByClock };
    return [{ name, kind, ...costs }];
  });
  return environments.length === 0 ? {} : { environments };
}
