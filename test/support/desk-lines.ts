/**
 * The lines over which the contract suite runs: in process, in process with wire encoding, a real
 * worker thread over message ports, and a real loopback server over web sockets. Each serves one
 * fresh desk; `open` gives the client's end of a new connection, carrying frames.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket as NodeSocket } from 'ws';
import { startServer } from '../../src/main/server/server.ts';
import type { SocketLimits } from '../../src/main/server/ws-transport.ts';
import { startInProcessWorkspace } from '../../src/main/workspace-host/in-process-workspace.ts';
import { nodeTextCodec } from '../../src/main/workspace-host/text-codec.ts';
import { startWorkerWorkspace } from '../../src/main/workspace-host/worker-workspace.ts';
import type { CrashReport, WorkspaceHost } from '../../src/main/workspace-host/workspace-host.ts';
import { openSocket, type SocketClass } from '../../src/renderer/api/socket-transport.ts';
import { connect, type Client } from '../../src/shared/contract/connect.ts';
import type { Transport } from '../../src/shared/contract/transport.ts';
import { wireTransport } from '../../src/shared/contract/wire-transport.ts';
import type { Result } from '../../src/shared/kernel/result.ts';
import { bundleWorker } from './bundle-worker.ts';
import { deskContract, deskService, type DeskContract } from './desk-contract.ts';

export interface DeskLine {
  open(): Promise<Transport>;
  stop(): Promise<void>;
  /** What the host would have written into its log. */
  readonly reports: string[];
  readonly crashes: CrashReport[];
}

export interface LineKind {
  readonly name: string;
  start(): Promise<DeskLine>;
}

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** A connected client of the desk, greeted. */
export async function openDesk(line: DeskLine): Promise<Client<DeskContract>> {
  const client = connect(deskContract, await line.open(), {
    appVersion: '1.2.3',
    report: (what, error) => line.reports.push(`client ${what}: ${String(error)}`),
  });
  unwrap(await client.ready);
  return client;
}

function inProcess(encoding: 'clone' | 'wire'): DeskLine {
  const reports: string[] = [];
  const workspace = startInProcessWorkspace(deskService(), ({ what, error }) => {
    reports.push(`${what}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  });
  return {
    reports,
    crashes: [],
    open: () => {
      const transport = workspace.open(encoding);
      return Promise.resolve(
        encoding === 'wire' ? wireTransport(transport, nodeTextCodec) : transport,
      );
    },
    stop: () => workspace.stop(),
  };
}

/** A desk in this thread, for tests of what stands before a workspace. */
export function startDesk(): WorkspaceHost {
  return startInProcessWorkspace(deskService(), () => undefined);
}

let workerUrl: Promise<URL> | undefined;

async function startThread(): Promise<DeskLine & { workspace: WorkspaceHost }> {
  workerUrl ??= bundleWorker('test/support/echo-desk-worker.ts');
  const reports: string[] = [];
  const crashes: CrashReport[] = [];
  const workspace = startWorkerWorkspace({
    workerUrl: await workerUrl,
    workerData: undefined,
    onReport: ({ what, stack }) => reports.push(`${what}: ${stack ?? ''}`),
    onCrash: (report) => crashes.push(report),
  });
  return {
    workspace,
    reports,
    crashes,
    open: () => Promise.resolve(workspace.open('clone')),
    stop: () => workspace.stop(),
  };
}

/** A loopback server over a desk in a thread; `socketClass` sets the Origin as a browser does. */
export async function startSocketLine(limits: Partial<SocketLimits> = {}): Promise<
  DeskLine & {
    readonly url: URL;
    readonly port: number;
    readonly token: string;
    readonly pageFolder: string;
  }
> {
  const pageFolder = mkdtempSync(join(tmpdir(), 'racklab-page-'));
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>desk</title>');
  const thread = await startThread();
  const server = unwrap(
    await startServer({ workspace: thread.workspace, pageFolder, port: 0, limits }),
  );
  const url = new URL(server.url);
  const token = new URLSearchParams(url.hash.slice(1)).get('t') ?? '';
  return {
    ...thread,
    url,
    token,
    port: server.port,
    pageFolder,
    open: async () =>
      unwrap(
        await openSocket({
          url: `ws://${url.host}/socket`,
          token,
          Socket: socketClass(url.origin),
          isServerThere: () => Promise.resolve(true),
        }),
      ),
    async stop() {
      await server.stop();
      await thread.workspace.stop();
      rmSync(pageFolder, { recursive: true, force: true });
    },
  };
}

/** Node's `ws` in the shape of a browser's WebSocket, which is what the page's code takes. */
export function socketClass(origin: string): SocketClass {
  class PageSocket extends NodeSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { origin });
    }
  }
  return PageSocket as unknown as SocketClass;
}

export const lineKinds: readonly LineKind[] = [
  { name: 'in process', start: () => Promise.resolve(inProcess('clone')) },
  { name: 'in process, wire encoding', start: () => Promise.resolve(inProcess('wire')) },
  { name: 'worker thread over message ports', start: startThread },
  { name: 'loopback web socket', start: () => startSocketLine() },
];
