/**
 * Goal: everything that steers a living room is saved and hashed, and a snapshot that does not fit
 * is refused whole [ENG-T8] [ENG-C6] [ENG-C8]. Method: a room in which every table has rows; bits
 * of every hashed column are flipped, sections are dropped, added and exchanged.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../../src/main/engine/snapshot/codec.ts';
import type { Column } from '../../../../src/main/engine/world/table.ts';
import { RandomStream } from '../../../../src/shared/kernel/prng.ts';
import { busyRoom } from '../../../support/engine-arbitraries.ts';
import { count, isLongRun } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { emptyEngine, makeEngine, SECOND, worldOf } from '../../../support/make-engine.ts';

/** Sections left out one by one: all of them, or every so many in the reduced run. */
const DROPPED_EVERY = isLongRun ? 1 : 7;
const SIGN_BIT = 63;

/** A room in which something is going on in every table. */
function livingRoom(): Engine {
  const engine = makeEngine(busyRoom, { seed: 5 });
  engine.runUntil(90 * SECOND);
  const commands: Command[] = [
    {
      type: 'batch.submit',
      name: 'b',
      group: 'lab',
      machines: ['web-*'],
      count: 9,
      work: { baseMi: 90_000 },
    },
    { type: 'fault.cut', target: 'rack:r2' },
    { type: 'fault.cut', target: 'host:r1-h2' },
    {
      type: 'load.set',
      service: 'web',
      curve: { points: [{ at: '0s', perSecond: 400 }] },
    },
  ];
  for (const command of commands) {
    engine.commit(expectOk(engine.propose(command)));
  }
  engine.runUntil(93 * SECOND, { maxEvents: 900 });
  return engine;
}

/**
 * The living room with a bare row in every table that it does not use: whatever a row means, the
 * hash has to see it.
 */
function roomWithEveryTable(): Engine {
  const engine = livingRoom();
  for (const table of worldOf(engine).tables()) if (table.count === 0) table.allocate();
  return engine;
}

/** Flips one bit of an element; a text column gets another text instead. */
function flip(column: Column, slot: number, pick: RandomStream): void {
  const { array, declaration } = column;
  if (declaration.kind === 'string') {
    array[slot] = array[slot] === 1 ? 2 : 1;
    return;
  }
  const size = array.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(array.buffer, array.byteOffset + slot * size, size);
  const bit = pick.nextBelow(array[slot] === 0 && size === 8 ? SIGN_BIT : size * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
}

describe('[ENG-C8] any bit of a living room', () => {
  it('has rows in every table', () => {
    const empty = worldOf(roomWithEveryTable())
      .tables()
      .filter((table) => table.count === 0);
    expect(empty.map((table) => table.name)).toEqual([]);
  });

  const engine = roomWithEveryTable();
  const before = engine.hash();
  const pick = new RandomStream(1, 'flips');
  const columns = worldOf(engine)
    .tables()
    .flatMap((table) => table.columns.map((column) => ({ table, column })));

  it.each(columns.map((one) => [`${one.table.name}/${one.column.name}`, one] as const))(
    'of %s changes the hash',
    (_, { table, column }) => {
      const slots = table.slots();
      for (let turn = 0; turn < count('bitFlips'); turn += 1) {
        const slot = slots[pick.nextBelow(slots.length)] ?? 0;
        const kept = column.array[slot] ?? 0;
        flip(column, slot, pick);
        if (column.declaration.hashed) expect(engine.hash()).not.toBe(before);
        else expect(engine.hash()).toBe(before);
        column.array[slot] = kept;
      }
      expect(engine.hash()).toBe(before);
    },
  );

  it('of clock, counters and chance changes it too', () => {
    const world = worldOf(engine);
    for (const field of ['nowUs', 'eventCount', 'closedCostMicroUsd'] as const) {
      const kept = world[field];
      world[field] = kept + 1;
      expect(engine.hash()).not.toBe(before);
      world[field] = kept;
    }
    const stream = world.streams.stream('load/service:lab/web');
    const words = new Uint32Array(4);
    stream.getState(words);
    stream.nextUint32();
    expect(engine.hash()).not.toBe(before);
    stream.setState(words);
    world.schedule({
      atUs: world.nowUs + 1,
      priority: 50,
      kind: 6,
      slot: 0,
      generation: world.service.generation[0] ?? 0,
      payload: world.service.col.arrivalSerial[0] ?? 0,
    });
    expect(engine.hash()).not.toBe(before);
  });

  it('[ENG-Q9] the hash does not look at events that are stale', () => {
    const one = livingRoom();
    const world = worldOf(one);
    const hash = one.hash();
    world.schedule({
      atUs: world.nowUs + 1,
      priority: 50,
      kind: 6,
      slot: 0,
      generation: (world.service.generation[0] ?? 0) + 1,
      payload: 0,
    });
    expect(one.hash()).toBe(hash);
    const other = emptyEngine();
    expectOk(other.restore(one.snapshot()));
    expect(other.hash()).toBe(hash);
  });
});

describe('[ENG-C6] a snapshot that does not fit', () => {
  const bytes = livingRoom().snapshot();
  const sections = expectOk(decodeSnapshot(bytes));

  function refused(changed: Uint8Array): string {
    const engine = makeEngine(busyRoom, { seed: 9 });
    const hash = engine.hash();
    const restored = engine.restore(changed);
    expect(engine.hash()).toBe(hash);
    engine.runUntil(SECOND);
    expect(engine.checkInvariants()).toEqual([]);
    return restored.ok ? 'accepted' : restored.error.code;
  }

  it('is refused without any one of its sections, and the old state stays', () => {
    expect(sections.length).toBeGreaterThan(200);
    for (let at = 0; at < sections.length; at += DROPPED_EVERY) {
      const rest = sections.filter((_, index) => index !== at);
      expect(refusedQuickly(encodeSnapshot(rest))).toBe('snapshot.invalid');
    }
  });

  function refusedQuickly(changed: Uint8Array): string {
    const restored = probe.restore(changed);
    expect(probe.hash()).toBe(probeHash);
    return restored.ok ? 'accepted' : restored.error.code;
  }
  const probe = emptyEngine();
  const probeHash = probe.hash();

  it('is refused with a section nobody knows', () => {
    const more = [...sections, { name: 'vm/wings', bytes: new Uint8Array([1]) }];
    expect(refused(encodeSnapshot(more))).toBe('snapshot.invalid');
  });

  it('is refused when two columns changed places', () => {
    const swapped = sections.map((section) => {
      if (section.name === 'vm/host') return { ...section, name: 'vm/powerState' };
      return section.name === 'vm/powerState' ? { ...section, name: 'vm/host' } : section;
    });
    expect(refused(encodeSnapshot(swapped))).toBe('snapshot.invalid');
  });

  it.each([
    ['no JSON', '{'],
    ['a clock without time', '{"behaviourVersion":1,"catalogue":"azure-2026-11"}'],
  ])('is refused with %s where the clock should be', (_, text) => {
    const units = [...text].flatMap((letter) => [letter.charCodeAt(0), 0]);
    const changed = sections.map((section) =>
      section.name === 'clock' ? { ...section, bytes: new Uint8Array(units) } : section,
    );
    expect(refused(encodeSnapshot(changed))).toBe('snapshot.invalid');
  });

  it.each([
    ['behaviourVersion', 99, 'snapshot.otherBehaviour'],
    ['catalogue', 'azure-1999-01', 'snapshot.otherCatalogue'],
  ] as const)('is refused when its %s is another', (field, value, code) => {
    const changed = sections.map((section) => {
      if (section.name !== 'clock') return section;
      const text = Buffer.from(section.bytes).toString('utf16le');
      const clock = JSON.stringify({ ...JSON.parse(text), [field]: value });
      return { ...section, bytes: new Uint8Array(Buffer.from(clock, 'utf16le')) };
    });
    expect(refused(encodeSnapshot(changed))).toBe(code);
  });

  it('is refused when a bit was flipped or its end is missing', () => {
    const flippedAt = (place: number): Uint8Array => {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      return damaged;
    };
    expect(refused(flippedAt(bytes.length - 1))).toBe('snapshot.damaged');
    // In the directory a flipped length may point beyond the end.
    expect(refused(flippedAt(bytes.length >> 1))).toMatch(/^snapshot\.(?:damaged|truncated)$/);
    expect(refused(bytes.subarray(0, bytes.length - 1))).toBe('snapshot.truncated');
    expect(refused(new Uint8Array(0))).toMatch(/^snapshot\./);
  });
});
