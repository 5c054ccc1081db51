/**
 * What a workspace tells its subscribers: the room, its figures, its clock and what happened.
 *
 * Each subscriber has its own pending change; it is pulled when the subscriber has acknowledged the
 * last one, so a slow screen gets fewer and larger events. Each stream says "there is something" no
 * more often than a screen can use. While the head travels through time everything but the clock is
 * held back: half-way states are nobody's business.
 */
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import { DisposableStore, type Disposable } from '../../shared/kernel/disposable.ts';
import type { Happening } from '../../shared/events/happenings.ts';
import type { MetricsFrame } from '../../shared/views/metrics-frame.ts';
import {
  topologyRowSchema,
  type TopologyKind,
  type TopologyPatch,
} from '../../shared/views/topology-view.ts';
import type { PlaybackView } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';
import { PendingPatch } from './patch-merge.ts';
import type { WallClock } from './wall-clock.ts';

/** Least wall time between two events of a stream. */
const TOPOLOGY_INTERVAL_MS = 33;
const METRICS_INTERVAL_MS = 100;
const PLAYBACK_INTERVAL_MS = 100;
const TIMELINE_INTERVAL_MS = 100;
/** What a screen shows first comes first; everything else follows as the contract has it. */
const KINDS_FIRST: readonly TopologyKind[] = [
  'place',
  'rack',
  'power',
  'switch',
  'host',
  'balancer',
  'service',
  'vm',
];
const KINDS_IN_ORDER: readonly TopologyKind[] = [
  ...KINDS_FIRST,
  ...topologyRowSchema.options
    .map((option) => option.shape.kind.value)
    .filter((kind) => !KINDS_FIRST.includes(kind)),
];
/** Happenings in one event; the rest follows after its acknowledgement. */
export const TIMELINE_ITEMS_MAX = 5_000;

export interface TimelineEvent {
  reset: boolean;
  items: Happening[];
}

export interface PublisherPorts {
  readonly engine: Engine;
  readonly clock: WallClock;
  readonly playbackView: () => PlaybackView;
}

export class Publisher implements Disposable {
  readonly #ports: PublisherPorts;
  readonly #topology: Channel;
  readonly #metrics: Channel;
  readonly #playback: Channel;
  readonly #timeline: Channel;
  readonly #patches = new Set<PendingPatch>();
  readonly #timelines = new Set<TimelineCursor>();
  #held = false;

  constructor(ports: PublisherPorts) {
    this.#ports = ports;
    this.#topology = new Channel(ports.clock, TOPOLOGY_INTERVAL_MS);
    this.#metrics = new Channel(ports.clock, METRICS_INTERVAL_MS);
    this.#playback = new Channel(ports.clock, PLAYBACK_INTERVAL_MS);
    this.#timeline = new Channel(ports.clock, TIMELINE_INTERVAL_MS);
  }

  /** Something may have changed: the room, the clock, or both. */
  changed(): void {
    this.#playback.notify();
    if (this.#held) return;
    this.#topology.notify();
    this.#metrics.notify();
    this.#timeline.notify();
  }

  /**
   * Hands what has changed in the room to all who wait for it, and returns the revision that a
   * subscriber will have reached when it has seen it.
   */
  drain(): number {
    const { engine } = this.#ports;
    // The engine tells each change once.
    const patch = engine.drainPatch();
    for (const pending of this.#patches) pending.add(patch);
    return engine.revision;
  }

  /** The head travels: only the clock is shown until `release`. */
  hold(): void {
    this.#held = true;
  }

  /** The head has arrived somewhere: every subscriber gets the whole room and timeline anew. */
  release(): void {
    this.#held = false;
    for (const cursor of this.#timelines) cursor.needsReset = true;
    this.changed();
  }

  topology(sink: StreamSink): StreamSource<TopologyPatch> {
    const pending = new PendingPatch();
    this.#patches.add(pending);
    this.#topology.add(sink);
    return {
      pull: () => this.#pullTopology(pending, sink),
      dispose: () => {
        this.#patches.delete(pending);
        this.#topology.remove(sink);
      },
    };
  }

  metrics(sink: StreamSink): StreamSource<MetricsFrame> {
    this.#metrics.add(sink);
    return {
      pull: () => (this.#held ? undefined : this.#ports.engine.metrics()),
      dispose: () => this.#metrics.remove(sink),
    };
  }

  playback(sink: StreamSink): StreamSource<PlaybackView> {
    this.#playback.add(sink);
    return {
      pull: () => this.#ports.playbackView(),
      dispose: () => this.#playback.remove(sink),
    };
  }

  timeline(sink: StreamSink): StreamSource<TimelineEvent> {
    const cursor: TimelineCursor = { lastId: 0, needsReset: true };
    this.#timelines.add(cursor);
    this.#timeline.add(sink);
    return {
      pull: () => this.#pullTimeline(cursor, sink),
      dispose: () => {
        this.#timelines.delete(cursor);
        this.#timeline.remove(sink);
      },
    };
  }

  /** Ends every stream. */
  dispose(): void {
    for (const channel of [this.#topology, this.#metrics, this.#playback, this.#timeline]) {
      channel.dispose();
    }
  }

  #pullTopology(pending: PendingPatch, sink: StreamSink): TopologyPatch | undefined {
    if (this.#held) return undefined;
    const { engine } = this.#ports;
    const rev = this.drain();
    const patch = pending.take(() => ({
      rev,
      kinds: KINDS_IN_ORDER,
      rowsOf: (kind) => engine.rows([kind]),
    }));
    // The next part follows as soon as this one was taken.
    if (pending.isUnderWay) sink.notify();
    return patch;
  }

  #pullTimeline(cursor: TimelineCursor, sink: StreamSink): TimelineEvent | undefined {
    if (this.#held) return undefined;
    const { engine } = this.#ports;
    const reset = cursor.needsReset;
    if (reset) {
      cursor.needsReset = false;
      cursor.lastId = Math.max(0, engine.lastHappeningId - TIMELINE_ITEMS_MAX);
    }
    const items = engine.happenings(cursor.lastId).slice(0, TIMELINE_ITEMS_MAX);
    if (items.length === 0 && !reset) return undefined;
    cursor.lastId = items.at(-1)?.id ?? cursor.lastId;
    if (cursor.lastId < engine.lastHappeningId) this.#ports.clock.soon(() => sink.notify());
    return { reset, items };
  }
}

interface TimelineCursor {
  lastId: number;
  needsReset: boolean;
}

/** The subscribers of one stream, told at most once in each interval. */
class Channel implements Disposable {
  readonly #clock: WallClock;
  readonly #intervalMs: number;
  readonly #sinks = new Set<StreamSink>();
  readonly #timers = new DisposableStore();
  #lastMs = -Infinity;
  #isScheduled = false;

  constructor(clock: WallClock, intervalMs: number) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  add(sink: StreamSink): void {
    this.#sinks.add(sink);
  }

  remove(sink: StreamSink): void {
    this.#sinks.delete(sink);
  }

  notify(): void {
    if (this.#isScheduled || this.#sinks.size === 0) return;
    const waitMs = this.#lastMs + this.#intervalMs - this.#clock.nowMs();
    if (waitMs <= 0) return this.#tell();
    this.#isScheduled = true;
    const timer = this.#timers.add(
      this.#clock.after(waitMs, () => {
        this.#timers.release(timer);
        this.#isScheduled = false;
        this.#tell();
      }),
    );
  }

  dispose(): void {
    this.#timers.dispose();
    for (const sink of this.#sinks) sink.end();
    this.#sinks.clear();
  }

  #tell(): void {
    this.#lastMs = this.#clock.nowMs();
    for (const sink of this.#sinks) sink.notify();
  }
}
