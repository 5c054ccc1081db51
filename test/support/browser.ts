/**
 * Finds a Chromium-family browser and starts it for the end-to-end tests.
 * The order is fixed: $RACKLAB_BROWSER, one installed on the machine, one that an npm package left
 * in a cache. It never downloads and never installs; a machine without a browser gets an error that
 * says what to do. It must not know what is tested.
 */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { findInstalledBrowser, isExecutable } from '../../scripts/find-browser.mjs';

/** Folders in which npm packages (playwright, puppeteer) keep the browsers they fetched. */
const CACHE_FOLDERS = ['.cache/ms-playwright', '.cache/puppeteer'];

const CACHED_NAMES = new Set(['chrome', 'chromium', 'headless_shell', 'chrome-headless-shell']);
const CACHE_DEPTH_MAX = 5;

/** Every flag keeps the run offline, quiet and the same on a machine without a screen. */
export const BROWSER_FLAGS: readonly string[] = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function searchCache(options: { folder: string; depth: number }): string | undefined {
  if (options.depth > CACHE_DEPTH_MAX || !existsSync(options.folder)) return undefined;
  const entries = readdirSync(options.folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(options.folder, entry.name);
    if (entry.isFile() && CACHED_NAMES.has(entry.name) && isExecutable(path)) return path;
  }
  for (const entry of entries.filter((candidate) => candidate.isDirectory())) {
    const found = searchCache({
      folder: join(options.folder, entry.name),
      depth: options.depth + 1,
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function findCached(): string | undefined {
  for (const folder of CACHE_FOLDERS) {
    const found = searchCache({ folder: join(homedir(), folder), depth: 0 });
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Path of the browser to drive.
 * @throws when there is none, or when $RACKLAB_BROWSER names something that cannot be run
 */
export function findBrowser(): string {
  const named = process.env['RACKLAB_BROWSER'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`RACKLAB_BROWSER is ${named}, which is not a program that can be run here`);
  }
  const found = findInstalledBrowser() ?? findCached();
  if (found !== undefined) return found;
  throw new Error(
    'no Chromium, Chrome or Edge found: install one (Debian: apt-get install chromium) ' +
      'or set RACKLAB_BROWSER to its path',
  );
}

/** Starts the browser headless; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  // Playwright's own headless flag is left off: the flags above choose the new headless mode.
  return chromium.launch({
    executablePath: findBrowser(),
    headless: false,
    args: [...BROWSER_FLAGS],
  });
}
