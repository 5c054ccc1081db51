/**
 * A disk in memory that forgets what was not synced, for tests of persistence. It keeps, for every
 * file and folder, the state at its last sync and the changes since; a power cut lets a random part
 * of those changes survive: none, a prefix cut at any byte, or any choice of sectors, and for names
 * any prefix of creations, renames and removals. It can stop at any numbered operation and can
 * refuse operations as an operating system would. It must not know journals or documents.
 */
import { FileFault } from '../../src/main/persistence/file-layer.ts';
import type {
  FileLayer,
  FileStatus,
  FolderEntry,
  OpenFile,
  OpenMode,
} from '../../src/main/persistence/file-layer.ts';
import type { RandomStream } from '../../src/shared/kernel/prng.ts';
import { applyBytes, applyName, newFolder, survivor } from './simulated-medium.ts';
import type { DiskNode, FileNode, FolderNode, NameChange, ByteChange } from './simulated-medium.ts';

/** An operation that changes something, as fault plans and crash points see it. */
export interface DiskOperation {
  readonly index: number;
  readonly name: string;
  readonly path: string;
}

export interface DiskPlan {
  /** Stop dead at this operation (the first is 1); nothing answers any more. */
  readonly crashAt?: number;
  /** The code with which an operation is refused, or `undefined` to let it pass. */
  readonly refuse?: (operation: DiskOperation) => string | undefined;
  /** Called before every operation, also reading ones; decides when it may go on. */
  readonly gate?: () => Promise<void>;
  /** Writes take at most this many bytes at once. */
  readonly writeBytesMax?: number;
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** The disk. Hand `layer()` to the code under test; after `crashed` resolved, take `cutPower()`. */
export class SimulatedDisk {
  readonly #random: RandomStream;
  #root: FolderNode = newFolder();
  #operations = 0;
  #isDead = false;
  #clock = 0;
  #plan: DiskPlan = {};
  #announceCrash: () => void = () => undefined;
  /** Resolves when the planned crash has happened. */
  crashed: Promise<void> = never();

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /** Operations that changed something so far. */
  get operations(): number {
    return this.#operations;
  }

  /** Sets the plan and counts operations from 1 again. */
  setPlan(plan: DiskPlan): void {
    this.#plan = plan;
    this.#operations = 0;
    this.crashed = new Promise((resolve) => {
      this.#announceCrash = resolve;
    });
  }

  /** The disk that the next start of the machine finds. This one answers no more. */
  cutPower(): SimulatedDisk {
    this.#isDead = true;
    const next = new SimulatedDisk(this.#random);
    const root = survivor(this.#root, this.#random);
    if (root.kind === 'folder') next.#root = root;
    return next;
  }

  /** The same disk after the program on it was killed: unsynced changes are still in memory, and a
   * later power cut may lose them. This one answers no more. */
  killProgram(): SimulatedDisk {
    this.#isDead = true;
    const next = new SimulatedDisk(this.#random);
    next.#root = this.#root;
    return next;
  }

  /** All files by path with their content as a running program sees it, for comparisons. */
  contents(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    function walk(folder: FolderNode, path: string): void {
      for (const [name, node] of folder.names) {
        if (node.kind === 'file') found.set(`${path}/${name}`, node.content);
        else walk(node, `${path}/${name}`);
      }
    }
    walk(this.#root, '');
    return found;
  }

  /** Changes the content of a file behind the program's back, durably: a damaged medium. */
  spoil(path: string, change: (content: Uint8Array) => Uint8Array): void {
    const file = this.#file(path, 'spoil');
    file.content = change(file.content).slice();
    file.durable = file.content;
    file.pending = [];
  }

  /** The port over this disk. */
  layer(): FileLayer {
    return {
      open: (request) => this.#open(request),
      status: (path) => this.#read(() => this.#status(path)),
      list: (path) => this.#read(() => this.#list(path)),
      makeFolder: (path) =>
        this.#change('mkdir', path, () => this.#put({ path, node: newFolder(), isNew: true })),
      rename: (names) => this.#change('rename', names.to, () => this.#rename(names)),
      removeFile: (path) => this.#change('unlink', path, () => this.#remove(path, 'file')),
      removeFolder: (path) => this.#change('rmdir', path, () => this.#remove(path, 'folder')),
      syncFolder: (path) => this.#change('syncFolder', path, () => this.#syncFolder(path)),
      pause: () => this.#read(() => undefined),
    };
  }

  async #read<T>(act: () => T): Promise<T> {
    await this.#plan.gate?.();
    if (this.#isDead) return await never<T>();
    return act();
  }

  /** Counts, refuses or crashes; `half` is what a crash in the middle of it leaves done. */
  async #change<T>(name: string, path: string, act: () => T, half?: () => void): Promise<T> {
    await this.#plan.gate?.();
    if (this.#isDead) return await never<T>();
    this.#operations += 1;
    const code = this.#plan.refuse?.({ index: this.#operations, name, path });
    if (code !== undefined) {
      if (name === 'sync') this.#abandon(path);
      throw new FileFault({ code, operation: name, path, reason: 'refused by the plan' });
    }
    if (this.#operations !== this.#plan.crashAt) return act();
    this.#isDead = true;
    const done = this.#random.nextBelow(3);
    try {
      if (done === 1) half?.();
      if (done === 2) act();
    } catch (thrown) {
      // Refused and cut off at once: nobody hears of the refusal.
      if (!(thrown instanceof FileFault)) throw thrown;
    }
    this.#announceCrash();
    return await never<T>();
  }

  /** After a failed sync the kernel believes the pages clean: no later sync writes them. */
  #abandon(path: string): void {
    this.#file(path, 'sync').pending = [];
  }

  async #open(request: { path: string; mode: OpenMode }): Promise<OpenFile> {
    const { path, mode } = request;
    if (mode !== 'createNew') return await this.#read(() => this.#handle(path));
    return await this.#change('create', path, () => {
      const content = new Uint8Array(0);
      const node: FileNode = {
        kind: 'file',
        content,
        durable: content,
        pending: [],
        modifiedAtMs: this.#tick(),
      };
      this.#put({ path, node, isNew: true });
      return this.#handle(path);
    });
  }

  #handle(path: string): OpenFile {
    const file = this.#file(path, 'open');
    const sync = (): Promise<void> =>
      this.#change('sync', path, () => {
        file.durable = file.pending.reduce(applyBytes, file.durable);
        file.pending = [];
      });
    return {
      read: ({ positionBytes, lengthBytes }) =>
        this.#read(() => file.content.slice(positionBytes, positionBytes + lengthBytes)),
      write: ({ positionBytes, bytes }) => {
        const taken = bytes.slice(0, this.#plan.writeBytesMax ?? bytes.length);
        const halfTaken = taken.slice(0, this.#random.nextBelow(taken.length + 1));
        return this.#change(
          'write',
          path,
          () => this.#changeBytes(file, { positionBytes, bytes: taken }),
          () => this.#changeBytes(file, { positionBytes, bytes: halfTaken }),
        );
      },
      truncate: async (sizeBytes) => {
        const change = { positionBytes: 0, bytes: new Uint8Array(0), sizeBytes };
        await this.#change('truncate', path, () => this.#changeBytes(file, change));
      },
      syncData: sync,
      syncAll: sync,
      sizeBytes: () => this.#read(() => file.content.length),
      close: () => this.#read(() => undefined),
    };
  }

  #changeBytes(file: FileNode, change: ByteChange): number {
    file.content = applyBytes(file.content, change);
    file.pending.push(change);
    file.modifiedAtMs = this.#tick();
    return change.bytes.length;
  }

  #tick(): number {
    this.#clock += 1;
    return this.#clock;
  }

  #status(path: string): FileStatus | undefined {
    const node = this.#find(path);
    if (node === undefined) return undefined;
    const { kind, modifiedAtMs } = node;
    return { kind, sizeBytes: node.kind === 'file' ? node.content.length : 0, modifiedAtMs };
  }

  #list(path: string): FolderEntry[] {
    const folder = this.#folder(path, 'readdir');
    const entries = [...folder.names].map(([name, node]) => ({ name, kind: node.kind }));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #put(at: { path: string; node: DiskNode; isNew: boolean }): void {
    const { folder, name } = this.#parent(at.path, 'create');
    if (at.isNew && folder.names.has(name)) throw fault('EEXIST', 'create', at.path);
    this.#changeNames(folder, { removed: [], put: { name, node: at.node } });
  }

  #changeNames(folder: FolderNode, change: NameChange): void {
    applyName(folder.names, change);
    folder.pending.push(change);
    folder.modifiedAtMs = this.#tick();
  }

  #rename(names: { from: string; to: string }): void {
    const from = this.#parent(names.from, 'rename');
    const to = this.#parent(names.to, 'rename');
    const node = from.folder.names.get(from.name);
    if (node === undefined) throw fault('ENOENT', 'rename', names.from);
    if (from.folder !== to.folder) throw new Error('Persistence renames within one folder only');
    const target = to.folder.names.get(to.name);
    if (target?.kind === 'folder') {
      if (node.kind === 'file') throw fault('EISDIR', 'rename', names.to);
      if (target.names.size > 0) throw fault('ENOTEMPTY', 'rename', names.to);
    } else if (target?.kind === 'file' && node.kind === 'folder') {
      throw fault('ENOTDIR', 'rename', names.to);
    }
    this.#changeNames(to.folder, { removed: [from.name], put: { name: to.name, node } });
  }

  #remove(path: string, kind: DiskNode['kind']): void {
    const { folder, name } = this.#parent(path, 'remove');
    const node = folder.names.get(name);
    if (node === undefined) throw fault('ENOENT', 'remove', path);
    if (node.kind !== kind) throw fault(kind === 'file' ? 'EISDIR' : 'ENOTDIR', 'remove', path);
    if (node.kind === 'folder' && node.names.size > 0) throw fault('ENOTEMPTY', 'remove', path);
    this.#changeNames(folder, { removed: [name] });
  }

  #syncFolder(path: string): void {
    const folder = this.#folder(path, 'fsync');
    folder.durable = new Map(folder.names);
    folder.pending = [];
  }

  #find(path: string): DiskNode | undefined {
    let node: DiskNode | undefined = this.#root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      node = node?.kind === 'folder' ? node.names.get(name) : undefined;
    }
    return node;
  }

  #file(path: string, operation: string): FileNode {
    const node = this.#find(path);
    if (node === undefined) throw fault('ENOENT', operation, path);
    if (node.kind === 'folder') throw fault('EISDIR', operation, path);
    return node;
  }

  #folder(path: string, operation: string): FolderNode {
    const node = this.#find(path);
    if (node === undefined) throw fault('ENOENT', operation, path);
    if (node.kind === 'file') throw fault('ENOTDIR', operation, path);
    return node;
  }

  #parent(path: string, operation: string): { folder: FolderNode; name: string } {
    const cut = path.lastIndexOf('/');
    return { folder: this.#folder(path.slice(0, cut), operation), name: path.slice(cut + 1) };
  }
}

function fault(code: string, operation: string, path: string): FileFault {
  return new FileFault({ code, operation, path, reason: 'refused by the simulated disk' });
}
