/**
 * How fast the screen is, in a real Chromium: the room of 200 racks, 4,000 hosts and 20,000
 * machines with live figures, and one of 100,000 hosts. Processor time of the main thread for each
 * frame of scripted pans and zooms at three levels, elements of the map, changes of level, private
 * memory of the page's process, and how long it takes until a press on the map selects.
 *
 * `npm run -s bench:ui` prints a table, `-- --json` one object, `-- --room hall` one room only.
 * Needs the built program (`npm run build`) and a browser; on a shared machine wall times vary.
 */
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type ScreenTab } from '../support/screen-tab.ts';
import {
  cpuPerFrame,
  longestTask,
  quantile,
  readTrace,
  spanOf,
  TRACE_CATEGORIES,
} from './frame-trace.ts';
import {
  pressUntilSelected,
  readMap,
  turnWheel,
  zoomTo,
  type Aim,
  type Turn,
} from './map-gestures.ts';
import { theCampus, theHall, type MeasuredRoom } from './ui-rooms.ts';

interface LevelFigures {
  readonly level: string;
  readonly zoom: number;
  readonly elements: number;
  readonly frames: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

interface RoomFigures {
  readonly room: string;
  readonly openMs: number;
  readonly firstClickMs: number;
  readonly levels: readonly LevelFigures[];
  readonly elementsMax: number;
  readonly levelChanges: readonly { to: string; wallMs: number; longestTaskMs: number }[];
  readonly privateMemoryMib: number;
}

/** Scales at which gestures are measured: a rack of 12, 50 and 260 pixels. */
const SCALES = [12 / 140, 50 / 140, 260 / 140];
const SETTLE_MS = 1_500;

const GESTURES: readonly Turn[] = [
  { frames: 60, deltaX: 14, deltaY: 5, zoom: false },
  { frames: 60, deltaX: -14, deltaY: -5, zoom: false },
  { frames: 20, deltaX: 0, deltaY: -1.5, zoom: true },
  { frames: 40, deltaX: 0, deltaY: 1.5, zoom: true },
  { frames: 20, deltaX: 0, deltaY: -1.5, zoom: true },
];

async function traced(
  browser: Browser,
  tab: ScreenTab,
  work: () => Promise<void>,
): Promise<ReturnType<typeof readTrace>> {
  await browser.startTracing(tab.page, { categories: TRACE_CATEGORIES });
  await tab.page.evaluate(() => performance.mark('bench:own'));
  await work();
  const trace = await browser.stopTracing();
  return readTrace(trace.toString('utf8'), 'bench:own');
}

async function measureLevel(
  browser: Browser,
  tab: ScreenTab,
  scale: number,
): Promise<LevelFigures> {
  await zoomTo(tab.page, scale, 'approach');
  await tab.page.waitForTimeout(SETTLE_MS);
  const thread = await traced(browser, tab, () => turnWheel(tab.page, GESTURES, 'gesture'));
  const span = spanOf(thread, { from: 'bench:gesture-begin', to: 'bench:gesture-end' });
  const frames = cpuPerFrame(thread, span);
  const { level, elements, zoom } = await readMap(tab.page);
  return {
    level,
    zoom,
    elements,
    frames: frames.length,
    medianMs: quantile(frames, 0.5),
    p95Ms: quantile(frames, 0.95),
    maxMs: Math.max(0, ...frames),
  };
}

async function measureChange(
  browser: Browser,
  tab: ScreenTab,
  scale: number,
): Promise<RoomFigures['levelChanges'][number]> {
  let wallMs = 0;
  const thread = await traced(browser, tab, async () => {
    wallMs = await zoomTo(tab.page, scale, 'change');
  });
  const span = spanOf(thread, { from: 'bench:change-begin', to: 'bench:change-end' });
  const { level } = await readMap(tab.page);
  await tab.page.waitForTimeout(SETTLE_MS);
  return { to: level, wallMs, longestTaskMs: longestTask(thread, span) };
}

/** Pages of the process that nobody else shares, after the collector has run. */
async function privateMemoryMib(browser: Browser, tab: ScreenTab): Promise<number> {
  const page: CDPSession = await tab.page.context().newCDPSession(tab.page);
  await page.send('HeapProfiler.enable');
  for (let run = 0; run < 3; run += 1) await page.send('HeapProfiler.collectGarbage');
  await page.detach();
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  const sizes = processInfo
    .filter((process) => process.type === 'renderer')
    .map((process) => {
      const text = readFileSync(`/proc/${process.id}/smaps_rollup`, 'utf8');
      const kib = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)];
      return kib.reduce((sum, match) => sum + Number(match[1]), 0) / 1_024;
    });
  return Math.max(0, ...sizes);
}

/** How long it takes to open, and where a press then finds a thing. */
async function openRoom(tab: ScreenTab, room: MeasuredRoom): Promise<{ openMs: number; aim: Aim }> {
  const { page } = tab;
  const file = { name: `${room.name}.json`, mimeType: 'application/json' };
  const input = page.locator('input[type=file]');
  await input.waitFor({ state: 'attached' });
  await page.waitForTimeout(SETTLE_MS);
  await input.setInputFiles({ ...file, buffer: Buffer.from(room.scenario) });
  const { aim } = await pressUntilSelected(page);
  // Once imported it is a document like any other; how long that takes to open is what counts.
  await page.getByRole('button', { name: 'Close the room and go to the start screen' }).click();
  const entry = page.locator('.recent button').first();
  await entry.waitFor();
  await page.waitForTimeout(SETTLE_MS);
  const began = await page.evaluate(() => performance.now());
  await entry.click();
  return { openMs: (await pressUntilSelected(page, aim)).atMs - began, aim };
}

async function measureRoom(browser: Browser, room: MeasuredRoom): Promise<RoomFigures> {
  const tab = await openScreen(browser, {
    language: 'en',
    theme: 'light',
    width: 1280,
    height: 800,
  });
  const { page } = tab;
  page.setDefaultTimeout(180_000);
  try {
    const { openMs, aim } = await openRoom(tab, room);
    await page.locator('[data-tour="run"]').click();
    await page.waitForTimeout(SETTLE_MS);
    await page.reload();
    const { atMs: firstClickMs } = await pressUntilSelected(page, aim);
    await page.waitForTimeout(SETTLE_MS * 3);
    const levels: LevelFigures[] = [];
    for (const scale of SCALES) levels.push(await measureLevel(browser, tab, scale));
    const levelChanges: RoomFigures['levelChanges'][number][] = [];
    for (const scale of [50 / 140, 12 / 140, 50 / 140, 260 / 140, 50 / 140]) {
      levelChanges.push(await measureChange(browser, tab, scale));
    }
    const privateMemory = await privateMemoryMib(browser, tab);
    return {
      room: room.title,
      openMs,
      firstClickMs,
      levels,
      elementsMax: Math.max(...levels.map(({ elements }) => elements)),
      levelChanges,
      privateMemoryMib: privateMemory,
    };
  } finally {
    await tab.close();
  }
}

function print(figures: RoomFigures): void {
  const line = (text: string): boolean => process.stdout.write(`${text}\n`);
  line(`room="${figures.room}" openMs=${figures.openMs.toFixed(0)}`);
  line(`  firstClickMs=${figures.firstClickMs.toFixed(0)} elementsMax=${figures.elementsMax}`);
  line(`  privateMemoryMib=${figures.privateMemoryMib.toFixed(0)}`);
  for (const level of figures.levels) {
    const { medianMs, p95Ms, maxMs } = level;
    const times = [medianMs, p95Ms, maxMs].map((ms) => ms.toFixed(1)).join('/');
    line(`  level=${level.level} frames=${level.frames} cpuMs(median/p95/max)=${times}`);
  }
  for (const change of figures.levelChanges) {
    const { to, wallMs, longestTaskMs } = change;
    line(`  to=${to} wallMs=${wallMs.toFixed(0)} longestTaskMs=${longestTaskMs.toFixed(0)}`);
  }
}

const only = process.argv[process.argv.indexOf('--room') + 1];
const rooms = [theHall(), theCampus()].filter(
  (room) => !process.argv.includes('--room') || room.name === only,
);
const browser = await launchBrowser();
try {
  const all: RoomFigures[] = [];
  for (const room of rooms) all.push(await measureRoom(browser, room));
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(all)}\n`);
  else all.forEach(print);
} finally {
  await browser.close();
}
