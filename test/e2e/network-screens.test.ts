/**
 * Goal: a rule that closes a database to its web servers can be found, read and mended in the real
 * app, and a hypervisor shows what it costs, in both languages and themes, without breaking a rule
 * of WCAG 2.2 AA. Method: two templates are opened and played up to what they show; the page is
 * read, checked by axe-core and photographed into test-results/screens.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  door: ['A closed door', 'Uma porta fechada'],
  hardware: ['On the hardware, or on a desktop', 'No hardware ou num sistema'],
  machine: ['Machine', 'Máquina'],
  host: ['Host', 'Servidor'],
  group: ['Security group', 'Grupo de segurança'],
  network: ['Network', 'Rede'],
  from: ['From', 'De'],
  port: ['Port', 'Porta'],
  through: ['It gets through', 'Chega lá'],
  blocked: ['It does not get through', 'Não chega'],
  decides: ['Decides here', 'Decide aqui'],
  addRule: ['Add a rule', 'Adicionar regra'],
  swapped: ['Memory on the disk', 'Memória no disco'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, check } = scene;

  it.runIf(isLongRun)(
    'a closed door: the rule that decides is marked, and can be changed',
    async () => {
      const { page } = scene;
      await open(WORDS.door);
      await select('db-1', WORDS.machine);
      await page.getByRole('tab', { name: WORDS.network[at] }).click();
      const tab = page.locator('.network');
      await tab.getByLabel(WORDS.from[at], { exact: true }).click();
      await page.getByRole('option', { name: 'web-1' }).click();
      await tab.getByLabel(WORDS.port[at], { exact: true }).fill('5432');
      await tab.getByText(WORDS.through[at]).waitFor(PATIENCE);
      await page.locator('.run').click();
      await tab.getByText(WORDS.blocked[at]).waitFor(PATIENCE);
      await page.locator('.run').click();
      await tab.getByText(WORDS.decides[at]).waitFor(PATIENCE);
      await expect.poll(() => tab.locator('.decides').textContent()).toContain('deny-everything');
      await check('network-blocked');
      await tab.getByRole('button', { name: WORDS.addRule[at] }).first().click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await check('network-rule-form');
      await page.keyboard.press('Escape');
      await select('nsg-web', WORDS.group);
      await check('network-security-group');
    },
    SCENE_MS,
  );

  it(
    'a hypervisor that swaps says how much, and what it costs',
    async () => {
      const { page } = scene;
      await open(WORDS.hardware);
      await select('swapping', WORDS.host);
      await page.getByText(WORDS.swapped[at]).first().waitFor(PATIENCE);
      await check('hypervisor-swapping');
    },
    SCENE_MS,
  );
});
