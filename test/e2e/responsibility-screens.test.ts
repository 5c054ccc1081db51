/**
 * Goal: the lens shows whose a part is and whose the downtime was, in each way of using a computer
 * room. Method: the first room loses a rack; read as IaaS the downtime is the provider's, read as
 * one's own room it is one's own; layers and compute services are read, everything is photographed.
 */
import { expect, it } from 'vitest';
import { describeScenes, type Word } from '../support/describe-scenes.ts';
import { CROSSED_LOOKS, looksInForce } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { setTime } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: CROSSED_LOOKS, turn: 0 });

type Name =
  | 'play'
  | 'pause'
  | 'owner'
  | 'own'
  | 'yours'
  | 'theirs'
  | 'all'
  | 'compute'
  | 'pull'
  | 'never';
const WORDS: Readonly<Record<Name, Word>> = {
  play: ['Play', 'Jogar'],
  pause: ['Pause', 'Pausar'],
  owner: ['Owner', 'Responsável'],
  own: ['Own', 'Própria'],
  yours: ['Yours', 'Sua'],
  theirs: ['Provider’s', 'Do provedor'],
  all: ['All layers…', 'Todas as camadas…'],
  compute: ['Compute services', 'Serviços de computação'],
  pull: ['Pull the plug', 'Puxar a tomada'],
  never: ['0\u00A0s', '0\u00A0s'],
};

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const word = (name: Name): string => WORDS[name][scene.at];

  it(
    'whose parts, whose downtime',
    async () => {
      const { page } = scene;
      const card = page.locator('.owners');
      async function down(name: Name): Promise<string> {
        const line = card.locator('dl > div').filter({ hasText: word(name) });
        // Whose nothing is has no line. All at once, since a line may go while it is read.
        const [said] = (await line.locator('dd').allInnerTexts()).slice(-1);
        return said === undefined ? word('never') : (said.split('\n').at(-1)?.trim() ?? '');
      }

      await page.getByRole('button', { name: word('play'), exact: true }).click(PATIENCE);
      await page.locator('.topology').waitFor(PATIENCE);
      await page.getByRole('button', { name: word('owner'), exact: true }).click(PATIENCE);
      await card.waitFor(PATIENCE);
      expect(await down('theirs')).toBe(word('never'));

      await page.getByRole('button', { name: /rack r2/ }).click(PATIENCE);
      await page.getByRole('button', { name: word('pull'), exact: true }).click(PATIENCE);
      await expect.poll(() => down('theirs'), PATIENCE).not.toBe(word('never'));
      await setTime({ page, running: false });
      expect(await down('yours')).toBe(word('never'));
      await scene.check('owner-iaas');

      await card.getByRole('radio', { name: word('own'), exact: true }).click();
      await expect.poll(() => down('yours'), PATIENCE).not.toBe(word('never'));
      await expect.poll(() => down('theirs')).toBe(word('never'));
      await scene.check('owner-own-room');

      // By keyboard: a notice may lie above the strip for a while.
      await card.getByRole('button', { name: word('all') }).press('Enter');
      await page.getByRole('dialog').waitFor(PATIENCE);
      await scene.check('owner-layers');
      await page.getByRole('tab', { name: word('compute') }).press('Enter');
      await scene.check('owner-compute');
    },
    SCENE_MS,
  );
});
