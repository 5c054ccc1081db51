/**
 * The medium of the simulated disk: files and folders as the program sees them, as they were at
 * their last sync, and the changes between. Here it is decided what a power cut leaves of those
 * changes: of bytes none, all, a prefix cut at any byte, or any choice of sectors; of names a
 * prefix or any choice. It must not know who reads or writes.
 */
import type { RandomStream } from '../../src/shared/kernel/prng.ts';

const SECTOR_BYTES = 512;

/** One change of a file's bytes; a cut or a stretch of the file has no bytes. */
export interface ByteChange {
  readonly positionBytes: number;
  readonly bytes: Uint8Array;
  /** Set for a truncation: the length afterwards. */
  readonly sizeBytes?: number;
}

export interface FileNode {
  readonly kind: 'file';
  content: Uint8Array;
  /** What the medium holds; a failed sync leaves it behind for ever. */
  durable: Uint8Array;
  pending: ByteChange[];
  modifiedAtMs: number;
}

/** One atomic change of names: removals first, then what is put there. */
export interface NameChange {
  readonly removed: readonly string[];
  readonly put?: { readonly name: string; readonly node: DiskNode };
}

export interface FolderNode {
  readonly kind: 'folder';
  names: Map<string, DiskNode>;
  durable: Map<string, DiskNode>;
  pending: NameChange[];
  modifiedAtMs: number;
}

export type DiskNode = FileNode | FolderNode;

export function newFolder(): FolderNode {
  return { kind: 'folder', names: new Map(), durable: new Map(), pending: [], modifiedAtMs: 0 };
}

/** The bytes after a change. */
export function applyBytes(content: Uint8Array, change: ByteChange): Uint8Array {
  const end = change.positionBytes + change.bytes.length;
  const next = new Uint8Array(change.sizeBytes ?? Math.max(content.length, end));
  next.set(content.subarray(0, next.length));
  next.set(change.bytes, change.sizeBytes === undefined ? change.positionBytes : 0);
  return next;
}

/** Changes a table of names. */
export function applyName(names: Map<string, DiskNode>, change: NameChange): void {
  for (const name of change.removed) names.delete(name);
  if (change.put !== undefined) names.set(change.put.name, change.put.node);
}

/** What a power cut leaves of a file. */
function survivingBytes(file: FileNode, random: RandomStream): Uint8Array {
  switch (random.nextBelow(4)) {
    case 0:
      return file.durable;
    case 1:
      return file.pending.reduce(applyBytes, file.durable);
    case 2:
      return survivingPrefix(file, random);
    default:
      return survivingSectors(file, random);
  }
}

function survivingPrefix(file: FileNode, random: RandomStream): Uint8Array {
  const count = random.nextBelow(file.pending.length + 1);
  const whole = file.pending.slice(0, count).reduce(applyBytes, file.durable);
  const torn = file.pending[count];
  if (torn === undefined || torn.sizeBytes !== undefined) return whole;
  const bytes = torn.bytes.subarray(0, random.nextBelow(torn.bytes.length + 1));
  return applyBytes(whole, { ...torn, bytes });
}

function survivingSectors(file: FileNode, random: RandomStream): Uint8Array {
  const after = file.pending.reduce(applyBytes, file.durable);
  const sizes = [file.durable.length, after.length, after.length];
  const between = Math.max(0, after.length - file.durable.length);
  sizes.push(Math.min(file.durable.length, after.length) + random.nextBelow(between + 1));
  const survived = new Uint8Array(sizes[random.nextBelow(sizes.length)] ?? 0);
  for (let at = 0; at < survived.length; at += SECTOR_BYTES) {
    const source = random.nextBelow(2) === 0 ? file.durable : after;
    survived.set(source.subarray(at, Math.min(at + SECTOR_BYTES, survived.length)), at);
  }
  return survived;
}

/** Names changed since the last sync survive as a prefix or, unordered, each by chance. */
function survivingChanges(folder: FolderNode, random: RandomStream): NameChange[] {
  if (random.nextBelow(2) === 0) return folder.pending.filter(() => random.nextBelow(2) === 0);
  return folder.pending.slice(0, random.nextBelow(folder.pending.length + 1));
}

/** A copy of a tree as it is after a power cut. */
export function survivor(node: DiskNode, random: RandomStream): DiskNode {
  if (node.kind === 'file') {
    const content = survivingBytes(node, random).slice();
    return { ...node, content, durable: content, pending: [] };
  }
  const names = new Map(node.durable);
  for (const change of survivingChanges(node, random)) applyName(names, change);
  const copy = newFolder();
  copy.modifiedAtMs = node.modifiedAtMs;
  for (const [name, child] of names) copy.names.set(name, survivor(child, random));
  copy.durable = new Map(copy.names);
  return copy;
}
