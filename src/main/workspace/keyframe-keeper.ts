/**
 * When a snapshot is taken, and where the snapshots of one document are: in memory and on disk.
 *
 * Memory holds many, for quick undo and dragging back; the disk holds few, for opening. The start
 * of the run is always kept. Losing any other one costs time, never truth, so a disk that refuses
 * a keyframe is not worth stopping for.
 */
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Engine } from '../engine/index.ts';
import type { Destination } from './history-plan.ts';
import { MAIN_BRANCH, START, type History } from './history.ts';
import { comparePlaces, samePlace, type Place } from '../../shared/document/journal-record.ts';
import {
  DISK_KEYFRAMES,
  KEYFRAME_EVERY_DECISIONS,
  KeyframeSet,
  MEMORY_KEYFRAMES,
  byNearness,
  keyframeInterval,
  leadsTo,
  type KeyframeLimits,
  type KeyframeMark,
} from './keyframes.ts';

/** Events after which the disk gets another keyframe: a few seconds of running again. */
const DISK_EVERY_EVENTS = 2_000_000;

interface MemoryKeyframe extends KeyframeMark {
  readonly bytes: Uint8Array;
}

/** A keyframe on disk, by the name of its file. */
export interface DiskKeyframe extends KeyframeMark {
  readonly name: string;
}

/** The keyframe files of a document. */
export interface KeyframeFiles {
  list(): readonly {
    readonly name: string;
    readonly parent: number;
    readonly place: Place;
    readonly sizeBytes: number;
  }[];
  write(at: {
    parent: number;
    place: Place;
    bytes: Uint8Array;
  }): Promise<Result<{ name: string; sizeBytes: number }>>;
  read(name: string): Promise<Result<Uint8Array>>;
  remove(name: string): Promise<Result<undefined>>;
}

/** A snapshot from which a journey may begin. */
export interface Departure extends KeyframeMark {
  /** Refusals are of the disk; another departure may do. */
  load(): Promise<Result<Uint8Array>>;
}

/** Where the engine stands: the branch, the last decision applied, and the decisions in all. */
export interface Standing {
  readonly branch: string;
  readonly parent: number;
  readonly applied: number;
}

export interface KeeperParts {
  readonly engine: Engine;
  readonly history: History;
  readonly files: KeyframeFiles;
  readonly limits?: { readonly memory: KeyframeLimits; readonly disk: KeyframeLimits };
}

export class KeyframeKeeper {
  readonly #engine: Engine;
  readonly #history: History;
  readonly #files: KeyframeFiles;
  readonly #memory: KeyframeSet<MemoryKeyframe>;
  readonly #disk: KeyframeSet<DiskKeyframe>;
  #start: MemoryKeyframe | undefined;
  /** The last one taken, for what is due next. */
  #latest = { eventCount: 0, applied: 0, sizeBytes: 0 };
  #latestOnDisk = 0;
  #writing: Promise<void> | undefined;

  constructor(parts: KeeperParts) {
    this.#engine = parts.engine;
    this.#history = parts.history;
    this.#files = parts.files;
    this.#memory = new KeyframeSet(parts.limits?.memory ?? MEMORY_KEYFRAMES);
    this.#disk = new KeyframeSet(parts.limits?.disk ?? DISK_KEYFRAMES);
    for (const file of parts.files.list()) {
      const branch = parts.history.findNode(file.parent)?.branch ?? MAIN_BRANCH;
      if (!this.#disk.has(file)) this.#disk.add({ ...file, branch });
    }
  }

  /** Keeps the start of the run for good; the engine stands there now. */
  keepStart(): void {
    const bytes = this.#engine.snapshot();
    this.#start = {
      place: START,
      parent: 0,
      branch: MAIN_BRANCH,
      sizeBytes: bytes.length,
      bytes,
    };
    this.#latest = { eventCount: 0, applied: 0, sizeBytes: bytes.length };
  }

  /** The newest keyframe there is, as a name for a report. */
  get newestName(): string | undefined {
    return [...this.#disk.all].sort(byNearness)[0]?.name;
  }

  get onDisk(): readonly DiskKeyframe[] {
    return this.#disk.all;
  }

  /** Takes one now, unless this very state is kept already. */
  capture(standing: Standing): void {
    const place = this.#place();
    if (this.#memory.has({ place, parent: standing.parent })) return;
    this.#keep(standing, this.#engine.snapshot());
  }

  /** Takes one when enough events have passed since the last. Called between slices. */
  captureIfDue(standing: Standing): void {
    const since = Math.abs(this.#engine.eventCount - this.#latest.eventCount);
    if (since >= keyframeInterval(this.#latest.sizeBytes)) this.capture(standing);
  }

  /**
   * Takes one before a decision that is the first of its instant, so that undo finds the instant's
   * beginning in memory; and after many decisions of one instant.
   */
  captureBeforeDecision(standing: Standing): void {
    const previous = this.#history.findNode(standing.parent);
    const isFirst = previous === undefined || !samePlace(previous.place, this.#place());
    const since = Math.abs(standing.applied - this.#latest.applied);
    if (isFirst || since >= KEYFRAME_EVERY_DECISIONS) this.capture(standing);
  }

  /** Writes one to the disk when enough events have passed; at most one write is under way. */
  saveIfDue(standing: Standing): void {
    const since = Math.abs(this.#engine.eventCount - this.#latestOnDisk);
    if (since < Math.max(DISK_EVERY_EVENTS, keyframeInterval(this.#latest.sizeBytes))) return;
    if (this.#writing === undefined) void this.save(standing);
  }

  /** Writes one of the present state to the disk, after what is being written already. */
  async save(standing: Standing): Promise<void> {
    const at = { place: this.#place(), parent: standing.parent, branch: standing.branch };
    const bytes = this.#engine.snapshot();
    await this.#writing;
    if (this.#disk.has(at)) return;
    this.#latestOnDisk = at.place.eventCount;
    this.#writing = this.#write({ ...at, sizeBytes: bytes.length, bytes });
    await this.#writing;
    this.#writing = undefined;
  }

  /** Waits for the write under way. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  /** Deletes the files of all but one, as when an older engine made them. */
  async keepOnly(name: string): Promise<void> {
    for (const keyframe of this.#disk.all.filter((other) => other.name !== name)) {
      this.#disk.remove(keyframe);
      await this.#files.remove(keyframe.name);
    }
  }

  /** Every snapshot that leads to a destination on a branch, the nearest first, the start last. */
  departures(destination: Destination, branch: string): Departure[] {
    const start = this.#start;
    const base = this.#history.findBranch(branch)?.base;
    const all: Departure[] = [
      ...this.#memory.leadingTo(destination, this.#history).map(fromMemory),
      ...this.#disk.leadingTo(destination, this.#history).map((disk) => this.#fromDisk(disk)),
      ...(start !== undefined && leadsTo(start, destination, this.#history)
        ? [fromMemory(start)]
        : []),
    ];
    // What lies before a branch's base was made by another engine and must not be run again.
    const usable =
      base === undefined
        ? all
        : all.filter((departure) => comparePlaces(departure.place, base.place) >= 0);
    return usable.sort(byNearness);
  }

  /** Those of them that lie on the disk, the nearest first. */
  departuresOnDisk(destination: Destination): (Departure & { readonly name: string })[] {
    const keyframes = this.#disk.leadingTo(destination, this.#history);
    return keyframes.map((disk) => ({ ...this.#fromDisk(disk), name: disk.name }));
  }

  #place(): Place {
    return { atUs: this.#engine.nowUs, eventCount: this.#engine.eventCount };
  }

  #keep(standing: Standing, bytes: Uint8Array): void {
    const place = this.#place();
    this.#memory.add({
      place,
      parent: standing.parent,
      branch: standing.branch,
      sizeBytes: bytes.length,
      bytes,
    });
    const { eventCount } = place;
    this.#latest = { eventCount, applied: standing.applied, sizeBytes: bytes.length };
  }

  async #write(keyframe: MemoryKeyframe): Promise<void> {
    const { place, parent, branch, bytes } = keyframe;
    const written = await this.#files.write({ parent, place, bytes });
    // A disk without room for a keyframe may still have room for the journal.
    if (!written.ok) return;
    const dropped = this.#disk.add({ place, parent, branch, ...written.value }, this.#isBase());
    for (const victim of dropped) await this.#files.remove(victim.name);
  }

  /** A branch that begins with a keyframe cannot do without it. */
  #isBase(): (keyframe: DiskKeyframe) => boolean {
    const names = new Set(this.#history.branches.map(({ base }) => base?.keyframe));
    return (keyframe) => names.has(keyframe.name);
  }

  #fromDisk(keyframe: DiskKeyframe): Departure {
    return {
      ...keyframe,
      load: async () => {
        const read = await this.#files.read(keyframe.name);
        if (!read.ok) this.#disk.remove(keyframe);
        return read;
      },
    };
  }
}

function fromMemory(keyframe: MemoryKeyframe): Departure {
  const { place, parent, branch, sizeBytes, bytes } = keyframe;
  return { place, parent, branch, sizeBytes, load: () => Promise.resolve(ok(bytes)) };
}
