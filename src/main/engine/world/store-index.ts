/**
 * Replicas and reigns by store, and replicas by machine, because every write asks. None of it is
 * state: it is dropped when a row comes or goes and built again, in slot order, when needed.
 */
import { textIdOf } from './names.ts';
import type { WorldTables } from './world-tables.ts';

const NOBODY: readonly number[] = [];

export class StoreIndex {
  private built = false;
  private replicas: number[][] = [];
  private reigns: number[][] = [];
  private ofVm: number[][] = [];
  private backups: number[][] = [];
  private damages: number[][] = [];
  private streams: string[] = [];
  private ofService = new Map<number, number>();
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  /** Call it whenever a replica or reign was made or released. */
  invalidate(): void {
    this.built = false;
  }

  replicasOf(store: number): readonly number[] {
    this.build();
    return this.replicas[store] ?? NOBODY;
  }

  replicasOfVm(vm: number): readonly number[] {
    this.build();
    return this.ofVm[vm] ?? NOBODY;
  }

  /** The store the requests of a service read and write in, or -1. */
  storeOfService(service: number): number {
    this.build();
    return this.ofService.get(service) ?? -1;
  }

  /** Name of the stream a store draws from. */
  streamOf(store: number): string {
    this.build();
    return (this.streams[store] ??= `store/${textIdOf(this.world, 'store', store)}`);
  }

  /** Backups of a store in the order they were begun, those under way among them. */
  backupsOf(store: number): readonly number[] {
    this.build();
    return this.backups[store] ?? NOBODY;
  }

  damagesOf(store: number): readonly number[] {
    this.build();
    return this.damages[store] ?? NOBODY;
  }

  reignsOf(store: number): readonly number[] {
    this.build();
    return this.reigns[store] ?? NOBODY;
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    this.replicas = [];
    this.reigns = [];
    this.ofVm = [];
    this.backups = [];
    this.damages = [];
    this.streams = [];
    this.ofService = new Map();
    const { service } = this.world.store.col;
    for (const slot of this.world.store.slots()) {
      if (service[slot]! > 0) this.ofService.set(service[slot]! - 1, slot);
    }
    const { replica, reign } = this.world;
    for (const slot of replica.slots()) {
      (this.replicas[replica.col.store[slot]! - 1] ??= []).push(slot);
      (this.ofVm[replica.col.vm[slot]! - 1] ??= []).push(slot);
    }
    const { backup, damage } = this.world;
    const { pointUs } = backup.col;
    for (const slot of backup.slots())
      (this.backups[backup.col.store[slot]! - 1] ??= []).push(slot);
    // Slots are used again, so the order of slots is not the order of time.
    for (const list of this.backups) list?.sort((a, b) => pointUs[a]! - pointUs[b]! || a - b);
    for (const slot of damage.slots())
      (this.damages[damage.col.store[slot]! - 1] ??= []).push(slot);
    for (const slot of reign.slots()) (this.reigns[reign.col.store[slot]! - 1] ??= []).push(slot);
  }
}
