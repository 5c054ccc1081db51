/**
 * Many runs of the lab with other seeds: asking for them, following them, stopping them, and what
 * they say together. Nothing is worked out here; the workspace runs copies and sends estimates.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { AppError } from '../../shared/kernel/result.ts';
import type { MonteCarloProgress } from '../../shared/views/monte-carlo-view.ts';
import { useDockPlace } from './dock-place.ts';
import { useNotices } from './use-notices.ts';
import { useSession } from './use-session.ts';

/** Height of the time panel that shows a table and a histogram. */
const PANEL_HEIGHT_MIN = 372;
/** The figures are drawn anew at most this often while runs come in. */
const REDRAW_MS = 200;

/** Numbers of runs on offer. */
export const RUN_COUNTS = [30, 100, 300, 1_000] as const;
/** Lengths on offer; empty: as long as the scenario. */
export const RUN_LENGTHS = ['', '1d', '30d', '365d'] as const;

export type MonteCarloState = 'none' | 'running' | 'stopped' | 'done';

export const useMonteCarlo = defineStore('monteCarlo', () => {
  const session = useSession();
  const notices = useNotices();
  const place = useDockPlace(PANEL_HEIGHT_MIN);
  const state = ref<MonteCarloState>('none');
  const seeds = ref<number>(RUN_COUNTS[0]);
  const lasts = ref<(typeof RUN_LENGTHS)[number]>('');
  const progress = shallowRef<MonteCarloProgress>();
  const chosen = ref('');
  let stopStream: (() => void) | undefined;

  const owners = computed(() => progress.value?.owners ?? []);
  /** The one whose figures are shown; the first until one is chosen. */
  const owner = computed(
    () => owners.value.find(({ id }) => id === chosen.value) ?? owners.value[0],
  );

  /** Answering late makes the workspace merge what comes meanwhile into the next event. */
  function take(event: MonteCarloProgress): Promise<void> | undefined {
    progress.value = event;
    if (event.done === event.seeds) finish('done');
    else return new Promise((resume) => setTimeout(resume, REDRAW_MS));
    return undefined;
  }

  function finish(end: MonteCarloState): void {
    stopStream?.();
    stopStream = undefined;
    state.value = end;
  }

  function ended(refusal: AppError | undefined): void {
    if (state.value !== 'running') return;
    finish(progress.value === undefined ? 'none' : 'stopped');
    if (refusal !== undefined) notices.refuse(refusal);
  }

  /** Begins anew; what earlier runs said goes. */
  function start(): void {
    const { client } = session;
    if (client === undefined) return;
    stopStream?.();
    progress.value = undefined;
    state.value = 'running';
    const asked = { seeds: seeds.value, ...(lasts.value === '' ? {} : { lasts: lasts.value }) };
    stopStream = client.subscribe('workspace.monteCarlo', asked, take, ended);
  }

  /** Stops the runs; what was found so far stays. */
  function cancel(): void {
    if (state.value === 'running') finish('stopped');
  }

  function show(): void {
    place.bringUp();
  }

  place.whenClosed(() => {
    finish('none');
    progress.value = undefined;
    chosen.value = '';
  });

  return {
    open: place.open,
    state,
    seeds,
    lasts,
    progress,
    owners,
    owner,
    chosen,
    start,
    cancel,
    show,
    hide: place.hide,
  };
});
