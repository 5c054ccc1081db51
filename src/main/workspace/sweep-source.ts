/**
 * A sweep as a stream: every single fault tried on a copy of the lab as it stands, one per turn of
 * the thread's loop. The lab itself goes on meanwhile, and the sweep can be stopped at any fault.
 */
import { setImmediate } from 'node:timers';
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { SweepProgress } from '../../shared/views/sweep-view.ts';
import { beginSweep, sweepAlone } from '../sweep/sweep.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { startEngine } from './start-engine.ts';

/** Begins a sweep of an open document; it ends by itself or when it is disposed of. */
export function sweepSource(
  opened: DocumentWorkspace,
  plan: { readonly kinds?: readonly string[] | undefined },
  sink: StreamSink,
): StreamSource<SweepProgress> {
  const { scenario, expanded, catalogue, workspace } = opened;
  let latest: SweepProgress | undefined;
  let stopped = false;

  async function start(): Promise<void> {
    const bytes = await workspace.ask((engine) => ok(engine.snapshot()));
    const copy = startEngine({ scenario, expanded, catalogue });
    if (!bytes.ok || !copy.ok || stopped) {
      sink.end();
      return;
    }
    const restored = copy.value.restore(bytes.value);
    assert(restored.ok, 'A snapshot just taken can be restored');
    const { kinds } = plan;
    const begun = beginSweep(copy.value, kinds === undefined ? {} : { kinds });
    if (begun.ok) turn(sweepAlone(begun.value));
    else sink.end();
  }

  function turn(steps: Generator<SweepProgress>): void {
    if (stopped) return;
    const step = steps.next();
    if (step.done === true) return;
    const verdicts = [...(latest?.verdicts ?? []), ...step.value.verdicts];
    latest = { ...step.value, verdicts };
    sink.notify();
    setImmediate(() => turn(steps));
  }

  void start();
  return {
    pull() {
      const progress = latest;
      latest = undefined;
      return progress;
    },
    dispose() {
      stopped = true;
    },
  };
}
