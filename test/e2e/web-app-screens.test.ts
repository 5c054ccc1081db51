/**
 * Goal: a use of machines is made, refused with its reason and changed on the screen, and a machine
 * is compared with a web app. Method: the template in which both do the same is opened; a form is
 * filled by hand, the comparison is asked for and read, everything is photographed.
 */
import { expect, it } from 'vitest';
import { describeScenes, type Word } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

type Name =
  | 'template'
  | 'build'
  | 'use'
  | 'rate'
  | 'owner'
  | 'all'
  | 'side'
  | 'compare'
  | 'settings'
  | 'more'
  | 'outline'
  | 'filter'
  | 'change';
const WORDS: Readonly<Record<Name, Word>> = {
  template: ['Machine or web app', 'Máquina ou aplicativo web'],
  build: ['Build', 'Construir'],
  use: ['Use of machines', 'Uso de máquinas'],
  rate: ['Requests a second', 'Requisições por segundo'],
  owner: ['Owner', 'Responsável'],
  all: ['All layers…', 'Todas as camadas…'],
  side: ['Side by side', 'Lado a lado'],
  compare: ['Compare', 'Comparar'],
  settings: ['Settings that are yours', 'Configurações que são suas'],
  more: ['Show', 'Mostrar'],
  outline: ['Outline', 'Estrutura'],
  filter: ['site', 'site'],
  change: ['Change the use', 'Alterar o uso'],
};

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const word = (name: Name): string => WORDS[name][scene.at];

  it(
    'a use by form, and both services side by side',
    async () => {
      const { page } = scene;
      await page.getByText(word('template'), { exact: true }).first().click(PATIENCE);
      await page.locator('.topology').waitFor(PATIENCE);
      await page.getByRole('tab', { name: word('build') }).click(PATIENCE);
      await page.getByRole('button', { name: new RegExp(`^${word('use')}`) }).click(PATIENCE);
      const dialog = page.getByRole('dialog');
      await dialog.waitFor(PATIENCE);
      await dialog.getByLabel(word('rate')).fill('soon');
      await dialog.locator('form [role=alert], form .error').first().waitFor(PATIENCE);
      await scene.check('use-form-refused');
      await dialog.getByLabel(word('rate')).fill('0h 60; 8h 90');
      await dialog.getByRole('button', { name: new RegExp(`^${word('more')}`) }).click();
      await scene.check('use-form-all');
      await dialog.locator('input[type=submit]').press('Enter');
      await dialog.waitFor({ state: 'detached', ...PATIENCE });

      await page.getByRole('button', { name: word('owner'), exact: true }).click(PATIENCE);
      await page
        .locator('.owners')
        .getByRole('button', { name: word('all') })
        .press('Enter');
      await page.getByRole('tab', { name: word('side') }).press('Enter');
      await scene.check('side-by-side-asked');
      await page.getByRole('button', { name: word('compare'), exact: true }).click();
      const table = page.locator('.compare table');
      await table.waitFor(PATIENCE);
      await table.getByRole('button', { name: word('settings') }).click();
      // Four groups with a head each, eight rows, and one that is open.
      await expect.poll(() => table.locator('tbody tr').count()).toBe(13);
      await scene.check('side-by-side');
    },
    SCENE_MS,
  );
});
