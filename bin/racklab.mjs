#!/usr/bin/env node
/**
 * The `racklab` command: hands over to the built command line in `out/main/cli.js`.
 * From a clone that was never built it builds once and says so in one line; where it cannot build
 * it says that in one line too. It must not look at the arguments: they belong to the command line.
 */
import { existsSync } from 'node:fs';

const CLI = new URL('../out/main/cli.js', import.meta.url);
const BUILD = new URL('../scripts/build.mjs', import.meta.url);

async function buildOnce() {
  if (!existsSync(BUILD)) {
    process.stderr.write('racklab: this copy has no built program; reinstall the package\n');
    return false;
  }
  process.stderr.write('racklab: not built yet, building once (a few seconds)\n');
  const { ensureBuilt, BuildError } = await import('../scripts/build.mjs');
  try {
    await ensureBuilt();
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    process.stderr.write(`racklab: ${error.message}\n`);
    return false;
  }
}

if (existsSync(CLI) || (await buildOnce())) {
  await import(CLI.href);
} else {
  process.exitCode = 1;
}
