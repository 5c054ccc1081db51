/**
 * The regions of the window (bar, panels, map, text, clock) as places the keyboard goes to with one
 * press, in the order in which they stand. Coming back to a region one is where one was in it.
 */

/** Marks an element as a region. */
export const REGION = 'data-region';

/** What can have the focus by Tab. */
const TABBABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]';

/** Where the focus was last in each region. */
const lastIn = new WeakMap<Element, HTMLElement>();

/** Remembers where the focus is; call while it is still there. */
function remember(): void {
  const active = document.activeElement;
  const region = active?.closest(`[${REGION}]`);
  if (active instanceof HTMLElement && region) lastIn.set(region, active);
}

/** Goes to the next region (+1) or the one before (-1), round and round. */
export function goToRegion(by: 1 | -1): void {
  remember();
  const regions = [...document.querySelectorAll(`[${REGION}]`)];
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  // From nowhere the way forth begins at the first and the way back at the last.
  const from = here < 0 && by < 0 ? 0 : here;
  for (let steps = 1; steps <= regions.length; steps += 1) {
    const region = regions[(from + by * steps + regions.length * 2) % regions.length];
    const entry = region === undefined ? undefined : entryOf(region);
    if (entry === undefined) continue;
    entry.focus();
    return;
  }
}

function entryOf(region: Element): HTMLElement | undefined {
  const last = lastIn.get(region);
  if (last !== undefined && region.contains(last) && isUsable(last)) return last;
  return [...region.querySelectorAll<HTMLElement>(TABBABLE)].find(
    (element) => element.tabIndex >= 0 && isUsable(element),
  );
}

function isUsable(element: HTMLElement): boolean {
  return element.closest('[inert]') === null && element.getClientRects().length > 0;
}
