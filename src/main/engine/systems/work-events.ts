/**
 * The events of workloads, in one place, so that the loop needs to know none of them. What each of
 * them does stands with the part it belongs to.
 */
import { EVENT } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import type { World } from '../world/world.ts';
import { onWorkClock } from './work-clock.ts';
import { onWorkCpu, onWorkStep, onWorkUser } from './work-requests.ts';
import { onWorkArrival, onWorkDue, onWorkRate } from './work-sources.ts';

/** True for the events this file answers for. */
export function isWorkEvent(kind: number): boolean {
  return kind >= EVENT.workArrival && kind <= EVENT.workClock;
}

/** True when what a workload's event was about is gone or has changed its mind. */
export function isStaleWorkEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot, generation, payload } = cell;
  switch (kind) {
    case EVENT.workArrival:
      return (
        world.workload.generation[slot] !== generation ||
        world.workload.col.arrivalSerial[slot] !== payload
      );
    case EVENT.workRate:
      return (
        world.workload.generation[slot] !== generation ||
        world.workload.col.rateSerial[slot] !== payload
      );
    case EVENT.workStep:
      return world.workRequest.generation[slot] !== generation;
    case EVENT.workCpu:
      return (
        world.workGround.generation[slot] !== generation ||
        world.workGround.col.cpuSerial[slot] !== payload
      );
    case EVENT.workUser:
      return (
        world.workPlace.generation[slot] !== generation ||
        world.workPlace.col.serial[slot] !== payload
      );
    case EVENT.workDue:
      return world.workload.generation[slot] !== generation;
    default:
      return world.workClock.generation[slot] !== generation;
  }
}

/** Carries out an event of a workload. */
export function onWorkEvent(world: World, cell: Readonly<EventCell>): void {
  const { kind, slot } = cell;
  switch (kind) {
    case EVENT.workArrival:
      onWorkArrival(world, slot);
      return;
    case EVENT.workStep:
      onWorkStep(world, slot);
      return;
    case EVENT.workCpu:
      onWorkCpu(world, slot);
      return;
    case EVENT.workUser:
      onWorkUser(world, slot);
      return;
    case EVENT.workRate:
      onWorkRate(world, slot);
      return;
    case EVENT.workDue:
      onWorkDue(world, slot);
      return;
    default:
      onWorkClock(world, slot);
  }
}
