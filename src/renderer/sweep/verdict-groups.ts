/**
 * What a sweep found, arranged for the eye: parts grouped by kind from the power downwards, each
 * with the look of its verdict. Order within a group is that of the names, as people count.
 */
import {
  TRIED_KINDS,
  VERDICTS,
  type FaultVerdict,
  type TriedKind,
  type Verdict,
} from '../../shared/views/sweep-view.ts';
import { splitId } from '../i18n/use-words.ts';
import type { RowState } from '../model/row-state.ts';

/** Tone and shape of each verdict; the word stands below `verdict.`. */
export const verdictLooks: Readonly<Record<Verdict, Omit<RowState, 'word'>>> = {
  served: { tone: 'ok', shape: 'disc' },
  degraded: { tone: 'warn', shape: 'triangle' },
  outage: { tone: 'harm', shape: 'cross' },
};

export interface VerdictGroup {
  /** Of a pair the kind of the first. */
  readonly kind: TriedKind;
  readonly verdicts: readonly FaultVerdict[];
  /** How many more there are that are not shown as cells. */
  readonly hidden: number;
  /** How many of the group are of each verdict, before any filter. */
  readonly counts: Readonly<Record<Verdict, number>>;
}

/** Cells of one group at most; beyond that those that were felt go first. */
const CELLS_MAX = 300;

const collator = new Intl.Collator('en', { numeric: true });

/** The parts of what was tried: one, or the two of a pair. */
export function partsOf(target: string): string[] {
  return target.split(' + ');
}

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
  return TRIED_KINDS.flatMap((kind) => {
    const all = verdicts.filter((one) => splitId(one.target).kind === kind);
    const kept = all
      .filter((one) => shown.has(one.verdict))
      .toSorted((a, b) => collator.compare(a.target, b.target));
    if (kept.length === 0) return [];
    const first =
      kept.length <= CELLS_MAX
        ? kept
        : kept
            .toSorted((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict))
            .slice(0, CELLS_MAX);
    const hidden = kept.length - first.length;
    return [{ kind, verdicts: first, hidden, counts: countVerdicts(all) }];
  });
}
