/**
 * The main side's handle of a workspace in a worker thread.
 *
 * It starts the thread, hands it one port for every window or tab, starts it again after a crash
 * (a few times, then it stays down and says so) and ends it. Frames pass through ports it gives
 * away, so a long run of the engine never holds up menus or sockets. The URL of the thread's entry
 * comes from the caller: only an entry file knows where the build put its neighbours.
 */
import { MessageChannel, Worker } from 'node:worker_threads';
import { closedReason } from '../../shared/contract/inbox.ts';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import type { CloseReason, Transport } from '../../shared/contract/transport.ts';
import { unreachable } from '../../shared/kernel/assert.ts';
import { createMemoryTransports } from './memory-transport.ts';
import { messagePortTransport } from './message-port-transport.ts';
import type { FromWorker, ToWorker, WorkerReport } from './worker-protocol.ts';
import type { CrashReport, Encoding, WorkspaceHost } from './workspace-host.ts';

/** Crashes within `CRASH_WINDOW_MS` after which the workspace stays down. */
const CRASHES_MAX = 3;
const CRASH_WINDOW_MS = 60_000;
/** How long a thread may take to write out and stop before it is ended. */
const STOP_TIMEOUT_MS = 10_000;
/** How much later than its ports' ends the news of a crashed thread may come. */
const CRASH_NEWS_MS = 250;
/** Heap of a workspace thread; above it the thread ends instead of taking the program along. */
const HEAP_MIB_MAX = 3_072;

export interface WorkerWorkspaceOptions {
  /** The built entry of the thread, resolved by the caller. */
  readonly workerUrl: URL;
  /** Handed to the thread as `workerData`. */
  readonly workerData: unknown;
  readonly onReport: (report: WorkerReport) => void;
  readonly onCrash: (report: CrashReport) => void;
}

/** Starts the thread at once; connections opened before it is ready wait for it. */
export function startWorkerWorkspace(options: WorkerWorkspaceOptions): WorkspaceHost {
  return new WorkerWorkspace(options);
}

class WorkerWorkspace implements WorkspaceHost {
  readonly #options: WorkerWorkspaceOptions;
  /** Connections of the present thread, to tell them why when it goes. */
  readonly #connections = new Set<Transport>();
  readonly #crashTimesMs: number[] = [];
  #worker: Worker | undefined;
  #restarts = 0;
  #opened = 0;
  #lastError: Error | undefined;
  #stopping = false;
  /** Why no connection can be opened any more. */
  #down: CloseReason | undefined;

  constructor(options: WorkerWorkspaceOptions) {
    this.#options = options;
    this.#worker = this.#spawn();
  }

  open(encoding: Encoding): Transport {
    const worker = this.#worker;
    if (worker === undefined) return closedTransport(this.#down ?? closedReason());
    this.#opened += 1;
    const { port1, port2 } = new MessageChannel();
    const message: ToWorker = {
      kind: 'connect',
      connectionId: `worker-${this.#opened}`,
      encoding,
      port: port2,
    };
    worker.postMessage(message, [port2]);
    const transport = messagePortTransport(port1, CRASH_NEWS_MS);
    this.#connections.add(transport);
    transport.onClose(() => this.#connections.delete(transport));
    return transport;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined || this.#stopping) return;
    this.#stopping = true;
    this.#down = closedReason();
    const gone = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    const message: ToWorker = { kind: 'stop' };
    worker.postMessage(message, []);
    const timer = setTimeout(() => void worker.terminate(), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
  }

  #spawn(): Worker {
    const worker = new Worker(this.#options.workerUrl, {
      workerData: this.#options.workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    });
    worker.on('message', (message: FromWorker) => this.#hear(message));
    worker.on('error', (error) => {
      this.#lastError = error;
    });
    worker.once('exit', (exitCode) => this.#gone(exitCode));
    return worker;
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
      case 'stopped':
        return;
      case 'report':
        return this.#options.onReport(message.report);
      default:
        return unreachable(message);
    }
  }

  /** The thread ended: as asked, or by a crash, after which a new one takes its place. */
  #gone(exitCode: number): void {
    this.#worker = undefined;
    if (this.#stopping) return this.#closeConnections(closedReason());
    const error = this.#lastError;
    this.#lastError = undefined;
    const restarted = this.#mayRestart();
    const reason = stoppedReason({ message: error?.message, restarted });
    if (restarted) {
      this.#restarts += 1;
      this.#worker = this.#spawn();
    } else {
      this.#down = reason;
    }
    this.#closeConnections(reason);
    this.#options.onCrash({
      message: error?.message ?? `the thread ended with exit code ${exitCode}`,
      stack: error?.stack,
      exitCode,
      restarts: this.#restarts,
      restarted,
    });
  }

  #mayRestart(): boolean {
    const nowMs = Date.now();
    this.#crashTimesMs.push(nowMs);
    const recent = this.#crashTimesMs.filter((timeMs) => nowMs - timeMs < CRASH_WINDOW_MS);
    this.#crashTimesMs.splice(0, this.#crashTimesMs.length, ...recent);
    return recent.length < CRASHES_MAX;
  }

  #closeConnections(reason: CloseReason): void {
    const open = [...this.#connections];
    this.#connections.clear();
    for (const transport of open) transport.close(reason);
  }
}

/** A transport that is over before it begins, for a workspace that stays down. */
function closedTransport(reason: CloseReason): Transport {
  const [near] = createMemoryTransports();
  near.close(reason);
  return near;
}

function stoppedReason(facts: { message: string | undefined; restarted: boolean }): CloseReason {
  const why = facts.message === undefined ? '' : `: ${facts.message}`;
  const next = facts.restarted ? 'It was started again.' : 'It stays down after several crashes.';
  return ipcError('host.workspaceStopped', {
    message: `The workspace stopped unexpectedly${why}. ${next}`,
    details: { restarted: facts.restarted },
    retryable: facts.restarted,
  });
}
