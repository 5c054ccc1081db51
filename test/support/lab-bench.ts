/**
 * The lab that tests work with: read once, with its key, and attempts at it by name of the steps.
 */
import { join } from 'node:path';
import type { Attempt } from '../../src/shared/lab/attempt-schema.ts';
import type { LabActions } from '../../src/shared/lab/actions-schema.ts';
import { drawFor } from '../../src/shared/lab/draw.ts';
import { loadLabInput, type LabInput } from '../../src/main/cli/lab-input.ts';
import { seedOf } from '../../src/main/lab/attempt-chain.ts';
import { startOf } from '../../src/main/lab/lab-room.ts';
import { playActions } from '../../src/main/lab/play-actions.ts';
import { expectOk } from './expect-ok.ts';
import { RESOURCES_FOLDER } from './start-lab.ts';

export const LAB_FOLDER = join(RESOURCES_FOLDER, 'labs', '09-availability-set');
export const KEY_PATH = join(RESOURCES_FOLDER, 'labs', '_keys', '09-availability-set', 'key.json');
export const SALT = 'a salt of a class';

/** The lab of availability sets with its key. */
export async function theLab(): Promise<LabInput> {
  const paths = { resourcesFolder: RESOURCES_FOLDER, pageFolder: '', workerUrl: new URL('x:y') };
  const input = await loadLabInput({ paths }, { folder: LAB_FOLDER, keyPath: KEY_PATH });
  return expectOk(input);
}

/** The steps of the key by the name of their file, without its ending. */
export function stepsOf(input: LabInput, name: string): LabActions {
  const steps = input.actions.get(`${name}.actions.json`);
  if (steps === undefined) throw new Error(`the key names no ${name}`);
  return steps;
}

/** The attempt of a learner who takes these steps. */
export function attemptOf(input: LabInput, given: { learner: string; steps: LabActions }): Attempt {
  const { loaded, catalogue } = input;
  const seed = seedOf(SALT, { lab: loaded.lab, learner: given.learner });
  const draw = expectOk(drawFor(loaded.lab, seed));
  const start = expectOk(startOf(loaded, { draw, catalogue }));
  const by = { learner: given.learner, seed, mode: 'graded' as const };
  return expectOk(playActions(loaded, { start, actions: given.steps, by }));
}
