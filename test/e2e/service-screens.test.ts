/**
 * Goal: what the service does with one machine can be seen in the real app: its disks and what
 * holds them back, and what survives which act. Method: a machine grows through a day; each screen
 * is read, checked by axe-core and photographed into test-results/screens.
 */
import { expect, it } from 'vitest';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  grows: ['One machine grows', 'Uma máquina cresce'],
  machine: ['Machine', 'Máquina'],
  disks: ['Disks', 'Discos'],
  held: ['Held back by', 'Limitado'],
  survives: ['What survives?', 'O que sobrevive?'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, runToEnd, check } = scene;

  it(
    'disks and what survives',
    async () => {
      const { page } = scene;
      await open(WORDS.grows);
      await runToEnd();
      await select('db', WORDS.machine);
      await page.getByRole('tab', { name: WORDS.disks[at], exact: true }).click(PATIENCE);
      await page.getByText(WORDS.held[at]).first().waitFor(PATIENCE);
      await check('service-disks');

      await page.getByRole('button', { name: WORDS.survives[at] }).click(PATIENCE);
      await page.getByRole('dialog').waitFor(PATIENCE);
      await expect.poll(() => page.locator('.matrix tbody tr').count()).toBe(8);
      await check('service-survival');
    },
    SCENE_MS,
  );
});
