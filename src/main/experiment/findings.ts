/**
 * From what an experiment did to what is said of it: a verdict, figures of every case, the bound
 * that was missed and since when, and how far off a prediction was. It has no room and tries
 * nothing, so the same outcome is always told in the same way.
 */
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import type {
  CaseOutcome,
  Comparison,
  ExperimentFinding,
  Prediction,
} from '../../shared/views/experiment-view.ts';
import type { ServiceOutcome } from '../engine/index.ts';
import type { Conducted, TriedCase } from './conduct.ts';

const SECONDS_PER_MINUTE = 60;
const PPM = 1_000_000;
/** Services told of a case: a run must fit into one entry of a journal. */
const SERVICES_TOLD_MAX = 8;
const REFUSED_TOLD_MAX = 64;

/** What is said of an experiment. */
export function findingOf({ steadyAtUs, notSteady, cases: tried }: Conducted): ExperimentFinding {
  if (notSteady !== undefined) {
    const unmet = { ...notSteady, atUs: steadyAtUs };
    return { verdict: 'notSteady', steadyAtUs, unmet, cases: [] };
  }
  const cases = tried.map(caseOutcome);
  const aborted = tried.find((one) => one.aborted);
  const missed = aborted ?? tried.find(({ unmet }) => unmet !== undefined);
  const verdict = aborted !== undefined ? 'aborted' : missed !== undefined ? 'unmet' : 'held';
  const short = tried.flatMap(({ services }) => services.map(judge).filter((one) => one.short));
  const worst = worstOf(
    cases,
    short.map(({ name }) => name),
  );
  return {
    verdict,
    steadyAtUs,
    ...(missed?.unmet === undefined ? {} : { unmet: { ...missed.unmet, case: missed.name } }),
    cases,
    ...(worst === undefined ? {} : { worst }),
  };
}

function caseOutcome(tried: TriedCase): CaseOutcome {
  const { name, aborted, unmet, startUs, endUs, bounds, services, machinesLost } = tried;
  const judged = services.map(judge);
  return {
    name,
    verdict: aborted ? 'aborted' : unmet === undefined ? 'held' : 'unmet',
    startUs,
    endUs,
    ...(tried.brokenUs === undefined ? {} : { brokenUs: tried.brokenUs }),
    bounds: [...bounds],
    servedFraction: Math.min(1, ...judged.map(({ servedFraction }) => servedFraction)),
    machinesLost: machinesLost.length,
    minutesDown:
      Math.max(0, ...services.map(({ secondsDown }) => secondsDown)) / SECONDS_PER_MINUTE,
    cause: causeOf(services),
    services: judged
      .filter(({ failed }) => failed > 0)
      .sort((left, right) => left.servedFraction - right.servedFraction)
      .slice(0, SERVICES_TOLD_MAX),
  };
}

function judge(outcome: ServiceOutcome): CaseOutcome['services'][number] {
  const { name, served, failed, thresholdPpm } = outcome;
  const servedFraction = served + failed === 0 ? 1 : served / (served + failed);
  return { name, servedFraction, served, failed, short: servedFraction < thresholdPpm / PPM };
}

/** The root of most failures; of several the first by name. Empty when nothing failed. */
function causeOf(services: readonly ServiceOutcome[]): string {
  const roots = new Map<string, number>();
  for (const { roots: found } of services)
    for (const [root, count] of found) roots.set(root, (roots.get(root) ?? 0) + count);
  const [first] = [...roots].sort((a, b) => b[1] - a[1] || compareCodeUnits(a[0], b[0]));
  return first?.[0] ?? '';
}

function worstOf(
  cases: readonly CaseOutcome[],
  short: readonly string[],
): ExperimentFinding['worst'] {
  const [first] = cases;
  if (first === undefined) return undefined;
  const least = cases.reduce((low, one) => (one.servedFraction < low.servedFraction ? one : low));
  return {
    servedFraction: least.servedFraction,
    machinesLost: Math.max(...cases.map(({ machinesLost }) => machinesLost)),
    refused: [...new Set(short)].sort(compareCodeUnits).slice(0, REFUSED_TOLD_MAX),
    case: least.name,
    cause: least.cause,
  };
}

/** What was expected beside what came; undefined when nothing was tried. */
export function compareWith(
  prediction: Prediction,
  { worst }: ExperimentFinding,
): Comparison | undefined {
  if (worst === undefined) return undefined;
  const { servedFraction, machinesLost, refused } = prediction;
  return {
    ...(servedFraction === undefined
      ? {}
      : { servedFraction: compared(servedFraction, worst.servedFraction) }),
    ...(machinesLost === undefined
      ? {}
      : { machinesLost: compared(machinesLost, worst.machinesLost) }),
    ...(refused === undefined
      ? {}
      : {
          refused: {
            predicted: refused,
            measured: worst.refused,
            spared: refused.filter((name) => !worst.refused.includes(name)),
            surprised: worst.refused.filter((name) => !refused.includes(name)),
          },
        }),
  };
}

function compared(
  predicted: number,
  measured: number,
): { predicted: number; measured: number; difference: number } {
  return { predicted, measured, difference: measured - predicted };
}
