/**
 * The keyboard map of the workbench: finds the action for a key and runs it.
 *
 * Keys without a modifier act only while the map or the timeline has the focus, and can be
 * switched off (WCAG 2.1.4). Nothing acts while a person types or while a dialog is open, except
 * what the dialog itself does. A key of an act that the lab keeps to itself says so.
 */
import { onBeforeUnmount, onMounted } from 'vue';
import { useI18n } from 'vue-i18n';
import { useDialogs } from '../stores/use-dialogs.ts';
import { useNotices } from '../stores/use-notices.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { usePresenter } from '../stores/use-presenter.ts';
import { isFunctionKey, isSingleKey, keyName } from './key-choice.ts';
import { useActions } from './use-actions.ts';

/** Marks the regions in which single keys act. */
export const KEY_REGION = 'data-key-region';
/** Marks a region in which what is selected is edited by key, while letters are its own. */
export const EDIT_REGION = 'data-edit-region';

/** Listens while the component is on the screen. */
export function useShortcuts(): void {
  const actions = useActions();
  const { t } = useI18n();
  const notices = useNotices();
  const dialogs = useDialogs();
  const preferences = usePreferences();
  const presenter = usePresenter();

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || dialogs.current !== undefined) return;
    const pressed = keyName(event);
    const found = actions.value.find((action) => action.keys.includes(pressed));
    if (found === undefined || (!found.enabled && found.note === undefined)) return;
    // Inside a shadow root the event only names the root's host.
    const [typedInto = event.target] = event.composedPath();
    const isMod = event.ctrlKey || event.metaKey;
    const types = !isMod && !isFunctionKey(pressed);
    if (isTyping(typedInto) && (found.inRegion || types)) return;
    const edits = found.inRegion && isIn(event.target, EDIT_REGION);
    if (isSingleKey(pressed) && !canBeSingle(event.target, pressed, edits)) return;
    if (found.inRegion && !edits && !isInRegion(event.target)) return;
    if (found.inRegion && hasMarkedText()) return;
    event.preventDefault();
    if (found.note !== undefined) {
      notices.tell({ tone: 'warn', title: t('edit.locked'), text: found.note });
      return;
    }
    presenter.noteKeys(pressed, found.label);
    found.run();
  }

  /** Single keys act in their regions; of them only Delete where letters are used otherwise. */
  function canBeSingle(target: EventTarget | null, pressed: string, edits: boolean): boolean {
    if (!preferences.singleKeys) return false;
    return isInRegion(target) || (edits && pressed === 'Delete');
  }

  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Text that a person has marked is what they mean to copy. */
function hasMarkedText(): boolean {
  return window.getSelection()?.isCollapsed === false;
}

function isInRegion(target: EventTarget | null): boolean {
  return target === document.body || isIn(target, KEY_REGION);
}

function isIn(target: EventTarget | null, region: string): boolean {
  return target instanceof Element && target.closest(`[${region}]`) !== null;
}
