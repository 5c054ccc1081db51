/**
 * Runs one benchmark of test/bench by its name: `node scripts/bench.mjs journal-speed`. It exists
 * because Node runs no TypeScript; it must not know what a benchmark measures.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const FOLDER = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'test', 'bench');

const name = process.argv[2] ?? '';
const file = join(FOLDER, `${name}.ts`);
if (/^[a-z-]+$/.test(name) && existsSync(file)) {
  await runnerImport(file, { configFile: false, logLevel: 'error' });
} else {
  const names = readdirSync(FOLDER).map((entry) => entry.replace(/\.ts$/, ''));
  console.error(`There is no benchmark "${name}". Choose one of: ${names.join(', ')}.`);
  process.exitCode = 2;
}
