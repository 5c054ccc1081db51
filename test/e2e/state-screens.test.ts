/**
 * Goal: what becomes of state can be seen, understood and changed in the real app, in both
 * languages and themes, without breaking a rule of WCAG 2.2 AA. Method: the templates of state are
 * opened and played; the page is read, checked by axe-core and photographed into
 * test-results/screens.
 */
import { it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { setTime, stepTo } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

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

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, runToEnd, check } = scene;

  it(
    'a partition makes two primaries, and the loss is counted when they meet',
    async () => {
      const { page } = scene;
      await open(WORDS.split);
      await select('none', WORDS.store);
      // Between twenty and thirty minutes the two sides do not hear each other.
      await stepTo(page, 25);
      await page.getByText(WORDS.twoLead[at]).waitFor(PATIENCE);
      await check('store-split');
      await runToEnd();
      await page.getByText(WORDS.lost[at]).first().waitFor(PATIENCE);
      await check('store-healed');
      await select('even', WORDS.store);
      await check('store-even');
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'a deletion reaches every replica, and going back is measured',
    async () => {
      const { page } = scene;
      await open(WORDS.deletion);
      await select('orders', WORDS.store);
      await page.locator('.speeds button').nth(-3).click();
      await page.locator('.run').click();
      await page.getByText(WORDS.damaged[at]).waitFor(PATIENCE);
      await setTime({ page, running: false });
      await check('store-damaged');
      await page.locator('.properties .acts button').last().click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await check('store-form');
      await page.keyboard.press('Escape');
      await runToEnd();
      await page.getByText(WORDS.point[at]).waitFor(PATIENCE);
      await check('store-restored');
    },
    SCENE_MS,
  );
});
