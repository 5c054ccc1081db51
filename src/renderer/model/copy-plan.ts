/**
 * How a copy of things is made: the commands that build each anew under a free name, linked as the
 * original is, to the copy of what was copied with it and else to the same thing. A rack comes
 * with its power strips, switches, storage and hosts; a set with its machines; what is written on
 * disks does not come along.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import { FreeNames } from './free-names.ts';

/** How rows are found; the topology store provides it. */
export interface CopyRows {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly list: <K extends TopologyKind>(kind: K) => readonly RowOf<K>[];
  readonly all: () => Iterable<TopologyRow>;
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

/** Plans the copy. O(rows). */
export function planCopy(ids: readonly string[], rows: CopyRows): CopyPlan {
  const asked = [...new Set(ids)].flatMap((id) => rows.get(id) ?? []);
  const copier = new Copier(rows);
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

  constructor(rows: CopyRows) {
    this.#rows = rows;
    this.#names = new FreeNames(rows.all());
  }

  /** The copy of a thing where there is one, else the thing itself. */
  #link(id: string): string {
    return this.copyOf.get(id) ?? id;
  }

  #note(row: TopologyRow, name: string): void {
    const colon = row.id.indexOf(':');
    const slash = row.id.lastIndexOf('/');
    this.copyOf.set(row.id, `${row.id.slice(0, Math.max(colon, slash) + 1)}${name}`);
  }

  rack(rack: RowOf<'rack'>): void {
    const { list } = this.#rows;
    const name = this.#names.next('rack', rack.name);
    this.#note(rack, name);
    const { row, units, cluster } = rack;
    const group = cluster === undefined ? {} : { cluster };
    this.commands.push({ type: 'rack.add', name, row, units, ...group });
    const place = { of: rack.name, name, rack: this.#link(rack.id) };
    for (const row_ of list('power')) if (row_.rack === rack.id) this.#strip(row_, place);
    for (const row_ of list('switch')) if (row_.rack === rack.id) this.#switch(row_, place);
    for (const row_ of list('storage')) if (row_.rack === rack.id) this.#storage(row_, place);
    for (const row_ of list('host')) if (row_.rack === rack.id) this.host(row_, place);
  }

  /** `r1-h3` of rack `r1` becomes `r7-h3` in its copy `r7`. */
  #nameIn(kind: TopologyKind, name: string, place: CopiedRack): string {
    if (!name.startsWith(place.of)) return this.#names.next(kind, name);
    return this.#names.take(kind, `${place.name}${name.slice(place.of.length)}`);
  }

  #strip(row: RowOf<'power'>, place: CopiedRack): void {
    const name = this.#nameIn('power', row.name, place);
    this.#note(row, name);
    const { powerKind: kind, ratingWatts } = row;
    const from = row.from === undefined ? {} : { from: this.#link(row.from) };
    this.commands.push({ type: 'power.add', kind, name, ratingWatts, rack: place.rack, ...from });
  }

  #switch(row: RowOf<'switch'>, place: CopiedRack): void {
    const name = this.#nameIn('switch', row.name, place);
    this.#note(row, name);
    this.commands.push({
      type: 'switch.add',
      name,
      layer: row.layer,
      rack: place.rack,
      pdus: row.pdus.map((pdu) => this.#link(pdu)),
      uplinks: this.#switchesOf(row.id).map((id) => this.#link(id)),
      watts: row.watts,
    });
  }

  #storage(row: RowOf<'storage'>, place: CopiedRack): void {
    const name = this.#nameIn('storage', row.name, place);
    this.#note(row, name);
    const size = row.capacityGib === 0 ? {} : { capacityGib: row.capacityGib };
    this.commands.push({ type: 'storage.add', name, rack: place.rack, ...size });
  }

  /** Switches a thing has a link to. */
  #switchesOf(id: string): string[] {
    return this.#rows
      .list('link')
      .flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
      .filter((other) => this.#rows.get(other)?.kind === 'switch');
  }

  host(row: RowOf<'host'>, place?: CopiedRack): void {
    if (this.copyOf.has(row.id)) return;
    const name =
      place === undefined
        ? this.#names.next('host', row.name)
        : this.#nameIn('host', row.name, place);
    this.#note(row, name);
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
      switches: this.#switchesOf(row.id).map((id) => this.#link(id)),
    });
  }

  /** With its members. */
  set(row: RowOf<'availabilitySet'>): void {
    const name = this.#names.next('availabilitySet', row.name);
    this.#note(row, name);
    const { group, faultDomains, updateDomains, tags } = row;
    const type = 'availabilitySet.add';
    this.commands.push({ type, name, group, faultDomains, updateDomains, tags });
    for (const id of row.members) {
      const vm = this.#rows.get(id);
      if (vm?.kind === 'vm' && canCopy(vm)) this.machine(vm);
    }
  }

  scaleSet(row: RowOf<'scaleSet'>): void {
    const name = this.#names.next('scaleSet', row.name);
    this.#note(row, name);
    const { group, size, image, capacity, orchestration, faultDomains, scaleIn, tags } = row;
    this.commands.push({
      type: 'scaleSet.add',
      name,
      group,
      size,
      image,
      capacity,
      orchestration,
      faultDomains,
      scaleIn,
      tags,
      ...(row.zones.length === 0
        ? {}
        : { zones: row.zones.map(({ zone }) => zone), zoneBalance: row.zoneBalance }),
      ...(row.balancers.length === 0 ? {} : { balancers: row.balancers }),
    });
  }

  machine(row: RowOf<'vm'>): void {
    if (this.copyOf.has(row.id)) return;
    const name = this.#names.next('vm', row.name);
    this.#note(row, name);
    const { group, size, image, tags } = row;
    this.commands.push({
      type: 'vm.create',
      name,
      group,
      size,
      image,
      tags,
      ...this.#disksOf(row),
      ...this.#placeOf(row),
      ...this.#interfaceOf(row),
      ...(row.balancers.length === 0 ? {} : { balancers: row.balancers }),
      ...(row.cpuWeight === undefined ? {} : { cpuWeight: row.cpuWeight }),
      ...(row.administrator === undefined ? {} : { administrator: row.administrator }),
      ...(row.spotOf === undefined
        ? {}
        : { priority: 'spot' as const, eviction: row.spotOf.eviction }),
    });
  }

  #disksOf(row: RowOf<'vm'>): Partial<Extract<Command, { type: 'vm.create' }>> {
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
  #placeOf(row: RowOf<'vm'>): Partial<Extract<Command, { type: 'vm.create' }>> {
    const { zone, proximityGroup, hostGroup, dedicatedHost, reservation } = row;
    const set = row.availabilitySet;
    return {
      ...(zone === undefined ? {} : { zone }),
      ...(proximityGroup === undefined ? {} : { proximityGroup }),
      ...(hostGroup === undefined ? {} : { hostGroup }),
      ...(dedicatedHost === undefined ? {} : { dedicatedHost }),
      ...(reservation === undefined ? {} : { reservation }),
      ...(set === undefined ? {} : { availabilitySet: this.#link(set) }),
    };
  }

  /** The same subnet and rules; addresses are its own. */
  #interfaceOf(row: RowOf<'vm'>): Partial<Extract<Command, { type: 'vm.create' }>> {
    const nics = row.nics.flatMap((id) => this.#rows.get(id) ?? []);
    const nic = nics.find((one) => one.kind === 'nic' && one.primary);
    if (nic?.kind !== 'nic') return {};
    const { subnet, securityGroup } = nic;
    return {
      ...(subnet === undefined ? {} : { subnet }),
      ...(securityGroup === undefined ? {} : { securityGroup }),
    };
  }
}

/** A rack that is copied: what it was called and is called, and the id of the copy. */
interface CopiedRack {
  readonly of: string;
  readonly name: string;
  readonly rack: string;
}
