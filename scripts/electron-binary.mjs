/**
 * Where the Electron binary is, and the one attempt to fetch it.
 *
 * The npm package comes without its binary. From a clone the package's own installer may be run
 * once; whether bytes come is watched, because on a machine without the internet a download can
 * wait for ever. A "no" is remembered for this version in the user's cache folder, so that the next
 * start does not wait again. It must not know what is started with the binary.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** No bytes for so long means that none will come. */
const STALL_MS = Number(process.env['RACKLAB_FETCH_STALL_MS'] ?? 20_000);
/** Unpacking what was fetched. */
const UNPACK_MS = 300_000;
/** How often progress is told where the line cannot be rewritten, in percent. */
const PROGRESS_STEP = 10;
const FETCHER = fileURLToPath(new URL('./fetch-electron.mjs', import.meta.url));

/** @returns {string | undefined} folder of the electron package */
export function electronFolder() {
  const named = process.env['RACKLAB_ELECTRON_PACKAGE'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/** @param {string} folder of the package @returns {string | undefined} the binary, if any */
export function findElectron(folder) {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  const binary = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** @returns {string} where a refusal is remembered */
function memoryFile() {
  const folder =
    process.env['XDG_CACHE_HOME'] ??
    process.env['LOCALAPPDATA'] ??
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(folder, 'racklab', 'electron-fetch.json');
}

/** @param {string} folder @returns {string} */
function versionOf(folder) {
  return String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
}

/** @param {string} folder @returns {string | undefined} why an earlier attempt failed */
export function rememberedRefusal(folder) {
  try {
    const memory = JSON.parse(readFileSync(memoryFile(), 'utf8'));
    return memory.version === versionOf(folder) ? String(memory.reason) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} folder @param {string} reason */
function remember(folder, reason) {
  const memory = { version: versionOf(folder), reason, at: new Date().toISOString() };
  try {
    mkdirSync(dirname(memoryFile()), { recursive: true });
    writeFileSync(memoryFile(), `${JSON.stringify(memory)}\n`);
  } catch {
    // Without a cache folder the attempt is made again next time; nothing else is lost.
  }
}

/**
 * Tries once to fetch the binary. Resolves with its path, or with the reason why not.
 * @param {string} folder of the package
 * @param {(text: string) => void} tell shows progress
 * @returns {Promise<{binary: string} | {reason: string}>}
 */
export async function fetchElectron(folder, tell) {
  const fetched = await download(folder, tell);
  if (fetched !== undefined) {
    remember(folder, fetched);
    return { reason: fetched };
  }
  const code = await runQuietly([join(folder, 'install.js')], UNPACK_MS);
  const binary = code === 0 ? findElectron(folder) : undefined;
  if (binary !== undefined) return { binary };
  const reason = `its installer ended with ${code ?? 'a time-out'}`;
  remember(folder, reason);
  return { reason };
}

/**
 * Fetches into the cache that the package's installer reads.
 * @param {string} folder @param {(text: string) => void} tell
 * @returns {Promise<string | undefined>} why it failed
 */
function download(folder, tell) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [FETCHER, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stalled = false;
    let told = -1;
    let complaint = '';
    const giveUp = () => {
      stalled = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(giveUp, STALL_MS);
    child.stdout.on('data', (chunk) => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, STALL_MS);
      const percent = Number(String(chunk).trim().split('\n').at(-1));
      const step = Math.floor(percent / PROGRESS_STEP);
      if (Number.isFinite(step) && step > told) {
        told = step;
        tell(`racklab: fetching Electron once, ${step * PROGRESS_STEP} %\n`);
      }
    });
    child.stderr.on('data', (chunk) => (complaint += String(chunk)));
    child.once('close', (code) => {
      clearTimeout(timer);
      if (stalled) done(`no bytes came for ${STALL_MS / 1000} s`);
      else done(code === 0 ? undefined : (complaint.trim().split('\n').at(-1) ?? `code ${code}`));
    });
  });
}

/**
 * @param {string[]} args @param {number} limitMs
 * @returns {Promise<number | null>} exit code, null when it was ended
 */
function runQuietly(args, limitMs) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('close', (code) => {
      clearTimeout(timer);
      done(code);
    });
  });
}
