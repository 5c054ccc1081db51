/**
 * The two ways in which a person works the screen: with the mouse, or with the keyboard alone. A
 * flow is written once and done with either, so that what one hand can do the other can. The mouse
 * never presses a key but to type into a field; the keyboard never touches the pointer.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PATIENCE } from './patience.ts';
import type { Look } from './screen-tab.ts';
import { hasFocus, keyUntil } from './steady-acts.ts';

const LOCALES = resolve(import.meta.dirname, '../../src/renderer/locales');
/** Nothing on any screen is farther from anything else than this many presses of Tab. */
const TABS_MAX = 160;
/** How often a list is walked down from its beginning, at most. */
const WALKS_MAX = 5;

/** What is put into a field of a form, by the key of its words. */
export interface Filling {
  readonly field: string;
  /** Typed into it. */
  readonly text?: string;
  /** Chosen from its list by its beginning. */
  readonly choice?: string;
}

export interface Hands {
  /** Opens a template from the start screen. */
  begin(template: string): Promise<void>;
  /** Presses a button or tab by its name. */
  press(name: RegExp): Promise<void>;
  /** Opens the form of a command: the mouse from its place on the screen, if `palette` names it. */
  openForm(command: string, palette?: string): Promise<void>;
  /** Fills fields of the open dialog and sends it; it must close. */
  send(fillings: readonly Filling[], action: string): Promise<void>;
  /** Selects a thing by its name and the word for its kind. */
  select(name: string, kind: string): Promise<void>;
  /** An act of what is selected, by the key of its words. */
  act(action: string): Promise<void>;
  /** Lets time run, or stops it. */
  toggleTime(): Promise<void>;
  /** As fast as time goes. */
  fastest(): Promise<void>;
}

/** The words of a key in the language of a look. */
export function wordsIn(language: Look['language']): (key: string) => string {
  const all: unknown = JSON.parse(readFileSync(resolve(LOCALES, `${language}.json`), 'utf8'));
  return (key) => {
    let found = all;
    for (const part of key.split('.')) {
      // A level of the locale file is an object of texts and levels.
      found = (found as Record<string, unknown> | undefined)?.[part];
    }
    if (typeof found !== 'string') throw new Error(`no words for ${key} in ${language}`);
    return found;
  };
}

function beginsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}

/** A line with the whole name of a thing, and its kind beside it. */
function called(name: string, kind: string): RegExp {
  return new RegExp(
    `${beginsWith(name).source.replace('^', '^\\s*')}\\s*${beginsWith(kind).source.slice(1)}`,
  );
}

function field(page: Page, label: string): Locator {
  const labelled = page.locator('label', { hasText: new RegExp(`^\\s*${label}`) });
  return page.getByRole('dialog').locator('.ui-field').filter({ has: labelled }).first();
}

async function closed(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor({ state: 'detached', ...PATIENCE }).catch(async () => {
    throw new Error(`the dialog stayed open: ${await dialog.innerText()}`);
  });
}

/** Works with the pointer. */
export function mouseHands(page: Page, say: (key: string) => string): Hands {
  return {
    async begin(template) {
      await page.getByText(template, { exact: true }).first().click(PATIENCE);
      await page.locator('.topology').waitFor(PATIENCE);
    },
    async press(name) {
      await page.getByRole('button', { name }).or(page.getByRole('tab', { name })).first().click();
    },
    async openForm(command, palette) {
      await page.getByRole('tab', { name: say('panel.build') }).click();
      const name = say(`palette.${palette ?? ''}.name`);
      const named = page.locator('.name').getByText(name, { exact: true });
      await page.locator('.build .item').filter({ has: named }).first().click();
      await page.getByRole('dialog', { name: say(`commandName.${command}`) }).waitFor(PATIENCE);
    },
    async send(fillings, action) {
      for (const filling of fillings) {
        const place = field(page, say(filling.field));
        if (filling.choice === undefined) {
          await place.locator('input').click({ clickCount: 3 });
          await page.keyboard.type(filling.text ?? '');
        } else {
          await place.locator('.ui-select').click();
          await page
            .getByRole('option', { name: beginsWith(filling.choice) })
            .first()
            .click();
        }
      }
      await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
      await closed(page);
    },
    async select(name, kind) {
      await page.getByRole('tab', { name: say('panel.outline') }).click();
      const filter = page.locator('.outline input');
      await filter.click({ clickCount: 3 });
      await page.keyboard.type(name);
      const line = page.locator('.outline [role=row]').filter({ hasText: called(name, kind) });
      await line.first().click();
    },
    async act(action) {
      await page.locator('.head .acts [aria-haspopup="menu"]').click();
      await page.getByRole('menuitem', { name: say(`action.${action}`) }).click();
    },
    async toggleTime() {
      await page.locator('.run').click();
    },
    async fastest() {
      await page.locator('.speeds button').last().click();
    },
  };
}

/** What the focused element is called: its own label, its field's, or its text. */
async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    if (active === null || active === document.body) return '';
    const own = active.getAttribute('aria-label');
    const label =
      active.id === '' ? undefined : document.querySelector(`label[for="${active.id}"]`);
    return (own ?? label?.textContent ?? active.textContent ?? '').trim();
  });
}

/** Presses Tab until what has the focus is called so. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    if (name.test(await focusedName(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(name)}`);
}

/** Presses a key of a list, whose mark follows by a timer, and waits for that timer. */
async function moveInList(page: Page, key: 'Home' | 'ArrowDown'): Promise<void> {
  await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 5)));
}

/**
 * Walks down the open list until the entry is marked that Enter is to take. A list that has just
 * opened may put its mark elsewhere meanwhile: then it is walked again.
 */
export async function walkTo(page: Page, isMarked: () => Promise<boolean>): Promise<void> {
  for (let walk = 0; walk < WALKS_MAX; walk += 1) {
    await moveInList(page, 'Home');
    const entries = await page.getByRole('option').count();
    for (let n = 0; n <= entries; n += 1) {
      if (await isMarked()) return;
      await moveInList(page, 'ArrowDown');
    }
  }
  throw new Error('the arrows never reached the entry');
}

/** Opens the search by key and types into it, once it listens; gives its box. */
export async function openSearch(of: {
  readonly page: Page;
  readonly title: string;
  readonly text: string;
}): Promise<Locator> {
  const { page, title, text } = of;
  const box = page.getByRole('textbox', { name: title });
  await keyUntil(page, 'Control+k', box);
  await hasFocus(box);
  await page.keyboard.type(text);
  return box;
}

/** Types into the search, and takes the first that is called so and can be taken. */
export async function takeFound(of: {
  readonly page: Page;
  readonly title: string;
  readonly text: string;
  readonly entry: RegExp;
}): Promise<void> {
  const { page, entry } = of;
  const box = await openSearch(of);
  const enabled = page.locator('[role=option]:not([data-disabled])');
  const wanted = enabled.filter({ hasText: entry }).first();
  await wanted.waitFor(PATIENCE);
  await walkTo(page, () => wanted.evaluate((one) => one.hasAttribute('data-highlighted')));
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'detached', ...PATIENCE });
}

/** Works with the keys alone. */
export function keyboardHands(page: Page, say: (key: string) => string): Hands {
  function find(text: string, entry: RegExp): Promise<void> {
    return takeFound({ page, title: say('find.title'), text, entry });
  }

  return {
    async begin(template) {
      await page.getByText(template, { exact: true }).first().waitFor(PATIENCE);
      await tabTo(page, beginsWith(template));
      await page.keyboard.press('Enter');
      await page.locator('.topology').waitFor(PATIENCE);
    },
    async press(name) {
      await tabTo(page, name);
      await page.keyboard.press('Enter');
    },
    async openForm(command) {
      const name = say(`commandName.${command}`);
      await find(name, beginsWith(name));
      await page.getByRole('dialog', { name }).waitFor(PATIENCE);
    },
    async send(fillings, action) {
      for (const filling of fillings) {
        await tabTo(page, beginsWith(say(filling.field)));
        if (filling.choice === undefined) {
          await page.keyboard.press('Control+a');
          await page.keyboard.type(filling.text ?? '');
        } else {
          await page.keyboard.press('Enter');
          const name = beginsWith(filling.choice);
          const option = page.getByRole('option', { name }).first();
          await option.waitFor(PATIENCE);
          // By the arrows: letters that come slowly are taken for the beginning of another word.
          await walkTo(page, () =>
            option.evaluate((one) => one === one.ownerDocument.activeElement),
          );
          await page.keyboard.press('Enter');
          await page.getByRole('listbox').waitFor({ state: 'detached', ...PATIENCE });
        }
      }
      await tabTo(page, beginsWith(action));
      await page.keyboard.press('Enter');
      await closed(page);
    },
    async select(name, kind) {
      await find(name, called(name, kind));
    },
    async act(action) {
      const name = say(`action.${action}`);
      await find(name, beginsWith(name));
    },
    async toggleTime() {
      await tabTo(page, beginsWith(say('map.label')));
      await page.keyboard.press('Space');
    },
    async fastest() {
      await tabTo(page, beginsWith(say('map.label')));
      for (let press = 0; press < 6; press += 1) await page.keyboard.press(']');
    },
  };
}
