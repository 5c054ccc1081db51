/**
 * Which decider answers for which command on moves of servers. It stands apart from the other
 * commands so that their own index stays short. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as cuts from './move-cut-deciders.ts';
import * as moves from './move-deciders.ts';

export type MoveCommand = Extract<Command, { type: `move.${string}` }>;

/** True for the commands this file answers for. */
export function isMoveCommand(command: Command): command is MoveCommand {
  return command.type.startsWith('move.');
}

/** Looks at a command on the move of a server; see `decide`. */
export function decideMove(world: World, command: MoveCommand): Decided {
  switch (command.type) {
    case 'move.inventory':
      return moves.decideMoveInventory(world, command);
    case 'move.map':
      return moves.decideMoveMap(world, command);
    case 'move.replicate':
      return moves.decideMoveReplicate(world, command);
    case 'move.test':
      return cuts.decideMoveTest(world, command);
    case 'move.endTest':
      return cuts.decideMoveEndTest(world, command);
    case 'move.cutOver':
      return cuts.decideMoveCutOver(world, command);
    case 'move.rollBack':
      return cuts.decideMoveRollBack(world, command);
    case 'move.finish':
      return cuts.decideMoveFinish(world, command);
    case 'move.cancel':
      return moves.decideMoveCancel(world, command);
    default:
      return unreachable(command);
  }
}
