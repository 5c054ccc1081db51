/**
 * Which decider answers for which command of the machine service beside the lifecycle itself:
 * disks as resources, sizes, eviction, quotas, tags. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as disks from './disk-deciders.ts';
import * as offers from './offer-deciders.ts';
import * as resizes from './resize-deciders.ts';

const TYPES = [
  'disk.create',
  'disk.attach',
  'disk.detach',
  'disk.edit',
  'vm.resize',
  'vm.reimage',
  'vm.evict',
  'quota.set',
  'quota.clear',
  'tag.set',
] as const;

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
    case 'vm.resize':
      return resizes.decideVmResize(world, command);
    case 'vm.reimage':
      return resizes.decideVmReimage(world, command);
    case 'vm.evict':
      return offers.decideVmEvict(world, command);
    case 'quota.set':
      return offers.decideQuotaSet(world, command);
    case 'quota.clear':
      return offers.decideQuotaClear(world, command);
    case 'tag.set':
      return offers.decideTagSet(world, command);
    default:
      return unreachable(command);
  }
}
