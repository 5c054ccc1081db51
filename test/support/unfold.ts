/**
 * Opening what folds, as it is meant and not as one press: a head may open by itself between the
 * look at it and the press (the task one has come to does), and the press would close it again.
 * So it is pressed for as long as it is seen closed.
 */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** A loaded machine may take its time to draw what a press did. */
const PATIENCE = { timeout: 60_000 };

/** Opens the part below a head that says by `aria-expanded` how it is; an open one stays so. */
export async function unfold(
  head: Locator,
  press: (head: Locator) => Promise<void> = (found) => found.press('Enter'),
): Promise<void> {
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
