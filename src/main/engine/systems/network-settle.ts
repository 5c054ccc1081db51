/**
 * Who has network: a device is connected while a path of live links and switches leads from it
 * to a core switch, the root of the network (rules ENG-N1 to ENG-N4).
 *
 * A drawing without any switch leaves the network to the outside: every host is connected.
 */
import { SWITCH_LAYERS } from '../../../shared/model/kinds.ts';
import { blameFor, happen, type World } from '../world/world.ts';
import { causeOfCutGround, groundIsCut } from './place-fate.ts';
import { causeOfNoPower, switchHasPower } from './power-settle.ts';

const CORE = SWITCH_LAYERS.indexOf('core');

/** Recomputes switches and links. Host states follow in `host-settle.ts`. */
export function settleNetwork(world: World): void {
  settleSwitchPower(world);
  settleLinks(world);
  const reached = reachFromRoots(world);
  const { col, slotEnd: end, alive } = world.switch;
  const lost: number[] = [];
  for (let slot = 0; slot < end; slot += 1) {
    if (alive[slot] === 0) continue;
    const connected = reached[slot]!;
    if (col.connected[slot] === connected) continue;
    col.connected[slot] = connected;
    world.switch.dirty.touch(slot);
    if (connected === 1) announceBack(world, slot);
    else if (col.cut[slot] === 0) lost.push(slot);
  }
  announceLost(world, lost);
  explainRestored(world);
}

function settleSwitchPower(world: World): void {
  const { col, slotEnd: end, alive } = world.switch;
  for (let slot = 0; slot < end; slot += 1) {
    if (alive[slot] === 0) continue;
    const powered = switchHasPower(world, slot) ? 1 : 0;
    if (col.powered[slot] === powered) continue;
    col.powered[slot] = powered;
    world.switch.dirty.touch(slot);
    world.loadDirty = true;
  }
}

function settleLinks(world: World): void {
  const { slotEnd: end, alive } = world.link;
  for (let slot = 0; slot < end; slot += 1) if (alive[slot] === 1) settleLink(world, slot);
}

/** Recomputes one link; the switches at its ends have been settled. */
export function settleLink(world: World, slot: number): void {
  const { col } = world.link;
  const lower = col.lower[slot]! - 1;
  const lowerWorks = lower < 0 || switchWorks(world, lower);
  const works = col.cut[slot] === 0 && lowerWorks && switchWorks(world, col.upper[slot]! - 1);
  const up = works ? 1 : 0;
  if (col.up[slot] === up) return;
  col.up[slot] = up;
  world.link.dirty.touch(slot);
}

function switchWorks(world: World, slot: number): boolean {
  return world.switch.col.powered[slot] === 1 && world.switch.col.cut[slot] === 0;
}

/** Breadth first from every working core switch; 1 for each switch reached. */
function reachFromRoots(world: World): Uint8Array {
  const { col, slotEnd: end, alive } = world.switch;
  const reached = new Uint8Array(end);
  const frontier: number[] = [];
  for (let slot = 0; slot < end; slot += 1) {
    if (alive[slot] === 1 && col.layer[slot] === CORE && switchWorks(world, slot)) {
      reached[slot] = 1;
      frontier.push(slot);
    }
  }
  for (let next = 0; next < frontier.length; next += 1) {
    for (const link of world.plant.linksOfSwitch(frontier[next]!)) {
      if (world.link.col.up[link] === 0) continue;
      const other = otherEnd(world, link, frontier[next]!);
      if (other < 0 || reached[other] === 1) continue;
      reached[other] = 1;
      frontier.push(other);
    }
  }
  return reached;
}

/** The switch at the other end of a link between switches; -1 when that end is a host. */
function otherEnd(world: World, link: number, from: number): number {
  const upper = world.link.col.upper[link]! - 1;
  return upper === from ? world.link.col.lower[link]! - 1 : upper;
}

/** Says that a switch works again; of one that never did nothing is said. */
function announceBack(world: World, slot: number): void {
  const { cause, fresh } = world.switch.col;
  cause[slot] = 0;
  const isNew = fresh[slot] === 1;
  fresh[slot] = 0;
  if (!isNew) happen(world, { kind: 'switch.back', table: 'switch', slot, cause: 0 });
}

/**
 * Announces switches that lost the root, those next to the cause first, so that each can point at
 * the one before it whatever the order in which they were drawn.
 */
function announceLost(world: World, lost: readonly number[]): void {
  for (const slot of lost) world.switch.col.cause[slot] = 0;
  let waiting = lost;
  while (waiting.length > 0) {
    const causes = waiting.map((slot) => causeOfIsolation(world, slot));
    const anyKnown = causes.some((cause) => cause > 0);
    // Nothing in the drawing explains it, so a decision does: it begins nearest to the root.
    const top = Math.max(...waiting.map((slot) => world.switch.col.layer[slot]!));
    const left: number[] = [];
    for (const [index, slot] of waiting.entries()) {
      const found = causes[index]!;
      const isNext = anyKnown ? found > 0 : world.switch.col.layer[slot] === top;
      if (!isNext) {
        left.push(slot);
        continue;
      }
      const cause = blameFor(world, found);
      world.switch.col.cause[slot] = happen(world, {
        kind: 'switch.lost',
        table: 'switch',
        slot,
        cause,
      });
    }
    waiting = left;
  }
}

/** A switch that was restored and still has no way to the root: something else keeps it down. */
function explainRestored(world: World): void {
  const { col } = world.switch;
  for (const slot of world.switch.slots()) {
    if (col.connected[slot] === 1 || col.cause[slot]! > 0) continue;
    const cause = causeOfIsolation(world, slot);
    if (cause === 0) continue;
    col.cause[slot] = cause;
    world.switch.dirty.touch(slot);
  }
}

function causeOfIsolation(world: World, slot: number): number {
  const { col } = world.switch;
  if (col.powered[slot] === 0) {
    if (groundIsCut(world, 'switch', slot)) return causeOfCutGround(world, 'switch', slot);
    return causeOfNoPower(world, col.rack[slot]! - 1, world.plant.cordsOfSwitch(slot));
  }
  return latestLinkCause(world, world.plant.linksOfSwitch(slot), slot);
}

/** Among links that lead on: the newest cause of a cut link or of the switch beyond it. */
function latestLinkCause(world: World, links: readonly number[], from: number): number {
  let latest = 0;
  for (const link of links) {
    latest = Math.max(latest, world.link.col.cut[link] === 1 ? world.link.col.cause[link]! : 0);
    const other = from < 0 ? world.link.col.upper[link]! - 1 : otherEnd(world, link, from);
    if (other >= 0 && world.switch.col.connected[other] === 0) {
      latest = Math.max(latest, world.switch.col.cause[other]!);
    }
  }
  return latest;
}

/** True when one of the host's links leads to a connected switch. */
export function hostHasNetwork(world: World, host: number): boolean {
  const links = world.plant.linksOfHost(host);
  if (links.length === 0) return world.switch.count === 0;
  for (const link of links) {
    const upper = world.link.col.upper[link]! - 1;
    if (world.link.col.up[link] === 1 && world.switch.col.connected[upper] === 1) return true;
  }
  return false;
}

/** The happening to blame for a host without network. */
export function causeOfNoNetwork(world: World, host: number): number {
  return blameFor(world, latestLinkCause(world, world.plant.linksOfHost(host), -1));
}
