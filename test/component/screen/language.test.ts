/**
 * Goal: another language comes when it is chosen, whole and in the names of the chosen cloud; what
 * cannot be fetched changes nothing; the last choice wins. Method: a page of one sentence, with the
 * files of the languages handed over by the test.
 */
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick } from 'vue';
import { useI18n } from 'vue-i18n';
import { createTranslator } from '../../../src/renderer/i18n/i18n.ts';
import { chosenLocale, type LocaleName } from '../../../src/renderer/i18n/locale-choice.ts';
import type { Texts } from '../../../src/renderer/i18n/texts.ts';
import { useLanguage } from '../../../src/renderer/i18n/use-language.ts';
import en from '../../../src/renderer/locales/en.json';
import ptBr from '../../../src/renderer/locales/pt-BR.json';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';

const files = vi.hoisted(() => ({
  here: new Map<string, unknown>(),
  asked: [] as { locale: string; give: (texts: unknown) => void; refuse: (why: Error) => void }[],
}));

vi.mock('../../../src/renderer/i18n/texts.ts', () => ({
  textsOf: (locale: LocaleName) => files.here.get(locale),
  fetchTexts: (locale: LocaleName) =>
    new Promise((give, refuse) => {
      const keep = (texts: unknown): void => {
        files.here.set(locale, texts);
        give(texts);
      };
      files.asked.push({ locale, give: keep, refuse });
    }),
}));

const TEXTS: Readonly<Record<LocaleName, Texts>> = { en, 'pt-BR': ptBr };

const Page = defineComponent(() => {
  useLanguage();
  const { t } = useI18n();
  return () => h('p', t('kind.scaleSet'));
});

let page: ReturnType<typeof mount>;

beforeEach(() => {
  localStorage.clear();
  files.here.clear();
  files.here.set('en', en);
  files.asked.length = 0;
  const pinia = createPinia();
  setActivePinia(pinia);
  usePreferences().locale = 'en';
  page = mount(Page, { global: { plugins: [pinia, createTranslator('en', en)] } });
});
afterEach(() => {
  page.unmount();
  vi.unstubAllGlobals();
});

/** The file that was asked for last comes. */
async function comes(locale: LocaleName): Promise<void> {
  files.asked.findLast((one) => one.locale === locale)?.give(TEXTS[locale]);
  await nextTick();
  await nextTick();
}

describe('another language', () => {
  it('is fetched when it is chosen, and there at once from then on', async () => {
    const before = page.text();
    expect(before).toBe(en.kind.scaleSet);
    usePreferences().locale = 'pt-BR';
    await nextTick();
    expect(page.text()).toBe(before);
    await comes('pt-BR');
    expect(page.text()).toBe(ptBr.kind.scaleSet);
    for (const [locale, texts] of [
      ['en', en],
      ['pt-BR', ptBr],
    ] as const) {
      usePreferences().locale = locale;
      await nextTick();
      expect(page.text()).toBe(texts.kind.scaleSet);
    }
    expect(files.asked).toHaveLength(1);
  });

  it('comes in the names of the chosen cloud, and goes back to the written ones', async () => {
    usePreferences().cloud = 'aws';
    usePreferences().locale = 'pt-BR';
    await nextTick();
    await comes('pt-BR');
    expect(page.text()).not.toBe(ptBr.kind.scaleSet);
    usePreferences().cloud = 'azure';
    await nextTick();
    expect(page.text()).toBe(ptBr.kind.scaleSet);
  });

  it('that comes too late is not shown', async () => {
    usePreferences().locale = 'pt-BR';
    await nextTick();
    usePreferences().locale = 'en';
    await nextTick();
    await comes('pt-BR');
    expect(page.text()).toBe(en.kind.scaleSet);
  });

  it('that cannot be had leaves the screen in the one it has', async () => {
    const told = vi.fn();
    vi.stubGlobal('reportError', told);
    usePreferences().locale = 'pt-BR';
    await nextTick();
    files.asked[0]?.refuse(new Error('the program was built anew'));
    await vi.waitFor(() => expect(usePreferences().locale).toBe('en'));
    expect(page.text()).toBe(en.kind.scaleSet);
    expect(told).toHaveBeenCalledTimes(1);
  });
});

it.each([
  [{ locale: 'pt-BR' }, 'pt-BR'],
  [{ locale: 'tlh' }, 'en'],
  [{}, 'en'],
] as const)(
  'the language to begin with is the kept one, else that of the machine',
  (kept, wanted) => {
    vi.stubGlobal('navigator', { languages: ['en-GB', 'pt-PT'] });
    expect(chosenLocale(kept)).toBe(wanted);
  },
);
