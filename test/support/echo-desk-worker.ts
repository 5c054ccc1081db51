/** Entry of a real worker thread that serves the test desk. */
import { parentPort } from 'node:worker_threads';
import { serveWorkspaceThread } from '../../src/main/workspace-host/workspace-thread.ts';
import { deskService } from './desk-contract.ts';

if (parentPort !== null) serveWorkspaceThread(deskService(), parentPort);
