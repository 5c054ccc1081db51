/**
 * The course of the run, for the charts: asked for again while time runs and the charts are up, and
 * worked out on a copy where nobody was looking, which takes time and can be stopped. Nothing is
 * reckoned here; the workspace looks and subtracts.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type { CourseView } from '../../shared/views/course-view.ts';
import { useDockPlace } from './dock-place.ts';
import { useLive } from './use-live.ts';
import { usePlayback } from './use-playback.ts';
import { usePreferences } from './use-preferences.ts';
import { needsCourse } from '../timeline/track-pins.ts';
import { useSession } from './use-session.ts';

/** Height of the time panel that shows two rows of charts. */
const PANEL_HEIGHT_MIN = 400;
const REFRESH_MS = 700;
/** A question that took long is not asked again for so many times as long. */
const REST_TIMES = 6;
/** Moments that have never been looked at, above which a copy is run by itself. */
const MISSING_MAX = 2;

export const useCourse = defineStore('course', () => {
  const session = useSession();
  const playback = usePlayback();
  const live = useLive();
  const preferences = usePreferences();
  const place = useDockPlace(PANEL_HEIGHT_MIN);
  const service = ref<string>();
  const view = shallowRef<CourseView>();
  const refusal = shallowRef<AppError>();
  /** A copy is being run to fill what is missing: how many moments it began with. */
  const filling = ref<number>();
  let stop: CancelSource | undefined;
  /** The branch for which somebody stopped it: it does not begin again by itself. */
  let stoppedOn: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;

  /** Somebody looks at figures of the course: in the charts, or pinned to the time track. */
  const isWanted = computed(
    () => place.open.value || (preferences.open.dock && needsCourse(preferences.trackPins)),
  );
  const isOn = computed(() => isWanted.value && live.following);
  const filledShare = computed(() => {
    const begun = filling.value ?? 0;
    return begun === 0 ? undefined : 1 - (view.value?.missing ?? 0) / begun;
  });

  async function refresh(): Promise<void> {
    if (asking || !isOn.value) return;
    asking = true;
    clearTimeout(timer);
    const began = performance.now();
    const wanted = service.value === undefined ? {} : { service: service.value };
    const answer = await session.call('branches.course', wanted);
    asking = false;
    if (!isOn.value) return;
    take(answer.ok ? answer.value : undefined, answer.ok ? undefined : answer.error);
    const rest = (performance.now() - began) * REST_TIMES;
    if (playback.running || filling.value !== undefined) {
      timer = setTimeout(() => void refresh(), Math.max(REFRESH_MS, rest));
    }
  }

  function take(next: CourseView | undefined, refused: AppError | undefined): void {
    if (next !== undefined) view.value = next;
    refusal.value = refused;
    const missing = next?.missing ?? 0;
    // While time runs fast there are always gaps behind it; they are closed when it stands.
    const isNew = (next?.atUs.length ?? 0) < MISSING_MAX;
    const mayFill = filling.value === undefined && next?.branch !== stoppedOn;
    if (mayFill && missing > MISSING_MAX && (isNew || !playback.running)) void fill();
  }

  /** Runs a copy along the branch and looks where nobody has. */
  async function fill(): Promise<void> {
    const mine = createCancelSource();
    stop = mine;
    stoppedOn = undefined;
    filling.value = view.value?.missing ?? 0;
    const asked = {
      fill: true,
      ...(service.value === undefined ? {} : { service: service.value }),
    };
    const answered = session.call('branches.course', asked, { signal: mine.signal });
    void refresh();
    const answer = await answered;
    if (stop !== mine) return;
    filling.value = undefined;
    if (answer.ok) view.value = answer.value;
    else if (answer.error.code !== 'workspace.cancelled' && answer.error.code !== 'ipc.cancelled') {
      refusal.value = answer.error;
      stoppedOn = playback.view?.branch;
    }
    void refresh();
  }

  function stopFilling(): void {
    stoppedOn = playback.view?.branch;
    stop?.cancel();
  }

  function choose(id: string): void {
    service.value = id;
    void refresh();
  }

  function forget(): void {
    stop?.cancel();
    stop = undefined;
    filling.value = undefined;
    view.value = undefined;
    refusal.value = undefined;
    service.value = undefined;
    stoppedOn = undefined;
  }

  function toggle(): void {
    if (place.open.value) place.hide();
    else place.bringUp();
  }

  watch([isOn, () => playback.running, () => playback.view?.branch], () => void refresh(), {
    flush: 'post',
  });
  watch(() => !playback.running && playback.nowUs, refresh);
  place.whenClosed(forget);
  watch(isWanted, (wanted) => {
    if (!wanted) stop?.cancel();
  });

  return {
    open: place.open,
    view,
    refusal,
    filling,
    filledShare,
    show: place.bringUp,
    hide: place.hide,
    toggle,
    choose,
    fill,
    stopFilling,
  };
});
