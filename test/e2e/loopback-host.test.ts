/**
 * Goal: the built loopback host gives a real browser the screen, keeps its token to itself, and
 * tells a tab that it lost its server. Method: `out/main/server.js` in a process of its own and a
 * real Chromium; policy violations and console errors are collected from the first line on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { PATIENCE, prepareHost, preparePage } from '../support/patience.ts';

const SERVER = resolve(import.meta.dirname, '../../out/main/server.js');
const folder = mkdtempSync(join(tmpdir(), 'racklab-loopback-'));

interface Host {
  readonly url: URL;
  readonly child: ChildProcess;
  stop(): Promise<number | null>;
}

let browser: Browser;
let context: BrowserContext;
let host: Host;
let complaints: string[];

function startHost(port = '0'): Promise<Host> {
  const child = spawn(process.execPath, [SERVER, '--port', port], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      RACKLAB_DOCUMENTS: join(folder, 'documents'),
      XDG_STATE_HOME: join(folder, 'state'),
    },
  });
  prepareHost(child.pid);
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  return new Promise((done, fail) => {
    child.stdout.once('data', (chunk) => {
      done({
        url: new URL(String(chunk).trim()),
        child,
        stop() {
          child.kill('SIGTERM');
          return exited;
        },
      });
    });
    void exited.then((code) => fail(new Error(`the server ended with ${String(code)}`)));
  });
}

async function openTab(url: string): Promise<Page> {
  const page = await context.newPage();
  await preparePage(page);
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return page;
}

/** The start screen, where its templates show that the workspace has answered. */
async function seesTemplates(page: Page): Promise<void> {
  await page.getByText('First room').first().waitFor(PATIENCE);
}

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

beforeEach(async () => {
  complaints = [];
  context = await browser.newContext({ locale: 'en-US' });
  host = await startHost();
});

afterEach(async () => {
  await context.close();
  await host.stop();
});

describe('a tab of the loopback host', () => {
  it('shows the start screen without a complaint and hides its token', async () => {
    const page = await openTab(host.url.href);
    await seesTemplates(page);
    expect(page.url()).toBe(`${host.url.origin}/`);
    expect(complaints).toEqual([]);
    // The proof that a violation would have been seen.
    await page.evaluate(`new Promise((done) => setTimeout(() => {
      try { Function('return 1')(); } catch { done(); }
    }))`);
    await expect.poll(() => complaints.join()).toMatch(/policy violation: script-src eval/);
  });

  it('works again after a reload, by the token it kept', async () => {
    const page = await openTab(host.url.href);
    await seesTemplates(page);
    await page.reload();
    await seesTemplates(page);
    expect(complaints).toEqual([]);
  });

  it('is told nothing when it comes without the token', async () => {
    const page = await openTab(`${host.url.origin}/`);
    await page.getByRole('button', { name: 'Reload the page' }).waitFor(PATIENCE);
    expect(await page.getByText('First room').count()).toBe(0);
  });

  it('finds its way back to a server started again, by its new address', async () => {
    const { port } = host.url;
    const page = await openTab(host.url.href);
    await seesTemplates(page);
    expect(await host.stop()).toBe(0);
    host = await startHost(port);
    await page.goto(host.url.href);
    await page.reload();
    await seesTemplates(page);
  });
});

describe('the server itself', () => {
  it('ends in peace when it is asked to, with a room running in a tab', async () => {
    const page = await openTab(host.url.href);
    await seesTemplates(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByText('Nobody gets paged').waitFor({ state: 'detached', ...PATIENCE });
    expect(await host.stop()).toBe(0);
    expect(await page.locator('body').innerText()).not.toBe('');
  });
});
