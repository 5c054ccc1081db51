/**
 * Goal: the invariants of the definitions page hold under random sequences of commands, faults and
 * time [INV-1] [INV-2] [INV-3] [INV-4] [INV-5] [INV-6] [INV-7] [INV-8] [INV-9] [INV-10] [INV-11]
 * [INV-12] [INV-13] [INV-60] [INV-61] [INV-62] [INV-63]. Method: a seed draws 14 steps for a busy
 * room of 3 racks, 6 hosts, 7 machines, a set, a scale set with rules and two services: a command
 * of any type there is, a fault of any kind at anything it can happen to, or up to six minutes of
 * time; the invariants and the twin of the plant are checked after every step and after every
 * happening in between. Every sixth seed plays in the lab instead, with commands of any type that
 * fit it then, after whatever each needs before it; so those of stores, networks, images and the
 * like are carried out, too. Every twentieth seed, and some of the lab, run again in other slices
 * and must end with the same hash [ENG-T2].
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { commandTypes, type CommandType } from '../../src/shared/commands/index.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { generate, RoomSight } from '../support/command-generators.ts';
import { busyRoom, commandOf } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { makeEngine, MINUTE, worldOf } from '../support/make-engine.ts';
import { plantDisagreements } from '../support/plant-twin.ts';
import { startLab } from '../support/start-lab.ts';

const STEPS = 14;
const DICE = 12;
const FACES = 10_000;
/** Most spans are short; one in four is long enough for a platform to heal and a wave to pass. */
const SPAN_SHORT = MINUTE / 2;
const SPAN_LONG = 6 * MINUTE;
/** Events without a happening between two checks at most. */
const QUIET_MAX = 250;
const REPEATED = 20;
/** Every so many seeds play in the lab, and every so many of those run again. */
const IN_LAB = 6;
const REPEATED_IN_LAB = 4;
const LAB_STEPS = 8;
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

/** One seed: what was done when, the engine at the end, and how another one begins. */
interface Played {
  readonly engine: Engine;
  readonly done: readonly Done[];
  open(): Engine;
}

/** An engine and what was decided on it. */
class Sequence implements Played {
  readonly engine: Engine;
  readonly done: Done[] = [];
  readonly open: () => Engine;
  private readonly dice: RandomStream;
  private readonly seed: number;

  constructor(given: { seed: number; dice: RandomStream; open: () => Engine }) {
    this.seed = given.seed;
    this.dice = given.dice;
    this.open = given.open;
    this.engine = given.open();
  }

  /** Lets time pass. */
  wait(us: number): void {
    const about = { seed: this.seed, steps: this.done.length, done: this.done.at(-1) };
    runLooking(this.engine, this.engine.nowUs + us, about);
  }

  /** Carries a command out, unless it is refused. */
  take(command: Command): void {
    const { engine } = this;
    const proposed = engine.propose(command);
    if (!proposed.ok) return;
    this.done.push({ atUs: engine.nowUs, eventCount: engine.eventCount, command });
    engine.commit(proposed.value);
    holds(engine, { seed: this.seed, steps: this.done.length, command });
  }

  /** A command of a type, aimed at what the dice say. */
  takeAny(type: CommandType): void {
    const faces = Array.from({ length: DICE }, () => this.dice.nextBelow(FACES));
    this.take(commandOf(this.engine, { do: 'command', type, dice: faces }));
  }

  /** A command of a type that fits the room as it stands, after what it needs. */
  takeFitting(type: CommandType, serial: number): void {
    const rows = this.engine.rows();
    let fitting;
    try {
      fitting = generate(type, new RoomSight({ rows, random: this.dice, serial }));
    } catch {
      // Nothing in the room fits this command at the moment: another one will come.
      return;
    }
    for (const step of fitting.prepare ?? []) {
      if ('waitUs' in step) this.wait(step.waitUs);
      else this.take(step);
    }
    this.take(fitting.command);
  }
}

function favoured(dice: RandomStream): CommandType {
  return FAVOURED[dice.nextBelow(FAVOURED.length)] ?? 'fault.cut';
}

function anyType(dice: RandomStream): CommandType {
  return commandTypes[dice.nextBelow(commandTypes.length)] ?? 'fault.cut';
}

function play(seed: number): Played {
  const dice = new RandomStream(seed, 'random sequence');
  const sequence = new Sequence({ seed, dice, open: () => makeEngine(busyRoom, { seed }) });
  for (let step = 0; step < STEPS; step += 1) {
    if (dice.nextPerMillion(350_000)) {
      sequence.wait(dice.nextBelow(dice.nextPerMillion(250_000) ? SPAN_LONG : SPAN_SHORT));
      continue;
    }
    sequence.takeAny(dice.nextPerMillion(450_000) ? favoured(dice) : anyType(dice));
  }
  return sequence;
}

function playInLab(seed: number): Played {
  const dice = new RandomStream(seed, 'random sequence in the lab');
  const lab: object = JSON.parse(LAB_SCENARIO_TEXT);
  const sequence = new Sequence({
    seed,
    dice,
    open: () => startLab(JSON.stringify({ ...lab, seed })),
  });
  for (let step = 0; step < LAB_STEPS; step += 1) {
    if (dice.nextPerMillion(250_000)) sequence.wait(dice.nextBelow(SPAN_SHORT));
    else if (dice.nextPerMillion(350_000)) sequence.takeAny(favoured(dice));
    else sequence.takeFitting(anyType(dice), step);
  }
  return sequence;
}

/** Goes to a place in slices of another length. */
function walk(engine: Engine, place: { readonly atUs: number; readonly eventCount: number }): void {
  while (engine.nowUs + 17_000_003 < place.atUs) {
    engine.runUntil(engine.nowUs + 17_000_003, { maxEvents: 900 });
  }
  expect(engine.runToPlace(place)).toBe(true);
}

/** The hash at the same place after the same decisions at theirs. */
function hashAgain({ engine: end, done, open }: Played): string {
  const engine = open();
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
        const inLab = seed % IN_LAB === 0;
        const played = inLab ? playInLab(seed) : play(seed);
        if (seed % (inLab ? IN_LAB * REPEATED_IN_LAB : REPEATED) !== 0) continue;
        expect({ seed, hash: hashAgain(played) }).toEqual({ seed, hash: played.engine.hash() });
      }
    },
    SLOW_MS,
  );
});
