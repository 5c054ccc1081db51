/**
 * Writes the published JSON Schemas to resources/schema/ (`npm run schemas`).
 * With --check it writes nothing and ends with 1 when a file is missing or out of date. Which
 * schemas there are stands in schema-list.ts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = resolve(HERE, '..', 'resources', 'schema');

/** @type {{module: typeof import('./schema-list.ts')}} */
const { module } = await runnerImport(join(HERE, 'schema-list.ts'));
const isCheck = process.argv.includes('--check');
mkdirSync(TARGET, { recursive: true });
for (const { fileName, text } of module.renderSchemas()) {
  const path = join(TARGET, fileName);
  const isFresh = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (isFresh) {
    console.log(`${fileName} is up to date`);
  } else if (isCheck) {
    console.log(`${fileName} is out of date: run \`npm run schemas\``);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${fileName} written`);
  }
}
