/**
 * Goal: settling a host alone is settling the whole room. Method: random cuts and repairs of hosts
 * and their links, with time between them, in two rooms of which one is always settled whole; both
 * must have the same hash and have told the same after every step. What one pass over cords and
 * links finds for all hosts is held against asking each host.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/index.ts';
import { readHostGround } from '../../src/main/engine/systems/host-ground.ts';
import { hostHasNetwork } from '../../src/main/engine/systems/network-settle.ts';
import { hostHasPower } from '../../src/main/engine/systems/power-settle.ts';
import { count } from '../support/counts.ts';
import { makeEngine, roomCommands, SECOND, worldOf } from '../support/make-engine.ts';

const ROOM = {
  racks: 2,
  hostsPerRack: 3,
  machines: 5,
  perSecond: 4,
  feedWatts: 900,
  pduWatts: 520,
};

/** An engine in which every fault settles the whole room. */
function wholeRoom(): Engine {
  const engine = makeEngine(roomCommands(ROOM));
  const world = worldOf(engine);
  Object.defineProperty(world.hostsDirty, 'push', {
    value: () => {
      world.plantDirty = true;
      return 0;
    },
  });
  return engine;
}

function attempt(engine: Engine, type: 'fault.cut' | 'fault.restore', target: string): void {
  const decided = engine.propose({ type, target });
  if (decided.ok) engine.commit(decided.value);
}

const targets = makeEngine(roomCommands(ROOM))
  .rows(['host', 'link', 'power', 'rack', 'switch'])
  .map(({ id }) => id);
const step = fc.record({
  target: fc.constantFrom(...targets),
  type: fc.constantFrom('fault.cut' as const, 'fault.restore' as const),
  waitUs: fc.integer({ min: 0, max: 200 * SECOND }),
});

/** A busy machine may need long for the many sequences of the long run. */
const MINUTES_MS = 600_000;

it('settles a few hosts as it settles the room', { timeout: MINUTES_MS }, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 20 }), (steps) => {
      const [few, whole] = [makeEngine(roomCommands(ROOM)), wholeRoom()];
      for (const { target, type, waitUs } of steps) {
        for (const engine of [few, whole]) {
          attempt(engine, type, target);
          engine.runUntil(engine.nowUs + waitUs);
        }
        expect(few.hash()).toBe(whole.hash());
        expect(few.happenings(0)).toEqual(whole.happenings(0));
        const world = worldOf(few);
        const { powered, connected } = readHostGround(world);
        for (const host of world.host.slots()) {
          expect(powered[host] === 1).toBe(hostHasPower(world, host));
          expect(connected[host] === 1).toBe(hostHasNetwork(world, host));
        }
      }
    }),
    { numRuns: count('propertyRuns') },
  );
});
