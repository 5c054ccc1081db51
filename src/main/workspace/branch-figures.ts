/**
 * What is read off a room to compare branches: requests, seconds up and down, money, machines. The
 * figures are the engine's own counters; here they are only subtracted.
 */
import type { BranchTotals } from '../../shared/views/branch-view.ts';
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { Engine } from '../engine/index.ts';

const MICRO = 1_000_000;

type Counted = Pick<
  ServiceFigures,
  'id' | 'offered' | 'served' | 'late' | 'refused' | 'lost' | 'secondsUp' | 'secondsDown'
>;

/** One look at a room. */
export interface RoomLook {
  readonly services: readonly Counted[];
  readonly costMicroUsd: number;
  /** Running at this moment. */
  readonly machines: number;
}

/** Looks at a room. O(machines). */
export function lookAtRoom(engine: Engine): RoomLook {
  const running = engine
    .rows(['vm'])
    .filter((row) => row.kind === 'vm' && row.powerState === 'running');
  return {
    services: engine.metrics().services,
    costMicroUsd: engine.costs(0).microUsd,
    machines: running.length,
  };
}

/** What happened between two looks at one run. */
export function totalsBetween(before: RoomLook, after: RoomLook): BranchTotals {
  const known = new Map(before.services.map((service) => [service.id, service]));
  let [demanded, served, ended, secondsDown, availability] = [0, 0, 0, 0, 1];
  for (const now of after.services) {
    const fresh = since(now, known.get(now.id));
    demanded += fresh.offered;
    served += fresh.served;
    ended += fresh.served + fresh.late + fresh.refused + fresh.lost;
    const down = fresh.secondsDown;
    const judged = down + fresh.secondsUp;
    secondsDown = Math.max(secondsDown, down);
    availability = Math.min(availability, judged === 0 ? 1 : 1 - down / judged);
  }
  return {
    demanded,
    served,
    servedFraction: ended === 0 ? 1 : served / ended,
    availability,
    secondsDown,
    costUsd: (after.costMicroUsd - before.costMicroUsd) / MICRO,
    machines: after.machines,
  };
}

function since(now: Counted, then: Counted | undefined): Omit<Counted, 'id'> {
  return {
    offered: now.offered - (then?.offered ?? 0),
    served: now.served - (then?.served ?? 0),
    late: now.late - (then?.late ?? 0),
    refused: now.refused - (then?.refused ?? 0),
    lost: now.lost - (then?.lost ?? 0),
    secondsUp: now.secondsUp - (then?.secondsUp ?? 0),
    secondsDown: now.secondsDown - (then?.secondsDown ?? 0),
  };
}
