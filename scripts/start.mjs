/**
 * `npm start`: the shortest way to the welcome screen on whatever machine this is.
 *
 * It builds if needed, then opens Electron where its binary is; from a clone it may try once to
 * fetch that. Otherwise it says so in one line and opens the loopback server in an app window of an
 * installed browser, and where there is none, or no display, it prints the address. Every wait has
 * a limit. Options: --server (no Electron), --fetch (try again to fetch it), --no-window (print
 * the address), --help.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BuildError, ensureBuilt, isFresh } from './build.mjs';
import {
  electronFolder,
  fetchElectron,
  findElectron,
  rememberedRefusal,
} from './electron-binary.mjs';
import { findInstalledBrowser, isExecutable } from './find-browser.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const SERVER = join(ROOT, 'out/main/server.js');
/** The same port at every start keeps what the browser remembers of a person: theme, language. */
const PORT = Number(process.env['RACKLAB_PORT'] ?? 47_113);
/** How long the server may take to say its address. */
const ADDRESS_MS = 30_000;
/** A program that ends with a fault this soon could not run here at all. */
const STILLBORN_MS = 10_000;
/** A browser that ends this soon without a fault handed the window to one that was running. */
const HANDED_OVER_MS = 5_000;

/** @param {string} text */
function say(text) {
  process.stderr.write(`racklab: ${text}\n`);
}

/** @returns {boolean} whether a window can be shown */
function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}

/** @returns {string[]} what Chromium needs to run as root */
function rootFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * Looks for Electron, fetching it once when that was never tried or is asked for.
 * @param {{fetchAgain: boolean}} options
 * @returns {Promise<{binary: string} | {reason: string}>}
 */
async function obtainElectron({ fetchAgain }) {
  const folder = electronFolder();
  if (folder === undefined) return { reason: 'the electron package is not installed' };
  const binary = findElectron(folder);
  if (binary !== undefined) return { binary };
  const refusal = rememberedRefusal(folder);
  if (refusal !== undefined && !fetchAgain) return { reason: refusal };
  if (!existsSync(join(ROOT, '.git')) && !fetchAgain) {
    return { reason: 'its binary is not here, and only a clone fetches it' };
  }
  return fetchElectron(folder, (text) => process.stderr.write(text));
}

/**
 * @param {string} binary
 * @returns {Promise<number | undefined>} exit code; undefined when it could not run at all
 */
function runElectron(binary) {
  return new Promise((done) => {
    const startedMs = performance.now();
    const child = spawn(binary, [...rootFlags(), ROOT], { stdio: 'inherit' });
    child.once('error', () => done(undefined));
    child.once('exit', (code) => {
      const isStillborn = code !== 0 && performance.now() - startedMs < STILLBORN_MS;
      done(isStillborn ? undefined : (code ?? 0));
    });
    forwardSignals(child);
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
}

/**
 * Starts the server as a child that ends when this process does.
 * @returns {Promise<{url: string, exited: Promise<number>, stop: () => void} | undefined>}
 */
async function startServer() {
  const args = [SERVER, '--port', String(PORT), '--or-free', '--attached'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  forwardSignals(child);
  /** @type {Promise<number>} */
  const exited = new Promise((done) => child.once('exit', (code) => done(code ?? 0)));
  const url = await firstLine(child);
  const stop = () => child.stdin.end();
  if (url !== undefined) return { url, exited, stop };
  child.kill('SIGKILL');
  return undefined;
}

/**
 * @param {import('node:child_process').ChildProcess & {stdout: NodeJS.ReadableStream}} child
 * @returns {Promise<string | undefined>} what it says first, within the limit and before it ends
 */
function firstLine(child) {
  return new Promise((done) => {
    let text = '';
    const timer = setTimeout(() => done(undefined), ADDRESS_MS);
    /** @param {string | undefined} line */
    const settle = (line) => {
      clearTimeout(timer);
      done(line);
    };
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) settle(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', () => settle(undefined));
  });
}

/** @returns {string} the browser's own folder, apart from the person's everyday one */
function profileFolder() {
  const data = process.env['XDG_DATA_HOME'] ?? process.env['LOCALAPPDATA'];
  return join(data ?? join(homedir(), '.local', 'share'), 'racklab', 'browser');
}

/**
 * Opens an app window and waits for its end.
 * @param {string} browser @param {string} url
 * @returns {Promise<'closed' | 'handed over' | 'failed'>}
 */
function runBrowser(browser, url) {
  return new Promise((done) => {
    const startedMs = performance.now();
    const args = [
      ...rootFlags(),
      `--app=${url}`,
      `--user-data-dir=${profileFolder()}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ];
    const child = spawn(browser, args, { stdio: 'ignore' });
    child.once('error', () => done('failed'));
    child.once('exit', (code) => {
      const tookMs = performance.now() - startedMs;
      if (code === 0 && tookMs < HANDED_OVER_MS) done('handed over');
      else done(code !== 0 && tookMs < STILLBORN_MS ? 'failed' : 'closed');
    });
  });
}

/** @param {string | undefined} named @returns {string | undefined} the browser to use */
function chooseBrowser(named) {
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  return findInstalledBrowser();
}

/**
 * The loopback host with a window where one can be had.
 * @param {{why: string, withWindow: boolean}} options
 * @returns {Promise<number>} exit code
 */
async function runLoopback({ why, withWindow }) {
  const browser = withWindow ? chooseBrowser(process.env['RACKLAB_BROWSER']) : undefined;
  const how = browser === undefined ? 'open this address in a browser' : `opening ${browser}`;
  say(`${why}; ${how}`);
  const server = await startServer();
  if (server === undefined) {
    say('the server did not start; the lines above say why');
    return 1;
  }
  process.stdout.write(`${server.url}\n`);
  if (browser === undefined) return server.exited;
  const end = await Promise.race([runBrowser(browser, server.url), server.exited]);
  if (end === 'closed') server.stop();
  else if (end === 'failed') say('the browser did not start; open the address above');
  else if (end === 'handed over') say('the window is open; press Ctrl+C here to end');
  return server.exited;
}

/** @returns {Promise<number>} exit code */
async function start() {
  const { values } = parseArgs({
    options: {
      server: { type: 'boolean', default: false },
      fetch: { type: 'boolean', default: false },
      'no-window': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(
      'npm start [-- --server | --fetch | --no-window]\n' +
        '  --server     use the browser even where Electron is\n' +
        '  --fetch      try again to fetch Electron\n' +
        '  --no-window  print the address and open nothing\n',
    );
    return 0;
  }
  if (!isFresh()) say('building, which takes some seconds');
  await ensureBuilt();
  const withWindow = !values['no-window'] && hasDisplay();
  if (!withWindow) {
    const why = hasDisplay() ? 'no window is wanted' : 'there is no display here';
    return runLoopback({ why, withWindow });
  }
  if (values.server) return runLoopback({ why: 'Electron is not wanted', withWindow });
  const electron = await obtainElectron({ fetchAgain: values.fetch });
  if ('reason' in electron) {
    return runLoopback({ why: `no Electron here (${electron.reason})`, withWindow });
  }
  const code = await runElectron(electron.binary);
  if (code !== undefined) return code;
  return runLoopback({ why: 'Electron does not run on this machine', withWindow });
}

try {
  process.exitCode = await start();
} catch (error) {
  const isExpected = error instanceof BuildError || error instanceof TypeError;
  if (!isExpected) throw error;
  say(error.message);
  process.exitCode = error instanceof BuildError ? 1 : 2;
}
