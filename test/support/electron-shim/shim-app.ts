/**
 * `app`: the life of the application, from the single instance lock to the last goodbye.
 *
 * The lock is a folder and a knock is a file in it, because Electron answers a request for the
 * lock at once, and only files can be asked without waiting.
 */
import { existsSync, mkdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { chromium, type Browser } from 'playwright-core';
import { BROWSER_FLAGS, findBrowser } from '../browser.ts';
import { KnownEmitter } from './known-emitter.ts';
import { system } from './shim-system.ts';
import { preventable, world } from './shim-window.ts';
import { throwing } from './throwing.ts';

/** Folder of the application's own files; each test gives its own. */
const USER_DATA = process.env['RACKLAB_SHIM_USER_DATA'] ?? '';
const LOCALE = process.env['RACKLAB_SHIM_LOCALE'] ?? 'en-US';
const LOCK = join(USER_DATA, 'shim-lock');

let browser: Browser | undefined;
let holdsLock = false;

type AppPart = Pick<
  App,
  'whenReady' | 'quit' | 'exit' | 'getPath' | 'getLocale' | 'requestSingleInstanceLock'
>;

const EVENTS = ['second-instance', 'window-all-closed', 'will-quit', 'web-contents-created'];

class ShimApp extends KnownEmitter implements AppPart {
  constructor() {
    super('app', EVENTS);
  }

  #quitting = false;
  #ready: Promise<void> | undefined;

  whenReady(): Promise<void> {
    this.#ready ??= this.#becomeReady();
    return this.#ready;
  }

  requestSingleInstanceLock(): boolean {
    mkdirSync(USER_DATA, { recursive: true });
    if (existsSync(LOCK)) {
      writeFileSync(join(LOCK, `knock-${process.pid}`), '');
      return false;
    }
    mkdirSync(LOCK);
    holdsLock = true;
    const watcher = watch(LOCK, (_event, name) => {
      if (name?.startsWith('knock-') === true) this.emit('second-instance', {}, [], '', undefined);
    });
    watcher.unref();
    return true;
  }

  getPath(name: string): string {
    if (name !== 'userData') throw new Error(`the Electron shim has no path "${name}"`);
    return USER_DATA;
  }

  getLocale(): string {
    if (!system.ready) throw new Error('the locale is known when the app is ready');
    return LOCALE;
  }

  quit(): void {
    if (!system.ready) {
      this.exit(0);
      return;
    }
    if (!this.#quitting) {
      this.#quitting = true;
      world.onAllClosed = undefined;
      while (world.windows.length > 0) world.windows[0]?.close();
    }
    const { event, isPrevented } = preventable({});
    this.emit('will-quit', event);
    if (!isPrevented()) this.exit(0);
  }

  exit(code = 0): void {
    if (holdsLock) rmSync(LOCK, { recursive: true, force: true });
    const closing = browser?.close() ?? Promise.resolve();
    void closing.finally(() => process.exit(code));
  }

  async #becomeReady(): Promise<void> {
    browser = await chromium.launch({
      executablePath: findBrowser(),
      headless: false,
      args: [...BROWSER_FLAGS],
    });
    world.context = await browser.newContext({ locale: LOCALE });
    system.ready = true;
    if (this.listenerCount('window-all-closed') === 0) world.onAllClosed = () => this.quit();
    else world.onAllClosed = () => void this.emit('window-all-closed');
    world.onContents = (contents) => void this.emit('web-contents-created', {}, contents);
  }
}

export const app = throwing('app', new ShimApp());
