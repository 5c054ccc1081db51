/**
 * The sweep "try every single failure": starting it, following it, stopping it, and keeping what it
 * found until the next one. Results know of which state of the lab they speak: once parts or
 * decisions have changed since, they are marked as stale instead of being thrown away.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Happening } from '../../shared/events/happenings.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type { FaultKind } from '../../shared/model/fault-kinds.ts';
import type {
  FaultVerdict,
  SweepAsked,
  SweepPlanView,
  SweepProgress,
} from '../../shared/views/sweep-view.ts';
import { useDockPlace } from './dock-place.ts';
import { useLive } from './use-live.ts';
import { useNotices } from './use-notices.ts';
import { usePlayback } from './use-playback.ts';
import { usePreferences } from './use-preferences.ts';
import { useSession } from './use-session.ts';
import { useTimeline } from './use-timeline.ts';

/** Height of the time panel that shows three groups of cells; what was chosen larger stays. */
const PANEL_HEIGHT_MIN = 304;

/** A sweep that takes longer, in seconds, waits for a word after its count and time were told. */
const AT_ONCE_S = 20;

/** The heat map is drawn anew at most this often while a sweep runs. */
const REDRAW_MS = 150;

export type SweepState =
  | 'none'
  | 'asking'
  | 'planned'
  | 'running'
  | 'stopped'
  | 'done'
  | 'notSteady';

/** What changes a lab, as opposed to what merely happens in it as time passes. */
const CHANGING: ReadonlySet<Happening['kind']> = new Set([
  'decision',
  'part.cut',
  'part.restored',
  'scaleSet.scaled',
]);

/** Names the state of the lab: the branch and the last thing that changed it before now. */
function stateNow(
  timeline: ReturnType<typeof useTimeline>,
  playback: ReturnType<typeof usePlayback>,
): string {
  const now = playback.nowUs;
  const last = timeline.items.findLast((item) => CHANGING.has(item.kind) && item.atUs <= now);
  return `${playback.view?.branch ?? ''}|${last?.id ?? 0}`;
}

/** What the next sweep should try. */
function useChoice() {
  /** One fault at a time, or pairs. */
  const every = ref<NonNullable<SweepAsked['every']>>('single');
  /** What happens to each of them. */
  const fault = ref<FaultKind>('cut');

  /** What is asked of the workspace. The cut has its own usual parts. */
  function asked(): SweepAsked {
    const kinds = fault.value === 'cut' ? {} : { kinds: [fault.value] };
    return { every: every.value, ...kinds };
  }

  return { every, fault, asked };
}

export const useSweep = defineStore('sweep', () => {
  const session = useSession();
  const timeline = useTimeline();
  const playback = usePlayback();
  const notices = useNotices();
  const preferences = usePreferences();
  const live = useLive();

  const { open, bringUp, hide } = useDockPlace(PANEL_HEIGHT_MIN);
  const state = ref<SweepState>('none');
  const progress = shallowRef<SweepProgress>();
  const askedAt = ref('');
  const { every, fault, asked } = useChoice();
  /** What was asked for would be this much; only before it begins. */
  const plan = shallowRef<SweepPlanView>();
  let stopStream: (() => void) | undefined;

  /** All that were found so far. */
  const verdicts = shallowRef<readonly FaultVerdict[]>([]);

  const stale = computed(
    () =>
      verdicts.value.length > 0 &&
      state.value !== 'running' &&
      askedAt.value !== stateNow(timeline, playback),
  );

  /** Answering late makes the workspace merge what it found meanwhile into the next event. */
  function take(event: SweepProgress): Promise<void> | undefined {
    progress.value = event;
    if (event.verdicts.length > 0) verdicts.value = [...verdicts.value, ...event.verdicts];
    if (event.notSteady !== undefined) finish('notSteady');
    else if (event.done === event.total) finish('done');
    else return new Promise((resume) => setTimeout(resume, REDRAW_MS));
    return undefined;
  }

  function finish(end: SweepState): void {
    stopStream?.();
    stopStream = undefined;
    state.value = end;
  }

  function ended(refusal: AppError | undefined): void {
    if (state.value !== 'running') return;
    finish(progress.value === undefined ? 'none' : 'stopped');
    if (refusal !== undefined) notices.refuse(refusal);
  }

  /** Begins anew; what an earlier one found goes. */
  function start(): void {
    const { client } = session;
    if (client === undefined) return;
    stopStream?.();
    bringUp();
    progress.value = undefined;
    verdicts.value = [];
    state.value = 'running';
    askedAt.value = stateNow(timeline, playback);
    plan.value = undefined;
    stopStream = client.subscribe('workspace.sweep', asked(), take, ended);
  }

  /** Asks how much it would be, and waits for a word to begin. */
  async function prepare(choice: {
    readonly every: NonNullable<SweepAsked['every']>;
    readonly fault: FaultKind;
  }): Promise<void> {
    const { client } = session;
    if (client === undefined || state.value === 'running') return;
    every.value = choice.every;
    fault.value = choice.fault;
    verdicts.value = [];
    progress.value = undefined;
    plan.value = undefined;
    state.value = 'asking';
    const wanted = asked();
    const answer = await client.call('workspace.sweepPlan', wanted);
    const isLatest = every.value === choice.every && fault.value === choice.fault;
    if (state.value !== 'asking' || !isLatest) return;
    if (answer.ok) {
      plan.value = answer.value;
      state.value = 'planned';
      return;
    }
    // A lab that is ill is told so where the cells would stand, with what to do next.
    if (answer.error.code === 'sweep.notSteady') {
      start();
      return;
    }
    state.value = 'none';
    notices.refuse(answer.error);
  }

  /** Stops it; what was found so far stays. */
  function cancel(): void {
    if (state.value === 'running') finish('stopped');
  }

  /** Begins what is soon done; of anything longer count and time are told first. */
  async function beginOrTell(): Promise<void> {
    await prepare({ every: every.value, fault: fault.value });
    if (plan.value !== undefined && plan.value.seconds <= AT_ONCE_S) start();
  }

  /** Opens the panel; where there is nothing to show yet, something is tried. */
  function show(): void {
    bringUp();
    if (state.value === 'none') void beginOrTell();
  }

  function toggle(): void {
    if (open.value && preferences.open.dock) hide();
    else show();
  }

  /** Results belong to one document. */
  function forget(): void {
    finish('none');
    progress.value = undefined;
    verdicts.value = [];
    hide();
  }

  watch(
    () => live.following,
    (following) => {
      if (!following) forget();
    },
  );

  return {
    open,
    state,
    every,
    fault,
    plan,
    progress,
    verdicts,
    stale,
    start,
    prepare,
    cancel,
    show,
    hide,
    toggle,
  };
});
