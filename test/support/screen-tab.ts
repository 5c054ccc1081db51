/**
 * A tab with the real screen: the built loopback host in a process of its own, a real Chromium, and
 * everything the page complains about (console errors, policy violations) collected from the first
 * line on. Language, theme and size are chosen as a person's machine would choose them. Page and
 * host can be slowed down (`RACKLAB_SLOW`, `RACKLAB_SLOW_HOST`), as patience.ts tells.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { prepareHost, preparePage } from './patience.ts';

const SERVER = resolve(import.meta.dirname, '../../out/main/server.js');
/** Where pictures go. */
export const SHOTS = resolve(import.meta.dirname, '../../test-results/screens');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

export interface Look {
  readonly language: 'en' | 'pt-BR';
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly width: number;
  readonly height: number;
  /** Nothing moves: pictures of two runs can be compared. */
  readonly still?: boolean;
}

export const USUAL_LOOK: Look = { language: 'en', theme: 'light', width: 1280, height: 800 };

/** A finding of the accessibility checker, short enough for a test's message. */
export interface AxeFinding {
  readonly rule: string;
  readonly where: string[];
}

export interface ScreenTab {
  readonly page: Page;
  readonly complaints: string[];
  /** Saves what is on the screen under a name of its own; returns the path. */
  shoot(name: string, worn?: Look): Promise<string>;
  /** Where the picture of a name is saved, for what is no part of the page. */
  shotPath(name: string): string;
  /** Rules of WCAG 2.2 AA that the page breaks at the moment. */
  axe(): Promise<AxeFinding[]>;
  /** Ends the host under the page, as a crash would. */
  loseHost(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a host with an empty documents folder and opens its page. */
export async function openScreen(browser: Browser, look: Look = USUAL_LOOK): Promise<ScreenTab> {
  const folder = mkdtempSync(join(tmpdir(), 'racklab-screen-'));
  const host = await startHost(folder);
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: look.language === 'en' ? 'en-US' : 'pt-BR',
    reducedMotion: look.still === true ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  await preparePage(page);
  const complaints: string[] = [];
  await page.addInitScript((theme) => {
    const key = 'racklab.preferences.1';
    if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify({ theme }));
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
    });
  }, look.theme);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? String(error)));
  await page.goto(host.url);
  return {
    page,
    complaints,
    shotPath: (name) => shotPath(name, look),
    async shoot(name, worn = look) {
      const path = shotPath(name, worn);
      await page.screenshot({ path });
      return path;
    },
    axe: () => runAxe(page),
    loseHost: host.stop,
    async close() {
      await context.close();
      await host.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export function shotPath(name: string, look: Look): string {
  mkdirSync(SHOTS, { recursive: true });
  const { language, theme, width, height } = look;
  return join(SHOTS, `${name}.${theme}.${language}.${width}x${height}.png`);
}

async function startHost(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [SERVER, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      RACKLAB_DOCUMENTS: join(folder, 'documents'),
      XDG_STATE_HOME: join(folder, 'state'),
    },
  });
  prepareHost(child.pid);
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((done, fail) => {
    child.stdout.once('data', (chunk) => done(String(chunk).trim()));
    void exited.then(() => fail(new Error('the server ended before it said its address')));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

interface AxeWindow {
  readonly axe: {
    run(
      root: object,
      options: object,
    ): Promise<{
      violations: {
        id: string;
        nodes: { html: string; target: unknown[]; failureSummary?: string }[];
      }[];
    }>;
  };
}

async function runAxe(page: Page): Promise<AxeFinding[]> {
  // Through the debugger, since the page's own policy lets no foreign script in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as AxeWindow;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // A tooltip repeats the name of its control and stands outside every landmark by nature.
    const context = { include: [['html']], exclude: [['[role="tooltip"]'], ['.ui-tip']] };
    const result = await axe.run(context, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    });
    const MENUS = '[role="menu"], [data-reka-popper-content-wrapper]';
    // A menu belongs to the button that opened it: nobody comes to it by way of a landmark.
    const inMenu = ({ target }: { target: unknown[] }): boolean =>
      Boolean(document.querySelector(String(target[0]))?.closest(MENUS));
    const found = result.violations
      .map(({ id, nodes }) => ({
        id,
        nodes: id === 'region' ? nodes.filter((node) => !inMenu(node)) : nodes,
      }))
      .filter(({ nodes }) => nodes.length > 0);
    return found.map((violation) => ({
      rule: violation.id,
      where: violation.nodes
        .slice(0, 4)
        .map((node) => `${node.html.slice(0, 160)} | ${(node.failureSummary ?? '').slice(0, 200)}`),
    }));
  });
}
