/**
 * The event queue and the random streams as sections of a snapshot. As with the tables, reading
 * checks and changes nothing: it returns what `restore` of the queue and of the streams accepts.
 */
import { compareCodeUnits } from '../../../shared/kernel/order.ts';
import {
  RANDOM_STATE_WORDS,
  RANDOM_STREAMS_MAX,
  type RandomStreams,
  type RandomStreamState,
} from '../../../shared/kernel/prng.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { isSimTimeUs } from '../../../shared/kernel/time.ts';
import type { EventColumns } from '../event-queue.ts';
import { PENDING_EVENTS_MAX } from '../queue/event-records.ts';
import { comesAfter } from '../queue/record-order.ts';
import { ByteReader, ByteWriter } from './byte-io.ts';
import type { Section } from './codec.ts';
import { invalidSnapshot, type SectionReader } from './section-reader.ts';

const QUEUE_SECTION = 'queue';
const RANDOM_SECTION = 'random';
/** A time of 8 bytes, two bytes and three words. */
const BYTES_PER_EVENT = 8 + 1 + 1 + 4 + 4 + 4;

/** The section of a queue, from its own snapshot in order. */
export function queueSection(columns: EventColumns): Section {
  const writer = new ByteWriter().u32(columns.timeUs.length);
  writer.elements(columns.timeUs).elements(columns.priority).elements(columns.kind);
  writer.elements(columns.slot).elements(columns.generation).elements(columns.payload);
  return { name: QUEUE_SECTION, bytes: writer.finish() };
}

/** Reads and checks the events. Refuses with `snapshot.invalid`. */
export function readQueue(sections: SectionReader): Result<EventColumns> {
  const section = sections.take(QUEUE_SECTION);
  if (!section.ok) return section;
  const reader = new ByteReader(section.value);
  const count = reader.u32();
  const fits = count <= PENDING_EVENTS_MAX && reader.remaining === count * BYTES_PER_EVENT;
  if (!fits) return invalidSnapshot('the queue has a wrong length');
  const columns: EventColumns = {
    timeUs: new Float64Array(count),
    priority: new Uint8Array(count),
    kind: new Uint8Array(count),
    slot: new Uint32Array(count),
    generation: new Uint32Array(count),
    payload: new Uint32Array(count),
  };
  reader.elements(columns.timeUs);
  reader.elements(columns.priority);
  reader.elements(columns.kind);
  reader.elements(columns.slot);
  reader.elements(columns.generation);
  reader.elements(columns.payload);
  for (let i = 0; i < count; i += 1) {
    if (!isSimTimeUs(columns.timeUs[i]!)) return invalidSnapshot('an event has no proper time');
    if (i > 0 && !comesAfter(columns, i)) return invalidSnapshot('the events are out of order');
  }
  return ok(columns);
}

/** Seed and streams of a snapshot, ready for RandomStreams.restore. */
export interface RandomImage {
  readonly seed: number;
  readonly states: readonly RandomStreamState[];
}

/** The section of the random streams. */
export function randomSection(streams: RandomStreams): Section {
  const states = streams.snapshot();
  const writer = new ByteWriter().f64(streams.seed).u32(states.length);
  for (const { name, words } of states) writer.text(name).elements(words);
  return { name: RANDOM_SECTION, bytes: writer.finish() };
}

/** Reads and checks the random streams. Refuses with `snapshot.invalid`. */
export function readRandom(sections: SectionReader): Result<RandomImage> {
  const section = sections.take(RANDOM_SECTION);
  if (!section.ok) return section;
  const reader = new ByteReader(section.value);
  const seed = reader.f64();
  const count = reader.u32();
  const states: RandomStreamState[] = [];
  for (let i = 0; i < count && i < RANDOM_STREAMS_MAX && !reader.isBroken; i += 1) {
    const name = reader.text();
    const words = new Uint32Array(RANDOM_STATE_WORDS);
    reader.elements(words);
    const before = states.at(-1)?.name;
    if (before !== undefined && compareCodeUnits(before, name) >= 0) {
      return invalidSnapshot('the random streams are out of order');
    }
    states.push({ name, words });
  }
  if (!reader.isAtEnd) return invalidSnapshot('the random streams have a wrong length');
  if (!Number.isSafeInteger(seed)) return invalidSnapshot('the seed is not a whole number');
  return ok({ seed, states });
}
