/**
 * An answer that is asked for again while time runs: once at first, after every change of the room
 * or its time, and at intervals in between. The last answer stays until the next one is there.
 */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import type { Result } from '../../shared/kernel/result.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useTopology } from '../stores/use-topology.ts';

/** Between two questions while time runs. */
const REFRESH_MS = 1_500;
/** A question that took long is not asked again for so many times as long. */
const REST_TIMES = 8;

/** Asks now and again; call inside setup. */
export function usePolled<T>(ask: () => Promise<Result<T>>): Readonly<ShallowRef<T | undefined>> {
  const playback = usePlayback();
  const topology = useTopology();
  const answer = shallowRef<T>();
  let asking = false;
  let again = false;
  let restUntil = 0;

  async function refresh(): Promise<void> {
    // While a large room is on its way the workspace has better things to do.
    if (topology.arriving) return;
    // A large room takes longer to judge than the interval; questions do not pile up.
    again = asking;
    if (asking) return;
    asking = true;
    const began = performance.now();
    const got = await ask();
    restUntil = performance.now() + (performance.now() - began) * REST_TIMES;
    asking = false;
    if (got.ok) answer.value = got.value;
    if (again) void refresh();
  }

  const timer = setInterval(() => {
    if (playback.running && performance.now() >= restUntil) void refresh();
  }, REFRESH_MS);
  watch(
    [
      () => topology.arriving,
      () => playback.running,
      () => (playback.running ? 0 : topology.version + playback.nowUs),
    ],
    () => void refresh(),
    { immediate: true },
  );
  onBeforeUnmount(() => clearInterval(timer));
  return answer;
}
