/**
 * Rows of traffic: balancers with what their probes heard, services with what they need. Shares of
 * users are worked out here, from who is in rotation now; nothing is counted for them.
 */
import type { RowOf } from '../../../shared/views/topology-view.ts';
import {
  ADMIN_STATES,
  ALL_DOWN_BEHAVIOURS,
  BALANCER_SKUS,
  DISTRIBUTIONS,
  DNS_HEALTHS,
  DNS_ROUTINGS,
  OUTBOUND_WAYS,
  PROBE_ANSWERS,
  PROBE_PROTOCOLS,
  ROTATION_STATES,
} from '../../../shared/model/kinds.ts';
import { printDuration } from '../../../shared/kernel/time.ts';
import { isSticky, stickyShares } from '../systems/client-hash.ts';
import { portLimit } from '../systems/outbound.ts';
import { pathOf, probeWarning } from '../systems/probe-answers.ts';
import { calledIn } from '../systems/move-found.ts';
import { AWAY } from '../systems/own-server.ts';
import { callWays, hostOfService } from '../systems/service-calls.ts';
import { textIdOf } from '../world/names.ts';
import { balancerParts } from './balancer-parts.ts';
import { sessionsView } from './session-rows.ts';
import type { World } from '../world/world.ts';
import { cause, cloud, idOf, some } from './row-parts.ts';

const PPM = 1_000_000;

/** The row of a balancer. */
export function balancerRow(world: World, slot: number): RowOf<'balancer'> {
  const { col } = world.balancer;
  const backends = world.backend.col;
  const protocol = PROBE_PROTOCOLS[col.probeProtocol[slot]!]!;
  const distribution = DISTRIBUTIONS[col.distribution[slot]!]!;
  const shares = sharesOf(world, slot);
  return {
    kind: 'balancer',
    ...cloud(world, 'balancer', slot),
    sku: BALANCER_SKUS[col.sku[slot]!]!,
    probeProtocol: protocol,
    ...some('probePort', col.probePort[slot] === 0 ? undefined : col.probePort[slot]!),
    ...some('probePath', protocol === 'tcp' ? undefined : pathOf(world, slot)),
    ...some('probeWarning', probeWarning(world, slot)),
    probeIntervalUs: col.probeIntervalUs[slot]!,
    probeThreshold: col.probeThreshold[slot]!,
    allDown: ALL_DOWN_BEHAVIOURS[col.allDown[slot]!]!,
    distribution,
    idleTimeoutUs: col.idleTimeoutUs[slot]!,
    outbound: OUTBOUND_WAYS[col.outbound[slot]!]!,
    outboundPorts: portLimit(world, slot),
    ...some('zone', idOf(world, 'place', col.zone[slot]!)),
    backends: world.pools.backendsOfBalancer(slot).map((backend) => ({
      vm: textIdOf(world, 'vm', backends.vm[backend]! - 1),
      rotation: ROTATION_STATES[backends.rotation[backend]!]!,
      failedProbes: backends.failedProbes[backend]!,
      answer: PROBE_ANSWERS[backends.answer[backend]!]!,
      ...some('admin', adminOf(backends.admin[backend]!)),
      ...some('sharePpm', shares.get(backend)),
      ...cause(backends.cause[backend]!),
    })),
    ...balancerParts(world, slot),
  };
}

function adminOf(state: number): 'up' | 'down' | undefined {
  const name = ADMIN_STATES[state]!;
  return name === 'none' ? undefined : name;
}

/** Share of the requests of each backend in rotation, where users stick to machines. */
function sharesOf(world: World, balancer: number): ReadonlyMap<number, number> {
  const service = world.pools.servicesOfBalancer(balancer)[0];
  const { up } = world.pools.rotationOf(balancer);
  if (service === undefined || up.length === 0 || !isSticky(world, { balancer, service })) {
    return new Map();
  }
  const shares = stickyShares(world, { balancer, service, count: up.length });
  return new Map(up.map((backend, index) => [backend, shares[index]!]));
}

/** The row of a service. */
export function serviceRow(world: World, slot: number): RowOf<'service'> {
  const { col } = world.service;
  const points = world.pools.ratePointsOfService(slot).map((point) => ({
    at: printDuration(world.ratePoint.col.atUs[point]!),
    perSecond: world.ratePoint.col.perSecond[point]!,
  }));
  const periodUs = col.curvePeriodUs[slot]!;
  const period = periodUs > 0 ? printDuration(periodUs) : undefined;
  const needs = needsOf(world, slot);
  const clients = col.clients[slot]!;
  const largest = col.largestClientPpm[slot]! / PPM;
  return {
    kind: 'service',
    ...cloud(world, 'service', slot),
    balancer: idOf(world, 'balancer', col.balancer[slot]!) ?? '',
    workers: col.workers[slot]!,
    serviceTimeUs: col.serviceTimeUs[slot]!,
    queueLimit: col.queueLimit[slot]!,
    deadlineUs: col.deadlineUs[slot]!,
    thresholdPpm: col.thresholdPpm[slot]!,
    port: col.port[slot]!,
    ...(col.outboundCalls[slot] === 0
      ? {}
      : { outboundCalls: col.outboundCalls[slot]!, outboundHoldUs: col.outboundHoldUs[slot]! }),
    ...some('clients', clients === 0 ? undefined : clients),
    ...some('largestClientShare', largest === 0 ? undefined : largest),
    ...some('dependsOn', needs.length === 0 ? undefined : needs),
    ...serverPart(world, slot),
    ...some('sessions', sessionsView(world, slot)),
    curveStartUs: col.curveStartUs[slot]!,
    ...some('curve', points.length === 0 ? undefined : { ...some('period', period), points }),
  };
}

/** The server a service began at, where its users are led, and what its requests call. */
function serverPart(world: World, service: number) {
  const { away, server } = world.service.col;
  const ways = callWays(world, service, hostOfService(world, service));
  const calls = ways.map(({ row, times, roundTripUs }) => {
    return { to: calledIn(world, row), times, roundTripUs };
  });
  const isThere = away[service] === AWAY.server || away[service] === AWAY.toServer;
  return {
    ...some('server', idOf(world, 'host', server[service]!)),
    ...some('atServer', isThere ? (true as const) : undefined),
    ...some('calls', calls.length === 0 ? undefined : calls),
  };
}

function needsOf(world: World, service: number): { on?: string; share: number; port?: number }[] {
  const { vm, balancer, on, sharePpm, port } = world.dependency.col;
  return world.traffic.dependenciesOf(service).map((row) => {
    const id =
      idOf(world, 'vm', vm[row]!) ??
      idOf(world, 'balancer', balancer[row]!) ??
      idOf(world, 'service', on[row]!);
    return {
      ...some('on', id),
      share: sharePpm[row]! / PPM,
      ...some('port', port[row] === 0 ? undefined : port[row]!),
    };
  });
}

/** The row of a name. */
export function dnsProfileRow(world: World, slot: number): RowOf<'dnsProfile'> {
  const { col } = world.dnsProfile;
  const endpoints = world.dnsEndpoint.col;
  return {
    kind: 'dnsProfile',
    ...cloud(world, 'dnsProfile', slot),
    service: idOf(world, 'service', col.service[slot]!) ?? '',
    routing: DNS_ROUTINGS[col.routing[slot]!]!,
    ttlUs: col.ttlUs[slot]!,
    probeIntervalUs: col.probeIntervalUs[slot]!,
    toleratedFailures: col.tolerated[slot]!,
    resolvers: world.traffic.cachesOf(slot).length,
    endpoints: world.traffic.endpointsOf(slot).map((row) => ({
      balancer: textIdOf(world, 'balancer', endpoints.balancer[row]! - 1),
      weight: endpoints.weight[row]!,
      enabled: endpoints.enabled[row] === 1,
      health: DNS_HEALTHS[endpoints.health[row]!]!,
      failures: endpoints.failures[row]!,
      holders: endpoints.holders[row]!,
      ...cause(endpoints.cause[row]!),
    })),
  };
}
