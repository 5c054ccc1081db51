/**
 * Who would still work if one part were gone: the drawing read backwards from a machine, without
 * settling anything (rule ENG-SF1).
 *
 * Batteries count as empty, for what only they carry falls with its source in the end; breakers do
 * not trip, because what a moved load does is for a trial to say. It asks the columns only, so it
 * is cheap enough to be asked for every part above a set. `settle` is its slow twin in the tests.
 */
import { DISK_REDUNDANCIES, HOST_STATES, SWITCH_LAYERS } from '../../../shared/model/kinds.ts';
import { zoneOfStorage } from '../systems/disk-zones.ts';
import type { Found, TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';

const CORE = SWITCH_LAYERS.indexOf('core');
const HOST_UP = HOST_STATES.indexOf('up');
const ZRS = DISK_REDUNDANCIES.indexOf('zrs');

/** The drawing with one part missing, or none (slot -1). Answers are remembered. */
export class GroundWithout {
  private readonly world: World;
  private readonly missing: Found;
  private readonly live = new Map<number, boolean>();
  private readonly places = new Map<number, boolean>();
  private reached: Uint8Array | undefined;

  constructor(world: World, missing: Found) {
    this.world = world;
    this.missing = missing;
  }

  private isMissing(table: TableName, slot: number): boolean {
    return this.missing.slot === slot && this.missing.table === table;
  }

  private placeStands(place: number): boolean {
    if (place < 0) return true;
    const known = this.places.get(place);
    if (known !== undefined) return known;
    const { cut, parent } = this.world.place.col;
    const whole = cut[place] === 0 && !this.isMissing('place', place);
    const stands = whole && this.placeStands(parent[place]! - 1);
    this.places.set(place, stands);
    return stands;
  }

  private rackStands(rack: number): boolean {
    if (rack < 0) return true;
    if (this.world.rack.col.cut[rack] === 1 || this.isMissing('rack', rack)) return false;
    return this.placeStands(this.world.rack.col.row[rack]! - 1);
  }

  private groundStands(table: 'power' | 'switch' | 'storage', slot: number): boolean {
    const { rack, place } = this.world[table].col;
    return rack[slot]! > 0 ? this.rackStands(rack[slot]! - 1) : this.placeStands(place[slot]! - 1);
  }

  private powerIsLive(slot: number): boolean {
    const known = this.live.get(slot);
    if (known !== undefined) return known;
    const { cut, tripped, from } = this.world.power.col;
    const whole = cut[slot] === 0 && tripped[slot] === 0 && !this.isMissing('power', slot);
    const source = from[slot]! - 1;
    const stands = whole && this.groundStands('power', slot);
    const live = stands && (source < 0 || this.powerIsLive(source) || this.isOnBattery(slot));
    this.live.set(slot, live);
    return live;
  }

  /** Its source is gone already, so its battery is what there is. */
  private isOnBattery(slot: number): boolean {
    const { batteryEmptyAtUs, batteryEmpty } = this.world.power.col;
    return batteryEmptyAtUs[slot] !== 0 && batteryEmpty[slot] === 0;
  }

  private anyCordLive(cords: readonly number[]): boolean {
    return cords.some((cord) => this.powerIsLive(this.world.cord.col.pdu[cord]! - 1));
  }

  private switchWorks(slot: number): boolean {
    if (this.world.switch.col.cut[slot] === 1 || this.isMissing('switch', slot)) return false;
    if (!this.groundStands('switch', slot)) return false;
    const cords = this.world.plant.cordsOfSwitch(slot);
    return cords.length === 0 || this.anyCordLive(cords);
  }

  private linkWorks(link: number): boolean {
    return this.world.link.col.cut[link] === 0 && !this.isMissing('link', link);
  }

  /** Switches with a way to a core switch. */
  private reach(): Uint8Array {
    if (this.reached !== undefined) return this.reached;
    const { world } = this;
    const reached = new Uint8Array(world.switch.slotEnd);
    const frontier: number[] = [];
    for (const slot of world.switch.slots()) {
      if (world.switch.col.layer[slot] !== CORE || !this.switchWorks(slot)) continue;
      reached[slot] = 1;
      frontier.push(slot);
    }
    for (let next = 0; next < frontier.length; next += 1) {
      const from = frontier[next]!;
      for (const link of world.plant.linksOfSwitch(from)) {
        const { lower, upper } = world.link.col;
        const other = upper[link] === from + 1 ? lower[link]! - 1 : upper[link]! - 1;
        if (other < 0 || reached[other] === 1 || !this.linkWorks(link)) continue;
        if (!this.switchWorks(other)) continue;
        reached[other] = 1;
        frontier.push(other);
      }
    }
    this.reached = reached;
    return reached;
  }

  private hostWorks(host: number): boolean {
    const { world } = this;
    const { state, cut, rack } = world.host.col;
    if (state[host] !== HOST_UP || cut[host] === 1 || this.isMissing('host', host)) return false;
    const inRack = rack[host]! - 1;
    if (!this.rackStands(inRack)) return false;
    const cords = world.plant.cordsOfHost(host);
    const powered =
      cords.length === 0 ? world.racks.pdusOf(inRack).length === 0 : this.anyCordLive(cords);
    return powered && this.hostIsConnected(host);
  }

  private hostIsConnected(host: number): boolean {
    const links = this.world.plant.linksOfHost(host);
    if (links.length === 0) return this.world.switch.count === 0;
    const reached = this.reach();
    const { upper } = this.world.link.col;
    return links.some((link) => this.linkWorks(link) && reached[upper[link]! - 1] === 1);
  }

  private storageWorks(slot: number): boolean {
    const { cut, rack } = this.world.storage.col;
    if (cut[slot] === 1 || this.isMissing('storage', slot)) return false;
    if (!this.groundStands('storage', slot)) return false;
    const pdus = rack[slot] === 0 ? [] : this.world.racks.pdusOf(rack[slot]! - 1);
    return pdus.length === 0 || pdus.some((pdu) => this.powerIsLive(pdu));
  }

  private diskIsReachable(disk: number): boolean {
    const { world } = this;
    const home = world.disk.col.storage[disk]! - 1;
    if (home < 0 || this.storageWorks(home)) return true;
    if (world.disk.col.redundancy[disk] !== ZRS) return false;
    const zone = zoneOfStorage(world, home);
    return [...world.storage.slots()].some((other) => {
      const otherZone = zoneOfStorage(world, other);
      return otherZone >= 0 && otherZone !== zone && this.storageWorks(other);
    });
  }

  /** True when the machine's host works and all its disks can be reached. */
  machineStands(vm: number): boolean {
    const host = this.world.vm.col.host[vm]! - 1;
    if (host < 0 || !this.hostWorks(host)) return false;
    return this.world.cloud.disksOfVm(vm).every((disk) => this.diskIsReachable(disk));
  }
}
