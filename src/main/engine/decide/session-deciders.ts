/**
 * Deciders for sessions. What becomes of them is the business of `systems/sessions.ts`.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { durationUs, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { SESSION_PLACES } from '../../../shared/model/kinds.ts';
import { poolOfService, removePool, startLogins } from '../systems/sessions.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, findOptional, refuse, type Decided } from './decide-kit.ts';

const LIFETIME_US = 30 * US_PER_MINUTE;

/** Looks at `sessions.set`; its refusals stand with its schema in `shared/commands`. */
export function decideSessionsSet(world: World, command: CommandOf<'sessions.set'>): Decided {
  const service = find(world, 'service', command.service);
  if (!service.ok) return service;
  const store = findOptional(world, 'store', command.store);
  if (!store.ok) return store;
  if ((command.keptIn === 'store') !== store.value >= 0) {
    return refuse({
      code: 'sessions.place',
      message:
        command.keptIn === 'store'
          ? 'Sessions kept in a store need to be told which one.'
          : `Sessions kept in the ${command.keptIn} need no store.`,
      hint: command.keptIn === 'store' ? 'Name the store.' : 'Leave the store out.',
      details: { keptIn: command.keptIn },
    });
  }
  return ok(() => {
    const before = poolOfService(world, service.value);
    // Sessions under way end where they are kept; figures go on [ENG-SE5].
    const pool = before >= 0 ? before : world.sessionPool.allocate();
    const { col } = world.sessionPool;
    col.service[pool] = service.value + 1;
    col.store[pool] = store.value + 1;
    col.keptIn[pool] = SESSION_PLACES.indexOf(command.keptIn);
    col.perSecond[pool] = command.perSecond;
    col.lifetimeUs[pool] = Math.max(1, durationUs(command.lifetime, LIFETIME_US));
    world.service.dirty.touch(service.value);
    startLogins(world, pool);
  });
}

/** Looks at `sessions.clear`; its refusals stand with its schema in `shared/commands`. */
export function decideSessionsClear(world: World, command: CommandOf<'sessions.clear'>): Decided {
  const service = find(world, 'service', command.service);
  if (!service.ok) return service;
  const pool = poolOfService(world, service.value);
  if (pool >= 0) return ok(() => removePool(world, pool));
  const id = textIdOf(world, 'service', service.value);
  return refuse({
    code: 'sessions.none',
    message: `${id} keeps no sessions.`,
    hint: 'Nothing needs to be done.',
    details: { service: id },
  });
}
