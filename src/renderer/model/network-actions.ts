/**
 * What can be done with networks, subnets, security groups, public addresses and interfaces, in the
 * words of `row-actions.ts`. Whether an act is possible is left to the engine.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { freePriority } from './free-priority.ts';
import { command, form, removal, type RowAction } from './row-action.ts';

type NetworkRow = RowOf<'network' | 'subnet' | 'securityGroup' | 'publicIp' | 'nic'>;

/** The acts for a thing of the virtual networks, most useful first. */
export function networkActions(row: NetworkRow): RowAction[] {
  switch (row.kind) {
    case 'network':
      return [
        { id: 'addSubnet', icon: 'plus', does: form('subnet.add', { network: row.id }) },
        { id: 'joinNetwork', icon: 'link', does: form('network.peer', { network: row.id }) },
        ...partings(row),
        removal(row, { type: 'network.remove', network: row.id }),
      ];
    case 'subnet':
      return subnetActions(row);
    case 'securityGroup': {
      const securityGroup = row.id;
      return [
        { id: 'addRule', icon: 'plus', does: form('securityGroup.setRule', ruleFor(row)) },
        { id: 'guard', icon: 'link', does: form('securityGroup.attach', { securityGroup }) },
        removal(row, { type: 'securityGroup.remove', securityGroup }),
      ];
    }
    case 'publicIp':
      return [
        row.nic === undefined
          ? { id: 'giveAddress', icon: 'link', does: form('publicIp.attach', { publicIp: row.id }) }
          : {
              id: 'takeAddress',
              icon: 'unlink',
              does: command({ type: 'publicIp.detach', publicIp: row.id }),
            },
        removal(row, { type: 'publicIp.remove', publicIp: row.id }),
      ];
    case 'nic':
      return nicActions(row);
    default:
      return unreachable(row);
  }
}

/** The way to part a network from what it is joined with, where it is. */
function partings(row: RowOf<'network'>): RowAction[] {
  const [first = ''] = row.peers ?? [];
  if (first === '') return [];
  const values = { network: row.id, with: first };
  return [{ id: 'partNetwork', icon: 'unlink', does: form('network.unpeer', values) }];
}

/** What a new rule of a group begins as. */
function ruleFor(row: RowOf<'securityGroup'>): Record<string, string> {
  return {
    securityGroup: row.id,
    priority: freePriority(row.rules, 'inbound'),
    direction: 'inbound',
    access: 'allow',
    protocol: 'tcp',
    source: '*',
    destination: '*',
    ports: '443',
  };
}

function subnetActions(row: RowOf<'subnet'>): RowAction[] {
  const subnet = row.id;
  const values = { subnet, outbound: row.outbound, appliance: row.appliance ?? '' };
  const guard: RowAction =
    row.securityGroup === undefined
      ? { id: 'guard', icon: 'link', does: form('securityGroup.attach', { subnet }) }
      : {
          id: 'unguard',
          icon: 'unlink',
          does: command({ type: 'securityGroup.detach', subnet }),
        };
  return [
    guard,
    { id: 'setOutbound', icon: 'wrench', does: form('subnet.setOutbound', values) },
    removal(row, { type: 'subnet.remove', subnet }),
  ];
}

function nicActions(row: RowOf<'nic'>): RowAction[] {
  const nic = row.id;
  const inSubnet = row.subnet !== undefined;
  const values = { nic, privateAddress: row.privateAddress };
  const plug: RowAction =
    row.vm === undefined
      ? { id: 'attachNic', icon: 'link', does: form('nic.attach', { nic }) }
      : { id: 'detachNic', icon: 'unlink', does: command({ type: 'nic.detach', nic }) };
  const address: RowAction = {
    id: 'setAddress',
    icon: 'wrench',
    does: form('nic.setAddress', values),
  };
  const publicIp: RowAction = {
    id: 'addPublicIp',
    icon: 'globe',
    does: form('publicIp.attach', { nic }),
  };
  return [
    ...(row.publicIp === undefined ? [publicIp] : []),
    ...(inSubnet ? [address] : []),
    ...(row.vm !== undefined && row.primary ? [] : [plug]),
    removal(row, { type: 'nic.delete', nic }),
  ];
}
