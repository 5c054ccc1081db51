/**
 * The copying of a server that moves (rules ENG-LS6 and ENG-LS7): the disk once, then again and
 * again what changed since, until somebody changes over. While the server is down nothing is copied
 * and nothing changes.
 */
import { MOVE_PHASES, MOVE_STAGES, type MovePhase } from '../../../shared/model/move-kinds.ts';
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { moveOfServer, touchMove } from './move-marks.ts';

const REPLICATED = MOVE_STAGES.indexOf('replicated');
const BITS_PER_MIB = 8 * 1_048_576;

/** What the line carries, in MiB for each microsecond; a megabit a second is a bit in one. */
export function mibPerUs(mbps: number): number {
  return mbps / BITS_PER_MIB;
}

/** What the replication of a move does at the moment. */
export function phaseOf(world: World, move: number): MovePhase {
  return MOVE_PHASES[world.move.col.phase[move]!]!;
}

function setPhase(world: World, move: number, phase: MovePhase): void {
  world.move.col.phase[move] = MOVE_PHASES.indexOf(phase);
  touchMove(world, move);
}

function churnPerUs(world: World, move: number): number {
  return world.move.col.churnMibPerHour[move]! / US_PER_HOUR;
}

/** What has changed since the point, in MiB. */
function changedMib(world: World, move: number): number {
  return churnPerUs(world, move) * (world.nowUs - world.move.col.pointUs[move]!);
}

/** What of the pass under way is still to be copied, in MiB. */
export function leftOfPassMib(world: World, move: number): number {
  const phase = phaseOf(world, move);
  const { passUntilUs, mbps, passMib } = world.move.col;
  if (phase === 'sourceDown') return passMib[move]!;
  if (phase !== 'initial' && phase !== 'delta') return 0;
  return Math.max(0, passUntilUs[move]! - world.nowUs) * mibPerUs(mbps[move]!);
}

/** What the last pass would copy if the server stopped now, in MiB. */
export function pendingMib(world: World, move: number): number {
  const { passFromUs } = world.move.col;
  switch (phaseOf(world, move)) {
    case 'delta':
    case 'initial': {
      const since = world.nowUs - passFromUs[move]!;
      return leftOfPassMib(world, move) + churnPerUs(world, move) * since;
    }
    case 'sourceDown':
      return world.move.col.passMib[move]!;
    case 'waiting':
      return changedMib(world, move);
    default:
      return 0;
  }
}

function timePass(world: World, move: number, atUs: number): void {
  const { col, generation } = world.move;
  col.copySerial[move] = (col.copySerial[move]! + 1) >>> 0;
  col.passUntilUs[move] = atUs;
  world.schedule({
    atUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.moveCopy,
    slot: move,
    generation: generation[move]!,
    payload: col.copySerial[move],
  });
}

/** Begins to copy so much; it is there when the line has carried it. */
export function startPass(
  world: World,
  move: number,
  pass: { readonly phase: 'initial' | 'delta'; readonly mib: number },
): void {
  const { col } = world.move;
  col.passMib[move] = pass.mib;
  col.passFromUs[move] = world.nowUs;
  setPhase(world, move, pass.phase);
  timePass(world, move, world.nowUs + Math.ceil(pass.mib / mibPerUs(col.mbps[move]!)));
}

/** Waits until changes are worth another pass. */
export function awaitPass(world: World, move: number, atUs: number): void {
  setPhase(world, move, 'waiting');
  timePass(world, move, Math.max(world.nowUs, atUs));
}

/** Copies no more. */
export function endCopying(world: World, move: number): void {
  world.move.col.copySerial[move] = (world.move.col.copySerial[move]! + 1) >>> 0;
  setPhase(world, move, 'idle');
}

/** Event: a pass is over, or the next one is due. */
export function onMoveCopy(world: World, move: number): void {
  if (phaseOf(world, move) === 'waiting') {
    startPass(world, move, { phase: 'delta', mib: changedMib(world, move) });
    return;
  }
  arrived(world, move);
}

/** Everything up to the beginning of the pass has arrived. */
export function arrived(world: World, move: number): void {
  const { col } = world.move;
  const isFirst = col.passes[move] === 0;
  col.copiedMib[move]! += col.passMib[move]!;
  col.passes[move]! += 1;
  col.pointUs[move] = col.passFromUs[move]!;
  const tookUs = world.nowUs - col.passFromUs[move]!;
  if (isFirst) {
    col.stage[move] = REPLICATED;
    const details = { copiedMib: Math.ceil(col.passMib[move]!), tookUs };
    col.cause[move] = happen(world, {
      kind: 'move.copied',
      table: 'move',
      slot: move,
      cause: col.cause[move]!,
      details,
    });
  }
  if (tookUs < col.everyUs[move]!)
    awaitPass(world, move, col.passFromUs[move]! + col.everyUs[move]!);
  else startPass(world, move, { phase: 'delta', mib: changedMib(world, move) });
}

/** The server of a move went down, or is up again; call it after the host was written. */
export function noteServerUp(
  world: World,
  host: number,
  change: { up: boolean; cause: number },
): void {
  if (world.move.count === 0 || host < 0) return;
  const move = moveOfServer(world, host);
  if (move < 0) return;
  const phase = phaseOf(world, move);
  if (!change.up && phase !== 'idle' && phase !== 'sourceDown') pause(world, move, change.cause);
  if (change.up && phase === 'sourceDown') resume(world, move);
}

function pause(world: World, move: number, cause: number): void {
  const { col } = world.move;
  const left = leftOfPassMib(world, move);
  const wasWaiting = phaseOf(world, move) === 'waiting';
  // What is left stands for the pass; what was copied of it counts at once.
  col.copiedMib[move]! += wasWaiting ? 0 : col.passMib[move]! - left;
  col.passMib[move] = wasWaiting ? changedMib(world, move) : left;
  if (wasWaiting) col.passFromUs[move] = world.nowUs;
  col.copySerial[move] = (col.copySerial[move]! + 1) >>> 0;
  col.passUntilUs[move] = world.nowUs;
  setPhase(world, move, 'sourceDown');
  happen(world, {
    kind: 'move.paused',
    table: 'move',
    slot: move,
    cause,
    details: { leftMib: Math.ceil(col.passMib[move]) },
  });
}

/** The time in which the server was down changed nothing, so it is taken out of the reckoning. */
function resume(world: World, move: number): void {
  const { col } = world.move;
  const downUs = world.nowUs - col.passUntilUs[move]!;
  col.pointUs[move]! += downUs;
  col.passFromUs[move]! += downUs;
  setPhase(world, move, col.passes[move] === 0 ? 'initial' : 'delta');
  timePass(world, move, world.nowUs + Math.ceil(col.passMib[move]! / mibPerUs(col.mbps[move]!)));
  happen(world, { kind: 'move.resumed', table: 'move', slot: move, cause: 0 });
}
