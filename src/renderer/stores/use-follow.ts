/**
 * The request that is followed: what is asked of the workspace, and at which of its hops the screen
 * looks. The hops are the engine's; here is only a place in their list, which a person moves, or
 * the clock: when time passes a hop, that hop is shown.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import type { AppError } from '../../shared/kernel/result.ts';
import type { FollowHop, FollowView, FollowWhich } from '../../shared/views/follow-view.ts';
import { useDockPlace } from './dock-place.ts';
import { usePlayback } from './use-playback.ts';
import { usePreferences } from './use-preferences.ts';
import { useSelection } from './use-selection.ts';
import { useSession } from './use-session.ts';
import { useTopology } from './use-topology.ts';
import { useWorkspace } from './use-workspace.ts';

/** Height of the time panel at which the hops of a usual request can be read. */
const PANEL_HEIGHT_MIN = 330;
/** How long a hop is shown while the request goes by itself. */
export const HOP_MS = 1_100;

export const useFollow = defineStore('follow', () => {
  const session = useSession();
  const playback = usePlayback();
  const preferences = usePreferences();
  const place = useDockPlace(PANEL_HEIGHT_MIN);
  const choice = chooseService();
  const decided = countDecisions();
  const which = ref<FollowWhich>('next');
  const view = shallowRef<FollowView>();
  const refusal = shallowRef<AppError>();
  const busy = ref(false);
  /** After its end the next one is followed, as time goes on. */
  const goesOn = ref(false);
  /** Decisions made until it was asked, and the branch. */
  const askedOf = shallowRef({ decided: 0, branch: '' });
  let asking = 0;

  const hops = computed(() => view.value?.hops ?? []);
  const walk = walkAlong(hops);
  /** The end of the request, or of what is known of it. */
  const endUs = computed(() => view.value?.endedUs ?? hops.value.at(-1)?.atUs ?? 0);
  /** Somebody decided something since, or time was turned back: it may fare otherwise now. */
  const isStale = computed(() => {
    const now = playback.view;
    if (view.value === undefined || now === undefined) return false;
    const isOther = askedOf.value.decided !== decided.value || now.branch !== askedOf.value.branch;
    return isOther || now.nowUs < view.value.askedAtUs;
  });
  /** True of a request that comes in the run itself, so that the clock can be brought to it. */
  const isOfRun = computed(() => view.value !== undefined && view.value.which !== 'now');

  /** Brings the panel up, for a service if one is named. */
  function show(service?: string): void {
    if (service !== undefined) choice.chosen.value = service;
    place.bringUp();
  }

  function toggle(): void {
    if (place.open.value) place.hide();
    else place.bringUp();
  }

  async function ask(): Promise<void> {
    const service = choice.of.value;
    if (service === undefined) return;
    walk.stop();
    asking += 1;
    const mine = asking;
    busy.value = true;
    askedOf.value = { decided: decided.value, branch: playback.view?.branch ?? '' };
    const answer = await session.call('workspace.follow', { of: service, which: which.value });
    if (mine !== asking) return;
    busy.value = false;
    refusal.value = answer.ok ? undefined : answer.error;
    view.value = answer.ok ? answer.value : undefined;
    if (!answer.ok) goesOn.value = false;
    else if (preferences.still) walk.goTo(Infinity);
    else walk.begin(!playback.running);
  }

  /** Runs the room to the moment of the hop that is looked at. */
  function bringTime(): void {
    const us = walk.hop.value?.atUs;
    if (us !== undefined && us > playback.nowUs) void playback.runUntil(us);
  }

  function clear(): void {
    asking += 1;
    busy.value = false;
    view.value = undefined;
    refusal.value = undefined;
    goesOn.value = false;
    walk.goTo(0);
  }

  /** Time moves the place: to the last hop that has come. */
  function onClock(nowUs: number, beforeUs: number): void {
    const followed = view.value;
    if (followed === undefined || !isOfRun.value || isStale.value || nowUs <= beforeUs) return;
    if (nowUs < followed.sentUs) return;
    if (beforeUs <= endUs.value) walk.goTo(hops.value.findLastIndex(({ atUs }) => atUs <= nowUs));
    if (nowUs > endUs.value && goesOn.value && !busy.value) void ask();
  }

  watch(() => playback.nowUs, onClock);
  // Without the panel nobody is followed.
  watch(place.open, (opened) => {
    if (!opened) clear();
  });
  watch(() => playback.view?.document, place.hide);

  const panel = { open: place.open, show, toggle, hide: place.hide };
  const question = { which, view, refusal, busy, goesOn, isStale, isOfRun, ask, bringTime, clear };
  return { ...choice, ...walk, ...panel, ...question, hops };
});

/** The service that is chosen, else the one of the selection, else the first. */
function chooseService() {
  const selection = useSelection();
  const topology = useTopology();
  const chosen = ref<string>();
  const services = computed(() => topology.list('service'));
  const of = computed(() => {
    const known = services.value.some(({ id }) => id === chosen.value);
    return known ? chosen.value : (ofSelection() ?? services.value[0]?.id);
  });

  function ofSelection(): string | undefined {
    const row = selection.primary === undefined ? undefined : topology.get(selection.primary);
    if (row?.kind === 'service') return row.id;
    if (row?.kind !== 'balancer') return undefined;
    return services.value.find(({ balancer }) => balancer === row.id)?.id;
  }
  return { chosen, services, of };
}

/** Decisions made here, taken back or made again, counted. */
function countDecisions(): Ref<number> {
  const decided = ref(0);
  useWorkspace().$onAction(({ name, after }) => {
    if (name !== 'execute' && name !== 'undo' && name !== 'redo') return;
    after(() => {
      decided.value += 1;
    });
  });
  return decided;
}

/** A place in the list of hops, which is moved by hand or goes by itself. */
function walkAlong(hops: Ref<readonly FollowHop[]>) {
  /** The hop that is looked at, from 0. */
  const at = ref(0);
  const playing = ref(false);
  const hop = computed(() => hops.value[at.value]);
  const isLast = computed(() => at.value >= hops.value.length - 1);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    playing.value = false;
  }

  function goTo(index: number): void {
    stop();
    at.value = Math.min(Math.max(0, index), Math.max(0, hops.value.length - 1));
  }

  function play(): void {
    if (isLast.value) at.value = 0;
    playing.value = true;
    timer = setTimeout(advance, HOP_MS);
  }

  function advance(): void {
    if (isLast.value) {
      playing.value = false;
      return;
    }
    at.value += 1;
    timer = setTimeout(advance, HOP_MS);
  }

  /** Stands at the first hop, and goes on from there if that is wanted. */
  function begin(goes: boolean): void {
    goTo(0);
    if (goes) play();
  }
  return { at, playing, hop, isLast, goTo, play, stop, begin };
}
