/**
 * Which decider answers for which command of the machine service beside the lifecycle itself:
 * disks as resources. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as disks from './disk-deciders.ts';

const TYPES = ['disk.create', 'disk.attach', 'disk.detach', 'disk.edit'] as const;

export type ServiceCommand = Extract<Command, { type: (typeof TYPES)[number] }>;

/** True for the commands this file answers for. */
export function isServiceCommand(command: Command): command is ServiceCommand {
  return TYPES.some((type) => type === command.type);
}

/** Looks at a command of the machine service; see `decide`. */
export function decideService(world: World, command: ServiceCommand): Decided {
  switch (command.type) {
    case 'disk.create':
      return disks.decideDiskCreate(world, command);
    case 'disk.attach':
      return disks.decideDiskAttach(world, command);
    case 'disk.detach':
      return disks.decideDiskDetach(world, command);
    case 'disk.edit':
      return disks.decideDiskEdit(world, command);
    default:
      return unreachable(command);
  }
}
