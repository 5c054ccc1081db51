/**
 * A copy of a lab as plain data: what a thread needs to make an engine that stands where the lab
 * stood. Plain, so that it can be handed to another thread.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { createEngine, type Engine, type ScriptedAction } from '../engine/index.ts';

export interface LabCopy {
  /** With the scenario's own sizes. */
  readonly catalogue: Catalogue;
  readonly seed: number;
  readonly operations: 'measured' | 'instant';
  readonly actions: readonly ScriptedAction[];
  /** Where it stands. */
  readonly snapshot: Uint8Array;
}

/** An engine of one's own, standing where the copy was taken. */
export function openLabCopy(copy: LabCopy): Engine {
  const { catalogue, seed, operations, actions, snapshot } = copy;
  const engine = createEngine({ catalogue, seed, operations });
  const scripted = engine.setScript(actions);
  assert(scripted.ok, 'The script of a running lab is in order');
  const restored = engine.restore(snapshot);
  assert(restored.ok, 'A snapshot just taken can be restored');
  return engine;
}
