/**
 * Goal: the outline is a full way to everything in the room, by keyboard and for a screen reader.
 * Method: the first room from the real engine in the real component; keys are pressed, and roles,
 * levels, states and selection are read as assistive technology reads them.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import OutlinePanel from '../../../src/renderer/outline/OutlinePanel.vue';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

beforeEach(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
});
afterEach(() => rig.stop());

function lines(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('[role="row"]')];
  return all.toSorted((a, b) => indexOf(a) - indexOf(b));
}

function indexOf(row: HTMLElement): number {
  return Number(row.getAttribute('aria-rowindex'));
}

function spoken(row: HTMLElement | undefined): string | null {
  return row?.getAttribute('aria-label') ?? null;
}

function line(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-line="${id}"]`);
  if (found === null) throw new Error(`no line for ${id}`);
  return found;
}

async function press(key: string): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await nextTick();
  await nextTick();
}

async function filter(text: string): Promise<void> {
  const input = document.querySelector('input');
  if (input === null) throw new Error('no filter');
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await nextTick();
}

describe('the outline', () => {
  it('is a tree grid with levels, positions and one line in the tab order', () => {
    rig.show(OutlinePanel);
    expect(document.querySelector('[role="treegrid"]')?.getAttribute('aria-label')).toBe(
      'Everything in the room',
    );
    const all = lines();
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter((one) => one.tabIndex === 0)).toHaveLength(1);
    const first = all.slice(0, 3).map((one) => [one.getAttribute('aria-level'), spoken(one)]);
    expect(first).toEqual([
      ['1', 'Rooms and racks'],
      ['2', 'Site lab, Present'],
      ['3', 'Data center main, Present'],
    ]);
    const groups = all.filter((one) => one.getAttribute('aria-level') === '1');
    for (const [index, group] of groups.entries()) {
      expect(group.getAttribute('aria-posinset')).toBe(String(index + 1));
      expect(Number(group.getAttribute('aria-setsize'))).toBeGreaterThanOrEqual(groups.length);
    }
    expect(all[0]?.getAttribute('aria-rowindex')).toBe('1');
  });

  it('walks, folds and opens by the arrows, and selects as it walks', async () => {
    rig.show(OutlinePanel);
    lines()[0]?.focus();
    await press('ArrowDown');
    expect(useSelection().primary).toBe('site:lab');
    await press('ArrowLeft');
    expect(line('site:lab').getAttribute('aria-expanded')).toBe('false');
    expect(document.querySelector('[data-line="datacenter:main"]')).toBeNull();
    await press('ArrowRight');
    expect(line('site:lab').getAttribute('aria-expanded')).toBe('true');
    await press('ArrowRight');
    expect(document.activeElement?.getAttribute('data-line')).toBe('datacenter:main');
    await press('ArrowLeft');
    await press('ArrowLeft');
    expect(document.activeElement?.getAttribute('data-line')).toBe('site:lab');
  });

  it('finds by filter, whatever is folded, and says so when there is nothing', async () => {
    rig.show(OutlinePanel);
    await filter('web-5');
    const shown = lines().map((one) => spoken(one));
    expect(shown).toContain('Machine web-5, Running');
    expect(shown).not.toContain('Machine web-4, Running');
    await filter('no such thing');
    expect(document.body.textContent).toContain('Nothing matches “no such thing”');
  });

  it('carries the worst state up to folded lines, by word for who cannot see it', async () => {
    rig.show(OutlinePanel);
    await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
    await filter('r2');
    await rig.eventually(() => {
      expect(spoken(line('rack:r2'))).toBe('Rack r2, Unplugged');
      expect(line('row:row-1').querySelector('.below.harm')).not.toBeNull();
    });
  });

  it('brings what is selected on the map to light', async () => {
    rig.show(OutlinePanel);
    useSelection().select('vm:shop/web-1');
    await rig.eventually(() => {
      expect(line('vm:shop/web-1').getAttribute('aria-selected')).toBe('true');
    });
  });
});
