/**
 * What the bench does on the map, as a person would: pans and zooms with the wheel, one step in
 * each frame, and presses until something is selected. Everything goes through the page's own
 * handlers; marks in the trace say where a gesture began and ended.
 */
import type { Page } from 'playwright-core';

export interface MapState {
  readonly level: string;
  readonly elements: number;
  readonly zoom: number;
}

/** A wheel that turns in every frame. */
export interface Turn {
  readonly frames: number;
  readonly deltaX: number;
  readonly deltaY: number;
  /** With the key that makes it a zoom. */
  readonly zoom: boolean;
}

const PATIENCE_MS = 60_000;
const MAP = '.topology [role="application"]';

/** Level, number of elements and zoom, as the map says them of itself. */
export function readMap(page: Page): Promise<MapState> {
  return page.evaluate((selector) => {
    const data = document.querySelector<HTMLElement>(selector)?.dataset;
    return {
      level: data?.['level'] ?? 'none',
      elements: Number(data?.['elements'] ?? 0),
      zoom: Number(data?.['zoom'] ?? 0),
    };
  }, MAP);
}

/** Turns the wheel over the middle of the map, between two marks of the trace. */
export async function turnWheel(page: Page, turns: readonly Turn[], mark: string): Promise<void> {
  await page.evaluate(
    async ({ selector, turns: wanted, mark: name }) => {
      const map = document.querySelector(selector);
      if (map === null) throw new Error('there is no map on the page');
      const box = map.getBoundingClientRect();
      const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
      const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
      performance.mark(`bench:${name}-begin`);
      for (const turn of wanted) {
        for (let step = 0; step < turn.frames; step += 1) {
          await frame();
          map.dispatchEvent(
            new WheelEvent('wheel', {
              ...at,
              deltaX: turn.deltaX,
              deltaY: turn.deltaY,
              ctrlKey: turn.zoom,
              bubbles: true,
              cancelable: true,
            }),
          );
        }
      }
      await frame();
      await frame();
      performance.mark(`bench:${name}-end`);
    },
    { selector: MAP, turns, mark },
  );
}

/** Zooms to a scale in one step and waits until the map says that it is done. */
export async function zoomTo(page: Page, zoom: number, mark: string): Promise<number> {
  return page.evaluate(
    async ({ selector, zoom: wanted, mark: name, patienceMs }) => {
      const map = document.querySelector<HTMLElement>(selector);
      if (map === null) throw new Error('there is no map on the page');
      const box = map.getBoundingClientRect();
      const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
      const begin = performance.now();
      performance.mark(`bench:${name}-begin`);
      const deltaY = -Math.log(wanted / Number(map.dataset['zoom'])) / Math.log(1.01);
      const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
      map.dispatchEvent(
        new WheelEvent('wheel', { ...at, deltaY, ctrlKey: true, bubbles: true, cancelable: true }),
      );
      await frame();
      await frame();
      while (map.dataset['busy'] === 'true' && performance.now() - begin < patienceMs) {
        await frame();
      }
      performance.mark(`bench:${name}-end`);
      return performance.now() - begin;
    },
    { selector: MAP, zoom, mark, patienceMs: PATIENCE_MS },
  );
}

/** Longer than the rest between the two presses of a double one. */
const APART_MS = 410;

/** Where on the map a press was, from its middle. */
export interface Aim {
  readonly dx: number;
  readonly dy: number;
}

export interface Selecting {
  /** When the panel told of one thing, since the page's navigation began. */
  readonly atMs: number;
  readonly aim: Aim;
}

/**
 * Presses at points of the map, from the moment in which there is something on it, until the panel
 * on the right tells of one thing. A person aims at a thing: with an aim that has hit one before,
 * the first press is there; without one, points are tried until one does not lie in a gap.
 */
export async function pressUntilSelected(page: Page, aim?: Aim): Promise<Selecting> {
  const deadline = Date.now() + PATIENCE_MS * 3;
  await page.waitForFunction(
    (selector) => Number(document.querySelector<HTMLElement>(selector)?.dataset['elements']) > 0,
    MAP,
    { polling: 'raf', timeout: PATIENCE_MS * 3 },
  );
  for (let attempt = 0; Date.now() < deadline; attempt += 1) {
    const box = await page
      .locator(MAP)
      .boundingBox({ timeout: PATIENCE_MS })
      .catch(() => null);
    if (box === null) continue;
    const at = aim !== undefined && attempt === 0 ? aim : pointOfSpiral(attempt);
    await page.mouse.click(box.x + box.width / 2 + at.dx, box.y + box.height / 2 + at.dy);
    const selectedMs = await page.evaluate(async (waitMs) => {
      const until = performance.now() + waitMs;
      while (performance.now() < until) {
        if (document.querySelector('#panel-right .head h2') !== null) return performance.now();
        await new Promise((done) => requestAnimationFrame(done));
      }
      return undefined;
    }, APART_MS);
    if (selectedMs !== undefined) return { atMs: selectedMs, aim: at };
  }
  throw new Error('nothing on the map could be selected');
}

function pointOfSpiral(attempt: number): Aim {
  const angle = attempt * 2.4;
  const reach = 6 * Math.sqrt(attempt);
  return { dx: reach * Math.cos(angle), dy: reach * Math.sin(angle) };
}
