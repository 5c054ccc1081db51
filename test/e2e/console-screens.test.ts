/**
 * Goal: what is clicked appears as a command, and what is typed is done: a room is built and broken
 * by the keyboard alone. Method: the real app; a plug is pulled by mouse and read as a line, lines
 * are completed with Tab, refused, corrected, carried out and undone; photographed.
 */
import { expect, it } from 'vitest';
import { describeScenes, type Word } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { setTime } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

const WORDS: Readonly<Record<'play' | 'pause' | 'aim' | 'pull' | 'line' | 'refused', Word>> = {
  play: ['Play', 'Jogar'],
  pause: ['Pause', 'Pausar'],
  aim: ['Aim at rack r2', 'Mirar no rack r2'],
  pull: ['Pull the plug', 'Puxar a tomada'],
  line: ['Command to carry out', 'Comando a executar'],
  refused: ['Did you mean host.add', 'Parecidos: host.add'],
};

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const word = (name: keyof typeof WORDS): string => WORDS[name][scene.at];

  it(
    'a click is a line, and a line is done',
    async () => {
      const { page } = scene;
      const lines = page.locator('.console .lines code');
      const line = page.getByRole('textbox', { name: word('line') });

      await page.getByRole('button', { name: word('play'), exact: true }).click(PATIENCE);
      await page.locator('.topology').waitFor(PATIENCE);
      await page.getByRole('tab', { name: 'Console' }).click(PATIENCE);
      await scene.check('console-empty');
      await page.getByRole('button', { name: word('aim') }).click(PATIENCE);
      await page.getByRole('button', { name: word('pull'), exact: true }).click(PATIENCE);
      await expect
        .poll(() => lines.allInnerTexts(), PATIENCE)
        .toEqual(['fault.cut target=rack:r2']);
      await setTime({ page, running: false });

      await line.focus();
      await page.keyboard.type('host.ad rack=rack:r3 name=r3-h09 cores=8 memoryMib=32768');
      await page.keyboard.press('Enter');
      await page.getByText(word('refused')).waitFor(PATIENCE);
      await scene.check('console-refused');
      await line.fill('');
      await page.keyboard.type('fault.rest');
      await page.keyboard.press('Tab');
      await page.keyboard.type(' tar');
      await page.keyboard.press('Tab');
      await page.keyboard.type('rack:r2');
      await expect.poll(() => line.inputValue()).toBe('fault.restore target=rack:r2');
      await page.keyboard.press('Enter');
      await expect.poll(() => lines.count(), PATIENCE).toBe(2);
      await page.keyboard.type('host.add name=r3-h09 rack=rack:r3 cores=8 memoryMib=32768');
      await page.keyboard.press('Enter');
      await expect.poll(() => lines.count(), PATIENCE).toBe(3);
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => line.inputValue()).toContain('host.add');
      await scene.check('console-lines');
      await line.fill('');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Control+z');
      await page.locator('.console .undone').waitFor(PATIENCE);
    },
    SCENE_MS,
  );
});
