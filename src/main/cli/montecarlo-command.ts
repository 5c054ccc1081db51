/**
 * `racklab montecarlo FILE --seeds N`: runs a scenario with many seeds and prints the availability
 * of each service and set with its confidence interval. What it prints has no wall time in it, so
 * the same file gives the same bytes, whatever the number of threads.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { parseDuration, printDuration } from '../../shared/kernel/time.ts';
import { METHOD, type Interval } from '../sweep/confidence.ts';
import { histogramOf } from '../sweep/down-histogram.ts';
import {
  estimate,
  monteCarloJobs,
  SEEDS_MAX,
  type MonteCarloPlan,
  type OwnerEstimate,
} from '../sweep/monte-carlo.ts';
import type { RunAnswer } from '../sweep/replications.ts';
import { openDeskPool } from '../workspace/desk-pool.ts';
import { labStartOf, startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';
import { readSeed, readWhole, readWorkers, WORKERS_OPTION } from './seed-option.ts';

const PERCENT = 100;
const DEFAULT_SEEDS = 30;
const DEFAULT_CONFIDENCE = 95;

export const montecarloCommand: CliCommand = {
  spec: {
    name: 'montecarlo',
    summary: 'Runs a scenario with many seeds: availability with a confidence interval.',
    operands: ['FILE'],
    options: {
      seeds: { value: 'N', help: `So many runs, one seed each; ${DEFAULT_SEEDS}.` },
      seed: { value: 'N', help: 'The first seed, the others follow; the one in the file.' },
      until: { value: 'TIME', help: 'Each run lasts until then; the duration in the file.' },
      from: { value: 'TIME', help: 'Nothing before this counts; the start.' },
      confidence: { value: 'PERCENT', help: `Of the interval, 50 to 99; ${DEFAULT_CONFIDENCE}.` },
      workers: WORKERS_OPTION,
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      `Interval: ${METHOD}.`,
      'up: time up ÷ time wanted; seconds: share of seconds in which enough was served.',
      'Chance comes from the section `reliability` of the file, and from load and durations.',
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const input = await loadScenarioInput(environment, file, given.texts('set'));
  if (!input.ok) {
    printError(environment, input.error, file);
    return EXIT.badInput;
  }
  const { scenario, expanded, placeOf } = input.value.read;
  const plan = readPlan(given, { seed: scenario.seed, durationUs: expanded.durationUs });
  const workers = readWorkers(given);
  const options = { scenario, expanded, placeOf, catalogue: input.value.catalogue };
  // The room is built once here, so that what it refuses is told with its place in the file.
  const engine = startEngine(options);
  if (!plan.ok || !workers.ok || !engine.ok) {
    for (const one of [plan, workers, engine]) {
      if (!one.ok) printError(environment, one.error, file);
    }
    return EXIT.badInput;
  }
  const answers: RunAnswer[] = [];
  const pool = openDeskPool(
    { kind: 'runs', start: labStartOf(options) },
    { workerUrl: environment.paths.deskUrl, workers: workers.value },
  );
  await pool.run(monteCarloJobs(plan.value), ({ index, answer }) => {
    assert(answer.kind === 'run', 'A run was asked for');
    answers[index] = answer;
  });
  const owners = estimate(answers, plan.value.confidence);
  if (given.has('json')) {
    const { seed, seeds, fromUs, untilUs, confidence } = plan.value;
    const object = {
      scenario: scenario.title ?? file,
      seed,
      seeds,
      fromUs,
      untilUs,
      confidence,
      method: METHOD,
      services: owners.filter(({ kind }) => kind === 'service').map(printed),
      sets: owners.filter(({ kind }) => kind !== 'service').map(printed),
    };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(textOf(owners, plan.value));
  return EXIT.done;
}

/** An estimate as it is printed: the downtimes as a histogram instead of one by one. */
function printed({ downs, ...owner }: OwnerEstimate): object {
  return { ...owner, histogram: histogramOf(downs) };
}

function readPlan(
  given: GivenOptions,
  file: { readonly seed: number; readonly durationUs: number },
): Result<MonteCarloPlan> {
  const seed = readSeed(given);
  if (!seed.ok) return seed;
  const seeds = readWhole(given, { name: 'seeds', min: 2, max: SEEDS_MAX });
  if (!seeds.ok) return seeds;
  const confidence = readWhole(given, { name: 'confidence', min: 50, max: 99 });
  if (!confidence.ok) return confidence;
  const untilUs = readTime(given, 'until');
  if (!untilUs.ok) return untilUs;
  const fromUs = readTime(given, 'from');
  if (!fromUs.ok) return fromUs;
  const plan = {
    seed: seed.value ?? file.seed,
    seeds: seeds.value ?? DEFAULT_SEEDS,
    fromUs: fromUs.value ?? 0,
    untilUs: untilUs.value ?? file.durationUs,
    confidence: (confidence.value ?? DEFAULT_CONFIDENCE) / PERCENT,
  };
  if (plan.fromUs < plan.untilUs) return ok(plan);
  return err({
    code: 'cli.badValue',
    message: `Nothing is left between --from ${printDuration(plan.fromUs)} and the end.`,
    hint: 'Let the runs last longer (--until), or count from an earlier moment.',
    details: { fromUs: plan.fromUs, untilUs: plan.untilUs },
  });
}

function readTime(given: GivenOptions, name: string): Result<number | undefined> {
  const text = given.text(name);
  return text === undefined ? ok(undefined) : parseDuration(text);
}

function textOf(owners: readonly OwnerEstimate[], plan: MonteCarloPlan): string {
  const width = Math.max(8, ...owners.map(({ id }) => id.length)) + 2;
  const percent = Math.round(plan.confidence * PERCENT);
  const last = plan.seed + plan.seeds - 1;
  const lines = owners.flatMap((owner) => [
    `${owner.id.padEnd(width)}up       ${intervalText(owner.upShare)}`,
    ...(owner.availability === undefined
      ? []
      : [`${''.padEnd(width)}seconds  ${intervalText(owner.availability)}`]),
    `${''.padEnd(width)}down     ${owner.downMinutes.toFixed(1)} min a run, ` +
      `in ${owner.runsDown} of ${plan.seeds} runs`,
  ]);
  return [
    `${plan.seeds} runs, seeds ${plan.seed} to ${last}, ` +
      `${printDuration(plan.fromUs)} to ${printDuration(plan.untilUs)}; ${percent} % intervals`,
    METHOD,
    '',
    ...lines,
    '',
  ].join('\n');
}

function intervalText(interval: Interval): string {
  const { mean, low, high } = interval;
  if (low === undefined || high === undefined)
    return `${share(mean)}  every run alike: longer or more runs would tell more`;
  return `${share(mean)}  ${share(low)} to ${share(high)}`;
}

function share(value: number): string {
  return `${(value * PERCENT).toFixed(4)} %`;
}
