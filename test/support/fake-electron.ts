/**
 * The part of Electron that the host's modules touch, as objects with behaviour for unit tests:
 * ports that deliver, windows that remember what was asked of them, dialogs that answer what a
 * test laid out. The built program is tried over the shim; this serves single modules.
 */
import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';

class FakePort extends EventEmitter {
  other: FakePort | undefined;
  readonly #waiting: unknown[] = [];
  #started = false;
  #closed = false;

  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    queueMicrotask(() => this.other?.deliver(data));
  }

  deliver(data: unknown): void {
    if (this.#closed) return;
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { other } = this;
    queueMicrotask(() => other?.endedByOther());
  }

  endedByOther(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.emit('close');
  }
}

class FakeChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

class FakeWindow extends EventEmitter {
  readonly options: Record<string, unknown>;
  readonly webContents = { reloads: 0, reload: () => (this.webContents.reloads += 1) };
  visible = false;
  maximized = false;
  bounds = { x: 10, y: 20, width: 900, height: 700 };

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    state.windows.push(this);
  }

  show(): void {
    this.visible = true;
  }

  isVisible(): boolean {
    return this.visible;
  }

  isDestroyed(): boolean {
    return false;
  }

  maximize(): void {
    this.maximized = true;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  getNormalBounds(): unknown {
    return this.bounds;
  }
}

type Handler = (...args: never[]) => unknown;

/** What modules did to Electron, and what dialogs will answer. Reset it before each test. */
export const state = {
  windows: [] as FakeWindow[],
  ipc: new EventEmitter(),
  sessionHandlers: new Map<string, Handler>(),
  requestFilter: undefined as { urls: string[] } | undefined,
  requestListener: undefined as Handler | undefined,
  schemes: [] as unknown[],
  protocols: new Map<string, Handler>(),
  menu: undefined as MenuItemConstructorOptions[] | undefined,
  openAnswer: { canceled: true, filePaths: [] as string[] },
  saveAnswer: { canceled: true, filePath: '' },
  messages: [] as { message: string; detail?: string }[],
  userData: '',
  displays: [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }],
};

/** Forgets everything; `userData` is the folder of the application's own files. */
export function resetElectron(userData: string): void {
  Object.assign(state, {
    windows: [],
    ipc: new EventEmitter(),
    sessionHandlers: new Map(),
    requestFilter: undefined,
    requestListener: undefined,
    schemes: [],
    protocols: new Map(),
    menu: undefined,
    openAnswer: { canceled: true, filePaths: [] },
    saveAnswer: { canceled: true, filePath: '' },
    messages: [],
    userData,
  });
}

function keep(name: string): (handler: Handler) => void {
  return (handler) => void state.sessionHandlers.set(name, handler);
}

/** The module as `vi.mock` takes it. */
export function fakeElectron(): Record<string, unknown> {
  return {
    app: { getPath: () => state.userData },
    BrowserWindow: FakeWindow,
    MessageChannelMain: FakeChannel,
    ipcMain: {
      on: (channel: string, listener: Handler) => state.ipc.on(channel, listener as never),
    },
    screen: { getAllDisplays: () => state.displays },
    session: {
      defaultSession: {
        setPermissionRequestHandler: keep('request'),
        setPermissionCheckHandler: keep('check'),
        setDevicePermissionHandler: keep('device'),
        webRequest: {
          onBeforeRequest: (filter: { urls: string[] }, listener: Handler) => {
            state.requestFilter = filter;
            state.requestListener = listener;
          },
        },
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown[]) => void state.schemes.push(...schemes),
      handle: (scheme: string, handler: Handler) => void state.protocols.set(scheme, handler),
    },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: MenuItemConstructorOptions[]) => {
        state.menu = menu;
      },
    },
    dialog: {
      showOpenDialog: () => Promise.resolve(state.openAnswer),
      showSaveDialog: () => Promise.resolve(state.saveAnswer),
      showMessageBox: (_window: unknown, box: { message: string; detail?: string }) => {
        state.messages.push(box);
        return Promise.resolve({ response: 0 });
      },
    },
  };
}
