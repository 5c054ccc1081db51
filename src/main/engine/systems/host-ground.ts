/**
 * Power and network of all hosts at once, for settling the whole room.
 *
 * Asking each host for itself (`hostHasPower`, `hostHasNetwork`) walks lists and places; in a hall
 * of 4,000 hosts that was most of the price of a fault. One pass over cords and one over links give
 * the same answers, and a property test holds the two ways against each other. Measured by
 * `test/bench/sweep-speed.ts`.
 */
import type { World } from '../world/world.ts';
import { hostHasNetwork } from './network-settle.ts';
import { rackIsCut } from './place-fate.ts';
import { hostHasPower } from './power-settle.ts';

export interface HostGround {
  /** 1 for each host that has power. */
  readonly powered: Uint8Array;
  /** 1 for each host that has network. */
  readonly connected: Uint8Array;
}

/** What every host stands on now. Power, switches and links are settled already. */
export function readHostGround(world: World): HostGround {
  return { powered: poweredHosts(world), connected: connectedHosts(world) };
}

function poweredHosts(world: World): Uint8Array {
  const { host, cord } = world;
  const powered = new Uint8Array(host.slotEnd);
  const corded = new Uint8Array(host.slotEnd);
  const { host: owner, pdu } = cord.col;
  const { energised } = world.power.col;
  for (let slot = 0; slot < cord.slotEnd; slot += 1) {
    const at = owner[slot]! - 1;
    if (at < 0 || cord.alive[slot] === 0) continue;
    corded[at] = 1;
    if (energised[pdu[slot]! - 1] === 1) powered[at] = 1;
  }
  const cutRacks = new Uint8Array(world.rack.slotEnd);
  for (let rack = 0; rack < cutRacks.length; rack += 1)
    if (world.rack.alive[rack] === 1 && rackIsCut(world, rack)) cutRacks[rack] = 1;
  const { rack: racks } = host.col;
  for (let slot = 0; slot < host.slotEnd; slot += 1) {
    if (host.alive[slot] === 0) continue;
    if (cutRacks[racks[slot]! - 1] === 1) powered[slot] = 0;
    else if (corded[slot] === 0) powered[slot] = hostHasPower(world, slot) ? 1 : 0;
  }
  return powered;
}

function connectedHosts(world: World): Uint8Array {
  const { host, link } = world;
  const connected = new Uint8Array(host.slotEnd);
  const linked = new Uint8Array(host.slotEnd);
  const { host: owner, upper, up } = link.col;
  const { connected: reached } = world.switch.col;
  for (let slot = 0; slot < link.slotEnd; slot += 1) {
    const at = owner[slot]! - 1;
    if (at < 0 || link.alive[slot] === 0) continue;
    linked[at] = 1;
    if (up[slot] === 1 && reached[upper[slot]! - 1] === 1) connected[at] = 1;
  }
  for (let slot = 0; slot < host.slotEnd; slot += 1) {
    if (host.alive[slot] === 1 && linked[slot] === 0)
      connected[slot] = hostHasNetwork(world, slot) ? 1 : 0;
  }
  return connected;
}
