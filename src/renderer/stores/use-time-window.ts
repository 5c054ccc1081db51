/**
 * Which part of the run the time track shows, for everything that is drawn along its axis: all of
 * it, the last minutes as they pass, or a stretch somebody chose. It holds moments only; what is
 * drawn there, and how far now is, others know.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { US_PER_MINUTE } from '../../shared/kernel/time.ts';
import { keptWithin, panned, zoomed, type TimeSpan } from '../timeline/time-scale.ts';
import { useArea } from './use-area.ts';
import { useLive } from './use-live.ts';
import { usePlayback } from './use-playback.ts';
import { useTimeline } from './use-timeline.ts';

/** A run shows at least this much, so that its first minutes are not a smear. */
const WHOLE_MIN_US = 15 * US_PER_MINUTE;
/** Room to the right of now, as a share of what has been simulated. */
const AHEAD = 1.25;
const LAST_US = 5 * US_PER_MINUTE;
/** Of the last minutes so much lies before the playhead; the rest is to come. */
const LAST_SHARE = 0.94;
/** Around one event, and around a stretch as a share of it. */
const AROUND_EVENT_US = 2 * US_PER_MINUTE;
const AROUND_AREA = 0.08;
/** When the playhead runs out of a chosen stretch, it comes back in so far from the left. */
const TURNED_SHARE = 0.8;
const ZOOM_STEP = 1.5;
const PAN_SHARE = 0.25;

/** How far the run reaches, and the whole of which a part is shown. */
function useWhole() {
  const playback = usePlayback();
  /** How far a run reached that was left by going back in time; it stays in sight. */
  const leftAtUs = ref(0);
  const wholeUs = ref(WHOLE_MIN_US);

  const tipUs = computed(() => Math.max(playback.view?.tipUs ?? 0, playback.nowUs, leftAtUs.value));

  /** The whole grows in steps, so that the marks do not creep while time runs. */
  watch(
    [tipUs, () => playback.view?.durationUs],
    () => {
      const end = playback.view?.durationUs ?? 0;
      let span = WHOLE_MIN_US;
      while (span < tipUs.value * AHEAD) span *= 2;
      wholeUs.value =
        end > 0 ? Math.min(Math.max(span, WHOLE_MIN_US), Math.max(end, tipUs.value)) : span;
    },
    { immediate: true },
  );
  return { leftAtUs, tipUs, wholeUs };
}

export const useTimeWindow = defineStore('timeWindow', () => {
  const playback = usePlayback();
  const timeline = useTimeline();
  const area = useArea();
  const live = useLive();
  const { leftAtUs, tipUs, wholeUs } = useWhole();
  const mode = ref<'all' | 'last' | 'chosen'>('all');
  const chosen = shallowRef<TimeSpan>({ fromUs: 0, toUs: WHOLE_MIN_US });
  const shown = computed<TimeSpan>(() => {
    if (mode.value === 'all') return { fromUs: 0, toUs: wholeUs.value };
    if (mode.value === 'chosen') return keptWithin(chosen.value, wholeUs.value);
    const fromUs = playback.nowUs - LAST_US * LAST_SHARE;
    return keptWithin({ fromUs, toUs: fromUs + LAST_US }, wholeUs.value);
  });

  function choose(span: TimeSpan): void {
    const next = keptWithin(span, wholeUs.value);
    const isAll = next.fromUs === 0 && next.toUs >= wholeUs.value;
    mode.value = isAll ? 'all' : 'chosen';
    chosen.value = next;
  }

  /** Shows more (above 1) or less of the time; a moment stays where it is on the screen. */
  function zoomBy(factor: number, atUs = middle()): void {
    choose(zoomed(shown.value, { factor, atUs, wholeUs: wholeUs.value }));
  }

  /** Now, where it is in sight: whoever zooms without pointing means the present. */
  function middle(): number {
    const { fromUs, toUs } = shown.value;
    const now = playback.nowUs;
    return now >= fromUs && now <= toUs ? now : (fromUs + toUs) / 2;
  }

  function panBy(byUs: number): void {
    if (mode.value !== 'all') choose(panned(shown.value, byUs, wholeUs.value));
  }

  /** One step of a button or a key, of what is shown. */
  function step(what: 'in' | 'out' | 'back' | 'forth'): void {
    const length = shown.value.toUs - shown.value.fromUs;
    if (what === 'in') zoomBy(1 / ZOOM_STEP);
    else if (what === 'out') zoomBy(ZOOM_STEP);
    else panBy(length * (what === 'back' ? -PAN_SHARE : PAN_SHARE));
  }

  function fitAll(): void {
    mode.value = 'all';
  }

  function showLast(): void {
    mode.value = 'last';
  }

  /** The stretch that is marked, or the event that is open with its surroundings, or all. */
  function fitMarked(): void {
    const span = area.area;
    const event = timeline.opened === undefined ? undefined : timeline.byId(timeline.opened);
    if (span !== undefined) {
      const around = (span.toUs - span.fromUs) * AROUND_AREA;
      choose({ fromUs: span.fromUs - around, toUs: span.toUs + around });
    } else if (event === undefined) fitAll();
    else choose({ fromUs: event.atUs - AROUND_EVENT_US, toUs: event.atUs + AROUND_EVENT_US });
  }

  /** Goes to the next event or the last one before now. */
  function goToEvent(way: 'next' | 'previous'): void {
    const atUs = timeline.marks.beside(playback.nowUs, way);
    if (atUs !== undefined) void playback.goTo(atUs);
  }

  // Time that runs takes the view along, unless somebody looks elsewhere.
  watch(
    () => playback.nowUs,
    (now, before) => {
      const { fromUs, toUs } = shown.value;
      const wasIn = before >= fromUs && before <= toUs;
      if (mode.value !== 'chosen' || now <= toUs || !wasIn) return;
      const length = toUs - fromUs;
      const start = now - length * (1 - TURNED_SHARE);
      choose({ fromUs: start, toUs: start + length });
    },
  );
  watch(() => live.following, fitAll);

  return {
    mode,
    shown,
    wholeUs,
    tipUs,
    leftAtUs,
    choose,
    zoomBy,
    panBy,
    step,
    fitAll,
    showLast,
    fitMarked,
    goToEvent,
  };
});
