/**
 * The keyboard map of the workbench: finds the action for a key and runs it.
 *
 * Keys without a modifier act only while the map or the timeline has the focus, and can be
 * switched off (WCAG 2.1.4). Nothing acts while a person types or while a dialog is open, except
 * what the dialog itself does.
 */
import { onBeforeUnmount, onMounted } from 'vue';
import { useDialogs } from '../stores/use-dialogs.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { useActions } from './use-actions.ts';

/** Marks the regions in which single keys act. */
export const KEY_REGION = 'data-key-region';

/** Listens while the component is on the screen. */
export function useShortcuts(): void {
  const actions = useActions();
  const dialogs = useDialogs();
  const preferences = usePreferences();

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || dialogs.current !== undefined) return;
    const pressed = keyName(event);
    const found = actions.value.find((action) => action.keys.includes(pressed));
    if (found === undefined || !found.enabled) return;
    // Inside a shadow root the event only names the root's host.
    const [typedInto = event.target] = event.composedPath();
    if (isTyping(typedInto) && !event.ctrlKey && !event.metaKey) return;
    if (found.single === true && !(preferences.singleKeys && isInRegion(event.target))) return;
    event.preventDefault();
    found.run();
  }

  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}

/** `Mod+Shift+z`, `.`, `Shift+1`. Shifted digits are named by the key, whatever it types. */
export function keyName(event: KeyboardEvent): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = digit ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  // A shifted sign such as `?` says Shift already; letters, digits and named keys do not.
  const tells = digit !== undefined || event.key.length > 1 || /[a-z]/i.test(event.key);
  const shift = event.shiftKey && tells ? 'Shift+' : '';
  return `${mod}${shift}${key}`;
}

/** Keys as a person reads them. */
export function shownKeys(keys: string | undefined): string | undefined {
  if (keys === undefined) return undefined;
  const mac = navigator.userAgent.includes('Mac');
  return keys
    .replace('Mod', mac ? '⌘' : 'Ctrl')
    .replace('ArrowRight', '→')
    .replace('ArrowLeft', '←')
    .replace(/(^|\+) $/, '$1Space')
    .replace(
      /(^|\+)([a-z])$/,
      (_all, before: string, letter: string) => before + letter.toUpperCase(),
    );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function isInRegion(target: EventTarget | null): boolean {
  if (target === document.body) return true;
  return target instanceof Element && target.closest(`[${KEY_REGION}]`) !== null;
}
