/**
 * Deciders for work: balancers and their pools, services and their load. What becomes of the
 * requests is the business of `systems/`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { parseDuration, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { ALL_DOWN_BEHAVIOURS, FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { forgetDowntime } from '../systems/downtime.ts';
import { startArrivals } from '../systems/arrivals.ts';
import { forgetSeconds } from '../systems/availability.ts';
import { advanceBusy } from '../systems/backend-load.ts';
import { forgetFailures } from '../systems/ledger.ts';
import { joinPool, leavePool } from '../systems/machine-records.ts';
import { startProbing } from '../systems/probes.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  refuse,
  rowsWhere,
  type Decided,
} from './decide-kit.ts';

/** The least time between two probes the service takes (docs/facts.md, fact 100). */
const PROBE_INTERVAL_MIN_US = 5 * US_PER_SECOND;
const PROBE_THRESHOLD = 2;
const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');
const PPM = 1_000_000;

/** A duration a schema has let through already; it can only be well formed. */
function durationUs(text: string | undefined, otherwise: number): number {
  const parsed = text === undefined ? undefined : parseDuration(text);
  return parsed?.ok === true ? parsed.value : otherwise;
}

function checkProbe(text: string | undefined): Result<void> {
  const interval = durationUs(text, PROBE_INTERVAL_MIN_US);
  if (interval >= PROBE_INTERVAL_MIN_US) return ok(undefined);
  return refuse({
    code: 'balancer.probeTooFast',
    message:
      `A probe every ${interval / US_PER_SECOND} s is faster than the service ` +
      'allows; the least is 5 s.',
    hint: 'Use 5s or more.',
    details: { intervalSeconds: interval / US_PER_SECOND, minSeconds: 5 },
  });
}

/** Looks at `balancer.add`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerAdd(world: World, command: CommandOf<'balancer.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const free = checkFree(world, {
    word: 'balancer',
    name: command.name,
    group: nameOf(world, 'group', group.value),
  });
  if (!free.ok) return free;
  const probe = checkProbe(command.probeInterval);
  if (!probe.ok) return probe;
  return ok(() => {
    const slot = world.balancer.allocate();
    world.balancer.col.billedFromUs[slot] = world.nowUs;
    world.balancer.setText({ column: 'name', slot, text: command.name });
    world.balancer.setRef({ column: 'group', slot, to: group.value });
    world.balancer.col.probeIntervalUs[slot] = PROBE_INTERVAL_MIN_US;
    world.balancer.col.probeThreshold[slot] = PROBE_THRESHOLD;
    setProbe(world, slot, command);
    world.names.add('balancer', slot);
    startProbing(world, slot);
  });
}

function setProbe(
  world: World,
  slot: number,
  command: Pick<CommandOf<'balancer.edit'>, 'probeInterval' | 'probeThreshold' | 'allDown'>,
): void {
  const { col } = world.balancer;
  col.probeIntervalUs[slot] = durationUs(command.probeInterval, col.probeIntervalUs[slot]!);
  if (command.probeThreshold !== undefined) col.probeThreshold[slot] = command.probeThreshold;
  if (command.allDown !== undefined)
    col.allDown[slot] = ALL_DOWN_BEHAVIOURS.indexOf(command.allDown);
  world.balancer.dirty.touch(slot);
}

/** Looks at `balancer.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerEdit(world: World, command: CommandOf<'balancer.edit'>): Decided {
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const probe = checkProbe(command.probeInterval);
  if (!probe.ok) return probe;
  return ok(() => {
    setProbe(world, balancer.value, command);
    world.balancer.col.revision[balancer.value]! += 1;
    if (command.probeInterval !== undefined) startProbing(world, balancer.value);
  });
}

/** Looks at `balancer.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerRemove(world: World, command: CommandOf<'balancer.remove'>): Decided {
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const slot = balancer.value;
  const { scaleSet, balancer: joined } = world.scaleSetPool.col;
  const users = [
    ...rowsWhere(world, 'service', (service) => world.service.col.balancer[service] === slot + 1),
    ...[...world.scaleSetPool.slots()]
      .filter((row) => joined[row] === slot + 1)
      .map((row) => ({ table: 'scaleSet' as const, slot: scaleSet[row]! - 1 })),
  ];
  const unused = checkUnused(world, {
    code: 'balancer.inUse',
    id: textIdOf(world, 'balancer', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    const blame = { reason: MACHINE_LOST, cause: world.decisionId };
    for (const backend of world.pools.backendsOfBalancer(slot)) leavePool(world, backend, blame);
    forgetDowntime(world, { owner: 'balancer', slot });
    world.names.remove('balancer', slot);
    world.balancer.release(slot);
    world.pools.invalidate();
    world.streamNames.invalidate();
  });
}

/** A machine's place in a pool, or -1. */
function membership(world: World, input: { balancer: number; vm: number }): number {
  const pool = world.pools.backendsOfBalancer(input.balancer);
  return pool.find((backend) => world.backend.col.vm[backend] === input.vm + 1) ?? -1;
}

/** Looks at `balancer.join`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerJoin(world: World, command: CommandOf<'balancer.join'>): Decided {
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  if (membership(world, { balancer: balancer.value, vm: vm.value }) >= 0) {
    return refuse({
      code: 'balancer.alreadyMember',
      message:
        `${textIdOf(world, 'vm', vm.value)} is in the pool of ` +
        `${textIdOf(world, 'balancer', balancer.value)} already.`,
      hint: 'Nothing needs to be done.',
      details: { vm: textIdOf(world, 'vm', vm.value) },
    });
  }
  return ok(() => joinPool(world, { balancer: balancer.value, vm: vm.value }));
}

/** Looks at `balancer.leave`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerLeave(world: World, command: CommandOf<'balancer.leave'>): Decided {
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  const backend = membership(world, { balancer: balancer.value, vm: vm.value });
  if (backend < 0) {
    return refuse({
      code: 'balancer.notMember',
      message:
        `${textIdOf(world, 'vm', vm.value)} is not in the pool of ` +
        `${textIdOf(world, 'balancer', balancer.value)}.`,
      hint: 'Look at the pool in the inspector of the balancer.',
      details: { vm: textIdOf(world, 'vm', vm.value) },
    });
  }
  return ok(() => leavePool(world, backend, { reason: MACHINE_LOST, cause: world.decisionId }));
}

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
  const users = rowsWhere(
    world,
    'service',
    (service) => world.service.col.balancer[service] === balancer.value + 1,
  );
  const unused = checkUnused(world, {
    code: 'balancer.inUse',
    id: textIdOf(world, 'balancer', balancer.value),
    users,
  });
  if (!unused.ok) return unused;
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
    col.firstSecond[slot] = second;
    col.openSecond[slot] = second;
    world.names.add('service', slot);
    world.pools.invalidate();
  });
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
    forgetDowntime(world, { owner: 'service', slot });
    world.series.forget(slot);
    world.names.remove('service', slot);
    world.service.release(slot);
    world.pools.invalidate();
    world.streamNames.invalidate();
  });
}

/** Requests in flight vanish with their service, and their places at the backends with them. */
function dropRequests(world: World, service: number): void {
  const { col } = world.request;
  for (const request of world.request.slots()) {
    if (col.service[request] === service + 1) world.request.release(request);
  }
  const pool = world.pools.backendsOfBalancer(world.service.col.balancer[service]! - 1);
  for (const backend of pool) {
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
function checkCurve(points: readonly { atUs: number }[], periodUs: number): Result<void> {
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
