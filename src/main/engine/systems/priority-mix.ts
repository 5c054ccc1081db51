/**
 * Spot instances in a scale set: which of them are regular, how the platform takes spot ones back,
 * and how they return (rules ENG-U19 to ENG-U22; docs/facts.md, facts 31, 81 and 82).
 *
 * Existing machines are never converted. An evicted one gives its host back and goes on counting,
 * so a set can be at its capacity and serve with half of it: that is what the mix costs.
 */
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { hostForInstance, isIdle } from './instance-upgrade.ts';
import { startOperation } from './lifecycle.ts';
import { takeHost } from './placement.ts';
import { announceEvent } from './scheduled-events.ts';
import { instancesOf } from './set-instances.ts';
import { touchInstance } from './touch-instance.ts';

/** What is left to a spot machine once it is told (fact 31). */
const NOTICE_US = 30 * US_PER_SECOND;
const WHOLE_PERCENT = 100;
const DEALLOCATED = POWER_STATES.indexOf('deallocated');

/** Regular machines among so many: base + floor((n − base)·percent/100) (fact 81). */
export function regularTarget(
  instances: number,
  mix: { readonly base: number; readonly regularPercent: number },
): number {
  if (instances <= mix.base) return instances;
  const above = instances - mix.base;
  return mix.base + Math.floor((above * mix.regularPercent) / WHOLE_PERCENT);
}

function mixOf(world: World, set: number): { base: number; regularPercent: number } {
  const { spotBase, spotRegularPercent } = world.scaleSet.col;
  return { base: spotBase[set]!, regularPercent: spotRegularPercent[set]! };
}

/** Whether the next instance of a set is a spot machine. */
export function nextIsSpot(world: World, set: number): boolean {
  if (world.scaleSet.col.spot[set] === 0) return false;
  const members = instancesOf(world, set);
  const regular = members.filter((vm) => world.vm.col.spot[vm] === 0).length;
  return regular >= regularTarget(members.length + 1, mixOf(world, set));
}

/** True while the platform has no spot capacity for a set. */
export function spotIsShort(world: World, set: number): boolean {
  return world.scaleSet.col.spotShortUntilUs[set]! > world.nowUs;
}

/**
 * Of the instances that may go, those whose priority has too many once one more is gone. `victims`
 * are going already.
 */
export function surplusPriority(
  world: World,
  set: number,
  input: { readonly left: readonly number[]; readonly victims: readonly number[] },
): number[] {
  const { left, victims } = input;
  const { spot } = world.vm.col;
  if (world.scaleSet.col.spot[set] === 0) return [...left];
  const staying = instancesOf(world, set).filter((vm) => !victims.includes(vm));
  const regular = staying.filter((vm) => spot[vm] === 0).length;
  const target = regularTarget(staying.length - 1, mixOf(world, set));
  const chosen = left.filter((vm) => (regular > target ? spot[vm] === 0 : spot[vm] === 1));
  return chosen.length > 0 ? chosen : [...left];
}

/** Spot instances that hold a host and have not been told yet, in order of their numbers. */
export function evictable(world: World, set: number): number[] {
  const { spot, host, noticeAtUs, instance } = world.vm.col;
  return instancesOf(world, set)
    .filter((vm) => spot[vm] === 1 && host[vm]! > 0 && noticeAtUs[vm] === 0)
    .sort((a, b) => instance[a]! - instance[b]!);
}

/** The platform takes spot instances back: they are told, and have 30 s. */
export function evict(
  world: World,
  set: number,
  plan: { readonly vms: readonly number[]; readonly shortForUs: number; readonly cause: number },
): void {
  const { spotShortUntilUs } = world.scaleSet.col;
  spotShortUntilUs[set] = Math.max(spotShortUntilUs[set]!, world.nowUs + plan.shortForUs);
  world.scaleSet.dirty.touch(set);
  announceEviction(world, plan);
}

/** Tells spot machines that they are evicted when their notice is over. */
export function announceEviction(
  world: World,
  plan: { readonly vms: readonly number[]; readonly cause: number },
): void {
  const { vms } = plan;
  const preempt = { type: 'Preempt', source: 'Platform', workUs: 0, wave: -1 } as const;
  const event = announceEvent(world, { ...preempt, vms, noticeUs: NOTICE_US, cause: plan.cause });
  const cause = world.scheduledEvent.col.cause[event]!;
  const details = { noticeUs: NOTICE_US };
  for (const vm of vms) {
    world.vm.col.noticeAtUs[vm] = world.nowUs + NOTICE_US;
    world.vm.col.cause[vm] = happen(world, {
      kind: 'spot.notice',
      table: 'vm',
      slot: vm,
      cause,
      details,
    });
    touchInstance(world, vm);
  }
}

/** Tries to bring evicted instances back, in time and without autoscale (fact 82). */
export function tryRestore(world: World, set: number): void {
  const { restoreUs, autoscale } = world.scaleSet.col;
  if (restoreUs[set] === 0 || autoscale[set] === 1 || spotIsShort(world, set)) return;
  const { col } = world.vm;
  for (const vm of instancesOf(world, set)) {
    if (col.evicted[vm] === 0 || col.powerState[vm] !== DEALLOCATED || !isIdle(world, vm)) continue;
    if (world.nowUs > col.evictedAtUs[vm]! + restoreUs[set]!) continue;
    const demand = { size: world.vm.text('size', vm), vCpu: col.vCpu[vm]! };
    const host = hostForInstance(world, vm, { ...demand, memoryMib: col.memoryMib[vm]! });
    if (host < 0) continue;
    takeHost(world, { vm, host });
    col.evicted[vm] = 0;
    col.wanted[vm] = 1;
    const cause = col.cause[vm]!;
    col.cause[vm] = happen(world, { kind: 'spot.restored', table: 'vm', slot: vm, cause });
    startOperation(world, vm, 'start');
  }
}
