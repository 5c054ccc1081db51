/**
 * Subscribes to the four streams of the open document and hands their events to the stores.
 *
 * `follow` begins and survives reconnects, `pause` is for a lost connection and keeps what was
 * last seen, `stop` is for a closed document and forgets it. When nothing is open the streams end
 * with a refusal at once, which is how a fresh tab learns that it should show the start screen;
 * whoever knows which document was open here hears of it first and may open it again.
 */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { AppError } from '../../shared/kernel/result.ts';
import type { TopologyPatch } from '../../shared/views/topology-view.ts';
import { useMetrics } from './use-metrics.ts';
import { usePlayback } from './use-playback.ts';
import { useSelection } from './use-selection.ts';
import { useSession, type RacklabClient } from './use-session.ts';
import { useTimeline } from './use-timeline.ts';
import { useTopology } from './use-topology.ts';

export const useLive = defineStore('live', () => {
  const session = useSession();
  const topology = useTopology();
  const metrics = useMetrics();
  const playback = usePlayback();
  const timeline = useTimeline();
  const selection = useSelection();
  const following = ref(false);
  /** False until the streams have answered once: neither start screen nor room is right yet. */
  const known = ref(false);
  /** True while what is shown is what this connection said; false from a loss to the return. */
  const inTouch = ref(false);
  let stops: (() => void)[] = [];
  let bringBack: (() => boolean) | undefined;
  let tellClosed: (() => void) | undefined;

  /** Asked when nothing is open at a place; true when something is being opened again there. */
  function whenGone(ask: () => boolean): void {
    bringBack = ask;
  }

  /** Told when the document was closed from elsewhere, in peace. */
  function whenClosed(tell: () => void): void {
    tellClosed = tell;
  }

  function pause(): void {
    for (const stop of stops) stop();
    stops = [];
    inTouch.value = false;
  }

  function forget(): void {
    following.value = false;
    topology.clear();
    metrics.clear();
    playback.clear();
    timeline.clear();
    selection.clear();
  }

  function stop(): void {
    pause();
    forget();
  }

  /** Subscribes to the room; `goOn` asks again where nothing was open yet. */
  function followRoom(client: RacklabClient): { goOn: () => void } {
    const mine = stops;
    let end: (() => void) | undefined;
    let isShown = false;
    let isRefused = false;

    function take(patch: TopologyPatch): void | Promise<void> {
      if (topology.applyPatch(patch) === 'applied') {
        if (!isShown) void followRest(client, mine);
        isShown = true;
        // The next part is sent when this one is answered for.
        return patch.more === true ? topology.timeForMore() : undefined;
      }
      // Revisions do not meet: a new subscription begins with everything.
      end?.();
      return begin();
    }

    function begin(): void {
      isRefused = false;
      end = client.subscribe('workspace.topology', {}, take, (refusal) => {
        isRefused = refusal?.code === 'document.notOpen';
      });
    }

    begin();
    mine.push(() => end?.());
    return {
      goOn: () => {
        if (isRefused) begin();
      },
    };
  }

  /** Subscribes with the current connection; nothing happens without one. */
  function follow(): void {
    pause();
    const client = session.client;
    if (client === undefined) return;
    // The room first: when the screen learns that something is open, there is something to show.
    const room = followRoom(client);
    stops.push(
      client.subscribe(
        'workspace.playback',
        {},
        (view) => {
          playback.apply(view);
          following.value = true;
          known.value = true;
          inTouch.value = true;
          room.goOn();
        },
        ended,
      ),
    );
  }

  /** In peace when the document was closed; with a reason otherwise. */
  function ended(refusal: AppError | undefined): void {
    if (refusal?.code === 'document.notOpen' && bringBack?.() === true) return;
    known.value = true;
    // A connection that is lost leaves the room in sight as it was.
    if (refusal === undefined || refusal.code === 'document.notOpen') stop();
    if (refusal === undefined) tellClosed?.();
  }

  /** Figures and the past of a large room would keep it from being seen and pressed. */
  async function followRest(client: RacklabClient, mine: (() => void)[]): Promise<void> {
    await topology.timeForMore();
    if (mine !== stops) return;
    mine.push(
      client.subscribe('workspace.metrics', {}, metrics.apply),
      client.subscribe('workspace.timeline', {}, timeline.apply),
    );
  }

  return { following, known, inTouch, whenGone, whenClosed, follow, pause, stop };
});
