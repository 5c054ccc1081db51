/**
 * Machines that stand still for a moment with their memory kept, and machines that change their
 * host without stopping (rules ENG-PR4 and ENG-PR5; docs/facts.md, facts 46, 110 and 118).
 *
 * A pause loses nothing: what is in hand waits, probes go unanswered. Where a machine goes is
 * asked again at the end, because room found at the beginning may be gone by then.
 */
import type { World } from '../world/world.ts';
import { happen } from '../world/world.ts';
import { textIdOf } from '../world/names.ts';
import { chooseElsewhere, elsewhereTest } from './elsewhere.ts';
import { noteMemoryUse } from './hypervisor-cost.ts';
import { advanceJobs, scheduleNextJob } from './jobs.ts';
import { setStalled } from './machine-marks.ts';
import { innerOf } from './nested-machines.ts';
import { shareHost } from './processor-shares.ts';
import { hasRoom, releaseHost, takeHost } from './placement.ts';
import { planPreCopy, type PreCopyPlan } from './pre-copy.ts';
import { speedChanged } from './work-grounds.ts';

/** Mebibytes in a second that a gigabit in a second carries, by the thousand. */
const MIB_PER_SECOND_PER_MBPS = 1_000_000 / 8 / 1_048_576;
/** Card of a host whose model gives none. */
const NIC_MBPS = 10_000;

/** Freezes a machine until a moment. */
export function pauseMachine(world: World, vm: number, untilUs: number): void {
  world.vm.col.pausedUntilUs[vm] = untilUs;
  for (const inner of innerOf(world, vm)) pauseMachine(world, inner, untilUs);
  world.marked.note();
  setStalled(world, vm, 1);
  world.vm.dirty.touch(vm);
  happen(world, {
    kind: 'vm.paused',
    table: 'vm',
    slot: vm,
    cause: world.vm.col.cause[vm]!,
    details: { pauseUs: untilUs - world.nowUs },
  });
}

/** Lets it run on, unless a fault keeps it from making progress. */
export function thawMachine(world: World, vm: number): void {
  world.vm.col.pausedUntilUs[vm] = 0;
  for (const inner of innerOf(world, vm)) thawMachine(world, inner);
  setStalled(world, vm, world.impairments.of(vm).stalled ? 1 : 0);
  world.vm.dirty.touch(vm);
}

/** How a machine would be copied from its host to another one. */
export function migrationPlan(
  world: World,
  input: { vm: number; to: number; dirtyMibPerSecond: number },
): PreCopyPlan {
  const { vm, to } = input;
  const { nicMbps } = world.host.col;
  const from = world.vm.col.host[vm]! - 1;
  const mbps = Math.min(nicMbps[from]! || NIC_MBPS, nicMbps[to]! || NIC_MBPS);
  return planPreCopy({
    memoryMib: world.vm.col.memoryMib[vm]!,
    mibPerSecond: mbps * MIB_PER_SECOND_PER_MBPS,
    dirtyMibPerSecond: input.dirtyMibPerSecond,
  });
}

/** Moves a machine to another host while it executes; its share of watts and cores goes along. */
export function moveRunning(world: World, vm: number, to: number): void {
  const { col } = world.vm;
  const from = col.host[vm]! - 1;
  const working = [vm, ...innerOf(world, vm)].filter((one) => col.jobsRunning[one]! > 0);
  for (const one of working) advanceJobs(world, one);
  const slowed = [vm, ...innerOf(world, vm)].filter((one) => col.cpuShare[one]! < 1);
  world.host.col.vCpuRunning[from]! -= col.vCpu[vm]!;
  world.host.col.vCpuRunning[to]! += col.vCpu[vm]!;
  releaseHost(world, vm);
  takeHost(world, { vm, host: to });
  noteMemoryUse(world, from);
  noteMemoryUse(world, to);
  // Memory, temporary disk and credits are copied along (fact 9).
  for (const one of [vm, ...innerOf(world, vm)]) col.onNode[one] = 1;
  world.loadDirty = true;
  for (const one of working) scheduleNextJob(world, one);
  for (const one of slowed) speedChanged(world, one);
  shareHost(world, from);
  shareHost(world, to);
}

/** The host it was told to go to, if that still takes it; otherwise any that does; else -1. */
function destinationOf(world: World, vm: number): number {
  const { migratesTo, migratesToGeneration, vCpu, memoryMib } = world.vm.col;
  const told = migratesTo[vm]! - 1;
  const isThere = told >= 0 && world.host.isAlive(told);
  const same = isThere && world.host.generation[told] === migratesToGeneration[vm];
  migratesTo[vm] = 0;
  migratesToGeneration[vm] = 0;
  const demand = {
    size: world.vm.text('size', vm),
    vCpu: vCpu[vm]!,
    memoryMib: memoryMib[vm]!,
  };
  if (same && hasRoom(world, told, demand) && elsewhereTest(world, vm)(told)) return told;
  return chooseElsewhere(world, vm);
}

/** Adds a migration that is over to those of its machine. */
function countMigration(world: World, vm: number): void {
  const { col } = world.vm;
  col.migrations[vm]! += 1;
  col.migrationUs[vm]! += world.nowUs - col.migrationBeganUs[vm]!;
  col.migrationPauseUs[vm]! += col.migrationPlannedPauseUs[vm]!;
}

/** The end of a live migration: the machine runs on its new host, or stays where it was. */
export function endMigration(world: World, vm: number): void {
  thawMachine(world, vm);
  const from = world.vm.col.host[vm]! - 1;
  const to = destinationOf(world, vm);
  const cause = world.vm.col.cause[vm]!;
  if (to < 0) {
    happen(world, { kind: 'vm.migrationFailed', table: 'vm', slot: vm, cause });
    return;
  }
  moveRunning(world, vm, to);
  countMigration(world, vm);
  happen(world, {
    kind: 'vm.migrated',
    table: 'vm',
    slot: vm,
    cause,
    details: { from: textIdOf(world, 'host', from), to: textIdOf(world, 'host', to) },
  });
}
