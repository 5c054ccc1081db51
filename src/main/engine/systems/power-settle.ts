/**
 * Who has power: utility → UPS → feed → PDU → cords, and what each part carries.
 *
 * Settling recomputes states from what is cut, tripped or empty; it asks for nothing that is not
 * in the drawing. A part without a source is fed from outside the drawing. Loads follow the
 * running vCPU of the hosts, are shared evenly by a device's live cords, and a part whose load
 * passes its rating trips after a moment (rules ENG-P1 to ENG-P6).
 */
import { POWER_KINDS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';

/** How long a breaker bears an overload before it trips: 1 s, assumed. */
export const TRIP_DELAY_US = 1_000_000;

const UPS = POWER_KINDS.indexOf('ups');

/** Recomputes `energised` of every part, sources first. Returns true when one changed. */
export function settlePower(world: World): boolean {
  let changed = false;
  for (let kind = 0; kind < POWER_KINDS.length; kind += 1) {
    const { col, slotEnd: end, alive } = world.power;
    for (let slot = 0; slot < end; slot += 1) {
      if (alive[slot] === 0 || col.kind[slot] !== kind) continue;
      if (settlePart(world, slot)) changed = true;
    }
  }
  return changed;
}

function settlePart(world: World, slot: number): boolean {
  const { col } = world.power;
  const rack = col.rack[slot]! - 1;
  const rackCut = rack >= 0 && world.rack.col.cut[rack] === 1;
  const works = col.cut[slot] === 0 && col.tripped[slot] === 0 && !rackCut;
  const source = col.from[slot]! - 1;
  const fed = source < 0 || world.power.col.energised[source] === 1;
  const live = works && (fed || carriedByBattery(world, slot));
  if (works && fed && col.kind[slot] === UPS) rechargeBattery(world, slot);
  if ((col.energised[slot] === 1) === live) return false;
  col.energised[slot] = live ? 1 : 0;
  world.power.dirty.touch(slot);
  const cause = live ? 0 : causeOfDarkness(world, slot);
  if (live) {
    happen(world, { kind: 'power.back', table: 'power', slot, cause: 0 });
    col.cause[slot] = 0;
  } else if (col.cut[slot] === 1 || col.tripped[slot] === 1) {
    col.cause[slot] = cause;
  } else {
    col.cause[slot] = happen(world, { kind: 'power.lost', table: 'power', slot, cause });
  }
  return true;
}

/** The direct cause: its own cut or trip, its rack, an empty battery, or its source. */
function causeOfDarkness(world: World, slot: number): number {
  const { col } = world.power;
  if (col.cut[slot] === 1 || col.tripped[slot] === 1 || col.batteryEmpty[slot] === 1) {
    return col.cause[slot]!;
  }
  const rack = col.rack[slot]! - 1;
  if (rack >= 0 && world.rack.col.cut[rack] === 1) return world.rack.col.cause[rack]!;
  const source = col.from[slot]! - 1;
  return source < 0 ? 0 : col.cause[source]!;
}

/** A UPS without source discharges; true while something is left in its battery. */
function carriedByBattery(world: World, slot: number): boolean {
  const { col } = world.power;
  if (col.kind[slot] !== UPS || col.batteryUs[slot] === 0 || col.batteryEmpty[slot] === 1) {
    return false;
  }
  if (col.batteryEmptyAtUs[slot] === 0) startDischarge(world, slot);
  return true;
}

function startDischarge(world: World, slot: number): void {
  const { col } = world.power;
  const emptyAtUs = world.nowUs + col.batteryUs[slot]!;
  const source = col.from[slot]! - 1;
  col.batteryEmptyAtUs[slot] = emptyAtUs;
  col.cause[slot] = happen(world, {
    kind: 'power.onBattery',
    table: 'power',
    slot,
    cause: source < 0 ? 0 : col.cause[source]!,
    details: { batteryUs: col.batteryUs[slot]! },
  });
  world.power.dirty.touch(slot);
  world.schedule({
    atUs: emptyAtUs,
    priority: PRIORITY.plant,
    kind: EVENT.batteryEmpty,
    slot,
    generation: world.power.generation[slot]!,
    payload: 0,
  });
}

/** The battery is taken to be full again at once when the source returns (assumed, ENG-P4). */
function rechargeBattery(world: World, slot: number): void {
  const { col } = world.power;
  if (col.batteryEmptyAtUs[slot] === 0 && col.batteryEmpty[slot] === 0) return;
  col.batteryEmptyAtUs[slot] = 0;
  col.batteryEmpty[slot] = 0;
  world.power.dirty.touch(slot);
}

/** Event: the battery is empty unless the source came back meanwhile. */
export function onBatteryEmpty(world: World, slot: number): void {
  const { col } = world.power;
  if (col.batteryEmptyAtUs[slot] === 0 || col.batteryEmptyAtUs[slot]! > world.nowUs) return;
  col.batteryEmptyAtUs[slot] = 0;
  col.batteryEmpty[slot] = 1;
  const cause = col.cause[slot]!;
  col.cause[slot] = happen(world, { kind: 'power.batteryEmpty', table: 'power', slot, cause });
  world.power.dirty.touch(slot);
  world.plantDirty = true;
}

/** True when the device is fed: by a live cord, or from outside when nothing could be drawn. */
export function hostHasPower(world: World, host: number): boolean {
  const rack = world.host.col.rack[host]! - 1;
  if (rack >= 0 && world.rack.col.cut[rack] === 1) return false;
  const cords = world.plant.cordsOfHost(host);
  if (cords.length === 0) return world.racks.pdusOf(rack).length === 0;
  return cords.some((cord) => pduLive(world, cord));
}

/** As `hostHasPower`; a switch without cords is always fed from outside. */
export function switchHasPower(world: World, slot: number): boolean {
  const rack = world.switch.col.rack[slot]! - 1;
  if (rack >= 0 && world.rack.col.cut[rack] === 1) return false;
  const cords = world.plant.cordsOfSwitch(slot);
  return cords.length === 0 || cords.some((cord) => pduLive(world, cord));
}

function pduLive(world: World, cord: number): boolean {
  return world.power.col.energised[world.cord.col.pdu[cord]! - 1] === 1;
}

/** The happening to blame for a device without power: its rack, or the PDU that went last. */
export function causeOfNoPower(world: World, rack: number, cords: readonly number[]): number {
  if (rack >= 0 && world.rack.col.cut[rack] === 1) return world.rack.col.cause[rack]!;
  let latest = 0;
  for (const cord of cords) {
    const cause = world.power.col.cause[world.cord.col.pdu[cord]! - 1]!;
    if (cause > latest) latest = cause;
  }
  return latest;
}

/** What a host draws now, in milliwatts: idle plus the running share of its cores. */
export function hostDrawMilliwatt(world: World, host: number): number {
  const { col } = world.host;
  if (col.powered[host] === 0) return 0;
  const share = Math.min(1, col.vCpuRunning[host]! / col.cores[host]!);
  const range = col.fullMilliwatt[host]! - col.idleMilliwatt[host]!;
  return col.idleMilliwatt[host]! + Math.floor(range * share);
}

/** Recomputes the load of every part from the devices upwards and arms breakers. */
export function settleLoads(world: World): void {
  const { col, slotEnd: end, alive } = world.power;
  if (end === 0) return;
  col.loadMilliwatt.fill(0, 0, end);
  addDeviceLoads(world);
  for (let kind = POWER_KINDS.length - 1; kind > 0; kind -= 1) {
    for (let slot = 0; slot < end; slot += 1) {
      if (alive[slot] === 0 || col.kind[slot] !== kind) continue;
      const source = col.from[slot]! - 1;
      if (source < 0 || col.energised[slot] === 0) continue;
      const fromBattery = col.kind[slot] === UPS && col.batteryEmptyAtUs[slot] !== 0;
      if (!fromBattery) col.loadMilliwatt[source]! += col.loadMilliwatt[slot]!;
    }
  }
  for (let slot = 0; slot < end; slot += 1) {
    if (alive[slot] === 1) armBreaker(world, slot);
  }
}

function addDeviceLoads(world: World): void {
  const hosts = world.host;
  for (let slot = 0; slot < hosts.slotEnd; slot += 1) {
    if (hosts.alive[slot] === 0) continue;
    shareLoad(world, world.plant.cordsOfHost(slot), hostDrawMilliwatt(world, slot));
  }
  const switches = world.switch;
  for (let slot = 0; slot < switches.slotEnd; slot += 1) {
    if (switches.alive[slot] === 0 || switches.col.powered[slot] === 0) continue;
    shareLoad(world, world.plant.cordsOfSwitch(slot), switches.col.milliwatt[slot]!);
  }
}

function shareLoad(world: World, cords: readonly number[], milliwatt: number): void {
  let live = 0;
  for (const cord of cords) if (pduLive(world, cord)) live += 1;
  if (live === 0) return;
  for (const cord of cords) {
    if (!pduLive(world, cord)) continue;
    world.power.col.loadMilliwatt[world.cord.col.pdu[cord]! - 1]! += milliwatt / live;
  }
}

function overloaded(world: World, slot: number): boolean {
  const { col } = world.power;
  const rating = col.ratingMilliwatt[slot]!;
  return rating > 0 && col.loadMilliwatt[slot]! > rating && col.energised[slot] === 1;
}

function armBreaker(world: World, slot: number): void {
  const { col } = world.power;
  if (col.tripPending[slot] === 1 || !overloaded(world, slot)) return;
  col.tripPending[slot] = 1;
  world.schedule({
    atUs: world.nowUs + TRIP_DELAY_US,
    priority: PRIORITY.plant,
    kind: EVENT.breakerTrip,
    slot,
    generation: world.power.generation[slot]!,
    payload: 0,
  });
}

/** Event: the breaker trips if the overload is still there. */
export function onBreakerTrip(world: World, slot: number): void {
  const { col } = world.power;
  col.tripPending[slot] = 0;
  if (!overloaded(world, slot)) return;
  col.tripped[slot] = 1;
  col.cause[slot] = happen(world, {
    kind: 'power.tripped',
    table: 'power',
    slot,
    cause: latestDarkSibling(world, slot),
    details: {
      loadWatts: Math.round(col.loadMilliwatt[slot]! / 1_000),
      ratingWatts: Math.round(col.ratingMilliwatt[slot]! / 1_000),
    },
  });
  world.power.dirty.touch(slot);
  world.plantDirty = true;
}

/** An overload usually follows the loss of the other feed: the newest loss among its equals. */
function latestDarkSibling(world: World, slot: number): number {
  const { col, slotEnd: end, alive } = world.power;
  let latest = 0;
  for (let other = 0; other < end; other += 1) {
    const dark = alive[other] === 1 && other !== slot && col.energised[other] === 0;
    if (dark && col.kind[other] === col.kind[slot]) latest = Math.max(latest, col.cause[other]!);
  }
  return latest;
}
