/**
 * Goal: lab 01 can be learned from, from its card to its mark, by mouse with the usual mistake and
 * by keyboard alone, in both languages. Method: it is played in the real app as a learner would;
 * what the screen says on the way is read, checked by axe-core and photographed.
 */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { passMinutes, pressEnter, unfold } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  lab: ['Two apps, one operating system', 'Dois aplicativos, um sistema'],
  begin: ['Begin', 'Começar'],
  clash: ['What can the two not both have', 'O que os dois não podem ter'],
  library: ['The version of the library php', 'A versão da biblioteca php'],
  port: ['Port 80', 'A porta 80'],
  point: ['Point at it', 'Aponte-a'],
  notices: ['Who notices?', 'Quem percebe?'],
  both: ['Both', 'Os dois'],
  inside: ['Inside', 'Por dentro'],
  install: ['Install', 'Instalar'],
  payroll: ['Payroll', 'Folha de pagamento'],
  outline: ['Outline', 'Estrutura'],
  tasks: ['Tasks', 'Tarefas'],
  console: ['Console', 'Console'],
  line: ['Command to carry out', 'Comando a executar'],
  onlyPort: ['You gave payroll a port of its own', 'Você deu à folha uma porta própria'],
  library74: ['still lies on its disk', 'ainda está no disco dela'],
  finish: ['Finish', 'Concluir'],
  debrief: ['A machine of its own costs 70 dollars', 'Uma máquina própria custa 70 dólares'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, check } = scene;

  /** What the long run looks at closely, the reduced one passes. */
  async function glance(name: string): Promise<void> {
    if (isLongRun) await check(name);
  }

  function question(page: Page, word: keyof typeof WORDS): Locator {
    return page.locator('.question').filter({ hasText: WORDS[word][at] });
  }

  /** Ticks what is said and sends it, as the keyboard does it. */
  async function answer(asked: Locator, options: readonly (keyof typeof WORDS)[]): Promise<void> {
    for (const option of options) {
      await asked
        .getByText(WORDS[option][at], { exact: true })
        .locator('..')
        .locator('input')
        .press('Space');
    }
    await pressEnter(asked.getByRole('button').last());
  }

  /** Opens a task that is folded. */
  async function openTask(page: Page, number: number): Promise<void> {
    await unfold(page.locator('.task .head').nth(number - 1));
  }

  /** Types a line of the console and waits until it was taken. */
  async function type(page: Page, line: string): Promise<void> {
    const box = page.getByRole('textbox', { name: WORDS.line[at] });
    await box.focus();
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
    await page.locator('.console .lines code').filter({ hasText: line }).waitFor(PATIENCE);
  }

  /** Lets about a quarter of an hour pass. */
  async function letTimePass(page: Page): Promise<void> {
    await page.locator('.speeds button').nth(3).press('Enter');
    await passMinutes({ page, minutes: 15, press: pressEnter });
  }

  /** Selects a machine in the outline and looks inside its system. */
  async function lookInside(page: Page, name: string): Promise<void> {
    await page.getByRole('tab', { name: WORDS.outline[at] }).click();
    await machine(page, name).click(PATIENCE);
    await page.getByRole('tab', { name: WORDS.inside[at] }).click(PATIENCE);
  }

  /** The line of a machine, and not that of its disk or its network card. */
  function machine(page: Page, name: string): Locator {
    const own = new RegExp(`^\\s*${name}\\s*(?:Machine|Máquina)`);
    return page.locator('.outline [role=row]').filter({ hasText: own }).first();
  }

  /** Installs payroll by the dialog of the system that is looked into. */
  async function install(
    page: Page,
    how: { readonly replacing: boolean; readonly port?: string },
  ): Promise<void> {
    await page.locator('.guest').getByRole('button', { name: WORDS.install[at] }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').filter({ hasText: WORDS.payroll[at] }).click(PATIENCE);
    if (how.replacing) await dialog.getByRole('checkbox').first().click();
    if (how.port !== undefined) await dialog.locator('.ports input').fill(how.port);
    await glance('first-lab-install');
    await dialog.locator('.ui-dialog-actions button').last().click();
    await dialog.waitFor({ state: 'detached' });
  }

  async function begin(page: Page, by: 'mouse' | 'keyboard'): Promise<void> {
    const card = page.locator('.learn .card').filter({ hasText: WORDS.lab[at] });
    await card.waitFor(PATIENCE);
    await expect.poll(() => card.innerText()).toMatch(/20 min/);
    await (by === 'mouse' ? card.click() : card.press('Enter'));
    const start = page.getByRole('dialog').getByRole('button', { name: WORDS.begin[at] });
    await (by === 'mouse' ? start.click(PATIENCE) : pressEnter(start));
    await question(page, 'clash').waitFor(PATIENCE);
  }

  it(
    'is played by keyboard alone to its mark',
    async () => {
      const { page } = scene;
      await begin(page, 'keyboard');
      await answer(question(page, 'clash'), ['library', 'port']);
      await page.getByRole('tab', { name: WORDS.console[at] }).press('Enter');
      await type(page, 'vm.create name=payroll size=Standard_D2s_v5 image=Ubuntu2204');
      await letTimePass(page);
      await type(page, 'app.install on=vm:payroll application=payroll');
      await glance('first-lab-console');
      await page.getByRole('tab', { name: WORDS.outline[at] }).press('Enter');
      await machine(page, 'server').press('Enter');
      await page.getByRole('tab', { name: WORDS.tasks[at] }).press('Enter');
      await pressEnter(question(page, 'point').getByRole('button').last());
      await openTask(page, 2);
      await answer(question(page, 'notices'), ['both']);
      await openTask(page, 3);
      await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await glance('first-lab-solved');
      await pressEnter(page.getByRole('button', { name: WORDS.finish[at] }));
      await page.locator('.debrief strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await page.getByText(WORDS.debrief[at]).waitFor(PATIENCE);
      await check('first-lab-debrief');
    },
    SCENE_MS,
  );

  // The usual way: a port of its own first, and what that leaves shared.
  it.runIf(isLongRun)(
    'is played by mouse, with the usual mistake, to its mark',
    async () => {
      const { page } = scene;
      await begin(page, 'mouse');
      await check('first-lab-tasks');
      await lookInside(page, 'server');
      await install(page, { replacing: true, port: '8080' });
      await page.getByRole('tab', { name: WORDS.tasks[at] }).click();
      await page.getByText(WORDS.onlyPort[at]).waitFor(PATIENCE);
      await answer(question(page, 'clash'), ['library', 'port']);
      await openTask(page, 2);
      await answer(question(page, 'notices'), ['both']);
      await page.locator('.check .case').first().waitFor(PATIENCE);
      await check('first-lab-only-a-port');
      await page.getByRole('tab', { name: WORDS.console[at] }).click();
      await type(page, 'vm.create name=payroll size=Standard_D2s_v5 image=Ubuntu2204');
      await letTimePass(page);
      await lookInside(page, 'payroll');
      await install(page, { replacing: false });
      await type(page, 'app.stop on=vm:server app=payroll');
      await type(page, 'app.remove on=vm:server app=payroll');
      await page.getByRole('tab', { name: WORDS.tasks[at] }).click();
      await page.getByText(WORDS.library74[at]).waitFor(PATIENCE);
      await check('first-lab-left-behind');
      await type(page, 'app.stop on=vm:server app=shop');
      await type(page, 'app.remove on=vm:server app=shop');
      await type(page, 'app.install on=vm:server application=shop');
      await page.locator('.topology').waitFor(PATIENCE);
      await lookInside(page, 'server');
      await page.getByRole('tab', { name: WORDS.tasks[at] }).click();
      await question(page, 'point').getByRole('button').last().click();
      await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
      await page.getByRole('button', { name: WORDS.finish[at] }).click();
      await page.locator('.debrief strong').filter({ hasText: '100' }).waitFor(PATIENCE);
    },
    SCENE_MS,
  );
});
