/**
 * Which decider answers for which command on scale sets, their instances and versions. It decides
 * nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as rollouts from './rollout-deciders.ts';
import * as scaleSets from './scale-set-deciders.ts';
import * as members from './set-member-deciders.ts';

type ScaleSetCommand = Extract<Command, { type: `scaleSet.${string}` | 'build.deploy' }>;

/** True for a command of this file. */
export function isScaleSetCommand(command: Command): command is ScaleSetCommand {
  return command.type.startsWith('scaleSet.') || command.type === 'build.deploy';
}

/** Looks at a command on scale sets; see `decide`. */
export function decideScaleSet(world: World, command: ScaleSetCommand): Decided {
  switch (command.type) {
    case 'scaleSet.add':
      return scaleSets.decideScaleSetAdd(world, command);
    case 'scaleSet.scale':
      return scaleSets.decideScaleSetScale(world, command);
    case 'scaleSet.protect':
      return scaleSets.decideScaleSetProtect(world, command);
    case 'scaleSet.remove':
      return scaleSets.decideScaleSetRemove(world, command);
    case 'scaleSet.update':
      return rollouts.decideScaleSetUpdate(world, command);
    case 'scaleSet.policy':
      return rollouts.decideScaleSetPolicy(world, command);
    case 'scaleSet.updateInstances':
      return rollouts.decideScaleSetUpdateInstances(world, command);
    case 'scaleSet.startUpgrade':
      return rollouts.decideScaleSetStartUpgrade(world, command);
    case 'scaleSet.cancelUpgrade':
      return rollouts.decideScaleSetCancelUpgrade(world, command);
    case 'scaleSet.reimage':
      return rollouts.decideScaleSetReimage(world, command);
    case 'scaleSet.repairs':
      return members.decideScaleSetRepairs(world, command);
    case 'scaleSet.evict':
      return members.decideScaleSetEvict(world, command);
    case 'scaleSet.attach':
      return members.decideScaleSetAttach(world, command);
    case 'scaleSet.detach':
      return members.decideScaleSetDetach(world, command);
    case 'build.deploy':
      return rollouts.decideBuildDeploy(world, command);
    default:
      return unreachable(command);
  }
}
