/**
 * `racklab run FILE`: runs a scenario, or what a document came to, from its start. A
 * found outage is a result: only `--check` makes a missed expectation a failure.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import { parseDuration } from '../../shared/kernel/time.ts';
import { MEASURES } from '../../shared/model/measures.ts';
import { runScenario, type ScenarioRun } from '../workspace/scenario-run.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError, printWarning } from './error-text.ts';
import { runObject, runText } from './run-report.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';
import { readSeed } from './seed-option.ts';

const MEASURE_LINES = Object.entries(MEASURES).map(
  ([name, { unit, formula }]) => `  ${name.padEnd(16)}${unit.padEnd(10)}${formula}`,
);

export const runCommand: CliCommand = {
  spec: {
    name: 'run',
    summary: 'Runs a scenario file or a document from its start and prints what came of it.',
    operands: ['FILE'],
    options: {
      until: { value: 'TIME', help: 'Until this moment, such as 24h; the duration in the file.' },
      seed: { value: 'N', help: 'With this seed instead of the one in the file.' },
      set: SET_OPTION,
      json: { help: 'Prints one JSON object.' },
      check: { help: 'Ends with 1 when an expectation of the file is not met.' },
    },
    notes: ['Measures that "expect" in a scenario file can bound:', ...MEASURE_LINES],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const options = readRunOptions(given);
  if (!options.ok) {
    printError(environment, options.error);
    return EXIT.badInput;
  }
  const input = await loadScenarioInput(environment, file, given.texts('set'));
  if (!input.ok) {
    printError(environment, input.error, file);
    return EXIT.badInput;
  }
  const { read, catalogue } = input.value;
  const { scenario, expanded, placeOf } = read;
  const { seed, untilUs } = options.value;
  const engine = startEngine({
    scenario,
    expanded,
    catalogue,
    placeOf,
    ...(seed === undefined ? {} : { seed }),
    warned: (warning) => printWarning(environment, warning, file),
  });
  if (!engine.ok) {
    printError(environment, engine.error, file);
    return EXIT.badInput;
  }
  const outcome = runScenario({
    engine: engine.value,
    scenario,
    expanded,
    ...(untilUs === undefined ? {} : { untilUs }),
  });
  if (given.has('json')) {
    const object = runObject(outcome, environment.figures());
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(runText(outcome, scenario.title));
  return given.has('check') && isMissed(outcome) ? EXIT.failed : EXIT.done;
}

function isMissed(outcome: ScenarioRun): boolean {
  return outcome.expectations.some(({ reached, met }) => reached && !met);
}

function readRunOptions(
  given: GivenOptions,
): Result<{ seed: number | undefined; untilUs: number | undefined }> {
  const seed = readSeed(given);
  if (!seed.ok) return seed;
  const text = given.text('until');
  if (text === undefined) return ok({ seed: seed.value, untilUs: undefined });
  const until = parseDuration(text);
  return until.ok ? ok({ seed: seed.value, untilUs: until.value }) : until;
}
