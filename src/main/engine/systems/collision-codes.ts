/**
 * The refusal code of each kind of collision. Refusals and what stands in the log of a system use
 * the same ones. One list serves both, so that they cannot differ.
 */
import type { Collision } from '../../../shared/model/application-needs.ts';
import type { CollisionKind } from '../../../shared/model/guest-kinds.ts';

export const COLLISION_CODES: Readonly<Record<CollisionKind, string>> = {
  port: 'app.portTaken',
  path: 'app.pathTaken',
  service: 'app.serviceTaken',
  runtime: 'app.runtimeConflict',
  instance: 'app.onlyOne',
  memory: 'app.memoryShort',
  disk: 'app.diskFull',
  dependency: 'app.dependencyMissing',
};

/** The code of a collision: a runtime that is not there is another thing than one in the way. */
export function codeOf(collision: Collision): string {
  if (collision.kind === 'runtime' && collision.when === 'start') return 'app.runtimeMissing';
  return COLLISION_CODES[collision.kind];
}
