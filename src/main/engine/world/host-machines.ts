/**
 * Machines by the host they stand on, in slot order. Every fault of a host asks, and a search
 * through the 20,000 machines of a large hall was a good part of its price. Like every index it is
 * not state: it follows the moves of machines and is built again when somebody asks after a drop.
 */
import { collect, NOBODY } from './index-lists.ts';
import type { WorldTables } from './world-tables.ts';

export class HostMachines {
  /** How often it was changed or dropped. */
  changes = 0;
  private built = false;
  private lists: (readonly number[] | undefined)[] = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  /** The machines on a host, in the order they were made. The list never changes afterwards. */
  on(host: number): readonly number[] {
    if (!this.built) this.build();
    return this.lists[host] ?? NOBODY;
  }

  /** Notes that a machine came to stand on a host. */
  came(vm: number, host: number): void {
    this.changes += 1;
    if (!this.built) return;
    const others = this.lists[host] ?? NOBODY;
    const place = others.findIndex((other) => other > vm);
    this.lists[host] = place < 0 ? [...others, vm] : others.toSpliced(place, 0, vm);
  }

  /** Notes that a machine left its host. */
  left(vm: number, host: number): void {
    this.changes += 1;
    if (!this.built) return;
    this.lists[host] = this.on(host).filter((other) => other !== vm);
  }

  private build(): void {
    const { slotEnd, alive, col } = this.world.vm;
    this.lists = collect({ end: slotEnd, alive, owner: (vm) => col.host[vm]! - 1 });
    this.built = true;
  }
}
