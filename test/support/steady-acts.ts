/**
 * Acts on the screen as they are meant and not as one press. Between a look at a thing and the
 * press on it the screen may have gone on by itself, a button may be drawn that cannot be pressed
 * yet, and time may have run less far than a clock on the wall would suggest; a test that is right
 * only on a quick machine is wrong. So each of these goes on until what was meant is the case.
 */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE } from './patience.ts';

/** How one hand presses what is there. */
export type Press = (place: Locator) => Promise<void>;

/** What a press leads to is on the screen within this time; else it is pressed again. */
const SOON = { timeout: 5_000 };

function byEnter(place: Locator): Promise<void> {
  return place.press('Enter', PATIENCE);
}

/** A button that can no longer be pressed is left alone. */
async function byClick(place: Locator): Promise<void> {
  await place.click(SOON).catch(() => undefined);
}

function isThereSoon(place: Locator): Promise<boolean> {
  const seen = place.first().waitFor(SOON);
  return seen.then(
    () => true,
    () => false,
  );
}

/**
 * Opens the part below a head that says by `aria-expanded` how it is. A head may open by itself
 * between the look and the press (the task one has come to does), and the press would close it
 * again: it is pressed for as long as it is seen closed.
 */
export async function unfold(head: Locator, press: Press = byEnter): Promise<void> {
  async function isOpen(): Promise<boolean> {
    return (await head.getAttribute('aria-expanded', PATIENCE)) === 'true';
  }
  await expect
    .poll(async () => {
      if (!(await isOpen())) await press(head);
      return isOpen();
    }, PATIENCE)
    .toBe(true);
}

/** Presses a button by key once it can be pressed, which a key does not wait for by itself. */
export async function pressEnter(button: Locator): Promise<void> {
  await expect.poll(() => button.isEnabled(PATIENCE), PATIENCE).toBe(true);
  await byEnter(button);
}

/** Presses a key until something is there that was not: the screen may not listen to it yet. */
export async function keyUntil(page: Page, key: string, there: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        if (await there.isVisible()) return true;
        await page.keyboard.press(key);
        return isThereSoon(there);
      },
      { ...PATIENCE, interval: 50 },
    )
    .toBe(true);
}

/** The instant the clock of the screen shows, in seconds since midnight of the first day. */
export async function shownSeconds(page: Page): Promise<number> {
  const text = await page.getByRole('timer').innerText(PATIENCE);
  const parts = /(\d+)\D+(\d\d):(\d\d):(\d\d)/.exec(text)?.slice(1).map(Number);
  const [day = Number.NaN, hours = 0, minutes = 0, seconds = 0] = parts ?? [];
  return (((day - 1) * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** Waits until the clock of the screen has come so far. */
export async function clockReaches(page: Page, second: number): Promise<void> {
  await expect.poll(() => shownSeconds(page), PATIENCE).toBeGreaterThanOrEqual(second);
}

/** Waits until something has the keyboard: what is typed before that goes elsewhere. */
export async function hasFocus(place: Locator): Promise<void> {
  const isActive = (): Promise<boolean> =>
    place.evaluate((element) => element === element.ownerDocument.activeElement, PATIENCE);
  await expect.poll(isActive, PATIENCE).toBe(true);
}

/** Has time run or stand. The button asks for the other of what it shows, so twice is as good. */
export async function setTime(of: {
  readonly page: Page;
  readonly running: boolean;
  readonly press?: Press;
}): Promise<void> {
  const { page, running, press = byClick } = of;
  // At the end of a room nothing runs any more, however quick one is.
  const wanted = page.locator(running ? '.run:not(.ui-primary), .run:disabled' : '.run.ui-primary');
  await expect
    .poll(async () => {
      if ((await wanted.count()) > 0) return true;
      await press(page.locator('.run'));
      return isThereSoon(wanted);
    }, PATIENCE)
    .toBe(true);
}

/** Lets so many simulated minutes pass at the speed that is set, and stops the clock again. */
export async function passMinutes(of: {
  readonly page: Page;
  readonly minutes: number;
  readonly press?: Press;
}): Promise<void> {
  const { page, minutes, press = byClick } = of;
  const until = (await shownSeconds(page)) + minutes * 60;
  await setTime({ page, running: true, press });
  await clockReaches(page, until);
  await setTime({ page, running: false, press });
}

/**
 * Steps minute by minute to a minute of the room and stands there. What is so for ten minutes of
 * the room is over within a second where time runs fast; where it stands, it can be looked at.
 */
export async function stepTo(page: Page, minute: number): Promise<void> {
  const step = page.locator('.transport .group button').nth(3);
  for (;;) {
    const before = await shownSeconds(page);
    if (before >= minute * 60) return;
    await step.click();
    await expect.poll(() => shownSeconds(page), { ...PATIENCE, interval: 20 }).not.toBe(before);
  }
}
