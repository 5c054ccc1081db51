/**
 * A sweep done by a pool of desks: who works is decided here, what is found is not. The same sweep
 * by one desk gives the same verdicts.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { SweepProgress } from '../../shared/views/sweep-view.ts';
import type { Engine } from '../engine/index.ts';
import type { DeskAnswer } from '../sweep/desk.ts';
import type { LabStart } from '../sweep/lab-copy.ts';
import { Sweep, type SweepStart } from '../sweep/sweep.ts';
import type { SweepAnswer } from '../sweep/fault-trial.ts';
import { openDeskPool, type DeskPool } from './desk-pool.ts';

export interface SweepRun {
  readonly workers: number;
  /** Resolves when everything was tried, or after `stop`. */
  run(tell: (progress: SweepProgress) => void): Promise<void>;
  stop(): void;
}

/** Hands a lab at its steady state to a pool. */
export function sweepInPool(input: {
  /** At the steady state, where `start` has left it. */
  readonly engine: Engine;
  readonly start: SweepStart;
  readonly lab: LabStart;
  readonly workerUrl: URL | undefined;
  readonly workers?: number | undefined;
}): SweepRun {
  const { engine, start, lab, workerUrl, workers } = input;
  const sweep = new Sweep(start);
  start.trials.ground.rewind();
  const pool: DeskPool = openDeskPool(
    {
      kind: 'trials',
      // The snapshot holds what the commands built; handing those over too takes a while.
      copy: { start: { ...lab, setupCommands: [] }, snapshot: engine.snapshot() },
      times: start.times,
    },
    { workerUrl, workers },
  );
  return {
    workers: pool.workers,
    async run(tell) {
      tell(sweep.progress(pool.workers));
      await pool.run(sweep.jobs, ({ index, answer }) => {
        sweep.take(index, sweepAnswer(answer));
        tell(sweep.progress(pool.workers));
      });
    },
    stop: () => pool.stop(),
  };
}

function sweepAnswer(answer: DeskAnswer): SweepAnswer {
  assert(answer.kind !== 'run', 'A sweep gives out no runs');
  return answer;
}
