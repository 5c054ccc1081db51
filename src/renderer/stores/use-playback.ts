/**
 * The one clock as the screen sees it, and the buttons of the transport. Every act is a call; what
 * is shown is only ever what came back, so the screen and the engine cannot disagree about time.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import type { CallOptions } from '../../shared/contract/connect.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { PlaybackView, Speed } from '../../shared/views/workspace-view.ts';
import { useNotices } from './use-notices.ts';
import { useSession } from './use-session.ts';

/** The speeds offered, slowest first; 60× is where a document begins. */
export const SPEED_STEPS: readonly Speed[] = [1, 10, 60, 600, 3_600, 'max'];

export const usePlayback = defineStore('playback', () => {
  const session = useSession();
  const notices = useNotices();
  const view = shallowRef<PlaybackView>();
  /**
   * A journey through time that may take long: where it goes, where that is known, and how to stop
   * it.
   */
  const journey = shallowRef<{ toUs?: number; fromUs: number; stop: CancelSource }>();
  const busy = ref(false);

  const nowUs = computed(() => view.value?.nowUs ?? 0);
  const running = computed(() => view.value?.running ?? false);
  const atEnd = computed(() => {
    const now = view.value;
    return now !== undefined && now.durationUs > 0 && now.nowUs >= now.durationUs;
  });
  const rewound = computed(() => {
    const now = view.value;
    return now !== undefined && now.nowUs < now.tipUs;
  });

  function apply(next: PlaybackView): void {
    view.value = next;
  }

  async function take(answer: Promise<Result<PlaybackView>>): Promise<boolean> {
    busy.value = true;
    const result = await answer;
    busy.value = false;
    if (result.ok) apply(result.value);
    else notices.refuse(result.error);
    return result.ok;
  }

  function setRunning(wanted: boolean): Promise<boolean> {
    return take(session.call('workspace.play', { running: wanted }));
  }

  function toggle(): Promise<boolean> {
    return setRunning(!running.value);
  }

  /** Asked for and not answered yet: a key pressed thrice means three speeds up. */
  let askedSpeed: Speed | undefined;

  async function setSpeed(speed: Speed): Promise<boolean> {
    askedSpeed = speed;
    const taken = await take(session.call('workspace.play', { speed }));
    if (askedSpeed === speed) askedSpeed = undefined;
    return taken;
  }

  /** One speed up (+1) or down (-1). */
  function shiftSpeed(by: 1 | -1): Promise<boolean> {
    const at = SPEED_STEPS.indexOf(askedSpeed ?? view.value?.speed ?? 60);
    const next = SPEED_STEPS[Math.min(SPEED_STEPS.length - 1, Math.max(0, at + by))];
    return next === undefined ? Promise.resolve(false) : setSpeed(next);
  }

  function step(what: 'event' | 'minute'): Promise<boolean> {
    return take(session.call('workspace.step', { what }));
  }

  /** Whatever goes elsewhere in time: it is seen, and can be stopped. */
  async function travel(
    ask: (options: CallOptions) => Promise<Result<PlaybackView>>,
    toUs?: number,
  ): Promise<boolean> {
    journey.value?.stop.cancel();
    const stop = createCancelSource();
    const way = { fromUs: nowUs.value, stop };
    const mine = toUs === undefined ? way : { ...way, toUs };
    journey.value = mine;
    const done = await take(ask({ signal: stop.signal }));
    if (journey.value === mine) journey.value = undefined;
    return done;
  }

  /** Goes to a moment: back by rewinding, forward by running there as fast as possible. */
  function goTo(us: number): Promise<boolean> {
    const toUs = Math.max(0, Math.round(us));
    const known = view.value?.tipUs ?? 0;
    if (toUs > Math.max(known, nowUs.value)) return runUntil(toUs);
    return travel((options) => session.call('workspace.rewind', { toUs }, options), toUs);
  }

  function runUntil(us: number): Promise<boolean> {
    const toUs = Math.round(us);
    return travel((options) => session.call('workspace.runUntil', { toUs }, options), toUs);
  }

  function stopJourney(): void {
    journey.value?.stop.cancel();
  }

  function fork(name: string): Promise<boolean> {
    return take(session.call('workspace.fork', { name }));
  }

  function switchBranch(branch: string): Promise<boolean> {
    // What was last decided is another decision there.
    notices.withdraw(() => true);
    return travel((options) => session.call('workspace.switchBranch', { branch }, options));
  }

  function rewindBefore(seq: number): Promise<boolean> {
    return travel((options) => session.call('workspace.rewindBefore', { seq }, options));
  }

  function clear(): void {
    view.value = undefined;
    journey.value = undefined;
  }

  return {
    view,
    nowUs,
    running,
    atEnd,
    rewound,
    journey,
    busy,
    apply,
    setRunning,
    toggle,
    setSpeed,
    shiftSpeed,
    step,
    goTo,
    runUntil,
    stopJourney,
    fork,
    switchBranch,
    rewindBefore,
    clear,
  };
});
