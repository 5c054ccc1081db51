/**
 * Goal: whole tables, queue and streams go into sections and come back, and sections that do not
 * fit are refused before anything changes [ENG-C5, C6, Q5, R3]. Method: a small world whose
 * sections are left out, renamed and rewritten one by one.
 */
import { describe, expect, it } from 'vitest';
import { HeapQueue } from '../../../../../src/main/engine/queue/heap-queue.ts';
import { ByteWriter } from '../../../../../src/main/engine/snapshot/byte-io.ts';
import type { Section } from '../../../../../src/main/engine/snapshot/codec.ts';
import {
  queueSection,
  randomSection,
  readQueue,
  readRandom,
} from '../../../../../src/main/engine/snapshot/run-sections.ts';
import { SectionReader } from '../../../../../src/main/engine/snapshot/section-reader.ts';
import {
  adoptTables,
  readTables,
  tableSections,
} from '../../../../../src/main/engine/snapshot/table-sections.ts';
import { RandomStreams } from '../../../../../src/shared/kernel/prng.ts';
import type { Result } from '../../../../../src/shared/kernel/result.ts';
import {
  hashOfWorld,
  makeSampleWorld,
  type SampleWorld,
} from '../../../../support/sample-tables.ts';

function filledWorld(): SampleWorld {
  const world = makeSampleWorld();
  const { box, shelf } = world;
  for (let i = 0; i < 40; i += 1) {
    const slot = box.allocate();
    box.setText({ column: 'name', slot, text: `box ${i} \ud800` });
    box.setText({ column: 'note', slot, text: `note ${i % 3}` });
    box.setRef({ column: 'shelf', slot, to: shelf.allocate() });
    box.col.balance[slot] = -i;
    box.col.sinceUs[slot] = 2 ** 53 - i;
    box.col.cached[slot] = Math.sqrt(i);
  }
  for (const slot of [39, 5, 20]) box.release(slot);
  return world;
}

function sectionsOf(world: SampleWorld): Section[] {
  return tableSections([world.box, world.shelf], world.strings);
}

function restore(world: SampleWorld, sections: readonly Section[]): Result<undefined> {
  const reader = new SectionReader(sections);
  const image = readTables(reader, [world.box, world.shelf]);
  if (!image.ok) return image;
  const end = reader.finish();
  if (end.ok)
    adoptTables({ tables: [world.box, world.shelf], strings: world.strings }, image.value);
  return end;
}

/** A world with other content, which a refusal must leave alone. */
function otherWorld(): SampleWorld {
  const world = makeSampleWorld(['met before', 'and this']);
  world.box.setText({ column: 'name', slot: world.box.allocate(), text: 'mine' });
  return world;
}

function expectRefusal(sections: readonly Section[], reason: string): void {
  const world = otherWorld();
  const before = hashOfWorld(world);
  expect(restore(world, sections)).toMatchObject({
    ok: false,
    error: { code: 'snapshot.invalid', details: { reason } },
  });
  expect([hashOfWorld(world), world.box.text('name', 0)]).toEqual([before, 'mine']);
}

function replaced(sections: readonly Section[], section: Section): Section[] {
  return sections.map((old) => (old.name === section.name ? section : old));
}

describe('the sections of tables', () => {
  it('[ENG-C5] come back as the same world, which then goes on alike', () => {
    const world = filledWorld();
    const other = otherWorld();
    expect(restore(other, sectionsOf(world))).toEqual({ ok: true, value: undefined });
    expect(hashOfWorld(other)).toBe(hashOfWorld(world));
    expect(other.box.dirty.drain().everything).toBe(true);
    for (const column of world.box.columns) {
      const twin = other.box.columns.find(({ name }) => name === column.name);
      expect(twin?.array.subarray(0, 40)).toEqual(column.array.subarray(0, 40));
      expect(Object.values(other.box.col)).toContain(twin?.array);
    }
    for (const { box } of [world, other]) {
      expect(Array.from({ length: 5 }, () => box.allocate())).toEqual([5, 20, 39, 40, 41]);
      expect([box.generation[5], box.text('label', 5), box.text('note', 7)]).toEqual([
        1,
        'new',
        'note 1',
      ]);
    }
    expect(hashOfWorld(other)).toBe(hashOfWorld(world));
  });

  it('[ENG-C6] are all needed, and no other', () => {
    const sections = sectionsOf(filledWorld());
    expect(sections.length).toBe(1 + (10 + 1) + (2 + 1));
    for (const { name } of sections) {
      const rest = sections.filter((section) => section.name !== name);
      expectRefusal(rest, `section ${name} is missing`);
    }
    const unknown = { name: 'box/colour', bytes: new Uint8Array(1) };
    expectRefusal([...sections, unknown], 'section box/colour is not known');
  });

  it('[ENG-C6] must fit in kind, length and what they point at', () => {
    const sections = sectionsOf(filledWorld());
    const change = (name: string, edit: (bytes: Uint8Array) => Uint8Array): Section[] => {
      const old = sections.find((section) => section.name === name)!;
      return replaced(sections, { name, bytes: edit(old.bytes.slice()) });
    };
    const setAt =
      (index: number, value: number) =>
      (bytes: Uint8Array): Uint8Array => {
        bytes[index] = value;
        return bytes;
      };
    expectRefusal(change('box/balance', setAt(0, 3)), 'box/balance is not of kind i32');
    expectRefusal(
      change('box/flag', (bytes) => bytes.subarray(1)),
      'box/flag is not of kind u8',
    );
    expectRefusal(
      change('box/flag', (bytes) => bytes.subarray(0, 20)),
      'box/flag has a wrong length',
    );
    expectRefusal(change('box/name', setAt(3, 1)), 'box/name names a text that is not there');
    expectRefusal(change('box/shelf', setAt(1, 99)), 'box/shelf points behind the last slot');
    expectRefusal(change('box/@slots', setAt(4, 2)), 'a slot of box is neither used nor free');
    expectRefusal(change('box/@slots', setAt(0, 41)), 'the slots of box have a wrong length');
    expectRefusal(change('box/@slots', setAt(3, 255)), 'the slots of box have a wrong length');
  });

  it('[ENG-C6] need texts that are whole and distinct', () => {
    const sections = sectionsOf(filledWorld());
    const texts = (...list: string[]): Section[] => {
      const writer = new ByteWriter().u32(list.length);
      for (const text of list) writer.text(text);
      return replaced(sections, { name: 'strings', bytes: writer.finish() });
    };
    expectRefusal(texts('a', ''), 'the first text is not the empty one');
    expectRefusal(texts('', 'a', 'a'), 'a text stands there twice');
    const endless = new ByteWriter().u32(4_000_000_000).finish();
    expectRefusal(
      replaced(sections, { name: 'strings', bytes: endless }),
      'the texts have a wrong length',
    );
  });
});

describe('the section of the queue', () => {
  function filledQueue(): HeapQueue {
    const queue = new HeapQueue();
    for (let i = 0; i < 50; i += 1) queue.push((i * 37) % 11, i % 3, i, i, i + 1, i + 2);
    return queue;
  }

  it('[ENG-Q5] comes back in order', () => {
    const saved = filledQueue().snapshot();
    const read = readQueue(new SectionReader([queueSection(saved)]));
    expect(read).toEqual({ ok: true, value: saved });
  });

  it('[ENG-C6] is refused when it is cut, out of order or has impossible times', () => {
    const saved = filledQueue().snapshot();
    const reasonOf = (section: Section): unknown => {
      const read = readQueue(new SectionReader([section]));
      return read.ok ? 'accepted' : read.error.details?.['reason'];
    };
    const { name, bytes } = queueSection(saved);
    expect(reasonOf({ name, bytes: bytes.subarray(0, -1) })).toBe('the queue has a wrong length');
    expect(reasonOf({ name, bytes: new Uint8Array(4).fill(255) })).toBe(
      'the queue has a wrong length',
    );
    expect(reasonOf({ name: 'other', bytes })).toBe('section queue is missing');
    const turned = { ...saved, timeUs: saved.timeUs.toReversed() };
    expect(reasonOf(queueSection(turned))).toBe('the events are out of order');
    for (const timeUs of [-1, 0.5, NaN, 2 ** 53]) {
      const wrong = { ...saved, timeUs: saved.timeUs.with(0, timeUs) };
      expect(reasonOf(queueSection(wrong))).toBe('an event has no proper time');
    }
  });
});

describe('the section of the random streams', () => {
  it('[ENG-R3] comes back with seed and states', () => {
    const streams = new RandomStreams(-5);
    for (const name of ['placement', 'failure']) streams.stream(name).nextUint32();
    const read = readRandom(new SectionReader([randomSection(streams)]));
    expect(read).toEqual({ ok: true, value: { seed: -5, states: streams.snapshot() } });
  });

  it('[ENG-C6] is refused when it is cut, out of order or without a proper seed', () => {
    const reasonOf = (bytes: Uint8Array): unknown => {
      const read = readRandom(new SectionReader([{ name: 'random', bytes }]));
      return read.ok ? 'accepted' : read.error.details?.['reason'];
    };
    const words = Uint32Array.of(1, 2, 3, 4);
    const twice = new ByteWriter()
      .f64(1)
      .u32(2)
      .text('b')
      .elements(words)
      .text('a')
      .elements(words);
    expect(reasonOf(twice.finish())).toBe('the random streams are out of order');
    expect(reasonOf(twice.finish().subarray(0, 30))).toBe('the random streams have a wrong length');
    expect(reasonOf(new ByteWriter().f64(0.5).u32(0).finish())).toBe(
      'the seed is not a whole number',
    );
  });
});
