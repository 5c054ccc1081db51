/**
 * Monte Carlo as a stream: the lab with everything decided so far, run again and again from its
 * start with other seeds, in threads of their own. What the runs done so far say together is told
 * as they come; the result depends on no order and on no number of threads.
 */
import { readScenario } from '../../shared/document/parse-scenario.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { durationUs } from '../../shared/kernel/time.ts';
import { createCancelSource } from '../../shared/contract/cancellation.ts';
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import type { MonteCarloAsked, MonteCarloProgress } from '../../shared/views/monte-carlo-view.ts';
import type { LabStart } from '../sweep/lab-copy.ts';
import { histogramOf } from '../sweep/down-histogram.ts';
import { estimate, monteCarloJobs, type MonteCarloPlan } from '../sweep/monte-carlo.ts';
import type { RunAnswer } from '../sweep/replications.ts';
import { openDeskPool, type DeskPool } from './desk-pool.ts';
import { exportDocument } from './document-export.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { labStartOf } from './start-engine.ts';

/** Of the interval when nobody says otherwise. */
const CONFIDENCE = 0.99;

/** Begins the runs; they end by themselves or when the source is disposed of. */
export function monteCarloSource(
  opened: DocumentWorkspace,
  given: {
    readonly asked: MonteCarloAsked;
    readonly sink: StreamSink;
    readonly workerUrl: URL | undefined;
    readonly resourcesDir: string;
  },
): StreamSource<MonteCarloProgress> {
  const { asked, sink, workerUrl } = given;
  let pool: DeskPool | undefined;
  let fresh = false;
  let stopped = false;
  let plan: MonteCarloPlan | undefined;
  const answers: RunAnswer[] = [];

  async function start(): Promise<void> {
    const lab = await designOf(opened, given.resourcesDir);
    if (!lab.ok || stopped) {
      sink.end();
      return;
    }
    const { start: from, endUs } = lab.value;
    plan = planOf(asked, { seed: from.seed, endUs });
    pool = openDeskPool({ kind: 'runs', start: from }, { workerUrl });
    tell();
    await pool.run(monteCarloJobs(plan), ({ index, answer }) => {
      assert(answer.kind === 'run', 'A run was asked for');
      answers[index] = answer;
      tell();
    });
  }

  function tell(): void {
    if (stopped) return;
    fresh = true;
    sink.notify();
  }

  start().catch(() => sink.end());
  return {
    pull() {
      if (!fresh || plan === undefined) return undefined;
      fresh = false;
      return progressOf(answers, plan, pool?.workers ?? 1);
    },
    dispose() {
      stopped = true;
      pool?.stop();
    },
  };
}

/** The lab as it would begin anew: its start with everything that was decided since. */
export async function designOf(
  opened: DocumentWorkspace,
  resourcesDir: string,
): Promise<Result<{ start: LabStart; endUs: number }>> {
  const request = { atUs: undefined, signal: createCancelSource().signal, resourcesDir };
  const exported = await exportDocument(opened, request);
  if (!exported.ok) return exported;
  const read = readScenario(exported.value.text);
  if (!read.ok) return read;
  const { scenario, expanded } = read.value;
  const start = labStartOf({ scenario, expanded, catalogue: opened.catalogue });
  return ok({ start, endUs: expanded.durationUs });
}

function planOf(
  asked: MonteCarloAsked,
  lab: { readonly seed: number; readonly endUs: number },
): MonteCarloPlan {
  return {
    seed: lab.seed,
    seeds: asked.seeds,
    fromUs: 0,
    // A run of no time at all would say nothing.
    untilUs: durationUs(asked.lasts, 0) || lab.endUs,
    confidence: asked.confidence ?? CONFIDENCE,
  };
}

/** What the runs done so far say; the order in which they came does not show. */
function progressOf(
  answers: readonly (RunAnswer | undefined)[],
  plan: MonteCarloPlan,
  workers: number,
): MonteCarloProgress {
  const done = answers.flatMap((answer) => answer ?? []);
  const { seeds, seed, untilUs, confidence } = plan;
  const owners = done.length < 2 ? [] : estimate(done, confidence);
  return {
    seeds,
    done: done.length,
    workers,
    firstSeed: seed,
    untilUs,
    confidence,
    owners: owners.map(({ downs, ...owner }) => ({ ...owner, histogram: histogramOf(downs) })),
  };
}
