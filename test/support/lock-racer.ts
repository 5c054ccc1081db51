/**
 * A process that tries once to take a lock when told to, says what came of it, and then holds on
 * until it is killed. Its one argument is the lock folder. Bundled before use.
 */
import { writeSync } from 'node:fs';
import { acquireLock } from '../../src/main/persistence/document-lock.ts';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';

/** Its lines: ready to race, then the outcome. */
export type RacerLine = 'ready' | 'won' | 'document.locked' | 'document.writeFailed';

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const environment = await createNodeEnvironment();
say('ready');
process.stdin.once('data', () => {
  void acquireLock({ environment, folder: process.argv[2] ?? '' }).then((taken) => {
    say(taken.ok ? 'won' : taken.error.code);
  });
});
