/**
 * Where a row stands in the tree that the outline shows: a machine on its host, a host in its
 * rack, a rack in its row. Things that stand nowhere have no parent and form groups of their own.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';

/** Id of the thing this row stands in or belongs to. */
export function parentOf(row: TopologyRow): string | undefined {
  switch (row.kind) {
    case 'place':
      return row.parent;
    case 'rack':
      return row.row;
    case 'host':
      return row.rack;
    case 'switch':
    case 'storage':
      return row.rack;
    case 'power':
      return row.rack ?? row.from;
    case 'vm':
      return row.inside ?? row.host;
    case 'disk':
    case 'nic':
      return row.vm;
    case 'subnet':
      return row.network;
    case 'balancer':
      return row.rule?.balancer;
    case 'service':
      return row.balancer;
    case 'dnsProfile':
      return row.service;
    case 'dedicatedHost':
      return row.hostGroup;
    case 'imageDefinition':
      return row.gallery;
    case 'link':
    case 'cluster':
    case 'group':
    case 'proximityGroup':
    case 'hostGroup':
    case 'reservation':
    case 'availabilitySet':
    case 'scaleSet':
    case 'batch':
    case 'store':
    case 'snapshot':
    case 'managedImage':
    case 'gallery':
    case 'terms':
    case 'network':
    case 'securityGroup':
    case 'publicIp':
    case 'workload':
    case 'webApp':
    case 'fault':
    case 'platform':
    case 'quota':
    case 'reliability':
    case 'scheduledEvent':
    case 'drainHook':
    case 'move':
      return undefined;
    default:
      return unreachable(row);
  }
}

/** Everything that decides where a row is drawn, as one text: when it changes, the room does. */
export function placeKeyOf(row: TopologyRow): string {
  const parent = parentOf(row) ?? '';
  if (row.kind === 'host') return `${parent}|${row.unit}|${row.heightUnits}`;
  if (row.kind === 'rack') return `${parent}|${row.position}|${row.units}`;
  return parent;
}
