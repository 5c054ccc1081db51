/**
 * Bundles a TypeScript entry of a thread or process for a test, since Node runs no TypeScript. The
 * bundle lies in the cache folder under the name of the process, so that runs do not meet.
 */
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** Packages that find their own files at run time and so stay where they are. */
const EXTERNAL = ['playwright-core'];

/** Builds `entry` (a path from the root of the repository) and gives the URL of the bundle. */
export async function bundleWorker(entry: string): Promise<URL> {
  const outDir = join(ROOT, '.cache', 'test-workers', String(process.pid));
  const name = basename(entry, '.ts');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.js` } },
    },
  });
  return pathToFileURL(join(outDir, `${name}.js`));
}
