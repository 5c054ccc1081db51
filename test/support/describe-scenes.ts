/**
 * Scenes of the real screen, described once for each look: one browser for the file, a fresh host
 * and tab for each test, and what every scene does (open a template, select a line of the outline,
 * run to the end, look at what is there). It must not know any one template.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openScreen, type Look, type ScreenTab } from './screen-tab.ts';
import { setTime } from './steady-acts.ts';

/** A word by which a test finds its way, in the order English, Portuguese. */
export type Word = readonly [string, string];

export interface ScreenScene {
  readonly look: Look;
  /** Place of the look's language in a word. */
  readonly at: 0 | 1;
  /** The tab of the test that runs; there is none outside of tests. */
  readonly tab: ScreenTab;
  readonly page: Page;
  /** Opens a template from the start screen. */
  readonly open: (template: Word) => Promise<void>;
  /** Selects a line of the outline by its name and what stands beside it. */
  readonly select: (name: string, kind: Word) => Promise<void>;
  /** Lets the scenario run to its end as fast as it goes. */
  readonly runToEnd: () => Promise<void>;
  /** Photographs the page; it must break no rule and have nothing to complain about. */
  readonly check: (name: string) => Promise<void>;
}

/** Patience with a step, as Playwright takes it. */
export interface Patience {
  readonly timeout: number;
}

/** One browser for the whole file that calls this; the answer may be asked in tests. */
export function browserOfFile(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  return () => browser;
}

/** Describes the scenes in each of the looks. */
export function describeScenes(
  setting: { readonly looks: readonly Look[]; readonly patience: Patience },
  scenes: (scene: ScreenScene) => void,
): void {
  const browser = browserOfFile();
  describe.each(setting.looks)('$language $theme $width×$height', (look) => {
    let tab: ScreenTab;
    beforeEach(async () => {
      tab = await openScreen(browser(), look);
    });
    afterEach(async () => {
      await tab.close();
    });
    scenes(makeScene({ look, patience: setting.patience, tabNow: () => tab }));
  });
}

function makeScene(of: {
  readonly look: Look;
  readonly patience: Patience;
  readonly tabNow: () => ScreenTab;
}): ScreenScene {
  const { look, patience, tabNow } = of;
  const at = look.language === 'en' ? 0 : 1;
  return {
    look,
    at,
    get tab() {
      return tabNow();
    },
    get page() {
      return tabNow().page;
    },
    async open(template) {
      const { page } = tabNow();
      await page.getByText(template[at], { exact: true }).first().click(patience);
      await page.locator('.topology').waitFor(patience);
    },
    async select(name, kind) {
      const { page } = tabNow();
      const filter = page.locator('.outline input');
      await filter.fill(kind[at]);
      const line = page.locator('.outline [role=row]').filter({ hasText: kind[at] });
      await line.filter({ hasText: name }).first().click(patience);
      await filter.fill('');
    },
    async runToEnd() {
      const { page } = tabNow();
      await page.locator('.speeds button').last().click();
      await setTime({ page, running: true });
      await page.locator('.run:disabled').waitFor(patience);
    },
    async check(name) {
      const tab = tabNow();
      await tab.shoot(name);
      expect(await tab.axe()).toEqual([]);
      expect(tab.complaints).toEqual([]);
    },
  };
}
