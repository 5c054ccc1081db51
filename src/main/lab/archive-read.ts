/**
 * Opens an archive from a stranger: everything about it is looked at before anything is unpacked,
 * and what is unpacked stays in memory as texts by their paths. Nothing is ever written here.
 *
 * The list of contents is read by a library that holds sizes to what they were said to be; which
 * names, kinds and amounts are let through is decided here. It must not know what a lab is.
 */
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  archiveBadName,
  archiveBomb,
  archiveDamaged,
  archiveLink,
  archiveNested,
  archiveTooLarge,
  archiveTwice,
  archiveUnsupported,
} from './archive-refusals.ts';

/** What is let through; a test may ask for less. */
export interface ArchiveLimits {
  /** The archive itself. */
  readonly bytesMax: number;
  readonly filesMax: number;
  readonly fileBytesMax: number;
  /** All files together, unpacked. */
  readonly totalBytesMax: number;
  /** How many times larger a file may be unpacked. */
  readonly ratioMax: number;
}

const MIB = 1_024 * 1_024;
export const ARCHIVE_LIMITS: ArchiveLimits = {
  bytesMax: 32 * MIB,
  filesMax: 500,
  fileBytesMax: 8 * MIB,
  totalBytesMax: 64 * MIB,
  ratioMax: 100,
};
/** Below so many bytes no ratio is looked at: a short file of blanks does no harm. */
const RATIO_FROM_BYTES = 64 * 1_024;
/** Names are bounded as they are in a lab. */
const PATH_LENGTH_MAX = 200;
const PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;
/** Names that some system keeps for devices, or that end in what it drops. */
const UNKEEPABLE =
  /(?:^|\/)(?:(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?|__proto__|[^/]*\.)(?:\/|$)/i;
const ARCHIVE_NAME = /\.(?:zip|7z|gz|tgz|bz2|xz|zst|tar|rar|jar|racklab-lab|racklab-key)$/i;
/** `PK`, gzip, xz, 7z, zstd, rar. */
const ARCHIVE_MAGIC = [
  '504b0304',
  '504b0506',
  '1f8b',
  'fd377a58',
  '377abcaf',
  '28b52ffd',
  '52617221',
];
const STORED = 0;
const DEFLATED = 8;
const MADE_ON_UNIX = 3;
const FILE_TYPE_MASK = 0o170_000;
const PLAIN_FILE = 0o100_000;
const FOLDER = 0o040_000;
const LOCAL_HEADER_BYTES = 30;

/** The files of an archive as texts by path. Refuses with the codes of archive-refusals.ts. */
export async function readArchive(
  bytes: Uint8Array,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Result<Map<string, string>>> {
  if (bytes.length > limits.bytesMax) {
    return err(archiveTooLarge({ of: 'bytes', found: bytes.length, max: limits.bytesMax }));
  }
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const zip = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false });
    const entries = await entriesOf(zip, limits);
    if (!entries.ok) return entries;
    const files = new Map<string, string>();
    for (const entry of entries.value) {
      const text = await textOf(zip, entry);
      if (!text.ok) return text;
      files.set(nameOf(entry), text.value);
    }
    return ok(files);
  } catch (error) {
    return err(archiveDamaged(error instanceof Error ? error.message : String(error)));
  }
}

/** The plain files of the list, once all of it was looked at. */
async function entriesOf(zip: ZipFile, limits: ArchiveLimits): Promise<Result<Entry[]>> {
  if (zip.entryCount > limits.filesMax) {
    return err(archiveTooLarge({ of: 'files', found: zip.entryCount, max: limits.filesMax }));
  }
  const files: Entry[] = [];
  const taken = new Set<string>();
  const folders = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const written = nameOf(entry);
    const isFolder = written.endsWith('/');
    const name = isFolder ? written.slice(0, -1) : written;
    const refusal = refusalOf(entry, { name, isFolder, limits });
    if (refusal !== undefined) return err(refusal);
    const low = name.toLowerCase();
    for (const above of foldersAbove(low)) folders.add(above);
    if (isFolder) folders.add(low);
    else if (taken.has(low)) return err(archiveTwice(name));
    else {
      taken.add(low);
      files.push(entry);
    }
    total += entry.uncompressedSize;
    if (total > limits.totalBytesMax) {
      return err(archiveTooLarge({ of: 'total', found: total, max: limits.totalBytesMax }));
    }
  }
  const both = files.map(nameOf).find((name) => folders.has(name.toLowerCase()));
  if (both !== undefined) return err(archiveTwice(both));
  const overlapping = overlap(files);
  return overlapping === undefined ? ok(files) : err(archiveDamaged(overlapping));
}

/** Its name as it is written: which names are let through is not left to the library. */
function nameOf({ fileNameRaw }: Entry): string {
  return fileNameRaw.toString('utf8');
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/** Why an entry is not let through. */
function refusalOf(
  entry: Entry,
  as: { readonly name: string; readonly isFolder: boolean; readonly limits: ArchiveLimits },
): AppError | undefined {
  const { name, isFolder, limits } = as;
  const { uncompressedSize: size, compressedSize: packed, compressionMethod: method } = entry;
  if (!PATH.test(name) || name.length > PATH_LENGTH_MAX || UNKEEPABLE.test(name)) {
    return archiveBadName(name);
  }
  if (!isPlain(entry, isFolder)) return archiveLink(name);
  if (isFolder) return size === 0 ? undefined : archiveDamaged(`the folder ${name} has contents`);
  if (entry.isEncrypted() || (method !== STORED && method !== DEFLATED)) {
    return archiveUnsupported(name);
  }
  if (ARCHIVE_NAME.test(name)) return archiveNested(name);
  if (size > limits.fileBytesMax) {
    return archiveTooLarge({ of: 'file', found: size, max: limits.fileBytesMax });
  }
  const ratio = size / Math.max(1, packed);
  return size > RATIO_FROM_BYTES && ratio > limits.ratioMax ? archiveBomb(name, ratio) : undefined;
}

/** Links and devices say what they are in the mode of their system. */
function isPlain(entry: Entry, isFolder: boolean): boolean {
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  const isUnix = entry.versionMadeBy >>> 8 === MADE_ON_UNIX;
  return type === 0 || (type === (isFolder ? FOLDER : PLAIN_FILE) && isUnix);
}

/** Two files out of the same bytes: how a small archive is made to hold very much. */
function overlap(files: readonly Entry[]): string | undefined {
  const ordered = files.toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  );
  let free = 0;
  for (const entry of ordered) {
    const { relativeOffsetOfLocalHeader: from, compressedSize } = entry;
    if (from < free) return `${nameOf(entry)} shares its bytes with another file`;
    free = from + LOCAL_HEADER_BYTES + compressedSize;
  }
  return undefined;
}

async function textOf(zip: ZipFile, entry: Entry): Promise<Result<string>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of await zip.openReadStreamPromise(entry)) {
    // A stream of bytes gives Buffers; its type says any.
    const bytes = part as Buffer;
    length += bytes.length;
    // The library ends a stream that is longer than was said; this keeps it from mattering.
    if (length > entry.uncompressedSize) break;
    parts.push(bytes);
  }
  const whole = Buffer.concat(parts);
  if (length !== entry.uncompressedSize || crc32(whole) !== entry.crc32) {
    return err(archiveDamaged(`${nameOf(entry)} is not what it was when it was packed`));
  }
  const magic = whole.subarray(0, 4).toString('hex');
  if (ARCHIVE_MAGIC.some((begin) => magic.startsWith(begin))) {
    return err(archiveNested(nameOf(entry)));
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(whole));
  } catch {
    return err(archiveDamaged(`${nameOf(entry)} is no text in UTF-8`));
  }
}
