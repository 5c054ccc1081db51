/**
 * One trial on a copy: an experiment as it is written, or a fault that somebody aims, which is
 * tried as a sweep tries it: a minute of the healthy room, ten of the fault, ten more to watch. It
 * uses up the copy it is given, and must not know whose room that is a copy of.
 */
import { RandomStream } from '../../shared/kernel/prng.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { BoundOver } from '../../shared/model/experiment-shape.ts';
import type { Experiment, ExperimentFinding } from '../../shared/views/experiment-view.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { AimedFault } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';
import { conduct, type ConductProgress, type ExperimentPlan } from './conduct.ts';
import type { ExperimentBudget } from './experiment-budget.ts';
import { findingOf } from './findings.ts';

/** How an aimed fault is tried. */
const AIM_TIMES = { steadyFor: '1m', faultFor: '10m', runFor: '20m' } as const;

const PPM = 1_000_000;

interface TrialGivens {
  /** A copy of the room at the moment it is tried, used up by it. */
  readonly engine: Engine;
  /** What `pick: one` draws with. */
  readonly seed: number;
  /** What it may cost; a whole one of its own when absent. */
  readonly budget?: ExperimentBudget;
}

/** Tries something, a piece at a time. Refuses what no room could do. */
export function* tryOnCopy(
  what: Experiment | { readonly aim: AimedFault },
  { engine, seed, budget }: TrialGivens,
): Generator<ConductProgress, Result<ExperimentFinding>> {
  const rows = engine.rows();
  const plan = 'aim' in what ? planOfAim(what.aim, rows) : what;
  const name = 'aim' in what ? `aim ${what.aim.target}` : what.name;
  const conducted = yield* conduct<number>(plan, {
    engine,
    rows,
    dice: new RandomStream(seed, `experiment ${name}`),
    amountOf: (amount) => ok(amount),
    looksOn: true,
    budget,
  });
  return conducted.ok ? ok(findingOf(conducted.value)) : conducted;
}

/** How a trial makes things fail, each kind once. */
export function kindsOf(what: Experiment | { readonly aim: AimedFault }): string[] {
  const faults = 'aim' in what ? [what.aim] : what.faults;
  return [...new Set(faults.map(({ kind = 'cut' }) => kind))];
}

/** Tries something without a pause. */
export function tryWhole(
  what: Experiment | { readonly aim: AimedFault },
  givens: TrialGivens,
): Result<ExperimentFinding> {
  const work = tryOnCopy(what, givens);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** What an aimed fault is held against: every service against its own threshold. */
function planOfAim(aim: AimedFault, rows: readonly TopologyRow[]): ExperimentPlan<number> {
  const bounds = rows.flatMap((row): BoundOver<number>[] =>
    row.kind === 'service'
      ? [{ measure: 'servedFraction', service: row.id, min: row.thresholdPpm / PPM }]
      : [],
  );
  const { target, kind, other, amount } = aim;
  const fault = { target, kind, other, amount, pick: 'all' as const, for: AIM_TIMES.faultFor };
  return {
    steadyFor: AIM_TIMES.steadyFor,
    steadyState: bounds,
    faults: [fault],
    runFor: AIM_TIMES.runFor,
    during: bounds,
  };
}
