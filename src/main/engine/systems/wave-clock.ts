/**
 * When the phase of a maintenance wave ends: set by the wave itself, and hastened by whoever
 * approves what it has announced. What a phase does when it ends is the matter of the wave.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';

/** The phase under way ends after so long; an end that was set before becomes void. */
export function timePhase(world: World, set: number, lastsUs: number): void {
  const { col } = world.availabilitySet;
  col.maintenanceEndsAtUs[set] = world.nowUs + lastsUs;
  col.maintenanceSerial[set]! += 1;
  world.availabilitySet.dirty.touch(set);
  world.schedule({
    atUs: world.nowUs + lastsUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.maintenance,
    slot: set,
    generation: world.availabilitySet.generation[set]!,
    payload: col.maintenanceSerial[set]!,
  });
}

/** What was announced was approved: the phase ends now. */
export function hastenWave(world: World, set: number): void {
  timePhase(world, set, 0);
}
