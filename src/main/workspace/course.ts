/**
 * Running the engine along a recorded path: events in between, decisions at their exact places.
 *
 * The same few lines carry playing forward, going back and forth in time, and opening a document.
 * They work in slices, because a worker that runs for a minute without looking up answers nobody.
 * Where a slice ends never changes what comes out.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Engine } from '../engine/index.ts';
import { describeCommand } from './history-plan.ts';
import type { HistoryNode } from './history.ts';
import type { Place } from '../../shared/document/journal-record.ts';
import type { WallClock } from './wall-clock.ts';

/** Events between two looks at the clock: about half a millisecond. */
const CHUNK_EVENTS = 500;

/** Where a slice is to lead, and how long it may take. */
export interface SliceOrder {
  /** A place, or the end of a moment. */
  readonly to: Place | { readonly atUs: number };
  readonly path: readonly number[];
  /** Decisions of the path in effect at the beginning, and at most at the end. */
  readonly applied: number;
  readonly appliedMax: number;
  readonly budgetMs: number;
}

export interface SliceOutcome {
  readonly arrived: boolean;
  readonly applied: number;
}

/** What a slice needs from its owner. */
export interface SlicePorts {
  readonly engine: Engine;
  readonly clock: WallClock;
  node(seq: number): HistoryNode;
}

/**
 * Runs until the order is fulfilled or the budget is spent. Refuses with `document.diverged` when
 * the run no longer has a recorded place, or refuses a recorded decision; the engine then stands
 * somewhere on the way.
 */
export function runSlice(ports: SlicePorts, order: SliceOrder): Result<SliceOutcome> {
  const { engine, clock } = ports;
  const untilMs = clock.nowMs() + order.budgetMs;
  let { applied } = order;
  while (applied < order.appliedMax) {
    const node = ports.node(order.path[applied] ?? 0);
    if (node.place.atUs > order.to.atUs) break;
    const reached = approach(ports, node.place, untilMs);
    if (!reached.ok) return err(diverged(node, reached.error.message));
    if (!reached.value) return ok({ arrived: false, applied });
    const decision = engine.propose(node.command);
    if (!decision.ok) return err(diverged(node, decision.error.message));
    engine.commit(decision.value);
    applied += 1;
    if (clock.nowMs() >= untilMs) return ok({ arrived: false, applied });
  }
  const reached = approach(ports, order.to, untilMs);
  return reached.ok ? ok({ arrived: reached.value, applied }) : reached;
}

/** Runs towards a place or the end of a moment; true when it is reached. */
function approach(
  ports: SlicePorts,
  to: Place | { readonly atUs: number },
  untilMs: number,
): Result<boolean> {
  const { engine, clock } = ports;
  if ('eventCount' in to) {
    while (to.eventCount - engine.eventCount > CHUNK_EVENTS) {
      const { reason } = engine.runUntil(to.atUs, { maxEvents: CHUNK_EVENTS });
      // The moment came with too few events: the place does not exist.
      if (reason !== 'budgetSpent') return err(noSuchPlace(to, engine));
      if (clock.nowMs() >= untilMs) return ok(false);
    }
    return engine.runToPlace(to) ? ok(true) : err(noSuchPlace(to, engine));
  }
  for (;;) {
    const { reason } = engine.runUntil(to.atUs, { maxEvents: CHUNK_EVENTS });
    if (reason !== 'budgetSpent') return ok(true);
    if (clock.nowMs() >= untilMs) return ok(false);
  }
}

const DIVERGED_HINT =
  'Keep the document; export it from the version of Racklab that made it, or open an older copy.';

function noSuchPlace(
  place: Place,
  engine: Engine,
): {
  code: string;
  message: string;
  hint: string;
  details: Record<string, number>;
} {
  return {
    code: 'document.diverged',
    message:
      `The run has no place ${place.atUs} us after ${place.eventCount} events; it stands at ` +
      `${engine.nowUs} us after ${engine.eventCount}.`,
    hint: DIVERGED_HINT,
    details: { ...place, nowUs: engine.nowUs, nowEvents: engine.eventCount },
  };
}

function diverged(node: HistoryNode, reason: string): ReturnType<typeof noSuchPlace> {
  return {
    code: 'document.diverged',
    message:
      `Decision ${node.seq} (${describeCommand(node.command)}) cannot be repeated at its place: ` +
      reason,
    hint: DIVERGED_HINT,
    details: { seq: node.seq, ...node.place },
  };
}
