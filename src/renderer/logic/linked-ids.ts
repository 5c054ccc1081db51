/**
 * What of the other view belongs to a thing: the machines on a host, in a rack or behind a plug,
 * and the machines in a network, behind a balancer or in a set. Selecting in one view lights these
 * in the other.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';

/** How rows are found; the topology store provides it. */
export interface LinkRows {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly list: <K extends TopologyKind>(kind: K) => readonly RowOf<K>[];
  /** What stands in a thing, as ids. */
  readonly idsIn: (id: string) => readonly string[];
}

/** A place within a place within a place ends somewhere. */
const DEPTH_MAX = 12;

/** Machines that belong to any of the things; a machine belongs to itself. O(rows looked at). */
export function linkedMachines(ids: readonly string[], rows: LinkRows): ReadonlySet<string> {
  const found = new Set<string>();
  for (const id of ids) {
    const row = rows.get(id);
    if (row !== undefined) for (const vm of machinesOf(row, rows)) found.add(vm);
  }
  return found;
}

function machinesOf(row: TopologyRow, rows: LinkRows): readonly string[] {
  switch (row.kind) {
    case 'vm':
      return [row.id];
    case 'place':
    case 'rack':
    case 'host':
      return inside(row.id, rows, DEPTH_MAX);
    case 'power':
      return poweredBy(row, rows);
    case 'balancer':
      return row.backends.map(({ vm }) => vm);
    case 'service': {
      const balancer = rows.get(row.balancer);
      return balancer?.kind === 'balancer' ? balancer.backends.map(({ vm }) => vm) : [];
    }
    case 'store':
      return row.replicas.map(({ vm }) => vm);
    case 'availabilitySet':
      return row.members;
    case 'scaleSet':
      return row.instances;
    case 'dnsProfile':
      return row.endpoints.flatMap(({ balancer }) => {
        const found = rows.get(balancer);
        return found?.kind === 'balancer' ? found.backends.map(({ vm }) => vm) : [];
      });
    default:
      return isNetworkPart(row) ? inNetwork(row, rows) : [];
  }
}

type NetworkPart = RowOf<'network' | 'subnet' | 'securityGroup' | 'publicIp' | 'nic'>;

function isNetworkPart(row: TopologyRow): row is NetworkPart {
  return ['network', 'subnet', 'securityGroup', 'publicIp', 'nic'].includes(row.kind);
}

function inNetwork(row: NetworkPart, rows: LinkRows): readonly string[] {
  function through(isOne: (nic: RowOf<'nic'>) => boolean): string[] {
    return rows.list('nic').flatMap((nic) => (nic.vm !== undefined && isOne(nic) ? nic.vm : []));
  }
  switch (row.kind) {
    case 'nic':
      return row.vm === undefined ? [] : [row.vm];
    case 'publicIp':
      return through(({ id }) => id === row.nic);
    case 'subnet':
      return through(({ subnet }) => subnet === row.id);
    case 'network':
      return through(({ subnet }) => subnet !== undefined && row.subnets.includes(subnet));
    case 'securityGroup':
      return through(
        ({ id, subnet }) =>
          row.nics.includes(id) || (subnet !== undefined && row.subnets.includes(subnet)),
      );
    default:
      return unreachable(row);
  }
}

function inside(id: string, rows: LinkRows, depth: number): string[] {
  if (depth === 0) return [];
  return rows.idsIn(id).flatMap((child) => {
    const row = rows.get(child);
    if (row === undefined) return [];
    if (row.kind === 'vm') return [row.id];
    const holds = row.kind === 'place' || row.kind === 'rack' || row.kind === 'host';
    return holds ? inside(row.id, rows, depth - 1) : [];
  });
}

/** Machines on hosts with a cord to it, or to what it feeds. */
function poweredBy(row: RowOf<'power'>, rows: LinkRows): string[] {
  const fed = new Set([row.id]);
  for (let grew = true; grew;) {
    grew = false;
    for (const { id, from } of rows.list('power')) {
      if (from === undefined || fed.has(id) || !fed.has(from)) continue;
      fed.add(id);
      grew = true;
    }
  }
  return rows
    .list('host')
    .filter(({ pdus }) => pdus.some((pdu) => fed.has(pdu)))
    .flatMap((host) => inside(host.id, rows, 1));
}
