/**
 * Credits of burstable machines, minute by minute (rules ENG-BC1 to ENG-BC3; docs/facts.md, facts
 * 32 to 34).
 *
 * Use is added up where it changes and read once a minute: what its processes were granted, the
 * share of its workers that was busy, and the cores its jobs had. Without credits a machine gets
 * its base and no more, until a minute has earned some.
 */
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import {
  balanceAfter,
  baseMillicores,
  creditsEarned,
} from '../../../shared/model/burst-balance.ts';
import type { BurstCredits } from '../../../shared/model/catalogue-compute.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { advanceBusy } from './backend-load.ts';
import { sizeOf } from './disk-ceilings.ts';
import { noteGuestUse } from './guest-load.ts';
import { advanceJobs, scheduleNextJob } from './jobs.ts';
import { settleProcessor } from './processor-shares.ts';
import { mostMillicores, noteDemand, noteSharers } from './share-marks.ts';
import { speedChanged, takeCoreUs } from './work-grounds.ts';

const MILLICORES_PER_VCPU = 1_000;

/** The rule of credits of a machine; undefined where its size has none, and inside another one. */
export function creditRuleOf(world: World, vm: number): BurstCredits | undefined {
  if (world.vm.col.inside[vm]! > 0) return undefined;
  return sizeOf(world, vm).credits;
}

/** Use at which the credits of a burstable machine stay as they are. */
export function baseOf(world: World, vm: number): number {
  const rule = creditRuleOf(world, vm);
  return rule === undefined ? 0 : baseMillicores(rule, world.vm.col.vCpu[vm]!);
}

/** Notes whether a machine is burstable; call it when it is made or has another size. */
export function settleBurstable(world: World, vm: number): void {
  const { col } = world.vm;
  const rule = creditRuleOf(world, vm);
  const was = col.burstable[vm] === 1;
  col.burstable[vm] = rule === undefined ? 0 : 1;
  if (rule === undefined) col.credits[vm] = 0;
  else col.credits[vm] = was ? Math.min(col.credits[vm]!, rule.maxBanked) : rule.initial;
  if (col.cpuCapMillicores[vm]! > 0) col.cpuCapMillicores[vm] = capOf(world, vm);
}

/** A machine arrived on a node it has no credits on: it begins with the initial ones (fact 34). */
export function grantInitialCredits(world: World, vm: number): void {
  const rule = creditRuleOf(world, vm);
  if (rule !== undefined) world.vm.col.credits[vm] = rule.initial;
}

/** A burstable machine runs from now on: its minutes begin. */
export function beginCredits(world: World, vm: number): void {
  readUse(world, vm);
  world.vm.col.creditsAtUs[vm] = world.nowUs;
  changeCap(world, vm);
  scheduleMinute(world, vm);
}

/** It runs no more: the minute under way is settled, and none follows. */
export function endCredits(world: World, vm: number): void {
  settleCredits(world, vm);
  const { col } = world.vm;
  col.creditSerial[vm] = (col.creditSerial[vm]! + 1) >>> 0;
}

function scheduleMinute(world: World, vm: number): void {
  const { col } = world.vm;
  col.creditSerial[vm] = (col.creditSerial[vm]! + 1) >>> 0;
  world.schedule({
    atUs: world.nowUs + US_PER_MINUTE,
    priority: PRIORITY.lifecycle,
    kind: EVENT.creditMinute,
    slot: vm,
    generation: world.vm.generation[vm]!,
    payload: col.creditSerial[vm],
  });
}

/** Event: a minute of a burstable machine is over. */
export function onCreditMinute(world: World, vm: number): void {
  settleCredits(world, vm);
  changeCap(world, vm);
  scheduleMinute(world, vm);
  world.vm.dirty.touch(vm);
}

function settleCredits(world: World, vm: number): void {
  const { col } = world.vm;
  const us = world.nowUs - col.creditsAtUs[vm]!;
  col.creditsAtUs[vm] = world.nowUs;
  const rule = creditRuleOf(world, vm);
  const used = readUse(world, vm);
  if (rule === undefined || us === 0) return;
  const base = baseMillicores(rule, col.vCpu[vm]!);
  const usedMillicores = Math.min(mostMillicores(world, vm), used / us);
  const earned = creditsEarned({ baseMillicores: base, usedMillicores, us });
  col.credits[vm] = balanceAfter(col.credits[vm]!, { earned, max: rule.maxBanked });
  if (col.throttled[vm] === 1 && col.credits[vm] >= rule.bankedPerHour) {
    col.throttled[vm] = 0;
    const details = { credits: Math.floor(col.credits[vm]) };
    happen(world, { kind: 'credits.recovered', table: 'vm', slot: vm, cause: 0, details });
  }
}

/** What a machine used since this was asked last, in thousandths of a core times microseconds. */
function readUse(world: World, vm: number): number {
  const { col } = world.vm;
  let used = 0;
  const guest = world.guests.inVm(vm);
  if (guest >= 0) {
    noteGuestUse(world, guest);
    used += world.guest.col.usedMillicoreUs[guest]!;
    world.guest.col.usedMillicoreUs[guest] = 0;
  }
  used += busyShare(world, vm) * mostMillicores(world, vm);
  if (col.jobsRunning[vm]! > 0) advanceJobs(world, vm);
  used += (col.jobCoreUs[vm]! + takeCoreUs(world, vm)) * MILLICORES_PER_VCPU;
  col.jobCoreUs[vm] = 0;
  return used;
}

/** Busy workers as a share of all it has for its services, times microseconds. */
function busyShare(world: World, vm: number): number {
  const { col } = world.backend;
  let busyUs = 0;
  let workers = 0;
  for (const backend of world.pools.backendsOfVm(vm)) {
    advanceBusy(world, backend);
    busyUs += col.busyTimeUs[backend]! - col.busyCreditedUs[backend]!;
    col.busyCreditedUs[backend] = col.busyTimeUs[backend]!;
    for (const service of world.pools.servicesOfBalancer(col.balancer[backend]! - 1)) {
      workers += world.service.col.workers[service]!;
    }
  }
  return workers === 0 ? 0 : busyUs / workers;
}

function capOf(world: World, vm: number): number {
  const { burstable, credits } = world.vm.col;
  return burstable[vm] === 1 && credits[vm] === 0 ? baseOf(world, vm) : 0;
}

/** Throttles a machine without credits to its base, or lets it go (fact 32). */
function changeCap(world: World, vm: number): void {
  const { col } = world.vm;
  const cap = capOf(world, vm);
  if (cap === col.cpuCapMillicores[vm]) return;
  if (col.jobsRunning[vm]! > 0) advanceJobs(world, vm);
  col.cpuCapMillicores[vm] = cap;
  if (col.jobsRunning[vm]! > 0) scheduleNextJob(world, vm);
  const guest = world.guests.inVm(vm);
  if (guest >= 0) settleProcessor(world, guest);
  speedChanged(world, vm);
  noteDemand(world, vm);
  noteSharers(world, vm);
  if (cap === 0 || col.throttled[vm] === 1) return;
  col.throttled[vm] = 1;
  const details = { baseMillicores: cap, vCpu: col.vCpu[vm]! };
  happen(world, { kind: 'credits.throttled', table: 'vm', slot: vm, cause: 0, details });
}
