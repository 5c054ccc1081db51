/**
 * Which decider answers for which command on faults of every kind, on parts that fail by themselves
 * and on what the platform does about it. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as events from './event-deciders.ts';
import * as injected from './inject-deciders.ts';
import * as platform from './platform-deciders.ts';
import { decideReliabilityAdd, decideReliabilityRemove } from './reliability-deciders.ts';

const TYPES = [
  'fault.inject',
  'fault.clear',
  'reliability.add',
  'reliability.remove',
  'platform.set',
  'vm.redeploy',
  'vm.reapply',
  'event.schedule',
  'event.approve',
  'event.cancel',
  'hook.add',
  'hook.remove',
] as const;

type ReactionCommand = Extract<Command, { type: (typeof TYPES)[number] }>;

/** True for a command of this file. */
export function isReactionCommand(command: Command): command is ReactionCommand {
  return TYPES.some((type) => type === command.type);
}

/** Looks at a command on faults and reactions; see `decide`. */
export function decideReaction(world: World, command: ReactionCommand): Decided {
  switch (command.type) {
    case 'fault.inject':
      return injected.decideFaultInject(world, command);
    case 'reliability.add':
      return decideReliabilityAdd(world, command);
    case 'reliability.remove':
      return decideReliabilityRemove(world, command);
    case 'platform.set':
      return platform.decidePlatformSet(world, command);
    case 'vm.redeploy':
      return platform.decideVmRedeploy(world, command);
    case 'vm.reapply':
      return platform.decideVmReapply(world, command);
    case 'event.schedule':
      return events.decideEventSchedule(world, command);
    case 'event.approve':
      return events.decideEventApprove(world, command);
    case 'event.cancel':
      return events.decideEventCancel(world, command);
    case 'hook.add':
      return events.decideHookAdd(world, command);
    case 'hook.remove':
      return events.decideHookRemove(world, command);
    case 'fault.clear':
      return injected.decideFaultClear(world, command);
    default:
      return unreachable(command);
  }
}
