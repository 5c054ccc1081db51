/**
 * The file layer over node:fs. It translates names, modes and error codes and decides nothing:
 * order of writes and syncs is the business of its callers. Border file: what node throws is
 * turned into a FileFault here and nowhere else.
 */
import { open, mkdir, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { FileFault } from './file-layer.ts';
import type { FileKind, FileLayer, FolderEntry, OpenFile, OpenMode } from './file-layer.ts';

const FLAGS: Readonly<Record<OpenMode, string>> = { read: 'r', update: 'r+', createNew: 'wx+' };

/** Windows cannot open a folder to sync it; there the rename itself is journaled by NTFS. */
const FOLDERS_CAN_SYNC = process.platform !== 'win32';

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Runs one system call; an error with a system code becomes a FileFault, any other is a bug. */
async function call<T>(at: { operation: string; path: string }, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw thrown;
    throw new FileFault({ ...at, code, reason: 'refused by the operating system' });
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): FileKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

function toEntry(entry: Dirent): FolderEntry {
  return { name: entry.name, kind: kindOf(entry) };
}

class NodeOpenFile implements OpenFile {
  readonly #handle: FileHandle;
  readonly #path: string;

  constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  read(span: { positionBytes: number; lengthBytes: number }): Promise<Uint8Array> {
    return call({ operation: 'read', path: this.#path }, async () => {
      const buffer = new Uint8Array(span.lengthBytes);
      let filled = 0;
      while (filled < span.lengthBytes) {
        const position = span.positionBytes + filled;
        const rest = span.lengthBytes - filled;
        const { bytesRead } = await this.#handle.read(buffer, filled, rest, position);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    });
  }

  write(piece: { positionBytes: number; bytes: Uint8Array }): Promise<number> {
    return call({ operation: 'write', path: this.#path }, async () => {
      const { bytes, positionBytes } = piece;
      const { bytesWritten } = await this.#handle.write(bytes, 0, bytes.length, positionBytes);
      return bytesWritten;
    });
  }

  truncate(sizeBytes: number): Promise<void> {
    return call({ operation: 'truncate', path: this.#path }, () =>
      this.#handle.truncate(sizeBytes),
    );
  }

  syncData(): Promise<void> {
    return call({ operation: 'fdatasync', path: this.#path }, () => this.#handle.datasync());
  }

  syncAll(): Promise<void> {
    return call({ operation: 'fsync', path: this.#path }, () => this.#handle.sync());
  }

  sizeBytes(): Promise<number> {
    return call({ operation: 'fstat', path: this.#path }, async () => {
      const status = await this.#handle.stat();
      return status.size;
    });
  }

  close(): Promise<void> {
    return call({ operation: 'close', path: this.#path }, () => this.#handle.close());
  }
}

class NodeFileLayer implements FileLayer {
  open(request: { path: string; mode: OpenMode }): Promise<OpenFile> {
    const { path, mode } = request;
    return call({ operation: 'open', path }, async () => {
      return new NodeOpenFile(await open(path, FLAGS[mode]), path);
    });
  }

  async status(path: string): ReturnType<FileLayer['status']> {
    try {
      const found = await call({ operation: 'stat', path }, () => stat(path));
      return { kind: kindOf(found), sizeBytes: found.size, modifiedAtMs: found.mtimeMs };
    } catch (thrown) {
      if (thrown instanceof FileFault && ['ENOENT', 'ENOTDIR'].includes(thrown.code)) {
        return undefined;
      }
      throw thrown;
    }
  }

  async list(path: string): Promise<FolderEntry[]> {
    const found = await call({ operation: 'readdir', path }, () =>
      readdir(path, { withFileTypes: true }),
    );
    return found.map(toEntry).sort((a, b) => compareCodeUnits(a.name, b.name));
  }

  async makeFolder(path: string): Promise<void> {
    await call({ operation: 'mkdir', path }, () => mkdir(path));
  }

  rename(names: { from: string; to: string }): Promise<void> {
    const { from, to } = names;
    return call({ operation: 'rename', path: to }, () => rename(from, to));
  }

  removeFile(path: string): Promise<void> {
    return call({ operation: 'unlink', path }, () => unlink(path));
  }

  removeFolder(path: string): Promise<void> {
    return call({ operation: 'rmdir', path }, () => rmdir(path));
  }

  async syncFolder(path: string): Promise<void> {
    if (!FOLDERS_CAN_SYNC) return;
    await call({ operation: 'fsync folder', path }, async () => {
      const handle = await open(path, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, delayMs);
    });
  }
}

/** The real disk. */
export function createNodeFileLayer(): FileLayer {
  return new NodeFileLayer();
}
