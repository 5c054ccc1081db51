/**
 * Entry of the command line: `node out/main/cli.js COMMAND …`, reached as `racklab`.
 *
 * It knows where the built program lies and hands over at once. A command is loaded when it is
 * asked for, because a benchmark must not wait for what it does not use.
 */
import { fileURLToPath } from 'node:url';
import { runCli } from './cli.ts';
import type { CliEnvironment, HostFigures } from './cli-environment.ts';

const MICROSECONDS = 1_000_000;
const KIB_PER_MIB = 1_024;

function figures(): HostFigures {
  const usage = process.resourceUsage();
  return {
    wallSeconds: process.uptime(),
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / MICROSECONDS,
    peakMemoryMib: usage.maxRSS / KIB_PER_MIB,
  };
}

function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
  });
}

const environment: CliEnvironment = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(text),
  figures,
  untilAskedToEnd,
  variables: process.env,
  paths: {
    workerUrl: new URL('./workspace-worker.js', import.meta.url),
    deskUrl: new URL('./desk-worker.js', import.meta.url),
    benchUrl: new URL('./check-worker.js', import.meta.url),
    pageFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
    resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)),
  },
};

// Whoever reads our output may have seen enough (`racklab … | head`): that is no failure.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error;
  process.exitCode = 0;
});

process.exitCode = await runCli(process.argv.slice(2), environment);
