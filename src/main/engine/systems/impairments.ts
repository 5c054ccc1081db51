/**
 * The hook between what is wrong and what is served (rules ENG-I1 to ENG-I5): who answers, who
 * reaches whom, how long it takes and what is lost on the way.
 *
 * Requests, probes and replication ask here and nowhere else, so a new kind of fault needs no
 * change in them. Without faults every question is answered from the first line.
 */
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { speedPermilleOf } from './nested-machines.ts';

const RUNNING = POWER_STATES.indexOf('running');
const PERMILLE = 1_000;
const MILLION = 1_000_000;

/** True while a machine is frozen with its memory kept; what it has in hand waits. */
export function isPaused(world: World, vm: number): boolean {
  return world.vm.col.pausedUntilUs[vm]! > world.nowUs;
}

/**
 * True when a machine runs and packets from outside are answered. A frozen one does not answer a
 * probe, but loses nothing: ask `isPaused` first where the difference matters.
 */
export function answers(world: World, vm: number): boolean {
  if (world.vm.col.powerState[vm] !== RUNNING || isPaused(world, vm)) return false;
  return !world.impairments.of(vm).silent;
}

/** True when packets to a machine are swallowed although it runs. */
export function isSilent(world: World, vm: number): boolean {
  return world.impairments.of(vm).silent;
}

/** The happening that explains what is wrong with a machine that runs; 0 when nothing is. */
export function impairmentCause(world: World, vm: number): number {
  return world.impairments.of(vm).cause;
}

/** Time the answer of a machine needs on the way, there and back. */
export function latencyUsOf(world: World, vm: number): number {
  return world.impairments.of(vm).latencyUs;
}

/** How long work takes on a machine that would take so long on a healthy one. */
export function slowedUs(world: World, vm: number, workUs: number): number {
  const speed = speedPermilleOf(world, vm);
  const { slowPermille } = world.impairments.of(vm);
  if (speed === PERMILLE && slowPermille === PERMILLE) return workUs;
  return Math.max(1, Math.round((workUs * slowPermille) / speed));
}

/** True when a request is lost on the way: a draw, made only where packets are lost. */
export function isLostOnTheWay(world: World, vm: number): boolean {
  const { lossPpm } = world.impairments.of(vm);
  if (lossPpm === 0) return false;
  return world.streams.stream('loss').nextBelow(MILLION) < lossPpm;
}

/**
 * True when two machines could talk now: both run, no wall stands between them, and their hosts
 * share a piece of the network. For replication, quorum and whatever else speaks sideways.
 */
export function canReach(world: World, pair: { from: number; to: number }): boolean {
  const { from, to } = pair;
  const { powerState } = world.vm.col;
  if (powerState[from] !== RUNNING || powerState[to] !== RUNNING) return false;
  if (from === to) return true;
  if (isPaused(world, from) || isPaused(world, to)) return false;
  const a = world.impairments.of(from);
  const b = world.impairments.of(to);
  if (a.mute || b.mute || walledApart(world, a.walls, b.walls)) return false;
  if (walledApart(world, b.walls, a.walls)) return false;
  const { host } = world.vm.col;
  return world.pieces.joined(host[from]! - 1, host[to]! - 1);
}

/**
 * True when a wall has one side here and not there: a wall against everything else has one side,
 * one between two parts has two, and who stands on both passes.
 */
function walledApart(world: World, mine: readonly number[], theirs: readonly number[]): boolean {
  return mine.some((wall) => {
    if (theirs.includes(wall)) return false;
    const against = world.fault.col.otherTable[wall >> 1] === 0;
    return against || theirs.includes(wall ^ 1);
  });
}

/** When the machine thaws; its answers wait until then. */
export function thawsAtUs(world: World, vm: number): number {
  return world.vm.col.pausedUntilUs[vm]!;
}
