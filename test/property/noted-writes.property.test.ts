/**
 * Goal: of the tables that go back row by row every write is noted, and what is kept beside the
 * columns says what the columns say. Method: random commands, faults and time on a busy room; after
 * each act the rows that differ from before must all be among the touched ones, and each kept list
 * is held against a search [ENG-C9, ENG-TR1].
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { NOTED_TABLES } from '../../src/main/engine/world/world-mark.ts';
import type { World } from '../../src/main/engine/world/world.ts';
import { anyActs, busyRoom, doAct } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { makeEngine, worldOf } from '../support/make-engine.ts';

const SLOW_MS = 3_600_000;

type Copy = Map<string, { slotEnd: number; rows: (slot: number) => string }>;

/** The noted tables as they are, and nothing touched from here on. */
function copyOf(world: World): Copy {
  const copy: Copy = new Map();
  for (const table of world.tables().filter(({ name }) => NOTED_TABLES.has(name))) {
    const mark = table.mark();
    copy.set(table.name, {
      slotEnd: mark.slotEnd,
      rows: (slot) =>
        [mark.alive, mark.generation, ...mark.arrays].map((array) => array[slot]).join(),
    });
  }
  return copy;
}

/** Rows that were written and not noted. */
function unnoted(world: World, before: Copy): string[] {
  const found: string[] = [];
  for (const table of world.tables().filter(({ name }) => NOTED_TABLES.has(name))) {
    const known = before.get(table.name);
    const { everything, slots } = table.dirty.drain();
    if (everything) continue;
    const noted = new Set(slots);
    const after = [table.alive, table.generation, ...table.columns.map(({ array }) => array)];
    for (let slot = 0; slot < (known?.slotEnd ?? 0); slot += 1) {
      const now = after.map((array) => array[slot]).join();
      if (!noted.has(slot) && now !== known?.rows(slot)) found.push(`${table.name} ${slot}`);
    }
  }
  return found;
}

function machinesByHost(world: World): number[][] {
  return [...world.host.slots()].map((host) =>
    [...world.vm.slots()].filter((vm) => world.vm.ref('host', vm) === host),
  );
}

it(
  'notes every write of a row that a trial puts back',
  () => {
    fc.assert(
      fc.property(anyActs(25), fc.nat(), (acts, seed) => {
        const engine = makeEngine(busyRoom, { seed });
        const world = worldOf(engine);
        for (const act of acts) {
          const before = copyOf(world);
          doAct(engine, act);
          expect(unnoted(world, before)).toEqual([]);
          const kept = [...world.host.slots()].map((host) => [...world.hostMachines.on(host)]);
          expect(kept).toEqual(machinesByHost(world));
          const { silent, stalled, pausedUntilUs } = world.vm.col;
          const marked = [...world.vm.slots()].some(
            (vm) => silent[vm] === 1 || stalled[vm] === 1 || pausedUntilUs[vm]! > 0,
          );
          // It may still say so of a machine that has just lost its mark, never the other way.
          if (marked) expect(world.marked.any()).toBe(true);
        }
      }),
      { numRuns: count('roomHistories') },
    );
  },
  SLOW_MS,
);
