/**
 * From what a trial found to a verdict. Services the trial did not look at fared as in the trial
 * without a fault, so both together are what the whole lab did.
 */
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { VERDICTS, type FaultVerdict, type Verdict } from '../../shared/views/sweep-view.ts';
import type { ServiceOutcome } from '../engine/index.ts';
import type { Fault, Finding } from './fault-trial.ts';

const SECONDS_PER_MINUTE = 60;
const PPM = 1_000_000;

type ServiceVerdict = FaultVerdict['services'][number];

/** What all services do without a fault, made ready for many comparisons. */
export class Calm {
  private readonly outcomes: readonly ServiceOutcome[];
  private readonly judged: readonly ServiceVerdict[];
  private readonly prints: readonly string[];

  constructor(outcomes: readonly ServiceOutcome[]) {
    this.outcomes = outcomes;
    this.judged = outcomes.map(judge);
    this.prints = outcomes.map(printOf);
  }

  /** The verdict on a fault; `services` are those that fared otherwise than without it. */
  verdictOn(fault: Fault, finding: Finding): FaultVerdict {
    const found = new Map(finding.outcomes.map((outcome) => [outcome.service, outcome]));
    const roots = new Map<string, number>();
    const services: ServiceVerdict[] = [];
    let [worst, servedFraction, minutesDown] = [0, 1, 0];
    for (const [index, calm] of this.outcomes.entries()) {
      const outcome = found.get(calm.service) ?? calm;
      const service = (outcome === calm ? this.judged[index] : undefined) ?? judge(outcome);
      if (outcome !== calm && printOf(outcome) !== this.prints[index]) services.push(service);
      worst = Math.max(worst, VERDICTS.indexOf(service.verdict));
      servedFraction = Math.min(servedFraction, service.servedFraction);
      minutesDown = Math.max(minutesDown, service.minutesDown);
      for (const [root, count] of outcome.roots) roots.set(root, (roots.get(root) ?? 0) + count);
    }
    return {
      fault: fault.kind,
      target: fault.targets.join(' + '),
      verdict: VERDICTS[worst] ?? 'served',
      servedFraction,
      machinesLost: finding.machinesLost,
      minutesDown,
      cause: mostOf(roots),
      services,
    };
  }
}

/** What a service fared; the number of its pool depends on what else was made in the trial. */
function printOf({ served, failed, secondsDown, silent, roots }: ServiceOutcome): string {
  return JSON.stringify([served, failed, secondsDown, silent, roots]);
}

function judge(outcome: ServiceOutcome): ServiceVerdict {
  const { name, served, failed, secondsDown, silent, thresholdPpm } = outcome;
  const answered = served + failed;
  const servedFraction = answered === 0 ? 1 : served / answered;
  const short = servedFraction < thresholdPpm / PPM;
  const verdict: Verdict = silent ? 'outage' : short ? 'degraded' : 'served';
  return { name, verdict, servedFraction, minutesDown: secondsDown / SECONDS_PER_MINUTE };
}

/** The root of most failures; of several the first by name. Empty when nothing failed. */
function mostOf(roots: ReadonlyMap<string, number>): string {
  const first = [...roots].sort((a, b) => b[1] - a[1] || compareCodeUnits(a[0], b[0]))[0];
  return first?.[0] ?? '';
}
