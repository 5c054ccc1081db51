/**
 * The connection to the workspace: opens it, says how it is, and opens it again when it is lost.
 *
 * Other stores never hold a client. They ask through `call`, and register with `whenConnected`
 * what they want to hear; after a reconnect they are asked again and so resynchronise. Which wire
 * carries the frames is decided by the opener that main.ts hands in.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { CallOptions, Client } from '../../shared/contract/connect.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/define.ts';
import { PLACE_FIRST } from '../../shared/contract/port-handover.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import { err, type AppError, type Result } from '../../shared/kernel/result.ts';

export type RacklabClient = Client<Contract>;
/** Makes one connection to a place; refuses as a value. */
export type OpenClient = (place: number) => Promise<Result<RacklabClient>>;
/** Starts what a store wants from a connection, and returns how to stop it. */
export type OnConnected = (client: RacklabClient) => () => void;

export type SessionStatus = 'connecting' | 'ready' | 'lost' | 'stale';

/** A connection that is not back by then is said to be lost; quicker ones would only flash. */
const LOST_AFTER_MS = 1_000;
/** Waits between attempts to reconnect, in milliseconds; the last one repeats. */
const RETRY_WAITS_MS = [250, 500, 1_000, 2_000, 5_000] as const;

export const useSession = defineStore('session', () => {
  const status = ref<SessionStatus>('connecting');
  const attempts = ref(0);
  const failure = shallowRef<AppError>();
  const client = shallowRef<RacklabClient>();
  const listeners = new Set<OnConnected>();
  let stops: (() => void)[] = [];
  /** Which of the host's workspaces this screen is at. */
  const place = ref(PLACE_FIRST);
  let opener: OpenClient | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lostTimer: ReturnType<typeof setTimeout> | undefined;

  const ready = computed(() => status.value === 'ready');

  async function connectNow(): Promise<void> {
    if (opener === undefined) return;
    clearTimeout(timer);
    attempts.value += 1;
    const at = place.value;
    const opened = await opener(at);
    if (at !== place.value) {
      // Somebody has gone elsewhere meanwhile.
      if (opened.ok) opened.value.close();
      return;
    }
    if (!opened.ok) return refuse(opened.error);
    const greeted = await opened.value.ready;
    if (at !== place.value) return opened.value.close();
    if (!greeted.ok) return refuse(greeted.error);
    accept(opened.value);
  }

  function accept(fresh: RacklabClient): void {
    clearTimeout(lostTimer);
    client.value = fresh;
    failure.value = undefined;
    attempts.value = 0;
    status.value = 'ready';
    fresh.onClose((reason) => {
      if (client.value !== fresh) return;
      letGo();
      refuse(reason);
      clearTimeout(lostTimer);
      lostTimer = setTimeout(sayLost, LOST_AFTER_MS);
    });
    stops = [...listeners].map((listener) => listener(fresh));
  }

  function refuse(error: AppError): void {
    if (opener === undefined) return;
    failure.value = error;
    // An old page, or a tab of a server that was started anew: trying again cannot help.
    if (error.code === 'ipc.staleClient' || error.code === 'ipc.tokenRefused') {
      status.value = 'stale';
      return;
    }
    // Before the first success the start screen waits; afterwards the room stays visible, dimmed.
    status.value = client.value === undefined && attempts.value < 2 ? 'connecting' : 'lost';
    const wait = RETRY_WAITS_MS[Math.min(attempts.value, RETRY_WAITS_MS.length) - 1];
    timer = setTimeout(() => void connectNow(), wait ?? RETRY_WAITS_MS[0]);
  }

  function sayLost(): void {
    if (status.value === 'connecting') status.value = 'lost';
  }

  function letGo(): void {
    for (const stop of stops) stop();
    stops = [];
    client.value = undefined;
  }

  /** Begins; `open` is called again whenever the connection is lost. */
  function start(open: OpenClient): Promise<void> {
    opener = open;
    return connectNow();
  }

  /** Begins at a place, before the first connection. */
  function beginAt(first: number): void {
    place.value = first;
  }

  /** Leaves this place and connects to another; what is open here stays open. */
  function goTo(next: number): Promise<void> {
    const last = client.value;
    letGo();
    place.value = next;
    attempts.value = 0;
    last?.close();
    return connectNow();
  }

  /** Ends for good: closes the connection and tries no more. */
  function end(): void {
    opener = undefined;
    clearTimeout(timer);
    clearTimeout(lostTimer);
    const last = client.value;
    letGo();
    last?.close();
  }

  /** Registers what to hear from this and every later connection. */
  function whenConnected(listener: OnConnected): void {
    listeners.add(listener);
    if (client.value !== undefined) stops.push(listener(client.value));
  }

  function call<N extends CallName<Contract>>(
    name: N,
    input: CallInput<Contract, N>,
    options?: CallOptions,
  ): Promise<Result<CallOutput<Contract, N>>> {
    if (client.value === undefined) {
      return Promise.resolve(err(notDone()));
    }
    return client.value.call(name, input, options);
  }

  return {
    status,
    ready,
    failure,
    attempts,
    client,
    place,
    start,
    beginAt,
    goTo,
    end,
    whenConnected,
    call,
    retryNow: connectNow,
  };
});

/** What is asked for without a connection was certainly not carried out. */
export function notDone(): AppError {
  const message = 'Nothing was carried out: there was no connection to the engine.';
  return ipcError('ipc.notDone', { message, retryable: true });
}
