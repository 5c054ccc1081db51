/**
 * The port through which persistence touches a disk, with the word for what goes wrong there.
 * It exists so that the same code runs over the real file system and over a simulated disk that
 * forgets unsynced writes. It knows paths and bytes; it must not know journals or documents.
 */
import type { AppError } from '../../shared/kernel/result.ts';

export type FileKind = 'file' | 'folder' | 'other';

export interface FileStatus {
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: FileKind;
}

/** `createNew` refuses a taken name (EEXIST), `update` one that is free (ENOENT). */
export type OpenMode = 'read' | 'update' | 'createNew';

/** One open file. Positions are explicit, so that no hidden cursor can be wrong after a failure. */
export interface OpenFile {
  /** Fewer bytes than asked only at the end of the file. */
  read(span: { positionBytes: number; lengthBytes: number }): Promise<Uint8Array>;
  /** Returns the number of bytes taken, which may be fewer than given: callers loop. */
  write(piece: { positionBytes: number; bytes: Uint8Array }): Promise<number>;
  truncate(sizeBytes: number): Promise<void>;
  /** fdatasync: content and length are durable when it returns. */
  syncData(): Promise<void>;
  /** fsync: content and all attributes are durable when it returns. */
  syncAll(): Promise<void>;
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}

/** Every method throws a FileFault when the disk or the operating system refuses. */
export interface FileLayer {
  open(request: { path: string; mode: OpenMode }): Promise<OpenFile>;
  /** `undefined` when nothing has this name. */
  status(path: string): Promise<FileStatus | undefined>;
  /** Sorted by code units, so that no order depends on the file system. */
  list(path: string): Promise<FolderEntry[]>;
  /** One level; refuses (EEXIST) when the name is taken. */
  makeFolder(path: string): Promise<void>;
  /** Replaces a file; never replaces a folder that has something in it (ENOTEMPTY or EEXIST). */
  rename(names: { from: string; to: string }): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Only an empty one. */
  removeFolder(path: string): Promise<void>;
  /** Makes creations, renames and removals inside the folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Waits between two tries of an operation. */
  pause(delayMs: number): Promise<void>;
}

/** What else the module needs from outside; passed in so that tests decide time and chance. */
export interface ProcessProbe {
  /** The identity under which this process (and this session in it) takes locks. */
  readonly self: ProcessIdentity;
  /** `unknown` for another machine, or where the operating system does not say. */
  isAlive(identity: ProcessIdentity): Promise<'alive' | 'dead' | 'unknown'>;
}

export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in the words of the operating system; tells a reused pid apart. */
  readonly startedToken: string;
  readonly hostName: string;
  /** The same for all processes of one installation; empty where the system has none. */
  readonly machineId: string;
  /** Changes with every boot, and differs between containers; empty where the system has none. */
  readonly bootId: string;
  /** Chosen by the caller: the same session in the same process may take its own lock again. */
  readonly session: string;
}

/** Everything outside that persistence depends on. */
export interface PersistenceEnvironment {
  readonly files: FileLayer;
  readonly processes: ProcessProbe;
  /** Wall clock in milliseconds; only written down for people, never decided upon. */
  nowMs(): number;
  /** A name that nobody else has: 32 hexadecimal digits. */
  newId(): string;
  /** Nonces of the locks that this environment holds right now. They tell a session's own living
   * lock from one that an earlier, dead life of the same session left behind. */
  readonly heldLocks: Set<string>;
}

/** What an operating system answered instead of doing the work. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
  /** The code of the operating system, such as ENOSPC, or our own word for a broken rule. */
  readonly code: string;
  readonly operation: string;
  readonly path: string;

  constructor(fault: { code: string; operation: string; path: string; reason: string }) {
    super(`${fault.operation} ${fault.path}: ${fault.code}, ${fault.reason}`);
    this.code = fault.code;
    this.operation = fault.operation;
    this.path = fault.path;
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'your share of the disk is used up'],
  ['EACCES', 'this user may not do that there'],
  ['EPERM', 'this user may not do that there, or another program holds the file'],
  ['EBUSY', 'another program holds the file'],
  ['EROFS', 'the disk is mounted read-only'],
  ['EIO', 'the disk reported an error'],
  ['ENOENT', 'there is nothing of that name'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EEXIST', 'the name is already taken'],
  ['ENOTEMPTY', 'the name is already taken'],
  ['EMFILE', 'too many files are open'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EFBIG', 'the file is larger than its limit'],
]);

const HINTS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'Free some space on this disk, then open the document again.'],
  ['EDQUOT', 'Free some of your space on this disk, then open the document again.'],
  ['EACCES', 'Check the permissions of the folder, or choose another place.'],
  ['EPERM', 'Check the permissions of the folder and whether another program has it open.'],
  ['EROFS', 'Choose a place that can be written, or open the document for reading only.'],
  ['EIO', 'Copy the document folder to another disk and check this one.'],
]);

/** The reason of an operating system's code in plain words. */
export function faultReason(fault: FileFault): string {
  return REASONS.get(fault.code) ?? fault.message;
}

/** Turns a fault into a refusal: `code` and `what` ("The manifest could not be written") come from
 * the caller, reason and next step from the fault. */
export function faultError(fault: FileFault, refusal: { code: string; what: string }): AppError {
  return {
    code: refusal.code,
    message: `${refusal.what}: ${faultReason(fault)} (${fault.code}).`,
    hint: HINTS.get(fault.code) ?? 'Try again; if it stays so, copy the folder to another disk.',
    details: { path: fault.path, operation: fault.operation, systemCode: fault.code },
  };
}

/** True for the faults that stand for "somebody else has that name". */
export function isNameTaken(fault: unknown): boolean {
  return fault instanceof FileFault && (fault.code === 'EEXIST' || fault.code === 'ENOTEMPTY');
}

/** True when the file or folder is not there. */
export function isMissing(fault: unknown): boolean {
  return fault instanceof FileFault && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR');
}
