/**
 * Goal: a trainer writes a lab by doing, proves it, and edits a room as text beside its map, by
 * mouse and keyboard, in both languages, under the strict content policy. Method: the real app; a
 * lab is made, tried out, kept and proved, its text is broken and mended; a room's text is linked
 * with the map, changed, applied, and a file is dropped onto the window.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { keyUntil } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  newLab: ['New lab', 'Novo laboratório'],
  make: ['Make the lab', 'Criar o laboratório'],
  tryOut: ['Try out as a learner', 'Experimentar como aluno'],
  prove: ['Prove the lab', 'Provar o laboratório'],
  keepReference: ['Keep as a reference', 'Guardar como referência'],
  keep: ['Keep', 'Guardar'],
  back: ['Back to the desk', 'Voltar à mesa'],
  proved: ['Proved with', 'Provado com'],
  noReference: ['The key has no reference', 'A chave não tem referência'],
  saved: ['Saved', 'Salvo'],
  asText: ['Text', 'Texto'],
  asForm: ['Form', 'Formulário'],
  missing: ['missing', 'falta'],
  firstTask: ['First task', 'Primeira tarefa'],
  check: ['There are at least', 'Há pelo menos'],
  play: ['Play', 'Iniciar'],
  follows: ['The text follows the room', 'O texto acompanha a sala'],
  open: ['Open as a new room', 'Abrir como nova sala'],
  seal: ['Make it a surprise', 'Torná-la uma surpresa'],
  open_: ['Make it open again', 'Torná-la aberta de novo'],
  undo: ['Undo', 'Desfazer'],
  surprise: ['A surprise', 'Uma surpresa'],
  none: ['You have no labs', 'Você ainda não tem'],
  notJson: [/expected/, /JSON|esperad|termina/],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, check } = scene;

  /** What the long run looks at closely, the reduced one passes. */
  async function glance(name: string): Promise<void> {
    if (isLongRun) await check(name);
  }

  function button(page: Page, name: string): ReturnType<Page['getByRole']> {
    return page.getByRole('button', { name, exact: true });
  }

  async function makeLab(page: Page): Promise<void> {
    const teach = page.locator('.teach');
    await teach.scrollIntoViewIfNeeded();
    await button(page, WORDS.newLab[at]).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').locator('textarea').first().fill('One more, please');
    await page.getByRole('dialog').locator('textarea').last().fill('Mais uma, por favor');
    await glance('author-new-lab');
    await button(page, WORDS.make[at]).click();
    await page.locator('.desk').getByText(WORDS.noReference[at]).waitFor(PATIENCE);
  }

  it(
    'makes a lab, plays its way once, keeps it and proves it',
    async () => {
      const { page } = scene;
      await makeLab(page);
      await glance('author-desk');
      await button(page, WORDS.tryOut[at]).click();
      await page.locator('.banner').waitFor(PATIENCE);
      await keyUntil(page, 'Insert', page.getByRole('dialog'));
      await page.getByRole('dialog').locator('.ui-dialog-actions button').last().click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await glance('author-try-out');
      await button(page, WORDS.keepReference[at]).click();
      await glance('author-keep');
      await button(page, WORDS.keep[at]).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await button(page, WORDS.back[at]).click();
      await button(page, WORDS.prove[at]).click();
      await page.locator('.found').getByText(WORDS.proved[at]).waitFor(PATIENCE);
      await check('author-proved');
      await page.locator('.side .line').filter({ hasText: WORDS.check[at] }).click();
      await glance('author-check-form');
      await button(page, WORDS.asText[at]).click();
      const editor = page.locator('.cm-content');
      await editor.waitFor(PATIENCE);
      await editor.press('Control+End');
      await page.keyboard.type('x');
      await page.locator('.cm-lint-marker-error').first().waitFor(PATIENCE);
      await check('author-text-broken');
      await page.keyboard.press('Backspace');
      await page.locator('.cm-lint-marker-error').first().waitFor({ state: 'detached' });
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'shows both languages side by side and completes what is typed',
    async () => {
      const { page } = scene;
      await makeLab(page);
      await page.locator('.side .line').filter({ hasText: WORDS.firstTask[at] }).click();
      await page.locator('.form .two textarea').nth(1).fill('');
      await page.locator('.missing').filter({ hasText: WORDS.missing[at] }).waitFor(PATIENCE);
      await check('author-task-form');
      await button(page, WORDS.asText[at]).click();
      const editor = page.locator('.cm-content');
      await editor.waitFor(PATIENCE);
      await editor.press('Control+Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('"req');
      await page.locator('.cm-tooltip-autocomplete').waitFor(PATIENCE);
      await check('author-completion');
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'seals a check, takes it back, removes the lab and brings it back',
    async () => {
      const { page } = scene;
      await makeLab(page);
      const line = page.locator('.side .line');
      await line.filter({ hasText: WORDS.check[at] }).click();
      await button(page, WORDS.seal[at]).click();
      await button(page, WORDS.open_[at]).waitFor(PATIENCE);
      await line.filter({ hasText: WORDS.surprise[at] }).waitFor(PATIENCE);
      await check('author-sealed');
      const bound = page.locator('.form > .schema-form').getByRole('textbox').last();
      const before = await bound.inputValue();
      const points = page.locator('.form .card').getByRole('textbox').nth(1);
      await points.fill('25');
      await expect.poll(() => bound.inputValue()).not.toBe(before);
      await page.keyboard.press('Control+z');
      await expect.poll(() => bound.inputValue()).toBe(before);
      await page.keyboard.press('Control+z');
      await button(page, WORDS.seal[at]).waitFor(PATIENCE);
      await page.locator('.home').click();
      const teach = page.locator('.teach');
      await teach.locator('.entry button').last().click();
      await teach.getByText(WORDS.none[at]).waitFor(PATIENCE);
      await check('author-removed');
      await button(page, WORDS.undo[at]).click();
      await teach.locator('.entry').waitFor(PATIENCE);
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'edits a room as text beside its map',
    async () => {
      const { page } = scene;
      await page.locator('.play button').click();
      await page.locator('.topology').waitFor(PATIENCE);
      await page.keyboard.press('Control+e');
      const editor = page.locator('.cm-content');
      await editor.waitFor(PATIENCE);
      await page.locator('.pane').getByText(WORDS.follows[at]).waitFor(PATIENCE);
      await page.locator('.outline [role=row]').filter({ hasText: 'web-1' }).first().click();
      await page.locator('.cm-linked').first().waitFor(PATIENCE);
      await check('scenario-text');
      await page.locator('.cm-line').filter({ hasText: '"r2"' }).first().click();
      await page.locator('.outline [role=row][aria-selected=true]').first().waitFor(PATIENCE);
      const title = await page.locator('.bar .title').textContent();
      await editor.press('Control+Home');
      await page.keyboard.press('Control+f');
      await page.keyboard.type('"seed": ');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('7');
      await button(page, WORDS.open[at]).click();
      await page.locator('.pane').getByText(WORDS.follows[at]).waitFor(PATIENCE);
      await page.getByText('"seed": 7').first().waitFor(PATIENCE);
      await glance('scenario-applied');
      expect(title).not.toBe('');
      await drop(page);
      await page
        .locator('.bar .title')
        .filter({ hasText: /Dropped/ })
        .waitFor(PATIENCE);
    },
    SCENE_MS,
  );

  /** A file is dropped onto the window as a person would. */
  async function drop(page: Page): Promise<void> {
    const from = new URL('../../resources/templates/first-room.scenario.json', import.meta.url);
    const scenario: unknown = JSON.parse(readFileSync(from, 'utf8'));
    const text = JSON.stringify({ ...Object(scenario), title: 'Dropped' });
    await page.evaluate((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'dropped.scenario.json'));
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      }
    }, text);
  }
});
