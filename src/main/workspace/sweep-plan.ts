/**
 * What a sweep would try and about how long it would take, told before it begins. The lab is copied
 * and brought to its steady state, and a few of the faults are tried on the copy.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { SweepAsked, SweepPlanView } from '../../shared/views/sweep-view.ts';
import { estimateSeconds } from '../sweep/estimate.ts';
import { openLabCopy } from '../sweep/lab-copy.ts';
import { beginSweep } from '../sweep/sweep.ts';
import { usualDesks } from './desk-pool.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { labStartOf } from './start-engine.ts';

/** Looks ahead. Refuses with `sweep.tooMany` and `sweep.notSteady`. */
export async function planSweep(
  opened: DocumentWorkspace,
  asked: { readonly plan: SweepAsked; readonly threads: boolean },
): Promise<Result<SweepPlanView>> {
  const { scenario, expanded, catalogue, workspace } = opened;
  const { plan, threads } = asked;
  const bytes = await workspace.ask((engine) => ok(engine.snapshot()));
  if (!bytes.ok) return bytes;
  const lab = labStartOf({ scenario, expanded, catalogue });
  const engine = openLabCopy({ start: lab, snapshot: bytes.value });
  const begun = beginSweep(engine, { every: plan.every ?? 'single', kinds: plan.kinds });
  if (!begun.ok) return begun;
  const { notSteady } = begun.value.steady;
  if (notSteady !== undefined) {
    return err({
      code: 'sweep.notSteady',
      message: `${notSteady} is not healthy before any fault.`,
      hint: 'Look at its refused and lost requests first.',
      details: { service: notSteady },
    });
  }
  const workers = threads ? usualDesks() : 1;
  const seconds = estimateSeconds(begun.value, () => performance.now()) / workers;
  return ok({ faults: begun.value.faults.length, workers, seconds: Math.ceil(seconds) });
}
