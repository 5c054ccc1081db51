/**
 * What a presenter did last, for an audience that sees neither keyboard nor mouse: the keys that
 * were pressed with what they do, and the command that was carried out, as one would type it. Kept
 * for a short while, and only while the presenter's screen is on.
 */
import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { printCommand } from '../../shared/commands/command-text.ts';
import type { Command } from '../../shared/commands/index.ts';
import { usePreferences } from './use-preferences.ts';

/** Long enough to be read in the back row; the command stays longer, since it is longer. */
const KEYS_SHOWN_MS = 4_000;
const COMMAND_SHOWN_MS = 12_000;

interface PressedKeys {
  readonly keys: string;
  readonly label: string;
}

export const usePresenter = defineStore('presenter', () => {
  const preferences = usePreferences();
  const pressed = ref<PressedKeys>();
  const command = ref<string>();
  let keysTimer: ReturnType<typeof setTimeout> | undefined;
  let commandTimer: ReturnType<typeof setTimeout> | undefined;

  /** The bars are calmer while somebody presents: the tree makes way, and comes back. */
  let wasTreeOpen = preferences.open.left;
  watch(
    () => preferences.presenter,
    (on) => {
      if (on) wasTreeOpen = preferences.open.left;
      preferences.open.left = on ? false : wasTreeOpen;
    },
  );

  function noteKeys(keys: string, label: string): void {
    if (!preferences.presenter) return;
    pressed.value = { keys, label };
    clearTimeout(keysTimer);
    keysTimer = setTimeout(() => {
      pressed.value = undefined;
    }, KEYS_SHOWN_MS);
  }

  function noteCommand(carriedOut: Command): void {
    if (!preferences.presenter) return;
    command.value = printCommand(carriedOut);
    clearTimeout(commandTimer);
    commandTimer = setTimeout(() => {
      command.value = undefined;
    }, COMMAND_SHOWN_MS);
  }

  return { pressed, command, noteKeys, noteCommand };
});
