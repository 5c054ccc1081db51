/**
 * Goal: a page finds its way to the workspace by what its address says, and keeps the token out of
 * sight. Method: windows of happy-dom with an address each, and a preload that answers as
 * Electron's
 * does.
 */
import { Window as HappyWindow } from 'happy-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOpener, takeToken } from '../../../src/renderer/api/choose.ts';
import { openPort, portTransport } from '../../../src/renderer/api/port-transport.ts';
import { contract } from '../../../src/shared/contract/contract.ts';
import { PORT_OFFER, PORT_REQUEST } from '../../../src/shared/contract/port-handover.ts';

const opened: HappyWindow[] = [];

/** A window at an address, in the shape of the browser's own. */
function windowAt(url: string): Window {
  const page = new HappyWindow({ url });
  opened.push(page);
  return page as unknown as Window;
}

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(opened.splice(0).map((page) => page.happyDOM.close()));
});

describe('the token', () => {
  it('is taken out of the address and kept for the tab', () => {
    const page = windowAt('http://127.0.0.1:4000/?theme=dark#t=abc_-1');
    expect(takeToken(page)).toBe('abc_-1');
    expect(page.location.href).toBe('http://127.0.0.1:4000/?theme=dark');
    expect(takeToken(page)).toBe('abc_-1');
  });

  it('of a fresh address wins over the one that was kept', () => {
    const page = windowAt('http://127.0.0.1:4000/#t=old');
    takeToken(page);
    page.location.hash = 't=new';
    expect(takeToken(page)).toBe('new');
    expect(page.location.hash).toBe('');
  });

  it('is empty where there was none', () => {
    expect(takeToken(windowAt('app://racklab/'))).toBe('');
  });
});

/** Stands for the preload: answers a request for a port with one end of a channel. */
function answerAsPreload(page: Window): MessagePort[] {
  const kept: MessagePort[] = [];
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.data !== `${PORT_REQUEST} 2`) return;
    const { port1, port2 } = new MessageChannel();
    kept.push(port1);
    page.dispatchEvent(
      Object.assign(new Event('message'), {
        data: PORT_OFFER,
        source: page,
        origin: page.origin,
        ports: [port2],
      }),
    );
  });
  return kept;
}

/** Says a message in a window as something in it would. */
function say(page: Window, message: { data: unknown; source: unknown; origin: string }): void {
  page.dispatchEvent(Object.assign(new Event('message'), { ports: [], ...message }));
}

describe('the port', () => {
  it('is asked for, received and used', async () => {
    const page = windowAt('app://racklab/');
    const request = vi.spyOn(page, 'postMessage').mockImplementation((data: unknown) => {
      say(page, { data, source: page, origin: page.origin });
    });
    const kept = answerAsPreload(page);
    const transport = await openPort(page, 2);
    expect(request).toHaveBeenCalledWith(`${PORT_REQUEST} 2`, page.origin);
    if (!transport.ok) throw new Error(transport.error.message);
    const heard = new Promise((done) => {
      kept[0]?.addEventListener('message', (event) => done(event.data));
      kept[0]?.start();
    });
    expect(transport.value.send({ kind: 'hello' }).ok).toBe(true);
    expect(await heard).toEqual({ kind: 'hello' });
    transport.value.close();
    expect(transport.value.send({ kind: 'hello' })).toMatchObject({
      ok: false,
      error: { code: 'ipc.closed' },
    });
  });

  it('is not taken from a stranger, and a host that stays silent is a refusal', async () => {
    vi.useFakeTimers();
    const page = windowAt('app://racklab/');
    vi.spyOn(page, 'postMessage').mockImplementation(() => undefined);
    const waiting = openPort(page, 2);
    say(page, { data: PORT_OFFER, source: {}, origin: page.origin });
    say(page, { data: PORT_OFFER, source: page, origin: 'https://evil.example' });
    say(page, { data: 'another word', source: page, origin: page.origin });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await waiting).toMatchObject({
      ok: false,
      error: { code: 'ipc.closed', retryable: true },
    });
  });

  it('refuses what cannot be cloned instead of throwing', () => {
    const { port1 } = new MessageChannel();
    const transport = portTransport(port1);
    expect(transport.send({ act: () => 1 })).toMatchObject({
      ok: false,
      error: { code: 'ipc.invalid' },
    });
    transport.close();
  });
});

describe('the opener', () => {
  it('asks for a port everywhere but on a page of the loopback server', async () => {
    const page = windowAt('app://racklab/');
    vi.useFakeTimers();
    const request = vi.spyOn(page, 'postMessage').mockImplementation(() => undefined);
    const answer = createOpener(contract, page, { report: () => undefined })(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await answer).ok).toBe(false);
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('opens the socket of its own server with its token', async () => {
    const page = windowAt('http://127.0.0.1:4000/#t=abc');
    const asked: unknown[] = [];
    class RefusedSocket extends EventTarget {
      constructor(url: string, protocols: string[]) {
        super();
        asked.push([url, protocols]);
        queueMicrotask(() => this.dispatchEvent(new Event('close')));
      }
    }
    vi.stubGlobal('WebSocket', RefusedSocket);
    vi.stubGlobal('fetch', () => Promise.reject(new Error('nobody there')));
    const answer = await createOpener(contract, page, { report: () => undefined })(1);
    vi.unstubAllGlobals();
    expect(asked).toEqual([['ws://127.0.0.1:4000/socket', ['t.abc']]]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.closed', retryable: true } });
  });
});
