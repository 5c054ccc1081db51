/**
 * Deciders for names: which balancers a name of a service may answer with, and how it chooses and
 * checks. What becomes of the answers is the business of `systems/dns.ts`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { durationUs, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { DNS_ROUTINGS } from '../../../shared/model/kinds.ts';
import { removeProfile, startChecking, touchFronts } from '../systems/dns.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkFree, checkServesNone, find, findGroup, refuse, type Decided } from './decide-kit.ts';
import { privateAnswer } from './probe-rules.ts';

const TTL_US = 60 * US_PER_SECOND;
const INTERVAL_US = 30 * US_PER_SECOND;
const INTERVAL_MIN_US = 10 * US_PER_SECOND;
const TOLERATED = 3;
const RESOLVERS = 100;

interface Endpoint {
  readonly balancer: number;
  readonly weight: number;
}

function checkInterval(text: string | undefined): Result<void> {
  const intervalUs = durationUs(text, INTERVAL_US);
  if (intervalUs >= INTERVAL_MIN_US) return ok(undefined);
  const seconds = intervalUs / US_PER_SECOND;
  return refuse({
    code: 'dnsProfile.probeTooFast',
    message: `A check every ${seconds} s is faster than a name does it; the least is 10 s.`,
    hint: 'Use 10s or more.',
    details: { intervalSeconds: seconds, minSeconds: INTERVAL_MIN_US / US_PER_SECOND },
  });
}

/** The balancers a name is to answer with, each of them free for this service. */
function findEndpoints(
  world: World,
  service: number,
  wanted: CommandOf<'dnsProfile.add'>['endpoints'],
): Result<Endpoint[]> {
  const found: Endpoint[] = [];
  for (const { balancer: reference, weight } of wanted) {
    const balancer = find(world, 'balancer', reference);
    if (!balancer.ok) return balancer;
    const id = textIdOf(world, 'balancer', balancer.value);
    if (found.some((one) => one.balancer === balancer.value)) {
      return refuse({
        code: 'dnsProfile.endpointTwice',
        message: `${id} is named twice.`,
        hint: 'Name each balancer once.',
        details: { balancer: id },
      });
    }
    if (world.balancer.col.isInternal[balancer.value] === 1) {
      return privateAnswer(id);
    }
    const unserved = checkServesNone(world, { balancer: balancer.value, but: service });
    if (!unserved.ok) return unserved;
    found.push({ balancer: balancer.value, weight: weight ?? 1 });
  }
  const home = world.service.ref('balancer', service);
  if (found.some(({ balancer }) => balancer === home)) return ok(found);
  const id = textIdOf(world, 'balancer', home);
  return refuse({
    code: 'dnsProfile.homeMissing',
    message: `${id} is the balancer of the service and not among the answers.`,
    hint: 'Name it too; the order says which one is preferred.',
    details: { balancer: id },
  });
}

/** Looks at `dnsProfile.add`; its refusals stand with its schema in `shared/commands`. */
export function decideDnsProfileAdd(world: World, command: CommandOf<'dnsProfile.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'dnsProfile', name: command.name, group: groupName });
  if (!free.ok) return free;
  const service = find(world, 'service', command.service);
  if (!service.ok) return service;
  const other = world.traffic.profileOf(service.value);
  if (other >= 0) {
    const id = textIdOf(world, 'dnsProfile', other);
    return refuse({
      code: 'dnsProfile.serviceTaken',
      message: `The service is found by ${id} already.`,
      hint: 'Change that one, or remove it first.',
      details: { id },
    });
  }
  const endpoints = findEndpoints(world, service.value, command.endpoints);
  if (!endpoints.ok) return endpoints;
  const interval = checkInterval(command.probeInterval);
  if (!interval.ok) return interval;
  return ok(() => {
    const slot = world.dnsProfile.allocate();
    const { col } = world.dnsProfile;
    world.dnsProfile.setText({ column: 'name', slot, text: command.name });
    world.dnsProfile.setRef({ column: 'group', slot, to: group.value });
    world.dnsProfile.setRef({ column: 'service', slot, to: service.value });
    col.ttlUs[slot] = TTL_US;
    col.probeIntervalUs[slot] = INTERVAL_US;
    col.tolerated[slot] = TOLERATED;
    setShape(world, slot, command);
    makeAnswers(world, slot, endpoints.value);
    makeResolvers(world, slot, command.resolvers ?? RESOLVERS);
    touchFronts(world, slot);
    world.names.add('dnsProfile', slot);
    world.pools.invalidate();
    world.service.dirty.touch(service.value);
    startChecking(world, slot);
  });
}

function makeAnswers(world: World, profile: number, endpoints: readonly Endpoint[]): void {
  for (const [index, { balancer, weight }] of endpoints.entries()) {
    const row = world.dnsEndpoint.allocate();
    world.dnsEndpoint.setRef({ column: 'profile', slot: row, to: profile });
    world.dnsEndpoint.setRef({ column: 'balancer', slot: row, to: balancer });
    world.dnsEndpoint.col.position[row] = index + 1;
    world.dnsEndpoint.col.weight[row] = weight;
  }
  world.traffic.invalidate();
}

function makeResolvers(world: World, profile: number, count: number): void {
  for (let made = 0; made < count; made += 1) {
    const row = world.dnsCache.allocate();
    world.dnsCache.setRef({ column: 'profile', slot: row, to: profile });
  }
  world.traffic.invalidate();
}

type Shape = Omit<CommandOf<'dnsProfile.edit'>, 'type' | 'dnsProfile'>;

function setShape(world: World, slot: number, command: Shape): void {
  const { col } = world.dnsProfile;
  col.ttlUs[slot] = durationUs(command.ttl, col.ttlUs[slot]!);
  col.probeIntervalUs[slot] = durationUs(command.probeInterval, col.probeIntervalUs[slot]!);
  if (command.routing !== undefined) col.routing[slot] = DNS_ROUTINGS.indexOf(command.routing);
  if (command.toleratedFailures !== undefined) col.tolerated[slot] = command.toleratedFailures;
  world.dnsProfile.dirty.touch(slot);
}

/** Looks at `dnsProfile.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideDnsProfileEdit(world: World, command: CommandOf<'dnsProfile.edit'>): Decided {
  const profile = find(world, 'dnsProfile', command.dnsProfile);
  if (!profile.ok) return profile;
  const interval = checkInterval(command.probeInterval);
  if (!interval.ok) return interval;
  return ok(() => {
    setShape(world, profile.value, command);
    world.dnsProfile.col.revision[profile.value]! += 1;
    if (command.probeInterval !== undefined) startChecking(world, profile.value);
  });
}

/** Looks at `dnsProfile.switch`; its refusals stand with its schema in `shared/commands`. */
export function decideDnsProfileSwitch(
  world: World,
  command: CommandOf<'dnsProfile.switch'>,
): Decided {
  const profile = find(world, 'dnsProfile', command.dnsProfile);
  if (!profile.ok) return profile;
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const { col } = world.dnsEndpoint;
  const all = world.traffic.endpointsOf(profile.value);
  const endpoint = all.find((row) => col.balancer[row] === balancer.value + 1);
  const id = textIdOf(world, 'balancer', balancer.value);
  if (endpoint === undefined) {
    return refuse({
      code: 'dnsProfile.noEndpoint',
      message: `${id} is no answer of this name.`,
      hint: 'Choose one of its balancers.',
      details: { balancer: id },
    });
  }
  const others = all.filter((row) => row !== endpoint && col.enabled[row] === 1);
  if (command.enabled === false && others.length === 0) {
    return refuse({
      code: 'dnsProfile.lastEndpoint',
      message: `${id} is the only answer that is switched on; without it the name has none.`,
      hint: 'Switch another one on first, or remove the name.',
      details: { balancer: id },
    });
  }
  return ok(() => {
    if (command.enabled !== undefined) {
      col.enabled[endpoint] = command.enabled ? 1 : 0;
      // What is switched off is explained by who did it, as what is down is by its checks.
      col.cause[endpoint] = command.enabled ? 0 : world.decisionId;
    }
    if (command.weight !== undefined) col.weight[endpoint] = command.weight;
    world.dnsProfile.col.revision[profile.value]! += 1;
    world.dnsProfile.dirty.touch(profile.value);
  });
}

/** Looks at `dnsProfile.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideDnsProfileRemove(
  world: World,
  command: CommandOf<'dnsProfile.remove'>,
): Decided {
  const profile = find(world, 'dnsProfile', command.dnsProfile);
  if (!profile.ok) return profile;
  return ok(() => {
    world.service.dirty.touch(world.dnsProfile.ref('service', profile.value));
    removeProfile(world, profile.value);
  });
}
