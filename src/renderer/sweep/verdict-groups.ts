/**
 * What a sweep found, arranged for the eye: parts grouped by kind from the power downwards, each
 * with the look of its verdict. Order within a group is that of the names, as people count.
 */
import { FAULT_TARGET_KINDS, type FaultTargetKind } from '../../shared/model/kinds.ts';
import type { FaultVerdict, Verdict } from '../../shared/views/sweep-view.ts';
import { splitId } from '../i18n/use-words.ts';
import type { RowState } from '../model/row-state.ts';

/** Tone and shape of each verdict; the word stands below `verdict.`. */
export const verdictLooks: Readonly<Record<Verdict, Omit<RowState, 'word'>>> = {
  served: { tone: 'ok', shape: 'disc' },
  degraded: { tone: 'warn', shape: 'triangle' },
  outage: { tone: 'harm', shape: 'cross' },
};

export interface VerdictGroup {
  readonly kind: FaultTargetKind;
  readonly verdicts: readonly FaultVerdict[];
  /** How many of the group are of each verdict, before any filter. */
  readonly counts: Readonly<Record<Verdict, number>>;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Counts by verdict. */
export function countVerdicts(verdicts: readonly FaultVerdict[]): Record<Verdict, number> {
  const counts = { served: 0, degraded: 0, outage: 0 };
  for (const one of verdicts) counts[one.verdict] += 1;
  return counts;
}

/** Groups that have anything to show under the filter. O(n log n). */
export function groupVerdicts(
  verdicts: readonly FaultVerdict[],
  shown: ReadonlySet<Verdict>,
): VerdictGroup[] {
  return FAULT_TARGET_KINDS.flatMap((kind) => {
    const all = verdicts.filter((one) => splitId(one.target).kind === kind);
    const kept = all
      .filter((one) => shown.has(one.verdict))
      .toSorted((a, b) => collator.compare(a.target, b.target));
    return kept.length === 0 ? [] : [{ kind, verdicts: kept, counts: countVerdicts(all) }];
  });
}
