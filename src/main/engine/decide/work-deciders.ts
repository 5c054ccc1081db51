/**
 * Deciders for services: what they need, what they can do and how much is asked of them. What
 * becomes of the requests is the business of `systems/`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { forgetLatency } from '../systems/work-latency.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { durationUs, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { nameOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  addDependency,
  forgetDependencies,
  forgetTarget,
  type DependencyTarget,
} from '../systems/dependencies.ts';
import { removeProfile } from '../systems/dns.ts';
import { forgetDowntime } from '../systems/downtime.ts';
import { startArrivals } from '../systems/arrivals.ts';
import { forgetSeconds } from '../systems/availability.ts';
import { advanceBusy } from '../systems/backend-load.ts';
import { forgetCalls } from '../systems/service-calls.ts';
import { forgetSessions } from '../systems/sessions.ts';
import { forgetServiceOfStores } from '../systems/store-records.ts';
import { settleAnswersOf } from '../systems/guest-answers.ts';
import { forgetFailures } from '../systems/ledger.ts';
import { ruleOf } from '../systems/pool-mates.ts';
import { checkConflicts, checkServicePort, SELF } from './balancer-rule-deciders.ts';
import { checkFree, checkServesNone, find, findGroup, refuse, type Decided } from './decide-kit.ts';
import { planServer, putAtServer } from './service-server.ts';

const PPM = 1_000_000;
const HTTP_PORT = 80;
const OUTBOUND_HOLD_US = 240 * US_PER_SECOND;
/** What a service can need. */
const NEEDED = ['vm', 'balancer', 'service'] as const;

/** Looks at `service.add`; its refusals stand with its schema in `shared/commands`. */
export function decideServiceAdd(world: World, command: CommandOf<'service.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const free = checkFree(world, {
    word: 'service',
    name: command.name,
    group: nameOf(world, 'group', group.value),
  });
  if (!free.ok) return free;
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const unserved = checkServesNone(world, { balancer: balancer.value });
  if (!unserved.ok) return unserved;
  const port = portOfService(world, balancer.value, command.port);
  if (!port.ok) return port;
  const needs = findNeeds(world, command.dependsOn ?? []);
  if (!needs.ok) return needs;
  const server = planServer(world, command);
  if (!server.ok) return server;
  return ok(() => {
    const slot = world.service.allocate();
    const { col } = world.service;
    const second = Math.floor(world.nowUs / US_PER_SECOND);
    world.service.setText({ column: 'name', slot, text: command.name });
    world.service.setRef({ column: 'group', slot, to: group.value });
    world.service.setRef({ column: 'balancer', slot, to: balancer.value });
    col.workers[slot] = command.workers ?? 4;
    col.serviceTimeUs[slot] = Math.max(1, durationUs(command.serviceTime, 100_000));
    col.queueLimit[slot] = command.queueLimit ?? 8;
    col.deadlineUs[slot] = durationUs(command.deadline, 2 * US_PER_SECOND);
    col.thresholdPpm[slot] = Math.round((command.threshold ?? 0.99) * PPM);
    col.port[slot] = port.value;
    col.clients[slot] = command.clients ?? 0;
    col.outboundCalls[slot] = command.outboundCalls ?? 0;
    col.outboundHoldUs[slot] = durationUs(command.outboundHold, OUTBOUND_HOLD_US);
    col.largestClientPpm[slot] = Math.round((command.largestClientShare ?? 0) * PPM);
    for (const need of needs.value) addDependency(world, slot, need);
    col.firstSecond[slot] = second;
    col.openSecond[slot] = second;
    world.names.add('service', slot);
    // What its probe can be answered depends on the service behind it.
    world.balancer.dirty.touch(balancer.value);
    world.pools.addService(slot);
    for (const backend of world.pools.backendsOfBalancer(balancer.value)) {
      settleAnswersOf(world, world.backend.col.vm[backend]! - 1);
    }
    putAtServer(world, slot, server.value);
  });
}

/**
 * Where a new service listens: behind a rule on the port that one sends to. Refuses a port that a
 * rule beside the balancer's own has taken.
 */
function portOfService(world: World, slot: number, asked: number | undefined): Result<number> {
  const rule = ruleOf(world, slot);
  if (rule >= 0) {
    const backendPort = world.balancerRule.col.backendPort[rule]!;
    const port = asked ?? backendPort;
    const fits = checkServicePort(world, { unit: slot, backendPort, port });
    return fits.ok ? ok(port) : fits;
  }
  const port = asked ?? HTTP_PORT;
  const own = { balancer: slot, rule: SELF, frontend: -1, pool: '', transport: 0 };
  const apart = checkConflicts(world, { ...own, port, backendPort: port });
  return apart.ok ? ok(port) : apart;
}

/** What a service says it needs, looked up: each one machine, balancer or other service. */
function findNeeds(
  world: World,
  wanted: NonNullable<CommandOf<'service.add'>['dependsOn']>,
): Result<{ target: DependencyTarget; sharePpm: number; port: number }[]> {
  const needs: { target: DependencyTarget; sharePpm: number; port: number }[] = [];
  for (const { on, share, port } of wanted) {
    const found = world.names.resolve(NEEDED, on);
    if (!found.ok && found.error.code === 'reference.ambiguous') return found;
    if (!found.ok) {
      const message = `There is no machine, balancer or service "${on}".`;
      return refuse({ ...found.error, code: 'service.needNotFound', message });
    }
    const table = NEEDED.find((name) => name === found.value.table) ?? 'vm';
    const sharePpm = Math.round((share ?? 1) * PPM);
    needs.push({ target: { table, slot: found.value.slot }, sharePpm, port: port ?? 0 });
  }
  return ok(needs);
}

/** Looks at `service.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideServiceRemove(world: World, command: CommandOf<'service.remove'>): Decided {
  const service = find(world, 'service', command.service);
  if (!service.ok) return service;
  const slot = service.value;
  return ok(() => {
    dropRequests(world, slot);
    forgetSeconds(world, slot);
    clearCurve(world, slot);
    forgetFailures(world, slot);
    world.balancer.dirty.touch(world.service.ref('balancer', slot));
    const profile = world.traffic.profileOf(slot);
    if (profile >= 0) removeProfile(world, profile);
    forgetDependencies(world, slot);
    forgetCalls(world, slot);
    forgetServiceOfStores(world, slot);
    forgetSessions(world, slot);
    forgetTarget(world, { table: 'service', slot }, world.decisionId);
    forgetDowntime(world, { owner: 'service', slot });
    world.series.forget(slot);
    forgetLatency(world, 'service', slot);
    world.names.remove('service', slot);
    world.service.release(slot);
    world.pools.invalidate();
    world.slotStreams.invalidate();
  });
}

/** Requests in flight vanish with their service, and their places at the backends with them. */
function dropRequests(world: World, service: number): void {
  const { col } = world.request;
  for (const request of world.request.slots()) {
    if (col.service[request] === service + 1) world.request.release(request);
  }
  const pools = world.traffic.poolsOf(service);
  for (const backend of pools.flatMap((pool) => world.pools.backendsOfBalancer(pool))) {
    advanceBusy(world, backend);
    world.backend.col.busy[backend] = 0;
    world.backend.col.queued[backend] = 0;
    world.backend.col.queueHead[backend] = 0;
    world.backend.col.queueTail[backend] = 0;
  }
}

function clearCurve(world: World, service: number): void {
  for (const point of world.ratePoint.slots()) {
    if (world.ratePoint.col.service[point] === service + 1) world.ratePoint.release(point);
  }
}

/** Looks at `load.set`; its refusals stand with its schema in `shared/commands`. */
export function decideLoadSet(world: World, command: CommandOf<'load.set'>): Decided {
  const service = find(world, 'service', command.service);
  if (!service.ok) return service;
  const periodUs = durationUs(command.curve.period, 0);
  const points = command.curve.points.map((point) => ({
    atUs: durationUs(point.at, 0),
    perSecond: point.perSecond,
  }));
  const checked = checkCurve(points, periodUs);
  if (!checked.ok) return checked;
  const slot = service.value;
  return ok(() => {
    clearCurve(world, slot);
    for (const point of points) {
      const row = world.ratePoint.allocate();
      world.ratePoint.setRef({ column: 'service', slot: row, to: slot });
      world.ratePoint.col.atUs[row] = point.atUs;
      world.ratePoint.col.perSecond[row] = point.perSecond;
    }
    const { col } = world.service;
    col.curvePeriodUs[slot] = periodUs;
    col.curveStartUs[slot] = world.nowUs;
    col.peakPerSecond[slot] = Math.max(...points.map((point) => point.perSecond));
    col.revision[slot]! += 1;
    world.service.dirty.touch(slot);
    world.pools.invalidate();
    startArrivals(world, slot);
  });
}

/** Steps must follow each other and lie inside the period. */
export function checkCurve(points: readonly { atUs: number }[], periodUs: number): Result<void> {
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined && point.atUs <= before.atUs) {
      return refuse({
        code: 'load.pointsOutOfOrder',
        message: `Step ${index + 1} of the curve does not come after the one before it.`,
        hint: 'Order the steps by time, each once.',
        details: { step: index + 1 },
      });
    }
    if (periodUs > 0 && point.atUs >= periodUs) {
      return refuse({
        code: 'load.pointPastPeriod',
        message: `Step ${index + 1} of the curve lies outside its period.`,
        hint: 'Make the period longer, or drop the step.',
        details: { step: index + 1 },
      });
    }
  }
  return ok(undefined);
}
