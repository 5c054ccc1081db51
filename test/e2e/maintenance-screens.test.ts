/**
 * Goal: maintenance of a scale set, the window of its customer, several sizes in one set and
 * warnings can be seen and used in the real app, in both languages. Method: one template is
 * played; the page is read, checked by axe-core and photographed into test-results/screens.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  hour: ['Who chooses the hour', 'Quem escolhe a hora'],
  scaleSet: ['Scale set', 'Conjunto de dimensionamento'],
  yours: ['Yours to begin', 'o começo é seu'],
  begin: ['Begin now', 'Começar agora'],
  begun: ['One begun early', 'Uma começada antes'],
  two: ['2 begun early', '2 começadas antes'],
  mix: ['Most room first', 'Mais lugar primeiro'],
  patched: ['Systems are patched', 'Sistemas recebem correções'],
  rules: ['Add rules…', 'Adicionar regras…'],
  flaps: ['scaling in is put off', 'a redução é adiada'],
  accepted: ['Accepted all the same', 'Aceito mesmo assim'],
  save: ['Set the rules', 'Definir as regras'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, check } = scene;

  it.runIf(isLongRun)(
    'a machine begun early, sizes and windows, and a rule that is accepted with a warning',
    async () => {
      const { page } = scene;
      await open(WORDS.hour);
      await select('web', WORDS.scaleSet);
      await page.locator('.run').click();
      await page.getByText(WORDS.begun[at]).waitFor(PATIENCE);
      await page.locator('.run').click();
      await page.getByText(WORDS.yours[at]).first().waitFor(PATIENCE);
      await check('own-window');
      await page.getByRole('button', { name: WORDS.begin[at] }).first().click();
      await page.getByText(WORDS.two[at]).waitFor(PATIENCE);

      await select('jobs', WORDS.scaleSet);
      await page.getByText(WORDS.mix[at]).waitFor(PATIENCE);
      await page.getByText(WORDS.patched[at]).scrollIntoViewIfNeeded(PATIENCE);
      await check('mix-and-window');

      await page.getByRole('button', { name: WORDS.rules[at] }).click();
      const dialog = page.getByRole('dialog');
      // In at 60, out at 70: 60 × 3 / 2 = 90 would call the other rule back.
      await dialog.locator('.threshold input').nth(1).fill('60');
      await dialog.getByText(WORDS.flaps[at]).waitFor(PATIENCE);
      await check('form-warning');
      await dialog.getByRole('button', { name: WORDS.save[at] }).click();
      await dialog.waitFor({ state: 'detached', ...PATIENCE });
      const notice = page.locator('.ui-toast').filter({ hasText: WORDS.accepted[at] });
      await notice.waitFor(PATIENCE);
      expect(await notice.innerText()).toContain('46');
      await check('notice-warning');
    },
    SCENE_MS,
  );
});
