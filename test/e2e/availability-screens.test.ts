/**
 * Goal: sets, maintenance, scale sets and the sweep can be seen, understood and used in the real
 * app, in both languages and themes, without breaking a rule of WCAG 2.2 AA. Method: three
 * templates are opened and played; the page is read, checked by axe-core and photographed into
 * test-results/screens.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { stepTo } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

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
  degraded: ['degraded', 'com degradação'],
  asTable: ['As a table', 'Em tabela'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, runToEnd, check } = scene;

  it(
    'two by two: the grid, the wave, a rack lost, nobody left',
    async () => {
      const { page } = scene;
      await open(WORDS.two);
      await select('web', WORDS.set);
      await page.getByText(WORDS.allGone[at]).waitFor(PATIENCE);
      await expect.poll(() => page.locator('.domains td.none').count()).toBe(2);
      await check('set');
      // The wave begins at ten minutes and takes its machines down half a minute later.
      await stepTo(page, 13);
      await page.getByText(WORDS.down[at]).waitFor(PATIENCE);
      await check('set-maintenance');
      // Five minutes into the wave rack r2 fails: nobody is left behind the balancer.
      await stepTo(page, 17);
      await page.locator('.service-bar, main').getByText('0/4').first().waitFor(PATIENCE);
      await check('set-all-gone');
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'a day of autoscale: decisions as sentences, and its rules as a form',
    async () => {
      const { page } = scene;
      await open(WORDS.day);
      await select('web', WORDS.scaleSet);
      await runToEnd();
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
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'the sweep of the first room: racks r1 and r2 are degraded, and shown when pressed',
    async () => {
      const { page } = scene;
      await open(WORDS.first);
      await page.locator('.topology .frame').focus();
      await page.keyboard.press('t');
      await page.locator('.heat').waitFor(PATIENCE);
      await scene.tab.shoot('sweep-running');
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
    SCENE_MS,
  );
});
