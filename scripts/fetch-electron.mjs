/**
 * Fetches the Electron archive into the cache that the package's installer reads, and writes the
 * percentage after every piece, one a line. Run by electron-binary.mjs, which watches whether
 * anything comes and ends it otherwise. It must not decide anything.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2] ?? '';
const require = createRequire(join(folder, 'package.json'));

try {
  const { downloadArtifact } = await import(pathToFileURL(require.resolve('@electron/get')).href);
  await downloadArtifact({
    version: require('./package.json').version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: require('./checksums.json'),
    downloadOptions: {
      quiet: true,
      /** @param {{percent: number}} progress */
      getProgressCallback: async ({ percent }) => {
        process.stdout.write(`${Math.round(percent * 100)}\n`);
      },
    },
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
