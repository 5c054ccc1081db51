/**
 * The door of the engine: the only file of this folder that others may import. What stands here is
 * a promise; everything else may change freely.
 */
export { createEngine } from './engine.ts';
export { BEHAVIOUR_VERSION } from './engine-types.ts';
export type {
  CourseLook,
  CourseService,
  Decision,
  Engine,
  EngineOptions,
  OwnerMeasure,
  RunOutcome,
  RunReason,
  ScriptedAction,
  ServiceOutcome,
  SetupWatcher,
  TrialGround,
  Violation,
} from './engine-types.ts';
export { makeEventCell } from './event-queue.ts';
export type { EventQueue } from './event-queue.ts';
export { CalendarQueue } from './queue/calendar-queue.ts';
export { HeapQueue } from './queue/heap-queue.ts';
