/**
 * Global set-up of the projects that run the built program.
 * It builds `out/` only when a source changed since, so a single test file started by hand is as
 * good as the whole gate. It must not know what the tests do with the build.
 */
import { ensureBuilt } from '../../scripts/build.mjs';

export default async function setup(): Promise<void> {
  await ensureBuilt();
}
