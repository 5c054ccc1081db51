/**
 * The way of a packet through virtual networks: which rules it meets, which way it goes outwards,
 * where it is stopped (rules ENG-VN6 to ENG-VN10; docs/facts.md, facts 103 and 104).
 *
 * Only what is configured is asked here, so an answer holds until a network changes. Whether
 * machines run and cables hold is asked by whoever sends. The first closed hop ends the way.
 */
import {
  SUBNET_OUTBOUNDS,
  type OutboundStep,
  type ReachProtocol,
  type RuleDirection,
} from '../../../shared/model/network-kinds.ts';
import { ruleFits, type FlowEnd, type SecurityRule } from '../../../shared/model/security-rules.ts';
import { OUTBOUND_WAYS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

const SUBNET_GATEWAY = SUBNET_OUTBOUNDS.indexOf('natGateway');
const SUBNET_DEFAULT = SUBNET_OUTBOUNDS.indexOf('default');
const POOL_BALANCER = OUTBOUND_WAYS.indexOf('balancer');
const POOL_GATEWAY = OUTBOUND_WAYS.indexOf('natGateway');
const POOL_ADDRESS = OUTBOUND_WAYS.indexOf('publicIp');
const POOL_NONE = OUTBOUND_WAYS.indexOf('none');
const PORTS = 65_536;
/** Ends that are no machine, numbered below all of them. */
const OUTSIDE_NUMBERS = { internet: -1, probe: -2, inside: -3 } as const;

/**
 * Where a packet comes from: a machine, somebody outside, the probe of a balancer, or somebody
 * inside the network it goes to.
 */
export type PathSource = { readonly vm: number } | 'internet' | 'probe' | 'inside';
/** Where it goes: a machine, by itself or behind a (private) balancer, or outside. */
export type PathTarget =
  | { readonly vm: number; readonly behindBalancer?: boolean; readonly behindPrivate?: boolean }
  | 'internet';

export interface PathQuestion {
  readonly from: PathSource;
  readonly to: PathTarget;
  readonly port: number;
  readonly protocol: ReachProtocol;
}

/** One step of the way; the last one may be closed. */
export type PathHop =
  | {
      readonly hop: 'rules';
      readonly open: boolean;
      readonly direction: RuleDirection;
      /** The interface or subnet that is guarded. */
      readonly nic: number;
      readonly subnet: number;
      readonly securityGroup: number;
      readonly ruleSlot: number;
      readonly rule: SecurityRule;
    }
  | {
      readonly hop: 'route';
      readonly open: boolean;
      readonly way: 'network' | 'peering' | 'internet';
    }
  | {
      readonly hop: 'outbound';
      readonly open: boolean;
      readonly step: OutboundStep;
      readonly nic: number;
      /** The appliance, where one stands in the way. */
      readonly vm: number;
    }
  | { readonly hop: 'publicAddress'; readonly open: boolean; readonly nic: number };

/** The interface a machine speaks through; -1 when it has none. */
export function primaryNic(world: World, vm: number): number {
  const nics = world.cloud.nicsOfVm(vm);
  return nics.find((nic) => world.nic.col.secondary[nic] === 0) ?? nics[0] ?? -1;
}

/** The virtual network of an interface; -1: the one that everybody shares. */
export function networkOf(world: World, nic: number): number {
  const subnet = world.nic.ref('subnet', nic);
  return subnet < 0 ? -1 : world.subnet.ref('network', subnet);
}

/** Address and side of an interface, as a rule sees it from within a network. */
function endOf(world: World, nic: number, network: number): FlowEnd {
  const inside = world.networks.joins(networkOf(world, nic), network);
  return {
    address: world.nic.col.privateAddress[nic]!,
    seen: inside ? 'network' : 'internet',
  };
}

/** The interface of a machine that lies in a network, else the one it speaks through. */
function nicTowards(world: World, vm: number, network: number): number {
  const nics = world.cloud.nicsOfVm(vm);
  const near = nics.find((nic) => networkOf(world, nic) === network);
  const joined = nics.find((nic) => world.networks.joins(networkOf(world, nic), network));
  return near ?? joined ?? primaryNic(world, vm);
}

/** Groups a packet meets at an interface: inwards the subnet's first, outwards its own first. */
function guardsOf(
  world: World,
  nic: number,
  direction: RuleDirection,
): { group: number; nic: number; subnet: number }[] {
  const subnet = world.nic.ref('subnet', nic);
  const own = { group: world.nic.ref('securityGroup', nic), nic, subnet: -1 };
  const around = {
    group: subnet < 0 ? -1 : world.subnet.ref('securityGroup', subnet),
    nic: -1,
    subnet,
  };
  const guards = direction === 'inbound' ? [around, own] : [own, around];
  return guards.filter(({ group }) => group >= 0);
}

interface Crossing {
  readonly nic: number;
  readonly direction: RuleDirection;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
}

/** What the groups at an interface say, one hop each, up to the first that is closed. */
function cross(world: World, question: PathQuestion, crossing: Crossing): PathHop[] {
  const { nic, direction, source, destination } = crossing;
  const { port, protocol } = question;
  const hops: PathHop[] = [];
  for (const guard of guardsOf(world, nic, direction)) {
    const rules = world.networks.rulesOf(guard.group, direction);
    const flow = { direction, protocol, port, source, destination };
    // The last default fits everything.
    const found = rules.find(({ rule }) => ruleFits(rule, flow))!;
    const open = found.rule.access === 'allow';
    hops.push({
      hop: 'rules',
      open,
      direction,
      nic: guard.nic,
      subnet: guard.subnet,
      securityGroup: guard.group,
      ruleSlot: found.slot,
      rule: found.rule,
    });
    if (!open) break;
  }
  return hops;
}

/** How the pool of a machine says it goes outwards; -1 when it is in none. */
function poolWay(world: World, vm: number): number {
  const backend = world.pools.backendsOfVm(vm)[0];
  if (backend === undefined) return -1;
  return world.balancer.col.outbound[world.backend.col.balancer[backend]! - 1]!;
}

/**
 * The way outwards of an interface: the first of the order that there is (docs/facts.md, fact 103).
 * Outside any subnet a machine without a pool goes out by default, as rooms always have.
 */
export function outboundStep(world: World, nic: number): OutboundStep {
  const subnet = world.nic.ref('subnet', nic);
  const vm = world.nic.ref('vm', nic);
  const pool = vm < 0 ? -1 : poolWay(world, vm);
  const { outbound, appliance } = world.subnet.col;
  const way = subnet < 0 ? SUBNET_DEFAULT : outbound[subnet]!;
  if (subnet >= 0 && appliance[subnet]! > 0) return 'appliance';
  if (way === SUBNET_GATEWAY || pool === POOL_GATEWAY) return 'natGateway';
  if (world.networks.publicIpOf(nic) >= 0 || pool === POOL_ADDRESS) return 'publicIp';
  if (pool === POOL_BALANCER) return 'balancer';
  if (subnet < 0 && pool === POOL_NONE) return 'none';
  return way === SUBNET_DEFAULT ? 'default' : 'none';
}

/** The hops from an interface to the outside. */
function leave(world: World, question: PathQuestion, nic: number): PathHop[] {
  const hops = cross(world, question, {
    nic,
    direction: 'outbound',
    source: endOf(world, nic, networkOf(world, nic)),
    destination: { seen: 'internet' },
  });
  if (hops.some(({ open }) => !open)) return hops;
  const step = outboundStep(world, nic);
  const subnet = world.nic.ref('subnet', nic);
  const vm = step === 'appliance' ? world.subnet.ref('appliance', subnet) : -1;
  return [...hops, { hop: 'outbound', open: step !== 'none', step, nic, vm }];
}

/** The hops from the outside to an interface; a balancer in front needs no address of its own. */
function enter(
  world: World,
  question: PathQuestion,
  arriving: { nic: number; source: FlowEnd; needsAddress: boolean },
): PathHop[] {
  const { nic, source, needsAddress } = arriving;
  const hops: PathHop[] = [];
  if (needsAddress) {
    const publicIp = world.networks.publicIpOf(nic);
    const open = publicIp >= 0 && world.publicIp.col.address[publicIp]! > 0;
    hops.push({ hop: 'publicAddress', open, nic });
    if (!open) return hops;
  }
  const destination = endOf(world, nic, networkOf(world, nic));
  return [...hops, ...cross(world, question, { nic, direction: 'inbound', source, destination })];
}

/** The hops between two machines: directly in one network or two joined ones, else outside. */
function between(world: World, question: PathQuestion, ends: { from: number; to: number }) {
  const start = primaryNic(world, ends.from);
  const network = start < 0 ? -1 : networkOf(world, start);
  const goal = nicTowards(world, ends.to, network);
  if (start < 0 || goal < 0) return [];
  const theirs = networkOf(world, goal);
  if (world.networks.joins(theirs, network)) {
    const source = endOf(world, start, network);
    const destination = endOf(world, goal, network);
    const out = cross(world, question, { nic: start, direction: 'outbound', source, destination });
    if (out.some(({ open }) => !open)) return out;
    const way = theirs === network ? 'network' : 'peering';
    const route: PathHop = { hop: 'route', open: true, way };
    const into = { nic: goal, direction: 'inbound', source, destination } as const;
    return [...out, route, ...cross(world, question, into)];
  }
  // A private frontend has no address outside its network.
  if (isPrivate(question)) return [CLOSED_ROUTE];
  const behind = question.to !== 'internet' && question.to.behindBalancer === true;
  const out = leave(world, question, start);
  if (out.some(({ open }) => !open)) return out;
  const route: PathHop = { hop: 'route', open: true, way: 'internet' };
  const arriving = { nic: goal, source: { seen: 'internet' }, needsAddress: !behind } as const;
  return [...out, route, ...enter(world, question, arriving)];
}

const CLOSED_ROUTE: PathHop = { hop: 'route', open: false, way: 'network' };

function isPrivate({ to }: PathQuestion): boolean {
  return to !== 'internet' && to.behindPrivate === true;
}

/** The whole way of a packet, hop by hop, up to the first that is closed. */
export function walkPath(world: World, question: PathQuestion): PathHop[] {
  const { from, to } = question;
  if (to === 'internet') {
    const nic = typeof from === 'object' ? primaryNic(world, from.vm) : -1;
    return nic < 0 ? [] : leave(world, question, nic);
  }
  if (typeof from === 'object') {
    if (from.vm === to.vm) return [];
    return between(world, question, { from: from.vm, to: to.vm });
  }
  const nic = primaryNic(world, to.vm);
  if (nic < 0) return [];
  if (from === 'internet' && isPrivate(question)) return [CLOSED_ROUTE];
  const needsAddress = from === 'internet' && to.behindBalancer !== true;
  const seen = from === 'inside' ? 'network' : from;
  return enter(world, question, { nic, source: { seen }, needsAddress });
}

/** What stands for a path that is open. */
const OPEN = 'open';

/** The hop that stops a packet; undefined when nothing does. Remembered until something changes. */
export function blockOf(world: World, question: PathQuestion): PathHop | undefined {
  if (!world.networks.narrows) return undefined;
  const { from, to, port } = question;
  const start = typeof from === 'object' ? from.vm : OUTSIDE_NUMBERS[from];
  const goal = to === 'internet' ? 0 : to.vm + 1;
  const behind = to !== 'internet' && to.behindBalancer === true ? 1 : 0;
  const kind = (question.protocol === 'tcp' ? 0 : 1) + 2 * behind + (isPrivate(question) ? 4 : 0);
  const end = (goal * PORTS + port) * 8 + kind;
  const found = world.networks.remembered<PathHop | typeof OPEN>(start, end, () => {
    return walkPath(world, question).find(({ open }) => !open) ?? OPEN;
  });
  return found === OPEN ? undefined : found;
}
