/**
 * The door of the engine: the only file of this folder that others may import.
 */
export { createEngine } from './engine.ts';
export { BEHAVIOUR_VERSION } from './engine-types.ts';
export type {
  Decision,
  Engine,
  EngineOptions,
  RunOutcome,
  RunReason,
  ScriptedAction,
  Violation,
} from './engine-types.ts';
