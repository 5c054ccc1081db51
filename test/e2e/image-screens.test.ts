/**
 * Goal: images can be browsed, a machine shows its image, its drift and whose identity it carries,
 * in both languages and themes, without breaking a rule of WCAG 2.2 AA. Method: the two templates
 * of images are opened and played; the page is read, checked by axe-core and photographed into
 * test-results/screens.
 */
import { it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { stepTo } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  company: ['A company image', 'Uma imagem da empresa'],
  cloned: ['Cloned, and taken for the other', 'Clonada e confundida com a outra'],
  machine: ['Machine', 'Máquina'],
  inside: ['Inside', 'Por dentro'],
  generalized: ['it never starts again', 'nunca mais inicia'],
  browse: ['Browse images', 'Ver imagens'],
  marketplace: ['Marketplace', 'Loja de imagens'],
  accept: ['Accept the terms', 'Aceitar os termos'],
  leads: ['now reaches', 'chega agora a'],
  shared: ['with one identity', 'com uma só identidade'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, runToEnd, check } = scene;

  it.runIf(isLongRun)(
    'a company image is replicated, and the marketplace can be browsed',
    async () => {
      const { page } = scene;
      await open(WORDS.company);
      await runToEnd();
      await select('golden', WORDS.machine);
      await page.getByRole('tab', { name: WORDS.inside[at] }).click();
      await page.getByText(WORDS.generalized[at]).first().waitFor(PATIENCE);
      await check('image-of-machine');
      await page.getByRole('button', { name: WORDS.browse[at] }).click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await page.locator('.replicas li.ready').nth(1).waitFor(PATIENCE);
      await check('image-gallery-own');
      await page.getByRole('tab', { name: WORDS.marketplace[at] }).click();
      await page.getByRole('button', { name: WORDS.accept[at] }).first().waitFor(PATIENCE);
      await check('image-gallery-marketplace');
    },
    SCENE_MS,
  );

  it(
    'a clone says whose identity it carries and what follows',
    async () => {
      const { page } = scene;
      await open(WORDS.cloned);
      // The clone joins at twelve minutes and is made a machine of its own at twenty.
      await stepTo(page, 16);
      await page.getByText(WORDS.shared[at]).first().waitFor(PATIENCE);
      await select('db-1', WORDS.machine);
      await page.getByRole('tab', { name: WORDS.inside[at] }).click();
      await page.getByText(WORDS.leads[at]).first().waitFor(PATIENCE);
      await check('image-shared-identity');
    },
    SCENE_MS,
  );
});
