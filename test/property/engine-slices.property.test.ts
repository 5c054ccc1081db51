/**
 * Goal: a run is what its decisions and their places say, and nothing else: not how it was cut into
 * slices, not whether a command came by hand or from a script, not whether it was interrupted by a
 * snapshot [ENG-T2] [ENG-T3] [ENG-T4] [ENG-T8]. Method: a random history is played by hand, also in
 * the middle of instants; its journal is then played back in every other way, and all end with the
 * same hash and the same happenings.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Engine, ScriptedAction } from '../../src/main/engine/index.ts';
import { anyActs, busyRoom, commandOf, runAct, type Act } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { expectOk } from '../support/expect-ok.ts';
import { expectSame } from '../support/expect-same.ts';
import { emptyEngine, makeEngine } from '../support/make-engine.ts';

const SLOW_MS = 3_600_000;
const AFTERWARDS_US = 20_000_000;

/** One accepted decision and where it took effect, as a journal would hold it. */
interface Entry {
  readonly atUs: number;
  readonly eventCount: number;
  readonly eventsAtNow: number;
  readonly midInstant: boolean;
  readonly command: Command;
}

interface Played {
  readonly engine: Engine;
  readonly journal: readonly Entry[];
  readonly endUs: number;
}

/** Plays a history by hand and writes its journal. */
function play(acts: readonly Act[], seed: number): Played {
  const engine = makeEngine(busyRoom, { seed });
  const journal: Entry[] = [];
  for (const act of acts) {
    if (act.do !== 'command') {
      runAct(engine, act);
      continue;
    }
    const command = commandOf(engine, act);
    const proposed = engine.propose(command);
    if (!proposed.ok) continue;
    const { nowUs: atUs, eventCount, eventsAtNow, midInstant } = engine;
    journal.push({ atUs, eventCount, eventsAtNow, midInstant, command });
    engine.commit(proposed.value);
  }
  const endUs = engine.nowUs + AFTERWARDS_US;
  engine.runUntil(endUs);
  return { engine, journal, endUs };
}

/** The journal as timed actions, by the rule of the exporter. */
function scriptOf(journal: readonly Entry[]): ScriptedAction[] {
  return journal.map(({ atUs, eventsAtNow, midInstant, command }) => ({
    atUs,
    command,
    ...(midInstant ? { afterEvents: eventsAtNow } : {}),
  }));
}

function placeOf(entry: Entry): string {
  return `${entry.atUs} ${entry.eventCount}`;
}

/**
 * What was decided at one place stays together: every other place is a script's. A script's action
 * never waits for a decision made when its moment had come to rest, so what follows such a one
 * within the moment is by hand too.
 */
function everyOtherPlace(journal: readonly Entry[]): ReadonlySet<Entry> {
  const places = [...new Set(journal.map(placeOf))];
  const byHand = new Set<Entry>();
  let restedAtUs = -1;
  for (const entry of journal) {
    const isOther = places.indexOf(placeOf(entry)) % 2 === 1;
    if (!isOther && entry.atUs !== restedAtUs) continue;
    byHand.add(entry);
    if (!entry.midInstant) restedAtUs = entry.atUs;
  }
  return byHand;
}

interface Cut {
  readonly us: number;
  readonly maxEvents: number | undefined;
}

const cuts: fc.Arbitrary<Cut[]> = fc.array(
  fc.record({
    us: fc.oneof(fc.constant(0), fc.nat(3_000_000), fc.nat(200_000_000)),
    maxEvents: fc.option(fc.nat(400), { nil: undefined }),
  }),
  { maxLength: 30, size: 'max' },
);

/** Runs to a moment in slices cut at random, and then on. */
function runInSlices(engine: Engine, endUs: number, slices: readonly Cut[]): void {
  for (const { us, maxEvents } of slices) {
    const targetUs = Math.min(endUs, engine.nowUs + us);
    engine.runUntil(targetUs, maxEvents === undefined ? {} : { maxEvents });
  }
  engine.runUntil(endUs);
}

function same(engine: Engine, played: Played): void {
  expect(engine.hash()).toBe(played.engine.hash());
  expectSame(engine.happenings(0), played.engine.happenings(0));
  expectSame(engine.summary(), played.engine.summary());
  expectSame(engine.ledger(), played.engine.ledger());
}

describe('the same decisions at the same places', () => {
  it(
    'as timed actions, in slices cut at random',
    () => {
      fc.assert(
        fc.property(anyActs(25), fc.nat(1_000), cuts, (acts, seed, slices) => {
          const played = play(acts, seed);
          const script = scriptOf(played.journal);
          const engine = makeEngine(busyRoom, { seed, script });
          runInSlices(engine, played.endUs, slices);
          same(engine, played);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'as a replay of the journal, place by place',
    () => {
      fc.assert(
        fc.property(anyActs(25), fc.nat(1_000), (acts, seed) => {
          const played = play(acts, seed);
          const engine = makeEngine(busyRoom, { seed });
          for (const { atUs, eventCount, command } of played.journal) {
            expect(engine.runToPlace({ atUs, eventCount })).toBe(true);
            engine.commit(expectOk(engine.propose(command)));
          }
          engine.runUntil(played.endUs);
          same(engine, played);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'half by script and half by hand between its actions',
    () => {
      fc.assert(
        fc.property(anyActs(25), fc.nat(1_000), (acts, seed) => {
          const played = play(acts, seed);
          const byHand = everyOtherPlace(played.journal);
          const script = scriptOf(played.journal.filter((entry) => !byHand.has(entry)));
          const engine = makeEngine(busyRoom, { seed, script });
          for (const entry of byHand) {
            expect(engine.runToPlace(entry)).toBe(true);
            engine.commit(expectOk(engine.propose(entry.command)));
          }
          engine.runUntil(played.endUs);
          same(engine, played);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'through snapshots at random places, into an engine that was used before',
    () => {
      fc.assert(
        fc.property(anyActs(25), fc.nat(1_000), cuts, (acts, seed, slices) => {
          const played = play(acts, seed);
          const script = scriptOf(played.journal);
          let engine = makeEngine(busyRoom, { seed, script });
          let other = makeEngine([], { seed: seed + 1, script });
          for (const { us, maxEvents = 50 } of slices.slice(0, 8)) {
            engine.runUntil(Math.min(played.endUs, engine.nowUs + us), { maxEvents });
            expectOk(other.restore(engine.snapshot()));
            expect(other.hash()).toBe(engine.hash());
            [engine, other] = [other, engine];
          }
          engine.runUntil(played.endUs);
          same(engine, played);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'in two engines of one process, used in turn',
    () => {
      fc.assert(
        fc.property(anyActs(15), anyActs(15), fc.nat(1_000), (left, right, seed) => {
          const alone = [play(left, seed), play(right, seed + 1)];
          const engines = [
            makeEngine(busyRoom, { seed }),
            makeEngine(busyRoom, { seed: seed + 1 }),
          ];
          const queues = alone.map(({ journal }) => [...journal]);
          for (let turn = 0; queues.some((queue) => queue.length > 0); turn += 1) {
            const entry = queues[turn % 2]?.shift();
            const engine = engines[turn % 2];
            if (entry === undefined || engine === undefined) continue;
            engine.runToPlace(entry);
            engine.commit(expectOk(engine.propose(entry.command)));
          }
          for (const [index, engine] of engines.entries()) {
            engine.runUntil(alone[index]?.endUs ?? 0);
            expect(engine.hash()).toBe(alone[index]?.engine.hash());
          }
          expect(emptyEngine().hash()).toBe(emptyEngine().hash());
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );
});
