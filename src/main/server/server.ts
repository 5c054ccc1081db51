/**
 * The loopback server: the built screen over HTTP and the workspace over a web socket.
 *
 * For machines without an Electron binary and for use without a window. It listens on 127.0.0.1
 * and nowhere else, gives out a token with the address, and relays messages between sockets and
 * the workspace unread. It must not know what the messages say.
 */
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { closedReason } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import { relay } from '../../shared/contract/relay.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { ensure } from '../../shared/kernel/assert.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { loadPageAssets, type PageAssets } from '../workspace-host/page-assets.ts';
import type { WorkspaceHost } from '../workspace-host/workspace-host.ts';
import { checkSocket, createToken, placeAt } from './guard.ts';
import type { TokenShelf } from './kept-token.ts';
import { answerRequest } from './static.ts';
import { SOCKET_LIMITS, socketTransport, type SocketLimits } from './ws-transport.ts';

/** Tabs at one time. */
const SOCKETS_MAX = 16;
const CONNECTIONS_MAX = 64;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How long sockets may take to say goodbye before they are cut. */
const GOODBYE_MS = 1_000;

export interface ServerOptions {
  readonly workspace: WorkspaceHost;
  /** The built screen, `out/renderer`. */
  readonly pageFolder: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly limits?: Partial<SocketLimits>;
  /** The token of a server that was killed at this port; without it each start has its own. */
  readonly tokens?: TokenShelf;
}

export interface RunningServer {
  readonly port: number;
  /** The address with the token in its fragment, which browsers never send anywhere. */
  readonly url: string;
  /** Closes the sockets and stops listening; the workspace is left to its owner. */
  stop(): Promise<void>;
}

/** Starts listening. Refuses with `host.pageMissing`, `server.portTaken`, `server.portRefused`. */
export async function startServer(options: ServerOptions): Promise<Result<RunningServer>> {
  const assets = loadPageAssets(options.pageFolder);
  if (!assets.ok) return assets;
  const running = new LoopbackServer(options, assets.value);
  const refusal = await running.listen(options.port);
  return refusal === undefined ? ok(running) : err(refusal);
}

class LoopbackServer implements RunningServer {
  readonly #workspace: WorkspaceHost;
  readonly #tokens: TokenShelf | undefined;
  readonly #token: string;
  readonly #limits: SocketLimits;
  readonly #sockets = new Set<Transport>();
  readonly #http: Server;
  readonly #handshake: WebSocketServer;
  #port: number | undefined;

  constructor(options: ServerOptions, assets: PageAssets) {
    this.#workspace = options.workspace;
    this.#tokens = options.tokens;
    this.#token = options.tokens?.find(options.port) ?? createToken();
    this.#limits = { ...SOCKET_LIMITS, ...options.limits };
    this.#http = createServer((request, response) => {
      answerRequest({ request, response }, { assets, port: this.port });
    });
    this.#http.headersTimeout = HEADERS_TIMEOUT_MS;
    this.#http.requestTimeout = REQUEST_TIMEOUT_MS;
    this.#http.maxConnections = CONNECTIONS_MAX;
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#handshake = new WebSocketServer({
      noServer: true,
      maxPayload: this.#limits.messageBytes,
      perMessageDeflate: false,
    });
  }

  /** Kept from the moment it listened: a kept connection may still ask while the server ends. */
  get port(): number {
    return ensure(this.#port, 'The server is asked for its port before it listened');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/#t=${this.#token}`;
  }

  listen(port: number): Promise<AppError | undefined> {
    return new Promise((resolve) => {
      this.#http.once('error', (error: NodeJS.ErrnoException) => resolve(portError(error, port)));
      this.#http.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        this.#port = boundAddress(this.#http).port;
        this.#tokens?.keep(this.#port, this.#token);
        resolve(undefined);
      });
    });
  }

  async stop(): Promise<void> {
    this.#tokens?.drop(this.port);
    const closed = new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.close(closedReason());
    const cut = setTimeout(() => {
      for (const client of this.#handshake.clients) client.terminate();
      this.#http.closeAllConnections();
    }, GOODBYE_MS);
    this.#http.closeIdleConnections();
    await closed;
    clearTimeout(cut);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const own = { port: this.port, token: this.#token };
    const turned = checkSocket(request, own);
    if (turned !== undefined) return refuseUpgrade(socket, turned.status);
    if (this.#sockets.size >= SOCKETS_MAX) return refuseUpgrade(socket, 503);
    this.#handshake.handleUpgrade(request, socket, head, (accepted) => {
      const transport = socketTransport(accepted, this.#limits);
      this.#sockets.add(transport);
      transport.onClose(() => this.#sockets.delete(transport));
      relay(transport, this.#workspace.open('wire', placeAt(request.url)));
    });
  }
}

function boundAddress(http: Server): AddressInfo {
  const address = http.address();
  const isBound = typeof address === 'object' && address !== null;
  return ensure(isBound ? address : undefined, 'A server that listens is bound');
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n` +
      'Connection: close\r\nContent-Length: 0\r\n\r\n',
  );
}

/** Why the system did not let us listen. */
export function portError(error: NodeJS.ErrnoException, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    return ipcError('server.portTaken', {
      message: `Port ${port} of 127.0.0.1 is in use by another program.`,
      details: { port },
    });
  }
  return ipcError('server.portRefused', {
    message: `The system does not let Racklab listen on port ${port}: ${error.message}.`,
    details: { port },
  });
}
