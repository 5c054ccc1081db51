/**
 * The real surroundings of persistence: this disk, this process, this clock. It exists so that the
 * rest of the folder takes them as values and tests can hand in others. It decides nothing.
 */
import { randomUUID } from 'node:crypto';
import type { PersistenceEnvironment } from './file-layer.ts';
import { createNodeFileLayer } from './node-file-layer.ts';
import { createNodeProcessProbe } from './process-probe.ts';

/**
 * The environment of a running program. `session` names who takes locks within this process and
 * must be unique to one workspace; when a workspace dies and is started again under the same
 * session, it may take over the lock of its earlier life. Without it, a fresh name is made.
 */
export async function createNodeEnvironment(session?: string): Promise<PersistenceEnvironment> {
  return {
    files: createNodeFileLayer(),
    processes: await createNodeProcessProbe(session ?? newId()),
    nowMs: () => Date.now(),
    newId,
    heldLocks: new Set(),
  };
}

function newId(): string {
  return randomUUID().replaceAll('-', '');
}
