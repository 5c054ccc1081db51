/**
 * Loaded into a host before anything else. It remembers the threads that are started, and ends the
 * newest at SIGUSR2 without asking it, which is all that a host sees of a crash.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';

const threads = createRequire(import.meta.url)('node:worker_threads');
/** @type {{ terminate?: () => unknown }[]} */
const started = [];

threads.Worker = class extends threads.Worker {
  /** @param {ConstructorParameters<typeof import('node:worker_threads').Worker>} given */
  constructor(...given) {
    super(...given);
    started.push(this);
  }
};
syncBuiltinESMExports();

process.on('SIGUSR2', () => void started.at(-1)?.terminate?.());
