/**
 * The room as a structure of parts: what must work for a machine to work, as functions of one
 * decision diagram (rule ENG-Y6). It follows the rules by which the room itself falls: power over
 * cords and sources, network over links to a core switch, disks, racks and the places around them.
 *
 * Present faults are left aside; it is the drawing that is judged.
 */
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { ALWAYS, DecisionDiagram, NEVER } from '../../../shared/model/decision-diagram.ts';
import type { ComponentKind } from '../../../shared/model/catalogue-reliability.ts';
import {
  outlasting,
  unavailabilityOf,
  type Part,
} from '../../../shared/model/expected-availability.ts';
import { PLACE_KINDS, POWER_KINDS, SWITCH_LAYERS } from '../../../shared/model/kinds.ts';
import type { GroundedTable } from '../systems/place-fate.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';

const CORE = SWITCH_LAYERS.indexOf('core');
const TOR = SWITCH_LAYERS.indexOf('tor');
const UPS = POWER_KINDS.indexOf('ups');
const PDU = POWER_KINDS.indexOf('pdu');

/** Switches up to which ways down and up again are counted; beyond, those that lead up. */
const DETOUR_SWITCHES_MAX = 12;

type Times = { readonly mtbfHours: number; readonly mttrHours: number; readonly assumed: boolean };

export class RoomStructure {
  readonly diagram = new DecisionDiagram();
  /** Parts by number; common ones come first, which keeps diagrams small. */
  readonly parts: Part[] = [];
  private readonly world: World;
  private readonly times = new Map<string, Times>();
  private readonly numbers = new Map<string, readonly { part: number; outlastsUs: number }[]>();
  private readonly made = new Map<string, number>();
  /** Batteries that stand between a part of the power graph and what it feeds, in all lengths. */
  private readonly batteries = new Map<number, Set<number>>();
  private switches: readonly number[] | undefined;
  /** Lifetimes that rules of the room give to single parts, by id. */
  private readonly ownTimes = new Map<string, Times>();
  /** Common causes of the room's rules: numbers of their parts, by the id of what they take. */
  private readonly commonCauses = new Map<string, number[]>();
  private readonly guests = new Map<number, number[]>();

  constructor(world: World) {
    this.world = world;
    for (const { kind, mtbfHours, mttrHours, assumed } of world.catalogue.components ?? []) {
      const marked = assumed?.['mtbfHours'] !== undefined || assumed?.['mttrHours'] !== undefined;
      this.times.set(kind, { mtbfHours, mttrHours, assumed: marked });
    }
    this.readRules();
    for (const slot of world.power.slots()) this.noteBattery(slot, 0);
    for (const vm of world.vm.slots()) {
      const host = world.vm.col.host[vm]! - 1;
      const guests = this.guests.get(host);
      if (guests === undefined) this.guests.set(host, [vm]);
      else guests.push(vm);
    }
    this.numberParts();
  }

  /** What the room says itself of how its parts fail goes before the catalogue. */
  private readRules(): void {
    const { world } = this;
    const { rule } = world.wearClock.col;
    const { mtbfUs, mttrUs, together } = world.reliability.col;
    for (const clock of world.wearClock.slots()) {
      const of = rule[clock]! - 1;
      const times: Times = {
        mtbfHours: mtbfUs[of]! / US_PER_HOUR,
        mttrHours: mttrUs[of]! / US_PER_HOUR,
        assumed: false,
      };
      const ids = world.wearClock.text('parts', clock).split('\n');
      if (together[of] === 0) {
        for (const id of ids) this.ownTimes.set(id, times);
        continue;
      }
      const cause = this.parts.length;
      const id = textIdOf(world, 'reliability', of);
      this.parts.push({
        id,
        kind: 'common',
        unavailability: unavailabilityOf(times),
        assumed: false,
      });
      for (const part of ids) {
        const known = this.commonCauses.get(part);
        if (known === undefined) this.commonCauses.set(part, [cause]);
        else known.push(cause);
      }
    }
  }

  private noteBattery(slot: number, us: number): void {
    const known = this.batteries.get(slot) ?? new Set<number>();
    if (known.has(us)) return;
    known.add(us);
    this.batteries.set(slot, known);
    const { from, kind, batteryUs } = this.world.power.col;
    const source = from[slot]! - 1;
    if (source >= 0) this.noteBattery(source, us + (kind[slot] === UPS ? batteryUs[slot]! : 0));
  }

  private numberParts(): void {
    const { world } = this;
    for (const [code, kind] of PLACE_KINDS.entries()) {
      if (kind === 'row') continue;
      for (const slot of world.place.slots()) {
        if (world.place.col.kind[slot] === code) this.number('place', slot, kind);
      }
    }
    for (const kind of POWER_KINDS.keys()) {
      for (const slot of world.power.slots()) {
        const racked = kind === PDU && world.power.col.rack[slot]! > 0;
        if (world.power.col.kind[slot] === kind && !racked) this.numberPower(slot);
      }
    }
    for (const slot of world.switch.slots()) {
      if (world.switch.col.layer[slot] === CORE) this.numberSwitch(slot);
    }
    for (const slot of world.switch.slots()) {
      const { layer, rack } = world.switch.col;
      const high = layer[slot] !== CORE && (layer[slot] !== TOR || rack[slot] === 0);
      if (high) this.numberSwitch(slot);
    }
    for (const slot of world.storage.slots()) {
      if (world.storage.col.rack[slot] === 0) this.number('storage', slot, 'storage');
    }
    for (const rack of world.rack.slots()) this.numberRack(rack);
  }

  private numberRack(rack: number): void {
    const { world } = this;
    this.number('rack', rack, 'rack');
    for (const pdu of world.racks.pdusOf(rack)) this.numberPower(pdu);
    for (const slot of world.racks.switchesOf(rack)) {
      if (world.switch.col.layer[slot] === TOR) this.numberSwitch(slot);
    }
    for (const slot of world.storage.slots()) {
      if (world.storage.col.rack[slot] === rack + 1) this.number('storage', slot, 'storage');
    }
    for (const host of world.racks.hostsOf(rack)) {
      this.number('host', host, 'host');
      for (const link of world.plant.linksOfHost(host)) this.number('link', link, 'link');
      for (const vm of this.guests.get(host) ?? []) this.number('vm', vm, 'machine');
    }
  }

  private numberPower(slot: number): void {
    this.number('power', slot, POWER_KINDS[this.world.power.col.kind[slot]!]!);
  }

  private numberSwitch(slot: number): void {
    const { world } = this;
    this.number('switch', slot, 'switch');
    for (const link of world.plant.linksOfSwitch(slot)) {
      if (world.link.col.lower[link] === slot + 1) this.number('link', link, 'link');
    }
  }

  /**
   * Numbers a part. One that stands behind batteries of several lengths becomes several parts,
   * of which the first fails when even the longest battery is outlasted, and each further one
   * adds the failures that outlast a shorter one only.
   */
  private number(table: TableName, slot: number, kind: ComponentKind): void {
    const id = textIdOf(this.world, table, slot);
    const times = this.ownTimes.get(id) ?? this.times.get(kind);
    if (times === undefined) return;
    const levels = table === 'power' ? [...(this.batteries.get(slot) ?? [0])] : [0];
    levels.sort((a, b) => b - a);
    let worksLonger = 1;
    const made: { part: number; outlastsUs: number }[] = [];
    for (const outlastsUs of levels) {
      const works = 1 - outlasting(times, outlastsUs / US_PER_HOUR);
      const unavailability = 1 - works / worksLonger;
      worksLonger = works;
      made.push({ part: this.parts.length, outlastsUs });
      const shape = { id, kind, unavailability, assumed: times.assumed };
      this.parts.push(outlastsUs === 0 ? shape : { ...shape, outlastsUs });
    }
    this.numbers.set(`${table} ${slot}`, made);
  }

  /** A part that stands for a promise of the provider. */
  ownPart(part: Part): number {
    const known = this.made.get(`own ${part.id}`);
    if (known !== undefined) return known;
    this.parts.push(part);
    const function_ = this.diagram.works(this.parts.length - 1);
    this.made.set(`own ${part.id}`, function_);
    return function_;
  }

  /** "It works, or its failure is over before the battery is empty." */
  private works(table: TableName, slot: number, batteryUs = 0): number {
    const numbers = this.numbers.get(`${table} ${slot}`) ?? [];
    const terms = numbers
      .filter(({ outlastsUs }) => outlastsUs >= batteryUs)
      .map(({ part }) => this.diagram.works(part));
    const causes = this.commonCauses.get(textIdOf(this.world, table, slot)) ?? [];
    return this.diagram.all([...terms, ...causes.map((cause) => this.diagram.works(cause))]);
  }

  private remember(key: string, make: () => number): number {
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.made.set(key, made);
    return made;
  }

  /** A place and all around it. */
  private place(slot: number): number {
    if (slot < 0) return ALWAYS;
    return this.remember(`place ${slot}`, () => {
      const around = this.place(this.world.place.col.parent[slot]! - 1);
      return this.diagram.and(around, this.works('place', slot));
    });
  }

  private rack(slot: number): number {
    return this.remember(`rack ${slot}`, () => {
      const row = this.place(this.world.rack.col.row[slot]! - 1);
      return this.diagram.and(row, this.works('rack', slot));
    });
  }

  /** The rack something stands in, or its place. */
  private ground(table: GroundedTable, slot: number): number {
    const { rack, place } = this.world[table].col;
    const inRack = rack[slot]! - 1;
    return inRack >= 0 ? this.rack(inRack) : this.place(place[slot]! - 1);
  }

  private power(slot: number, batteryUs: number): number {
    return this.remember(`power ${slot} ${batteryUs}`, () => {
      const { from, kind, batteryUs: own } = this.world.power.col;
      const source = from[slot]! - 1;
      const longer = batteryUs + (kind[slot] === UPS ? own[slot]! : 0);
      const fed = source < 0 ? ALWAYS : this.power(source, longer);
      const itself = this.works('power', slot, batteryUs);
      return this.diagram.all([this.ground('power', slot), fed, itself]);
    });
  }

  private cords(cords: readonly number[]): number {
    const pdus = cords.map((cord) => this.power(this.world.cord.ref('pdu', cord), 0));
    return this.diagram.any(pdus);
  }

  private switchAlone(slot: number): number {
    const cords = this.world.plant.cordsOfSwitch(slot);
    const powered = cords.length === 0 ? ALWAYS : this.cords(cords);
    return this.diagram.all([this.ground('switch', slot), powered, this.works('switch', slot)]);
  }

  /** Whether a switch reaches a core switch. */
  private connected(slot: number): number {
    if (this.world.switch.count > DETOUR_SWITCHES_MAX) return this.upwards(slot);
    this.switches ??= this.reach();
    return this.switches[slot] ?? NEVER;
  }

  /** Over links that lead up, layer by layer. */
  private upwards(slot: number): number {
    const { world, diagram } = this;
    if (slot < 0) return NEVER;
    const key = `switch ${slot}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    // A way that comes back to where it began is none.
    this.made.set(key, NEVER);
    const alone = this.switchAlone(slot);
    const isCore = world.switch.col.layer[slot] === CORE;
    const ways = world.plant
      .linksOfSwitch(slot)
      .filter((link) => world.link.col.lower[link] === slot + 1)
      .map((link) => {
        const above = this.upwards(world.link.col.upper[link]! - 1);
        return diagram.and(this.works('link', link), above);
      });
    const made = isCore ? alone : diagram.and(alone, diagram.any(ways));
    this.made.set(key, made);
    return made;
  }

  /** Over any links, up and down: widened from the core until nothing changes. */
  private reach(): number[] {
    const { world, diagram } = this;
    const slots = [...world.switch.slots()];
    const alone: number[] = [];
    for (const slot of slots) alone[slot] = this.switchAlone(slot);
    let reached: number[] = [];
    for (const slot of slots) {
      reached[slot] = world.switch.col.layer[slot] === CORE ? alone[slot]! : NEVER;
    }
    for (let round = 0; round < slots.length; round += 1) {
      const next: number[] = [];
      for (const slot of slots) {
        const ways = world.plant.linksOfSwitch(slot).map((link) => {
          const { lower, upper } = world.link.col;
          const other = lower[link] === slot + 1 ? upper[link]! - 1 : lower[link]! - 1;
          const beyond = other < 0 ? NEVER : (reached[other] ?? NEVER);
          return diagram.and(this.works('link', link), beyond);
        });
        const way = diagram.and(alone[slot]!, diagram.any(ways));
        next[slot] = diagram.or(reached[slot]!, way);
      }
      const settled = slots.every((slot) => next[slot] === reached[slot]);
      reached = next;
      if (settled) break;
    }
    return reached;
  }

  private host(slot: number): number {
    return this.remember(`host ${slot}`, () => {
      const { world, diagram } = this;
      const rack = world.host.col.rack[slot]! - 1;
      const cords = world.plant.cordsOfHost(slot);
      const fromOutside = cords.length === 0 && world.racks.pdusOf(rack).length === 0;
      const links = world.plant.linksOfHost(slot).map((link) => {
        const up = this.connected(world.link.col.upper[link]! - 1);
        return diagram.and(this.works('link', link), up);
      });
      return diagram.all([
        this.rack(rack),
        fromOutside ? ALWAYS : this.cords(cords),
        world.switch.count === 0 ? ALWAYS : diagram.any(links),
        this.works('host', slot),
      ]);
    });
  }

  private storage(slot: number): number {
    const { world, diagram } = this;
    const rack = world.storage.col.rack[slot]! - 1;
    const pdus = rack < 0 ? [] : world.racks.pdusOf(rack);
    const powered = pdus.length === 0 ? ALWAYS : diagram.any(pdus.map((pdu) => this.power(pdu, 0)));
    return diagram.all([this.ground('storage', slot), powered, this.works('storage', slot)]);
  }

  /** All a machine stands on, and its own system. One without a host does not work. */
  machine(slot: number): number {
    return this.remember(`vm ${slot}`, () => {
      const { world, diagram } = this;
      const host = world.vm.col.host[slot]! - 1;
      if (host < 0) return NEVER;
      const units = world.cloud
        .disksOfVm(slot)
        .map((disk) => world.disk.col.storage[disk]! - 1)
        .filter((unit) => unit >= 0);
      const storages = [...new Set(units)].map((unit) => this.storage(unit));
      return diagram.all([this.host(host), ...storages, this.works('vm', slot)]);
    });
  }
}
