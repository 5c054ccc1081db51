/**
 * The built loopback host in a process of its own that a test may kill, freeze, start again at the
 * same port and look into: the room as any other tab of it would see it. It is started with
 * thread-crasher.mjs, so that a signal ends the thread of its workspace as a fault of ours would.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSocket } from '../../src/renderer/api/socket-transport.ts';
import { APP_VERSION } from '../../src/shared/contract/app-version.ts';
import { connect } from '../../src/shared/contract/connect.ts';
import { contract } from '../../src/shared/contract/contract.ts';
import { socketClass } from './desk-lines.ts';
import { expectOk } from './expect-ok.ts';
import { prepareHost } from './patience.ts';

const SERVER = resolve(import.meta.dirname, '../../out/main/server.js');
/** Ends the newest thread of the host at the signal SIGUSR2. */
const CRASHER = pathToFileURL(resolve(import.meta.dirname, 'thread-crasher.mjs')).href;

export interface HostProcess {
  readonly url: URL;
  readonly port: string;
  /** As a loss of power would. */
  kill(): Promise<void>;
  /** It hangs: nothing is answered and nothing is closed. */
  freeze(): void;
  thaw(): void;
  /** Ends the workspace's thread, not the host. */
  crashThread(): void;
  stop(): Promise<void>;
}

export interface HostFolder {
  readonly path: string;
  start(port?: string): Promise<HostProcess>;
  remove(): void;
}

/** A folder for documents and state, in which hosts are started one after another. */
export function hostFolder(): HostFolder {
  const path = mkdtempSync(join(tmpdir(), 'racklab-host-'));
  return {
    path,
    start: (port = '0') => startHost(path, port),
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function startHost(folder: string, port: string): Promise<HostProcess> {
  const child = spawn(process.execPath, ['--import', CRASHER, SERVER, '--port', port], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      RACKLAB_DOCUMENTS: join(folder, 'documents'),
      XDG_STATE_HOME: join(folder, 'state'),
    },
  });
  prepareHost(child.pid);
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const address = await new Promise<string>((done, fail) => {
    child.stdout.once('data', (chunk) => done(String(chunk).trim()));
    void exited.then(() => fail(new Error('the host ended before it said its address')));
  });
  const url = new URL(address);
  async function end(signal: NodeJS.Signals): Promise<void> {
    child.kill(signal);
    await exited;
  }
  return {
    url,
    port: url.port,
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    crashThread: () => void child.kill('SIGUSR2'),
    stop: () => end('SIGTERM'),
  };
}

export interface RoomSeen {
  readonly document: string;
  readonly nowUs: number;
  readonly eventCount: number;
  readonly branch: string;
  /** Every row of the room, as text. */
  readonly rows: readonly string[];
  /** Every decision that counts, as text. */
  readonly decisions: readonly string[];
}

/** The open room as a stranger's tab of the host sees it. */
export async function lookIntoHost(url: URL): Promise<RoomSeen> {
  const transport = expectOk(
    await openSocket({
      url: `ws://${url.host}/socket`,
      token: new URLSearchParams(url.hash.slice(1)).get('t') ?? '',
      Socket: socketClass(url.origin),
      isServerThere: () => Promise.resolve(true),
    }),
  );
  const client = connect(contract, transport, {
    appVersion: APP_VERSION,
    report: (what, error) => {
      throw new Error(`${what}: ${String(error)}`);
    },
  });
  expectOk(await client.ready);
  const rows: string[] = [];
  await new Promise<void>((done, fail) => {
    client.subscribe(
      'workspace.topology',
      {},
      (patch) => {
        rows.push(...patch.upserted.map((row) => JSON.stringify(row)));
        if (patch.more !== true) done();
      },
      (refusal) => fail(new Error(refusal?.message ?? 'the room was closed')),
    );
  });
  const view = expectOk(await client.call('workspace.play', {}));
  const history = expectOk(await client.call('workspace.history', {}));
  client.close();
  return {
    document: view.document,
    nowUs: view.nowUs,
    eventCount: view.eventCount,
    branch: view.branch,
    rows: rows.toSorted(),
    decisions: history.flatMap((one) => (one.undone ? [] : [JSON.stringify(one.command)])),
  };
}
