/**
 * Live figures: the last frame, how to look a machine up in it, and a short memory of each service
 * for small charts. Frames replace each other whole; nothing here is reactive deeper than that.
 */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { MetricsFrame, ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { StoreFigures } from '../../shared/views/store-view.ts';
import { usePlayback } from './use-playback.ts';

/** Figures of one machine in the current frame. */
export interface MachineFigures {
  readonly busy: number;
  readonly queued: number;
  readonly jobs: number;
  readonly cpuPermille: number;
}

const NOT_THERE = -1;
/** A machine that no frame had yet. */
const NOT_SEEN = Number.NaN;
/** Share of a new figure in the shown one: at ten frames a second it follows within a second. */
const SMOOTHING = 0.18;

export const useMetrics = defineStore('metrics', () => {
  const playback = usePlayback();
  const frame = shallowRef<MetricsFrame>();
  /** Position in the frame's columns by slot; rebuilt with every frame, in milliseconds. */
  let positionOfVm = new Int32Array(0);
  let positionOfPower = new Int32Array(0);
  /**
   * Processor use by slot, smoothed while time runs: a worker is busy or not, and a bar that jumps
   * says nothing.
   */
  let smoothed = new Float32Array(0);

  function apply(next: MetricsFrame): void {
    positionOfVm = positions(next.vmSlot, positionOfVm);
    positionOfPower = positions(next.powerSlot, positionOfPower);
    if (smoothed.length < positionOfVm.length) {
      const grown = new Float32Array(positionOfVm.length).fill(NOT_SEEN);
      grown.set(smoothed);
      smoothed = grown;
    }
    next.vmSlot.forEach((slot, position) => {
      const now = next.vmCpuPermille[position] ?? 0;
      const before = smoothed[slot] ?? NOT_SEEN;
      const isSmooth = playback.running && !Number.isNaN(before);
      smoothed[slot] = isSmooth ? before + (now - before) * SMOOTHING : now;
    });
    frame.value = next;
  }

  // Where time stands still, what is shown is what is: nothing comes that would follow it up.
  watch(
    () => playback.running,
    (running) => {
      if (!running && frame.value !== undefined) apply({ ...frame.value });
    },
  );

  function machine(slot: number): MachineFigures | undefined {
    const now = frame.value;
    const at = positionOfVm[slot] ?? NOT_THERE;
    if (now === undefined || at === NOT_THERE) return undefined;
    return {
      busy: now.vmBusy[at] ?? 0,
      queued: now.vmQueued[at] ?? 0,
      jobs: now.vmJobs[at] ?? 0,
      cpuPermille: smoothed[slot] ?? 0,
    };
  }

  /** Processor in use of a machine, smoothed; 0 of one that does nothing. */
  function cpuPermille(slot: number): number {
    return smoothed[slot] || 0;
  }

  /** Load of a part of the power graph, in milliwatts. */
  function powerMilliwatts(slot: number): number | undefined {
    // Read first: who asks before the first frame has to be told when it comes.
    const now = frame.value;
    const at = positionOfPower[slot] ?? NOT_THERE;
    return at === NOT_THERE ? undefined : now?.powerMilliwatts[at];
  }

  const services = computed<readonly ServiceFigures[]>(() => frame.value?.services ?? []);

  function service(id: string): ServiceFigures | undefined {
    return services.value.find((figures) => figures.id === id);
  }

  function store(id: string): StoreFigures | undefined {
    return frame.value?.stores.find((figures) => figures.id === id);
  }

  function clear(): void {
    frame.value = undefined;
    smoothed.fill(NOT_SEEN);
  }

  return { frame, apply, machine, cpuPermille, powerMilliwatts, services, service, store, clear };
});

/** Slot → position, or NOT_THERE. Reuses the table when it is large enough. O(slots). */
function positions(slots: Uint32Array, table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  let highest = -1;
  for (const slot of slots) if (slot > highest) highest = slot;
  const result = table.length > highest ? table : new Int32Array((highest + 1) * 2);
  result.fill(NOT_THERE);
  slots.forEach((slot, position) => {
    result[slot] = position;
  });
  return result;
}
