/**
 * One browser page as Electron's main process sees it: messages to and from the preload's world,
 * requests answered by the protocol handler, navigations asked about. It speaks Chromium's
 * debugging protocol through playwright and knows nothing of windows.
 */
import { readFileSync } from 'node:fs';
import type { BrowserContext, CDPSession, Page, Route } from 'playwright-core';
import { preparePage } from '../patience.ts';
import { fromCloneText, toCloneText } from './clone-text.ts';
import { IN, OUT, setUpWorld, WORLD, type FromWorld, type ToWorld } from './isolated-world.ts';

/** Chromium takes no custom scheme from outside: a name that never resolves stands in. */
const STAND_IN = /^https:\/\/([a-z0-9-]+)\.([a-z]+)\.invalid(\/.*)?$/;

/** `app://racklab/x` as the browser knows it. */
export function toStandIn(url: string): string {
  return url.replace(/^([a-z]+):\/\/([a-z0-9-]+)/, 'https://$2.$1.invalid');
}

/** The address Electron would report for one of the browser's. */
export function fromStandIn(url: string): string {
  return url.replace(STAND_IN, '$2://$1$3');
}

export interface PageEvents {
  /** A message of the preload; `ports` were sent along. */
  onMessage(message: FromWorld): void;
  /** The document is going; its ports are dead. */
  onDocumentGone(): void;
  /** Answers a request of the page, or refuses it. */
  onRequest(request: { url: string; method: string }): Promise<Response | 'abort'>;
  /** Whether the page may go there; asked for what the page itself began. */
  onNavigate(to: { url: string; isMainFrame: boolean }): boolean;
  /** Whether the page may open another. */
  onOpen(url: string): boolean;
  onConsole(text: string): void;
}

export class PageLink {
  readonly page: Page;
  readonly #cdp: CDPSession;
  readonly #events: PageEvents;
  #worldId: number | undefined;
  /** True while the main process itself loads or reloads, which needs no permission. */
  #commanded = false;

  private constructor(page: Page, cdp: CDPSession, events: PageEvents) {
    this.page = page;
    this.#cdp = cdp;
    this.#events = events;
  }

  static async open(
    context: BrowserContext,
    options: { preloadPath: string; events: PageEvents },
  ): Promise<PageLink> {
    const page = await context.newPage();
    await preparePage(page);
    const cdp = await context.newCDPSession(page);
    const link = new PageLink(page, cdp, options.events);
    await link.#prepare(options.preloadPath);
    return link;
  }

  async load(url: string): Promise<void> {
    this.#commanded = true;
    await this.page.goto(toStandIn(url), { waitUntil: 'load' });
    this.#commanded = false;
  }

  async reload(): Promise<void> {
    this.#commanded = true;
    await this.page.reload({ waitUntil: 'load' });
    this.#commanded = false;
  }

  /** Where the main frame is, in Electron's words. */
  get url(): string {
    return fromStandIn(this.page.url());
  }

  /** Hands a message to the preload's world; a world that has gone does not get it. */
  deliver(message: ToWorld): void {
    const contextId = this.#worldId;
    if (contextId === undefined) return;
    const text = JSON.stringify(JSON.stringify(message));
    const expression = `globalThis[${JSON.stringify(IN)}](${text})`;
    this.#cdp.send('Runtime.evaluate', { expression, contextId }).catch(() => undefined);
  }

  async #prepare(preloadPath: string): Promise<void> {
    const cdp = this.#cdp;
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === OUT) this.#events.onMessage(JSON.parse(payload) as FromWorld);
    });
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const frame = context.auxData as { frameId?: string } | undefined;
      if (context.name === WORLD && frame?.frameId === this.#mainFrameId)
        this.#worldId = context.id;
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#worldId) this.#forgetDocument();
    });
    cdp.on('Runtime.executionContextsCleared', () => this.#forgetDocument());
    await cdp.send('Page.enable');
    const { frameTree } = await cdp.send('Page.getFrameTree');
    this.#mainFrameId = frameTree.frame.id;
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: OUT, executionContextName: WORLD });
    const source = worldSource(readFileSync(preloadPath, 'utf8'));
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
    // Not every violation is written to the console by the browser itself.
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await this.page.route('**/*', (route) => this.#route(route));
    this.page.on('popup', (popup) => {
      const isAllowed = this.#events.onOpen(fromStandIn(popup.url()));
      if (isAllowed) throw new Error('the Electron shim cannot open a second window from a page');
      void popup.close();
    });
    this.page.on('console', (message) => {
      this.#events.onConsole(`${message.type()}: ${message.text()}`);
    });
    this.page.on('pageerror', (error) => this.#events.onConsole(`error: ${error.stack ?? ''}`));
  }

  #mainFrameId: string | undefined;

  #forgetDocument(): void {
    if (this.#worldId === undefined) return;
    this.#worldId = undefined;
    this.#events.onDocumentGone();
  }

  async #route(route: Route): Promise<void> {
    const request = route.request();
    const url = fromStandIn(request.url());
    if (request.isNavigationRequest() && !this.#commanded) {
      const isMainFrame = request.frame() === this.page.mainFrame();
      if (!this.#events.onNavigate({ url, isMainFrame })) return route.abort('aborted');
    }
    const answer = await this.#events.onRequest({ url, method: request.method() });
    if (answer === 'abort') return route.abort('blockedbyclient');
    return route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }
}

/** The source text that sets up the world and runs the preload in it. */
function worldSource(preload: string): string {
  return `(${setUpWorld.toString()})({
    out: ${JSON.stringify(OUT)},
    in: ${JSON.stringify(IN)},
    toCloneText: ${toCloneText.toString()},
    fromCloneText: ${fromCloneText.toString()},
    preload(require, module, exports) {\n${preload}\n},
  });`;
}
