/**
 * A served workspace behind each of the ways a screen may reach it: in process (as structures, and
 * as bytes), in a worker thread, and in a worker thread behind the loopback server.
 *
 * All of them work on real files in a folder of their own. `kill` ends a thread without a word, as
 * a crash does; the same line then starts another that may take its lock over.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from '../../src/main/server/server.ts';
import { createSessionHandlers } from '../../src/main/player/session-handlers.ts';
import type { WallClock } from '../../src/main/workspace/wall-clock.ts';
import { startInProcessWorkspace } from '../../src/main/workspace-host/in-process-workspace.ts';
import { nodeTextCodec } from '../../src/main/workspace-host/text-codec.ts';
import type { WorkspaceThreadData } from '../../src/main/workspace-host/thread-data.ts';
import { startWorkerWorkspace } from '../../src/main/workspace-host/worker-workspace.ts';
import type { WorkspaceHost } from '../../src/main/workspace-host/workspace-host.ts';
import { openSocket } from '../../src/renderer/api/socket-transport.ts';
import { connect, type Client } from '../../src/shared/contract/connect.ts';
import { APP_VERSION } from '../../src/shared/contract/app-version.ts';
import { contract, type Contract } from '../../src/shared/contract/contract.ts';
import type { Transport } from '../../src/shared/contract/transport.ts';
import { wireTransport } from '../../src/shared/contract/wire-transport.ts';
import { bundleWorker } from './bundle-worker.ts';
import { socketClass } from './desk-lines.ts';
import { RESOURCES_FOLDER } from './start-lab.ts';
import { expectOk } from './expect-ok.ts';

/** The same for every thread of a line, so that the next one may take over from the last. */
const SESSION = '0123456789abcdef0123456789abcdef';

export type WorkspaceClient = Client<Contract>;

export interface WorkspaceLine {
  readonly documentsRoot: string;
  /** Faults that nobody was told; a test that ends with one has failed. */
  readonly faults: string[];
  connect(): Promise<WorkspaceClient>;
  /** Ends the session in peace and removes its folder. */
  stop(): Promise<void>;
}

export interface WorkspaceLineKind {
  readonly name: string;
  start(options?: { readonly clock?: WallClock }): Promise<WorkspaceLine>;
}

/** A client over a transport, greeted. */
async function greet(transport: Transport, faults: string[]): Promise<WorkspaceClient> {
  const client = connect(contract, transport, {
    appVersion: APP_VERSION,
    report: (what, error) => faults.push(`${what}: ${String(error)}`),
  });
  expectOk(await client.ready);
  return client;
}

function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'racklab-documents-'));
}

async function startInProcess(
  encoding: 'clone' | 'wire',
  options: { readonly clock?: WallClock } = {},
): Promise<WorkspaceLine> {
  const documentsRoot = tempFolder();
  const faults: string[] = [];
  const service = await createSessionHandlers({
    resourcesDir: RESOURCES_FOLDER,
    documentsRoot,
    host: 'test',
    version: APP_VERSION,
    session: SESSION,
    ...options,
  });
  const host = startInProcessWorkspace(service, ({ what, error }) => {
    faults.push(`${what}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  });
  return {
    documentsRoot,
    faults,
    connect() {
      const transport = host.open(encoding);
      return greet(
        encoding === 'wire' ? wireTransport(transport, nodeTextCodec) : transport,
        faults,
      );
    },
    async stop() {
      await host.stop();
      rmSync(documentsRoot, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

let workerUrl: Promise<URL> | undefined;

async function startThread(documentsRoot: string, faults: string[]): Promise<WorkspaceHost> {
  workerUrl ??= bundleWorker('src/main/workspace-host/workspace-worker.ts');
  const workerData: WorkspaceThreadData = {
    host: 'test',
    documentsFolder: documentsRoot,
    resourcesFolder: RESOURCES_FOLDER,
    session: SESSION,
    place: 1,
  };
  return startWorkerWorkspace({
    workerUrl: await workerUrl,
    workerData,
    onReport: ({ what, stack }) => faults.push(`${what}: ${stack ?? ''}`),
    onCrash: ({ message, stack }) => faults.push(`crash: ${message} ${stack ?? ''}`),
  });
}

async function startInThread(): Promise<WorkspaceLine> {
  const documentsRoot = tempFolder();
  const faults: string[] = [];
  const host = await startThread(documentsRoot, faults);
  return {
    documentsRoot,
    faults,
    connect: () => greet(host.open('clone'), faults),
    async stop() {
      await host.stop();
      rmSync(documentsRoot, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startBehindServer(): Promise<WorkspaceLine> {
  const documentsRoot = tempFolder();
  const faults: string[] = [];
  const host = await startThread(documentsRoot, faults);
  const pageFolder = tempFolder();
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>');
  const server = expectOk(await startServer({ workspace: host, pageFolder, port: 0 }));
  return {
    documentsRoot,
    faults,
    connect: async () => greet(await openPageSocket(server), faults),
    async stop() {
      await server.stop();
      await host.stop();
      for (const folder of [pageFolder, documentsRoot]) {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

async function openPageSocket(server: RunningServer): Promise<Transport> {
  const url = new URL(server.url);
  return expectOk(
    await openSocket({
      url: `ws://${url.host}/socket`,
      token: new URLSearchParams(url.hash.slice(1)).get('t') ?? '',
      Socket: socketClass(url.origin),
      isServerThere: () => Promise.resolve(true),
    }),
  );
}

/** The first takes a clock of its own; threads have that of the machine. */
export const IN_PROCESS: WorkspaceLineKind = {
  name: 'in process',
  start: (options) => startInProcess('clone', options),
};
export const IN_THREAD: WorkspaceLineKind = { name: 'a worker thread', start: startInThread };
export const BEHIND_SERVER: WorkspaceLineKind = {
  name: 'the loopback server',
  start: startBehindServer,
};
export const WORKSPACE_LINES: readonly WorkspaceLineKind[] = [
  IN_PROCESS,
  { name: 'in process, as bytes', start: (options) => startInProcess('wire', options) },
  IN_THREAD,
  BEHIND_SERVER,
];
