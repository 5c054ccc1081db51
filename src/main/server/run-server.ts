/**
 * Runs the loopback host as a whole: the workspace's thread, the server before it, and the log.
 *
 * The server entry and the command line's `serve` both come through here, each with the paths that
 * only an entry file knows. It prints nothing; what to say is the caller's.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { APP_VERSION } from '../../shared/contract/app-version.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { createHostLog } from '../workspace-host/host-log.ts';
import { workspaceThreadData } from '../workspace-host/thread-data.ts';
import { startWorkerWorkspace } from '../workspace-host/worker-workspace.ts';
import { startWorkspacePlaces } from '../workspace-host/workspace-places.ts';
import type { WorkspaceHost } from '../workspace-host/workspace-host.ts';
import { tokenShelf } from './kept-token.ts';
import { startServer, type RunningServer } from './server.ts';

export interface HostPaths {
  /** The built entry of the workspace's thread. */
  readonly workerUrl: URL;
  readonly pageFolder: string;
  readonly resourcesFolder: string;
}

export interface RunningHost {
  readonly url: string;
  /** Ends sockets, server and workspace, in this order; acknowledged work is on disk before. */
  stop(): Promise<void>;
}

/**
 * Starts everything. `port` 0 takes a free port; with `orFree` another port is taken when the one
 * asked for is in use. Refuses as `startServer` does.
 */
export async function runServer(options: {
  readonly paths: HostPaths;
  readonly port: number;
  readonly orFree: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Promise<Result<RunningHost>> {
  const { paths, port, environment } = options;
  const folder = logFolder(environment);
  const log = createHostLog({ folder, version: APP_VERSION });
  const tokens = tokenShelf(folder);
  const workspace = startWorkspacePlaces((place) =>
    startWorkerWorkspace({
      workerUrl: paths.workerUrl,
      workerData: workspaceThreadData({
        host: 'server',
        place,
        resourcesFolder: paths.resourcesFolder,
        environment,
      }),
      onReport: (report) => log.fault(report),
      onCrash: (report) => {
        const path = log.crash(report);
        process.stderr.write(`racklab: the workspace stopped (${report.message}); see ${path}\n`);
      },
    }),
  );
  const { pageFolder } = paths;
  let server = await startServer({ workspace, pageFolder, port, tokens });
  if (!server.ok && server.error.code === 'server.portTaken' && options.orFree) {
    server = await startServer({ workspace, pageFolder, port: 0, tokens });
  }
  if (server.ok) return ok(runningHost(server.value, workspace));
  await workspace.stop();
  return server;
}

function runningHost(server: RunningServer, workspace: WorkspaceHost): RunningHost {
  let stopping: Promise<void> | undefined;
  async function stopAll(): Promise<void> {
    await server.stop();
    await workspace.stop();
  }
  return {
    url: server.url,
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

/** Where programs keep their logs by the custom of desktop systems, or in the home folder. */
function logFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment['XDG_STATE_HOME'] ?? environment['LOCALAPPDATA'];
  return state === undefined || state === ''
    ? join(homedir(), '.local', 'state', 'racklab')
    : join(state, 'racklab');
}
