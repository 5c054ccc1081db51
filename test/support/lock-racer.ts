/**
 * A process that tries once to take a lock when told to, says what came of it, and then holds on
 * until it is killed. Its one argument is the lock folder. Bundled before use.
 */
import { writeSync } from 'node:fs';
import { acquireLock } from '../../src/main/persistence/document-lock.ts';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';

const environment = await createNodeEnvironment();
writeSync(1, 'ready\n');
process.stdin.once('data', () => {
  void acquireLock({ environment, folder: process.argv[2] ?? '' }).then((taken) => {
    writeSync(1, taken.ok ? 'won\n' : `${taken.error.code}\n`);
  });
});
