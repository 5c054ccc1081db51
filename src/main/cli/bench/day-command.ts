/**
 * `racklab bench day`: a day of many machines with uses of all kinds through the real engine, one
 * line of result. The mix stands in `resources/bench/day-mix.json`, for everybody to change.
 *
 * As with `bench batch`, no schema library is loaded: it would be a tenth of the whole time.
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
import { benchLine } from './bench-line.ts';
import { dayScenario, type DayMix } from './day-scenario.ts';

const VMS_MAX = 20_000;
const VMS = 1_000;

export const dayCommand: CliCommand = {
  spec: {
    name: 'bench day',
    summary: 'Times a day of many machines: web, databases, batches, cron jobs and the rest.',
    operands: [],
    options: {
      vms: { value: 'V', help: 'Machines, each with a use of its own; 1000 when absent.' },
    },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const vms = readWhole(given, { name: 'vms', min: 1, max: VMS_MAX });
  if (!vms.ok) {
    printError(environment, vms.error);
    return EXIT.badInput;
  }
  const count = vms.value ?? VMS;
  const outcome = runDay(environment, count);
  if (!outcome.ok) {
    printError(environment, outcome.error);
    return EXIT.failed;
  }
  environment.write(
    benchLine({
      name: `day-${count}`,
      events: outcome.value.events,
      host: environment.figures(),
      more: dayFigures(outcome.value),
    }),
  );
  return EXIT.done;
}

/** Sums over all uses, and the least that one machine was asked for. */
function dayFigures(summary: RunSummary): Record<string, string | number> {
  const uses = summary.workloads ?? [];
  function sum(field: 'offered' | 'served' | 'late' | 'refused' | 'lost' | 'inFlight'): number {
    return uses.reduce((all, one) => all + one[field], 0);
  }
  const flowed = uses.reduce((all, one) => all + one.flowShare * (one.served + one.late), 0);
  const estimated = uses.filter((one) => one.estimated).length;
  return {
    offered: sum('offered'),
    served: sum('served'),
    late: sum('late'),
    refused: sum('refused'),
    lost: sum('lost'),
    in_flight: sum('inFlight'),
    least_per_vm: Math.min(...uses.map((one) => one.offered)),
    one_by_one: sum('served') + sum('late') - Math.round(flowed),
    estimated_uses: estimated,
    hash: summary.hash,
  };
}

function runDay(environment: CliEnvironment, vms: number): Result<RunSummary> {
  // Unchecked, as the catalogue of `bench batch`: loading the schemas would be measured too.
  const scenario = dayScenario(readBundled(environment, 'bench/day-mix') as DayMix, vms);
  const expanded = expandScenario(scenario);
  if (expanded.issues.length > 0) return err(issuesError(expanded.issues));
  // Unchecked for the same reason.
  const catalogue = readBundled(environment, `catalogue/${scenario.catalogue}`) as Catalogue;
  const engine = startEngine({ scenario, expanded, catalogue });
  if (!engine.ok) return engine;
  engine.value.runUntil(expanded.durationUs);
  return ok(engine.value.summary());
}

/** A file that came with the program; its shape is held against its schema by the tests. */
function readBundled(environment: CliEnvironment, name: string): unknown {
  const path = join(environment.paths.resourcesFolder, `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8'));
}
