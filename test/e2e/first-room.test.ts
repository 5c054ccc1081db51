/**
 * Goal: the first minute of a person: Play, the room, a rack losing power, its machines going down
 * with the cause, requests refused, time dragged back to before it; by mouse and by keyboard alone.
 * Method: the built host and a real Chromium; what is read is what a person reads, and every step
 * leaves a picture in test-results/screens.
 */
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserOfFile } from '../support/describe-scenes.ts';
import { openSearch, tabTo } from '../support/hands.ts';
import { PATIENCE } from '../support/patience.ts';
import { openScreen, type ScreenTab } from '../support/screen-tab.ts';
import { clockReaches, setTime, shownSeconds } from '../support/steady-acts.ts';

const browser = browserOfFile();
let tab: ScreenTab;
let page: Page;

beforeEach(async () => {
  tab = await openScreen(browser());
  page = tab.page;
});
afterEach(async () => {
  await tab.close();
  expect(tab.complaints).toEqual([]);
});

function button(name: string | RegExp): Locator {
  return page.getByRole('button', { name, exact: typeof name === 'string' });
}

async function failedRequests(): Promise<number> {
  const service = await page.getByRole('button', { name: /^shop/ }).first().innerText();
  return Number(/([\d,]+)\s*not served/.exec(service)?.[1]?.replaceAll(',', ''));
}

async function until(check: () => Promise<boolean>): Promise<void> {
  await expect.poll(check, { ...PATIENCE, interval: 100 }).toBe(true);
}

describe('the first minute', () => {
  it('by mouse: pull a plug, see who notices and why, go back to before it', async () => {
    await button('Play').click();
    await page.getByRole('heading', { name: 'First room' }).waitFor(PATIENCE);
    await clockReaches(page, 61);
    await tab.shoot('story-1-room');

    await button(/Aim at rack r2/).click();
    await page.getByText('keeps 3 of 6 machines').waitFor(PATIENCE);
    await page.getByText(/About \d+\/s would be refused/).waitFor();
    await tab.shoot('story-2-shadow');
    expect(await page.getByText('1 part is broken').count()).toBe(0);

    // Read before the cut: on a busy machine the word of it comes a minute of the room later.
    const cutAt = await shownSeconds(page);
    await button('Pull the plug').click();
    await page.getByText('1 part is broken').waitFor(PATIENCE);
    await page
      .getByText(/Machine web-\d went down with its host/)
      .first()
      .waitFor(PATIENCE);
    await page.getByText('because: Host r2-h01 lost power').first().waitFor();
    await until(async () => (await failedRequests()) > 100);
    await page.getByText('Failing', { exact: true }).waitFor(PATIENCE);
    await tab.shoot('story-3-outage');

    await button('Show a machine that went down').click();
    await button('Why?').click();
    const chain = page.getByRole('list', { name: 'From the root cause to the effect' }).first();
    await chain.waitFor(PATIENCE);
    const steps = chain.getByRole('listitem');
    const decision = 'Decision: Pull a plug (Rack r2)';
    await expect.poll(async () => (await steps.allInnerTexts()).at(0)).toContain(decision);
    const effect = /Machine web-\d went down with its host/;
    await expect.poll(async () => (await steps.allInnerTexts()).at(-1)).toMatch(effect);
    await tab.shoot('story-4-why');

    await setTime({ page, running: false });
    await dragTimeTo(cutAt - 30);
    await page.getByText('You are in the past: a change begins a branch').waitFor(PATIENCE);
    await expect.poll(() => shownSeconds(page)).toBeLessThan(cutAt);
    await until(async () => (await page.getByText('1 part is broken').count()) === 0);
    await until(async () => (await failedRequests()) < 100);
    await page.getByText('Serving', { exact: true }).waitFor(PATIENCE);
    await tab.shoot('story-5-back');
  });

  it('by keyboard alone', async () => {
    await button('Play').waitFor(PATIENCE);
    await tabTo(page, /Play/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'First room' }).waitFor(PATIENCE);
    await clockReaches(page, 31);

    await openSearch({ page, title: 'Search for things and commands', text: 'r2' });
    await page.getByRole('option', { name: 'r2 Rack' }).waitFor(PATIENCE);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'r2', exact: true }).waitFor(PATIENCE);

    await tabTo(page, /Map of the room/);
    await page.keyboard.press('x');
    await page.getByText('keeps 3 of 6 machines').waitFor(PATIENCE);
    const cutAt = await shownSeconds(page);
    await tabTo(page, /Pull the plug/);
    await page.keyboard.press('Enter');
    await page.getByText('1 part is broken').waitFor(PATIENCE);
    await until(async () => (await failedRequests()) > 50);

    await tabTo(page, /Simulated time: drag back/);
    // Each press goes back from where the clock stands by then.
    await until(async () => {
      const before = await shownSeconds(page);
      if (before < cutAt) return true;
      await page.keyboard.press('ArrowLeft');
      const moved = expect.poll(() => shownSeconds(page), { timeout: 2_000, interval: 20 });
      await moved.toBeLessThan(before).catch(() => undefined);
      return (await shownSeconds(page)) < cutAt;
    });
    await page.getByText('You are in the past: a change begins a branch').waitFor(PATIENCE);
    await until(async () => (await page.getByText('1 part is broken').count()) === 0);
  });
});

/** Drags the playhead on the track to a second of the simulation. */
async function dragTimeTo(second: number): Promise<void> {
  const track = page.getByRole('slider', { name: /Simulated time/ });
  const box = await track.boundingBox();
  const max = Number(await track.getAttribute('aria-valuemax')) / 1_000_000;
  const now = Number(await track.getAttribute('aria-valuenow')) / 1_000_000;
  if (box === null) throw new Error('the track is not on the screen');
  const gutter = 74;
  const x = (at: number) => box.x + gutter + ((box.width - gutter) * at) / max;
  const y = box.y + box.height - 20;
  await page.mouse.move(x(now), y);
  await page.mouse.down();
  await page.mouse.move(x(second), y, { steps: 12 });
  await page.mouse.up();
}
