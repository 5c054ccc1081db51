/**
 * Goal: panels are docked to another edge by the menu on their head or by a command that is found
 * by typing, stay landmarks with their names, keep the focus of whoever moved them, and stand there
 * again after a restart with the tab that was open. Method: the edges of the workbench over the
 * first room from the real engine; menus are opened by keys.
 */
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick } from 'vue';
import { useFindEntries } from '../../../src/renderer/composables/use-find-entries.ts';
import { goToRegion } from '../../../src/renderer/composables/regions.ts';
import PanelContents from '../../../src/renderer/dock/PanelContents.vue';
import PanelEdge from '../../../src/renderer/dock/PanelEdge.vue';
import { useDocking } from '../../../src/renderer/stores/use-docking.ts';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

/** Of the test's own window, which is as narrow as a tablet to begin with. */
interface WindowOfTest {
  readonly happyDOM: { setViewport(size: { width: number; height: number }): void };
}

let rig: ScreenRig;
let find: ReturnType<typeof useFindEntries>['matches'];

/** Both sides of the workbench; the time panel is put away. */
const Sides = defineComponent({
  setup() {
    find = useFindEntries().matches;
    return () =>
      h('div', [h(PanelEdge, { edge: 'left' }), h(PanelEdge, { edge: 'right' }), h(PanelContents)]);
  },
});

beforeEach(async () => {
  // The window of this project's tests has that and its type does not say so.
  const { happyDOM } = window as unknown as WindowOfTest;
  happyDOM.setViewport({ width: 1280, height: 800 });
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  usePreferences().firstStepsDone = true;
  usePreferences().open.dock = false;
  rig.show(Sides);
  // They come one by one, each after a picture.
  const made = (): number => document.querySelectorAll('#panel-left > *, #panel-right > *').length;
  await rig.eventually(() => expect(made()).toBe(2));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.stop();
});

function landmarks(edge: string): (string | null)[] {
  const all = document.querySelectorAll(`#edge-${edge} > aside, #edge-${edge} > section`);
  return [...all].map((one) => one.getAttribute('aria-label'));
}

function focused(): string | null | undefined {
  return document.activeElement?.getAttribute('data-panel-menu');
}

async function choose(panel: string, entry: string): Promise<void> {
  const opener = document.querySelector<HTMLElement>(`[data-panel-menu="${panel}"]`);
  opener?.focus();
  opener?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await rig.eventually(() => expect(document.querySelector('[role^=menuitem]')).not.toBeNull());
  const items = [...document.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  items.find((one) => one.textContent?.trim() === entry)?.click();
  await nextTick();
}

/** A tab by its word. */
function tab(word: string): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('[role=tab]')];
  return all.find((one) => one.textContent?.trim() === word);
}

function press(word: string): void {
  tab(word)?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
}

describe('the panels', () => {
  it('go to another edge by their menu, share it, and keep the focus', async () => {
    expect(landmarks('left')).toEqual(['Outline and palette']);
    expect(landmarks('right')).toEqual(['Inspector']);
    expect(document.querySelectorAll('[role=separator]')).toHaveLength(0);
    await choose('right', 'Dock to the left');
    expect(landmarks('left')).toEqual(['Outline and palette', 'Inspector']);
    expect(landmarks('right')).toEqual([]);
    await rig.eventually(() => expect(focused()).toBe('right'));
    const divider = document.querySelector<HTMLElement>('#edge-left > [role=separator]');
    expect(divider?.getAttribute('aria-orientation')).toBe('horizontal');
    const before = usePreferences().layout.lengths.left;
    divider?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    expect(usePreferences().layout.lengths.left).toBe(before + 16);
    await choose('left', 'Put away');
    expect(landmarks('left')).toEqual(['Inspector']);
  });

  it('take along what was typed in them', async () => {
    const typed = document.querySelector<HTMLInputElement>('#panel-left input');
    if (typed === null) throw new Error('the outline has no filter');
    typed.value = 'web-3';
    typed.dispatchEvent(new Event('input'));
    await nextTick();
    await choose('left', 'Dock to the right');
    await rig.eventually(() => expect(focused()).toBe('left'));
    expect(document.querySelector('#edge-right #panel-left input')).toBe(typed);
    expect(typed.value).toBe('web-3');
    expect(document.querySelectorAll('#panel-left > *')).toHaveLength(1);
  });

  it('are gone to by one key, and come back to where one was', () => {
    // What this page lays out has no boxes.
    vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([
      {},
    ] as unknown as DOMRectList);
    const filter = document.querySelector<HTMLElement>('#panel-left input');
    filter?.focus();
    goToRegion(1);
    expect(document.activeElement?.closest('#panel-right')).not.toBeNull();
    goToRegion(1);
    expect(document.activeElement).toBe(filter);
    goToRegion(-1);
    expect(document.activeElement?.closest('#panel-right')).not.toBeNull();
  });

  it('go there by a command, and all come back by another', async () => {
    const [first] = find('outline and palette to the right');
    first?.run();
    await rig.eventually(() => expect(focused()).toBe('left'));
    expect(landmarks('right')).toEqual(['Outline and palette', 'Inspector']);
    usePreferences().sizes.right = 500;
    find('reset the layout')[0]?.run();
    await nextTick();
    expect(landmarks('left')).toEqual(['Outline and palette']);
    expect(landmarks('right')).toEqual(['Inspector']);
    expect(usePreferences().sizes).toEqual({ left: 248, right: 312, bottom: 212 });
    expect(usePreferences().open.dock).toBe(true);
  });

  it('stand there again after a restart, each with the tab that was open', async () => {
    useSelection().select('vm:shop/web-1');
    await rig.eventually(() => expect(tab('Network')).toBeDefined());
    for (const word of ['Network', 'Build']) press(word);
    // What has no such tab shows its first; the tab comes back with what has it.
    useSelection().select('host:r1-h08');
    await rig.eventually(() => expect(tab('Network')).toBeUndefined());
    expect(tab('Properties')?.dataset['state']).toBe('active');
    useSelection().select('vm:shop/web-2');
    await rig.eventually(() => expect(tab('Network')?.dataset['state']).toBe('active'));
    await useDocking().move('right', 'bottom');
    usePreferences().sizes.bottom = 260;
    await nextTick();
    setActivePinia(createPinia());
    const { layout, sizes } = usePreferences();
    expect(layout.edges).toEqual({ left: 'left', right: 'bottom', dock: 'bottom' });
    expect(layout.tabs).toMatchObject({ left: 'build', right: 'network' });
    expect(sizes.bottom).toBe(260);
  });
});
