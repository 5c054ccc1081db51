/**
 * The process that gets killed: runs one session on a real document and writes a line to standard
 * output for everything it tries and everything that was acknowledged. Its one argument is the
 * order as JSON. Bundled before use, since Node runs no TypeScript.
 */
import { writeSync } from 'node:fs';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';
import { runSession } from './document-session.ts';
import { killingFileLayer } from './killing-file-layer.ts';
import type { KillPoint } from './killing-file-layer.ts';

export interface WriterOrder {
  readonly path: string;
  readonly seed: number;
  readonly acts: number;
  readonly killAt?: KillPoint;
}

const order: WriterOrder = JSON.parse(process.argv[2] ?? '');
const real = await createNodeEnvironment();
const environment = { ...real, files: killingFileLayer(real.files, order.killAt) };
await runSession({
  environment,
  path: order.path,
  seed: order.seed,
  acts: order.acts,
  // Synchronous: what was noted has left this process before anything else happens.
  note: (line) => writeSync(1, `${line}\n`),
});
