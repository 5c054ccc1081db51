/**
 * Goal: each module of the Electron host does what it says to Electron. Method: a fake of the
 * package that remembers, delivers and answers; files are real, in a temporary folder.
 */
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, MenuItemConstructorOptions, WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  chooseScenario,
  saveScenario,
  showRefusal,
} from '../../../../src/main/electron/native-dialogs.ts';
import { labelsFor, menuLabels } from '../../../../src/main/electron/menu-labels.ts';
import { installMenu, type MenuActs } from '../../../../src/main/electron/menu.ts';
import {
  answerPage,
  declarePageScheme,
  servePages,
} from '../../../../src/main/electron/protocol.ts';
import { serveWindowPorts } from '../../../../src/main/electron/window-port.ts';
import {
  createWindow,
  lockDown,
  refuseNetwork,
  refusePermissions,
  windowStateSaved,
} from '../../../../src/main/electron/windows.ts';
import {
  loadPageAssets,
  type PageAssets,
} from '../../../../src/main/workspace-host/page-assets.ts';
import { connect } from '../../../../src/shared/contract/connect.ts';
import { portTransport } from '../../../../src/renderer/api/port-transport.ts';
import { deskContract } from '../../../support/desk-contract.ts';
import { startDesk } from '../../../support/desk-lines.ts';
import { resetElectron, state } from '../../../support/fake-electron.ts';
import type { WorkspaceHost } from '../../../../src/main/workspace-host/workspace-host.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron());

let folder: string;
const noWindow = {} as BrowserWindow;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-electron-'));
  resetElectron(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function pageAssets(): PageAssets {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<title>Racklab</title>');
  writeFileSync(join(folder, 'page', 'assets', 'index-1a2b.js'), 'export {};');
  const assets = loadPageAssets(join(folder, 'page'));
  if (!assets.ok) throw new Error(assets.error.message);
  return assets.value;
}

describe('the page scheme', () => {
  it('is declared as a secure standard scheme without further privileges', () => {
    declarePageScheme();
    expect(state.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('serves the files of the table with the strict policy', async () => {
    const assets = pageAssets();
    servePages(assets);
    expect([...state.protocols.keys()]).toEqual(['app']);
    const page = await answerPage(new Request('app://racklab/'), assets);
    expect([page.status, await page.text()]).toEqual([200, '<title>Racklab</title>']);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
        "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    );
    const script = await answerPage(new Request('app://racklab/assets/index-1a2b.js?v#x'), assets);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toMatch(/immutable/);
  });

  it.each([
    ['another host', 'GET', 'app://other/index.html', 404],
    ['a host that begins like ours', 'GET', 'app://racklab.x/index.html', 404],
    ['a file outside', 'GET', 'app://racklab/%2e%2e/secret', 404],
    ['a folder', 'GET', 'app://racklab/assets/', 404],
    ['writing', 'POST', 'app://racklab/', 405],
  ])('refuses %s', async (_what, method, url, status) => {
    expect((await answerPage({ method, url }, pageAssets())).status).toBe(status);
  });

  it('refuses a file that has gone since the start', async () => {
    const assets = pageAssets();
    rmSync(join(folder, 'page', 'index.html'));
    expect((await answerPage(new Request('app://racklab/'), assets)).status).toBe(404);
  });
});

describe('the port of a window', () => {
  /** A page in its main frame; `offers` are the ports it was handed. */
  function page(url: string, id = 1) {
    const offers: MessagePort[] = [];
    const senderFrame = {
      url,
      parent: null,
      postMessage: (_channel: string, _message: unknown, ports: MessagePort[]) =>
        offers.push(...ports),
    };
    return { offers, event: { senderFrame, sender: { id } } };
  }

  /** The far port in the shape of a page's own. */
  function asPagePort(port: unknown): MessagePort {
    const emitter = port as EventEmitter & MessagePort;
    emitter.addEventListener = ((name: string, listener: (event: unknown) => void) =>
      emitter.on(name, listener)) as MessagePort['addEventListener'];
    return emitter;
  }

  function serve(): string[] {
    const strangers: string[] = [];
    serveWindowPorts(startDesk(), (url) => strangers.push(url));
    return strangers;
  }

  function connectTo(offer: MessagePort | undefined) {
    const transport = portTransport(asPagePort(offer));
    return connect(deskContract, transport, { appVersion: '1.2.3', report: () => undefined });
  }

  it('reaches the workspace', async () => {
    serve();
    const { offers, event } = page('app://racklab/');
    state.ipc.emit('racklab:port-request', event);
    const client = connectTo(offers[0]);
    expect((await client.ready).ok).toBe(true);
    expect(await client.call('desk.divide', { dividend: 1, divisor: 4 })).toEqual({
      ok: true,
      value: 0.25,
    });
  });

  it('is refused to strangers, who are told of', () => {
    const strangers = serve();
    const evil = page('https://evil.example/');
    state.ipc.emit('racklab:port-request', evil.event);
    state.ipc.emit('racklab:port-request', { senderFrame: null, sender: { id: 2 } });
    expect(evil.offers).toEqual([]);
    expect(strangers).toEqual(['https://evil.example/', 'a frame that is gone']);
  });

  it('leads to the place that was asked for, and to the first for nonsense', () => {
    const places: (number | undefined)[] = [];
    const desk = startDesk();
    const open: WorkspaceHost['open'] = (encoding, place) => {
      places.push(place);
      return desk.open(encoding);
    };
    const placeOf = serveWindowPorts({ open, stop: () => desk.stop() }, () => undefined);
    const { event } = page('app://racklab/', 5);
    for (const asked of [2, 99, undefined]) state.ipc.emit('racklab:port-request', event, asked);
    expect(places).toEqual([2, 1, 1]);
    state.ipc.emit('racklab:port-request', event, 3);
    expect([placeOf(5), placeOf(6)]).toEqual([3, 1]);
  });

  it('ends when the same window asks for another', async () => {
    serve();
    const { offers, event } = page('app://racklab/');
    state.ipc.emit('racklab:port-request', event);
    const first = connectTo(offers[0]);
    await first.ready;
    const reasons: string[] = [];
    first.onClose((reason) => reasons.push(reason.code));
    state.ipc.emit('racklab:port-request', event);
    await expect.poll(() => reasons).toEqual(['ipc.closed']);
    expect((await connectTo(offers[1]).ready).ok).toBe(true);
  });
});

describe('windows', () => {
  it('are isolated, sandboxed and shown when their page is ready', async () => {
    const window = (await createWindow('/preload.cjs')) as unknown as (typeof state.windows)[0];
    expect(window.options).toMatchObject({
      width: 1_280,
      height: 800,
      show: false,
      webPreferences: {
        preload: '/preload.cjs',
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    });
    expect(window.visible).toBe(false);
    window.emit('ready-to-show');
    expect(window.visible).toBe(true);
    window.emit('closed');
  });

  it('come back where they were', async () => {
    const first = (await createWindow('/p.cjs')) as unknown as (typeof state.windows)[0];
    first.maximized = true;
    first.emit('close');
    await windowStateSaved();
    expect(JSON.parse(readFileSync(join(folder, 'window-state.json'), 'utf8'))).toEqual({
      bounds: { x: 10, y: 20, width: 900, height: 700 },
      maximized: true,
    });
    const second = (await createWindow('/p.cjs')) as unknown as (typeof state.windows)[0];
    expect(second.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 });
    expect(second.maximized).toBe(true);
    for (const window of [first, second]) window.emit('closed');
  });

  it('stay on our page and open nothing', () => {
    const contents = Object.assign(new EventEmitter(), {
      open: undefined as undefined | (() => unknown),
      setWindowOpenHandler(handler: () => unknown) {
        this.open = handler;
      },
    });
    lockDown(contents as unknown as WebContents);
    expect(contents.open?.()).toEqual({ action: 'deny' });

    function isPrevented(name: string, details: object): boolean {
      let prevented = false;
      contents.emit(name, { ...details, preventDefault: () => (prevented = true) });
      return prevented;
    }
    const isMainFrame = true;
    expect(isPrevented('will-frame-navigate', { url: 'app://racklab/x', isMainFrame })).toBe(false);
    expect(isPrevented('will-frame-navigate', { url: 'https://a.example/', isMainFrame })).toBe(
      true,
    );
    expect(isPrevented('will-frame-navigate', { url: 'app://racklab/', isMainFrame: false })).toBe(
      true,
    );
    expect(isPrevented('will-redirect', { url: 'file:///etc/passwd' })).toBe(true);
    expect(isPrevented('will-attach-webview', {})).toBe(true);
  });

  it('get no permission and no network', () => {
    refusePermissions();
    const decisions: unknown[] = [];
    state.sessionHandlers.get('request')?.(
      ...([{}, 'media', (granted: boolean) => decisions.push(granted)] as never[]),
    );
    decisions.push(state.sessionHandlers.get('check')?.(), state.sessionHandlers.get('device')?.());
    expect(decisions).toEqual([false, false, false]);
    refuseNetwork();
    expect(state.requestFilter?.urls).toContain('https://*/*');
    const answers: unknown[] = [];
    state.requestListener?.(...([{}, (answer: unknown) => answers.push(answer)] as never[]));
    expect(answers).toEqual([{ cancel: true }]);
  });
});

describe('the menu', () => {
  function itemsOf(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
    return template.flatMap((item) =>
      Array.isArray(item.submenu) ? [item, ...itemsOf(item.submenu)] : [item],
    );
  }

  it.each(['en', 'pt-BR'] as const)('has a label for every item in %s', (locale) => {
    const acts = {} as MenuActs;
    installMenu(menuLabels[locale], acts);
    const labels = itemsOf(state.menu ?? [])
      .filter((item) => item.type !== 'separator')
      .map((item) => item.label);
    expect(labels.every((label) => label !== undefined && label !== '')).toBe(true);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('says everything in both languages, and nothing twice the same by accident', () => {
    expect(Object.keys(menuLabels['pt-BR'])).toEqual(Object.keys(menuLabels.en));
    expect([labelsFor('pt'), labelsFor('pt-BR'), labelsFor('en-GB'), labelsFor('xx')]).toEqual([
      menuLabels['pt-BR'],
      menuLabels['pt-BR'],
      menuLabels.en,
      menuLabels.en,
    ]);
  });

  it('leaves the keys of undo and redo to the page, and calls the acts', () => {
    const done: string[] = [];
    const acts: MenuActs = {
      importScenario: () => done.push('import'),
      exportScenario: () => done.push('export'),
      closeDocument: () => done.push('close'),
      undo: () => done.push('undo'),
      redo: () => done.push('redo'),
    };
    installMenu(menuLabels.en, acts);
    const items = itemsOf(state.menu ?? []).filter((item) => item.click !== undefined);
    for (const item of items) item.click?.(...([] as never as Parameters<typeof item.click>));
    expect(done).toEqual(['import', 'export', 'close', 'undo', 'redo']);
    const keyless = items.filter((item) => item.registerAccelerator === false);
    expect(keyless.map((item) => item.label)).toEqual([menuLabels.en.undo, menuLabels.en.redo]);
  });
});

describe('dialogs', () => {
  const labels = menuLabels.en;

  it('read the file that was chosen, and nothing when none was', async () => {
    expect(await chooseScenario(noWindow, labels)).toEqual({ ok: true, value: undefined });
    const path = join(folder, 'a.scenario.json');
    writeFileSync(path, '{"água": 1}');
    state.openAnswer = { canceled: false, filePaths: [path] };
    expect(await chooseScenario(noWindow, labels)).toEqual({ ok: true, value: '{"água": 1}' });
  });

  it('refuse a file that is missing or no text', async () => {
    const path = join(folder, 'picture.png');
    state.openAnswer = { canceled: false, filePaths: [path] };
    const missing = await chooseScenario(noWindow, labels);
    expect(missing).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    writeFileSync(path, new Uint8Array([0x89, 0xff, 0xfe]));
    const binary = await chooseScenario(noWindow, labels);
    expect(binary).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
  });

  it('write where the person wanted it, and refuse where they cannot', async () => {
    const file = { fileName: 'a.json', text: 'text', labels };
    expect(await saveScenario(noWindow, file)).toEqual({ ok: true, value: undefined });
    state.saveAnswer = { canceled: false, filePath: join(folder, 'b.json') };
    expect((await saveScenario(noWindow, file)).ok).toBe(true);
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe('text');
    writeFileSync(join(folder, 'plain'), '');
    state.saveAnswer = { canceled: false, filePath: join(folder, 'plain', 'c.json') };
    const refused = await saveScenario(noWindow, file);
    expect(refused).toMatchObject({ ok: false, error: { code: 'file.unwritable' } });
  });

  it('say why something was not done and what helps', async () => {
    const error = { code: 'a.b', message: 'It is full.', hint: 'Empty it.' };
    await showRefusal(noWindow, { error, labels });
    await showRefusal(noWindow, { error: { code: 'a.b', message: 'No.' }, labels });
    expect(state.messages).toMatchObject([
      { message: 'It is full.', detail: 'Empty it.' },
      { message: 'No.' },
    ]);
  });
});
