/**
 * Menu, dialogs, screen, session, protocol and messages: the parts of Electron without a window.
 * Dialogs answer what the test laid out, and fail loudly when nothing was: a real one would wait
 * for a person for ever.
 */
import { EventEmitter } from 'node:events';
import type {
  BaseWindow,
  CustomScheme,
  Dialog,
  Display,
  IpcMain,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  OpenDialogReturnValue,
  Protocol,
  SaveDialogReturnValue,
  Screen,
  Session,
  WebRequest,
} from 'electron';
import { onlyKnown, throwing } from './throwing.ts';

/** Roles a menu item may have here; a misspelt one does nothing in Electron, silently. */
const ROLES = [
  'about',
  'copy',
  'cut',
  'help',
  'paste',
  'quit',
  'reload',
  'resetZoom',
  'selectAll',
  'toggleDevTools',
  'togglefullscreen',
  'zoomIn',
  'zoomOut',
];
const ITEM_KEYS = [
  'label',
  'submenu',
  'accelerator',
  'click',
  'type',
  'role',
  'registerAccelerator',
];
const ACCELERATOR = /^(CmdOrCtrl\+)?(Shift\+)?(Alt\+)?[A-Z0-9]$/;

export const system = {
  menu: [] as readonly MenuItemConstructorOptions[],
  openAnswers: [] as OpenDialogReturnValue[],
  saveAnswers: [] as SaveDialogReturnValue[],
  messages: [] as MessageBoxOptions[],
  schemes: [] as CustomScheme[],
  protocols: new Map<string, (request: Request) => Response | Promise<Response>>(),
  beforeRequest: [] as {
    urls: readonly string[];
    listener: (details: never, decide: (answer: { cancel?: boolean }) => void) => void;
  }[],
  permission: {} as { request?: unknown; check?: unknown; device?: unknown },
  ready: false,
};

export const ipc = new EventEmitter();

function checkItems(items: readonly MenuItemConstructorOptions[]): void {
  for (const item of items) {
    onlyKnown('MenuItem', item, ITEM_KEYS);
    if (item.role !== undefined && !ROLES.includes(item.role)) {
      throw new Error(`the Electron shim does not know the menu role "${item.role}"`);
    }
    if (item.accelerator !== undefined && !ACCELERATOR.test(item.accelerator)) {
      throw new Error(`"${item.accelerator}" is no accelerator`);
    }
    if (Array.isArray(item.submenu)) checkItems(item.submenu);
  }
}

export const Menu = throwing('Menu', {
  buildFromTemplate(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
    checkItems(template);
    return template;
  },
  setApplicationMenu(menu: MenuItemConstructorOptions[]): void {
    system.menu = menu;
  },
});

function next<T>(answers: T[], what: string): Promise<T> {
  const answer = answers.shift();
  if (answer === undefined) throw new Error(`the test laid out no answer for ${what}`);
  return Promise.resolve(answer);
}

const dialogPart: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'> = {
  showOpenDialog: () => next(system.openAnswers, 'an open dialog'),
  showSaveDialog: () => next(system.saveAnswers, 'a save dialog'),
  showMessageBox(_window: BaseWindow | MessageBoxOptions, options?: MessageBoxOptions) {
    if (options === undefined) throw new Error('the Electron shim wants a window for a dialog');
    system.messages.push(options);
    return Promise.resolve({ response: 0, checkboxChecked: false });
  },
};
export const dialog = throwing('dialog', dialogPart);

const area = { x: 0, y: 0, width: 1_600, height: 1_000 };
// Of a display the host reads its work area and nothing else.
const display = throwing('Display', { workArea: area, bounds: area, id: 1 }) as Display;
const screenPart: Pick<Screen, 'getAllDisplays'> = {
  getAllDisplays() {
    if (!system.ready) throw new Error('screen cannot be used before the app is ready');
    return [display];
  },
};
export const screen = throwing('screen', screenPart);

const protocolPart: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'> = {
  registerSchemesAsPrivileged(schemes) {
    if (system.ready) throw new Error('schemes are declared before the app is ready');
    system.schemes.push(...schemes);
  },
  handle(scheme, handler) {
    if (!system.ready) throw new Error('protocols are handled after the app is ready');
    if (system.protocols.has(scheme)) throw new Error(`${scheme} is handled already`);
    system.protocols.set(scheme, handler);
  },
};
export const protocol = throwing('protocol', protocolPart);

const webRequest = throwing('webRequest', {
  onBeforeRequest(
    filter: { urls: string[] },
    listener: (details: never, decide: (answer: { cancel?: boolean }) => void) => void,
  ) {
    onlyKnown('WebRequestFilter', filter, ['urls']);
    system.beforeRequest.push({ urls: filter.urls, listener });
  },
}) as unknown as WebRequest;

const sessionPart: Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'webRequest'
> = {
  setPermissionRequestHandler: (handler) => void (system.permission.request = handler),
  setPermissionCheckHandler: (handler) => void (system.permission.check = handler),
  setDevicePermissionHandler: (handler) => void (system.permission.device = handler),
  webRequest,
};
export const session = throwing('session', {
  defaultSession: throwing('Session', sessionPart),
});

const ipcPart: Pick<IpcMain, 'on'> = {
  on(channel, listener) {
    ipc.on(channel, listener);
    return ipcMain as IpcMain;
  },
};
export const ipcMain = throwing('ipcMain', ipcPart);

/** Whether a request of a page is cancelled by the program; `undefined` when nobody was asked. */
export function cancelled(url: string): boolean | undefined {
  for (const { urls, listener } of system.beforeRequest) {
    if (!urls.some((pattern) => matches(pattern, url))) continue;
    let answer: { cancel?: boolean } | undefined;
    listener({ url } as never, (given) => {
      answer = given;
    });
    if (answer === undefined) throw new Error('the Electron shim wants an answer at once');
    return answer.cancel === true;
  }
  return undefined;
}

/** Patterns of the form `scheme://*` + `/*`, the only ones the shim knows. */
function matches(pattern: string, url: string): boolean {
  const scheme = /^([a-z]+):\/\/\*\/\*$/.exec(pattern)?.[1];
  if (scheme === undefined)
    throw new Error(`the Electron shim does not know the filter ${pattern}`);
  return url.startsWith(`${scheme}://`);
}
