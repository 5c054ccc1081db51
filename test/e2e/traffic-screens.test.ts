/**
 * Goal: probes of different depth and the failover of a name can be seen, understood and used in
 * the real app, in both languages and themes, without breaking a rule of WCAG 2.2 AA. Method: two
 * templates are opened and played up to what they show; the page is read, checked by axe-core and
 * photographed into test-results/screens.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { setTime, stepTo } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  probes: ['Shallow and deep probes', 'Sondas rasas e profundas'],
  regions: ['Two regions and one name', 'Duas regiões e um nome'],
  balancer: ['Load balancer', 'Balanceador'],
  name: ['Name of a service', 'Nome de um serviço'],
  error: ['the probe was answered with an error', 'a sonda recebeu um erro'],
  shallow: ['asks only whether the port is open', 'só pergunta se a porta está aberta'],
  drain: ['Drain deep-2: no new requests', 'Esvaziar deep-2: sem novas requisições'],
  draining: ['Draining by hand', 'Esvaziando à mão'],
  edit: ['Edit', 'Editar'],
  stale: ['resolvers still hold an answer', 'resolvedores ainda guardam uma resposta'],
  why: ['Why', 'Por quê'],
  oldAnswer: [
    'Its user held an old answer of the name',
    'O usuário ainda tinha uma resposta antiga',
  ],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, check } = scene;

  it(
    'a broken application: the deep probe takes it out, the shallow one does not',
    async () => {
      const { page } = scene;
      await open(WORDS.probes);
      await select('deep', WORDS.balancer);
      // One application of each depth answers with errors between ten and twenty minutes.
      await stepTo(page, 13);
      await page.getByText(WORDS.error[at]).first().waitFor(PATIENCE);
      await check('probe-deep');
      await page.getByRole('button', { name: WORDS.drain[at] }).click();
      await page.getByText(WORDS.draining[at]).first().waitFor(PATIENCE);
      await select('shallow', WORDS.balancer);
      await page.getByText(WORDS.shallow[at]).first().waitFor(PATIENCE);
      expect(await page.locator('.inspector').getByText(WORDS.error[at]).count()).toBe(0);
      await check('probe-shallow');
      await page.locator('.inspector').getByRole('button', { name: WORDS.edit[at] }).click();
      await page.getByRole('dialog').waitFor(PATIENCE);
      await check('probe-form');
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'a region lost: the name notices, old answers live on, and the ledger says so',
    async () => {
      const { page } = scene;
      await open(WORDS.regions);
      await select('shop', WORDS.name);
      await page.locator('.run').click();
      await page.getByText(WORDS.stale[at]).first().waitFor(PATIENCE);
      await setTime({ page, running: false });
      await check('dns-failover');
      await page.locator('.inspector').getByRole('button', { name: 'shop' }).first().click();
      await page.getByRole('tab', { name: WORDS.why[at] }).click();
      await page.getByText(WORDS.oldAnswer[at]).first().waitFor(PATIENCE);
      await check('dns-ledger');
    },
    SCENE_MS,
  );
});
