/**
 * Going to another moment of the history: the nearest snapshot, then running again from there.
 *
 * A journey may be long, so it runs in slices and can be given up on the way; then the engine
 * stands somewhere between, and whoever called goes back. Nothing is written here: what moves the
 * head is a record, made by the caller when the journey has ended well.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Engine } from '../engine/index.ts';
import { runSlice } from './course.ts';
import type { Destination } from './history-plan.ts';
import type { History } from './history.ts';
import type { Place } from '../../shared/document/journal-record.ts';
import { byNearness, leadsTo } from './keyframes.ts';
import type { Departure, KeyframeKeeper, Standing } from './keyframe-keeper.ts';
import { SLICE_BUDGET_MS } from './playback.ts';
import type { WallClock } from './wall-clock.ts';

export interface TravelPorts {
  readonly engine: Engine;
  readonly history: History;
  readonly keeper: KeyframeKeeper;
  readonly clock: WallClock;
}

export interface TravelOptions {
  /** The branch the destination is on. */
  readonly branch: string;
  /** Where the engine stands, when that is a moment of the history at all. */
  readonly standing: { readonly parent: number } | undefined;
  readonly signal?: CancelSignal;
  /** Called between slices of a long journey, with where the engine stands by then. */
  readonly onProgress?: (standing: Standing) => void;
}

/** Where a journey ended. */
export interface Arrival {
  readonly parent: number;
  readonly applied: number;
  readonly place: Place;
}

/**
 * Brings the engine to a destination. Refuses with `history.noWay` (no snapshot leads there),
 * `document.diverged` and, when given up, `workspace.cancelled`.
 */
export async function travel(
  ports: TravelPorts,
  destination: Destination,
  options: TravelOptions,
): Promise<Result<Arrival>> {
  const departed = await depart(ports, destination, options);
  if (!departed.ok) return departed;
  const { engine, history, clock } = ports;
  const { path } = destination;
  let applied = departed.value;
  for (;;) {
    const slice = runSlice(
      { engine, clock, node: (seq) => history.node(seq) },
      {
        to: destination.to,
        path,
        applied,
        appliedMax: destination.applied,
        budgetMs: SLICE_BUDGET_MS,
      },
    );
    if (!slice.ok) return slice;
    applied = slice.value.applied;
    const parent = path[applied - 1] ?? 0;
    if (slice.value.arrived) return ok({ parent, applied, place: placeOf(engine) });
    options.onProgress?.({ branch: options.branch, parent, applied });
    await new Promise<void>((resolve) => {
      clock.soon(resolve);
    });
    if (options.signal?.aborted === true) return err(journeyGivenUp(engine.nowUs));
  }
}

/** Puts the engine where the journey begins; returns how many decisions of the path it has. */
async function depart(
  ports: TravelPorts,
  destination: Destination,
  options: TravelOptions,
): Promise<Result<number>> {
  const { engine, history, keeper } = ports;
  const here = placeHere(ports, options);
  const stays = here !== undefined && leadsTo(here, destination, history);
  for (const departure of keeper.departures(destination, options.branch)) {
    if (stays && byNearness(here, departure) <= 0) break;
    const restored = await restoreFrom(ports, departure);
    if (restored) return ok(appliedAt(destination.path, departure.parent));
  }
  if (!stays) return err(noWay(destination));
  // A snapshot that could not be read may have left the engine elsewhere; then `here` is gone.
  if (engine.nowUs !== here.place.atUs || engine.eventCount !== here.place.eventCount) {
    return err(noWay(destination));
  }
  return ok(appliedAt(destination.path, here.parent));
}

function placeHere(
  ports: TravelPorts,
  options: TravelOptions,
): { place: Place; parent: number; branch: string; sizeBytes: number } | undefined {
  if (options.standing === undefined) return undefined;
  const { parent } = options.standing;
  return { place: placeOf(ports.engine), parent, branch: options.branch, sizeBytes: 0 };
}

/** False when the snapshot cannot be read or is of no use to this engine. */
async function restoreFrom(ports: TravelPorts, departure: Departure): Promise<boolean> {
  const bytes = await departure.load();
  if (!bytes.ok) return false;
  return ports.engine.restore(bytes.value).ok;
}

function appliedAt(path: readonly number[], parent: number): number {
  return parent === 0 ? 0 : path.lastIndexOf(parent) + 1;
}

function placeOf(engine: Engine): Place {
  return { atUs: engine.nowUs, eventCount: engine.eventCount };
}

function noWay(destination: Destination): AppError {
  return {
    code: 'history.noWay',
    message: 'No readable keyframe leads to that moment, and its beginning cannot be run again.',
    hint: 'Choose a later moment of this branch.',
    details: { toUs: destination.to.atUs },
  };
}

/** The refusal of a journey that nobody waits for any more. */
export function journeyGivenUp(atUs: number): AppError {
  return {
    code: 'workspace.cancelled',
    message: 'The journey was given up on the way; the room is back where it was.',
    hint: 'Ask again, or for a nearer moment.',
    details: { reachedUs: atUs },
  };
}
