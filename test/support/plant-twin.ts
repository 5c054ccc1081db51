/**
 * The plant, worked out the slow and obvious way: who has power, who has network, what each part
 * carries. It knows the columns of what is given (cut, tripped, empty, who hangs on whom) and none
 * of the engine's code; the tests hold what the engine keeps step by step against it.
 */
import { HOST_STATES, POWER_KINDS, SWITCH_LAYERS } from '../../src/shared/model/kinds.ts';
import type { World } from '../../src/main/engine/world/world.ts';

const UP = HOST_STATES.indexOf('up');
const CORE = SWITCH_LAYERS.indexOf('core');
const UPS = POWER_KINDS.indexOf('ups');

function slotsOf(table: { slots: () => Uint32Array }): number[] {
  return [...table.slots()];
}

/** True when the rack or the place something stands in, or a place around that, is cut. */
function groundCut(
  world: World,
  at: { readonly rack: number; readonly place?: number | undefined },
): boolean {
  if (at.rack >= 0 && world.rack.col.cut[at.rack] === 1) return true;
  let place = at.rack >= 0 ? world.rack.col.row[at.rack]! - 1 : (at.place ?? -1);
  while (place >= 0) {
    if (world.place.col.cut[place] === 1) return true;
    place = world.place.col.parent[place]! - 1;
  }
  return false;
}

/** A part has power while it is whole and its source has, or its battery lasts. */
function isLive(world: World, part: number): boolean {
  const { col } = world.power;
  const rack = col.rack[part]! - 1;
  if (col.cut[part] === 1 || col.tripped[part] === 1) return false;
  if (groundCut(world, { rack, place: col.place[part]! - 1 })) return false;
  const source = col.from[part]! - 1;
  if (source < 0 || isLive(world, source)) return true;
  return col.kind[part] === UPS && col.batteryEmptyAtUs[part] !== 0;
}

function cordsOf(world: World, device: 'host' | 'switch', slot: number): number[] {
  return slotsOf(world.cord).filter((cord) => world.cord.col[device][cord] === slot + 1);
}

function livePdus(world: World, device: 'host' | 'switch', slot: number): number[] {
  return cordsOf(world, device, slot)
    .map((cord) => world.cord.col.pdu[cord]! - 1)
    .filter((pdu) => isLive(world, pdu));
}

function hasPower(world: World, device: 'host' | 'switch', slot: number): boolean {
  const rack = world[device].col.rack[slot]! - 1;
  const place = device === 'switch' ? world.switch.col.place[slot]! - 1 : -1;
  if (groundCut(world, { rack, place })) return false;
  if (cordsOf(world, device, slot).length > 0) return livePdus(world, device, slot).length > 0;
  if (device === 'switch') return true;
  return !slotsOf(world.power).some((part) => world.power.col.rack[part] === rack + 1);
}

function switchWorks(world: World, slot: number): boolean {
  return world.switch.col.cut[slot] === 0 && hasPower(world, 'switch', slot);
}

function linkWorks(world: World, link: number): boolean {
  const { col } = world.link;
  const lower = col.lower[link]! - 1;
  const whole = col.cut[link] === 0 && switchWorks(world, col.upper[link]! - 1);
  return whole && (lower < 0 || switchWorks(world, lower));
}

/** Switches with a way to a core switch, found by walking until nothing is added. */
function reached(world: World): Set<number> {
  const { lower, upper } = world.link.col;
  const found = new Set(
    slotsOf(world.switch).filter(
      (slot) => world.switch.col.layer[slot] === CORE && switchWorks(world, slot),
    ),
  );
  const links = slotsOf(world.link).filter((link) => lower[link]! > 0 && linkWorks(world, link));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const link of links) {
      const ends = [lower[link]! - 1, upper[link]! - 1];
      if (ends.some((end) => found.has(end))) for (const end of ends) found.add(end);
    }
  }
  return found;
}

function hostConnected(world: World, host: number, switches: Set<number>): boolean {
  const links = slotsOf(world.link).filter((link) => world.link.col.host[link] === host + 1);
  if (links.length === 0) return world.switch.count === 0;
  return links.some(
    (link) => linkWorks(world, link) && switches.has(world.link.col.upper[link]! - 1),
  );
}

/** What a device asks of the plug, in milliwatts. */
function draw(world: World, device: 'host' | 'switch', slot: number): number {
  if (!hasPower(world, device, slot)) return 0;
  if (device === 'switch') return world.switch.col.milliwatt[slot]!;
  const { idleMilliwatt, fullMilliwatt, vCpuRunning, cores } = world.host.col;
  const share = Math.min(1, vCpuRunning[slot]! / cores[slot]!);
  return idleMilliwatt[slot]! + Math.floor((fullMilliwatt[slot]! - idleMilliwatt[slot]!) * share);
}

/** Loads by part: each device's draw in whole milliwatts over its live cords, then upwards. */
function loads(world: World): Map<number, number> {
  const sums = new Map<number, number>(slotsOf(world.power).map((part) => [part, 0]));
  for (const device of ['host', 'switch'] as const) {
    for (const slot of slotsOf(world[device])) {
      const pdus = livePdus(world, device, slot);
      const total = draw(world, device, slot);
      for (const [index, pdu] of pdus.entries()) {
        const whole = Math.floor(total / pdus.length);
        addUpwards(world, sums, { part: pdu, load: whole + (index < total % pdus.length ? 1 : 0) });
      }
    }
  }
  return sums;
}

function addUpwards(
  world: World,
  sums: Map<number, number>,
  input: { part: number; load: number },
): void {
  const { col } = world.power;
  let { part } = input;
  while (part >= 0) {
    sums.set(part, (sums.get(part) ?? 0) + input.load);
    const onBattery = col.kind[part] === UPS && col.batteryEmptyAtUs[part] !== 0;
    part = onBattery ? -1 : col.from[part]! - 1;
  }
}

/** Where the engine and the slow way disagree, in words; empty when nowhere. */
export function plantDisagreements(world: World): string[] {
  const wrong: string[] = [];
  function compare(what: string, kept: unknown, worked: unknown): void {
    if (kept !== worked) wrong.push(`${what}: kept ${String(kept)}, worked out ${String(worked)}`);
  }
  const switches = reached(world);
  const sums = loads(world);
  for (const part of slotsOf(world.power)) {
    compare(`power ${part} live`, world.power.col.energised[part] === 1, isLive(world, part));
    compare(`power ${part} load`, world.power.col.loadMilliwatt[part], sums.get(part));
  }
  for (const slot of slotsOf(world.switch)) {
    const { col } = world.switch;
    compare(`switch ${slot} powered`, col.powered[slot] === 1, hasPower(world, 'switch', slot));
    compare(`switch ${slot} connected`, col.connected[slot] === 1, switches.has(slot));
  }
  for (const link of slotsOf(world.link)) {
    compare(`link ${link} up`, world.link.col.up[link] === 1, linkWorks(world, link));
  }
  for (const host of slotsOf(world.host)) {
    const { col } = world.host;
    const powered = hasPower(world, 'host', host);
    compare(`host ${host} powered`, col.powered[host] === 1, powered);
    compare(
      `host ${host} connected`,
      col.connected[host] === 1,
      hostConnected(world, host, switches),
    );
    if (col.state[host] === UP)
      compare(`host ${host} may be up`, true, powered && col.cut[host] === 0);
  }
  return wrong;
}
