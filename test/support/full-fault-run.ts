/**
 * The slow twin of a sweep: one fault run in full, every request of every service, in an engine of
 * its own restored from a snapshot, and read through the engine's ordinary views. Slow and obvious
 * on purpose; it shares nothing with the trials of `src/main/sweep`.
 */
import type { Engine } from '../../src/main/engine/index.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import { FAULT_RULES, type FaultKind } from '../../src/shared/model/fault-kinds.ts';
import type { ServiceFigures } from '../../src/shared/views/metrics-frame.ts';
import type { FaultVerdict, Verdict } from '../../src/shared/views/sweep-view.ts';
import type { LedgerRow } from '../../src/shared/views/workspace-view.ts';

interface Trial {
  readonly forUs: number;
  readonly afterUs: number;
  readonly targets: readonly string[];
  /** `cut` when absent. */
  readonly kind?: FaultKind;
}

interface Run {
  readonly services: Map<string, { verdict: FaultVerdict['services'][number]; print: string }>;
  readonly roots: Map<string, number>;
  readonly machinesLost: number;
}

/** The verdict of the full run; `engine` must be fit to restore `base`. */
export function fullVerdict(
  engine: Engine,
  base: Uint8Array,
  trial: Trial & { readonly calm: Run },
): FaultVerdict {
  const run = fullRun(engine, base, trial);
  const all = [...run.services.values()].map(({ verdict }) => verdict);
  const order: Verdict[] = ['outage', 'degraded', 'served'];
  const cause = [...run.roots].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0];
  return {
    fault: trial.kind ?? 'cut',
    target: trial.targets.join(' + '),
    verdict: order.find((one) => all.some(({ verdict }) => verdict === one)) ?? 'served',
    servedFraction: Math.min(1, ...all.map(({ servedFraction }) => servedFraction)),
    machinesLost: run.machinesLost,
    minutesDown: Math.max(0, ...all.map(({ minutesDown }) => minutesDown)),
    cause: cause?.[0] ?? '',
    services: [...run.services]
      .filter(([id, { print }]) => trial.calm.services.get(id)?.print !== print)
      .map(([, { verdict }]) => verdict),
  };
}

/** Runs with the targets cut for a while, or without any. */
export function fullRun(engine: Engine, base: Uint8Array, trial: Trial): Run {
  const restored = engine.restore(base);
  if (!restored.ok) throw new Error(restored.error.message);
  const startUs = engine.nowUs;
  const lastHappening = engine.lastHappeningId;
  const before = new Map(engine.metrics().services.map((one) => [one.id, one]));
  const ledgerBefore = new Map(engine.ledger().map((row) => [keyOf(row), row.count]));
  for (const target of trial.targets) begin(engine, target, trial.kind);
  engine.runUntil(startUs + trial.forUs);
  for (const target of trial.targets) end(engine, target, trial.kind);
  if (trial.kind !== undefined && FAULT_RULES[trial.kind].instant === true) {
    const broken = engine
      .happenings(lastHappening)
      .filter(({ kind }) => kind === 'application.broken');
    for (const vm of new Set(broken.map(({ subject }) => subject)))
      act(engine, { type: 'application.restore', vm });
  }
  engine.runUntil(startUs + trial.forUs + trial.afterUs);
  const services: Run['services'] = new Map();
  const roots = new Map<string, number>();
  for (const after of engine.metrics().services) {
    const own = new Map<string, number>();
    for (const row of engine.ledger(after.id)) {
      const fresh = row.count - (ledgerBefore.get(keyOf(row)) ?? 0);
      if (fresh <= 0) continue;
      const cut = row.chain.find(({ kind }) => kind === 'part.cut');
      const root = cut?.subject ?? row.chain[0]?.subject ?? 'load';
      own.set(root, (own.get(root) ?? 0) + fresh);
      roots.set(root, (roots.get(root) ?? 0) + fresh);
    }
    const verdict = judge(engine, { before: before.get(after.id), after, startUs });
    const counts = [served(after), failed(after), after.secondsDown];
    const print = JSON.stringify([verdict, counts, [...own].sort(([a], [b]) => (a < b ? -1 : 1))]);
    services.set(after.id, { verdict, print });
  }
  const lost = engine.happenings(lastHappening).filter(({ kind }) => kind === 'vm.lost');
  return { services, roots, machinesLost: new Set(lost.map(({ subject }) => subject)).size };
}

function begin(engine: Engine, target: string, kind: FaultKind = 'cut'): void {
  const plain = kind === 'cut';
  act(engine, plain ? { type: 'fault.cut', target } : { type: 'fault.inject', kind, target });
}

function end(engine: Engine, target: string, kind: FaultKind = 'cut'): void {
  const plain = kind === 'cut';
  act(engine, plain ? { type: 'fault.restore', target } : { type: 'fault.clear', kind, target });
}

/** Only a fault must succeed: what it was aimed at may have mended it, or have gone, since. */
function act(engine: Engine, command: Command): void {
  const decided = engine.propose(command);
  if (decided.ok) engine.commit(decided.value);
  else if (command.type === 'fault.cut' || command.type === 'fault.inject')
    throw new Error(decided.error.message);
}

function keyOf(row: LedgerRow): string {
  return `${row.service} ${row.reason} ${row.chain.at(-1)?.id ?? 0}`;
}

function served(figures: ServiceFigures | undefined): number {
  return figures?.served ?? 0;
}

function failed(figures: ServiceFigures | undefined): number {
  return figures === undefined ? 0 : figures.late + figures.refused + figures.lost;
}

function judge(
  engine: Engine,
  look: { before: ServiceFigures | undefined; after: ServiceFigures; startUs: number },
): FaultVerdict['services'][number] {
  const { before, after, startUs } = look;
  const good = served(after) - served(before);
  const bad = failed(after) - failed(before);
  const servedFraction = good + bad === 0 ? 1 : good / (good + bad);
  const row = engine.rows(['service']).find(({ id }) => id === after.id);
  const threshold = row?.kind === 'service' ? row.thresholdPpm / 1_000_000 : 1;
  const series = engine.series({ service: after.id, fromUs: startUs, toUs: engine.nowUs });
  if (!series.ok) throw new Error(series.error.message);
  const { offered, served: inBucket, bucketUs, firstBucketUs } = series.value;
  const silent = offered.some((count, index) => {
    const beginUs = firstBucketUs + index * bucketUs;
    const whole = beginUs >= startUs && beginUs + bucketUs <= engine.nowUs;
    return whole && count > 0 && inBucket[index] === 0;
  });
  return {
    name: after.name,
    verdict: silent ? 'outage' : servedFraction < threshold ? 'degraded' : 'served',
    servedFraction,
    minutesDown: (after.secondsDown - (before?.secondsDown ?? 0)) / 60,
  };
}
