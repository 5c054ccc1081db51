/**
 * What of a row decides where things stand on the logical view. Rows change ten times a second;
 * only when this text changes is the view laid out anew.
 */
import type { TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';

/** Kinds that have a box, or decide about one. */
export const LOGIC_KINDS = [
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'nic',
  'vm',
  'balancer',
  'service',
  'store',
  'webApp',
  'dnsProfile',
] as const satisfies readonly TopologyKind[];

/** The text; undefined for kinds that have no part in it. */
export function logicKeyOf(row: TopologyRow): string | undefined {
  switch (row.kind) {
    case 'network':
      return [row.name, ...(row.peers ?? [])].join('|');
    case 'subnet':
      return [row.name, row.network, row.securityGroup ?? ''].join('|');
    case 'securityGroup':
      return JSON.stringify(row.rules);
    case 'publicIp':
      return row.nic ?? '';
    case 'nic':
      return [row.vm ?? '', row.subnet ?? '', row.securityGroup ?? '', row.primary].join('|');
    case 'balancer': {
      const members = row.backends.map(({ vm }) => vm);
      const frontends = (row.frontends ?? []).map(({ name }) => name);
      return JSON.stringify([members, frontends, row.rule]);
    }
    case 'service':
      return JSON.stringify([row.balancer, row.port, row.dependsOn]);
    case 'store':
      return row.replicas.map(({ vm }) => vm).join('|');
    case 'dnsProfile':
      return row.endpoints.map(({ balancer }) => balancer).join('|');
    case 'vm':
    case 'webApp':
      return row.name;
    default:
      return undefined;
  }
}
