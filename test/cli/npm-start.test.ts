/**
 * Goal: `npm start` ends at the screen or at an address on every kind of machine, and never hangs.
 * Method: the real script with the real server, while Electron, its download and the browser are
 * fakes: a package folder, a module and a program on a PATH that holds nothing else.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const ADDRESS = /^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}$/;
/** What every Chromium needs when it runs as root, as tests in a container do. */
const ROOT_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
/** A browser that ends sooner is taken for one that handed its window over. */
const WINDOW_OPEN_MS = 5_500;
const PATIENCE = { timeout: 60_000 };

let folder: string;
let started: Start[] = [];

interface Start {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  stdout: string;
  stderr: string;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-start-'));
  for (const name of ['bin', 'home']) mkdirSync(join(folder, name));
});

afterEach(async () => {
  for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  started = [];
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs the start script in a small world of its own. */
function start(options: { args?: string[]; environment?: Record<string, string> } = {}): Start {
  const { args = [], environment = {} } = options;
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: join(folder, 'bin'),
      HOME: join(folder, 'home'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_STATE_HOME: join(folder, 'state'),
      RACKLAB_DOCUMENTS: join(folder, 'documents'),
      RACKLAB_ELECTRON_PACKAGE: join(folder, 'electron'),
      RACKLAB_FETCH_STALL_MS: '60000',
      RACKLAB_PORT: '0',
      DISPLAY: ':99',
      ...environment,
    },
  });
  const run: Start = {
    child,
    exited: new Promise((done) => child.once('close', done)),
    stdout: '',
    stderr: '',
  };
  child.stdout.on('data', (chunk) => (run.stdout += String(chunk)));
  // Where sources have just changed the script builds first, and says so.
  child.stderr.on('data', (chunk) => {
    run.stderr += String(chunk).replace(/^racklab: building.*\n/m, '');
  });
  started.push(run);
  return run;
}

/** A program that writes its arguments down, waits and ends as told. */
function fakeProgram(path: string, ending: { afterMs: number; code: number }): void {
  const log = JSON.stringify(`${path}.log`);
  writeFileSync(
    path,
    `#!${process.execPath}
require('node:fs').appendFileSync(${log}, JSON.stringify(process.argv.slice(2)) + '\\n');
setTimeout(() => process.exit(${ending.code}), ${ending.afterMs});\n`,
    { mode: 0o755 },
  );
}

/** The arguments of each run of a fake program. */
function runsOf(path: string): string[][] {
  if (!existsSync(`${path}.log`)) return [];
  const lines = readFileSync(`${path}.log`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as string[]);
}

const browser = (): string => join(folder, 'bin', 'chromium');
const electron = (): string => join(folder, 'electron', 'dist', 'electron');

/** The electron package as npm installs it: without the binary. `get` is its downloader's body. */
function electronPackage(get = "throw new Error('getaddrinfo ENOTFOUND github.com')"): void {
  const home = join(folder, 'electron');
  const getter = join(home, 'node_modules', '@electron', 'get');
  mkdirSync(getter, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"name":"electron","version":"45.4.1"}');
  writeFileSync(join(home, 'checksums.json'), '{}');
  writeFileSync(join(getter, 'package.json'), '{"name":"@electron/get","main":"index.js"}');
  writeFileSync(
    join(getter, 'index.js'),
    `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'attempts'))}, '.');
exports.downloadArtifact = async ({ downloadOptions }) => { ${get} };\n`,
  );
  const program = `#!${process.execPath}
require('node:fs').appendFileSync(__filename + '.log',
  JSON.stringify(process.argv.slice(2)) + String.fromCharCode(10));\n`;
  writeFileSync(
    join(home, 'install.js'),
    `const fs = require('node:fs');
fs.mkdirSync(__dirname + '/dist', { recursive: true });
fs.writeFileSync(__dirname + '/dist/electron', ${JSON.stringify(program)}, { mode: 0o755 });
fs.writeFileSync(__dirname + '/path.txt', 'electron');\n`,
  );
}

function installElectron(ending: { afterMs: number; code: number }): void {
  electronPackage();
  mkdirSync(join(folder, 'electron', 'dist'));
  writeFileSync(join(folder, 'electron', 'path.txt'), 'electron');
  fakeProgram(electron(), ending);
}

function attempts(): number {
  const path = join(folder, 'attempts');
  return existsSync(path) ? readFileSync(path, 'utf8').length : 0;
}

/** Waits for the address and checks that a page is behind it. */
async function addressOf(run: Start): Promise<string> {
  await expect.poll(() => run.stdout.trim(), PATIENCE).toMatch(ADDRESS);
  const url = run.stdout.trim();
  const page = await fetch(new URL('/', url));
  expect(page.status).toBe(200);
  expect(await page.text()).toMatch(/<title>Racklab<\/title>/);
  return url;
}

async function isGone(url: string): Promise<boolean> {
  return fetch(new URL('/', url)).then(
    () => false,
    () => true,
  );
}

describe('where Electron is', () => {
  it('opens it with this program and ends when it ends', async () => {
    installElectron({ afterMs: 200, code: 0 });
    const run = start();
    expect(await run.exited).toBe(0);
    expect(runsOf(electron())).toEqual([[...ROOT_FLAGS, ROOT]]);
    expect([run.stdout, run.stderr, attempts()]).toEqual(['', '', 0]);
  });

  it('falls back to the browser when it cannot run here', async () => {
    installElectron({ afterMs: 0, code: 127 });
    fakeProgram(browser(), { afterMs: 0, code: 0 });
    const run = start();
    await addressOf(run);
    await expect
      .poll(() => run.stderr)
      .toMatch(/^racklab: Electron does not run on this machine; opening \S+\n/);
  });

  it('uses the browser when that is wanted', async () => {
    installElectron({ afterMs: 200, code: 0 });
    fakeProgram(browser(), { afterMs: 0, code: 0 });
    const run = start({ args: ['--server'] });
    await addressOf(run);
    expect(runsOf(electron())).toEqual([]);
  });
});

describe('where only the package of Electron is', () => {
  it('fetches the binary once, with progress, and opens it', async () => {
    electronPackage(`
      for (const percent of [0.05, 0.5, 0.52, 1]) {
        await downloadOptions.getProgressCallback({ percent });
        await new Promise((resolve) => setTimeout(resolve, 300));
      }`);
    const run = start();
    expect(await run.exited).toBe(0);
    expect(run.stderr).toBe(
      [0, 50, 100].map((step) => `racklab: fetching Electron once, ${step} %\n`).join(''),
    );
    expect(runsOf(electron())).toEqual([[...ROOT_FLAGS, ROOT]]);
  });

  it('gives up when no bytes come, says so in one line, and remembers it', async () => {
    electronPackage('await new Promise(() => setInterval(() => undefined, 1000))');
    // Nothing comes at all; so long that the fetcher has begun, however busy the machine is.
    const environment = { RACKLAB_FETCH_STALL_MS: '2000' };
    const first = start({ environment });
    await addressOf(first);
    await expect
      .poll(() => first.stderr)
      .toBe('racklab: no Electron here (no bytes came for 2 s); open this address in a browser\n');
    const second = start({ environment });
    await addressOf(second);
    await expect.poll(() => second.stderr).toBe(first.stderr);
    expect(attempts()).toBe(1);
    const third = start({ args: ['--fetch'], environment });
    await addressOf(third);
    expect(attempts()).toBe(2);
  });

  it('says why a download failed, and tries again for another version', async () => {
    electronPackage();
    const run = start();
    await addressOf(run);
    await expect
      .poll(() => run.stderr)
      .toMatch(/^racklab: no Electron here \(getaddrinfo ENOTFOUND github\.com\); /);
    writeFileSync(join(folder, 'electron', 'package.json'), '{"version":"46.0.0"}');
    await addressOf(start());
    expect(attempts()).toBe(2);
  });
});

describe('where Electron is not', () => {
  it('opens an app window of the browser and ends when it is closed', async () => {
    fakeProgram(browser(), { afterMs: WINDOW_OPEN_MS, code: 0 });
    const run = start();
    const url = await addressOf(run);
    await expect
      .poll(() => run.stderr)
      .toBe(
        `racklab: no Electron here (the electron package is not installed); opening ${browser()}\n`,
      );
    await expect.poll(() => runsOf(browser())).toHaveLength(1);
    expect(runsOf(browser())[0]).toEqual([
      ...ROOT_FLAGS,
      `--app=${url}`,
      `--user-data-dir=${join(folder, 'data', 'racklab', 'browser')}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ]);
    expect(await run.exited).toBe(0);
    expect(await isGone(url)).toBe(true);
  });

  it('takes the browser that is named', async () => {
    const named = join(folder, 'other-browser');
    fakeProgram(named, { afterMs: 0, code: 0 });
    const run = start({ environment: { RACKLAB_BROWSER: named } });
    await addressOf(run);
    await expect.poll(() => runsOf(named)).toHaveLength(1);
  });

  it('stays when the browser handed the window to one that was running', async () => {
    fakeProgram(browser(), { afterMs: 0, code: 0 });
    const run = start();
    const url = await addressOf(run);
    await expect.poll(() => run.stderr).toMatch(/the window is open; press Ctrl\+C here to end\n$/);
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
    expect(await isGone(url)).toBe(true);
  });

  it('keeps the address when the browser cannot run', async () => {
    fakeProgram(browser(), { afterMs: 0, code: 1 });
    const run = start();
    const url = await addressOf(run);
    await expect.poll(() => run.stderr).toMatch(/the browser did not start; open the address/);
    expect(await isGone(url)).toBe(false);
  });

  it('prints the address where there is no browser, and ends when asked to', async () => {
    const run = start();
    const url = await addressOf(run);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(await isGone(url)).toBe(true);
  });
});

describe('where there is no display', () => {
  it('prints the address, whatever is installed, and fetches nothing', async () => {
    installElectron({ afterMs: 200, code: 0 });
    fakeProgram(browser(), { afterMs: 0, code: 0 });
    const run = start({ environment: { DISPLAY: '', WAYLAND_DISPLAY: '' } });
    await addressOf(run);
    await expect
      .poll(() => run.stderr)
      .toBe('racklab: there is no display here; open this address in a browser\n');
    expect([runsOf(electron()), runsOf(browser()), attempts()]).toEqual([[], [], 0]);
  });

  it('opens a window under Wayland', async () => {
    installElectron({ afterMs: 0, code: 0 });
    const run = start({ environment: { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' } });
    expect(await run.exited).toBe(0);
    expect(runsOf(electron())).toHaveLength(1);
  });
});

describe('whatever happens', () => {
  it('takes another port when its own is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => holder.once('listening', done));
    const address = holder.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const run = start({ args: ['--no-window'], environment: { RACKLAB_PORT: port } });
    const url = await addressOf(run);
    expect(new URL(url).port).not.toBe(port);
    holder.close();
  });

  it('leaves no server behind when it is killed', async () => {
    const run = start({ args: ['--no-window'] });
    const url = await addressOf(run);
    run.child.kill('SIGKILL');
    await run.exited;
    await expect.poll(() => isGone(url), PATIENCE).toBe(true);
  });

  it('explains itself, and refuses options it does not know', async () => {
    const help = start({ args: ['--help'] });
    expect([await help.exited, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/--no-window {2}print the address/);
    const wrong = start({ args: ['--fast'] });
    expect([await wrong.exited, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/^racklab: Unknown option '--fast'.*\n$/);
  });
});
