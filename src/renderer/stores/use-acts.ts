/**
 * What is under way that a person may have to wait for: opening, saving a table, writing a report.
 * Each act has a name, how far it is as far as that is known, and a way to give it up. An act that
 * is soon over is never shown. What the acts do they know themselves.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { createCancelSource, type CancelSignal } from '../../shared/contract/cancellation.ts';
import type { OpeningStep } from '../../shared/views/opening-view.ts';

/** What may be under way; the words stand under `acts` in the locale files. */
export type ActWord =
  | 'opening'
  | OpeningStep
  | 'scenario'
  | 'picture'
  | 'shapes'
  | 'tables'
  | 'report';

export interface Act {
  readonly id: number;
  readonly word: ActWord;
  /** From 0 to 1; nothing while nobody knows. */
  readonly share: number | undefined;
  /** It has gone on for long enough to be worth a word. */
  readonly isShown: boolean;
  readonly cancel: () => void;
}

export interface ActTools {
  readonly signal: CancelSignal;
  /** Says how far it is, and what is being done now when that is more than its name. */
  readonly tell: (told: { readonly share?: number | undefined; readonly word?: ActWord }) => void;
  /** Lets the screen breathe; false once the act was given up. */
  readonly rest: () => Promise<boolean>;
}

/** An act is shown when it is not over by then. */
export const SHOWN_AFTER_MS = 400;

export const useActs = defineStore('acts', () => {
  const acts = shallowRef<readonly Act[]>([]);
  let lastId = 0;

  function change(id: number, next: Partial<Act>): void {
    acts.value = acts.value.map((act) => (act.id === id ? { ...act, ...next } : act));
  }

  /**
   * Carries out an act. It is given up by its signal, and answers then as it thinks right; while it
   * goes on it stands among the acts.
   */
  async function run<T>(word: ActWord, work: (tools: ActTools) => Promise<T>): Promise<T> {
    lastId += 1;
    const id = lastId;
    const stop = createCancelSource();
    const act = { id, word, share: undefined, isShown: false, cancel: () => stop.cancel() };
    acts.value = [...acts.value, act];
    const timer = setTimeout(() => change(id, { isShown: true }), SHOWN_AFTER_MS);
    try {
      return await work({
        signal: stop.signal,
        tell: (told) => change(id, told),
        rest: async () => {
          await new Promise<void>((resume) => {
            setTimeout(resume);
          });
          return !stop.signal.aborted;
        },
      });
    } finally {
      clearTimeout(timer);
      acts.value = acts.value.filter((one) => one.id !== id);
    }
  }

  return { acts, run };
});
