/**
 * Who has power: utility → UPS → feed → PDU → cords, and what each part carries.
 *
 * Settling recomputes states from what is cut, tripped or empty; it asks for nothing that is not
 * in the drawing. A part without a source is fed from outside the drawing. What the parts carry is
 * kept in `power-loads.ts` (rules ENG-P1 to ENG-P7).
 */
import { POWER_KINDS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { causeOfCutGround, causeOfCutRack, groundIsCut, rackIsCut } from './place-fate.ts';
import { blameFor, happen, type World } from '../world/world.ts';

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
  const whole = col.cut[slot] === 0 && col.tripped[slot] === 0;
  const works = whole && !groundIsCut(world, 'power', slot);
  const source = col.from[slot]! - 1;
  const fed = source < 0 || world.power.col.energised[source] === 1;
  const live = works && (fed || carriedByBattery(world, slot));
  if (works && fed && col.kind[slot] === UPS) rechargeBattery(world, slot);
  if ((col.energised[slot] === 1) === live) {
    // Restored, and still dark: something else keeps it down.
    if (!live && col.cause[slot] === 0) col.cause[slot] = causeOfDarkness(world, slot);
    return false;
  }
  col.energised[slot] = live ? 1 : 0;
  world.power.dirty.touch(slot);
  const cause = live ? 0 : causeOfDarkness(world, slot);
  if (live) {
    happen(world, { kind: 'power.back', table: 'power', slot, cause: 0 });
    // On its battery it is live and not well: the loss of its source goes on explaining it.
    if (fed) col.cause[slot] = 0;
    else if (col.cause[slot] === 0) col.cause[slot] = col.cause[source]!;
  } else if (col.cut[slot] === 1 || col.tripped[slot] === 1) {
    col.cause[slot] = cause;
  } else {
    const blamed = blameFor(world, cause);
    col.cause[slot] = happen(world, { kind: 'power.lost', table: 'power', slot, cause: blamed });
  }
  return true;
}

/** The direct cause: its own cut or trip, its rack, an empty battery, or its source. */
function causeOfDarkness(world: World, slot: number): number {
  const { col } = world.power;
  const own = col.cut[slot] === 1 || col.tripped[slot] === 1 || col.batteryEmpty[slot] === 1;
  if (own && col.cause[slot]! > 0) return col.cause[slot]!;
  if (groundIsCut(world, 'power', slot)) return causeOfCutGround(world, 'power', slot);
  const source = col.from[slot]! - 1;
  return source < 0 ? 0 : col.cause[source]!;
}

/** A UPS without source discharges; true while something is left in its battery. */
function carriedByBattery(world: World, slot: number): boolean {
  const { col } = world.power;
  if (col.kind[slot] !== UPS || col.batteryEmpty[slot] === 1) return false;
  // What is edited meanwhile counts from the next discharge [ENG-P4].
  if (col.batteryEmptyAtUs[slot] !== 0) return true;
  if (col.batteryUs[slot] === 0) return false;
  startDischarge(world, slot);
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
    cause: blameFor(world, source < 0 ? 0 : col.cause[source]!),
    details: { batteryUs: col.batteryUs[slot]! },
  });
  world.power.dirty.touch(slot);
  world.schedule({
    atUs: emptyAtUs,
    priority: PRIORITY.plant,
    kind: EVENT.batteryEmpty,
    slot,
    generation: world.power.generation[slot]!,
    payload: col.batterySerial[slot]!,
  });
}

/** The battery is taken to be full again at once when the source returns (assumed, ENG-P4). */
function rechargeBattery(world: World, slot: number): void {
  const { col } = world.power;
  if (col.batteryEmptyAtUs[slot] === 0 && col.batteryEmpty[slot] === 0) return;
  col.batteryEmptyAtUs[slot] = 0;
  col.batteryEmpty[slot] = 0;
  col.batterySerial[slot]! += 1;
  world.power.dirty.touch(slot);
  if (col.energised[slot] === 0) return;
  col.cause[slot] = 0;
  happen(world, { kind: 'power.back', table: 'power', slot, cause: 0 });
}

/** Event: the battery is empty; the source did not come back in time. */
export function onBatteryEmpty(world: World, slot: number): void {
  const { col } = world.power;
  col.batteryEmptyAtUs[slot] = 0;
  col.batteryEmpty[slot] = 1;
  world.power.dirty.touch(slot);
  // One that is cut carries nobody, and its cut goes on explaining it.
  if (col.energised[slot] === 0) return;
  const cause = col.cause[slot]!;
  col.cause[slot] = happen(world, { kind: 'power.batteryEmpty', table: 'power', slot, cause });
  world.plantDirty = true;
}

/** True when the device is fed: by a live cord, or from outside when nothing could be drawn. */
export function hostHasPower(world: World, host: number): boolean {
  const rack = world.host.col.rack[host]! - 1;
  if (rackIsCut(world, rack)) return false;
  const cords = world.plant.cordsOfHost(host);
  if (cords.length === 0) return world.racks.pdusOf(rack).length === 0;
  return cords.some((cord) => pduLive(world, cord));
}

/** As `hostHasPower`; a switch without cords is always fed from outside. */
export function switchHasPower(world: World, slot: number): boolean {
  if (groundIsCut(world, 'switch', slot)) return false;
  const cords = world.plant.cordsOfSwitch(slot);
  return cords.length === 0 || cords.some((cord) => pduLive(world, cord));
}

/** True when the PDU at the end of a cord has power. */
export function pduLive(world: World, cord: number): boolean {
  return world.power.col.energised[world.cord.col.pdu[cord]! - 1] === 1;
}

/** The happening to blame for a device without power: its rack, or the PDU that went last. */
export function causeOfNoPower(world: World, rack: number, cords: readonly number[]): number {
  if (rackIsCut(world, rack)) return causeOfCutRack(world, rack);
  let latest = 0;
  for (const cord of cords) {
    const cause = world.power.col.cause[world.cord.col.pdu[cord]! - 1]!;
    if (cause > latest) latest = cause;
  }
  return latest;
}
