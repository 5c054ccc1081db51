/**
 * The whole contract of one session, answered: the workspace's own part and the labs' part over it.
 * Hosts serve this; which part answers a call is nobody's business but theirs.
 */
import { contract, type Contract } from '../../shared/contract/contract.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { createNodeEnvironment } from '../persistence/node-environment.ts';
import { createWorkspaceHandlers, type WorkspaceOptions } from '../workspace/handlers.ts';
import { processClock } from '../workspace/wall-clock.ts';
import { labHandlers, withLabs } from './lab-handlers.ts';
import { LabPlayer } from './lab-player.ts';

export interface SessionOptions extends WorkspaceOptions {
  /** The built entry of a thread for checks; without it they are worked out on this thread. */
  readonly benchUrl?: URL;
}

/** Everything a host needs to serve a session. */
export interface ServedSession {
  readonly contract: Contract;
  readonly handlers: Handlers<Contract>;
  readonly appVersion: string;
  close(): Promise<void>;
}

/** Makes the handlers of one session. Nothing is opened yet. */
export async function createSessionHandlers(options: SessionOptions): Promise<ServedSession> {
  const served = await createWorkspaceHandlers(options);
  const player = new LabPlayer({
    session: served.session,
    environment: await createNodeEnvironment(options.session),
    documentsRoot: options.documentsRoot,
    resourcesDir: options.resourcesDir,
    clock: options.clock ?? processClock,
    benchUrl: options.benchUrl,
  });
  return {
    contract,
    handlers: { ...withLabs(served.handlers, player), ...labHandlers(player) },
    appVersion: served.appVersion,
    async close() {
      player.close();
      await served.close();
    },
  };
}
