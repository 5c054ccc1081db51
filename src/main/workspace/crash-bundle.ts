/**
 * What is written down when a bug stops a workspace: enough to repeat it elsewhere.
 *
 * One file in the document's folder, replaced by the next crash. It holds versions, seed, place,
 * the newest keyframe and the last records of the journal; the journal itself is the rest.
 */
import { join } from 'node:path';
import { writeFileAtomically } from '../persistence/atomic-file.ts';
import type { PersistenceEnvironment } from '../persistence/file-layer.ts';
import { BEHAVIOUR_VERSION } from '../engine/index.ts';
import type { WorkspaceCore } from './workspace-core.ts';

const CRASH_FILE = 'crash.json';

export interface CrashPlace {
  readonly environment: PersistenceEnvironment;
  /** The document's folder. */
  readonly path: string;
  readonly appVersion: string;
  readonly seed: number;
}

/** Writes the bundle and returns its path; undefined when the disk refuses that too. */
export async function writeCrashBundle(
  place: CrashPlace,
  crash: { readonly thrown: unknown; readonly core: WorkspaceCore },
): Promise<string | undefined> {
  const { history, keeper, clock, engine } = crash.core.parts;
  const { thrown } = crash;
  const bundle = {
    format: 'racklab.crash',
    at: new Date(clock.dateMs()).toISOString(),
    versions: {
      racklab: place.appVersion,
      behaviour: BEHAVIOUR_VERSION,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    seed: place.seed,
    error: {
      message: thrown instanceof Error ? thrown.message : String(thrown),
      stack: thrown instanceof Error ? thrown.stack : undefined,
    },
    head: history.head,
    engine: { nowUs: engine.nowUs, eventCount: engine.eventCount },
    lastKeyframe: keeper.newestName,
    lastSeq: history.lastSeq,
    journalTail: crash.core.tail,
  };
  const path = join(place.path, CRASH_FILE);
  try {
    await writeFileAtomically(place.environment.files, {
      path,
      bytes: new TextEncoder().encode(`${JSON.stringify(bundle, undefined, 2)}\n`),
      uniqueId: place.environment.newId(),
    });
    return path;
  } catch {
    // The bug itself must still be told when the disk is full as well.
    return undefined;
  }
}
