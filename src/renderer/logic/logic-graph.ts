/**
 * The room by what belongs together instead of by where it stands: virtual networks with their
 * subnets, machines in pools behind balancers, and what needs what. Only grouping and order are
 * decided here; places come from the layout, and the engine stays the judge of what gets through.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { parseAddress } from '../../shared/model/ip-addresses.ts';
import { byName } from '../topology/name-order.ts';
import { grouped } from '../topology/room-rows.ts';

/** The lists the logical view reads; a topology store provides them. */
export interface LogicSource {
  readonly networks: readonly RowOf<'network'>[];
  readonly subnets: readonly RowOf<'subnet'>[];
  readonly securityGroups: readonly RowOf<'securityGroup'>[];
  readonly publicIps: readonly RowOf<'publicIp'>[];
  readonly nics: readonly RowOf<'nic'>[];
  readonly machines: readonly RowOf<'vm'>[];
  readonly balancers: readonly RowOf<'balancer'>[];
  readonly services: readonly RowOf<'service'>[];
  readonly stores: readonly RowOf<'store'>[];
  readonly webApps: readonly RowOf<'webApp'>[];
  readonly dnsProfiles: readonly RowOf<'dnsProfile'>[];
}

/** Machines of one subnet that stand behind the same balancer, or behind none. */
export interface Pool {
  readonly id: string;
  readonly subnet: string;
  readonly balancer: string | undefined;
  /** In order of name. */
  readonly machines: readonly string[];
  /** Security groups at their interfaces, each once. */
  readonly guards: readonly string[];
}

export interface SubnetPart {
  /** Empty: machines that are in no subnet at all. */
  readonly id: string;
  readonly guard: string | undefined;
  readonly pools: readonly Pool[];
}

export interface NetworkPart {
  /** Empty: the one network that all share who are in none of their own. */
  readonly id: string;
  readonly peers: readonly string[];
  readonly subnets: readonly SubnetPart[];
}

/** A balancer with who asks it and whom it sends to. */
export interface Tier {
  readonly balancer: RowOf<'balancer'>;
  readonly rules: readonly RowOf<'balancer'>[];
  readonly services: readonly RowOf<'service'>[];
  readonly names: readonly RowOf<'dnsProfile'>[];
  /** Pools that hold a machine of it, in the order of the networks. */
  readonly pools: readonly string[];
}

export interface LogicGraph {
  readonly networks: readonly NetworkPart[];
  readonly tiers: readonly Tier[];
  readonly pools: ReadonlyMap<string, Pool>;
  readonly poolOf: ReadonlyMap<string, string>;
  /** Machine → its public address. */
  readonly publicOf: ReadonlyMap<string, RowOf<'publicIp'>>;
  /** Machine → its private address. */
  readonly addressOf: ReadonlyMap<string, number>;
  readonly guards: ReadonlyMap<string, RowOf<'securityGroup'>>;
  readonly source: LogicSource;
}

/** Groups and orders. O(rows), and sorts what is read in order. */
export function graphOf(source: LogicSource): LogicGraph {
  const nicsOf = nicsByMachine(source.nics);
  const pools = poolsOf(source, nicsOf);
  const poolOf = new Map<string, string>();
  for (const pool of pools.values()) for (const id of pool.machines) poolOf.set(id, pool.id);
  const networks = networksOf(source, pools);
  const order = networks.flatMap(({ subnets }) =>
    subnets.flatMap((subnet) => subnet.pools.map(({ id }) => id)),
  );
  const rank = new Map(order.map((id, index) => [id, index]));
  const publicOf = new Map<string, RowOf<'publicIp'>>();
  const vmOfNic = new Map(source.nics.map((nic) => [nic.id, nic.vm]));
  for (const address of source.publicIps) {
    const vm = address.nic === undefined ? undefined : vmOfNic.get(address.nic);
    if (vm !== undefined) publicOf.set(vm, address);
  }
  return {
    networks,
    tiers: tiersOf(source, { poolOf, rank }),
    pools,
    poolOf,
    publicOf,
    addressOf: addressesOf(nicsOf),
    guards: new Map(source.securityGroups.map((group) => [group.id, group])),
    source,
  };
}

/** The first interface of a machine is the one it speaks through. */
function nicsByMachine(nics: readonly RowOf<'nic'>[]): Map<string, RowOf<'nic'>[]> {
  const found = new Map<string, RowOf<'nic'>[]>();
  for (const nic of nics) {
    if (nic.vm === undefined) continue;
    const known = found.get(nic.vm) ?? [];
    if (nic.primary) known.unshift(nic);
    else known.push(nic);
    found.set(nic.vm, known);
  }
  return found;
}

function addressesOf(nicsOf: ReadonlyMap<string, readonly RowOf<'nic'>[]>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [vm, [nic]] of nicsOf) {
    const address = nic === undefined ? undefined : parseAddress(nic.privateAddress);
    if (address !== undefined) found.set(vm, address);
  }
  return found;
}

/** The balancer itself where a machine is behind a rule of it. */
function groundOf(balancers: readonly RowOf<'balancer'>[]): Map<string, string> {
  return new Map(balancers.map(({ id, rule }) => [id, rule?.balancer ?? id]));
}

function poolsOf(
  source: LogicSource,
  nicsOf: ReadonlyMap<string, readonly RowOf<'nic'>[]>,
): Map<string, Pool> {
  const ground = groundOf(source.balancers);
  const balancerOf = new Map<string, string>();
  for (const row of source.balancers) {
    for (const { vm } of row.backends) {
      if (!balancerOf.has(vm)) balancerOf.set(vm, ground.get(row.id) ?? row.id);
    }
  }
  const found = new Map<string, Pool & { machines: string[]; guards: string[] }>();
  for (const vm of source.machines.toSorted((a, b) => byName(a.name, b.name))) {
    const nics = nicsOf.get(vm.id) ?? [];
    const subnet = nics[0]?.subnet ?? '';
    const balancer = balancerOf.get(vm.id);
    const id = `pool:${balancer ?? ''}@${subnet}`;
    const pool = found.get(id) ?? { id, subnet, balancer, machines: [], guards: [] };
    pool.machines.push(vm.id);
    for (const { securityGroup } of nics) {
      if (securityGroup !== undefined && !pool.guards.includes(securityGroup)) {
        pool.guards.push(securityGroup);
      }
    }
    found.set(id, pool);
  }
  return found;
}

function networksOf(source: LogicSource, pools: ReadonlyMap<string, Pool>): NetworkPart[] {
  const bySubnet = grouped([...pools.values()], ({ subnet }) => subnet);
  const own = source.networks
    .toSorted((a, b) => byName(a.name, b.name))
    .map((network): NetworkPart => ({
      id: network.id,
      peers: network.peers ?? [],
      subnets: source.subnets
        .filter((subnet) => subnet.network === network.id)
        .toSorted((a, b) => byName(a.name, b.name))
        .map(({ id, securityGroup }) => ({
          id,
          guard: securityGroup,
          pools: bySubnet.get(id) ?? [],
        })),
    }));
  const shared = bySubnet.get('') ?? [];
  if (shared.length === 0) return own;
  return [...own, { id: '', peers: [], subnets: [{ id: '', guard: undefined, pools: shared }] }];
}

function tiersOf(
  source: LogicSource,
  at: { poolOf: ReadonlyMap<string, string>; rank: ReadonlyMap<string, number> },
): Tier[] {
  const rulesOf = grouped(source.balancers, ({ rule }) => rule?.balancer);
  const servicesOf = grouped(source.services, ({ balancer }) => balancer);
  const namesOf = grouped(source.dnsProfiles, ({ service }) => service);
  const tiers = source.balancers
    .filter(({ rule }) => rule === undefined)
    .map((balancer): Tier => {
      const rules = rulesOf.get(balancer.id) ?? [];
      const services = [balancer, ...rules].flatMap(({ id }) => servicesOf.get(id) ?? []);
      const members = [balancer, ...rules].flatMap(({ backends }) => backends.map(({ vm }) => vm));
      const pools = [...new Set(members.flatMap((vm) => at.poolOf.get(vm) ?? []))];
      return {
        balancer,
        rules,
        services,
        names: services.flatMap(({ id }) => namesOf.get(id) ?? []),
        pools: pools.toSorted((a, b) => (at.rank.get(a) ?? 0) - (at.rank.get(b) ?? 0)),
      };
    });
  function rankOf(tier: Tier): number {
    return at.rank.get(tier.pools[0] ?? '') ?? Number.MAX_SAFE_INTEGER;
  }
  return tiers.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || byName(a.balancer.name, b.balancer.name),
  );
}
