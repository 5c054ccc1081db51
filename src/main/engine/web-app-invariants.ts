/**
 * Invariants of web apps (rule INV-140): as many instances as were asked for, each a ground of its
 * own that takes requests exactly while it is ready. Checked at any event in tests.
 */
import { instancesOf, READY } from './systems/web-instances.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const LEAVING = 2;

/** Everything about web apps that does not hold. */
export function checkWebApps(world: World, report: (rule: string, message: string) => void): void {
  for (const slot of world.webApp.slots()) {
    const id = textIdOf(world, 'webApp', slot);
    const { capacity, edition, minimum, maximum } = world.webApp.col;
    const { state, ground, edition: of } = world.webInstance.col;
    let current = 0;
    for (const one of instancesOf(world, slot)) {
      if (state[one] !== LEAVING && of[one] === edition[slot]) current += 1;
      const runs = world.workGround.col.running[ground[one]! - 1] === 1;
      if (runs !== (state[one] === READY)) report('INV-140', `${id} runs what is not ready`);
    }
    if (current !== capacity[slot]) {
      report('INV-140', `${id} has ${current} instances, not ${capacity[slot]}`);
    }
    if (maximum[slot] === 0) continue;
    if (capacity[slot]! < minimum[slot]! || capacity[slot]! > maximum[slot]!) {
      report('INV-140', `${id} left the bounds it scales within`);
    }
  }
}
