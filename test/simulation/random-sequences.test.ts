/**
 * Goal: the invariants of the definitions page hold under random sequences of commands, faults and
 * time [INV-1] [INV-2] [INV-3] [INV-4] [INV-5] [INV-6] [INV-7] [INV-8] [INV-9] [INV-10] [INV-11]
 * [INV-12] [INV-13] [INV-60] [INV-61] [INV-62] [INV-63]. Method: a seed draws 14 steps for a busy
 * room of 3 racks, 6 hosts, 7 machines, a set, a scale set with rules and two services: a command
 * of any type there is, a fault of any kind at anything it can happen to, or up to six minutes of
 * time; the invariants and the twin of the plant are checked after every step and after every
 * happening in between. Every twentieth seed runs again in other slices and must end with the same
 * hash [ENG-T2].
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { commandTypes, type CommandType } from '../../src/shared/commands/index.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { busyRoom, commandOf } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { makeEngine, MINUTE, worldOf } from '../support/make-engine.ts';
import { plantDisagreements } from '../support/plant-twin.ts';

const STEPS = 14;
const DICE = 12;
const FACES = 10_000;
/** Most spans are short; one in four is long enough for a platform to heal and a wave to pass. */
const SPAN_SHORT = MINUTE / 2;
const SPAN_LONG = 6 * MINUTE;
/** Events without a happening between two checks at most. */
const QUIET_MAX = 250;
const REPEATED = 20;
const SLOW_MS = 3_600_000;
/** Types that come more often than one among all: what breaks and mends. */
const FAVOURED: readonly CommandType[] = [
  'fault.inject',
  'fault.inject',
  'fault.clear',
  'fault.cut',
  'fault.restore',
  'platform.set',
];

interface Done {
  readonly atUs: number;
  readonly eventCount: number;
  readonly command: Command;
}

function holds(engine: Engine, about: unknown): void {
  expect({ about, found: engine.checkInvariants() }).toEqual({ about, found: [] });
  const disagreements = plantDisagreements(worldOf(engine));
  expect({ about, disagreements }).toEqual({ about, disagreements: [] });
}

/** Runs to a moment, looking after every happening. */
function runLooking(engine: Engine, untilUs: number, about: unknown): void {
  for (;;) {
    const told = engine.lastHappeningId;
    let quiet = 0;
    let outcome = engine.runUntil(untilUs, { maxEvents: 1 });
    while (
      outcome.reason === 'budgetSpent' &&
      engine.lastHappeningId === told &&
      quiet < QUIET_MAX
    ) {
      outcome = engine.runUntil(untilUs, { maxEvents: 1 });
      quiet += 1;
    }
    holds(engine, about);
    if (outcome.reason !== 'budgetSpent') return;
  }
}

/** One seed: what was done when, and the engine at the end. */
function play(seed: number): { engine: Engine; done: Done[] } {
  const dice = new RandomStream(seed, 'random sequence');
  const engine = makeEngine(busyRoom, { seed });
  const done: Done[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    if (dice.nextPerMillion(350_000)) {
      const untilUs =
        engine.nowUs + dice.nextBelow(dice.nextPerMillion(250_000) ? SPAN_LONG : SPAN_SHORT);
      runLooking(engine, untilUs, { seed, step, done: done.at(-1) });
      continue;
    }
    const type = dice.nextPerMillion(450_000)
      ? FAVOURED[dice.nextBelow(FAVOURED.length)]
      : commandTypes[dice.nextBelow(commandTypes.length)];
    const faces = Array.from({ length: DICE }, () => dice.nextBelow(FACES));
    const command = commandOf(engine, { do: 'command', type: type ?? 'fault.cut', dice: faces });
    const proposed = engine.propose(command);
    if (!proposed.ok) continue;
    done.push({ atUs: engine.nowUs, eventCount: engine.eventCount, command });
    engine.commit(proposed.value);
    holds(engine, { seed, step, command });
  }
  return { engine, done };
}

/** Goes to a place in slices of another length. */
function walk(engine: Engine, place: { readonly atUs: number; readonly eventCount: number }): void {
  while (engine.nowUs + 17_000_003 < place.atUs) {
    engine.runUntil(engine.nowUs + 17_000_003, { maxEvents: 900 });
  }
  expect(engine.runToPlace(place)).toBe(true);
}

/** The hash at the same place after the same decisions at theirs. */
function hashAgain(seed: number, done: readonly Done[], end: Engine): string {
  const engine = makeEngine(busyRoom, { seed });
  for (const one of done) {
    walk(engine, one);
    const proposed = engine.propose(one.command);
    if (proposed.ok) engine.commit(proposed.value);
  }
  walk(engine, { atUs: end.nowUs, eventCount: end.eventCount });
  return engine.hash();
}

describe('random sequences of commands, faults and time', () => {
  it(
    'leave every invariant standing',
    () => {
      for (let seed = 1; seed <= count('invariantSeeds'); seed += 1) {
        const { engine, done } = play(seed);
        if (seed % REPEATED !== 0) continue;
        const again = hashAgain(seed, done, engine);
        expect({ seed, hash: again }).toEqual({ seed, hash: engine.hash() });
      }
    },
    SLOW_MS,
  );
});
