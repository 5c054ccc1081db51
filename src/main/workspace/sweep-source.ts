/**
 * A sweep as a stream: faults tried on copies of the lab as it stands, in threads of their own. The
 * lab itself goes on meanwhile, and the sweep can be stopped at any time.
 */
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { SweepAsked, SweepProgress } from '../../shared/views/sweep-view.ts';
import { openLabCopy } from '../sweep/lab-copy.ts';
import { beginSweep } from '../sweep/sweep.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { labStartOf } from './start-engine.ts';
import { sweepInPool, type SweepRun } from './sweep-run.ts';

/** Begins a sweep of an open document; it ends by itself or when it is disposed of. */
export function sweepSource(
  opened: DocumentWorkspace,
  asked: {
    readonly plan: SweepAsked;
    readonly sink: StreamSink;
    readonly workerUrl: URL | undefined;
  },
): StreamSource<SweepProgress> {
  const { scenario, expanded, catalogue, workspace } = opened;
  const { plan, sink, workerUrl } = asked;
  let latest: SweepProgress | undefined;
  let run: SweepRun | undefined;
  let stopped = false;

  async function start(): Promise<void> {
    const bytes = await workspace.ask((engine) => ok(engine.snapshot()));
    if (!bytes.ok || stopped) {
      sink.end();
      return;
    }
    const lab = labStartOf({ scenario, expanded, catalogue });
    const engine = openLabCopy({ start: lab, snapshot: bytes.value });
    const begun = beginSweep(engine, { every: plan.every ?? 'single', kinds: plan.kinds });
    if (!begun.ok) {
      sink.end();
      return;
    }
    run = sweepInPool({ engine, start: begun.value, lab, workerUrl });
    await run.run((progress) => {
      if (stopped) return;
      const verdicts = [...(latest?.verdicts ?? []), ...progress.verdicts];
      latest = { ...progress, verdicts };
      sink.notify();
    });
  }

  start().catch(() => sink.end());
  return {
    pull() {
      const progress = latest;
      latest = undefined;
      return progress;
    },
    dispose() {
      stopped = true;
      run?.stop();
    },
  };
}
