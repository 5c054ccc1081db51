/**
 * The whole contract of one session, answered: the workspace's own part and the labs' part over it.
 * Hosts serve this; which part answers a call is nobody's business but theirs.
 */
import { contract, type Contract } from '../../shared/contract/contract.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { createNodeEnvironment } from '../persistence/node-environment.ts';
import { createWorkspaceHandlers, type WorkspaceOptions } from '../workspace/handlers.ts';
import { processClock } from '../workspace/wall-clock.ts';
import { join } from 'node:path';
import { AuthorDesk } from '../author/author-desk.ts';
import { DraftFolder } from '../author/draft-folder.ts';
import { authorHandlers } from './author-handlers.ts';
import { labHandlers, withLabs } from './lab-handlers.ts';
import { LabPlayer } from './lab-player.ts';

/** Labs of one's own stand beside the documents. */
const OWN_LABS = 'labs';

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
  const environment = await createNodeEnvironment(options.session);
  const { session } = served;
  const { resourcesDir, documentsRoot, benchUrl: workerUrl } = options;
  const own = new DraftFolder({ folder: join(documentsRoot, OWN_LABS), environment });
  const shipped = new DraftFolder({ folder: join(resourcesDir, 'labs'), environment });
  const desk = new AuthorDesk({ session, own, shipped, resourcesDir });
  const player = new LabPlayer({
    session,
    environment,
    drafts: (lab) => desk.whole(lab),
    documentsRoot: options.documentsRoot,
    resourcesDir: options.resourcesDir,
    clock: options.clock ?? processClock,
    benchUrl: options.benchUrl,
  });
  return {
    contract,
    handlers: {
      ...withLabs(served.handlers, player),
      ...labHandlers(player),
      ...authorHandlers({ desk, player, resourcesDir, workerUrl }),
    },
    appVersion: served.appVersion,
    async close() {
      player.close();
      await served.close();
    },
  };
}
