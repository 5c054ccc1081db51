/**
 * Which decider answers for which command on virtual networks. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as interfaces from './interface-deciders.ts';
import * as groups from './security-group-deciders.ts';
import * as peerings from './peering-deciders.ts';
import * as networks from './virtual-network-deciders.ts';

/** Types that others answer for although they begin alike. */
type Elsewhere = 'nic.delete';

export type VirtualNetworkCommand = Exclude<
  Extract<
    Command,
    {
      type:
        | `network.${string}`
        | `subnet.${string}`
        | `nic.${string}`
        | `publicIp.${string}`
        | `securityGroup.${string}`
        | 'vm.openPort';
    }
  >,
  { type: Elsewhere }
>;

const OWN = ['network.', 'subnet.', 'nic.', 'publicIp.', 'securityGroup.', 'vm.openPort'];
const ELSEWHERE: Elsewhere = 'nic.delete';

/** True for the commands this file answers for. */
export function isVirtualNetworkCommand(command: Command): command is VirtualNetworkCommand {
  return command.type !== ELSEWHERE && OWN.some((prefix) => command.type.startsWith(prefix));
}

/** Looks at a command on virtual networks; see `decide`. */
export function decideVirtualNetwork(world: World, command: VirtualNetworkCommand): Decided {
  switch (command.type) {
    case 'network.add':
      return networks.decideNetworkAdd(world, command);
    case 'network.peer':
      return peerings.decideNetworkPeer(world, command);
    case 'network.unpeer':
      return peerings.decideNetworkUnpeer(world, command);
    case 'network.remove':
      return networks.decideNetworkRemove(world, command);
    case 'subnet.add':
      return networks.decideSubnetAdd(world, command);
    case 'subnet.setOutbound':
      return networks.decideSubnetSetOutbound(world, command);
    case 'subnet.remove':
      return networks.decideSubnetRemove(world, command);
    case 'nic.add':
      return interfaces.decideNicAdd(world, command);
    case 'nic.attach':
      return interfaces.decideNicAttach(world, command);
    case 'nic.detach':
      return interfaces.decideNicDetach(world, command);
    case 'nic.setAddress':
      return interfaces.decideNicSetAddress(world, command);
    default:
      return decideGuards(world, command);
  }
}

type GuardCommand = Extract<
  Command,
  { type: `publicIp.${string}` | `securityGroup.${string}` | 'vm.openPort' }
>;

function decideGuards(world: World, command: GuardCommand): Decided {
  switch (command.type) {
    case 'publicIp.add':
      return interfaces.decidePublicIpAdd(world, command);
    case 'publicIp.remove':
      return interfaces.decidePublicIpRemove(world, command);
    case 'publicIp.attach':
      return interfaces.decidePublicIpAttach(world, command);
    case 'publicIp.detach':
      return interfaces.decidePublicIpDetach(world, command);
    case 'securityGroup.add':
      return groups.decideSecurityGroupAdd(world, command);
    case 'securityGroup.remove':
      return groups.decideSecurityGroupRemove(world, command);
    case 'securityGroup.setRule':
      return groups.decideSecurityGroupSetRule(world, command);
    case 'securityGroup.removeRule':
      return groups.decideSecurityGroupRemoveRule(world, command);
    case 'securityGroup.attach':
      return groups.decideSecurityGroupAttach(world, command);
    case 'securityGroup.detach':
      return groups.decideSecurityGroupDetach(world, command);
    case 'vm.openPort':
      return groups.decideVmOpenPort(world, command);
    default:
      return unreachable(command);
  }
}
