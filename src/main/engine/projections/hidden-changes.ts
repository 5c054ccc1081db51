/**
 * What changes in a row although nobody wrote to it: who is reached by a fault, how well an
 * instance is, what a system below a hypervisor uses. Before a patch, such rows are touched.
 *
 * It remembers what was shown last and compares; a large hall takes ten patches a second, so each
 * question is one pass over columns at most (measured by `test/bench/feed-speed.ts`). A property
 * holds the rows a client knows against all rows.
 */
import { HEALTH_SOURCES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { systemUseMib } from '../systems/hypervisor-cost.ts';
import { vmsHitBy } from '../systems/injected-faults.ts';
import { healthOf } from '../systems/instance-health.ts';
import type { World } from '../world/world.ts';

const NO_SOURCE = HEALTH_SOURCES.indexOf('none');
const DELETE = VM_OPERATIONS.indexOf('delete');

/** What a change can bring machines into the reach of a fault, or out of it. */
const GROUND = [
  'fault',
  'place',
  'rack',
  'power',
  'switch',
  'link',
  'storage',
  'host',
  'vm',
] as const;

export class HiddenChanges {
  /** The health of its instances as each scale set showed it last. */
  private health = new Map<number, string>();
  /** Machines each fault reached, and faults that reached each machine. */
  private readonly reached = new Map<number, string>();
  private marked = new Map<number, string>();
  /** What the system of each host with a hosted hypervisor used. */
  private readonly used = new Map<number, number>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Touches every row that would look different and was not written to. */
  touch(): void {
    this.touchFaults();
    this.touchSets();
    this.touchHosted();
  }

  /**
   * A fault shows the machines it reaches, and a machine the faults that reach it: both may look
   * different when a machine came or went, or what lies between them changed.
   */
  private touchFaults(): void {
    const { world, reached } = this;
    if (world.fault.count === 0) {
      // The end of a fault touches whom it hit, not the machines inside of those.
      for (const vm of this.marked.keys()) world.vm.dirty.touch(vm);
      reached.clear();
      this.marked.clear();
      return;
    }
    if (GROUND.every((table) => world[table].dirty.isEmpty)) return;
    for (const fault of world.fault.slots()) {
      const now = vmsHitBy(world, fault).map((vm) => this.nameless(vm));
      const text = now.join();
      if (reached.get(fault) === text) continue;
      reached.set(fault, text);
      world.fault.dirty.touch(fault);
    }
    const marks = new Map<number, string>();
    for (const [vm, { faults }] of world.impairments.all()) marks.set(vm, faults.join());
    for (const [vm, text] of marks) if (this.marked.get(vm) !== text) world.vm.dirty.touch(vm);
    for (const vm of this.marked.keys()) if (!marks.has(vm)) world.vm.dirty.touch(vm);
    this.marked = marks;
  }

  /** A machine apart from every other one that ever had its slot. */
  private nameless(vm: number): string {
    return `${vm}.${this.world.vm.generation[vm]}`;
  }

  /** Whether an instance is well follows from much that is not the set's own. */
  private touchSets(): void {
    const { world } = this;
    if (world.scaleSet.count === 0) return;
    const { scaleSet, operation, terminating } = world.vm.col;
    const { health: source } = world.scaleSet.col;
    const members = new Map<number, number[]>();
    for (let vm = 0; vm < world.vm.slotEnd; vm += 1) {
      const set = scaleSet[vm]! - 1;
      if (set < 0 || source[set] === NO_SOURCE || world.vm.alive[vm] === 0) continue;
      if (operation[vm] === DELETE || terminating[vm] === 1) continue;
      const known = members.get(set);
      if (known === undefined) members.set(set, [vm]);
      else known.push(vm);
    }
    const shown = new Map<number, string>();
    for (const [set, vms] of members) {
      const now = vms.map((vm) => healthOf(world, vm) ?? '').join();
      shown.set(set, now);
      if (this.health.get(set) === now) continue;
      world.scaleSet.dirty.touch(set);
      for (const vm of vms) world.vm.dirty.touch(vm);
    }
    this.health = shown;
  }

  /** Applications below a hosted hypervisor use more as they grow, and what it offers shrinks. */
  private touchHosted(): void {
    const { world, used } = this;
    const { slotEnd, alive } = world.host;
    const { hosted } = world.host.col;
    for (let host = 0; host < slotEnd; host += 1) {
      if (hosted[host] === 0 || alive[host] === 0) continue;
      const now = systemUseMib(world, host);
      if (used.get(host) === now) continue;
      used.set(host, now);
      world.host.dirty.touch(host);
    }
  }
}
