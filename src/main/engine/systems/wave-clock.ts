/**
 * When the phase of a maintenance wave ends: set by the wave itself, and hastened by whoever
 * approves what it has announced. What a phase does when it ends is the matter of the wave.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { setOfWave } from './wave-domains.ts';

/** The row of a set shows its wave, so it changes with it. */
export function touchSetOfWave(world: World, wave: number): void {
  const { table, slot } = setOfWave(world, wave);
  world[table].dirty.touch(slot);
}

/** The phase under way ends after so long; an end that was set before becomes void. */
export function timePhase(world: World, wave: number, lastsUs: number): void {
  const { col } = world.maintenanceWave;
  col.endsAtUs[wave] = world.nowUs + lastsUs;
  col.serial[wave]! += 1;
  touchSetOfWave(world, wave);
  world.schedule({
    atUs: world.nowUs + lastsUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.maintenance,
    slot: wave,
    generation: world.maintenanceWave.generation[wave]!,
    payload: col.serial[wave]!,
  });
}

/** What was announced was approved: the phase ends now. */
export function hastenWave(world: World, wave: number): void {
  timePhase(world, wave, 0);
}
