/**
 * `BrowserWindow`, its web contents and their main frame, over one page of a real Chromium.
 * Only the locked-down kind of window can be made: anything else would need what Chromium alone
 * does not have.
 */
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  HandlerDetails,
  IpcMainEvent,
  MessagePortMain,
  Rectangle,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';
import type { BrowserContext } from 'playwright-core';
import { fromCloneText, toCloneText } from './clone-text.ts';
import type { FromWorld } from './isolated-world.ts';
import { KnownEmitter } from './known-emitter.ts';
import { PageLink } from './page-link.ts';
import { portBehind, type ShimPort } from './shim-ports.ts';
import { cancelled, ipc, system } from './shim-system.ts';
import { onlyKnown, throwing } from './throwing.ts';

const WINDOW_KEYS = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'webPreferences',
];
const PREFERENCE_KEYS = [
  'preload',
  'contextIsolation',
  'sandbox',
  'nodeIntegration',
  'webviewTag',
  'spellcheck',
];

/** The browser behind all windows, and what every window tells the application. */
export const world = {
  context: undefined as BrowserContext | undefined,
  windows: [] as ShimWindow[],
  onContents: undefined as ((contents: WebContents) => void) | undefined,
  onAllClosed: undefined as (() => void) | undefined,
  /** What pages wrote to their consoles. */
  console: [] as string[],
  /** Requests that would have left the program. */
  leaks: [] as string[],
};

/** Lets an event be prevented, as Electron's events can be. */
export function preventable<T extends object>(
  details: T,
): {
  event: T & { preventDefault(): void; defaultPrevented: boolean };
  isPrevented: () => boolean;
} {
  let prevented = false;
  const event = {
    ...details,
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return { event, isPrevented: () => prevented };
}

type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

/** Redirects and web views never come here: all pages are our own, and the policy has none. */
const CONTENTS_EVENTS = ['will-frame-navigate', 'will-redirect', 'will-attach-webview'];

class ShimContents
  extends KnownEmitter
  implements Pick<WebContents, 'id' | 'setWindowOpenHandler' | 'reload'>
{
  readonly id: number;
  readonly ports = new Map<number, ShimPort>();
  link: PageLink | undefined;
  #openHandler: OpenHandler | undefined;

  constructor(id: number) {
    super('webContents', CONTENTS_EVENTS);
    this.id = id;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  reload(): void {
    void this.link?.reload();
  }

  /** The main frame, which is the only one with a preload. */
  frame(): WebFrameMain {
    const frame: Pick<WebFrameMain, 'url' | 'parent' | 'postMessage'> = {
      url: this.link?.url ?? '',
      parent: null,
      postMessage: (channel, message, transfer = []) => {
        this.#post(channel, { message, transfer });
      },
    };
    return throwing('WebFrameMain', frame) as WebFrameMain;
  }

  hear(message: FromWorld): void {
    switch (message.kind) {
      case 'ipc': {
        const event = throwing('IpcMainEvent', {
          sender: exposed(this) as unknown as WebContents,
          senderFrame: this.frame(),
          ports: [],
        }) as unknown as IpcMainEvent;
        ipc.emit(message.channel, event, ...(fromCloneText(message.args) as unknown[]));
        return;
      }
      case 'port-message':
        this.ports.get(message.port)?.other?.receive(message.data);
        return;
      case 'port-close':
        this.ports.get(message.port)?.other?.end();
        this.ports.delete(message.port);
        return;
      case 'fault':
        world.console.push(`error: ${message.text}`);
    }
  }

  /** The document went: its ends of all ports are gone with it. */
  dropPorts(): void {
    const ports = [...this.ports.values()];
    this.ports.clear();
    for (const port of ports) port.other?.end();
  }

  mayNavigate(to: { url: string; isMainFrame: boolean }): boolean {
    const { event, isPrevented } = preventable(to);
    this.emit('will-frame-navigate', event);
    return !isPrevented();
  }

  mayOpen(url: string): boolean {
    if (this.#openHandler === undefined) return true;
    const details = throwing('HandlerDetails', { url }) as HandlerDetails;
    return this.#openHandler(details).action === 'allow';
  }

  #post(channel: string, what: { message: unknown; transfer: MessagePortMain[] }): void {
    const ports = what.transfer.map(portBehind);
    for (const port of ports) {
      port.far = { deliver: (message) => this.link?.deliver(message) };
      this.ports.set(port.number, port);
    }
    this.link?.deliver({
      kind: 'ipc',
      channel,
      message: toCloneText(what.message),
      ports: ports.map((port) => port.number),
    });
  }
}

const proxies = new WeakMap<ShimContents, ShimContents>();

function exposed(contents: ShimContents): ShimContents {
  const known = proxies.get(contents) ?? throwing('webContents', contents);
  proxies.set(contents, known);
  return known;
}

type WindowPart = Pick<
  BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'isVisible'
  | 'isDestroyed'
  | 'isMinimized'
  | 'isMaximized'
  | 'maximize'
  | 'restore'
  | 'focus'
  | 'getNormalBounds'
  | 'close'
>;

const WINDOW_EVENTS = [
  'ready-to-show',
  'resize',
  'move',
  'maximize',
  'unmaximize',
  'close',
  'closed',
];

/** The class the program gets; its instances refuse what they have not. */
export class ShimWindow extends KnownEmitter implements WindowPart {
  readonly webContents: WebContents;
  readonly contents: ShimContents;
  readonly options: BrowserWindowConstructorOptions;
  focused = 0;
  #visible: boolean;
  #maximized = false;
  #destroyed = false;
  #bounds: Rectangle;
  readonly #preloadPath: string;

  constructor(options: BrowserWindowConstructorOptions) {
    super('BrowserWindow', WINDOW_EVENTS);
    onlyKnown('BrowserWindow', options, WINDOW_KEYS);
    const preferences = options.webPreferences ?? {};
    onlyKnown('webPreferences', preferences, PREFERENCE_KEYS);
    const { contextIsolation, sandbox, nodeIntegration, preload } = preferences;
    if (contextIsolation !== true || sandbox !== true || nodeIntegration !== false) {
      throw new Error('the Electron shim makes isolated, sandboxed windows only');
    }
    if (preload === undefined) throw new Error('the Electron shim wants a preload');
    this.options = options;
    this.#preloadPath = preload;
    this.#visible = options.show !== false;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.contents = new ShimContents(world.windows.length + 1);
    this.webContents = exposed(this.contents) as unknown as WebContents;
    world.windows.push(this);
    world.onContents?.(this.webContents);
    return throwing('BrowserWindow', this);
  }

  async loadURL(url: string): Promise<void> {
    const { context } = world;
    if (context === undefined) throw new Error('a window needs an application that is ready');
    this.contents.link = await PageLink.open(context, {
      preloadPath: this.#preloadPath,
      events: {
        onMessage: (message) => this.contents.hear(message),
        onDocumentGone: () => this.contents.dropPorts(),
        onRequest: answerRequest,
        onNavigate: (to) => this.contents.mayNavigate(to),
        onOpen: (to) => this.contents.mayOpen(to),
        onConsole: (text) => void world.console.push(text),
      },
    });
    const { width, height } = this.#bounds;
    await this.contents.link.page.setViewportSize({ width, height });
    await this.contents.link.load(url);
    this.emit('ready-to-show');
  }

  show(): void {
    this.#visible = true;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }

  restore(): void {
    throw new Error('the Electron shim has no minimized windows');
  }

  focus(): void {
    this.focused += 1;
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  /** A person drags the window: bounds change and the events come. */
  setByHand(bounds: Rectangle): void {
    this.#bounds = bounds;
    this.emit('resize');
    this.emit('move');
  }

  close(): void {
    if (this.#destroyed) return;
    this.emit('close', preventable({}).event);
    this.#destroyed = true;
    this.contents.dropPorts();
    void this.contents.link?.page.close();
    this.emit('closed');
    world.windows.splice(world.windows.indexOf(this), 1);
    if (world.windows.length === 0) world.onAllClosed?.();
  }
}

async function answerRequest(request: {
  url: string;
  method: string;
}): Promise<Response | 'abort'> {
  const scheme = request.url.slice(0, request.url.indexOf(':'));
  const handler = system.protocols.get(scheme);
  if (handler !== undefined) {
    const { url, method } = request;
    // Node's Request takes no custom scheme with a body, and the program reads these two only.
    return handler(throwing('Request', { url, method }) as Request);
  }
  if (cancelled(request.url) !== true) world.leaks.push(request.url);
  return 'abort';
}
