/**
 * The entry of a workspace's thread: makes the service of one session and serves it over the
 * thread's own port. A named input of the build; hosts resolve its URL and pass it on.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { APP_VERSION } from '../../shared/contract/app-version.ts';
import { ensure } from '../../shared/kernel/assert.ts';
import { createSessionHandlers } from '../player/session-handlers.ts';
import type { WorkspaceThreadData } from './thread-data.ts';
import { serveWorkspaceThread } from './workspace-thread.ts';

// Whoever starts the thread hands it exactly this; `startWorkerWorkspace` is typed against it.
const data = workerData as WorkspaceThreadData;
const control = ensure(parentPort ?? undefined, 'The entry of a thread runs in a thread');

const service = await createSessionHandlers({
  resourcesDir: data.resourcesFolder,
  documentsRoot: data.documentsFolder,
  host: data.host,
  session: data.session,
  place: data.place,
  version: APP_VERSION,
  deskUrl: new URL('./desk-worker.js', import.meta.url),
  benchUrl: new URL('./check-worker.js', import.meta.url),
});

serveWorkspaceThread(service, control);
