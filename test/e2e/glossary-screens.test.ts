/**
 * Goal: the glossary is found, searched and read, and the lens puts another cloud's names on the
 * open room and back. Method: the real app in both languages; words on the screen are read before
 * and after, by mouse and by keyboard, and everything is photographed.
 */
import { expect, it } from 'vitest';
import { describeScenes, type Word } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { hasFocus } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

const WORDS: Readonly<Record<'play' | 'menu' | 'machine' | 'named' | 'glossary' | 'spot', Word>> = {
  play: ['Play', 'Jogar'],
  menu: ['Language EN', 'Idioma PT'],
  machine: ['Machine', 'Máquina'],
  named: ['EC2 instance', 'Instância EC2'],
  glossary: ['Glossary', 'Glossário'],
  spot: ['two minutes at AWS', 'dois minutos na AWS'],
};

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const word = (name: keyof typeof WORDS): string => WORDS[name][scene.at];

  it(
    'names of another cloud on the whole screen, and back',
    async () => {
      const { page } = scene;
      await page.getByRole('button', { name: word('play'), exact: true }).click(PATIENCE);
      await page.locator('.topology').waitFor(PATIENCE);
      await page.locator('.outline').getByText(word('machine'), { exact: true }).first().waitFor();

      await page.getByRole('button', { name: word('menu') }).click();
      await page.getByRole('menuitemcheckbox', { name: 'AWS', exact: true }).click();
      await page.locator('.outline').getByText(word('named')).first().waitFor(PATIENCE);
      await scene.check('glossary-lens');

      await page.locator('.topology canvas').last().focus();
      await page.getByRole('button', { name: word('menu') }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: word('glossary') }).press('Enter');
      const dialog = page.getByRole('dialog', { name: word('glossary') });
      await dialog.waitFor(PATIENCE);
      await scene.check('glossary-all');
      await hasFocus(dialog.getByRole('textbox').first());
      await page.keyboard.type('spot');
      await dialog.getByText(word('spot')).waitFor(PATIENCE);
      await scene.check('glossary-found');
      await dialog.getByRole('radio', { name: 'Azure' }).check({ force: true });
      await page.keyboard.press('Escape');
      await page.locator('.outline').getByText(word('machine'), { exact: true }).first().waitFor();
      await expect.poll(() => page.getByText(word('named')).count()).toBe(0);
    },
    SCENE_MS,
  );
});
