/**
 * Parts of the screen that the first look does not need. They are fetched when they are first
 * wanted, or before that in a quiet moment after the start, so that nobody waits for them then.
 */
import { defineAsyncComponent, type Component } from 'vue';
import { quietMoment } from '../stores/arrival-pace.ts';

/** By then a large room can be seen and pressed. */
const REST_AFTER_MS = 2_500;
const QUIET_WAIT_MS = 5_000;

const loads: (() => Promise<unknown>)[] = [];

/** A component that comes later. */
export function later<Later extends Component>(load: () => Promise<{ default: Later }>): Later {
  loads.push(load);
  return defineAsyncComponent(load);
}

/** Fetches what has not been wanted yet, one after the other; call once. */
export function fetchRestSoon(): void {
  setTimeout(() => void fetchRest(), REST_AFTER_MS);
}

async function fetchRest(): Promise<void> {
  for (const load of loads.splice(0)) {
    await quietMoment(QUIET_WAIT_MS);
    // What cannot be had now is asked for again when it is wanted.
    await load().catch(() => undefined);
  }
}
