/**
 * `racklab faults FILE --every single`: tries every single fault on copies and prints a verdict
 * each.
 * What it prints has no wall time in it, so the same file gives the same bytes.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { formatSimTime, parseDuration } from '../../shared/kernel/time.ts';
import { FAULT_TARGET_KINDS } from '../../shared/model/kinds.ts';
import type { FaultVerdict, SweepProgress } from '../../shared/views/sweep-view.ts';
import { beginSweep, sweepWhole, type SweepPlan } from '../sweep/sweep.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';

export const faultsCommand: CliCommand = {
  spec: {
    name: 'faults',
    summary: 'Tries every single fault at the load peak, on copies, and prints a verdict for each.',
    operands: ['FILE'],
    options: {
      every: { value: 'WHAT', help: 'single: one fault at a time.' },
      kinds: { value: 'LIST', help: `Only these, with commas: ${FAULT_TARGET_KINDS.join(', ')}.` },
      for: { value: 'TIME', help: 'How long each fault lasts; 10m.' },
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'One fault: steady state at the load peak, the fault, its repair, and 10m more.',
      'served: within the threshold; degraded: below it; outage: 10 s in which nothing was served.',
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const plan = readPlan(given);
  if (!plan.ok) {
    printError(environment, plan.error);
    return EXIT.badInput;
  }
  const input = await loadScenarioInput(environment, file, given.texts('set'));
  if (!input.ok) {
    printError(environment, input.error, file);
    return EXIT.badInput;
  }
  const { scenario, expanded, placeOf } = input.value.read;
  const engine = startEngine({ scenario, expanded, placeOf, catalogue: input.value.catalogue });
  if (!engine.ok) {
    printError(environment, engine.error, file);
    return EXIT.badInput;
  }
  const start = beginSweep(engine.value, { ...plan.value, untilUs: expanded.durationUs });
  if (!start.ok) {
    printError(environment, start.error, file);
    return EXIT.badInput;
  }
  const found = sweepWhole(start.value);
  if (found.notSteady !== undefined) {
    printError(environment, {
      code: 'sweep.notSteady',
      message: `Not tried: ${found.notSteady} is not healthy before any fault.`,
      hint: 'Run the scenario and look at its refused and lost requests first.',
    });
    return EXIT.failed;
  }
  const { verdicts, atUs } = found;
  if (given.has('json')) {
    const object = { scenario: scenario.title ?? file, seed: scenario.seed, atUs, verdicts };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(tableOf(found));
  return EXIT.done;
}

function readPlan(given: GivenOptions): Result<SweepPlan> {
  const every = given.text('every') ?? 'single';
  if (every !== 'single') {
    return err({
      code: 'cli.badValue',
      message: `--every ${every} is not known.`,
      hint: 'Write --every single.',
    });
  }
  const kinds = given.text('kinds')?.split(',');
  const unknown = kinds?.find((kind) => !FAULT_TARGET_KINDS.some((known) => known === kind));
  if (unknown !== undefined) {
    return err({
      code: 'cli.badValue',
      message: `There is no kind of fault "${unknown}".`,
      hint: `Choose from ${FAULT_TARGET_KINDS.join(', ')}.`,
    });
  }
  const lasts = given.text('for');
  const duration = lasts === undefined ? ok(undefined) : parseDuration(lasts);
  if (!duration.ok) return duration;
  return ok({
    ...(kinds === undefined ? {} : { kinds }),
    ...(duration.value === undefined ? {} : { forUs: duration.value }),
  });
}

/** The verdicts as a table, worst first where they differ. */
function tableOf(found: SweepProgress): string {
  const width = Math.max(6, ...found.verdicts.map(({ target }) => target.length)) + 2;
  const lines = found.verdicts.map((verdict) => lineOf(verdict, width));
  const head = [
    'target'.padEnd(width),
    'verdict'.padEnd(10),
    'served   machines  minutes down  cause',
  ].join('');
  return [`Faults at the load peak, ${formatSimTime(found.atUs)}`, '', head, ...lines, ''].join(
    '\n',
  );
}

function lineOf(verdict: FaultVerdict, width: number): string {
  const served = `${(verdict.servedFraction * 100).toFixed(2)} %`.padEnd(9);
  const machines = String(verdict.machinesLost).padEnd(10);
  const minutes = verdict.minutesDown.toFixed(1).padEnd(14);
  const target = verdict.target.padEnd(width);
  return [target, verdict.verdict.padEnd(10), served, machines, minutes, verdict.cause].join('');
}
