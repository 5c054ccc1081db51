/**
 * Ports for calls outwards: how many a machine may hold open at once, and what happens when they
 * run out (rules ENG-PO1 to ENG-PO3).
 *
 * A call takes a port of the address it goes out under, and the port stays taken for a while after.
 * The balancer gives each machine a fixed share, by the size of the pool; what is free at the
 * neighbour helps nobody. Ports are counted by the second in which they were taken.
 */
import { FAILURE_REASONS, OUTBOUND_WAYS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import type { World } from '../world/world.ts';
import { callsBlocked, tellBlock } from './blocked-traffic.ts';
import { outboundStep, primaryNic } from './network-paths.ts';
import { wholeBalancer } from './pool-mates.ts';

const BALANCER = OUTBOUND_WAYS.indexOf('balancer');
const GATEWAY = OUTBOUND_WAYS.indexOf('natGateway');
const NO_WAY = OUTBOUND_WAYS.indexOf('none');
const EXHAUSTED = FAILURE_REASONS.indexOf('snatExhausted');
const NO_OUTBOUND = FAILURE_REASONS.indexOf('noOutbound');
const BLOCKED_BY_RULE = FAILURE_REASONS.indexOf('blockedByRule');
const RUNNING = POWER_STATES.indexOf('running');
const FINE = -1;

/** Ports of one machine, by the most members its pool may have (docs/facts.md, fact 103). */
const SHARES: readonly (readonly [members: number, ports: number])[] = [
  [50, 1_024],
  [100, 512],
  [200, 256],
  [400, 128],
  [800, 64],
  [1_000, 32],
];
/** Beyond the largest pool the service knows. */
const SHARE_MIN = 32;
/** Ports of one address of the balancer or of a machine (fact 103). */
const ADDRESS_PORTS = 64_000;
/** Ports of one address of a NAT gateway, for all machines together ([GEN]). */
const GATEWAY_PORTS = 64_512;

/** Ports one machine may hold; with a gateway, all machines of the pool together. */
export function portLimit(world: World, balancer: number): number {
  const way = world.balancer.col.outbound[balancer]!;
  if (way === NO_WAY) return 0;
  if (way === GATEWAY) return GATEWAY_PORTS;
  if (way !== BALANCER) return ADDRESS_PORTS;
  const members = world.pools.backendsOfBalancer(balancer).length;
  return SHARES.find(([most]) => members <= most)?.[1] ?? SHARE_MIN;
}

/**
 * What keeps a request from its calls: a rule, no way out, an appliance that does not run, or no
 * port left; undefined when its ports are taken.
 */
export function callFault(
  world: World,
  service: number,
  backend: number,
): { reason: number; cause: number } | undefined {
  const vm = world.backend.col.vm[backend]! - 1;
  const block = callsBlocked(world, vm);
  if (block !== undefined) {
    const reason = block.hop.hop === 'rules' ? BLOCKED_BY_RULE : NO_OUTBOUND;
    return { reason, cause: tellBlock(world, block) };
  }
  const appliance = applianceOf(world, vm);
  if (appliance >= 0 && world.vm.col.powerState[appliance] !== RUNNING) {
    return { reason: NO_OUTBOUND, cause: world.vm.col.cause[appliance]! };
  }
  const reason = takePorts(world, service, backend);
  return reason === FINE ? undefined : { reason, cause: 0 };
}

/** The machine everything outwards is sent through; -1 when there is none. */
function applianceOf(world: World, vm: number): number {
  if (world.subnet.count === 0) return -1;
  const nic = primaryNic(world, vm);
  const subnet = nic < 0 ? -1 : world.nic.ref('subnet', nic);
  return subnet < 0 ? -1 : world.subnet.ref('appliance', subnet);
}

/** Ports a machine may hold by the way its subnet goes out; its pool's when it is in none. */
function limitFor(world: World, balancer: number, vm: number): number {
  const nic = world.subnet.count === 0 ? -1 : primaryNic(world, vm);
  if (nic < 0 || world.nic.ref('subnet', nic) < 0) return portLimit(world, balancer);
  switch (outboundStep(world, nic)) {
    case 'natGateway':
      return GATEWAY_PORTS;
    case 'balancer':
      return portLimit(world, balancer);
    case 'none':
      return 0;
    default:
      return ADDRESS_PORTS;
  }
}

/**
 * Takes the ports one request needs for its calls. Returns -1, or the reason why it cannot make
 * them; nothing is taken then.
 */
function takePorts(world: World, service: number, backend: number): number {
  const calls = world.service.col.outboundCalls[service]!;
  const balancer = world.backend.col.balancer[backend]! - 1;
  const limit = limitFor(world, balancer, world.backend.col.vm[backend]! - 1);
  if (limit === 0) return NO_OUTBOUND;
  const holdUs = world.service.col.outboundHoldUs[service]!;
  const holders = holdersBeside(world, backend);
  let inUse = 0;
  for (const holder of holders) {
    freePorts(world, holder, holdUs);
    inUse += world.backend.col.portsInUse[holder]!;
  }
  if (inUse + calls > limit) return EXHAUSTED;
  notePorts(world, backend, calls);
  return FINE;
}

/**
 * Places whose ports count together: one machine has one share behind a balancer, by whichever of
 * its rules its requests came; behind a gateway all machines share.
 */
function holdersBeside(world: World, backend: number): readonly number[] {
  const balancer = world.backend.col.balancer[backend]! - 1;
  const shared = world.balancer.col.outbound[balancer] === GATEWAY;
  if (world.balancerRule.count === 0) {
    return shared ? world.pools.backendsOfBalancer(balancer) : [backend];
  }
  const { vm } = world.backend.col;
  const all = wholeBalancer(world, balancer).flatMap((one) => [
    ...world.pools.backendsOfBalancer(one),
  ]);
  return shared ? all : all.filter((one) => vm[one] === vm[backend]);
}

/** Gives back what was held for long enough. */
function freePorts(world: World, backend: number, holdUs: number): void {
  const { portHead, portTail, portsInUse } = world.backend.col;
  const { second, ports, next } = world.portWindow.col;
  let row = portHead[backend]! - 1;
  while (row >= 0 && (second[row]! + 1) * US_PER_SECOND + holdUs <= world.nowUs) {
    portsInUse[backend]! -= ports[row]!;
    world.backend.dirty.touch(backend);
    const following = next[row]!;
    world.portWindow.release(row);
    portHead[backend] = following;
    if (following === 0) portTail[backend] = 0;
    row = following - 1;
  }
}

function notePorts(world: World, backend: number, calls: number): void {
  const { portHead, portTail, portsInUse } = world.backend.col;
  const now = Math.floor(world.nowUs / US_PER_SECOND);
  portsInUse[backend]! += calls;
  world.backend.dirty.touch(backend);
  const tail = portTail[backend]! - 1;
  if (tail >= 0 && world.portWindow.col.second[tail] === now) {
    world.portWindow.col.ports[tail]! += calls;
    return;
  }
  const row = world.portWindow.allocate();
  const { col } = world.portWindow;
  col.backend[row] = backend + 1;
  col.second[row] = now;
  col.ports[row] = calls;
  if (tail >= 0) col.next[tail] = row + 1;
  else portHead[backend] = row + 1;
  portTail[backend] = row + 1;
}

/** A machine leaves its pool: the ports it held are the pool's again. */
export function forgetPorts(world: World, backend: number): void {
  let row = world.backend.col.portHead[backend]! - 1;
  while (row >= 0) {
    const following = world.portWindow.col.next[row]! - 1;
    world.portWindow.release(row);
    row = following;
  }
}
