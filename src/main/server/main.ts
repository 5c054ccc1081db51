/**
 * Entry of the loopback host: `node out/main/server.js [--port N] [--or-free] [--attached]`.
 *
 * It prints the address, and nothing else, on standard output, and ends on Ctrl+C or when asked by
 * the system. With `--attached` it also ends when its standard input does, so that a launcher that
 * was killed leaves no server behind.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { AppError } from '../../shared/kernel/result.ts';
import { runServer, type RunningHost } from './run-server.ts';

const PATHS = {
  workerUrl: new URL('./workspace-worker.js', import.meta.url),
  pageFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)),
};
const PORT_MAX = 65_535;
const EXIT_FAILED = 1;
const EXIT_BAD_INPUT = 2;

interface Options {
  readonly port: number;
  readonly orFree: boolean;
  readonly attached: boolean;
}

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`racklab: ${options}\n`);
  process.exitCode = EXIT_BAD_INPUT;
} else {
  await start(options);
}

async function start(chosen: Options): Promise<void> {
  const { port, orFree } = chosen;
  const host = await runServer({ paths: PATHS, port, orFree, environment: process.env });
  if (!host.ok) return refuse(host.error);
  process.stdout.write(`${host.value.url}\n`);
  stopOnSignals(host.value);
  if (!chosen.attached) return;
  process.stdin.on('end', () => void host.value.stop());
  process.stdin.on('error', () => void host.value.stop());
  process.stdin.resume();
}

function stopOnSignals(host: RunningHost): void {
  async function stop(): Promise<void> {
    await host.stop();
    // Standard input of an attached launcher would keep the process alive.
    process.exit();
  }
  // A terminal sends Ctrl+C to the launcher and to us, and the launcher passes it on: stopping
  // twice is stopping once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop());
  }
}

function refuse(error: AppError): void {
  process.stderr.write(`racklab: ${error.message} ${error.hint ?? ''}\n`);
  process.exitCode = EXIT_FAILED;
}

/** The options, or what is wrong with them. */
function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '0' },
        'or-free': { type: 'boolean', default: false },
        attached: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > PORT_MAX) {
      return `--port takes a number from 0 to ${PORT_MAX}, not "${values.port}"`;
    }
    return { port, orFree: values['or-free'], attached: values.attached };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
