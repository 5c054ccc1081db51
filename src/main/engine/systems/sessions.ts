/**
 * Sessions: users log in at a service, stay for its lifetime, and may have to log in again
 * (rules ENG-SE1 to ENG-SE4).
 *
 * Kept in the machine, a session goes with it, and a cookie leads its user back there until then.
 * Kept in a store, it is a write like any other and shares its fate. Kept by the user, in a cookie
 * of its own, nothing here can lose it.
 */
import { SESSION_PLACES } from '../../../shared/model/kinds.ts';
import { SIM_TIME_MAX_US, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { commonPrefix, liveReigns } from './store-log.ts';
import { writeTo } from './store-load.ts';

const IN_MACHINE = SESSION_PLACES.indexOf('machine');
const IN_STORE = SESSION_PLACES.indexOf('store');

/** The pool of a service, or -1. */
export function poolOfService(world: World, service: number): number {
  const { service: owner } = world.sessionPool.col;
  return world.sessionPool.slots().find((pool) => owner[pool] === service + 1) ?? -1;
}

/** Begins (again) to let users log in. Call it when the rate was set. */
export function startLogins(world: World, pool: number): void {
  world.sessionPool.col.serial[pool]! += 1;
  scheduleLogin(world, pool);
}

function scheduleLogin(world: World, pool: number): void {
  const { col } = world.sessionPool;
  if (col.perSecond[pool]! <= 0) return;
  const service = textIdOf(world, 'service', col.service[pool]! - 1);
  const stream = world.streams.stream(`sessions/${service}`);
  const gapUs = Math.max(
    1,
    Math.round(stream.nextExponential(US_PER_SECOND / col.perSecond[pool]!)),
  );
  if (world.nowUs + gapUs > SIM_TIME_MAX_US) return;
  world.schedule({
    atUs: world.nowUs + gapUs,
    priority: PRIORITY.arrival,
    kind: EVENT.login,
    slot: pool,
    generation: world.sessionPool.generation[pool]!,
    payload: col.serial[pool]!,
  });
}

/** True when an event of sessions is void. */
export function isStaleSessionEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { serial, endSerial } = world.sessionPool.col;
  const wanted = cell.kind === EVENT.login ? serial[cell.slot] : endSerial[cell.slot];
  return world.sessionPool.generation[cell.slot] !== cell.generation || wanted !== cell.payload;
}

/** Event: a user logs in, on a machine in rotation [ENG-SE1]. */
export function onLogin(world: World, pool: number): void {
  scheduleLogin(world, pool);
  const { col } = world.sessionPool;
  const balancer = world.service.col.balancer[col.service[pool]! - 1]! - 1;
  const { up } = world.pools.rotationOf(balancer);
  const stream = world.streams.stream(
    `sessions/${textIdOf(world, 'service', col.service[pool]! - 1)}`,
  );
  const backend = up.length === 0 ? -1 : up[stream.nextBelow(up.length)]!;
  const vm = backend < 0 ? -1 : world.backend.col.vm[backend]! - 1;
  const kept = vm < 0 ? undefined : placeFor(world, pool, vm);
  if (kept === undefined) {
    col.refused[pool]! += 1;
    return;
  }
  addSession(world, pool, kept);
}

interface Kept {
  readonly vm: number;
  readonly reign: number;
  readonly position: number;
}

/** Where a new session is kept; nothing when it cannot be. */
function placeFor(world: World, pool: number, vm: number): Kept | undefined {
  const { keptIn, store } = world.sessionPool.col;
  if (keptIn[pool] === IN_MACHINE) return { vm, reign: -1, position: 0 };
  if (keptIn[pool] !== IN_STORE) return { vm: -1, reign: -1, position: 0 };
  const primary = store[pool] === 0 ? -1 : writeTo(world, store[pool]! - 1, vm);
  if (primary < 0) return undefined;
  const { reign, position } = world.replica.col;
  return { vm: -1, reign: reign[primary]! - 1, position: position[primary]! };
}

function addSession(world: World, pool: number, kept: Kept): void {
  const session = world.session.allocate();
  const sessions = world.session.col;
  const { col } = world.sessionPool;
  sessions.pool[session] = pool + 1;
  sessions.vm[session] = kept.vm + 1;
  sessions.reign[session] = kept.reign + 1;
  sessions.position[session] = kept.position;
  sessions.endsUs[session] = world.nowUs + col.lifetimeUs[pool]!;
  col.begun[pool]! += 1;
  col.live[pool]! += 1;
  const after = lastBefore(world, pool, sessions.endsUs[session]);
  const next = after < 0 ? col.head[pool]! : sessions.next[after]!;
  sessions.next[session] = next;
  if (next === 0) col.tail[pool] = session + 1;
  if (after >= 0) sessions.next[after] = session + 1;
  else {
    col.head[pool] = session + 1;
    scheduleEnd(world, pool);
  }
}

/**
 * The last session of a pool that ends no later; below 0: none does. It is the newest one, unless
 * the lifetime was shortened meanwhile.
 */
function lastBefore(world: World, pool: number, endsUs: number): number {
  const { endsUs: ends, next } = world.session.col;
  const { head, tail } = world.sessionPool.col;
  const newest = tail[pool]! - 1;
  if (newest < 0 || ends[newest]! <= endsUs) return newest;
  let found = -1;
  for (let at = head[pool]! - 1; at >= 0 && ends[at]! <= endsUs; at = next[at]! - 1) found = at;
  return found;
}

function scheduleEnd(world: World, pool: number): void {
  const { col } = world.sessionPool;
  const head = col.head[pool]! - 1;
  if (head < 0) return;
  col.endSerial[pool]! += 1;
  world.schedule({
    atUs: Math.max(world.nowUs, world.session.col.endsUs[head]!),
    priority: PRIORITY.answer,
    kind: EVENT.sessionEnd,
    slot: pool,
    generation: world.sessionPool.generation[pool]!,
    payload: col.endSerial[pool]!,
  });
}

/** Event: the oldest session is over, and whatever was lost before it is freed. */
export function onSessionEnd(world: World, pool: number): void {
  const { col } = world.sessionPool;
  const sessions = world.session.col;
  for (;;) {
    const head = col.head[pool]! - 1;
    if (head < 0 || sessions.endsUs[head]! > world.nowUs) break;
    if (sessions.gone[head] === 0) {
      col.ended[pool]! += 1;
      col.live[pool]! -= 1;
    }
    col.head[pool] = sessions.next[head]!;
    if (col.head[pool] === 0) col.tail[pool] = 0;
    world.session.release(head);
  }
  scheduleEnd(world, pool);
}

/** Notes sessions as lost, with what is to blame [ENG-SE2]. */
function lose(
  world: World,
  input: { pool: number; cause: number; isLost: (session: number) => boolean },
): void {
  const { pool, cause, isLost } = input;
  const { col } = world.sessionPool;
  const sessions = world.session.col;
  let count = 0;
  for (let at = col.head[pool]! - 1; at >= 0; at = sessions.next[at]! - 1) {
    if (sessions.gone[at] === 1 || !isLost(at)) continue;
    sessions.gone[at] = 1;
    sessions.vm[at] = 0;
    sessions.reign[at] = 0;
    count += 1;
  }
  if (count === 0) return;
  col.lost[pool]! += count;
  col.live[pool]! -= count;
  const service = col.service[pool]! - 1;
  const happening = happen(world, {
    kind: 'sessions.lost',
    table: 'service',
    slot: service,
    cause,
    details: { count },
  });
  const row = world.sessionLoss.allocate();
  world.sessionLoss.col.pool[row] = pool + 1;
  world.sessionLoss.col.cause[row] = happening;
  world.sessionLoss.col.count[row] = count;
  world.sessionLoss.col.firstUs[row] = world.nowUs;
  world.sessionLoss.col.lastUs[row] = world.nowUs;
  world.service.dirty.touch(service);
  dropOldLosses(world, pool);
}

/** Losses kept apart; older ones are added up in the oldest row. */
const LOSSES_MAX = 20;

function dropOldLosses(world: World, pool: number): void {
  const { col } = world.sessionLoss;
  const mine = lossesOf(world, pool);
  const oldest = mine[0];
  const second = mine[1];
  if (mine.length <= LOSSES_MAX || oldest === undefined || second === undefined) return;
  col.count[second]! += col.count[oldest]!;
  col.firstUs[second] = col.firstUs[oldest]!;
  world.sessionLoss.release(oldest);
}

/** Losses of a pool, oldest first. */
export function lossesOf(world: World, pool: number): number[] {
  const { pool: owner, lastUs } = world.sessionLoss.col;
  const rows = [...world.sessionLoss.slots()].filter((row) => owner[row] === pool + 1);
  return rows.sort((a, b) => lastUs[a]! - lastUs[b]! || a - b);
}

/** A machine stopped: the sessions in its memory are gone. */
export function loseSessionsOfVm(world: World, vm: number): void {
  if (world.sessionPool.count === 0) return;
  const cause = world.vm.col.cause[vm]!;
  const { vm: keeper } = world.session.col;
  for (const pool of world.sessionPool.slots()) {
    lose(world, { pool, cause, isLost: (session) => keeper[session] === vm + 1 });
  }
}

/** The logs of a store changed hands: sessions whose write nobody has are gone [ENG-SE3]. */
export function loseSessionsOfStore(world: World, store: number): void {
  if (world.sessionPool.count === 0) return;
  const { reign, position } = world.session.col;
  const { head, store: owner } = world.reign.col;
  const live = liveReigns(world, store);
  const cause = world.store.col.cause[store]!;
  function isLost(session: number): boolean {
    if (reign[session] === 0) return false;
    const place = { reign: reign[session]! - 1, position: position[session]! };
    if (owner[place.reign] !== store + 1) return false;
    return !live.some(
      (one) => commonPrefix(world, place, { reign: one, position: head[one]! }) >= place.position,
    );
  }
  for (const pool of world.sessionPool.slots()) lose(world, { pool, cause, isLost });
}

/** A service is removed, and its sessions with it. */
export function forgetSessions(world: World, service: number): void {
  const pool = poolOfService(world, service);
  if (pool >= 0) removePool(world, pool);
}

/** Removes a pool with its sessions and losses. */
export function removePool(world: World, pool: number): void {
  for (const session of world.session.slots()) {
    if (world.session.col.pool[session] === pool + 1) world.session.release(session);
  }
  for (const row of lossesOf(world, pool)) world.sessionLoss.release(row);
  const service = world.sessionPool.col.service[pool]! - 1;
  world.sessionPool.release(pool);
  world.service.dirty.touch(service);
}

/** A store is removed: sessions in it are lost, and new ones have nowhere to be kept. */
export function dropStoreOfSessions(world: World, store: number): void {
  const { reign } = world.session.col;
  const { store: owner } = world.reign.col;
  function isLost(session: number): boolean {
    return reign[session] !== 0 && owner[reign[session]! - 1] === store + 1;
  }
  for (const pool of world.sessionPool.slots()) {
    lose(world, { pool, cause: world.decisionId, isLost });
    if (world.sessionPool.col.store[pool] === store + 1) world.sessionPool.col.store[pool] = 0;
  }
}
