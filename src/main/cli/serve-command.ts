/**
 * `racklab serve`: the loopback server for machines without the Electron binary. It prints the
 * address and runs until it is asked to end.
 */
import { runServer } from '../server/run-server.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { readWhole } from './seed-option.ts';

const PORT_MAX = 65_535;

export const serveCommand: CliCommand = {
  spec: {
    name: 'serve',
    summary: 'Serves the screen on this machine only, and prints its address.',
    operands: [],
    options: { port: { value: 'N', help: 'On this port; a free one when absent.' } },
    notes: ['Ctrl+C ends it; what was acknowledged is on the disk.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const port = readWhole(given, { name: 'port', min: 0, max: PORT_MAX });
  if (!port.ok) {
    printError(environment, port.error);
    return EXIT.badInput;
  }
  const { paths, variables } = environment;
  const host = await runServer({
    paths,
    port: port.value ?? 0,
    orFree: false,
    environment: variables,
  });
  if (!host.ok) {
    printError(environment, host.error);
    return EXIT.failed;
  }
  environment.write(`${host.value.url}\n`);
  await environment.untilAskedToEnd();
  await host.value.stop();
  return EXIT.done;
}
