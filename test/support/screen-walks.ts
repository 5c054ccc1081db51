/**
 * Walks through the screen for its pictures: each leads to states, and each state is shown in every
 * look in force, photographed, held against axe-core and searched for what is cut off. A walk asks
 * the page's own stores for what a person would press, so that a hundred states are reached in
 * minutes; that they can be reached by hand is the matter of the other end-to-end tests.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isLongRun } from './counts.ts';
import { findCutOff } from './cut-off.ts';
import { browserOfFile } from './describe-scenes.ts';
import { wordsIn } from './hands.ts';
import { picturedLooks } from './looks-in-force.ts';
import { findParts, witnessed } from './pictured-parts.ts';
import { openScreen, SHOTS, type Look, type ScreenTab } from './screen-tab.ts';

/** Pictures are no test of speed: the machine may be busy with anything besides. */
export const PATIENCE = { timeout: 60_000 };
const MINUTES_MS = 600_000;
/** Layouts follow the window, and canvases the layout. */
const RESIZED_MS = 160;
const REPAINTED_MS = 50;
/** What comes up takes a moment; a busy machine would be photographed before it was there. */
const SETTLED_MS = 3_000;

/** How a state is held while its pictures are taken. */
export interface Holding {
  /** What the pointer, the window or time may have undone since the last picture. */
  readonly again?: () => Promise<void>;
}

export interface Walker {
  readonly page: Page;
  readonly tab: ScreenTab;
  /** The words of a key in the language of the walk. */
  readonly say: (key: string) => string;
  /** Has a store of the screen do something. */
  readonly tell: (store: string, act: string, ...given: readonly unknown[]) => Promise<void>;
  /** Sets a field of a store of the screen. */
  readonly put: (store: string, field: string, value: unknown) => Promise<void>;
  /** Makes a room of a template and stands at a moment of it, in minutes. */
  readonly room: (template: string, minutes?: number) => Promise<void>;
  /** Selects things by kind and name, the first of each pair that there is. */
  readonly choose: (...things: readonly (readonly [kind: string, name: string])[]) => Promise<void>;
  /** Presses a tab by the key of its words. */
  readonly turnTo: (key: string) => Promise<void>;
  /** Presses the first button of that name, by the key of its words. */
  readonly press: (key: string) => Promise<void>;
  /** Notes something that is not as it should be, and goes on. */
  readonly fault: (what: string) => void;
  /** Takes the pictures of a state, in every look. */
  readonly see: (state: string, holding?: Holding) => Promise<void>;
}

export type Walk = (walker: Walker) => Promise<void>;

/**
 * Describes walks by name, each in a tab of its own and in each language. Several go at once,
 * because each waits for its engine and for its page most of the time.
 */
export function describeWalks(walks: Readonly<Record<string, Walk>>): void {
  const looks = picturedLooks();
  const languages = [...new Set(looks.map(({ language }) => language))];
  const ways = Object.entries(walks).flatMap(([name, walk]) =>
    languages.map((language) => ({ name, walk, language })),
  );
  describe.runIf(isLongRun)('pictures', () => {
    const browser = browserOfFile();
    it.concurrent.each(ways)(
      '$name $language',
      async ({ name, walk, language }) => {
        const worn = looks.filter((look) => look.language === language);
        const faults = await goThrough({ browser: browser(), name, walk, worn });
        noteFaults(`${name}.${language}`, faults);
        expect(faults).toEqual([]);
      },
      MINUTES_MS,
    );
  });
}

/** Everything that is wrong on one way through the screen. */
async function goThrough(way: {
  readonly browser: Browser;
  readonly name: string;
  readonly walk: Walk;
  readonly worn: readonly Look[];
}): Promise<string[]> {
  const { browser, name, walk, worn } = way;
  const [begin] = worn;
  if (begin === undefined) throw new Error(`no look for ${name}`);
  const tab = await openScreen(browser, begin);
  const faults: string[] = [];
  const parts = new Map<string, readonly string[]>();
  try {
    await walk(makeWalker({ tab, worn, faults, parts }));
  } catch (error) {
    await tab.shoot(`lost-${name}`);
    faults.push(String(error));
  } finally {
    await tab.close();
  }
  writeFileSync(
    join(SHOTS, `parts-${name}.${begin.language}.json`),
    `${JSON.stringify(Object.fromEntries(parts), undefined, 1)}\n`,
  );
  return [...faults, ...tab.complaints];
}

/** Keeps what was found beside the pictures, for a run that is given up half way. */
function noteFaults(name: string, faults: readonly string[]): void {
  const path = join(SHOTS, `faults-${name}.txt`);
  rmSync(path, { force: true });
  if (faults.length > 0) writeFileSync(path, `${faults.join('\n')}\n`);
}

function makeWalker(of: {
  readonly tab: ScreenTab;
  readonly worn: readonly Look[];
  readonly faults: string[];
  /** Which parts of the screen stood there in each picture. */
  readonly parts: Map<string, readonly string[]>;
}): Walker {
  const { tab, worn, faults, parts } = of;
  const { page } = tab;
  const [begin] = worn;
  const say = wordsIn(begin?.language ?? 'en');
  let shown = begin;

  async function wear(look: Look): Promise<void> {
    if (look.width !== shown?.width || look.height !== shown.height) {
      await page.setViewportSize({ width: look.width, height: look.height });
      await page.waitForTimeout(RESIZED_MS);
    }
    if (look.theme !== shown?.theme) await setField(page, 'preferences', 'theme', look.theme);
    shown = look;
  }

  async function see(state: string, { again }: Holding = {}): Promise<void> {
    const judged = new Set<string>();
    for (const look of worn) {
      await wear(look);
      if (again === undefined) await page.mouse.move(0, look.height - 1);
      else await again();
      await page.waitForTimeout(REPAINTED_MS);
      await page.evaluate(settle, SETTLED_MS);
      await tab.shoot(state, look);
      if (look === worn[0]) {
        const shown = await findParts(page);
        parts.set(state, shown);
        for (const part of witnessed(state)) {
          if (!shown.includes(part)) faults.push(`${state} does not show ${part}`);
        }
      }
      const where = `${state} (${look.theme}, ${look.language}, ${look.width})`;
      for (const cut of await findCutOff(page)) faults.push(`${where}: cut off: ${cut}`);
      if (process.env['RACKLAB_PICTURES'] === 'only') continue;
      // Sizes change no colour and no name; languages change no colour.
      if (judged.has(look.theme) || (judged.size > 0 && look.language !== 'en')) continue;
      judged.add(look.theme);
      for (const found of await tab.axe()) {
        faults.push(`${where}: ${found.rule}\n    ${found.where.join('\n    ')}`);
      }
    }
    if (begin !== undefined) await wear(begin);
  }

  async function room(template: string, minutes = 0): Promise<void> {
    await page.locator('.welcome .gallery').first().waitFor(PATIENCE);
    await tell(page, 'workspace', 'create', [template, { run: false }]);
    await page.locator('.workbench .transport').waitFor(PATIENCE);
    if (minutes > 0) await tell(page, 'playback', 'runUntil', [minutes * 60_000_000]);
  }

  return {
    page,
    tab,
    say,
    tell: (store, act, ...given) => tell(page, store, act, given),
    put: (store, field, value) => setField(page, store, field, value),
    room,
    choose: (...things) => choose(page, things),
    turnTo: (key) =>
      page
        .getByRole('tab', { name: say(key) })
        .first()
        .click(PATIENCE),
    fault: (what) => void faults.push(what),
    press: (key) =>
      page
        .getByRole('button', { name: say(key) })
        .first()
        .click(PATIENCE),
    see,
  };
}

/** What the page keeps its stores in, as far as a walk needs it. */
interface StoredWindow {
  readonly __vue_app__: {
    readonly config: {
      readonly globalProperties: {
        readonly $pinia: { readonly _s: ReadonlyMap<string, Record<string, unknown>> };
      };
    };
  };
}

async function tell(
  page: Page,
  store: string,
  act: string,
  given: readonly unknown[],
): Promise<void> {
  await page.evaluate(
    async (asked) => {
      const root: unknown = document.querySelector('#app');
      // The mounted page holds its own stores there.
      const stores = (root as StoredWindow).__vue_app__.config.globalProperties.$pinia._s;
      const does = stores.get(asked.store)?.[asked.act];
      if (typeof does !== 'function') throw new Error(`no ${asked.act} in ${asked.store}`);
      await does(...asked.given);
    },
    { store, act, given },
  );
}

/** Waits, in the page, until nothing is on its way that will come to an end, and all is painted. */
async function settle(longestMs: number): Promise<void> {
  const painted = () => new Promise((done) => requestAnimationFrame(done));
  const moving = document.getAnimations().filter(({ effect }) => {
    const turns = effect?.getComputedTiming().iterations;
    return turns !== undefined && Number.isFinite(turns);
  });
  const over = new Promise((done) => setTimeout(done, longestMs));
  await Promise.race([Promise.allSettled(moving.map(({ finished }) => finished)), over]);
  // What came up in one frame is on the screen in the next.
  await Promise.race([painted().then(painted).then(painted), over]);
}

async function setField(page: Page, store: string, field: string, value: unknown): Promise<void> {
  await page.evaluate(
    (asked) => {
      const root: unknown = document.querySelector('#app');
      // The mounted page holds its own stores there.
      const stores = (root as StoredWindow).__vue_app__.config.globalProperties.$pinia._s;
      const found = stores.get(asked.store);
      if (found === undefined || !(asked.field in found)) throw new Error(`no ${asked.field}`);
      found[asked.field] = asked.value;
    },
    { store, field, value },
  );
}

async function choose(
  page: Page,
  things: readonly (readonly [kind: string, name: string])[],
): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const root: unknown = document.querySelector('#app');
      // The mounted page holds its own stores there.
      const stores = (root as StoredWindow).__vue_app__.config.globalProperties.$pinia._s;
      const rows = stores.get('topology')?.['rows'];
      if (!(rows instanceof Map)) return false;
      const all = [...rows.values()];
      const ids = wanted.map(
        ([kind, name]) => all.find((row) => row.kind === kind && (row.name ?? row.id) === name)?.id,
      );
      if (ids.includes(undefined)) return false;
      const select = stores.get('selection')?.['selectMany'];
      if (typeof select === 'function') select(ids);
      return true;
    },
    things,
    PATIENCE,
  );
}
