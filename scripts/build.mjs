/**
 * Builds `out/` and knows whether it must.
 * Every command that needs the built program (start, the command line, tests) comes through here,
 * so there is one idea of "fresh": a stamp with the hash of every input. The build goes to a folder
 * of its own and is swapped in by rename, so a failed or interrupted build never leaves half an
 * `out/`, and a lock keeps two builds from racing. It must not know what is being built.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join(ROOT, 'out');
const STAMP = join(OUT, 'stamp.txt');
const LOCK = join(ROOT, '.cache', 'build.lock');
const INPUT_FOLDERS = ['src', 'resources'];
const INPUT_FILES = ['electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json'];
const LOCK_WAIT_MS = 180_000;
const LOCK_POLL_MS = 200;

/** Thrown when the build could not be done; its message is one line for a person. */
export class BuildError extends Error {}

/** @param {string} folder absolute path @returns {string[]} files below it, in a stable order */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** @returns {string} one hash over name and content of everything the build reads */
function hashInputs() {
  const hash = createHash('sha256');
  const folders = INPUT_FOLDERS.flatMap((folder) => filesBelow(join(ROOT, folder)));
  const files = INPUT_FILES.map((file) => join(ROOT, file)).filter((file) => existsSync(file));
  for (const file of [...folders, ...files]) {
    const content = readFileSync(file);
    hash.update(`${file.slice(ROOT.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @returns {boolean} whether a build of any age stands in `out/` */
export function isBuilt() {
  return existsSync(STAMP);
}

/** @returns {boolean} whether `out/` was made from exactly the present sources */
export function isFresh() {
  return isBuilt() && readFileSync(STAMP, 'utf8') === hashInputs();
}

/** @param {number} pid @returns {boolean} */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @returns {boolean} whether this process now holds the lock */
function tryLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = existsSync(LOCK) ? Number(readFileSync(LOCK, 'utf8')) : 0;
    // An empty lock belongs to a process between creating and writing it: give it its turn.
    if (holder > 0 && !isAlive(holder)) rmSync(LOCK, { force: true });
    return false;
  }
}

async function takeLock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  const until = Date.now() + LOCK_WAIT_MS;
  while (!tryLock()) {
    if (Date.now() > until) {
      throw new BuildError(`another build has held ${LOCK} for ${LOCK_WAIT_MS / 1000} s`);
    }
    await sleep(LOCK_POLL_MS);
  }
}

/** @returns {string} path of electron-vite's command */
function findBuilder() {
  try {
    const manifest = createRequire(import.meta.url).resolve('electron-vite/package.json');
    return join(dirname(manifest), 'bin', 'electron-vite.js');
  } catch {
    throw new BuildError('not built, and the build tools are missing: run `npm ci` first');
  }
}

/**
 * @param {{target: string, quiet: boolean}} options
 * @returns {Promise<void>}
 */
async function runBuilder({ target, quiet }) {
  const args = [findBuilder(), 'build', '--outDir', target, '--logLevel', quiet ? 'warn' : 'info'];
  /** @type {Buffer[]} */
  const output = [];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk) => (quiet ? output.push(chunk) : process.stderr.write(chunk)));
  child.stderr.on('data', (chunk) => (quiet ? output.push(chunk) : process.stderr.write(chunk)));
  const code = await new Promise((done) => child.once('close', done));
  if (code === 0) return;
  rmSync(target, { recursive: true, force: true });
  process.stderr.write(Buffer.concat(output));
  throw new BuildError(`the build failed (electron-vite ended with ${String(code)})`);
}

/** Removes what a killed build left beside `out/`; the lock is held, so nobody is writing there. */
function sweepLeftovers() {
  for (const name of readdirSync(ROOT)) {
    if (/^out\.(new|old)-\d+$/.test(name))
      rmSync(join(ROOT, name), { recursive: true, force: true });
  }
}

/** @param {string} target the finished build, to become `out/` */
function swapIn(target) {
  const old = `${OUT}.old-${process.pid}`;
  if (existsSync(OUT)) renameSync(OUT, old);
  renameSync(target, OUT);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Makes sure `out/` holds a build of the present sources.
 * @param {{force?: boolean, quiet?: boolean}} [options] force builds even when fresh
 * @returns {Promise<'built' | 'fresh'>}
 */
export async function ensureBuilt({ force = false, quiet = true } = {}) {
  if (!force && isFresh()) return 'fresh';
  await takeLock();
  try {
    // Whoever held the lock before may have built just what we need.
    if (!force && isFresh()) return 'fresh';
    sweepLeftovers();
    const target = `${OUT}.new-${process.pid}`;
    const stamp = hashInputs();
    mkdirSync(target);
    await runBuilder({ target, quiet });
    writeFileSync(join(target, 'stamp.txt'), stamp);
    swapIn(target);
    return 'built';
  } finally {
    rmSync(LOCK, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const force = !process.argv.includes('--if-stale');
  try {
    const startedMs = Date.now();
    const outcome = await ensureBuilt({ force, quiet: process.argv.includes('--quiet') });
    const tookS = ((Date.now() - startedMs) / 1000).toFixed(1);
    process.stderr.write(outcome === 'built' ? `built out/ in ${tookS} s\n` : 'out/ is fresh\n');
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    process.stderr.write(`racklab: ${error.message}\n`);
    process.exitCode = 1;
  }
}
