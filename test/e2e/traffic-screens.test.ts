/**
 * Goal: probes of different depth and the failover of a name can be seen, understood and used in
 * the real app, in both languages and themes, without breaking a rule of WCAG 2.2 AA. Method: two
 * templates are opened and played up to what they show; the page is read, checked by axe-core and
 * photographed into test-results/screens. RACKLAB_SCREENS=all goes through all looks.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Look, type ScreenTab } from '../support/screen-tab.ts';
import { looksInForce } from '../support/looks-in-force.ts';

const PATIENCE = { timeout: 40_000 };
const MINUTES_MS = 240_000;

function allLooks(): Look[] {
  const looks: Look[] = [];
  for (const [width, height] of [[1280, 800] as const, [1920, 1080] as const]) {
    for (const theme of ['light', 'dark'] as const) {
      for (const language of ['en', 'pt-BR'] as const) {
        looks.push({ width, height, theme, language, still: true });
      }
    }
  }
  return looks;
}

const USUAL: Look[] = [
  { width: 1280, height: 800, theme: 'light', language: 'en', still: true },
  { width: 1920, height: 1080, theme: 'dark', language: 'pt-BR', still: true },
];
const LOOKS = looksInForce({ usual: USUAL, all: allLooks(), turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  probes: ['Shallow and deep probes', 'Sondas rasas e profundas'],
  regions: ['Two regions and one name', 'Duas regiões e um nome'],
  balancer: ['Load balancer', 'Balanceador'],
  name: ['Name of a service', 'Nome de um serviço'],
  error: ['the probe was answered with an error', 'a sonda recebeu um erro'],
  shallow: ['asks only whether the port is open', 'só pergunta se a porta está aberta'],
  drain: ['Drain deep-2: no new requests', 'Esvaziar deep-2: sem novos pedidos'],
  draining: ['Draining by hand', 'Esvaziando à mão'],
  edit: ['Edit', 'Editar'],
  stale: ['resolvers still hold an answer', 'resolvedores ainda guardam uma resposta'],
  why: ['Why', 'Por quê'],
  oldAnswer: [
    'Its user held an old answer of the name',
    'O usuário ainda tinha uma resposta antiga',
  ],
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

  /** Selects a line of the outline by its name and what stands beside it. */
  async function select(name: string, kind: readonly [string, string]): Promise<void> {
    const filter = page.locator('.outline input');
    await filter.fill(kind[at]);
    const line = page.locator('.outline [role=row]').filter({ hasText: kind[at] });
    await line.filter({ hasText: name }).first().click(PATIENCE);
    await filter.fill('');
  }

  async function check(name: string): Promise<void> {
    await tab.shoot(name);
    expect(await tab.axe()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  }

  it(
    'a broken application: the deep probe takes it out, the shallow one does not',
    async () => {
      await open(WORDS.probes);
      await select('deep', WORDS.balancer);
      await page.locator('.run').click();
      await page.getByText(WORDS.error[at]).first().waitFor(PATIENCE);
      await page.locator('.run').click();
      await check('probe-deep');
      await page.getByRole('button', { name: WORDS.drain[at] }).click();
      await page.getByText(WORDS.draining[at]).first().waitFor(PATIENCE);
      await select('shallow', WORDS.balancer);
      await page.getByText(WORDS.shallow[at]).first().waitFor(PATIENCE);
      expect(await page.locator('.inspector').getByText(WORDS.error[at]).count()).toBe(0);
      await check('probe-shallow');
      await page.locator('.inspector').getByRole('button', { name: WORDS.edit[at] }).click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await check('probe-form');
    },
    MINUTES_MS,
  );

  it(
    'a region lost: the name notices, old answers live on, and the ledger says so',
    async () => {
      await open(WORDS.regions);
      await select('shop', WORDS.name);
      await page.locator('.run').click();
      await page.getByText(WORDS.stale[at]).first().waitFor(PATIENCE);
      await page.locator('.run').click();
      await check('dns-failover');
      await page.locator('.inspector').getByRole('button', { name: 'shop' }).first().click();
      await page.getByRole('tab', { name: WORDS.why[at] }).click();
      await page.getByText(WORDS.oldAnswer[at]).first().waitFor(PATIENCE);
      await check('dns-ledger');
    },
    MINUTES_MS,
  );
});
