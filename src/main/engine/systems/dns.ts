/**
 * Names: how users find one of several balancers, and how long they keep what they were told
 * (rules ENG-DN1 to ENG-DN5, ENG-DN7).
 *
 * A name knows of its balancers what its own checks found out, and its users know what they asked
 * last. A failover is complete when the checks have noticed and every answer kept has grown too
 * old: nothing here takes a short cut, because that sum is the lesson.
 */
import { FAULT_KINDS } from '../../../shared/model/fault-kinds.ts';
import { DNS_HEALTHS, DNS_ROUTINGS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { targetOf } from '../world/fault-rows.ts';
import { FAULT_PHASES } from '../world/impairment-index.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { poolFault } from './dependencies.ts';

const WEIGHTED = DNS_ROUTINGS.indexOf('weighted');
const ONLINE = DNS_HEALTHS.indexOf('online');
const DEGRADED = DNS_HEALTHS.indexOf('degraded');
const DNS_FAILED = FAULT_KINDS.indexOf('dnsFailed');
const ACTIVE = FAULT_PHASES.indexOf('active');

/** Begins to check the balancers of a name, the first time at once. */
export function startChecking(world: World, profile: number): void {
  const { col } = world.dnsProfile;
  col.probeSerial[profile] = (col.probeSerial[profile]! + 1) >>> 0;
  scheduleCheck(world, profile, 0);
}

function scheduleCheck(world: World, profile: number, delayUs: number): void {
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.probe,
    kind: EVENT.dnsCheck,
    slot: profile,
    generation: world.dnsProfile.generation[profile]!,
    payload: world.dnsProfile.col.probeSerial[profile]!,
  });
}

/** Event: every balancer of a name is asked once, through its front like a user would. */
export function onDnsCheck(world: World, profile: number): void {
  for (const endpoint of world.traffic.endpointsOf(profile))
    checkEndpoint(world, profile, endpoint);
  scheduleCheck(world, profile, world.dnsProfile.col.probeIntervalUs[profile]!);
}

function checkEndpoint(world: World, profile: number, endpoint: number): void {
  const { col } = world.dnsEndpoint;
  const fault = poolFault(world, col.balancer[endpoint]! - 1);
  if (fault < 0) {
    if (col.failures[endpoint]! > 0) world.dnsProfile.dirty.touch(profile);
    col.failures[endpoint] = 0;
    if (col.health[endpoint] !== ONLINE) bringBack(world, profile, endpoint);
    return;
  }
  if (col.health[endpoint] === DEGRADED) return;
  col.failures[endpoint]! += 1;
  world.dnsProfile.dirty.touch(profile);
  if (col.failures[endpoint]! <= world.dnsProfile.col.tolerated[profile]!) return;
  col.health[endpoint] = DEGRADED;
  const { ttlUs, probeIntervalUs } = world.dnsProfile.col;
  const failures = col.failures[endpoint]!;
  col.cause[endpoint] = happen(world, {
    kind: 'dns.endpointDown',
    table: 'balancer',
    slot: col.balancer[endpoint]! - 1,
    cause: fault,
    details: {
      profile: textIdOf(world, 'dnsProfile', profile),
      failures,
      detectionUs: failures * probeIntervalUs[profile]!,
      ttlUs: ttlUs[profile]!,
    },
  });
}

function bringBack(world: World, profile: number, endpoint: number): void {
  const { col } = world.dnsEndpoint;
  const wasDown = col.health[endpoint] === DEGRADED;
  col.health[endpoint] = ONLINE;
  col.cause[endpoint] = 0;
  world.dnsProfile.dirty.touch(profile);
  if (!wasDown) return;
  happen(world, {
    kind: 'dns.endpointUp',
    table: 'balancer',
    slot: col.balancer[endpoint]! - 1,
    cause: 0,
    details: { profile: textIdOf(world, 'dnsProfile', profile) },
  });
}

/** True while the name would give this answer as one of its good ones. */
function isGood(world: World, endpoint: number): boolean {
  const { enabled, health } = world.dnsEndpoint.col;
  return enabled[endpoint] === 1 && health[endpoint] !== DEGRADED;
}

/**
 * What the name answers now: of its good answers the first, or one drawn by weight. When none is
 * good the enabled ones are given all the same, as if their checks had said nothing.
 */
function answerOf(world: World, profile: number): number {
  const all = world.traffic.endpointsOf(profile);
  const { enabled, weight } = world.dnsEndpoint.col;
  const good = all.filter((endpoint) => isGood(world, endpoint));
  const choice = good.length > 0 ? good : all.filter((endpoint) => enabled[endpoint] === 1);
  if (world.dnsProfile.col.routing[profile] !== WEIGHTED || choice.length === 1) return choice[0]!;
  const total = choice.reduce((sum, endpoint) => sum + weight[endpoint]!, 0);
  const stream = world.slotStreams.answers(profile);
  let left = stream.nextBelow(total);
  for (const endpoint of choice) {
    left -= weight[endpoint]!;
    if (left < 0) return endpoint;
  }
  return choice[0]!;
}

/** The newest fault that keeps a name from being answered; -1 while its servers answer. */
export function nameFault(world: World, profile: number): number {
  if (world.fault.count === 0) return -1;
  const { kind, phase } = world.fault.col;
  const names = [...world.fault.slots()].filter((fault) => {
    if (kind[fault] !== DNS_FAILED || phase[fault] !== ACTIVE) return false;
    const target = targetOf(world, fault);
    return target === undefined || target.slot === profile;
  });
  return names.at(-1) ?? -1;
}

/**
 * The balancer a request goes to, as the endpoint its user's resolver keeps or is told now; -1 when
 * it keeps nothing fresh and nobody answers [ENG-DN7].
 */
export function resolveName(world: World, profile: number): number {
  const caches = world.traffic.cachesOf(profile);
  const stream = world.slotStreams.resolvers(profile);
  const cache = caches[stream.nextBelow(caches.length)]!;
  const { endpoint, expiresUs } = world.dnsCache.col;
  if (endpoint[cache]! > 0 && expiresUs[cache]! > world.nowUs) {
    const kept = endpoint[cache]! - 1;
    world.watch?.take({ note: 'name', profile, endpoint: kept, isKept: true });
    return kept;
  }
  const answer = nameFault(world, profile) >= 0 ? -1 : answerOf(world, profile);
  world.watch?.take({ note: 'name', profile, endpoint: answer, isKept: false });
  if (answer < 0) return answer;
  if (endpoint[cache] !== answer + 1) {
    const { holders } = world.dnsEndpoint.col;
    if (endpoint[cache]! > 0) holders[endpoint[cache]! - 1]! -= 1;
    holders[answer]! += 1;
    endpoint[cache] = answer + 1;
    world.dnsProfile.dirty.touch(profile);
  }
  expiresUs[cache] = world.nowUs + world.dnsProfile.col.ttlUs[profile]!;
  return answer;
}

/**
 * The happening to blame when a user came to this balancer on an answer the name no longer gives
 * and gives a better one instead; -1 when the answer is the name's own.
 */
export function staleSince(world: World, profile: number, endpoint: number): number {
  if (isGood(world, endpoint)) return -1;
  const better = world.traffic.endpointsOf(profile).some((other) => isGood(world, other));
  return better ? world.dnsEndpoint.col.cause[endpoint]! : -1;
}

/** Its balancers have another service behind them now, which their rows show. */
export function touchFronts(world: World, profile: number): void {
  for (const endpoint of world.traffic.endpointsOf(profile)) {
    world.balancer.dirty.touch(world.dnsEndpoint.ref('balancer', endpoint));
  }
}

/** Takes a name away: its checks, its answers and what users keep of them. */
export function removeProfile(world: World, profile: number): void {
  for (const cache of world.traffic.cachesOf(profile)) world.dnsCache.release(cache);
  touchFronts(world, profile);
  for (const endpoint of world.traffic.endpointsOf(profile)) world.dnsEndpoint.release(endpoint);
  world.names.remove('dnsProfile', profile);
  world.dnsProfile.release(profile);
  world.traffic.invalidate();
  world.pools.invalidate();
  world.slotStreams.invalidate();
}
