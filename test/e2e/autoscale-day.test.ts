/**
 * Goal: one day of a scale set under a daily curve with a surprise can be followed decision by
 * decision, and what it was worth can be read: availability on one scale, downtime by cause, cost.
 * Method: the template is opened in the real app and run to its end; the decisions on the screen
 * are held against each other (each begins where the one before ended), the numbers in a refusal to
 * scale in are worked out again, and every view is checked by axe-core and photographed.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import type { Look } from '../support/screen-tab.ts';

const USUAL: Look[] = [
  { width: 1280, height: 800, theme: 'dark', language: 'en', still: true },
  { width: 1920, height: 1080, theme: 'light', language: 'pt-BR', still: true },
];

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  day: ['A day that scales itself', 'Um dia que se escala sozinho'],
  office: ['Office hours', 'Horário comercial'],
  scaleSet: ['Scale set', 'Conjunto de'],
  service: ['Service', 'Serviço'],
  edit: ['Edit rules…', 'Editar regras…'],
  how: ['How this is worked out', 'Como isto é calculado'],
  addProfile: ['Add a profile', 'Adicionar perfil'],
  save: ['Set the rules', 'Definir as regras'],
  notIn: ['not scaled in', 'não reduzido'],
} as const;

/** A figure as the screen writes it, in either language. */
function figure(text: string): number {
  return Number(text.replace(',', '.'));
}

const LOOKS = looksInForce({ usual: USUAL, turn: 0 });

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { at, open, select, runToEnd, check } = scene;

  /** What the screen says of each decision, the oldest first. */
  async function decided(): Promise<string[]> {
    return (await scene.page.locator('.decisions .said').allInnerTexts()).toReversed();
  }

  /** From how many to how many the decisions went. */
  async function moved(): Promise<{ from: number; to: number }[]> {
    return (await decided()).flatMap((text) => {
      const [, from, to] = /(\d+) → (\d+)/.exec(text) ?? [];
      return from === undefined ? [] : [{ from: Number(from), to: Number(to) }];
    });
  }

  it(
    'a day with a surprise: out and in, each decision with its numbers',
    async () => {
      const { page } = scene;
      await open(WORDS.day);
      await select('web', WORDS.scaleSet);
      await runToEnd();
      await page.locator('.decisions .older').click();
      // The list follows the clock: it is whole once it begins with two and comes back to two.
      await expect
        .poll(async () => [(await moved()).at(0)?.from, (await moved()).at(-1)?.to])
        .toEqual([2, 2]);
      const said = await decided();
      const moves = await moved();
      // It begins with two, follows day and surprise up to its limit of ten, and comes back.
      expect(moves[0]?.from).toBe(2);
      expect(Math.max(...moves.map(({ to }) => to))).toBe(10);
      expect(moves.at(-1)?.to).toBe(2);
      for (const [index, move] of moves.entries()) {
        if (index > 0) expect(move.from).toBe(moves[index - 1]?.to);
      }
      // Every sentence carries the numbers it was made from.
      for (const text of said) expect(text).toMatch(/\d.*[<>=≤≥].*\d|→/);
      const refused = said.filter((text) => text.includes(WORDS.notIn[at]));
      expect(refused.length).toBeGreaterThan(0);
      for (const text of refused) {
        const numbers = /([\d.,]+) × (\d+) ÷ (\d+) = ([\d.,]+) > ([\d.,]+)/.exec(text);
        const [value = 0, n = 0, less = 1, projected = 0, limit = 0] = (numbers ?? [])
          .slice(1)
          .map(figure);
        expect((value * n) / less).toBeCloseTo(projected, 0);
        expect(projected).toBeGreaterThan(limit);
      }
      await check('autoscale-day');
      await select('shop', WORDS.service);
      await page.getByRole('tab', { name: 'SLA' }).click(PATIENCE);
      await page.locator('.sla .legend').waitFor(PATIENCE);
      await check('sla-scale');
      await page.getByRole('button', { name: WORDS.how[at] }).click();
      await page.locator('.sla .formula').waitFor(PATIENCE);
      await expect.poll(() => page.locator('.sla .formula').innerText()).toContain('×');
      await page.locator('.incidents .entry').first().click();
      await check('sla-of-a-service');
      // A press on the empty floor selects nothing.
      const floor = await page.locator('.topology').boundingBox();
      await page.mouse.click((floor?.x ?? 0) + 12, (floor?.y ?? 0) + 12);
      await page.locator('.costs').waitFor(PATIENCE);
      await check('room-with-costs');
    },
    SCENE_MS,
  );

  it.runIf(isLongRun)(
    'a timetable: profiles in force, and a form for another one',
    async () => {
      const { page } = scene;
      await open(WORDS.office);
      await select('web', WORDS.scaleSet);
      await runToEnd();
      // The launch of the evening is in force when the day ends.
      await page.locator('.profiles .now').filter({ hasText: 'launch' }).waitFor(PATIENCE);
      await check('autoscale-profiles');
      await page.getByRole('button', { name: WORDS.edit[at] }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: WORDS.addProfile[at] }).click();
      await expect.poll(() => dialog.locator('fieldset.profile').count()).toBe(3);
      await dialog.locator('fieldset.profile').last().scrollIntoViewIfNeeded();
      await check('autoscale-profile-form');
      // A launch that is over is refused with the reason; without it the setting is accepted.
      await dialog.locator('fieldset.profile').nth(1).locator('.ui-part-remove button').click();
      await dialog.getByRole('button', { name: WORDS.save[at] }).click();
      await dialog.waitFor({ state: 'detached', ...PATIENCE });
      await expect.poll(() => page.locator('.profiles li').count()).toBe(3);
    },
    SCENE_MS,
  );
});
