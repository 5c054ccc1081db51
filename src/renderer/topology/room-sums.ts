/**
 * Sums of what stands in a rack, a row or a hall: how many, how many of them work, what they cost,
 * and the worst state among them. A sum is made when it is first asked for and again only when
 * something in it changed, so that a patch of a few rows costs a few racks and their places, and
 * not the whole of a large room. While a large room arrives, sums of racks in which nothing has
 * come since outlive its layouts.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, worseTone, type Tone } from '../model/row-state.ts';
import type { RoomRows } from './room-rows.ts';

/** What a place shows when what stands in it is not drawn. */
export interface PlaceSum {
  readonly racks: number;
  readonly hosts: number;
  readonly hostsUp: number;
  readonly machines: number;
  readonly machinesUp: number;
  readonly cores: number;
  readonly coresCommitted: number;
  readonly microUsdPerHour: number;
  readonly worst: Tone;
  /** Racks in which something is in harm. */
  readonly troubled: number;
}

/** A rack also tells of its feeds, in the order of its PDUs. */
export interface RackSummary extends PlaceSum {
  readonly power: readonly { readonly feed: number | undefined; readonly on: boolean }[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING: PlaceSum = {
  racks: 0,
  hosts: 0,
  hostsUp: 0,
  machines: 0,
  machinesUp: 0,
  cores: 0,
  coresCommitted: 0,
  microUsdPerHour: 0,
  worst: 'ok',
  troubled: 0,
};

export class RoomSums {
  readonly #rows: RoomRows;
  readonly #get: (id: string) => TopologyRow | undefined;
  readonly #racks = new Map<string, RackSummary>();
  readonly #bands = new Map<string, PlaceSum>();
  readonly #halls = new Map<string, PlaceSum>();
  readonly #bandOfRack = new Map<string, string>();
  readonly #hallOfBand = new Map<string, string>();
  /** Racks of which a row has come or changed: what is remembered of them may be half of it. */
  readonly #touched = new Set<string>();

  constructor(rows: RoomRows, get: (id: string) => TopologyRow | undefined) {
    this.#rows = rows;
    this.#get = get;
    for (const [band, racks] of rows.racksByPlace) {
      for (const rack of racks) this.#bandOfRack.set(rack.id, band);
    }
    for (const [hall, bands] of rows.rowsByHall) {
      for (const band of bands) this.#hallOfBand.set(band, hall);
    }
  }

  /** The sums of a room that has grown: nothing in it has left or moved. O(racks). */
  grown(rows: RoomRows): RoomSums {
    const next = new RoomSums(rows, this.#get);
    // Racks tell of their feeds by number.
    if (!sameIds(this.#rows.feeds, rows.feeds)) return next;
    for (const [id, sum] of this.#racks) if (!this.#touched.has(id)) next.#racks.set(id, sum);
    return next;
  }

  /** Forgets the sums that a changed row belongs to. O(1). */
  touch(row: TopologyRow): void {
    const rack = this.#rackOf(row);
    if (rack === undefined) return;
    this.#touched.add(rack);
    this.#racks.delete(rack);
    const band = this.#bandOfRack.get(rack);
    if (band === undefined) return;
    this.#bands.delete(band);
    const hall = this.#hallOfBand.get(band);
    if (hall !== undefined) this.#halls.delete(hall);
  }

  rack(id: string): RackSummary {
    return known(this.#racks, id, () => this.#sumRack(id));
  }

  /** A row of racks. */
  band(id: string): PlaceSum {
    return known(this.#bands, id, () =>
      addUp((this.#rows.racksByPlace.get(id) ?? []).map((rack) => this.rack(rack.id))),
    );
  }

  /** A hall with its rows. */
  hall(id: string): PlaceSum {
    return known(this.#halls, id, () =>
      addUp((this.#rows.rowsByHall.get(id) ?? []).map((row) => this.band(row))),
    );
  }

  #rackOf(row: TopologyRow): string | undefined {
    switch (row.kind) {
      case 'rack':
        return row.id;
      case 'host':
      case 'power':
      case 'switch':
      case 'storage':
        return row.rack;
      case 'vm': {
        const host = row.host === undefined ? undefined : this.#get(row.host);
        return host?.kind === 'host' ? host.rack : undefined;
      }
      default:
        return undefined;
    }
  }

  #sumRack(id: string): RackSummary {
    const row = this.#get(id);
    const sum: Mutable<PlaceSum> = { ...NOTHING, racks: 1 };
    if (row?.kind === 'rack' && row.cut) sum.worst = 'harm';
    for (const placed of this.#rows.hostsByRack.get(id) ?? []) {
      const host = this.#get(placed.id);
      if (host?.kind !== 'host') continue;
      sum.hosts += 1;
      if (host.state === 'up') sum.hostsUp += 1;
      sum.cores += host.cores;
      sum.coresCommitted += host.vCpuCommitted;
      sum.worst = worseTone(sum.worst, stateOf(host).tone);
      this.#addMachines(sum, host.id);
    }
    this.#addDevices(sum, id);
    sum.troubled = sum.worst === 'harm' ? 1 : 0;
    const power = (this.#rows.pdusByRack.get(id) ?? []).map((pdu) => {
      const now = this.#get(pdu.id);
      return {
        feed: this.#rows.feedOf.get(pdu.id),
        on: now?.kind === 'power' && now.energised,
      };
    });
    return { ...sum, power };
  }

  /** Switches, storage and PDUs of a rack: what is wrong with them is wrong with the rack. */
  #addDevices(sum: Mutable<PlaceSum>, rack: string): void {
    const { switchesByRack, storageByRack, pdusByRack } = this.#rows;
    for (const inside of [switchesByRack, storageByRack, pdusByRack]) {
      for (const placed of inside.get(rack) ?? []) {
        const now = this.#get(placed.id);
        if (now !== undefined) sum.worst = worseTone(sum.worst, stateOf(now).tone);
      }
    }
  }

  #addMachines(sum: Mutable<PlaceSum>, hostId: string): void {
    if (this.#rows.machineCount(hostId) === 0) return;
    for (const placed of this.#rows.machinesOn(hostId)) {
      const vm = this.#get(placed.id);
      if (vm?.kind !== 'vm') continue;
      const { tone } = stateOf(vm);
      sum.machines += 1;
      if (tone === 'ok') sum.machinesUp += 1;
      sum.microUsdPerHour += vm.microUsdPerHour;
      // A machine that somebody switched off is no trouble of its rack.
      if (tone !== 'off') sum.worst = worseTone(sum.worst, tone);
    }
  }
}

function sameIds(some: readonly { id: string }[], others: readonly { id: string }[]): boolean {
  return some.length === others.length && some.every(({ id }, at) => others[at]?.id === id);
}

/** What is remembered under a key, made when it is not. */
function known<V>(memory: Map<string, V>, key: string, make: () => V): V {
  const before = memory.get(key);
  if (before !== undefined) return before;
  const made = make();
  memory.set(key, made);
  return made;
}

function addUp(parts: readonly PlaceSum[]): PlaceSum {
  const sum: Mutable<PlaceSum> = { ...NOTHING };
  for (const part of parts) {
    sum.racks += part.racks;
    sum.hosts += part.hosts;
    sum.hostsUp += part.hostsUp;
    sum.machines += part.machines;
    sum.machinesUp += part.machinesUp;
    sum.cores += part.cores;
    sum.coresCommitted += part.coresCommitted;
    sum.microUsdPerHour += part.microUsdPerHour;
    sum.worst = worseTone(sum.worst, part.worst);
    sum.troubled += part.troubled;
  }
  return sum;
}
