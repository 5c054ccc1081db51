/**
 * Which decider answers for which command on hypervisors. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as hypervisors from './hypervisor-deciders.ts';
import { decideNest, isInMachine } from './nested-deciders.ts';

export type HypervisorCommand = Extract<Command, { type: `hypervisor.${string}` | 'vm.migrate' }>;

/** True for the commands this file answers for. */
export function isHypervisorCommand(command: Command): command is HypervisorCommand {
  return command.type.startsWith('hypervisor.') || command.type === 'vm.migrate';
}

/** Looks at a command on hypervisors; see `decide`. */
export function decideHypervisor(world: World, command: HypervisorCommand): Decided {
  if (command.type !== 'vm.migrate' && isInMachine(command.host)) {
    return decideNest(world, command);
  }
  switch (command.type) {
    case 'hypervisor.install':
      return hypervisors.decideHypervisorInstall(world, command);
    case 'hypervisor.remove':
      return hypervisors.decideHypervisorRemove(world, command);
    case 'hypervisor.set':
      return hypervisors.decideHypervisorSet(world, command);
    case 'vm.migrate':
      return hypervisors.decideVmMigrate(world, command);
    default:
      return unreachable(command);
  }
}
