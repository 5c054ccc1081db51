/**
 * A desk: one copy of a lab and the work that can be done on it, a piece at a time.
 *
 * What a piece answers depends on the lab and on the piece, not on the desk, nor on what was done
 * at it before. So any number of desks, in threads of their own, come to the same result.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { Trials, type SweepAnswer, type SweepJob, type TrialTimes } from './fault-trial.ts';
import { openLabCopy, type LabCopy, type LabStart } from './lab-copy.ts';
import { runOnce, type RunAnswer, type RunJob } from './replications.ts';

/** What a desk is given, once. */
export type DeskLab =
  | { readonly kind: 'trials'; readonly copy: LabCopy; readonly times: TrialTimes }
  | { readonly kind: 'runs'; readonly start: LabStart };

export type DeskJob = SweepJob | RunJob;
export type DeskAnswer = SweepAnswer | RunAnswer;

/** Sits down at a desk; gives what answers. */
export function openDesk(lab: DeskLab): (job: DeskJob) => DeskAnswer {
  let trials: Trials | undefined;
  return (job) => {
    if (job.kind === 'run') {
      assert(lab.kind === 'runs', 'A run begins where its lab does');
      return runOnce(lab.start, job);
    }
    assert(lab.kind === 'trials', 'Trials need a lab in the middle of a run');
    trials ??= new Trials(openLabCopy(lab.copy), lab.times);
    return trials.answer(job);
  };
}
