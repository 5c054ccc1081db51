/**
 * Goal: what is in the room can be taken out of it, and what was taken out is whole. Method: the
 * real app runs its first room; scenario, report, picture and tables are saved through the menu
 * and read back; the report is opened as a page of its own; photographed.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { describeScenes, type Word } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { clockReaches, setTime } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

const WORDS = {
  play: ['Play', 'Jogar'],
  pause: ['Pause', 'Pausar'],
  menu: ['Take out of the room', 'Exportar da sala'],
  scenario: ['Scenario file', 'Arquivo de cenário'],
  report: ['Report on one page', 'Relatório de uma página'],
  picture: ['Save as PNG', 'Salvar como PNG'],
  things: ['Everything in the room', 'Tudo o que há na sala'],
  costs: ['Costs', 'Custos'],
  availability: ['Availability', 'Disponibilidade'],
  events: ['Events', 'Eventos'],
} as const satisfies Readonly<Record<string, Word>>;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const word = (name: keyof typeof WORDS): string => WORDS[name][scene.at];

  async function take(name: keyof typeof WORDS): Promise<{ path: string; fileName: string }> {
    const { page } = scene;
    await page.getByRole('button', { name: word('menu') }).click(PATIENCE);
    const coming = page.waitForEvent('download', PATIENCE);
    await page.getByRole('menuitem', { name: word(name) }).click(PATIENCE);
    const download = await coming;
    return { path: await download.path(), fileName: download.suggestedFilename() };
  }

  async function takeTable(name: keyof typeof WORDS): Promise<string[][]> {
    const { path, fileName } = await take(name);
    expect(fileName).toMatch(/\.csv$/);
    return parse(await readFile(path, 'utf8'), { bom: true });
  }

  it(
    'a room leaves as a file, a page, a picture and tables',
    async () => {
      const { page } = scene;
      await page.getByRole('button', { name: word('play'), exact: true }).click(PATIENCE);
      await page.locator('.topology').waitFor(PATIENCE);
      // So long that something has happened and been served.
      await clockReaches(page, 60);
      await setTime({ page, running: false });
      await page.getByRole('button', { name: word('menu') }).click(PATIENCE);
      await scene.tab.shoot('export-menu');
      await page.keyboard.press('Escape');

      const scenario = await take('scenario');
      expect(JSON.parse(await readFile(scenario.path, 'utf8'))).toHaveProperty('racks');
      const picture = await readFile((await take('picture')).path);
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      expect(picture.length).toBeGreaterThan(10_000);

      const things = await takeTable('things');
      expect(things.filter(([id]) => id?.startsWith('rack:')).length).toBe(6);
      const costs = await takeTable('costs');
      expect(costs.slice(1).every((line) => Number(line[5]) >= 0)).toBe(true);
      expect((await takeTable('availability')).length).toBeGreaterThan(1);
      expect((await takeTable('events')).length).toBeGreaterThan(1);

      const written = await readFile((await take('report')).path, 'utf8');
      expect(written).toContain('<img src="data:image/png;base64,');
      expect(written).toMatch(/<td>\d+[.,]?\d*\s?%<\/td>/);
      const paper = await page.context().newPage();
      await paper.setContent(written);
      await expect.poll(() => paper.locator('table').count()).toBeGreaterThan(1);
      await paper.screenshot({ path: scene.tab.shotPath('export-report'), fullPage: true });
      await paper.close();
    },
    SCENE_MS,
  );
});
