/**
 * How a copy of things is made: the commands that build each anew under a free name, linked as the
 * original is, to the copy of what was copied with it and else to the same thing. A rack comes
 * with its power strips, switches, storage and hosts; a set with its machines, rules and windows;
 * a machine with a public address of its own where it has one. What is written on disks does not
 * come along, and so a hypervisor inside a machine does not either.
 */
import type { Command, CommandOf } from '../../shared/commands/index.ts';
import { onePerPool } from '../../shared/document/balancers-from-rows.ts';
import { imageOfRow } from '../../shared/document/images-from-rows.ts';
import { RowTable } from '../../shared/document/row-table.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import {
  hypervisorCommands,
  scaleSetAsks,
  scaleSetFollows,
  windowCommands,
} from './copy-settings.ts';
import { FreeNames } from './free-names.ts';

/** How rows are found; the topology store provides it. */
export interface CopyRows {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly list: <K extends TopologyKind>(kind: K) => readonly RowOf<K>[];
  readonly all: () => Iterable<TopologyRow>;
  /** Whose names are taken, where that is not all: a copy of what is gone keeps its name. */
  readonly taken?: () => Iterable<TopologyRow>;
  /** Host models of the catalogue in force. */
  readonly models: ReadonlySet<string>;
}

export interface CopyPlan {
  readonly commands: readonly Command[];
  /** Ids that the copies of what was asked for will have. */
  readonly made: readonly string[];
  /** What was asked for and cannot be copied. */
  readonly left: readonly string[];
}

/** Kinds of which a copy can be made. */
const COPIED: readonly TopologyKind[] = ['rack', 'host', 'vm', 'availabilitySet', 'scaleSet'];

/** True when a copy of it can be made by itself. */
export function canCopy(row: TopologyRow): boolean {
  if (row.kind === 'vm') return row.scaleSet === undefined;
  return COPIED.includes(row.kind);
}

/**
 * Plans the copy. O(rows). Dates of autoscale profiles that are over at `calendarUs` are left out,
 * since nobody could set them again.
 */
export function planCopy(ids: readonly string[], rows: CopyRows, calendarUs = 0): CopyPlan {
  const asked = [...new Set(ids)].flatMap((id) => rows.get(id) ?? []);
  const copier = new Copier(rows, calendarUs);
  for (const row of asked) if (row.kind === 'rack') copier.rack(row);
  for (const row of asked) if (row.kind === 'host') copier.host(row);
  for (const row of asked) if (row.kind === 'availabilitySet') copier.set(row);
  for (const row of asked) if (row.kind === 'scaleSet') copier.scaleSet(row);
  for (const row of asked) if (row.kind === 'vm' && canCopy(row)) copier.machine(row);
  return {
    commands: copier.commands,
    made: asked.flatMap(({ id }) => copier.copyOf.get(id) ?? []),
    left: asked.filter(({ id }) => !copier.copyOf.has(id)).map(({ id }) => id),
  };
}

class Copier {
  readonly commands: Command[] = [];
  /** Original → copy, as ids. */
  readonly copyOf = new Map<string, string>();
  readonly #rows: CopyRows;
  readonly #names: FreeNames;
  /** What there is, by ids. */
  readonly #there: ReadonlySet<string>;
  readonly #table: RowTable;
  readonly #calendarUs: number;

  constructor(rows: CopyRows, calendarUs: number) {
    const all = [...rows.all()];
    this.#rows = rows;
    const there = [...(rows.taken?.() ?? all)];
    this.#names = new FreeNames(there, rows.taken !== undefined);
    this.#there = new Set(there.map(({ id }) => id));
    this.#table = new RowTable(all);
    this.#calendarUs = calendarUs;
  }

  /** The copy of a thing where there is one, else the thing itself. */
  #link(id: string): string {
    return this.copyOf.get(id) ?? id;
  }

  /** Remembers the copy and returns its id. */
  #note(row: TopologyRow, name: string): string {
    const colon = row.id.indexOf(':');
    const slash = row.id.lastIndexOf('/');
    const id = `${row.id.slice(0, Math.max(colon, slash) + 1)}${name}`;
    this.copyOf.set(row.id, id);
    return id;
  }

  rack(rack: RowOf<'rack'>): void {
    const { list } = this.#rows;
    const name = this.#names.ofCopy('rack', rack.name);
    this.#note(rack, name);
    const { row, units, cluster } = rack;
    const group = cluster === undefined ? {} : { cluster };
    this.commands.push({ type: 'rack.add', name, row, units, ...group });
    const inside = new Set(list('switch').flatMap((one) => (one.rack === rack.id ? one.id : [])));
    const place = { of: rack.name, name, rack: this.#link(rack.id), switches: inside };
    for (const row_ of list('power')) if (row_.rack === rack.id) this.#strip(row_, place);
    for (const row_ of list('switch')) if (row_.rack === rack.id) this.#switch(row_, place);
    for (const row_ of list('storage')) if (row_.rack === rack.id) this.#storage(row_, place);
    for (const row_ of list('host')) if (row_.rack === rack.id) this.host(row_, place);
  }

  /** `r1-h3` of rack `r1` becomes `r7-h3` in its copy `r7`. */
  #nameIn(kind: TopologyKind, name: string, place: CopiedRack): string {
    if (!name.startsWith(place.of)) return this.#names.ofCopy(kind, name);
    return this.#names.take(kind, `${place.name}${name.slice(place.of.length)}`);
  }

  #strip(row: RowOf<'power'>, place: CopiedRack): void {
    const name = this.#nameIn('power', row.name, place);
    this.#note(row, name);
    const { powerKind: kind, ratingWatts, batteryMinutes } = row;
    const from = row.from === undefined ? {} : { from: this.#link(row.from) };
    const battery = kind === 'ups' ? { batteryMinutes } : {};
    const { rack } = place;
    this.commands.push({ type: 'power.add', kind, name, ratingWatts, ...battery, rack, ...from });
  }

  #switch(row: RowOf<'switch'>, place: CopiedRack): void {
    const name = this.#nameIn('switch', row.name, place);
    const id = this.#note(row, name);
    const links = this.#linksOf(row.id, place);
    this.commands.push({
      type: 'switch.add',
      name,
      layer: row.layer,
      rack: place.rack,
      pdus: row.pdus.map((pdu) => this.#link(pdu)),
      uplinks: links.ordinary,
      watts: row.watts,
    });
    this.#addFast(id, links.others);
  }

  #storage(row: RowOf<'storage'>, place: CopiedRack): void {
    const name = this.#nameIn('storage', row.name, place);
    this.#note(row, name);
    const size = row.capacityGib === 0 ? {} : { capacityGib: row.capacityGib };
    this.commands.push({ type: 'storage.add', name, rack: place.rack, ...size });
  }

  /**
   * Links of a thing to switches: those of the ordinary speed by the other end, the others whole.
   * A switch of the same rack that is still to be copied makes the link itself when it comes.
   */
  #linksOf(id: string, place: CopiedRack | undefined): Links {
    const links = this.#rows.list('link').flatMap(({ from, to, gbps }) => {
      const other = from === id ? to : to === id ? from : undefined;
      if (other === undefined || this.#rows.get(other)?.kind !== 'switch') return [];
      const isToCome = place?.switches.has(other) === true && !this.copyOf.has(other);
      return isToCome ? [] : [{ to: this.#link(other), gbps }];
    });
    return {
      ordinary: links.flatMap(({ to, gbps }) => (gbps === LINK_GBPS ? to : [])),
      others: links.filter(({ gbps }) => gbps !== LINK_GBPS),
    };
  }

  #addFast(from: string, links: Links['others']): void {
    for (const { to, gbps } of links) this.commands.push({ type: 'link.add', from, to, gbps });
  }

  host(row: RowOf<'host'>, place?: CopiedRack): void {
    if (this.copyOf.has(row.id)) return;
    const name =
      place === undefined
        ? this.#names.ofCopy('host', row.name)
        : this.#nameIn('host', row.name, place);
    const id = this.#note(row, name);
    const links = this.#linksOf(row.id, place);
    const { cores, mipsPerCore, memoryMib, diskGib, nicMbps, idleWatts, fullWatts } = row;
    this.commands.push({
      type: 'host.add',
      name,
      rack: place?.rack ?? row.rack,
      // In the copy of a rack at the same height, in the same rack at the first free one.
      ...(place === undefined ? {} : { unit: row.unit }),
      ...(this.#rows.models.has(row.model) ? { model: row.model } : {}),
      cores,
      mipsPerCore,
      memoryMib,
      diskGib,
      nicMbps,
      idleWatts,
      fullWatts,
      heightUnits: row.heightUnits,
      vCpuPerCore: row.vCpuPerCore,
      system: row.system,
      ...(row.installed === undefined ? {} : { installed: row.installed }),
      pdus: row.pdus.map((pdu) => this.#link(pdu)),
      switches: links.ordinary,
    });
    this.#addFast(id, links.others);
    this.commands.push(...hypervisorCommands(row, id));
  }

  /** With its members. */
  set(row: RowOf<'availabilitySet'>): void {
    const name = this.#names.ofCopy('availabilitySet', row.name);
    const availabilitySet = this.#note(row, name);
    const { group, faultDomains, updateDomains, tags, windows } = row;
    const type = 'availabilitySet.add';
    this.commands.push({ type, name, group, faultDomains, updateDomains, tags });
    this.commands.push(...windowCommands(windows, { availabilitySet }));
    for (const id of row.members) {
      const vm = this.#rows.get(id);
      if (vm?.kind === 'vm' && canCopy(vm)) this.machine(vm);
    }
  }

  scaleSet(row: RowOf<'scaleSet'>): void {
    const name = this.#names.ofCopy('scaleSet', row.name);
    const id = this.#note(row, name);
    this.commands.push({ ...scaleSetAsks(row), name });
    this.commands.push(...scaleSetFollows(row, { id, calendarUs: this.#calendarUs }));
  }

  machine(row: RowOf<'vm'>): void {
    if (this.copyOf.has(row.id)) return;
    // What a machine left behind is called after it: its copy is called otherwise.
    const isWholeGone = [...row.disks, ...row.nics].every((id) => !this.#there.has(id));
    const name = this.#names[isWholeGone ? 'ofCopy' : 'next']('vm', row.name);
    const vm = this.#note(row, name);
    const { group, size, tags } = row;
    const own = imageOfRow(this.#table, row);
    const interface_ = this.#interfaceOf(row);
    this.commands.push({
      type: 'vm.create',
      name,
      group,
      size,
      // A prepared disk brings along what is on it, by the version that was asked for.
      image: own.withContents === undefined ? own.image : row.image,
      tags,
      ...this.#disksOf(row),
      ...this.#placeOf(row),
      ...interface_,
      ...(row.balancers.length === 0 ? {} : { balancers: onePerPool(this.#table, row.balancers) }),
      ...(row.build === undefined ? {} : { build: row.build }),
      ...(row.cpuWeight === undefined ? {} : { cpuWeight: row.cpuWeight }),
      ...(row.administrator === undefined ? {} : { administrator: row.administrator }),
      ...(row.spotOf === undefined
        ? {}
        : { priority: 'spot' as const, eviction: row.spotOf.eviction }),
    });
    this.commands.push(...windowCommands(row.windows, { vm }));
  }

  #disksOf(row: RowOf<'vm'>): Partial<CommandOf<'vm.create'>> {
    const disks = row.disks.flatMap((id) => {
      const disk = this.#rows.get(id);
      if (disk?.kind !== 'disk') return [];
      const { sizeGib, tier, redundancy, caching, role } = disk;
      return [{ role, asked: { sizeGib, tier, redundancy, caching } }];
    });
    const os = disks.find(({ role }) => role === 'os')?.asked;
    const data = disks.filter(({ role }) => role === 'data').map(({ asked }) => asked);
    return {
      ...(os === undefined ? {} : { osDisk: os }),
      ...(data.length === 0 ? {} : { dataDisks: data }),
    };
  }

  /** Where it belongs; which host it stands on is decided anew. */
  #placeOf(row: RowOf<'vm'>): Partial<CommandOf<'vm.create'>> {
    const { zone, proximityGroup, hostGroup, dedicatedHost, reservation, inside } = row;
    const set = row.availabilitySet;
    return {
      // The copy of a machine has nothing installed, so what is inside one stays in the original.
      ...(inside === undefined ? {} : { inside }),
      ...(zone === undefined ? {} : { zone }),
      ...(proximityGroup === undefined ? {} : { proximityGroup }),
      ...(hostGroup === undefined ? {} : { hostGroup }),
      ...(dedicatedHost === undefined ? {} : { dedicatedHost }),
      ...(reservation === undefined ? {} : { reservation }),
      ...(set === undefined ? {} : { availabilitySet: this.#link(set) }),
    };
  }

  /** The same subnet and rules; addresses are its own, a public one is made for it. */
  #interfaceOf(row: RowOf<'vm'>): Partial<CommandOf<'vm.create'>> {
    const nics = row.nics.flatMap((id) => this.#rows.get(id) ?? []);
    const nic = nics.find((one) => one.kind === 'nic' && one.primary);
    if (nic?.kind !== 'nic') return {};
    const { subnet, securityGroup } = nic;
    return {
      ...(subnet === undefined ? {} : { subnet }),
      ...(securityGroup === undefined ? {} : { securityGroup }),
      ...this.#addressFor(nic),
    };
  }

  #addressFor(nic: RowOf<'nic'>): { publicIp?: string } {
    const address = this.#rows.get(nic.publicIp ?? '');
    if (address?.kind !== 'publicIp') return {};
    const name = this.#names.ofCopy('publicIp', address.name);
    const { group, allocation, tags } = address;
    this.commands.push({ type: 'publicIp.add', name, group, allocation, tags });
    return { publicIp: this.#note(address, name) };
  }
}

/** Speed of a link that is made together with what it leads to; the engine's own. */
const LINK_GBPS = 10;

interface Links {
  readonly ordinary: string[];
  readonly others: readonly { readonly to: string; readonly gbps: number }[];
}

/** A rack that is copied: what it was called and is called, and the id of the copy. */
interface CopiedRack {
  readonly of: string;
  readonly name: string;
  readonly rack: string;
  /** Switches of the original. */
  readonly switches: ReadonlySet<string>;
}
