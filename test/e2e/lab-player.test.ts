/**
 * Goal: a lab can be learned from, from its card to its mark, by mouse and by keyboard, in both
 * languages. Method: lab 09 is played in the real app as a learner would, with the figures the
 * pages give; what the screen says at the end is held against the marking of the file it saves.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { writeArchive } from '../../src/main/lab/archive-write.ts';
import { markAttempt } from '../../src/main/lab/mark-attempt.ts';
import { attemptSchema } from '../../src/shared/lab/attempt-schema.ts';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { expectOk } from '../support/expect-ok.ts';
import { tabTo, takeFound, wordsIn } from '../support/hands.ts';
import { theLab } from '../support/lab-bench.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { passMinutes, pressEnter, unfold } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  lab: ['Survive a rack and a reboot', 'Sobreviver a um rack e a uma reinicialização'],
  begin: ['Begin', 'Começar'],
  misconception: ['All web machines share one rack', 'Todas as máquinas web dividem um rack'],
  predict: ['predict first', 'preveja antes'],
  finish: ['Finish', 'Concluir'],
  save: ['Save the attempt file', 'Salvar o arquivo da tentativa'],
  hint: ['Give me a hint', 'Quero uma dica'],
  tasksDo: ['Tasks of the lab', 'Tarefas do laboratório'],
  answered: ['You answered: 7', 'Você respondeu: 7'],
  copyBack: ['Back to the lab', 'Voltar ao laboratório'],
  solution: ['Watch the solution', 'Assistir à solução'],
  locked: ['The hall is the provider', 'A sala é do provedor'],
  tasks: ['Tasks', 'Tarefas'],
  autoscale: ['Let the day decide how many', 'Deixe o dia decidir quantas'],
  scaleSet: ['Scale set', 'Conjunto de dimensionamento'],
  addsOne: ['The rule adds one', 'A regra acrescenta uma'],
  addRules: ['Add rules', 'Adicionar regras'],
  build: ['Build', 'Construir'],
  outline: ['Outline', 'Estrutura'],
  setUse: ['spreads machines over racks', 'espalha máquinas pelos racks'],
  recreate: ['Recreate from image in a set', 'Recriar da imagem em um conjunto'],
  wave: ['five update domains', 'cinco domínios de atualização'],
  openFile: ['Open a lab file', 'Abrir arquivo de laboratório'],
  received: ['sent to you', 'enviado a você'],
  discard: ['Remove from the shelf', 'Tirar da estante'],
  figures: [/(\d+) machines do the work/, /(\d+) máquinas fazem o trabalho/],
} as const;

/** How many machines are needed so that enough are left without a third of them. */
function leastFor(needed: number): number {
  let machines = needed;
  while (machines - Math.ceil(machines / 3) < needed) machines += 1;
  return machines;
}

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, check } = scene;

  /** What the long run looks at closely, the reduced one passes. */
  async function glance(name: string): Promise<void> {
    if (isLongRun) await check(name);
  }

  function button(page: Page, name: string | RegExp): ReturnType<Page['getByRole']> {
    return page.getByRole('button', { name });
  }

  /** As with the keyboard: what has the focus is pressed. */
  async function press(what: ReturnType<Page['getByRole']>): Promise<void> {
    await pressEnter(what.first());
  }

  /** Makes the availability set by the palette, and every machine anew inside it. */
  async function spread(page: Page, given: { needed: number; least: number }): Promise<void> {
    await page.getByRole('tab', { name: WORDS.build[at] }).click();
    await page.locator('.build .item').filter({ hasText: WORDS.setUse[at] }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('web-set');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: WORDS.outline[at] }).click();
    for (let n = 1; n <= given.needed; n += 1) {
      await page
        .locator('.outline [role=row]')
        .filter({ hasText: `web-${n}` })
        .first()
        .click();
      await page.locator('.head .acts [aria-haspopup="menu"]').click();
      await page.getByRole('menuitem', { name: WORDS.recreate[at] }).click();
      await page
        .getByRole('dialog')
        .getByRole('combobox')
        .nth(1)
        .filter({ hasText: 'web-set' })
        .waitFor(PATIENCE);
      await page.getByRole('dialog').locator('.ui-dialog-actions button').last().click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    for (let n = given.needed; n < given.least; n += 1) {
      await page.keyboard.press('Insert');
      await page.getByRole('dialog').getByText('tier=web').waitFor(PATIENCE);
      await page.getByRole('dialog').locator('.ui-dialog-actions button').last().click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  }

  /** Lets about a quarter of an hour pass: machines start, probes answer. */
  async function letTimePass(page: Page): Promise<void> {
    await page.locator('.speeds button').nth(3).click();
    await passMinutes({ page, minutes: 15 });
  }

  // The reduced run plays it by keyboard alone, which is the harder way.
  it.runIf(isLongRun)(
    'is played by mouse from its card to its mark',
    async () => {
      const { page } = scene;
      const card = page.locator('.learn .card').filter({ hasText: WORDS.lab[at] });
      await card.waitFor(PATIENCE);
      await card.scrollIntoViewIfNeeded();
      await glance('lab-shelf');
      await card.click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await glance('lab-begin');
      await button(page, WORDS.begin[at]).click();
      await page.getByText(WORDS.misconception[at]).waitFor(PATIENCE);
      await glance('lab-tasks');
      const figures = await page.locator('.task .page strong').allTextContents();
      expect(figures[0]).toMatch(/\d+/);
      const machines = await page.locator('.task .page p').first().textContent();
      const needed = Number(WORDS.figures[at].exec(machines ?? '')?.[1]);
      const least = leastFor(needed);
      await spread(page, { needed, least });
      await letTimePass(page);
      await page.getByRole('tab', { name: WORDS.tasks[at] }).click();
      await page.getByText(WORDS.predict[at]).waitFor(PATIENCE);
      await check('lab-predict');
      const wave = page.locator('.question').filter({ hasText: WORDS.wave[at] });
      await wave.getByRole('textbox').fill(String(Math.ceil(least / 5)));
      await wave.getByRole('button').click();
      await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await glance('lab-solved');
      await unfold(page.locator('.task .head').first());
      await page.locator('.check .case').first().click();
      await page.locator('.copy').waitFor(PATIENCE);
      await glance('lab-case');
      await button(page, WORDS.copyBack[at]).click();
      await page.locator('.copy').waitFor({ state: 'detached' });
      await button(page, WORDS.finish[at]).click();
      await page.locator('.debrief strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await check('lab-debrief');
      const saving = page.waitForEvent('download');
      await page.locator('.debrief').getByRole('button', { name: WORDS.save[at] }).click();
      const saved = readFileSync(await (await saving).path(), 'utf8');
      const attempt = attemptSchema.parse(JSON.parse(saved));
      const mark = expectOk(markAttempt({ ...(await theLab()), salt: undefined }, attempt));
      expect(mark).toMatchObject({ score: 1, passed: true });
      expect(attempt.selfScore).toBe(mark.score);
    },
    SCENE_MS,
  );

  it(
    'can be worked on by keyboard alone',
    async () => {
      const { page } = scene;
      const card = page.locator('.learn .card').filter({ hasText: WORDS.lab[at] });
      await card.waitFor(PATIENCE);
      await card.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor(PATIENCE);
      await tabTo(page, new RegExp(`^${WORDS.begin[at]}`));
      await page.keyboard.press('Enter');
      await page.getByText(WORDS.misconception[at]).waitFor(PATIENCE);
      const title = wordsIn(scene.look.language)('find.title');
      const text = WORDS.tasksDo[at];
      await takeFound({ page, title, text, entry: new RegExp(text) });
      await press(button(page, WORDS.hint[at]));
      await page.locator('.hints li').first().waitFor(PATIENCE);
      await press(button(page, /^2/));
      await page.locator('.question input').focus();
      await page.keyboard.type('7');
      await page.keyboard.press('Enter');
      await page.getByText(WORDS.answered[at]).waitFor(PATIENCE);
      await page.getByRole('tab', { name: WORDS.tasks[at] }).focus();
      await page.keyboard.press('End');
      await page.locator('.build .locked').filter({ hasText: WORDS.locked[at] }).first().waitFor();
      await expect.poll(() => page.locator('.build .item').first().isDisabled()).toBe(true);
      await check('lab-locked');
      await page.keyboard.press('Home');
      await press(button(page, WORDS.finish[at]));
      await page.locator('.debrief strong').waitFor(PATIENCE);
      await press(button(page, WORDS.solution[at]));
      await page.locator('.copy').waitFor(PATIENCE);
      await glance('lab-solution');
      await press(button(page, WORDS.copyBack[at]));
      await page.locator('.debrief').waitFor(PATIENCE);
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'of scaling is played to its mark',
    async () => {
      const { page } = scene;
      await page.locator('.learn .card').filter({ hasText: WORDS.autoscale[at] }).click(PATIENCE);
      await button(page, WORDS.begin[at]).click();
      await page.locator('.task .page strong').first().waitFor(PATIENCE);
      const capacity = await page.locator('.task .page strong').first().textContent();
      const needed = Math.ceil(12 / (Number(/\d+/.exec(capacity ?? '')?.[0]) * 0.7));
      const noon = page.locator('.question').first();
      await noon.getByRole('textbox').fill(String(needed));
      await noon.getByRole('button').click();
      await unfold(page.locator('.task .head').nth(2));
      const question = page.locator('.question').filter({ hasText: WORDS.addsOne[at] });
      const asked = (await question.locator('.asked').textContent()) ?? '';
      const [few = 0, outAt = 0] = [...asked.matchAll(/\d+/g)].map(([text]) => Number(text));
      await question.getByRole('textbox').fill(String(Math.round((outAt * few) / (few + 1))));
      await question.getByRole('button').click();
      await page.locator('.question').getByRole('radio').last().check();
      await page
        .locator('.question')
        .filter({ has: page.getByRole('radio') })
        .getByRole('button')
        .click();
      await glance('lab-autoscale-questions');
      await page.getByRole('tab', { name: WORDS.outline[at] }).click();
      await scene.select('web', WORDS.scaleSet);
      await button(page, WORDS.addRules[at]).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('textbox')
        .nth(1)
        .fill(String(needed + 1));
      await dialog.locator('.rule .value input').first().fill('2');
      await dialog.locator('.ui-dialog-actions button').last().click();
      await dialog.waitFor({ state: 'detached' });
      await letTimePass(page);
      await page.getByRole('tab', { name: WORDS.tasks[at] }).click();
      await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await glance('lab-autoscale-solved');
      await button(page, WORDS.finish[at]).click();
      await page.locator('.debrief strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await check('lab-autoscale-debrief');
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'somebody sent is opened from its file, begun, and taken off the shelf',
    async () => {
      const { page } = scene;
      const { loaded } = await theLab();
      const lab = { ...loaded.lab, id: 'of-a-friend', title: { en: 'Sent', 'pt-BR': 'Enviado' } };
      const files = new Map([...loaded.files, ['lab.json', JSON.stringify(lab)]]);
      const sent = Buffer.from(writeArchive(files));
      const [picker] = await Promise.all([
        page.waitForEvent('filechooser'),
        button(page, WORDS.openFile[at]).click(PATIENCE),
      ]);
      const mimeType = 'application/zip';
      await picker.setFiles({ name: 'friend.racklab-lab', mimeType, buffer: sent });
      const dialog = page.getByRole('dialog').filter({ hasText: lab.title[at ? 'pt-BR' : 'en'] });
      await dialog.waitFor(PATIENCE);
      await check('lab-received');
      await button(page, WORDS.begin[at]).click();
      await page.locator('.task .page strong').first().waitFor(PATIENCE);
      await page.locator('.home').first().click();
      const card = page.locator('.learn .card').filter({ hasText: WORDS.received[at] });
      await card.click(PATIENCE);
      await button(page, WORDS.discard[at]).click();
      await card.waitFor({ state: 'detached' });
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'of the bank is drawn by a seed that can be changed, and opened',
    async () => {
      const { page } = scene;
      const rooms = page.locator('.practise');
      const seed = rooms.getByRole('textbox');
      await expect.poll(() => seed.inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/);
      await seed.fill('a word of the class');
      const title = (await rooms.locator('article h3').textContent())?.trim() ?? '';
      expect(title).not.toBe('');
      await check('practise');
      await seed.fill('another word');
      await seed.fill('a word of the class');
      await rooms.locator('article h3').filter({ hasText: title }).waitFor(PATIENCE);
      await rooms.locator('article button').click();
      await page.locator('.bar').getByText(title).waitFor(PATIENCE);
      await page.locator('.question').first().waitFor(PATIENCE);
      await check('practise-room');
    },
    SCENE_MS,
  );
});
