/**
 * What a host tells the thread of its workspace at the start: where documents and resources are,
 * and who it is. Folders are decided here once, so that both hosts open the same documents.
 */
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PLACE_FIRST } from '../../shared/contract/port-handover.ts';

/** Names another folder for documents; tests and classrooms use it. */
const DOCUMENTS_VARIABLE = 'RACKLAB_DOCUMENTS';

export interface WorkspaceThreadData {
  readonly host: 'electron' | 'server' | 'test';
  /** Holds the documents, `name.racklab/` each; made when it is first needed. */
  readonly documentsFolder: string;
  /** The read-only folder `resources/` of the program. */
  readonly resourcesFolder: string;
  /** The same for every thread of this place, so that a restarted one may take over its lock. */
  readonly session: string;
  /** Which of the host's places it is, from 1. */
  readonly place: number;
}

/** The start data of a host's workspace. */
export function workspaceThreadData(facts: {
  readonly host: WorkspaceThreadData['host'];
  readonly resourcesFolder: string;
  readonly place?: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): WorkspaceThreadData {
  const chosen = facts.environment[DOCUMENTS_VARIABLE];
  const isChosen = chosen !== undefined && chosen !== '';
  return {
    host: facts.host,
    documentsFolder: isChosen ? chosen : join(homedir(), 'Racklab'),
    resourcesFolder: facts.resourcesFolder,
    session: randomUUID().replaceAll('-', ''),
    place: facts.place ?? PLACE_FIRST,
  };
}
