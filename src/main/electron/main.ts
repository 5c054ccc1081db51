/**
 * Entry of the Electron host. It is thin: it serves the built screen under its own scheme, opens
 * one window, starts the workspace's thread and relays between the two. Paths of the other built
 * parts are resolved here, because only an entry file knows where the build put its neighbours.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow } from 'electron';
import { APP_VERSION } from '../../shared/contract/app-version.ts';
import { connect } from '../../shared/contract/connect.ts';
import { contract } from '../../shared/contract/contract.ts';
import { createHostLog, type HostLog } from '../workspace-host/host-log.ts';
import { loadPageAssets } from '../workspace-host/page-assets.ts';
import { workspaceThreadData } from '../workspace-host/thread-data.ts';
import { startWorkerWorkspace } from '../workspace-host/worker-workspace.ts';
import { startWorkspacePlaces } from '../workspace-host/workspace-places.ts';
import type { WorkspaceHost } from '../workspace-host/workspace-host.ts';
import { createMenuActs } from './menu-acts.ts';
import { labelsFor } from './menu-labels.ts';
import { installMenu } from './menu.ts';
import { PAGE_URL } from './sender-guard.ts';
import { declarePageScheme, servePages } from './protocol.ts';
import { serveWindowPorts } from './window-port.ts';
import {
  createWindow,
  lockDown,
  refuseNetwork,
  refusePermissions,
  windowStateSaved,
} from './windows.ts';

const WORKER_URL = new URL('./workspace-worker.js', import.meta.url);
const PRELOAD_PATH = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url));
const PAGE_FOLDER = fileURLToPath(new URL('../renderer', import.meta.url));
const RESOURCES_FOLDER = fileURLToPath(new URL('../../resources', import.meta.url));

let mainWindow: BrowserWindow | undefined;

declarePageScheme();
app.on('web-contents-created', (_event, contents) => lockDown(contents));
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => showAgain());
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(run);
} else {
  app.quit();
}

async function run(): Promise<void> {
  const assets = loadPageAssets(PAGE_FOLDER);
  if (!assets.ok) {
    process.stderr.write(`racklab: ${assets.error.message} ${assets.error.hint ?? ''}\n`);
    app.exit(1);
    return;
  }
  const log = createHostLog({
    folder: join(app.getPath('userData'), 'logs'),
    version: APP_VERSION,
  });
  const workspace = startWorkspace(log);
  stopBeforeQuitting(workspace);
  servePages(assets.value);
  refusePermissions();
  refuseNetwork();
  const placeOf = serveWindowPorts(workspace, (url) => {
    const message = 'was refused a port: only our own page gets one';
    log.fault({ connectionId: 'window', what: url, message, stack: undefined });
  });
  const labels = labelsFor(app.getLocale());
  installMenu(
    labels,
    createMenuActs({
      labels,
      currentWindow: () => mainWindow,
      openClient: (window) => openClient(workspace, { log, place: placeOf(window) }),
    }),
  );
  await showPage(log);
}

async function showPage(log: HostLog): Promise<void> {
  const window = await createWindow(PRELOAD_PATH);
  mainWindow = window;
  window.once('closed', () => {
    mainWindow = undefined;
  });
  try {
    await window.loadURL(PAGE_URL);
  } catch (error) {
    // Closing the window while it loads ends here too.
    const message = `The page was not loaded: ${String(error)}`;
    log.fault({ connectionId: 'window', what: PAGE_URL, message, stack: undefined });
  }
}

function startWorkspace(log: HostLog): WorkspaceHost {
  return startWorkspacePlaces((place) =>
    startWorkerWorkspace({
      workerUrl: WORKER_URL,
      workerData: workspaceThreadData({
        host: 'electron',
        place,
        resourcesFolder: RESOURCES_FOLDER,
        environment: process.env,
      }),
      onReport: (report) => log.fault(report),
      onCrash: (report) => log.crash(report),
    }),
  );
}

/** A client of the main side itself, for the menu. */
function openClient(
  workspace: WorkspaceHost,
  { log, place }: { readonly log: HostLog; readonly place: number },
): ReturnType<typeof connect<typeof contract>> {
  return connect(contract, workspace.open('clone', place), {
    appVersion: APP_VERSION,
    report: (what, error) => {
      log.fault({ connectionId: 'menu', what, message: String(error), stack: undefined });
    },
  });
}

/** Lets the workspace write out before the process ends; quitting is asked for again afterwards. */
function stopBeforeQuitting(workspace: WorkspaceHost): void {
  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void Promise.allSettled([workspace.stop(), windowStateSaved()]).then(() => {
      isStopped = true;
      app.quit();
      return undefined;
    });
  });
}

function showAgain(): void {
  if (mainWindow === undefined) return;
  if (mainWindow.isMinimized()) mainWindow.restore();
  mainWindow.focus();
}
