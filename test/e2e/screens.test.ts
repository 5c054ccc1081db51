/**
 * Goal: every screen and state can be read and used by everybody, in both languages and all themes:
 * no rule of WCAG 2.2 AA broken, nothing cut off, no policy violation. Method: the real app is led
 * through its states; each is checked by axe-core and for clipped controls, and photographed into
 * test-results/screens. The long run goes through four looks, the reduced run through the narrow
 * one that cuts most.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { findCutOff } from '../support/cut-off.ts';
import { browserOfFile } from '../support/describe-scenes.ts';
import { openSearch, tabTo, takeFound } from '../support/hands.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { openScreen, type Look, type ScreenTab } from '../support/screen-tab.ts';
import { clockReaches, setTime, shownSeconds } from '../support/steady-acts.ts';

const NARROW: Look[] = [
  { width: 1024, height: 700, theme: 'dark', language: 'pt-BR', still: true },
  // What a window of 1280 by 800 is at 200 per cent.
  { width: 640, height: 400, theme: 'light', language: 'en', still: true },
];
const USUAL: Look[] = [
  { width: 1280, height: 800, theme: 'light', language: 'en', still: true },
  { width: 1280, height: 800, theme: 'dark', language: 'pt-BR', still: true },
];
const LOOKS = [...(isLongRun ? USUAL : []), ...NARROW.slice(0, isLongRun ? NARROW.length : 1)];

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  play: ['Play', 'Jogar'],
  search: ['Search for things and commands', 'Buscar coisas e comandos'],
  pull: ['Pull the plug', 'Puxar a tomada'],
  broken: ['1 part is broken', '1 parte está quebrada'],
  build: ['Build', 'Construir'],
  outline: ['Outline', 'Estrutura'],
  why: ['Why', 'Por quê'],
  live: ['Live', 'Ao vivo'],
  decisions: ['Decisions', 'Decisões'],
  branch: ['New branch from here', 'Nova ramificação a partir daqui'],
  home: ['Close the room and go to the start screen', 'Fechar a sala e voltar à tela inicial'],
  emptyRoom: ['Empty room', 'Sala vazia'],
  inspector: ['Inspector', 'Inspetor'],
  left: ['Outline and palette', 'Estrutura e paleta'],
  time: ['Time panel', 'Painel do tempo'],
} as const;

const browser = browserOfFile();

describe.each(LOOKS)('$theme, $language, $width by $height', (look) => {
  it(
    'shows every state whole and to everybody',
    async () => {
      const tab = await openScreen(browser(), look);
      const faults: string[] = [];
      async function see(state: string): Promise<void> {
        await tab.page.waitForTimeout(250);
        await tab.shoot(state);
        for (const found of await tab.axe()) {
          faults.push(`${state}: ${found.rule}\n    ${found.where.join('\n    ')}`);
        }
        for (const cut of await findCutOff(tab.page)) faults.push(`${state}: cut off: ${cut}`);
      }
      try {
        await walkThrough({ tab, see, say: (word) => WORDS[word][look.language === 'en' ? 0 : 1] });
      } catch (error) {
        await tab.shoot('99-lost');
        throw error;
      } finally {
        await tab.close();
      }
      expect(faults).toEqual([]);
      expect(tab.complaints).toEqual([]);
    },
    SCENE_MS,
  );
});

interface Walk {
  readonly tab: ScreenTab;
  readonly see: (state: string) => Promise<void>;
  readonly say: (word: keyof typeof WORDS) => string;
}

async function walkThrough({ tab, see, say }: Walk): Promise<void> {
  const { page } = tab;
  const titleOfSearch = say('search');
  await page.getByRole('button', { name: say('play'), exact: true }).waitFor(PATIENCE);
  await page.getByText(/r2/).first().waitFor(PATIENCE);
  await see('01-start');

  await page.getByRole('button', { name: say('play'), exact: true }).click();
  await page.getByRole('timer').waitFor(PATIENCE);
  await clockReaches(page, 150);
  await setTime({ page, running: false });
  await see('02-room');
  // In a small window the panels are drawers that begin closed.
  await openDrawer(page, say('inspector'), '#panel-right');

  await find(page, titleOfSearch, 'shop');
  await see('03-find');
  await escape(page);
  await select(page, titleOfSearch, 'r1-h02');
  await see('04-host');
  await select(page, titleOfSearch, 'web');
  await see('05-balancer');
  await page.getByRole('tab', { name: say('live'), exact: true }).click();
  await see('06-live');

  await select(page, titleOfSearch, 'r2');
  await page.getByRole('application').focus();
  await page.keyboard.press('x');
  await page.getByRole('dialog').getByText('shop').waitFor(PATIENCE);
  await see('07-shadow');
  await tabTo(page, new RegExp(`^${say('pull')}`));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached', ...PATIENCE });
  await page.getByText(say('broken')).first().waitFor(PATIENCE);
  await page.getByRole('application').focus();
  const cutAt = await shownSeconds(page);
  await page.keyboard.press('Shift+ArrowRight');
  await clockReaches(page, cutAt + 60);
  await see('08-outage');
  await select(page, titleOfSearch, 'web-5');
  await page.getByRole('tab', { name: say('why'), exact: true }).click();
  await see('09-why');
  await openDrawer(page, say('time'), '[role="tablist"]:has-text("' + say('decisions') + '")');
  await page.getByRole('tab', { name: say('decisions') }).click();
  await see('10-decisions');

  await page.getByRole('application').focus();
  await page.keyboard.press('Insert');
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('11-machine');
  await escape(page);
  await openDrawer(page, say('left'), '#panel-left');
  await page.getByRole('tab', { name: say('build') }).click();
  await see('12-build');
  const branch = { page, title: titleOfSearch, text: say('branch') };
  await takeFound({ ...branch, entry: new RegExp(say('branch')) });
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('13-branch');
  await escape(page);
  await page.getByRole('application').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('14-keys');
  await escape(page);

  await page.getByRole('button', { name: say('home') }).click();
  await page.getByText(say('emptyRoom')).first().waitFor(PATIENCE);
  await see('15-start-again');
  await page.getByRole('button', { name: new RegExp(`^${say('emptyRoom')}`) }).click();
  await page.getByRole('timer').waitFor(PATIENCE);
  await see('16-empty-room');
}

/** Opens a panel that is not there yet. */
async function openDrawer(page: Page, name: string, panel: string): Promise<void> {
  if ((await page.locator(panel).count()) > 0) return;
  await page.getByRole('button', { name, exact: true }).click();
  await page.locator(panel).first().waitFor(PATIENCE);
}

/** Closes the dialog that is open. */
async function escape(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached', ...PATIENCE });
}

async function find(page: Page, title: string, text: string): Promise<void> {
  await openSearch({ page, title, text });
  await page.getByRole('option').first().filter({ hasText: text }).waitFor(PATIENCE);
}

/** Selects the thing of that name through the search, as one does without a mouse. */
async function select(page: Page, title: string, name: string): Promise<void> {
  await find(page, title, name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name, exact: true }).waitFor(PATIENCE);
}
