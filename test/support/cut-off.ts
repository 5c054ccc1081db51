/**
 * What of a page nobody can read or press: controls and words that lie outside the window, stick
 * out of their panel, or make the whole page scroll sideways. It looks at the page as it stands and
 * knows no screen by name.
 */
import type { Page } from 'playwright-core';

/** Controls and words that lie outside the window or stick out of their panel. */
export function findCutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const wide = document.documentElement.scrollWidth > window.innerWidth + 1;
    if (wide) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll<HTMLElement>('button, h1, h2, h3, p, label')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || element.closest('.sr-only') !== null) continue;
      const panel = element.closest('.panel, [role="dialog"], header, .transport');
      const edge = panel?.getBoundingClientRect();
      const right = Math.min(window.innerWidth, edge?.right ?? window.innerWidth);
      const left = Math.max(0, edge?.left ?? 0);
      if (box.right > right + 1 || box.left < left - 1) {
        faults.push(`${element.tagName} "${(element.textContent ?? '').trim().slice(0, 50)}"`);
      }
    }
    return faults;
  });
}
