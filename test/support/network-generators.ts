/**
 * Commands on virtual networks that are accepted in the large room, with what must be there first,
 * for `command-generators.ts`.
 */
import type { Command, CommandOf } from '../../src/shared/commands/index.ts';

/** What these generators ask of the room. */
interface Sight {
  fresh(prefix: string): string;
  runningVm(): string;
}

const GROUP = 'shop';

function networkAdd(sight: Sight): CommandOf<'network.add'> {
  return { type: 'network.add', name: sight.fresh('vn'), group: GROUP, ranges: ['10.9.0.0/16'] };
}

function subnetAdd(sight: Sight): CommandOf<'subnet.add'> {
  const network = sight.fresh('vn');
  return { type: 'subnet.add', name: sight.fresh('sn'), network, range: '10.9.1.0/24' };
}

function guardAdd(sight: Sight): CommandOf<'securityGroup.add'> {
  const rules = [
    { name: 'web', priority: 100, direction: 'inbound', access: 'allow', ports: '80' } as const,
  ];
  return { type: 'securityGroup.add', name: sight.fresh('sg'), group: GROUP, rules };
}

function publicIpAdd(sight: Sight): CommandOf<'publicIp.add'> {
  return { type: 'publicIp.add', name: sight.fresh('ip'), group: GROUP };
}

function nicAdd(sight: Sight): CommandOf<'nic.add'> {
  return { type: 'nic.add', name: sight.fresh('ni'), group: GROUP };
}

/** A subnet of a network of its own. */
export function someSubnet(sight: Sight): Command[] {
  return [networkAdd(sight), subnetAdd(sight)];
}

function inSubnet(sight: Sight): Command[] {
  return [networkAdd(sight), subnetAdd(sight), { ...nicAdd(sight), subnet: sight.fresh('sn') }];
}

/** A deallocation is over after this time. */
const DEALLOCATED_WITHIN_US = 600_000_000;

function rests(vm: string) {
  return [{ type: 'vm.deallocate', vm } as const, { waitUs: DEALLOCATED_WITHIN_US }];
}

/** A machine with a further interface, at rest. */
function plugged(sight: Sight, vm: string) {
  return [nicAdd(sight), ...rests(vm), { type: 'nic.attach', nic: sight.fresh('ni'), vm } as const];
}

/** A second network, with addresses of its own. */
function otherNetwork(sight: Sight): CommandOf<'network.add'> {
  return { ...networkAdd(sight), name: sight.fresh('vp'), ranges: ['10.11.0.0/16'] };
}

function peering<T extends 'network.peer' | 'network.unpeer'>(type: T, sight: Sight) {
  return { type, network: sight.fresh('vn'), with: sight.fresh('vp') } as const;
}

/** One row for each type of command. */
export const NETWORK_GENERATORS = {
  'network.add': (sight: Sight) => ({ command: networkAdd(sight) }),
  'network.peer': (sight: Sight) => ({
    prepare: [networkAdd(sight), otherNetwork(sight)],
    command: peering('network.peer', sight),
  }),
  'network.unpeer': (sight: Sight) => ({
    prepare: [networkAdd(sight), otherNetwork(sight), peering('network.peer', sight)],
    command: peering('network.unpeer', sight),
  }),
  'network.remove': (sight: Sight) => ({
    prepare: [networkAdd(sight)],
    command: { type: 'network.remove', network: sight.fresh('vn') } as const,
  }),
  'subnet.add': (sight: Sight) => ({ prepare: [networkAdd(sight)], command: subnetAdd(sight) }),
  'subnet.setOutbound': (sight: Sight) => ({
    prepare: [networkAdd(sight), subnetAdd(sight)],
    command: {
      type: 'subnet.setOutbound',
      subnet: sight.fresh('sn'),
      outbound: 'natGateway',
    } as const,
  }),
  'subnet.remove': (sight: Sight) => ({
    prepare: [networkAdd(sight), subnetAdd(sight)],
    command: { type: 'subnet.remove', subnet: sight.fresh('sn') } as const,
  }),
  'nic.add': (sight: Sight) => ({ command: nicAdd(sight) }),
  'nic.attach': (sight: Sight) => {
    const vm = sight.runningVm();
    return {
      prepare: [nicAdd(sight), ...rests(vm)],
      command: { type: 'nic.attach', nic: sight.fresh('ni'), vm } as const,
    };
  },
  'nic.detach': (sight: Sight) => ({
    prepare: plugged(sight, sight.runningVm()),
    command: { type: 'nic.detach', nic: sight.fresh('ni') } as const,
  }),
  'nic.setAddress': (sight: Sight) => ({
    prepare: inSubnet(sight),
    command: {
      type: 'nic.setAddress',
      nic: sight.fresh('ni'),
      privateAddress: '10.9.1.77',
    } as const,
  }),
  'publicIp.add': (sight: Sight) => ({ command: publicIpAdd(sight) }),
  'publicIp.remove': (sight: Sight) => ({
    prepare: [publicIpAdd(sight)],
    command: { type: 'publicIp.remove', publicIp: sight.fresh('ip') } as const,
  }),
  'publicIp.attach': (sight: Sight) => ({
    prepare: [publicIpAdd(sight), nicAdd(sight)],
    command: {
      type: 'publicIp.attach',
      publicIp: sight.fresh('ip'),
      nic: sight.fresh('ni'),
    } as const,
  }),
  'publicIp.detach': (sight: Sight) => ({
    prepare: [publicIpAdd(sight), { ...nicAdd(sight), publicIp: sight.fresh('ip') }],
    command: { type: 'publicIp.detach', publicIp: sight.fresh('ip') } as const,
  }),
  'securityGroup.add': (sight: Sight) => ({ command: guardAdd(sight) }),
  'securityGroup.remove': (sight: Sight) => ({
    prepare: [guardAdd(sight)],
    command: { type: 'securityGroup.remove', securityGroup: sight.fresh('sg') } as const,
  }),
  'securityGroup.setRule': (sight: Sight) => ({
    prepare: [guardAdd(sight)],
    command: {
      type: 'securityGroup.setRule',
      securityGroup: sight.fresh('sg'),
      rule: 'tls',
      priority: 110,
      direction: 'inbound',
      access: 'allow',
      ports: '443',
    } as const,
  }),
  'securityGroup.removeRule': (sight: Sight) => ({
    prepare: [guardAdd(sight)],
    command: {
      type: 'securityGroup.removeRule',
      securityGroup: sight.fresh('sg'),
      rule: 'web',
    } as const,
  }),
  'securityGroup.attach': (sight: Sight) => ({
    prepare: [guardAdd(sight), nicAdd(sight)],
    command: {
      type: 'securityGroup.attach',
      securityGroup: sight.fresh('sg'),
      nic: sight.fresh('ni'),
    } as const,
  }),
  'securityGroup.detach': (sight: Sight) => ({
    prepare: [guardAdd(sight), { ...nicAdd(sight), securityGroup: sight.fresh('sg') }],
    command: { type: 'securityGroup.detach', nic: sight.fresh('ni') } as const,
  }),
  'vm.openPort': (sight: Sight) => {
    const vm = sight.runningVm();
    const nic = `${vm}-nic`.replace(/^vm:/, 'nic:');
    const securityGroup = sight.fresh('sg');
    return {
      prepare: [guardAdd(sight), { type: 'securityGroup.attach', securityGroup, nic } as const],
      command: { type: 'vm.openPort', vm, ports: '443' } as const,
    };
  },
};
