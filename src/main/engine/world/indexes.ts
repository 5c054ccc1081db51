/**
 * What can be looked up quickly and rebuilt at any time: neighbours in the plant, members of
 * pools, steps of rate curves. None of it is state. Each index is dropped when something it was
 * built from changes and built again, in slot order, when somebody asks.
 */
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import type { RandomStream, RandomStreams } from '../../../shared/kernel/prng.ts';
import { collect, NOBODY, type Lists } from './index-lists.ts';
import { textIdOf } from './names.ts';
import type { WorldTables } from './world-tables.ts';

const REASONS = FAILURE_REASONS.length;

/** Cords and links by device. */
export class PlantIndex {
  /** How often it was changed or dropped. */
  changes = 0;
  private built = false;
  private hostCords: Lists = [];
  private switchCords: Lists = [];
  private hostLinks: Lists = [];
  private switchLinks: Lists = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  cordsOfHost(host: number): readonly number[] {
    this.build();
    return this.hostCords[host] ?? NOBODY;
  }

  cordsOfSwitch(slot: number): readonly number[] {
    this.build();
    return this.switchCords[slot] ?? NOBODY;
  }

  linksOfHost(host: number): readonly number[] {
    this.build();
    return this.hostLinks[host] ?? NOBODY;
  }

  /** Links with this switch at either end, downwards ones first. */
  linksOfSwitch(slot: number): readonly number[] {
    this.build();
    return this.switchLinks[slot] ?? NOBODY;
  }

  private build(): void {
    if (this.built) return;
    const { cord, link } = this.world;
    this.hostCords = collect({
      end: cord.slotEnd,
      alive: cord.alive,
      owner: (s) => cord.col.host[s]! - 1,
    });
    this.switchCords = collect({
      end: cord.slotEnd,
      alive: cord.alive,
      owner: (s) => cord.col.switch[s]! - 1,
    });
    this.hostLinks = collect({
      end: link.slotEnd,
      alive: link.alive,
      owner: (s) => link.col.host[s]! - 1,
    });
    const down = collect({
      end: link.slotEnd,
      alive: link.alive,
      owner: (s) => link.col.upper[s]! - 1,
    });
    const up = collect({
      end: link.slotEnd,
      alive: link.alive,
      owner: (s) => link.col.lower[s]! - 1,
    });
    this.switchLinks = Array.from({ length: this.world.switch.slotEnd }, (_, slot) => [
      ...(down[slot] ?? NOBODY),
      ...(up[slot] ?? NOBODY),
    ]);
    this.built = true;
  }
}

/**
 * What stands in which rack. Hosts are added one by one, because a large room racks thousands in a
 * row and asks for each one's neighbours; everything else drops the index.
 */
export class RackIndex {
  /** How often it was changed or dropped. */
  changes = 0;
  private built = false;
  private pdus: Lists = [];
  private switches: Lists = [];
  private hosts: number[][] = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  pdusOf(rack: number): readonly number[] {
    this.build();
    return this.pdus[rack] ?? NOBODY;
  }

  switchesOf(rack: number): readonly number[] {
    this.build();
    return this.switches[rack] ?? NOBODY;
  }

  hostsOf(rack: number): readonly number[] {
    this.build();
    return this.hosts[rack] ?? NOBODY;
  }

  /** Notes a new host whose rack is written already. */
  addHost(host: number): void {
    if (!this.built) return;
    this.changes += 1;
    const rack = this.world.host.col.rack[host]! - 1;
    (this.hosts[rack] ??= []).push(host);
  }

  private build(): void {
    if (this.built) return;
    const { power, host } = this.world;
    const switches = this.world.switch;
    this.pdus = collect({
      end: power.slotEnd,
      alive: power.alive,
      owner: (s) => power.col.rack[s]! - 1,
    });
    this.switches = collect({
      end: switches.slotEnd,
      alive: switches.alive,
      owner: (s) => switches.col.rack[s]! - 1,
    });
    this.hosts = collect({
      end: host.slotEnd,
      alive: host.alive,
      owner: (s) => host.col.rack[s]! - 1,
    }).map((list) => [...(list ?? NOBODY)]);
    this.built = true;
  }
}

/** Disks and NICs by machine, machines by host. */
export class CloudIndex {
  /** How often it was changed or dropped. */
  changes = 0;
  private built = false;
  private disks: Lists = [];
  private nics: Lists = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  disksOfVm(vm: number): readonly number[] {
    this.build();
    return this.disks[vm] ?? NOBODY;
  }

  nicsOfVm(vm: number): readonly number[] {
    this.build();
    return this.nics[vm] ?? NOBODY;
  }

  private build(): void {
    if (this.built) return;
    const { disk, nic } = this.world;
    this.disks = collect({
      end: disk.slotEnd,
      alive: disk.alive,
      owner: (s) => disk.col.vm[s]! - 1,
    });
    this.nics = collect({ end: nic.slotEnd, alive: nic.alive, owner: (s) => nic.col.vm[s]! - 1 });
    this.built = true;
  }
}

/** Rows of the ledger by what they count. */
export class FailureIndex {
  private built = false;
  /** By service: rows under `cause × reasons + reason`. */
  private rows: (Map<number, number> | undefined)[] = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.built = false;
  }

  /** The row that counts these failures, if there is one. */
  find(failure: { service: number; reason: number; cause: number }): number | undefined {
    this.build();
    return this.rows[failure.service]?.get(failure.cause * REASONS + failure.reason);
  }

  /** Rows of one service. */
  rowsOf(service: number): number[] {
    this.build();
    return [...(this.rows[service]?.values() ?? [])];
  }

  /** Notes a new row whose columns are written already. */
  add(row: number): void {
    const { service, reason, cause } = this.world.ledger.col;
    const ofService = (this.rows[service[row]! - 1] ??= new Map<number, number>());
    ofService.set(cause[row]! * REASONS + reason[row]!, row);
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    this.rows = [];
    for (const row of this.world.ledger.slots()) this.add(row);
  }
}

/** A world that has random streams. */
interface WorldOfChance extends WorldTables {
  readonly streams: RandomStreams;
}

/** What a slot may have a stream of its own for. */
type StreamUse = 'load' | 'work' | 'needs' | 'clients' | 'resolvers' | 'answers' | 'balance';

type Streams = (RandomStream | undefined)[];

/**
 * Random streams by slot: every request draws from three, so neither their names nor the map of
 * names may stand in its way. Streams stay valid for ever [ENG-R3]; only what a slot means changes.
 */
export class SlotStreams {
  /** How often it was dropped. */
  changes = 0;
  private readonly loads: Streams = [];
  private readonly works: Streams = [];
  private readonly balances: Streams = [];
  private readonly needed: Streams = [];
  private readonly users: Streams = [];
  private readonly resolved: Streams = [];
  private readonly answered: Streams = [];
  private readonly world: WorldOfChance;

  constructor(world: WorldOfChance) {
    this.world = world;
  }

  /** Forget all: slots may mean other things now. */
  invalidate(): void {
    this.changes += 1;
    const { loads, works, balances, needed, users, resolved, answered } = this;
    for (const list of [loads, works, balances, needed, users, resolved, answered]) list.length = 0;
  }

  load(service: number): RandomStream {
    return (this.loads[service] ??= this.made('load', 'service', service));
  }

  work(service: number): RandomStream {
    return (this.works[service] ??= this.made('work', 'service', service));
  }

  needs(service: number): RandomStream {
    return (this.needed[service] ??= this.made('needs', 'service', service));
  }

  clients(service: number): RandomStream {
    return (this.users[service] ??= this.made('clients', 'service', service));
  }

  resolvers(profile: number): RandomStream {
    return (this.resolved[profile] ??= this.made('resolvers', 'dnsProfile', profile));
  }

  answers(profile: number): RandomStream {
    return (this.answered[profile] ??= this.made('answers', 'dnsProfile', profile));
  }

  balance(balancer: number): RandomStream {
    return (this.balances[balancer] ??= this.made('balance', 'balancer', balancer));
  }

  private made(
    use: StreamUse,
    table: 'service' | 'balancer' | 'dnsProfile',
    slot: number,
  ): RandomStream {
    return this.world.streams.stream(`${use}/${textIdOf(this.world, table, slot)}`);
  }
}
