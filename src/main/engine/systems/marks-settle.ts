/**
 * Brings the marks of faults in line after something changed: the speed of hosts, who is silent,
 * who makes no progress (rules ENG-I2 to ENG-I4).
 *
 * It runs at the end of settling, when it is known who stands where and which faults are active.
 * A machine that falls silent loses what it had in hand, because nobody gets an answer any more.
 */
import { FAILURE_REASONS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { FAULT_KINDS } from '../../../shared/model/fault-kinds.ts';
import { scopeOf } from '../world/fault-scope.ts';
import { FAULT_PHASES } from '../world/impairment-index.ts';
import type { World } from '../world/world.ts';
import { anyRackIsHot, heatPermille } from './cooling.ts';
import { hypervisorPermille } from './hypervisor-cost.ts';
import { isPaused } from './impairments.ts';
import { advanceJobs, scheduleNextJob } from './jobs.ts';
import { setStalled } from './machine-marks.ts';
import { loseRequestsOfVm } from './requests.ts';
import { speedChanged } from './work-grounds.ts';

const ACTIVE = FAULT_PHASES.indexOf('active');
const CPU_SLOW = FAULT_KINDS.indexOf('cpuSlow');
const RUNNING = POWER_STATES.indexOf('running');
const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');
const FULL_PERMILLE = 1_000;
const PERMILLE_PER_PERCENT = 10;

/** Sets every mark that follows from the faults as they are now. */
export function settleMarks(world: World): void {
  world.impairments.invalidate();
  world.pieces.invalidate();
  settleSpeeds(world);
  // Without faults a machine that bears no mark gets none; a large hall has 20,000 of those.
  const healthy = world.fault.count === 0;
  if (healthy && !world.marked.any()) return;
  settleVms(world, healthy);
}

function settleVms(world: World, healthy: boolean): void {
  const { slotEnd, alive } = world.vm;
  const { silent, stalled, pausedUntilUs } = world.vm.col;
  for (let vm = 0; vm < slotEnd; vm += 1) {
    if (alive[vm] === 0) continue;
    const isClean = silent[vm] === 0 && stalled[vm] === 0 && pausedUntilUs[vm]! <= world.nowUs;
    if (!healthy || !isClean) settleVm(world, vm);
  }
  // The last of them may just have lost its mark.
  if (healthy) world.marked.invalidate();
}

function settleSpeeds(world: World): void {
  const slow = slowHosts(world);
  const { col, slotEnd, alive } = world.host;
  // In a cool room without slow processors only those are looked at that were slow until now.
  const allWell = slow.size === 0 && !anyRackIsHot(world);
  for (let host = 0; host < slotEnd; host += 1) {
    if (alive[host] === 0) continue;
    const free = isFree(world, host);
    if (allWell && free && col.speedPermille[host] === FULL_PERMILLE) continue;
    const cpu = FULL_PERMILLE - (slow.get(host) ?? 0) * PERMILLE_PER_PERCENT;
    const heated = Math.round((cpu * heatPermille(world, host)) / FULL_PERMILLE);
    const left = free ? FULL_PERMILLE : hypervisorPermille(world, host);
    const speed = Math.max(1, Math.round((heated * left) / FULL_PERMILLE));
    if (col.speedPermille[host] !== speed) setSpeed(world, host, speed);
  }
}

/** True where the hypervisor costs no speed, which is so where nobody said anything of it. */
function isFree(world: World, host: number): boolean {
  const { overheadPermille, memoryPercent } = world.host.col;
  return overheadPermille[host] === 0 && memoryPercent[host]! <= 100;
}

/** Percent each host is slowed by, the worst of its faults. */
function slowHosts(world: World): Map<number, number> {
  const slow = new Map<number, number>();
  if (world.fault.count === 0) return slow;
  const { col } = world.fault;
  for (const fault of world.fault.slots()) {
    if (col.kind[fault] !== CPU_SLOW || col.phase[fault] !== ACTIVE) continue;
    for (const host of scopeOf(world, fault).hosts.keys()) {
      slow.set(host, Math.max(slow.get(host) ?? 0, col.amount[fault]!));
    }
  }
  return slow;
}

function setSpeed(world: World, host: number, speed: number): void {
  const { jobsRunning } = world.vm.col;
  const working = world.hostMachines.on(host).filter((vm) => jobsRunning[vm]! > 0);
  for (const vm of working) advanceJobs(world, vm);
  world.host.col.speedPermille[host] = speed;
  world.host.dirty.touch(host);
  for (const vm of working) scheduleNextJob(world, vm);
  for (const vm of world.hostMachines.on(host)) speedChanged(world, vm);
}

function settleVm(world: World, vm: number): void {
  const { col } = world.vm;
  const wrong = world.impairments.of(vm);
  setStalled(world, vm, wrong.stalled || isPaused(world, vm) ? 1 : 0);
  const silent = wrong.silent && col.powerState[vm] === RUNNING ? 1 : 0;
  if (col.silent[vm] === silent) return;
  col.silent[vm] = silent;
  if (silent === 1) world.marked.note();
  world.vm.dirty.touch(vm);
  if (silent === 1) loseRequestsOfVm(world, vm, { reason: MACHINE_LOST, cause: wrong.cause });
}
