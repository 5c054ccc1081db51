/**
 * Goal: the move of a server can be followed in the real app: what was found on it, the next step,
 * and afterwards what did not get better. Method: two templates, one before its change-over and one
 * at its end; each screen is read, checked by axe-core and photographed into test-results/screens.
 *
 */
import { expect, it } from 'vitest';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  lift: ['Lift and shift', 'Mudança como está'],
  back: ['A window that closes', 'A janela que se fecha'],
  move: ['Move of a server', 'Mudança de servidor'],
  tab: ['Move', 'Mudança'],
  over: ['Change over…', 'Fazer a troca…'],
  window: ['Window', 'Janela'],
  remains: ['Did not get better', 'Não melhorou'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, runToEnd, check } = scene;

  it(
    'a server before its change-over',
    async () => {
      const { page } = scene;
      await open(WORDS.back);
      await select('shop', WORDS.move);
      await page.getByRole('tab', { name: WORDS.tab[at], exact: true }).click(PATIENCE);
      await check('move-copied');
      await page.getByRole('button', { name: WORDS.over[at] }).first().click(PATIENCE);
      await page.getByRole('dialog').getByText(WORDS.window[at]).first().waitFor(PATIENCE);
      await check('move-window');
    },
    SCENE_MS,
  );

  it(
    'what did not get better, after all of it',
    async () => {
      const { page } = scene;
      await open(WORDS.lift);
      await runToEnd();
      await select('shop', WORDS.move);
      await page.getByRole('tab', { name: WORDS.tab[at], exact: true }).click(PATIENCE);
      await page.getByText(WORDS.remains[at]).first().waitFor(PATIENCE);
      await expect.poll(() => page.locator('.move section li p').count()).toBeGreaterThan(10);
      await check('move-finished');
    },
    SCENE_MS,
  );
});
