/**
 * Goal: any act can be given other keys, or none, and what is chosen holds at once and after a
 * restart; keys that are needed elsewhere are refused with the reason. Method: the real sheet over
 * the real list of acts; keys are pressed as a person does.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useActions } from '../../../src/renderer/composables/use-actions.ts';
import { readKeyChanges } from '../../../src/renderer/composables/key-choice.ts';
import KeysDialog from '../../../src/renderer/dialogs/KeysDialog.vue';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;
let keysOf: (id: string) => readonly string[];

beforeEach(async () => {
  rig = await startScreen();
  rig.show({
    setup() {
      const actions = useActions();
      keysOf = (id) => actions.value.find((act) => act.id === id)?.keys ?? [];
      return () => undefined;
    },
  });
  rig.show(KeysDialog);
  await nextTick();
});
afterEach(() => rig.stop());

async function ask(label: string): Promise<void> {
  const line = [...document.querySelectorAll('dl > div')].find(
    (one) => one.querySelector('dt')?.textContent === label,
  );
  const button = line?.querySelector('button');
  if (button === undefined || button === null) throw new Error(`no line "${label}" to change`);
  button.click();
  await nextTick();
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  document.body.dispatchEvent(event);
  await nextTick();
}

function said(): string {
  return document.querySelector('.said')?.textContent?.trim() ?? '';
}

describe('the sheet of keys', () => {
  it('gives an act other keys, which hold after a restart', async () => {
    await ask('Try every failure');
    await press('Shift', { shiftKey: true });
    await press('F8');
    expect(keysOf('sweep')).toEqual(['F8']);
    const stored: unknown = JSON.parse(localStorage.getItem('racklab.preferences.1') ?? '{}');
    expect(stored).toMatchObject({ keyChanges: { sweep: 'F8' } });
  });

  it('refuses keys that another act has, and those that everybody needs', async () => {
    await ask('Try every failure');
    await press('z', { ctrlKey: true });
    expect(said()).toContain('already does “Undo”');
    await press('Tab');
    expect(said()).toContain('cannot be chosen');
    expect(keysOf('sweep')).toEqual(['t']);
    await press('Escape');
    await press('y');
    expect(keysOf('sweep')).toEqual(['t']);
  });

  it('takes keys away, so that they are free for another act, and gives all back', async () => {
    await ask('Try every failure');
    await press('Backspace');
    expect(keysOf('sweep')).toEqual([]);
    await ask('New branch from here');
    await press('t');
    expect(keysOf('branch')).toEqual(['t']);
    usePreferences().keyChanges = {};
    await nextTick();
    expect([keysOf('sweep'), keysOf('branch')]).toEqual([['t'], []]);
  });

  it('reads back nothing but texts by act', () => {
    expect(readKeyChanges({ sweep: 'F8', undo: 3, redo: 'x'.repeat(41) })).toEqual({ sweep: 'F8' });
    expect(readKeyChanges('F8')).toEqual({});
  });
});
