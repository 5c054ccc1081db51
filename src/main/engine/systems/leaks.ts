/**
 * Memory leaks: an application that keeps a little of every request (rule ENG-I5).
 *
 * What it keeps grows with the load and goes with the process. When it has taken its share of the
 * machine's memory, the kernel has nothing left to give and the machine restarts from inside.
 */
import { FAULT_KINDS } from '../../../shared/model/fault-kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';

const LEAK = FAULT_KINDS.indexOf('memoryLeak');
const KIB_PER_MIB = 1_024;
const REQUESTS_PER_AMOUNT = 1_000;
/** Share of its memory an application may leak until the kernel ends it (assumed, ENG-I5). */
const LEAK_SHARE = 0.5;

/** A request was answered: where the application leaks, it has leaked a little more. */
export function noteLeak(world: World, vm: number): void {
  if (world.fault.count === 0) return;
  const leakKib = leakKibPerRequest(world, vm);
  if (leakKib === 0) return;
  const { col } = world.vm;
  const limitKib = col.memoryMib[vm]! * KIB_PER_MIB * LEAK_SHARE;
  const before = col.leakedKib[vm]!;
  col.leakedKib[vm] = before + leakKib;
  world.vm.dirty.touch(vm);
  if (before < limitKib && col.leakedKib[vm] >= limitKib) {
    world.schedule({
      atUs: world.nowUs,
      priority: PRIORITY.lifecycle,
      kind: EVENT.outOfMemory,
      slot: vm,
      generation: world.vm.generation[vm]!,
      payload: col.operationSerial[vm]!,
    });
  }
}

function leakKibPerRequest(world: World, vm: number): number {
  let leak = 0;
  for (const fault of world.impairments.of(vm).faults) {
    if (world.fault.col.kind[fault] !== LEAK) continue;
    leak += Math.round((world.fault.col.amount[fault]! * KIB_PER_MIB) / REQUESTS_PER_AMOUNT);
  }
  return leak;
}
