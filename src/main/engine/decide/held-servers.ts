/**
 * Servers whose machine has taken over (rule ENG-LS9). What is installed on them stays down until
 * somebody goes back or finishes, or two of a kind would write side by side.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { MOVE_STAGES } from '../../../shared/model/move-kinds.ts';
import { moveOfServer } from '../systems/move-marks.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';
import type { System } from './guest-find.ts';

const CUTTING_OVER = MOVE_STAGES.indexOf('cuttingOver');

/** Refuses with `move.serverHeld` on a server whose machine has taken over. */
export function checkNotHeld(world: World, system: System): Result<void> {
  const move = system.owner.table === 'host' ? moveOfServer(world, system.owner.slot) : -1;
  if (move < 0 || world.move.col.stage[move]! < CUTTING_OVER) return ok(undefined);
  const id = textIdOf(world, 'move', move);
  return refuse({
    code: 'move.serverHeld',
    message: `${system.id} is held back by ${id}: it would write beside its machine.`,
    hint: 'Go back to the server (move.rollBack), or finish the move.',
    details: { on: system.id, move: id },
  });
}
