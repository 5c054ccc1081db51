/**
 * What can be looked up quickly and rebuilt at any time: neighbours in the plant, members of
 * pools, steps of rate curves. None of it is state. Each index is dropped when something it was
 * built from changes and built again, in slot order, when somebody asks.
 */
import { ADMIN_STATES, FAILURE_REASONS, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import { textIdOf } from './names.ts';
import type { WorldTables } from './world-tables.ts';

const NOBODY: readonly number[] = [];
const REASONS = FAILURE_REASONS.length;
const ROTATION_UP = ROTATION_STATES.indexOf('up');
const ROTATION_DRAINING = ROTATION_STATES.indexOf('draining');
const ADMIN_UP = ADMIN_STATES.indexOf('up');
const ADMIN_DOWN = ADMIN_STATES.indexOf('down');

/** Lists by slot of one table, filled in slot order of another. */
type Lists = readonly (readonly number[] | undefined)[];

function collect(input: {
  end: number;
  alive: Uint8Array;
  /** Slot the row belongs to, below 0 for none. */
  owner: (slot: number) => number;
}): Lists {
  const lists: number[][] = [];
  for (let slot = 0; slot < input.end; slot += 1) {
    if (input.alive[slot] === 0) continue;
    const owner = input.owner(slot);
    if (owner < 0) continue;
    (lists[owner] ??= []).push(slot);
  }
  return lists;
}

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

/** What a request needs to know of a pool. */
export interface Rotation {
  /** Backends that are up, in slot order. */
  readonly up: readonly number[];
  /** The newest reason why a backend is not up; 0 when none has one. */
  readonly latestCause: number;
}

/** Backends by balancer and machine, services by balancer, curve steps by service. */
export class PoolIndex {
  /** How often it was changed or dropped. */
  changes = 0;
  private built = false;
  private rotations: (Rotation | undefined)[] = [];
  private ofBalancer: Lists = [];
  private ofVm: Lists = [];
  private services: Lists = [];
  private points: Lists = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  backendsOfBalancer(balancer: number): readonly number[] {
    this.build();
    return this.ofBalancer[balancer] ?? NOBODY;
  }

  backendsOfVm(vm: number): readonly number[] {
    this.build();
    return this.ofVm[vm] ?? NOBODY;
  }

  /** The backends in rotation; kept until `rotationChanged`, because every request asks. */
  rotationOf(balancer: number): Rotation {
    this.build();
    return (this.rotations[balancer] ??= this.readRotation(balancer));
  }

  rotationChanged(balancer: number): void {
    this.rotations[balancer] = undefined;
  }

  /** Columns went back to an earlier state: every rotation is read anew. */
  forgetRotations(): void {
    this.rotations = [];
  }

  private readRotation(balancer: number): Rotation {
    const { rotation, cause, admin } = this.world.backend.col;
    const pool = this.backendsOfBalancer(balancer);
    function isIn(backend: number): boolean {
      if (admin[backend] === ADMIN_UP) return rotation[backend] !== ROTATION_DRAINING;
      return rotation[backend] === ROTATION_UP && admin[backend] !== ADMIN_DOWN;
    }
    let latestCause = 0;
    for (const backend of pool) latestCause = Math.max(latestCause, cause[backend]!);
    return { up: pool.filter(isIn), latestCause };
  }

  servicesOfBalancer(balancer: number): readonly number[] {
    this.build();
    return this.services[balancer] ?? NOBODY;
  }

  /** Steps of the service's rate curve, in order of time. */
  ratePointsOfService(service: number): readonly number[] {
    this.build();
    return this.points[service] ?? NOBODY;
  }

  private build(): void {
    if (this.built) return;
    const { backend, service, ratePoint } = this.world;
    this.ofBalancer = collect({
      end: backend.slotEnd,
      alive: backend.alive,
      owner: (s) => backend.col.balancer[s]! - 1,
    });
    this.ofVm = collect({
      end: backend.slotEnd,
      alive: backend.alive,
      owner: (s) => backend.col.vm[s]! - 1,
    });
    this.services = collect({
      end: service.slotEnd,
      alive: service.alive,
      owner: (s) => service.col.balancer[s]! - 1,
    });
    const { atUs } = ratePoint.col;
    this.points = collect({
      end: ratePoint.slotEnd,
      alive: ratePoint.alive,
      owner: (s) => ratePoint.col.service[s]! - 1,
    }).map((list) =>
      list === undefined ? undefined : [...list].sort((a, b) => atUs[a]! - atUs[b]!),
    );
    this.rotations = [];
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

/** Names of random streams by slot, so that hot code does not build texts. */
export class StreamNames {
  /** How often it was dropped. */
  changes = 0;
  private readonly made = new Map<string, string[]>();
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  /** Forget all: slots may mean other things now. */
  invalidate(): void {
    this.changes += 1;
    this.made.clear();
  }

  load(service: number): string {
    return this.name('load', 'service', service);
  }

  work(service: number): string {
    return this.name('work', 'service', service);
  }

  needs(service: number): string {
    return this.name('needs', 'service', service);
  }

  clients(service: number): string {
    return this.name('clients', 'service', service);
  }

  balance(balancer: number): string {
    return this.name('balance', 'balancer', balancer);
  }

  private name(use: string, table: 'service' | 'balancer', slot: number): string {
    let names = this.made.get(use);
    if (names === undefined) this.made.set(use, (names = []));
    return (names[slot] ??= `${use}/${textIdOf(this.world, table, slot)}`);
  }
}
