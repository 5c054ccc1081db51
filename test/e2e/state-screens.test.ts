/**
 * Goal: what becomes of state can be seen, understood and changed in the real app, in both
 * languages and themes, without breaking a rule of WCAG 2.2 AA. Method: the templates of state are
 * opened and played; the page is read, checked by axe-core and photographed into
 * test-results/screens. RACKLAB_SCREENS=all goes through all looks.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Look, type ScreenTab } from '../support/screen-tab.ts';
import { looksInForce } from '../support/looks-in-force.ts';

const PATIENCE = { timeout: 60_000 };
const MINUTES_MS = 300_000;

const USUAL: Look[] = [
  { width: 1280, height: 800, theme: 'light', language: 'en', still: true },
  { width: 1920, height: 1080, theme: 'dark', language: 'pt-BR', still: true },
];
const CROSSED: Look[] = [
  { width: 1280, height: 800, theme: 'dark', language: 'pt-BR', still: true },
  { width: 1920, height: 1080, theme: 'light', language: 'en', still: true },
];
const LOOKS = looksInForce({ usual: USUAL, all: [...USUAL, ...CROSSED], turn: 1 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  split: ['Split brain and the witness', 'Cérebro dividido e a testemunha'],
  deletion: ['A replica copies mistakes', 'Uma réplica copia erros'],
  store: ['Store', 'Banco de dados'],
  twoLead: ['Two primaries take writes', 'Dois primários aceitam gravações'],
  lost: ['answered, then lost', 'confirmadas e depois perdidas'],
  damaged: ['deleted 50', 'apagou 50'],
  point: ['Recovery point', 'Ponto de recuperação'],
  goBack: ['Go back to a backup', 'Voltar a um backup'],
} as const;

let browser: Browser;
let tab: ScreenTab;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe.each(LOOKS)('$language $theme $width×$height', (look) => {
  const at = look.language === 'en' ? 0 : 1;

  beforeEach(async () => {
    tab = await openScreen(browser, look);
    page = tab.page;
  });

  afterEach(async () => {
    await tab.close();
  });

  async function open(template: readonly [string, string]): Promise<void> {
    await page.getByText(template[at], { exact: true }).first().click(PATIENCE);
    await page.locator('.topology').waitFor(PATIENCE);
  }

  async function select(name: string): Promise<void> {
    const filter = page.locator('.outline input');
    await filter.fill(WORDS.store[at]);
    const line = page.locator('.outline [role=row]').filter({ hasText: WORDS.store[at] });
    await line.filter({ hasText: name }).first().click(PATIENCE);
    await filter.fill('');
  }

  async function check(name: string): Promise<void> {
    await tab.shoot(name);
    expect(await tab.axe()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  }

  it(
    'a partition makes two primaries, and the loss is counted when they meet',
    async () => {
      await open(WORDS.split);
      await select('none');
      await page.locator('.speeds button').nth(-3).click();
      await page.locator('.run').click();
      await page.getByText(WORDS.twoLead[at]).waitFor(PATIENCE);
      await page.locator('.run').click();
      await check('store-split');
      await page.locator('.speeds button').last().click();
      await page.locator('.run').click();
      await page.locator('.run:disabled').waitFor(PATIENCE);
      await page.getByText(WORDS.lost[at]).first().waitFor(PATIENCE);
      await check('store-healed');
      await select('even');
      await check('store-even');
    },
    MINUTES_MS,
  );

  it(
    'a deletion reaches every replica, and going back is measured',
    async () => {
      await open(WORDS.deletion);
      await select('orders');
      await page.locator('.speeds button').nth(-3).click();
      await page.locator('.run').click();
      await page.getByText(WORDS.damaged[at]).waitFor(PATIENCE);
      await page.locator('.run').click();
      await check('store-damaged');
      await page.locator('.properties .acts button').last().click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await check('store-form');
      await page.keyboard.press('Escape');
      await page.locator('.speeds button').last().click();
      await page.locator('.run').click();
      await page.locator('.run:disabled').waitFor(PATIENCE);
      await page.getByText(WORDS.point[at]).waitFor(PATIENCE);
      await check('store-restored');
    },
    MINUTES_MS,
  );
});
