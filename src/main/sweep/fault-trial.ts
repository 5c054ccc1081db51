/**
 * One fault tried on a copy: cut at the load peak, ten minutes, repair, ten minutes more.
 *
 * The trial only uses the engine's door. It measures differences between before and after, so the
 * copy may have a history; the platform's reactions are on, as they are in the lab itself.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { FAULT_TARGET_KINDS } from '../../shared/model/kinds.ts';
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import { VERDICTS, type FaultVerdict, type Verdict } from '../../shared/views/sweep-view.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { LedgerRow } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';

const SECONDS_PER_MINUTE = 60;

/** How long the fault lasts and how long is watched after its repair. */
export interface TrialTimes {
  readonly forUs: number;
  readonly afterUs: number;
}

/** Ids of everything that can be cut, in the order of their kinds and of their making. */
export function faultTargets(
  rows: readonly TopologyRow[],
  kinds: readonly string[] = FAULT_TARGET_KINDS,
): string[] {
  const byKind = new Map<string, string[]>(kinds.map((kind) => [kind, []]));
  for (const row of rows) byKind.get(row.id.slice(0, row.id.indexOf(':')))?.push(row.id);
  return [...byKind.values()].flat();
}

/** What is tried: nothing, for comparison, or one fault. */
export interface Trial extends TrialTimes {
  readonly target?: string;
}

/** Runs a copy through a trial. Refuses a target that is cut already. */
function runTrial(engine: Engine, base: Uint8Array, trial: Trial): Result<number> {
  const restored = engine.restore(base);
  assert(restored.ok, 'A snapshot just taken can be restored');
  const startUs = engine.nowUs;
  if (trial.target !== undefined) {
    const cut = engine.propose({ type: 'fault.cut', target: trial.target });
    if (!cut.ok) return cut;
    engine.commit(cut.value);
  }
  engine.runUntil(startUs + trial.forUs);
  if (trial.target !== undefined) {
    const repair = engine.propose({ type: 'fault.restore', target: trial.target });
    if (repair.ok) engine.commit(repair.value);
  }
  engine.runUntil(startUs + trial.forUs + trial.afterUs);
  return ok(startUs);
}

/**
 * Tries one fault, or none, from a state that `base` holds, with every request simulated. The
 * engine is left wherever the trial ended.
 */
export function tryFault(engine: Engine, base: Uint8Array, trial: Trial): Result<FaultVerdict> {
  assert(engine.restore(base).ok, 'A snapshot just taken can be restored');
  const lastHappening = engine.lastHappeningId;
  const before = engine.metrics().services;
  const ledgerBefore = engine.ledger();
  const ran = runTrial(engine, base, trial);
  if (!ran.ok) return ran;
  const services = engine.metrics().services.map((figures) =>
    serviceVerdict(engine, {
      figures,
      before: before.find(({ id }) => id === figures.id),
      startUs: ran.value,
    }),
  );
  return ok({
    fault: 'cut',
    target: trial.target ?? '',
    verdict: worstOf(services.map(({ verdict }) => verdict)),
    servedFraction: Math.min(1, ...services.map(({ servedFraction }) => servedFraction)),
    machinesLost: machinesLost(engine, lastHappening).size,
    minutesDown: Math.max(0, ...services.map(({ minutesDown }) => minutesDown)),
    cause: mainCause(ledgerBefore, engine.ledger()),
    services,
  });
}

function machinesLost(engine: Engine, afterHappening: number): Set<string> {
  const lost = engine.happenings(afterHappening).filter(({ kind }) => kind === 'vm.lost');
  return new Set(lost.map(({ subject }) => subject));
}

/** A state as `base` has it, but with nobody asking for anything. */
export function withoutLoad(engine: Engine, base: Uint8Array): Uint8Array {
  assert(engine.restore(base).ok, 'A snapshot just taken can be restored');
  const curve = { points: [{ at: '0s', perSecond: 0 }] };
  for (const row of engine.rows()) {
    if (row.kind !== 'service') continue;
    const silenced = engine.propose({ type: 'load.set', service: row.id, curve });
    assert(silenced.ok, 'A load of zero is always accepted');
    engine.commit(silenced.value);
  }
  return engine.snapshot();
}

/**
 * Machines a fault takes down at any time of its trial, found without requests: what happens to
 * the plant does not depend on them, and a run without them is a thousand times shorter.
 */
export function machinesTaken(
  engine: Engine,
  quiet: Uint8Array,
  trial: Trial,
): Result<Set<string>> {
  assert(engine.restore(quiet).ok, 'A snapshot just taken can be restored');
  const lastHappening = engine.lastHappeningId;
  const ran = runTrial(engine, quiet, trial);
  return ran.ok ? ok(machinesLost(engine, lastHappening)) : ran;
}

function worstOf(verdicts: readonly Verdict[]): Verdict {
  const worst = Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)));
  return VERDICTS[worst] ?? 'served';
}

/** Requests served and not served between two looks at a service. */
export function outcomeSince(
  before: ServiceFigures | undefined,
  after: ServiceFigures,
): { served: number; failed: number } {
  const failedBefore = before === undefined ? 0 : before.late + before.refused + before.lost;
  return {
    served: after.served - (before?.served ?? 0),
    failed: after.late + after.refused + after.lost - failedBefore,
  };
}

/** What became of one service since the trial began. */
function serviceVerdict(
  engine: Engine,
  input: { figures: ServiceFigures; before: ServiceFigures | undefined; startUs: number },
): FaultVerdict['services'][number] {
  const { figures, before, startUs } = input;
  const { served, failed } = outcomeSince(before, figures);
  const answered = served + failed;
  const servedFraction = answered === 0 ? 1 : served / answered;
  const secondsDown = figures.secondsDown - (before?.secondsDown ?? 0);
  const silent = hasSilence(engine, { service: figures.id, fromUs: startUs });
  const short = servedFraction < thresholdOf(engine, figures.id);
  const verdict = silent ? 'outage' : short ? 'degraded' : 'served';
  return {
    name: figures.name,
    verdict,
    servedFraction,
    minutesDown: secondsDown / SECONDS_PER_MINUTE,
  };
}

/** The share of requests below which the service counts as down. */
export function thresholdOf(engine: Engine, service: string): number {
  const row = engine.rows().find(({ id }) => id === service);
  return row?.kind === 'service' ? row.thresholdPpm / 1_000_000 : 1;
}

/** True when a whole bucket of ten seconds had demand and served nothing. */
function hasSilence(engine: Engine, query: { service: string; fromUs: number }): boolean {
  const series = engine.series({ ...query, toUs: engine.nowUs });
  if (!series.ok) return false;
  const { offered, served, bucketUs, firstBucketUs } = series.value;
  return offered.some((count, index) => {
    const whole =
      firstBucketUs + index * bucketUs >= query.fromUs &&
      firstBucketUs + (index + 1) * bucketUs <= engine.nowUs;
    return whole && count > 0 && served[index] === 0;
  });
}

/** Root of what failed most since before; `load` where no fault stands at the root. */
function mainCause(before: readonly LedgerRow[], after: readonly LedgerRow[]): string {
  const known = new Map(before.map((row) => [keyOf(row), row.count]));
  const byRoot = new Map<string, number>();
  for (const row of after) {
    const fresh = row.count - (known.get(keyOf(row)) ?? 0);
    if (fresh <= 0) continue;
    const root =
      row.chain.find(({ kind }) => kind === 'part.cut')?.subject ?? row.chain[0]?.subject ?? 'load';
    byRoot.set(root, (byRoot.get(root) ?? 0) + fresh);
  }
  let cause = '';
  let most = 0;
  for (const [root, count] of byRoot) {
    if (count > most) {
      most = count;
      cause = root;
    }
  }
  return cause;
}

function keyOf(row: LedgerRow): string {
  return `${row.service} ${row.reason} ${row.chain.at(-1)?.id ?? 0}`;
}
