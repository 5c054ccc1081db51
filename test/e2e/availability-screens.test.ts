/**
 * Goal: sets, maintenance, scale sets and the sweep can be seen, understood and used in the real
 * app, in both languages and themes, without breaking a rule of WCAG 2.2 AA. Method: three
 * templates are opened and played; the page is read, checked by axe-core and photographed into
 * test-results/screens. RACKLAB_SCREENS=all goes through all looks.
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
const LOOKS = looksInForce({ usual: USUAL, all: allLooks(), turn: 1 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  two: ['Two by two', 'Dois por dois'],
  day: ['A day that scales itself', 'Um dia que se escala sozinho'],
  first: ['First room', 'Primeira sala'],
  set: ['Availability set', 'Conjunto de disponibilidade'],
  scaleSet: ['Scale set', 'Conjunto de'],
  allGone: [
    'If fault domain 0 is lost during update domain 1: 4 of 4 gone.',
    'Se o domínio de falha 0 for perdido durante o de atualização 1: 4 de 4 param.',
  ],
  down: ['Machines are down', 'Máquinas paradas'],
  out: ['Scaled out', 'Ampliado'],
  cooldown: ['cooldown until', 'em espera até'],
  edit: ['Edit rules…', 'Editar regras…'],
  save: ['Set the rules', 'Definir as regras'],
  sweep: ['Try every failure', 'Testar todas as falhas'],
  degraded: ['degraded', 'degradado'],
  asTable: ['As a table', 'Em tabela'],
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
    'two by two: the grid, the wave, a rack lost, nobody left',
    async () => {
      await open(WORDS.two);
      await select('web', WORDS.set);
      await page.getByText(WORDS.allGone[at]).waitFor(PATIENCE);
      expect(await page.locator('.domains td.none').count()).toBe(2);
      await check('set');
      await page.locator('.run').click();
      await page.getByText(WORDS.down[at]).waitFor(PATIENCE);
      await check('set-maintenance');
      // Five minutes into the wave rack r2 fails: nobody is left behind the balancer.
      await page.locator('.service-bar, main').getByText('0/4').first().waitFor(PATIENCE);
      await page.locator('.run').click();
      await check('set-all-gone');
    },
    MINUTES_MS,
  );

  it(
    'a day of autoscale: decisions as sentences, and its rules as a form',
    async () => {
      await open(WORDS.day);
      await select('web', WORDS.scaleSet);
      await page.locator('.speeds button').last().click();
      await page.locator('.run').click();
      await page.locator('.run:disabled').waitFor(PATIENCE);
      await page.locator('.decisions .older').click();
      const said = await page.locator('.decisions .said').allInnerTexts();
      expect(said.some((text) => text.startsWith(WORDS.out[at]) && /2 → 4/.test(text))).toBe(true);
      expect(said.some((text) => text.includes(WORDS.cooldown[at]))).toBe(true);
      await check('scale-set');
      await page.getByRole('button', { name: WORDS.edit[at] }).click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('.cooldown input').first().fill('10s');
      await dialog.getByRole('button', { name: WORDS.save[at] }).click();
      await dialog.locator('.cooldown .note.error').waitFor(PATIENCE);
      await check('autoscale-form');
      await dialog.locator('.cooldown input').first().fill('3m');
      await dialog.getByRole('button', { name: WORDS.save[at] }).click();
      await dialog.waitFor({ state: 'detached', ...PATIENCE });
      await page.getByText('3 min').first().waitFor(PATIENCE);
    },
    MINUTES_MS,
  );

  it(
    'the sweep of the first room: racks r1 and r2 are degraded, and shown when pressed',
    async () => {
      await open(WORDS.first);
      await page.locator('.topology .frame').focus();
      await page.keyboard.press('t');
      await page.locator('.heat').waitFor(PATIENCE);
      await tab.shoot('sweep-running');
      const button = page.getByRole('button', { name: WORDS.sweep[at] });
      await button.and(page.locator(':not([aria-busy])')).waitFor(PATIENCE);
      for (const rack of ['rack:r1', 'rack:r2']) {
        const label = await page.locator(`[data-target="${rack}"]`).getAttribute('aria-label');
        expect(label).toContain(WORDS.degraded[at]);
      }
      await page.locator('[data-target="rack:r1"]').click();
      await page.locator('.inspector h2', { hasText: 'r1' }).waitFor(PATIENCE);
      await check('sweep');
      await page.getByRole('button', { name: WORDS.asTable[at] }).click();
      await page.mouse.move(0, 0);
      await check('sweep-table');
    },
    MINUTES_MS,
  );
});
