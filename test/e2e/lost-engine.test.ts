/**
 * Goal: whatever goes between a person and the engine (its process, its thread, the line, the page
 * itself), it is said, the room comes back as it was with everything that was confirmed, what was
 * typed is kept, and no decision is lost or done twice. Method: the built host is killed, frozen
 * and crashed under a real Chromium, and the page under its host; what the host knows before and
 * after is compared row by row.
 */
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { browserOfFile } from '../support/describe-scenes.ts';
import { wordsIn } from '../support/hands.ts';
import {
  hostFolder,
  lookIntoHost,
  type HostFolder,
  type HostProcess,
  type RoomSeen,
} from '../support/host-process.ts';
import { PATIENCE, preparePage } from '../support/patience.ts';
import { shotPath, USUAL_LOOK, type Look } from '../support/screen-tab.ts';
import { keyUntil, passMinutes } from '../support/steady-acts.ts';

const LOOKS: readonly Look[] = [
  USUAL_LOOK,
  { language: 'pt-BR', theme: 'dark', width: 1920, height: 1080 },
];

const browser = browserOfFile();
let folder: HostFolder;
let host: HostProcess;
let context: BrowserContext;
let page: Page;
let say: (key: string) => string;
let shoot: (name: string) => Promise<void>;

async function begin(look: Look): Promise<void> {
  say = wordsIn(look.language);
  context = await browser().newContext({
    viewport: { width: look.width, height: look.height },
    locale: look.language,
    colorScheme: look.theme === 'dark' ? 'dark' : 'light',
  });
  page = await openTab();
  shoot = async (name) => void (await page.screenshot({ path: shotPath(name, look) }));
}

async function openTab(): Promise<Page> {
  const tab = await context.newPage();
  await preparePage(tab);
  await tab.goto(host.url.href);
  return tab;
}

beforeEach(async () => {
  folder = hostFolder();
  host = await folder.start();
});

afterEach(async () => {
  await context.close();
  await host.stop();
  folder.remove();
});

function lossCard(): Locator {
  return page.getByRole('alertdialog');
}

function machineForm(): Locator {
  return page.getByRole('dialog', { name: say('machine.title') });
}

/** Opens the form of a machine and types a name, without sending it. */
async function typeMachine(name: string): Promise<void> {
  await keyUntil(page, 'Insert', machineForm());
  await machineForm().getByLabel(say('field.name'), { exact: true }).fill(name);
}

/** What stands in the open form, also while the word about the loss lies over it. */
function typedName(): Promise<string> {
  return page.locator('.ui-dialog input').first().inputValue();
}

function sendButton(): Locator {
  return machineForm().getByRole('button', { name: say('machine.create') });
}

async function sendForm(): Promise<void> {
  await sendButton().click();
  await machineForm().waitFor({ state: 'detached' });
}

/** How many machines of that name were decided on, as the host tells it. */
async function madeOf(name: string): Promise<number> {
  const { decisions } = await lookIntoHost(host.url);
  return decisions.filter((one) => one.includes(`"${name}"`)).length;
}

/** Takes the last decision back by its button, which waits until it can be pressed. */
async function undo(gone: string): Promise<void> {
  const name = new RegExp(`^${say('do.undoWhat').replace('{what}', '')}`);
  await page.getByRole('button', { name }).click();
  await expect.poll(() => madeOf(gone), PATIENCE).toBe(0);
}

/** The first template of the start screen, as a room. */
async function openRoom(): Promise<void> {
  const title = page.getByText(/^(First room|Primeira sala)$/);
  await title.first().click();
  await page.locator('.topology').waitFor();
}

/** A room with a decision in it, a minute on, standing. */
async function workOn(): Promise<RoomSeen> {
  await openRoom();
  await typeMachine('kept-1');
  await sendForm();
  await passMinutes({ page, minutes: 1 });
  const seen = await lookIntoHost(host.url);
  expect(seen.decisions.filter((one) => one.includes('kept-1'))).toHaveLength(1);
  return seen;
}

async function isBack(): Promise<void> {
  await lossCard().waitFor({ state: 'detached', ...PATIENCE });
  await page.getByText(say('connection.reopened')).waitFor(PATIENCE);
}

describe.each(LOOKS)('$language $theme', (look) => {
  it.runIf(isLongRun)(
    'a host that was killed and started again gives the room back, and the form is still there',
    async () => {
      await begin(look);
      const before = await workOn();
      await typeMachine('kept-2');
      await host.kill();
      await lossCard().getByText(say('connection.lost')).waitFor(PATIENCE);
      await shoot('lost-host');
      // It tries again by itself, with growing rests.
      await lossCard()
        .getByText(/[2-9]$/)
        .waitFor(PATIENCE);
      expect(await typedName()).toBe('kept-2');
      host = await folder.start(host.port);
      await isBack();
      expect(await typedName()).toBe('kept-2');
      await shoot('lost-host-back');
      expect(await lookIntoHost(host.url)).toEqual(before);
      await sendForm();
      expect(await madeOf('kept-2')).toBe(1);
      await shoot('lost-host-on');
      await undo('kept-2');
      expect(await madeOf('kept-1')).toBe(1);
    },
  );

  it.runIf(isLongRun)('a thread that crashed is started again with the same room', async () => {
    await begin(look);
    const before = await workOn();
    host.crashThread();
    await isBack();
    await shoot('lost-thread-back');
    expect(await lookIntoHost(host.url)).toEqual(before);
  });

  it.runIf(isLongRun)('a page that crashed lost nothing that was confirmed', async () => {
    await begin(look);
    await openRoom();
    await page.locator('[data-panel-menu=dock]').click();
    await page.getByRole('menu').getByText(say('panel.to.left')).click();
    await page.locator('#edge-left #panel-dock').waitFor();
    await typeMachine('kept-1');
    await sendForm();
    const before = await lookIntoHost(host.url);
    await crash(page);
    page = await openTab();
    await page.locator('.topology').waitFor();
    await page.locator('#edge-left #panel-dock').waitFor();
    expect(await lookIntoHost(host.url)).toEqual(before);
    await shoot('lost-page-back');
    await undo('kept-1');
  });
});

/** Instants after the press on the button, around that of the answer. */
const MOMENTS_MS = [0, 5, 15, 40, 120];

describe('a command on its way', () => {
  it.runIf(isLongRun)('is done whole or not at all when the page is reloaded', async () => {
    await begin(USUAL_LOOK);
    await openRoom();
    for (const [round, ms] of MOMENTS_MS.entries()) {
      const name = `cut-${round}`;
      await typeMachine(name);
      await sendButton().click();
      await page.waitForTimeout(ms);
      await page.reload();
      await page.locator('.topology').waitFor();
      const made = await madeOf(name);
      expect(made).toBeLessThanOrEqual(1);
      await expect
        .poll(() => page.locator('.outline [role=row]').filter({ hasText: name }).count(), PATIENCE)
        .toBe(made);
      if (made === 1) await undo(name);
    }
  });
});

async function crash(tab: Page): Promise<void> {
  const gone = new Promise<void>((done) => tab.once('crash', () => done()));
  // The answer of a page that crashes never comes.
  void tab.goto('chrome://crash').catch(() => undefined);
  await gone;
}

describe('a line that closes nothing', () => {
  it.runIf(isLongRun)('is noticed when the host hangs, and taken up when it goes on', async () => {
    await begin(USUAL_LOOK);
    const before = await workOn();
    host.freeze();
    await lossCard().getByText(say('connection.lost')).waitFor(PATIENCE);
    host.thaw();
    await lossCard().waitFor({ state: 'detached', ...PATIENCE });
    expect(await lookIntoHost(host.url)).toEqual(before);
  });

  it.runIf(isLongRun)('is noticed when the network of the page is cut', async () => {
    await begin(USUAL_LOOK);
    const before = await workOn();
    await context.setOffline(true);
    await lossCard().getByText(say('connection.lost')).waitFor(PATIENCE);
    await shoot('lost-network');
    await context.setOffline(false);
    await lossCard().waitFor({ state: 'detached', ...PATIENCE });
    expect(await lookIntoHost(host.url)).toEqual(before);
    await typeMachine('kept-2');
    await sendForm();
    expect(await madeOf('kept-2')).toBe(1);
  });
});
