/**
 * Goal: who does not see the room hears what fails, in few sentences, and as much as they chose.
 * Method: happenings of the test's own through the list of events, over a clock of its own.
 */
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { createTranslator } from '../../support/translator.ts';
import { newsOf } from '../../../src/renderer/shell/spoken-news.ts';
import SpokenNews from '../../../src/renderer/shell/SpokenNews.vue';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';
import { useTimeline } from '../../../src/renderer/stores/use-timeline.ts';
import type { Happening, HappeningKind } from '../../../src/shared/events/happenings.ts';

/** Longer than events are gathered for. */
const LATER_MS = 5_000;
let news: VueWrapper;
let nextId = 1;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  const pinia = createPinia();
  setActivePinia(pinia);
  nextId = 1;
  useTimeline().apply({ reset: true, items: [happening('vm.running', 'vm:shop/web-1')] });
  const plugins = [pinia, createTranslator('en')];
  news = mount(SpokenNews, { attachTo: document.body, global: { plugins } });
});

afterEach(() => {
  news.unmount();
  vi.useRealTimers();
});

function happening(kind: HappeningKind, subject: string): Happening {
  nextId += 1;
  return { id: nextId, kind, subject, atUs: nextId * 1_000 };
}

async function tell(items: readonly Happening[], reset = false): Promise<string[]> {
  useTimeline().apply({ reset, items });
  await nextTick();
  await vi.advanceTimersByTimeAsync(LATER_MS);
  return news.findAll('p').map((sentence) => sentence.text());
}

describe('what a listener is told', () => {
  it('is the fault first, then what followed, and how much more there was', async () => {
    const lost = [1, 2, 3, 4, 5].map((at) => happening('vm.lost', `vm:shop/web-${at}`));
    const said = await tell([...lost, happening('part.cut', 'rack:r2')]);
    expect(said).toHaveLength(4);
    expect(said[0]).toContain('r2');
    expect(said.at(-1)).toBe('And 3 more events.');
  });

  it('is as much as was chosen', async () => {
    expect(await tell([happening('vm.starting', 'vm:shop/web-2')])).toEqual([]);
    usePreferences().news = 'all';
    expect(await tell([happening('vm.starting', 'vm:shop/web-2')])).toHaveLength(1);
    usePreferences().news = 'off';
    const before = news.text();
    await tell([happening('part.cut', 'rack:r2')]);
    expect(news.text()).toBe(before);
  });

  it('is not told again after a journey back', async () => {
    const cut = happening('part.cut', 'rack:r2');
    await tell([cut]);
    const before = news.text();
    await tell([{ ...cut, id: 0 }], true);
    expect(news.text()).toBe(before);
  });

  it('never holds what the person decided, nor more than can be listened to', () => {
    const items = [happening('decision', 'room'), happening('part.cut', 'rack:r1')];
    expect(newsOf(items, 'all').told.map(({ kind }) => kind)).toEqual(['part.cut']);
    expect(newsOf([], 'all')).toEqual({ told: [], more: 0 });
  });
});
