/**
 * What each part of the power graph carries, and the breakers that watch it.
 *
 * A device's draw is shared by its live cords in whole milliwatts, so loads are whole numbers and
 * their sums do not depend on the order of adding: a changed draw may be added where it flows
 * instead of summing the room again, and the result is the same to the last digit (ENG-P5, ENG-P6).
 * A property test holds the two ways against each other.
 */
import { POWER_KINDS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { blameFor, happen, type World } from '../world/world.ts';
import { pduLive } from './power-settle.ts';

/** How long a breaker bears an overload before it trips: 1 s, assumed. */
export const TRIP_DELAY_US = 1_000_000;
/** Parts between a cord and the utility, at most one of each kind. */
const DEPTH_MAX = POWER_KINDS.length;

const UPS = POWER_KINDS.indexOf('ups');

/** What a host draws now, in whole milliwatts: idle plus the running share of its cores. */
export function hostDrawMilliwatt(world: World, host: number): number {
  const { col } = world.host;
  if (col.powered[host] === 0) return 0;
  const share = Math.min(1, col.vCpuRunning[host]! / col.cores[host]!);
  const range = col.fullMilliwatt[host]! - col.idleMilliwatt[host]!;
  return col.idleMilliwatt[host]! + Math.floor(range * share);
}

/** Recomputes the load of every part from the devices upwards, and the breakers. */
export function settleLoads(world: World): void {
  const { col, slotEnd: end, alive } = world.power;
  if (end === 0) return;
  col.loadMilliwatt.fill(0, 0, end);
  addDeviceLoads(world);
  for (let kind = POWER_KINDS.length - 1; kind > 0; kind -= 1) {
    for (let slot = 0; slot < end; slot += 1) {
      if (alive[slot] === 0 || col.kind[slot] !== kind) continue;
      const source = sourceOfLoad(world, slot);
      if (source >= 0) col.loadMilliwatt[source]! += col.loadMilliwatt[slot]!;
    }
  }
  for (let slot = 0; slot < end; slot += 1) {
    if (alive[slot] === 1) watchBreaker(world, slot, 0);
  }
}

/** The part that carries what this one carries; -1 when that is outside, a battery or nothing. */
function sourceOfLoad(world: World, slot: number): number {
  const { col } = world.power;
  if (col.energised[slot] === 0) return -1;
  const fromBattery = col.kind[slot] === UPS && col.batteryEmptyAtUs[slot] !== 0;
  return fromBattery ? -1 : col.from[slot]! - 1;
}

function addDeviceLoads(world: World): void {
  const hosts = world.host;
  for (let slot = 0; slot < hosts.slotEnd; slot += 1) {
    if (hosts.alive[slot] === 0) continue;
    addDraw(world, world.plant.cordsOfHost(slot), hostDrawMilliwatt(world, slot));
  }
  const switches = world.switch;
  for (let slot = 0; slot < switches.slotEnd; slot += 1) {
    if (switches.alive[slot] === 0 || switches.col.powered[slot] === 0) continue;
    addDraw(world, world.plant.cordsOfSwitch(slot), switches.col.milliwatt[slot]!);
  }
}

/** Adds a device's draw to the PDUs of its live cords, shared as `shareDraw` does. */
function addDraw(world: World, cords: readonly number[], milliwatt: number): void {
  const { loadMilliwatt, energised } = world.power.col;
  const { pdu } = world.cord.col;
  let live = 0;
  for (let i = 0; i < cords.length; i += 1) if (energised[pdu[cords[i]!]! - 1] === 1) live += 1;
  if (live === 0) return;
  const whole = Math.floor(milliwatt / live);
  let rest = milliwatt - whole * live;
  for (let i = 0; i < cords.length; i += 1) {
    const at = pdu[cords[i]!]! - 1;
    if (energised[at] === 0) continue;
    loadMilliwatt[at]! += rest > 0 ? whole + 1 : whole;
    rest -= 1;
  }
}

/** Splits a draw among the live cords; what is left of a milliwatt goes to the first ones. */
function shareDraw(
  world: World,
  device: { cords: readonly number[]; milliwatt: number },
  carry: (pdu: number, share: number) => void,
): void {
  const { cords, milliwatt } = device;
  let live = 0;
  for (const cord of cords) if (pduLive(world, cord)) live += 1;
  if (live === 0) return;
  const whole = Math.floor(milliwatt / live);
  let rest = milliwatt - whole * live;
  for (const cord of cords) {
    if (!pduLive(world, cord)) continue;
    carry(world.cord.col.pdu[cord]! - 1, rest > 0 ? whole + 1 : whole);
    rest -= 1;
  }
}

/**
 * Adds the change of one host's draw to every part it flows through, and watches their breakers;
 * `cause` is the happening that made the draw change.
 */
export function shiftHostLoad(
  world: World,
  host: number,
  draw: { before: number; after: number; cause: number },
): void {
  if (draw.before === draw.after) return;
  const touched = flowDraw(world, host, draw);
  for (const part of touched) watchBreaker(world, part, draw.cause);
}

/** What a host drew before it was settled. */
export interface HostDraw {
  readonly host: number;
  readonly before: number;
}

/** Adds the changes of some hosts' draws, then watches the breakers as `settleLoads` does. */
export function shiftLoads(world: World, draws: readonly HostDraw[]): void {
  const touched = new Set<number>();
  for (const { host, before } of draws) {
    const after = hostDrawMilliwatt(world, host);
    if (after === before) continue;
    for (const part of flowDraw(world, host, { before, after })) touched.add(part);
  }
  for (const part of [...touched].sort((left, right) => left - right)) watchBreaker(world, part, 0);
}

/** Adds the change of one host's draw to every part it flows through; gives those. */
function flowDraw(
  world: World,
  host: number,
  draw: { readonly before: number; readonly after: number },
): number[] {
  const cords = world.plant.cordsOfHost(host);
  const { loadMilliwatt } = world.power.col;
  const touched: number[] = [];
  function flow(pdu: number, change: number): void {
    let part = pdu;
    for (let depth = 0; part >= 0 && depth < DEPTH_MAX; depth += 1) {
      loadMilliwatt[part]! += change;
      if (!touched.includes(part)) touched.push(part);
      part = sourceOfLoad(world, part);
    }
  }
  shareDraw(world, { cords, milliwatt: draw.before }, (pdu, share) => flow(pdu, -share));
  shareDraw(world, { cords, milliwatt: draw.after }, flow);
  return touched;
}

function overloaded(world: World, slot: number): boolean {
  const { col } = world.power;
  const rating = col.ratingMilliwatt[slot]!;
  return rating > 0 && col.loadMilliwatt[slot]! > rating && col.energised[slot] === 1;
}

/** Starts the time of a breaker when an overload begins, and stops it when the overload ends. */
function watchBreaker(world: World, slot: number, growth: number): void {
  const { col } = world.power;
  const pending = col.tripPending[slot] === 1;
  if (overloaded(world, slot) === pending) return;
  col.tripSerial[slot]! += 1;
  col.tripPending[slot] = pending ? 0 : 1;
  col.tripCause[slot] = pending ? 0 : causeOfOverload(world, slot, growth);
  if (pending) return;
  world.schedule({
    atUs: world.nowUs + TRIP_DELAY_US,
    priority: PRIORITY.plant,
    kind: EVENT.breakerTrip,
    slot,
    generation: world.power.generation[slot]!,
    payload: col.tripSerial[slot]!,
  });
}

/** Event: the overload has lasted; the breaker trips. */
export function onBreakerTrip(world: World, slot: number): void {
  const { col } = world.power;
  col.tripPending[slot] = 0;
  col.tripped[slot] = 1;
  col.cause[slot] = happen(world, {
    kind: 'power.tripped',
    table: 'power',
    slot,
    cause: col.tripCause[slot]!,
    details: {
      loadWatts: Math.round(col.loadMilliwatt[slot]! / 1_000),
      ratingWatts: Math.round(col.ratingMilliwatt[slot]! / 1_000),
    },
  });
  col.tripCause[slot] = 0;
  world.power.dirty.touch(slot);
  world.plantDirty = true;
}

/**
 * Why a part came to carry too much: the newest among the losses of other cords of the devices it
 * feeds, what made a machine start (`growth`), and the decision being carried out.
 */
function causeOfOverload(world: World, slot: number, growth: number): number {
  let latest = blameFor(world, growth);
  const { pdu, host, switch: device } = world.cord.col;
  for (const cord of world.cord.slots()) {
    if (!isUnder(world, pdu[cord]! - 1, slot)) continue;
    const cords =
      host[cord]! > 0
        ? world.plant.cordsOfHost(host[cord]! - 1)
        : world.plant.cordsOfSwitch(device[cord]! - 1);
    for (const other of cords) {
      if (pduLive(world, other)) continue;
      latest = Math.max(latest, world.power.col.cause[pdu[other]! - 1]!);
    }
  }
  return latest;
}

/** True when a part is another one or hangs on it. */
function isUnder(world: World, part: number, root: number): boolean {
  let at = part;
  for (let depth = 0; at >= 0 && depth < DEPTH_MAX; depth += 1) {
    if (at === root) return true;
    at = world.power.col.from[at]! - 1;
  }
  return false;
}
