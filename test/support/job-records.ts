/**
 * Jobs of a batch as the engine recorded them, read straight from its table. The product shows a
 * batch as a whole; only tests ask for every single finish.
 */
import { JOB_STATES } from '../../src/shared/model/kinds.ts';
import type { World } from '../../src/main/engine/world/world.ts';

const DONE = JOB_STATES.indexOf('done');

export interface JobRecord {
  readonly index: number;
  readonly finishedUs: number;
  readonly done: boolean;
}

/** The jobs of the batch of this name, in the order they were made. */
export function jobFinishes(world: World, name: string): JobRecord[] {
  const batch = [...world.batch.slots()].find((slot) => world.batch.text('name', slot) === name);
  const { batch: owner, index, finishedUs, state } = world.job.col;
  return [...world.job.slots()]
    .filter((job) => batch !== undefined && owner[job] === batch + 1)
    .map((job) => ({
      index: index[job] ?? -1,
      finishedUs: finishedUs[job] ?? -1,
      done: state[job] === DONE,
    }));
}
