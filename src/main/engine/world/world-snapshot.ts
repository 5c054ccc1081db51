/**
 * The world as bytes and back: tables, queue, streams, clock, script position, logs.
 *
 * Logs ride along for the timeline's sake and are not part of the hash. Restoring checks
 * everything first and changes nothing when something is wrong.
 */
import { StateHasher } from '../../../shared/kernel/hash.ts';
import { err, ok, OK, type Result } from '../../../shared/kernel/result.ts';
import { isSimTimeUs } from '../../../shared/kernel/time.ts';
import type { Happening } from '../../../shared/events/happenings.ts';
import { BEHAVIOUR_VERSION } from '../engine-types.ts';
import type { IsStale } from '../event-queue.ts';
import type { SeriesField } from '../series-log.ts';
import { decodeSnapshot, encodeSnapshot, type Section } from '../snapshot/codec.ts';
import { queueSection, randomSection, readQueue, readRandom } from '../snapshot/run-sections.ts';
import { invalidSnapshot, SectionReader } from '../snapshot/section-reader.ts';
import { adoptTables, readTables, tableSections } from '../snapshot/table-sections.ts';
import type { World } from './world.ts';

const CLOCK_SECTION = 'clock';
const LOG_SECTION = 'runLog';
const SERIES_SECTION = 'series';

/** What is neither a table nor a queue. */
interface ClockImage {
  readonly behaviourVersion: number;
  readonly catalogue: string;
  readonly nowUs: number;
  readonly eventCount: number;
  readonly eventsAtNow: number;
  readonly closedCostMicroUsd: number;
  readonly calendarStartUs: number;
  readonly scriptCursor: number;
}

/** Everything of a run, as one block of bytes. */
export function saveWorld(
  world: World,
  input: { scriptCursor: number; isStale: IsStale },
): Uint8Array {
  const clock: ClockImage = {
    behaviourVersion: BEHAVIOUR_VERSION,
    catalogue: world.catalogue.id,
    nowUs: world.nowUs,
    eventCount: world.eventCount,
    eventsAtNow: world.eventsAtNow,
    closedCostMicroUsd: world.closedCostMicroUsd,
    calendarStartUs: world.calendarStartUs,
    scriptCursor: input.scriptCursor,
  };
  const sections: Section[] = [
    textSection(CLOCK_SECTION, JSON.stringify(clock)),
    ...tableSections(world.tables(), world.strings),
    queueSection(world.queue.snapshot(input.isStale)),
    randomSection(world.streams),
    textSection(LOG_SECTION, world.log.toText()),
    textSection(SERIES_SECTION, world.series.toText()),
  ];
  return encodeSnapshot(sections);
}

/** Puts a world back to what `saveWorld` wrote; gives the position of the script. */
export function restoreWorld(world: World, bytes: Uint8Array): Result<{ scriptCursor: number }> {
  const decoded = decodeSnapshot(bytes);
  if (!decoded.ok) return decoded;
  const sections = new SectionReader(decoded.value);
  const clock = readText<ClockImage>(sections, CLOCK_SECTION);
  if (!clock.ok) return clock;
  const fits = checkOrigin(world, clock.value);
  if (!fits.ok) return fits;
  const tables = readTables(sections, world.tables());
  if (!tables.ok) return tables;
  const queue = readQueue(sections);
  if (!queue.ok) return queue;
  const random = readRandom(sections);
  if (!random.ok) return random;
  const log = readText<{ lastId: number; items: Happening[]; kept?: Happening[] }>(
    sections,
    LOG_SECTION,
  );
  if (!log.ok) return log;
  const series = readText<[number, Record<SeriesField, number[]>][]>(sections, SERIES_SECTION);
  if (!series.ok) return series;
  const complete = sections.finish();
  if (!complete.ok) return complete;
  adoptTables({ tables: world.tables(), strings: world.strings }, tables.value);
  world.queue.restore(queue.value);
  world.streams.restore(random.value.seed, random.value.states);
  world.log.restore(log.value);
  world.series.restore(series.value);
  world.nowUs = clock.value.nowUs;
  world.eventCount = clock.value.eventCount;
  world.eventsAtNow = clock.value.eventsAtNow;
  world.closedCostMicroUsd = clock.value.closedCostMicroUsd;
  world.calendarStartUs = clock.value.calendarStartUs;
  world.forgetDerived();
  return ok({ scriptCursor: clock.value.scriptCursor });
}

/**
 * Fills an empty world with the rows of another, for questions that must not change anything. It
 * has no pending events, no random draws behind it and no logs: it is settled once and thrown away.
 * Copying columns is a small part of the price of a snapshot and its restore.
 */
export function copyRows(from: World, to: World): void {
  const images = from.tables().map(({ slotEnd, alive, generation, columns }) => ({
    slotEnd,
    alive: alive.subarray(0, slotEnd),
    generation: generation.subarray(0, slotEnd),
    arrays: columns.map((column) => column.array.subarray(0, slotEnd)),
  }));
  const texts = from.strings.snapshot();
  adoptTables({ tables: to.tables(), strings: to.strings }, { texts, images });
  to.nowUs = from.nowUs;
  to.calendarStartUs = from.calendarStartUs;
  to.log.lastId = from.log.lastId;
  to.forgetDerived();
}

function checkOrigin(world: World, clock: ClockImage): Result<undefined> {
  const { nowUs, eventCount, eventsAtNow, scriptCursor, calendarStartUs } = clock;
  if (![nowUs, eventCount, eventsAtNow, scriptCursor, calendarStartUs].every(isSimTimeUs)) {
    return invalidSnapshot('its clock has no proper time');
  }
  if (clock.behaviourVersion !== BEHAVIOUR_VERSION) {
    return err({
      code: 'snapshot.otherBehaviour',
      message:
        `This snapshot was written by engine behaviour ${clock.behaviourVersion}; ` +
        `this is ${BEHAVIOUR_VERSION}.`,
      hint: 'Run the scenario again from its start.',
      details: { found: clock.behaviourVersion, expected: BEHAVIOUR_VERSION },
    });
  }
  if (clock.catalogue === world.catalogue.id) return OK;
  return err({
    code: 'snapshot.otherCatalogue',
    message:
      `This snapshot belongs to catalogue ${clock.catalogue}; ` +
      `${world.catalogue.id} is loaded.`,
    hint: 'Open it with the catalogue its scenario names.',
    details: { found: clock.catalogue, expected: world.catalogue.id },
  });
}

function textSection(name: string, text: string): Section {
  return { name, bytes: encodeText(text) };
}

/** UTF-16 code units, little end first: exact, and needs no encoder the pure layers lack. */
function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    bytes[i * 2] = unit & 255;
    bytes[i * 2 + 1] = unit >>> 8;
  }
  return bytes;
}

/** Characters turned to text at once; more arguments than this overflow the stack. */
const CHUNK = 8_192;

function decodeText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK * 2) {
    const end = Math.min(bytes.length, at + CHUNK * 2);
    const units: number[] = [];
    for (let i = at; i < end; i += 2) units.push(bytes[i]! | (bytes[i + 1]! << 8));
    text += String.fromCharCode(...units);
  }
  return text;
}

/** A section of JSON this engine wrote; its checksum was verified, so its shape is trusted. */
function readText<T>(sections: SectionReader, name: string): Result<T> {
  const section = sections.take(name);
  if (!section.ok) return section;
  try {
    const value: T = JSON.parse(decodeText(section.value));
    return ok(value);
  } catch {
    return invalidSnapshot(`section ${name} is no JSON`);
  }
}

/** Hash of the whole state. The script, the run log and the series are not part of it. */
export function hashWorld(world: World, isStale: IsStale): string {
  const hasher = new StateHasher();
  hasher.addText(world.catalogue.id);
  hasher.addFloat64(world.nowUs).addFloat64(world.eventCount).addFloat64(world.log.lastId);
  hasher.addFloat64(world.closedCostMicroUsd).addFloat64(world.calendarStartUs);
  for (const table of world.tables()) table.addTo(hasher);
  world.queue.addTo(hasher, isStale);
  world.streams.addTo(hasher);
  return hasher.digestHex();
}
