/**
 * What moves note of the world around them: how much their server uses, that their machine serves,
 * that a machine of theirs is gone. It is called from below, so it knows neither operations nor
 * processes.
 */
import { MOVE_STAGES, MOVE_TESTS } from '../../../shared/model/move-kinds.ts';
import { POWER_STATES, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { usedMemoryMib } from './guest-load.ts';
import { settleCalls } from './service-calls.ts';

const CUTTING_OVER = MOVE_STAGES.indexOf('cuttingOver');
const MOVED = MOVE_STAGES.indexOf('moved');
const RUNNING = POWER_STATES.indexOf('running');
const IN_ROTATION = ROTATION_STATES.indexOf('up');
const NO_TEST = MOVE_TESTS.indexOf('none');

/** The move of a server that is not finished; below 0: none. */
export function moveOfServer(world: World, host: number): number {
  const { server } = world.move.col;
  for (const move of world.move.slots()) if (server[move] === host + 1) return move;
  return -1;
}

/** A server that is looked at uses so much now; call it when what runs on it changed. */
export function noteServerUse(world: World, guest: number): void {
  if (world.move.count === 0) return;
  const move = moveOfServer(world, world.guest.col.host[guest]! - 1);
  const { col } = world.move;
  if (move < 0 || col.stage[move]! >= CUTTING_OVER) return;
  const { grantedMillicores } = world.guest.col;
  col.peakMillicores[move] = Math.max(col.peakMillicores[move]!, grantedMillicores[guest]!);
  col.peakMemoryMib[move] = Math.max(col.peakMemoryMib[move]!, usedMemoryMib(world, guest));
  touchMove(world, move);
}

/** A machine came up or into rotation: the one a move waits for may serve now. */
export function noteServing(world: World, vm: number): void {
  if (world.move.count === 0) return;
  const { target, stage } = world.move.col;
  for (const move of world.move.slots()) {
    if (target[move] !== vm + 1 || stage[move] !== CUTTING_OVER) continue;
    if (serves(world, vm)) served(world, move);
  }
}

/** It runs, and every balancer before it has found that out. */
function serves(world: World, vm: number): boolean {
  if (world.vm.col.powerState[vm] !== RUNNING) return false;
  const { rotation } = world.backend.col;
  return world.pools.backendsOfVm(vm).every((backend) => rotation[backend] === IN_ROTATION);
}

function served(world: World, move: number): void {
  const { col } = world.move;
  col.stage[move] = MOVED;
  col.servedUs[move] = world.nowUs;
  col.stepSerial[move] = (col.stepSerial[move]! + 1) >>> 0;
  const outageUs = world.nowUs - col.stoppedUs[move]!;
  col.cause[move] = happen(world, {
    kind: 'move.served',
    table: 'move',
    slot: move,
    cause: col.cause[move]!,
    details: { outageUs, windowUs: col.windowUs[move]! },
  });
  settleCalls(world);
  touchMove(world, move);
}

/** A machine is deleted: no move has it any more. */
export function forgetMoveMachine(world: World, vm: number): void {
  if (world.move.count > 0) {
    const { target, testVm, test } = world.move.col;
    for (const move of world.move.slots()) {
      if (target[move] === vm + 1) world.move.setRef({ column: 'target', slot: move, to: -1 });
      if (testVm[move] === vm + 1) {
        world.move.setRef({ column: 'testVm', slot: move, to: -1 });
        // Deleted by hand before anybody looked.
        if (MOVE_TESTS[test[move]!] === 'running') test[move] = NO_TEST;
      }
    }
  }
  if (world.serviceCall.count === 0) return;
  for (const row of world.serviceCall.slots()) {
    if (world.serviceCall.col.vm[row] === vm + 1) {
      world.serviceCall.setRef({ column: 'vm', slot: row, to: -1 });
    }
  }
}

/** Has the row of a move shown anew. */
export function touchMove(world: World, move: number): void {
  world.move.col.revision[move]! += 1;
  world.move.dirty.touch(move);
}
