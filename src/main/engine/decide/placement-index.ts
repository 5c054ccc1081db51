/**
 * Which decider answers for which command on placement: proximity groups, dedicated hosts and
 * reservations. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as placement from './placement-deciders.ts';

const WORDS = ['proximityGroup.', 'hostGroup.', 'dedicatedHost.', 'reservation.'];

type PlacementCommand = Extract<
  Command,
  {
    type:
      | `proximityGroup.${string}`
      | `hostGroup.${string}`
      | `dedicatedHost.${string}`
      | `reservation.${string}`;
  }
>;

/** True for the commands this file answers for. */
export function isPlacementCommand(command: Command): command is PlacementCommand {
  return WORDS.some((word) => command.type.startsWith(word));
}

/** Looks at a command on placement; see `decide`. */
export function decidePlacement(world: World, command: PlacementCommand): Decided {
  switch (command.type) {
    case 'proximityGroup.add':
      return placement.decideProximityGroupAdd(world, command);
    case 'proximityGroup.remove':
      return placement.decideProximityGroupRemove(world, command);
    case 'hostGroup.add':
      return placement.decideHostGroupAdd(world, command);
    case 'hostGroup.remove':
      return placement.decideHostGroupRemove(world, command);
    case 'dedicatedHost.add':
      return placement.decideDedicatedHostAdd(world, command);
    case 'dedicatedHost.remove':
      return placement.decideDedicatedHostRemove(world, command);
    case 'reservation.add':
      return placement.decideReservationAdd(world, command);
    case 'reservation.edit':
      return placement.decideReservationEdit(world, command);
    case 'reservation.remove':
      return placement.decideReservationRemove(world, command);
    default:
      return unreachable(command);
  }
}
