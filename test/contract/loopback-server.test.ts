/**
 * Goal: only pages of this server reach the workspace, and only its files leave it. Method: a real
 * server on a free port is asked by bare HTTP and by raw web sockets, as a stranger would.
 */
import { request, type IncomingMessage } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { startServer } from '../../src/main/server/server.ts';
import { openSocket } from '../../src/renderer/api/socket-transport.ts';
import { openDesk, socketClass, startSocketLine } from '../support/desk-lines.ts';

type SocketLine = Awaited<ReturnType<typeof startSocketLine>>;

let line: SocketLine;

beforeAll(async () => {
  line = await startSocketLine();
});

afterAll(() => line.stop());

/** So many turns of this process that whatever was sent inside it has been read. */
async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((done) => setImmediate(done));
}

/** One HTTP request with exactly this path and these headers. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {} } = options;
    const sent = request(
      { host: '127.0.0.1', port: line.port, path, method, headers },
      (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** The status with which a socket handshake is answered; 101 when it was accepted. */
function shake(options: {
  path?: string;
  origin?: string;
  host?: string;
  protocols?: string[];
}): Promise<number> {
  const { path = '/socket', protocols = [`t.${line.token}`] } = options;
  return new Promise((resolve) => {
    const socket = new NodeSocket(`ws://127.0.0.1:${line.port}${path}`, protocols, {
      origin: options.origin ?? line.url.origin,
      headers: options.host === undefined ? {} : { Host: options.host },
    });
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });
}

describe('files', () => {
  it('gives the page with its policy, and nothing may cache it', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    expect(body).toContain('<title>desk</title>');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
        `font-src 'self'; connect-src 'self' ws://127.0.0.1:${line.port}; worker-src 'self'; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    );
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/....//....//etc/passwd',
    '/assets/',
    '/index.html/',
    '//index.html',
    '/index.html%00.png',
    '/%',
    '/constructor',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await ask(path);
    expect({ status, body }).toEqual({ status: 404, body: 'There is no such file.\n' });
  });

  it('answers HEAD without a body and refuses to be written to', async () => {
    const head = await ask('/index.html', { method: 'HEAD' });
    expect([head.status, head.body, Number(head.headers['content-length']) > 0]).toEqual([
      200,
      '',
      true,
    ]);
    const post = await ask('/', { method: 'POST' });
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('turns away a foreign name that resolves to this machine', async () => {
    for (const host of ['evil.example', 'localhost', `localhost:${line.port}`, '127.0.0.1']) {
      expect((await ask('/', { headers: { Host: host } })).status).toBe(421);
    }
  });

  it('survives bytes that are no HTTP at all', async () => {
    await new Promise<void>((resolve) => {
      const socket = connectTcp(line.port, '127.0.0.1', () =>
        socket.write('\u0000\u0001 hi\r\n\r\n'),
      );
      socket.on('close', () => resolve());
      socket.on('data', () => undefined);
      socket.on('error', () => undefined);
    });
    expect((await ask('/')).status).toBe(200);
  });

  it('still knows its own address for whoever asks while it ends', async () => {
    const ending = await startSocketLine();
    const answer = await new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connectTcp(ending.port, '127.0.0.1', () => {
        // The head of a request is begun; its end comes once the server no longer listens.
        socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${ending.port}\r\n`, () => {
          void someTurns().then(() => {
            void ending.stop();
            socket.write('Connection: close\r\n\r\n');
          });
        });
      });
      socket.on('data', (bytes) => {
        heard += bytes.toString();
      });
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });
    expect(answer).toContain('HTTP/1.1 200');
  });
});

describe('sockets', () => {
  it('accepts the page of this server with the token of this start', async () => {
    expect(await shake({})).toBe(101);
  });

  it.each([
    ['no token', { protocols: [] }, 403],
    ['a wrong token', { protocols: ['t.wrong'] }, 403],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['the null origin', { origin: 'null' }, 403],
    ['another host name', { host: 'evil.example' }, 421],
    ['another path', { path: '/other' }, 404],
  ])('refuses %s', async (_what, options, status) => {
    expect(await shake(options)).toBe(status);
  });

  it('makes a token nobody can guess, another at every start', async () => {
    const other = await startSocketLine();
    expect(line.token).toMatch(/^[\w-]{43}$/);
    expect(other.token).not.toBe(line.token);
    await other.stop();
  });

  it('tells a tab of an earlier start apart from a server that is gone', async () => {
    const options = {
      url: `ws://127.0.0.1:${line.port}/socket`,
      token: 'of-an-earlier-start',
      Socket: socketClass(line.url.origin),
    };
    const refused = await openSocket({ ...options, isServerThere: () => Promise.resolve(true) });
    expect(refused).toMatchObject({ ok: false, error: { code: 'ipc.tokenRefused' } });
    const gone = await openSocket({ ...options, isServerThere: () => Promise.resolve(false) });
    expect(gone).toMatchObject({ ok: false, error: { code: 'ipc.closed', retryable: true } });
  });

  it('takes at most 16 tabs and has room again when one goes', async () => {
    const full = await startSocketLine();
    const tabs = await Promise.all(Array.from({ length: 16 }, () => openDesk(full)));
    await expect(openDesk(full)).rejects.toThrow('ipc.tokenRefused');
    tabs[0]?.close();
    await expect
      .poll(() =>
        openDesk(full).then(
          () => 'open',
          () => 'full',
        ),
      )
      .toBe('open');
    await full.stop();
  });

  it('answers text that is not JSON and bytes that are not a frame', async () => {
    const answers: string[] = [];
    const socket = new NodeSocket(`ws://127.0.0.1:${line.port}/socket`, [`t.${line.token}`], {
      origin: line.url.origin,
    });
    socket.on('message', (data) => answers.push((data as Buffer).toString()));
    await new Promise<void>((resolve) => socket.on('open', () => resolve()));
    socket.send('{"kind":');
    socket.send(new Uint8Array([1, 2, 3]));
    socket.send('{"__proto__":{"kind":"call"}}');
    await expect.poll(() => answers.length).toBe(3);
    expect(answers.join('\n')).toMatch(
      /could not be read.*\n.*does not begin with its mark.*\n.*__proto__/,
    );
    socket.close();
  });
});

describe('limits', () => {
  it('lets a client go that floods it, says why, and serves the others', async () => {
    const flooded = await startSocketLine({ messagesBurst: 50, messagesPerSecond: 10 });
    const [flooder, neighbour] = [await openDesk(flooded), await openDesk(flooded)];
    const reasons: string[] = [];
    flooder.onClose((reason) => reasons.push(reason.code));
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => flooder.call('desk.greet', { name: 'Ana' })),
    );
    expect(reasons).toEqual(['ipc.tooOften']);
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused.length).toBeGreaterThan(400);
    expect(new Set(refused.map((answer) => (answer.ok ? '' : answer.error.code)))).toEqual(
      new Set(['ipc.tooOften']),
    );
    expect((await neighbour.call('desk.greet', { name: 'Bia' })).ok).toBe(true);
    await flooded.stop();
  });

  it('closes on a message above the limit of the socket, and says why', async () => {
    const small = await startSocketLine({ messageBytes: 10_000 });
    const client = await openDesk(small);
    const answer = await client.call('desk.echo', 'x'.repeat(20_000));
    expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.tooLarge' } });
    expect((await (await openDesk(small)).call('desk.greet', { name: 'Ana' })).ok).toBe(true);
    await small.stop();
  });
});

describe('starting and stopping', () => {
  it('says which port is taken, and when the screen is not built', async () => {
    const workspace = {
      open: () => {
        throw new Error('nobody should connect');
      },
      stop: () => Promise.resolve(),
    };
    const pageFolder = import.meta.dirname;
    const missing = await startServer({ workspace, pageFolder, port: 0 });
    expect(missing).toMatchObject({ ok: false, error: { code: 'host.pageMissing' } });
    expect((await ask('/')).status).toBe(200);
    const taken = await startSocketLine().then(async (first) => {
      const second = await startServer({
        workspace,
        pageFolder: first.pageFolder,
        port: first.port,
      });
      await first.stop();
      return second;
    });
    expect(taken).toMatchObject({ ok: false, error: { code: 'server.portTaken' } });
  });

  it('listens on the loopback interface only', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.internal === false && address.family === 'IPv4');
    for (const address of outside) {
      const reached = await new Promise((resolve) => {
        const socket = connectTcp(line.port, address?.address ?? '', () => resolve(true));
        socket.on('error', () => resolve(false));
      });
      expect(reached).toBe(false);
    }
  });

  it('stops even while tabs are open and silent, which would be for ever', async () => {
    const busy = await startSocketLine();
    const client = await openDesk(busy);
    const reasons: string[] = [];
    client.onClose((reason) => reasons.push(reason.code));
    const idle = connectTcp(busy.port, '127.0.0.1');
    idle.on('error', () => undefined);
    await busy.stop();
    await expect.poll(() => reasons).toEqual(['ipc.closed']);
    idle.destroy();
  });
});

describe('a workspace that crashes', () => {
  it('closes its tabs with the reason, is started again, and gives up after three', async () => {
    const crashing = await startSocketLine();
    for (let round = 1; round <= 3; round += 1) {
      const client = await openDesk(crashing);
      const reasons: string[] = [];
      client.onClose((reason) => reasons.push(reason.code));
      void client.call('desk.crash', {});
      await expect.poll(() => reasons).toEqual(['host.workspaceStopped']);
      await expect.poll(() => crashing.crashes.length).toBe(round);
    }
    expect(crashing.crashes.map(({ message, restarted }) => [message, restarted])).toEqual([
      ['the desk fell through the floor', true],
      ['the desk fell through the floor', true],
      ['the desk fell through the floor', false],
    ]);
    expect(crashing.crashes[0]?.stack).toMatch(/desk fell.*\n\s+at /);
    const transport = await crashing.open();
    const reasons: string[] = [];
    transport.onClose((reason) => reasons.push(reason.code));
    await expect.poll(() => reasons).toEqual(['host.workspaceStopped']);
    await crashing.stop();
  });
});
