/**
 * A lab as plain data, so that it can be handed to another thread: how it begins, and where a copy
 * of it stands. Whoever gets it can build the same engine from it.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { Command } from '../../shared/commands/index.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { createEngine, type Engine, type ScriptedAction } from '../engine/index.ts';

/** How a lab begins. */
export interface LabStart {
  /** With the scenario's own sizes. */
  readonly catalogue: Catalogue;
  readonly seed: number;
  readonly operations: 'measured' | 'instant';
  /** Calendar moment of time 0; the engine's own when absent. */
  readonly startsAt?: string;
  readonly setupCommands: readonly Command[];
  readonly actions: readonly ScriptedAction[];
}

/** A lab in the middle of a run. */
export interface LabCopy {
  readonly start: LabStart;
  readonly snapshot: Uint8Array;
}

/** An engine in which nothing of the lab is built yet; with another seed, if given. */
export function emptyEngine(start: LabStart, seed = start.seed): Engine {
  const { catalogue, operations, startsAt } = start;
  const calendar = startsAt === undefined ? {} : { startsAt };
  return createEngine({ catalogue, seed, operations, ...calendar });
}

/** An engine of one's own at the start; with another seed, if given. */
export function openLabStart(start: LabStart, seed = start.seed): Engine {
  const engine = emptyEngine(start, seed);
  const built = engine.setup(start.setupCommands);
  assert(built.ok, 'A lab that could be started once can be started again');
  setScript(engine, start.actions);
  return engine;
}

/** An engine of one's own, standing where the copy was taken. */
export function openLabCopy(copy: LabCopy): Engine {
  const engine = emptyEngine(copy.start);
  setScript(engine, copy.start.actions);
  const restored = engine.restore(copy.snapshot);
  assert(restored.ok, 'A snapshot just taken can be restored');
  return engine;
}

function setScript(engine: Engine, actions: readonly ScriptedAction[]): void {
  const scripted = engine.setScript(actions);
  assert(scripted.ok, 'The script of a running lab is in order');
}
