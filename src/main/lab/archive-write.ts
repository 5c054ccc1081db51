/**
 * Packs texts into an archive whose bytes follow from the texts alone: files in order of their
 * paths, one moment for all of them, and a packer that is part of the program and not of the
 * system. The same lab gives the same archive on every machine, so two can be told apart by hash.
 */
import { deflateSync, zipSync, type Zippable } from 'fflate';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { ARCHIVE_LIMITS } from './archive-read.ts';

/** Archives count from 1980 in the time of wherever they are made: so it is the same everywhere. */
const MOMENT = new Date(1980, 0, 1, 12);
const LEVEL = 9;

/** The archive of texts by path. */
export function writeArchive(files: ReadonlyMap<string, string>): Uint8Array {
  const encoder = new TextEncoder();
  const sorted = [...files].toSorted(([left], [right]) => compareCodeUnits(left, right));
  const entries = sorted.map(([path, text]): [string, Zippable[string]] => {
    const bytes = encoder.encode(text);
    return [path, [bytes, { level: levelFor(bytes), mtime: MOMENT }]];
  });
  return zipSync(Object.fromEntries(entries));
}

/** What would shrink further than is let through when it is opened is put in as it is. */
function levelFor(bytes: Uint8Array): 0 | typeof LEVEL {
  const packed = deflateSync(bytes, { level: LEVEL }).length;
  return bytes.length / Math.max(1, packed) > ARCHIVE_LIMITS.ratioMax ? 0 : LEVEL;
}
