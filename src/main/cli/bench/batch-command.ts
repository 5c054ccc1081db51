/**
 * `racklab bench batch`: the public batch workload through the real engine, one line of result.
 *
 * The way is that of any scenario (write out, set up, run) without the schema library: a value made
 * here needs no check, and loading the library would be a tenth of the whole time.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandScenario } from '../../../shared/document/expand-scenario.ts';
import { issuesError } from '../../../shared/document/scenario-issue.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import type { Catalogue } from '../../../shared/model/catalogue.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import { startEngine } from '../../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from '../cli-environment.ts';
import type { CliCommand, GivenOptions } from '../command-options.ts';
import { printError } from '../error-text.ts';
import { readWhole } from '../seed-option.ts';
import { batchCaseName, batchScenario, type BatchSize } from './batch-scenario.ts';
import { benchLine } from './bench-line.ts';

const HOSTS_MAX = 20_000;
const VMS_MAX = 400_000;
const JOBS_MAX = 10_000_000;
const US_PER_SECOND = 1_000_000;

export const batchCommand: CliCommand = {
  spec: {
    name: 'bench batch',
    summary: 'Times a batch of jobs on many machines: placement, then every job to its end.',
    operands: [],
    options: {
      hosts: { value: 'H', help: 'Hosts of 16 cores and 64 GiB; 1000 when absent.' },
      vms: { value: 'V', help: 'Machines of one core and 1 GiB; 10 for each host.' },
      jobs: { value: 'C', help: 'Jobs of one core; 10 for each machine.' },
      same: { help: 'All jobs of one length; otherwise they vary.' },
    },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const size = readSize(given);
  if (!size.ok) {
    printError(environment, size.error);
    return EXIT.badInput;
  }
  const outcome = runBatch(environment, size.value);
  if (!outcome.ok) {
    printError(environment, outcome.error);
    return EXIT.failed;
  }
  const { events, batches } = outcome.value;
  const [batch] = batches;
  const lastFinishUs = batch?.lastFinishUs ?? 0;
  environment.write(
    benchLine({
      name: batchCaseName(size.value),
      events,
      host: environment.figures(),
      more: {
        done: batch?.done ?? 0,
        lastFinish: (lastFinishUs / US_PER_SECOND).toFixed(3),
        hash: outcome.value.hash,
      },
    }),
  );
  return EXIT.done;
}

function readSize(given: GivenOptions): Result<BatchSize> {
  const hosts = readWhole(given, { name: 'hosts', min: 1, max: HOSTS_MAX });
  if (!hosts.ok) return hosts;
  const vms = readWhole(given, { name: 'vms', min: 1, max: VMS_MAX });
  if (!vms.ok) return vms;
  const jobs = readWhole(given, { name: 'jobs', min: 1, max: JOBS_MAX });
  if (!jobs.ok) return jobs;
  const hostCount = hosts.value ?? 1_000;
  const vmCount = vms.value ?? 10 * hostCount;
  const same = given.has('same');
  return ok({ hosts: hostCount, vms: vmCount, jobs: jobs.value ?? 10 * vmCount, same });
}

function runBatch(environment: CliEnvironment, size: BatchSize): Result<RunSummary> {
  const scenario = batchScenario(size);
  const expanded = expandScenario(scenario);
  if (expanded.issues.length > 0) return err(issuesError(expanded.issues));
  const catalogue = readBundled(environment, scenario.catalogue);
  const engine = startEngine({ scenario, expanded, catalogue });
  if (!engine.ok) return engine;
  engine.value.runUntil(expanded.durationUs);
  return ok(engine.value.summary());
}

/** The catalogue that came with the program, unchecked: the tests check it whole. */
function readBundled(environment: CliEnvironment, id: string): Catalogue {
  const path = join(environment.paths.resourcesFolder, 'catalogue', `${id}.json`);
  // The file's shape is the schema's own; test/unit holds every bundled catalogue against it.
  return JSON.parse(readFileSync(path, 'utf8')) as Catalogue;
}
