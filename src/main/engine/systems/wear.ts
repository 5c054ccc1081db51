/**
 * Parts that fail by themselves (rules ENG-MT1 to ENG-MT5): a clock draws how long its parts work
 * and how long their repair takes, each from an exponential distribution, again and again.
 *
 * Every clock draws from a stream of its own, so that a rule more or less shifts no other. What a
 * failed part takes down is found by settling, as with a fault somebody made.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { CUT_TABLES, cutSlot, isCut, restoreSlot } from './cut-parts.ts';

interface Part {
  readonly table: (typeof CUT_TABLES)[number];
  readonly slot: number;
}

/** Adds a clock for some parts of a rule and starts it. */
export function startClock(world: World, rule: number, parts: readonly string[]): void {
  const clock = world.wearClock.allocate();
  world.wearClock.setRef({ column: 'rule', slot: clock, to: rule });
  world.wearClock.setText({ column: 'parts', slot: clock, text: parts.join('\n') });
  schedule(world, clock);
}

/** Ends a rule and its clocks; what has failed stays as it is. */
export function endRule(world: World, rule: number): void {
  for (const clock of world.wearClock.slots())
    if (world.wearClock.col.rule[clock] === rule + 1) world.wearClock.release(clock);
  world.names.remove('reliability', rule);
  world.reliability.release(rule);
}

function schedule(world: World, clock: number): void {
  const { col } = world.wearClock;
  const rule = col.rule[clock]! - 1;
  const { mtbfUs, mttrUs } = world.reliability.col;
  const mean = col.failed[clock] === 1 ? mttrUs[rule]! : mtbfUs[rule]!;
  const parts = world.wearClock.text('parts', clock);
  const stream = world.streams.stream(`wear/${textIdOf(world, 'reliability', rule)}/${parts}`);
  col.serial[clock] = (col.serial[clock]! + 1) >>> 0;
  world.schedule({
    atUs: world.nowUs + Math.max(1, Math.round(stream.nextExponential(mean))),
    priority: PRIORITY.plant,
    kind: EVENT.wear,
    slot: clock,
    generation: world.wearClock.generation[clock]!,
    payload: col.serial[clock],
  });
}

/** Event: the parts of a clock fail, or are repaired. */
export function onWear(world: World, clock: number): void {
  const { col } = world.wearClock;
  if (col.failed[clock] === 0) fail(world, clock);
  else repair(world, clock);
  world.reliability.dirty.touch(col.rule[clock]! - 1);
  schedule(world, clock);
}

function fail(world: World, clock: number): void {
  const { col } = world.wearClock;
  const rule = col.rule[clock]! - 1;
  const parts = partsOf(world, clock);
  col.failed[clock] = 1;
  col.failures[clock]! += 1;
  const cause = happen(world, {
    kind: 'reliability.failed',
    table: 'reliability',
    slot: rule,
    cause: 0,
    details: { parts: parts.length },
  });
  for (const part of parts) if (!isCut(world, part)) cutSlot(world, part, cause);
}

/** Restores what no other clock holds down. What a person cut meanwhile is restored as well. */
function repair(world: World, clock: number): void {
  world.wearClock.col.failed[clock] = 0;
  const held = heldParts(world);
  for (const part of partsOf(world, clock)) {
    const isHeld = held.has(textIdOf(world, part.table, part.slot));
    if (isCut(world, part) && !isHeld) restoreSlot(world, part);
  }
}

/** Ids of all parts that some clock has failed. */
function heldParts(world: World): Set<string> {
  const { failed } = world.wearClock.col;
  const held = new Set<string>();
  for (const clock of world.wearClock.slots()) {
    if (failed[clock] === 0) continue;
    for (const id of world.wearClock.text('parts', clock).split('\n')) held.add(id);
  }
  return held;
}

/** The parts of a clock that are still there. */
function partsOf(world: World, clock: number): Part[] {
  const parts: Part[] = [];
  for (const id of world.wearClock.text('parts', clock).split('\n')) {
    const found = world.names.resolve(CUT_TABLES, id);
    if (!found.ok) continue;
    const table = CUT_TABLES.find((name) => name === found.value.table);
    if (table !== undefined) parts.push({ table, slot: found.value.slot });
  }
  return parts;
}
