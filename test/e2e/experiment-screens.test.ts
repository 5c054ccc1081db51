/**
 * Goal: somebody can say what a fault will do, try it on a copy, see both beside each other, write
 * an experiment of their own, and hold two branches against each other, in both languages and
 * themes, without breaking a rule of WCAG 2.2 AA. Method: the game day is opened and played; the
 * page is read, checked by axe-core and photographed into test-results/screens.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes, type Word } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { shownSeconds, stepTo } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  gameDay: ['Game day', 'Dia de ensaio'],
  experiments: ['Experiments', 'Experimentos'],
  served: ['Served in time', 'Atendido a tempo'],
  lost: ['Machines lost', 'Máquinas perdidas'],
  nobody: ['nobody', 'ninguém'],
  tryIt: ['Note it down and try', 'Anotar e testar'],
  givenUp: ['given up', 'interrompido'],
  fellShort: ['shop fell short too', 'shop também ficou aquém'],
  newOne: ['New experiment', 'Novo experimento'],
  name: ['Name', 'Nome'],
  write: ['Write it down', 'Anotar'],
  remove: ['Remove this experiment', 'Remover este experimento'],
  plug: ['Pull the plug…', 'Puxar a tomada…'],
  predict: ['Predict, try on a copy', 'Prever e testar em cópia'],
  rack: ['Rack', 'Rack'],
  cut: ['Pull the plug', 'Puxar a tomada'],
  branches: ['Branches', 'Ramificações'],
  fork: ['New branch from here', 'Nova ramificação a partir daqui'],
  compare: ['Compare two branches', 'Comparar duas ramificações'],
  differs: ['since they part', 'desde que se separam'],
  asTable: ['As a table', 'Em tabela'],
  drop: ['Drop the branch', 'Descartar a ramificação'],
} as const satisfies Record<string, Word>;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, check } = scene;

  function press(word: Word, exact = true): Promise<void> {
    return scene.page.getByRole('button', { name: word[at], exact }).first().click(PATIENCE);
  }

  async function chooseIn(menu: Word, item: Word): Promise<void> {
    await press(menu);
    await scene.page.getByRole('menuitem', { name: item[at] }).click(PATIENCE);
  }

  /** Lets simulated time pass, as fast as it goes. */
  async function stepMinutes(minutes: number): Promise<void> {
    const { page } = scene;
    await stepTo(page, (await shownSeconds(page)) / 60 + minutes);
  }

  it(
    'an experiment is predicted, tried and compared; another is written and removed',
    async () => {
      const { page } = scene;
      await open(WORDS.gameDay);
      await press(WORDS.experiments);
      await page.getByRole('button', { name: /rack-in-a-wave/ }).click(PATIENCE);
      await page.getByLabel(WORDS.served[at]).fill('99');
      await page.getByLabel(WORDS.lost[at]).fill('2');
      await press(WORDS.nobody);
      await press(WORDS.tryIt);
      await page.getByText(WORDS.fellShort[at]).waitFor(PATIENCE);
      const verdict = page.locator('.result .verdict').first();
      await expect.poll(() => verdict.textContent()).toContain(WORDS.givenUp[at]);
      await check('experiment-compared');
      await press(WORDS.newOne);
      await page.getByLabel(WORDS.name[at], { exact: true }).fill('mine');
      await check('experiment-dialog');
      await page.getByRole('dialog').getByRole('button', { name: WORDS.write[at] }).click(PATIENCE);
      await page.locator('.list').getByText('mine').waitFor(PATIENCE);
      await press(WORDS.remove);
      await page.locator('.list').getByText('mine').waitFor({ state: 'detached' });
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'a fault that is aimed is predicted first, and a branch with it is compared and dropped',
    async () => {
      const { page } = scene;
      await open(WORDS.gameDay);
      await select('r1', WORDS.rack);
      await press(WORDS.plug);
      await press(WORDS.predict);
      await page.getByLabel(WORDS.lost[at]).fill('3');
      await press(WORDS.tryIt);
      await page.locator('.compared').waitFor(PATIENCE);
      await check('experiment-aimed');
      await stepMinutes(2);
      await chooseIn(WORDS.branches, WORDS.fork);
      await page.getByRole('dialog').locator('.ui-primary').click(PATIENCE);
      await select('r1', WORDS.rack);
      await press(WORDS.plug);
      await page.getByRole('dialog').getByRole('button', { name: WORDS.cut[at] }).click(PATIENCE);
      await stepMinutes(3);
      await chooseIn(WORDS.branches, ['main', 'main']);
      await stepMinutes(3);
      await chooseIn(WORDS.branches, WORDS.compare);
      await page.getByText(WORDS.differs[at]).first().waitFor(PATIENCE);
      await check('branches-lines');
      await press(WORDS.asTable);
      await check('branches-table');
      await press(WORDS.drop, false);
      await page.locator('.sentence').waitFor({ state: 'detached' });
    },
    SCENE_MS,
  );
});
