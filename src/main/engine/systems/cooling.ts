/**
 * Heat: what happens to the air of a rack whose cooling fails (rule ENG-I6, all of it [GEN]).
 *
 * Every 10 s the air at the intake of a rack without cooling warms by what its hosts draw: a rack
 * takes 100 kJ for a degree, so 5 kW warm it by 3 °C a minute. Above 35 °C hosts run at half speed,
 * at 45 °C they shut down, below 30 °C they come back. With cooling the air falls by 3 °C a minute.
 */
import { FAULT_KINDS } from '../../../shared/model/fault-kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { rackStandsIn } from '../world/fault-scope.ts';
import { targetOf } from '../world/fault-rows.ts';
import { FAULT_PHASES } from '../world/impairment-index.ts';
import { happen, type World } from '../world/world.ts';
import { hostDrawMilliwatt } from './power-loads.ts';

const COOLING = FAULT_KINDS.indexOf('cooling');
const ACTIVE = FAULT_PHASES.indexOf('active');
const TICK_US = 10_000_000;
/** Milliwatts that warm a rack by a thousandth of a degree in one tick. */
const MILLIWATT_PER_MILLI_C = 10_000;
const FALL_MILLI_C = 500;
/** Intake air while the cooling works. */
export const COOL_MILLI_C = 22_000;
const THROTTLE_MILLI_C = 35_000;
const SHUTDOWN_MILLI_C = 45_000;
const RETURN_MILLI_C = 30_000;
/** Air does not get hotter than this: walls and doors carry heat away by then. */
const HOTTEST_MILLI_C = 60_000;
const THROTTLED_PERMILLE = 500;
const FULL_PERMILLE = 1_000;

/** The newest failure of the cooling of a rack; -1 while it is cooled. */
export function coolingFaultOf(world: World, rack: number): number {
  let found = -1;
  for (const fault of world.fault.slots()) {
    if (world.fault.col.kind[fault] !== COOLING || world.fault.col.phase[fault] !== ACTIVE)
      continue;
    const target = targetOf(world, fault);
    if (target === undefined) continue;
    const covers =
      target.table === 'rack' ? target.slot === rack : rackStandsIn(world, rack, target.slot);
    if (covers) found = fault;
  }
  return found;
}

/** Begins to look at the air of every rack without cooling. */
export function watchAir(world: World): void {
  for (const rack of world.rack.slots()) {
    if (world.rack.col.airTicks[rack] === 1 || coolingFaultOf(world, rack) < 0) continue;
    world.rack.col.airTicks[rack] = 1;
    scheduleTick(world, rack);
  }
}

function scheduleTick(world: World, rack: number): void {
  world.schedule({
    atUs: world.nowUs + TICK_US,
    priority: PRIORITY.plant,
    kind: EVENT.airTick,
    slot: rack,
    generation: world.rack.generation[rack]!,
    payload: 0,
  });
}

/** Event: the air of a rack is looked at. */
export function onAirTick(world: World, rack: number): void {
  const { col } = world.rack;
  const fault = coolingFaultOf(world, rack);
  const before = col.inletMilliC[rack]!;
  const hosts = world.racks.hostsOf(rack);
  const after =
    fault >= 0
      ? Math.min(HOTTEST_MILLI_C, before + riseOf(world, hosts))
      : Math.max(COOL_MILLI_C, before - FALL_MILLI_C);
  col.inletMilliC[rack] = after;
  world.rack.dirty.touch(rack);
  for (const host of hosts) feelHeat(world, { host, air: after, fault });
  if (before > THROTTLE_MILLI_C !== after > THROTTLE_MILLI_C) world.plantDirty = true;
  if (fault < 0 && after === COOL_MILLI_C) col.airTicks[rack] = 0;
  else scheduleTick(world, rack);
}

function riseOf(world: World, hosts: readonly number[]): number {
  let milliwatt = 0;
  for (const host of hosts) {
    if (world.host.col.tooHot[host] === 0) milliwatt += hostDrawMilliwatt(world, host);
  }
  return Math.round(milliwatt / MILLIWATT_PER_MILLI_C);
}

function feelHeat(world: World, input: { host: number; air: number; fault: number }): void {
  const { host, air, fault } = input;
  const { col } = world.host;
  if (col.tooHot[host] === 0 && air >= SHUTDOWN_MILLI_C) {
    col.tooHot[host] = 1;
    world.host.dirty.touch(host);
    col.cause[host] = happen(world, {
      kind: 'host.tooHot',
      table: 'host',
      slot: host,
      cause: fault < 0 ? 0 : world.fault.col.cause[fault]!,
      details: { celsius: air / 1_000 },
    });
    world.plantDirty = true;
  } else if (col.tooHot[host] === 1 && air < RETURN_MILLI_C) {
    col.tooHot[host] = 0;
    world.host.dirty.touch(host);
    world.plantDirty = true;
  }
}

/** Speed heat leaves a host, in thousandths. */
export function heatPermille(world: World, host: number): number {
  const rack = world.host.col.rack[host]! - 1;
  const hot = rack >= 0 && world.rack.col.inletMilliC[rack]! > THROTTLE_MILLI_C;
  return hot ? THROTTLED_PERMILLE : FULL_PERMILLE;
}

/** True when some rack is so warm that its hosts run slower. */
export function anyRackIsHot(world: World): boolean {
  const { inletMilliC } = world.rack.col;
  for (let rack = 0; rack < world.rack.slotEnd; rack += 1)
    if (inletMilliC[rack]! > THROTTLE_MILLI_C) return true;
  return false;
}
