/**
 * A scenario run from its start to a moment, as fast as it goes, with its expectations read on the
 * way. Everything here follows from scenario, seed and engine: where it runs and how long it takes
 * does not show.
 */
import type { ExpandedScenario } from '../../shared/document/expand-scenario.ts';
import type { Expectation, Scenario } from '../../shared/document/scenario-schema.ts';
import { bareName } from '../../shared/kernel/ids.ts';
import { durationUs } from '../../shared/kernel/time.ts';
import { readMeasure } from '../../shared/model/read-measure.ts';
import type { CostView } from '../../shared/views/cost-view.ts';
import type { Incident } from '../../shared/views/measures-view.ts';
import type { RunSummary } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';

/** What became of one expectation. */
export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly atUs: number;
  /** False when the run ended before its moment; then nothing was measured. */
  readonly reached: boolean;
  /** Undefined when there was nothing to measure. */
  readonly value: number | undefined;
  readonly met: boolean;
}

/** A timed action that the engine refused when its time came. */
export interface RefusedAction {
  readonly atUs: number;
  readonly subject: string;
  readonly command: string;
  readonly code: string;
  readonly message: string;
}

export interface ScenarioRun {
  readonly summary: RunSummary;
  readonly expectations: readonly ExpectationResult[];
  /** The latest ones, should there be more than the engine's log keeps. */
  readonly refusedActions: readonly RefusedAction[];
  readonly costs: CostView;
  /** Every downtime with its cause, longest first. */
  readonly incidents: readonly Incident[];
}

/** Runs an engine that stands at the start of a scenario until `untilUs` (its duration). */
export function runScenario(options: {
  readonly engine: Engine;
  readonly scenario: Pick<Scenario, 'expect'>;
  readonly expanded: Pick<ExpandedScenario, 'durationUs'>;
  readonly untilUs?: number;
}): ScenarioRun {
  const { engine, expanded } = options;
  const untilUs = options.untilUs ?? expanded.durationUs;
  const expected = (options.scenario.expect ?? []).map((expectation) => {
    return { expectation, atUs: durationUs(expectation.at, expanded.durationUs) };
  });
  const moments = new Set(expected.map(({ atUs }) => atUs).filter((atUs) => atUs < untilUs));
  const summaries = new Map<number, RunSummary>();
  for (const atUs of [...moments].sort((left, right) => left - right)) {
    engine.runUntil(atUs);
    summaries.set(atUs, engine.summary());
  }
  engine.runUntil(untilUs);
  const summary = engine.summary();
  summaries.set(untilUs, summary);
  return {
    summary,
    expectations: expected.map(({ expectation, atUs }) =>
      judge({ expectation, atUs, summary: summaries.get(atUs) }),
    ),
    refusedActions: refusedActionsOf(engine),
    costs: engine.costs(),
    incidents: engine.measures().incidents,
  };
}

function judge(given: {
  expectation: Expectation;
  atUs: number;
  summary: RunSummary | undefined;
}): ExpectationResult {
  const { expectation, atUs, summary } = given;
  if (summary === undefined) {
    return { expectation, atUs, reached: false, value: undefined, met: false };
  }
  const value = readMeasure(summary, {
    measure: expectation.measure,
    service: nameIn(expectation.service),
    state: expectation.state,
    batch: nameIn(expectation.batch),
    store: nameIn(expectation.store),
    workload: nameIn(expectation.workload),
  });
  const { min = -Infinity, max = Infinity } = expectation;
  const met = value !== undefined && value >= min && value <= max;
  return { expectation, atUs, reached: true, value, met };
}

/** The bare name in a reference, as figures carry it; undefined where none was given. */
export function nameIn(reference: string | undefined): string | undefined {
  return reference === undefined ? undefined : bareName(reference);
}

/** Timed actions that were refused so far, as the engine's log tells. */
export function refusedActionsOf(engine: Engine): RefusedAction[] {
  return engine
    .happenings(0)
    .filter((happening) => happening.kind === 'action.refused')
    .map(({ atUs, subject, details }) => ({
      atUs,
      subject,
      command: String(details?.['command'] ?? ''),
      code: String(details?.['code'] ?? ''),
      message: String(details?.['message'] ?? ''),
    }));
}
