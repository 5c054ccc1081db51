/**
 * The container of a snapshot: named sections of bytes behind a magic word, a version and a
 * directory. The directory and every section carry a checksum, and nothing may stand between or
 * after them, so a file that was cut off or changed in one bit is recognised and the damaged part
 * named. What the sections mean is not known here.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { StateHasher } from '../../../shared/kernel/hash.ts';
import { err, ok, type Err, type Result } from '../../../shared/kernel/result.ts';
import { ByteReader, ByteWriter } from './byte-io.ts';

/** Raised when the container changes; what the sections hold has versions of its own. */
export const SNAPSHOT_VERSION = 1;
/** Most sections of one snapshot. */
export const SECTIONS_MAX = 4_096;
/** Most characters of a section's name. */
export const SECTION_NAME_LENGTH_MAX = 128;
/** Most bytes of one section: what one length field of 32 bits can say. */
export const SECTION_BYTES_MAX = 4_294_967_295;

/** "RLSN", then the bytes of line endings, so that a file mangled as text is recognised. */
const MAGIC = [0x52, 0x4c, 0x53, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a];

export interface Section {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface DirectoryEntry {
  readonly name: string;
  readonly length: number;
  readonly first: number;
  readonly second: number;
}

/** Writes sections, in the order given, as one snapshot. Names are unique. */
export function encodeSnapshot(sections: readonly Section[]): Uint8Array {
  assert(sections.length <= SECTIONS_MAX, 'A snapshot has too many sections');
  const names = new Set(sections.map((section) => section.name));
  assert(names.size === sections.length, 'Two sections of a snapshot have one name');
  const writer = new ByteWriter();
  writer.elements(Uint8Array.from(MAGIC)).u32(SNAPSHOT_VERSION).u32(sections.length);
  let length = 0;
  for (const { name, bytes } of sections) {
    assert(name.length <= SECTION_NAME_LENGTH_MAX, 'The name of a section is too long');
    assert(bytes.length <= SECTION_BYTES_MAX, 'A section of a snapshot is too long');
    const { first, second } = checksum(bytes);
    writer.text(name).u32(bytes.length).u32(first).u32(second);
    length += bytes.length;
  }
  const head = writer.finish();
  const { first, second } = checksum(head);
  const directory = writer.u32(first).u32(second).finish();
  const snapshot = new Uint8Array(directory.length + length);
  snapshot.set(directory);
  let position = directory.length;
  for (const { bytes } of sections) {
    snapshot.set(bytes, position);
    position += bytes.length;
  }
  return snapshot;
}

/** Reads a snapshot back: its sections in their order, as views of `bytes`. Refuses with
 * `snapshot.notOurs`, `snapshot.unknownVersion`, `snapshot.truncated`, `snapshot.damaged`. */
export function decodeSnapshot(bytes: Uint8Array): Result<readonly Section[]> {
  const reader = new ByteReader(bytes);
  const start = checkStart(reader);
  if (start !== undefined) return start;
  const entries = readDirectory(reader);
  if (entries === undefined) return truncated(bytes.length);
  const headLength = bytes.length - reader.remaining;
  const expected = { first: reader.u32(), second: reader.u32() };
  if (reader.isBroken) return truncated(bytes.length);
  if (!matches(checksum(bytes.subarray(0, headLength)), expected)) return damaged('directory');
  return cutSections(bytes, { entries, start: bytes.length - reader.remaining });
}

function checkStart(reader: ByteReader): Err | undefined {
  for (const byte of MAGIC) {
    if (reader.u8() !== byte) {
      return err({
        code: 'snapshot.notOurs',
        message: 'These bytes are not a Racklab snapshot: they do not begin like one.',
        hint: 'Derived files can be deleted: the journal holds everything that was decided.',
      });
    }
  }
  const version = reader.u32();
  if (reader.isBroken) return truncated(MAGIC.length);
  if (version === SNAPSHOT_VERSION) return undefined;
  return err({
    code: 'snapshot.unknownVersion',
    message: `The snapshot has version ${version}; this program reads ${SNAPSHOT_VERSION}.`,
    hint: 'Open it with the version that wrote it, or delete it: the journal holds the decisions.',
    details: { version, supportedVersion: SNAPSHOT_VERSION },
  });
}

function readDirectory(reader: ByteReader): readonly DirectoryEntry[] | undefined {
  const count = reader.u32();
  const entries: DirectoryEntry[] = [];
  for (let i = 0; i < count && i < SECTIONS_MAX && !reader.isBroken; i += 1) {
    const name = reader.text();
    entries.push({ name, length: reader.u32(), first: reader.u32(), second: reader.u32() });
  }
  return reader.isBroken ? undefined : entries;
}

function cutSections(
  bytes: Uint8Array,
  place: { entries: readonly DirectoryEntry[]; start: number },
): Result<readonly Section[]> {
  let position = place.start;
  const sections: Section[] = [];
  for (const entry of place.entries) {
    const end = position + entry.length;
    if (end > bytes.length) return truncated(bytes.length);
    const section = bytes.subarray(position, end);
    if (!matches(checksum(section), entry)) return damaged(entry.name);
    sections.push({ name: entry.name, bytes: section });
    position = end;
  }
  return position === bytes.length ? ok(sections) : damaged('bytes after the last section');
}

function checksum(bytes: Uint8Array): { readonly first: number; readonly second: number } {
  return new StateHasher().addBytes(bytes).words();
}

function matches(
  left: { readonly first: number; readonly second: number },
  right: { readonly first: number; readonly second: number },
): boolean {
  return left.first === right.first && left.second === right.second;
}

function truncated(length: number): Err {
  return err({
    code: 'snapshot.truncated',
    message: `The snapshot ends too early, after ${length} bytes.`,
    hint: 'Delete it: an earlier one and the journal lead to the same state.',
    details: { lengthBytes: length },
  });
}

function damaged(part: string): Err {
  return err({
    code: 'snapshot.damaged',
    message: `The snapshot was changed after it was written: ${part} has a wrong checksum.`,
    hint: 'Delete it: an earlier one and the journal lead to the same state.',
    details: { part },
  });
}
