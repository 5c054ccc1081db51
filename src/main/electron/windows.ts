/**
 * Makes the one window and keeps it locked down: sandboxed, isolated, without navigation, further
 * windows or permissions. Its place and size are remembered.
 */
import { join } from 'node:path';
import { app, BrowserWindow, screen, session, type WebContents } from 'electron';
import { PAGE_URL } from './sender-guard.ts';
import {
  loadWindowState,
  saveWindowState,
  WINDOW_SIZE_DEFAULT,
  WINDOW_SIZE_MIN,
  type WindowState,
} from './window-state.ts';

const STATE_FILE = 'window-state.json';
/** Moving a window gives an event for every pixel; it is remembered when it has come to rest. */
const SAVE_DELAY_MS = 500;
/** A page that never becomes ready to show is shown all the same, so that its fault can be seen. */
const SHOW_TIMEOUT_MS = 10_000;

/** Refuses every permission a page could ask for, for all windows of the application. */
export function refusePermissions(): void {
  const pages = session.defaultSession;
  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
}

/** Cancels every request that would leave the machine or this program: Racklab works offline. */
export function refuseNetwork(): void {
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];
  session.defaultSession.webRequest.onBeforeRequest({ urls }, (_details, decide) => {
    decide({ cancel: true });
  });
}

/** Keeps web contents where they are: whatever window they belong to, they show our page. */
export function lockDown(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-frame-navigate', (event) => {
    if (!(event.isMainFrame && isOwnUrl(event.url))) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function isOwnUrl(url: string): boolean {
  return url.startsWith(PAGE_URL);
}

/** Makes the window, empty and hidden until its page is there, with the built preload. */
export async function createWindow(preloadPath: string): Promise<BrowserWindow> {
  const statePath = join(app.getPath('userData'), STATE_FILE);
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const state = await loadWindowState(statePath, screens);
  const window = new BrowserWindow({
    ...(state.bounds ?? WINDOW_SIZE_DEFAULT),
    minWidth: WINDOW_SIZE_MIN.width,
    minHeight: WINDOW_SIZE_MIN.height,
    show: false,
    title: 'Racklab',
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state.maximized) window.maximize();
  rememberState(window, statePath);
  showWhenReady(window);
  return window;
}

function showWhenReady(window: BrowserWindow): void {
  function show(): void {
    clearTimeout(timer);
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  }
  const timer = setTimeout(show, SHOW_TIMEOUT_MS);
  window.once('ready-to-show', show);
  window.once('closed', () => clearTimeout(timer));
}

/** The last save, so that quitting can wait for it. */
let saving: Promise<void> = Promise.resolve();

/** Resolves when the state of a window that was closed is on disk. */
export function windowStateSaved(): Promise<void> {
  return saving;
}

function rememberState(window: BrowserWindow, statePath: string): void {
  let timer: NodeJS.Timeout | undefined;
  function saveNow(): void {
    clearTimeout(timer);
    saving = saveWindowState(statePath, stateNow());
  }
  function stateNow(): WindowState {
    return { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  }
  function saveSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(saveNow, SAVE_DELAY_MS);
  }
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', saveNow);
}
