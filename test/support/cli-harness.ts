/**
 * The command line in this process, with its streams caught.
 *
 * Commands see a fixed cost, so that everything they print can be compared whole.
 */
import { pathToFileURL } from 'node:url';
import { runCli } from '../../src/main/cli/cli.ts';
import { RESOURCES_FOLDER } from './start-lab.ts';

export interface CliOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `racklab` with these arguments. */
export async function racklab(...args: string[]): Promise<CliOutcome> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
    figures: () => ({ wallSeconds: 1.5, cpuSeconds: 1.25, peakMemoryMib: 64 }),
    untilAskedToEnd: () => Promise.resolve(),
    variables: {},
    paths: {
      workerUrl: pathToFileURL('/nowhere/workspace-worker.js'),
      pageFolder: '/nowhere/renderer',
      resourcesFolder: RESOURCES_FOLDER,
    },
  });
  return { code, out, err };
}
