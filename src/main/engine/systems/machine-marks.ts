/**
 * What faults leave on a machine, and what a restart does about it (rules ENG-I4, ENG-I5).
 *
 * A hang and a leak end with the process that has them; an expired certificate, a wrong credential
 * or a bad deployment are there again as soon as the machine is back.
 */
import { APP_STATES } from '../../../shared/model/kinds.ts';
import { FAULT_KINDS, type FaultKind } from '../../../shared/model/fault-kinds.ts';
import { losesSystemDisk } from '../world/fault-rows.ts';
import type { World } from '../world/world.ts';
import { breakApplication } from './app-health.ts';
import { advanceJobs, scheduleNextJob } from './jobs.ts';
import { noteDemand, noteSharers } from './share-marks.ts';

const APP_OK = APP_STATES.indexOf('ok');

/** Kinds under which an application answers every request with an error. */
const FAILING: ReadonlySet<FaultKind> = new Set([
  'diskFull',
  'badDeployment',
  'certificateExpired',
  'weakness',
  'credentialLost',
  'badImage',
]);

/** True when a fault makes applications answer with errors for as long as it lasts. */
export function failsApplications(world: World, fault: number): boolean {
  const kind = FAULT_KINDS[world.fault.col.kind[fault]!]!;
  if (kind === 'diskFailed') return !losesSystemDisk(world, fault);
  return FAILING.has(kind);
}

/** The newest fault that makes the application of a machine fail; -1 when none does. */
export function failingFaultOf(world: World, vm: number): number {
  const faults = world.impairments.of(vm).faults.filter((one) => failsApplications(world, one));
  return faults.length === 0 ? -1 : Math.max(...faults);
}

/** A machine came up: what still ails its application ails it again. */
export function sufferAtBoot(world: World, vm: number): void {
  if (world.fault.count === 0) return;
  world.impairments.invalidate();
  const fault = failingFaultOf(world, vm);
  if (fault < 0 || world.vm.col.appState[vm] !== APP_OK) return;
  breakApplication(world, vm, { state: 'failing', cause: world.fault.col.cause[fault]! });
}

/** A machine stopped running: what only its processes had is gone with them. */
export function cureByStop(world: World, vm: number): void {
  const { col } = world.vm;
  col.leakedKib[vm] = 0;
  col.pausedUntilUs[vm] = 0;
  if (col.hungBy[vm] === 0) return;
  col.hungBy[vm] = 0;
  world.impairments.invalidate();
  world.plantDirty = true;
}

/** Lets a machine make progress, or stops it, keeping what its jobs have done. */
export function setStalled(world: World, vm: number, stalled: number): void {
  const { col } = world.vm;
  if (col.stalled[vm] === stalled) return;
  if (col.jobsRunning[vm]! > 0) advanceJobs(world, vm);
  col.stalled[vm] = stalled;
  if (stalled === 1) world.marked.note();
  world.vm.dirty.touch(vm);
  if (col.jobsRunning[vm]! > 0) scheduleNextJob(world, vm);
  noteDemand(world, vm);
  noteSharers(world, vm);
}
