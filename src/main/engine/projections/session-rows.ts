/**
 * Sessions of a service as its row and its figures show them. Reading changes nothing.
 */
import { SESSION_PLACES } from '../../../shared/model/kinds.ts';
import type { ServiceFigures } from '../../../shared/views/metrics-frame.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { lossesOf, poolOfService } from '../systems/sessions.ts';
import type { World } from '../world/world.ts';
import { cause, idOf, some } from './row-parts.ts';

/** Losses a row lists. */
const LISTED_MAX = 6;

/** Where sessions are kept, and the latest losses; nothing for a service without any. */
export function sessionsView(world: World, service: number): RowOf<'service'>['sessions'] {
  if (world.sessionPool.count === 0) return undefined;
  const pool = poolOfService(world, service);
  if (pool < 0) return undefined;
  const { col } = world.sessionPool;
  const losses = world.sessionLoss.col;
  return {
    keptIn: SESSION_PLACES[col.keptIn[pool]!]!,
    ...some('store', idOf(world, 'store', col.store[pool]!)),
    perSecond: col.perSecond[pool]!,
    lifetimeUs: col.lifetimeUs[pool]!,
    losses: lossesOf(world, pool)
      .slice(-LISTED_MAX)
      .toReversed()
      .map((row) => ({
        count: losses.count[row]!,
        atUs: losses.lastUs[row]!,
        ...cause(losses.cause[row]!),
      })),
  };
}

/** Sessions in numbers. */
export function sessionFigures(world: World, service: number): ServiceFigures['sessions'] {
  if (world.sessionPool.count === 0) return undefined;
  const pool = poolOfService(world, service);
  if (pool < 0) return undefined;
  const { live, begun, ended, lost, refused } = world.sessionPool.col;
  return {
    live: live[pool]!,
    begun: begun[pool]!,
    ended: ended[pool]!,
    lost: lost[pool]!,
    refused: refused[pool]!,
  };
}
