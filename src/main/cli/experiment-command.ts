/**
 * `racklab experiment FILE [NAME]`: tries the experiments of a file on copies and prints a verdict
 * for each, with the figures of every case and the bound that was missed. The same file gives the
 * same bytes every time.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { formatSimTime, parseDuration } from '../../shared/kernel/time.ts';
import type {
  CaseOutcome,
  Experiment,
  ExperimentFinding,
  UnmetBoundView,
} from '../../shared/views/experiment-view.ts';
import { tryWhole } from '../experiment/try-experiment.ts';
import { openLabCopy, type LabCopy } from '../sweep/lab-copy.ts';
import { labStartOf, startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION, type ScenarioInput } from './scenario-input.ts';
import { readSeed } from './seed-option.ts';

export const experimentCommand: CliCommand = {
  spec: {
    name: 'experiment',
    summary: 'Tries the experiments of a file on copies, and tells what came of each.',
    operands: ['FILE', '[NAME]'],
    options: {
      at: { value: 'TIME', help: 'From this moment of the run on; from its start when absent.' },
      seed: { value: 'N', help: 'With another seed.' },
      check: { help: 'Ends with 1 when something was not as it had to be.' },
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'An experiment: the healthy room is watched; if it is well, each case is tried on a copy.',
      'held: all bounds were kept; unmet: one was missed; aborted: it was given up.',
      'notSteady: the room was not healthy before any fault, so nothing was tried (ends with 1).',
    ],
  },
  run,
};

interface Tried {
  readonly experiment: Experiment;
  readonly finding: ExperimentFinding;
}

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [file = '', name] = given.operands;
  const input = await loadScenarioInput(environment, file, given.texts('set'));
  const tried = input.ok ? tryAll(input.value, { given, name }) : input;
  if (!tried.ok) {
    printError(environment, tried.error, file);
    return EXIT.badInput;
  }
  const { scenario } = input.ok ? input.value.read : { scenario: undefined };
  if (given.has('json')) {
    const experiments = tried.value.map(({ experiment, finding }) => {
      return { name: experiment.name, ...finding };
    });
    const object = { scenario: scenario?.title ?? file, seed: scenario?.seed, experiments };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(tried.value.map(textOf).join('\n'));
  const verdicts = tried.value.map(({ finding }) => finding.verdict);
  const isBad = verdicts.some((one) => (given.has('check') ? one !== 'held' : one === 'notSteady'));
  return isBad ? EXIT.failed : EXIT.done;
}

/** Every experiment asked for, each from a copy of the same moment. */
function tryAll(
  { read, catalogue }: ScenarioInput,
  asked: { readonly given: GivenOptions; readonly name: string | undefined },
): Result<Tried[]> {
  const { scenario, expanded, placeOf } = read;
  const chosen = choose(scenario.experiments ?? [], asked.name);
  if (!chosen.ok) return chosen;
  const seed = readSeed(asked.given);
  if (!seed.ok) return seed;
  const at = parseDuration(asked.given.text('at') ?? '0s');
  if (!at.ok) return at;
  const drawn = seed.value ?? scenario.seed;
  const options = { scenario, expanded, placeOf, catalogue, seed: drawn };
  const engine = startEngine(options);
  if (!engine.ok) return engine;
  engine.value.runUntil(at.value);
  const copy: LabCopy = { start: labStartOf(options), snapshot: engine.value.snapshot() };
  const tried: Tried[] = [];
  for (const experiment of chosen.value) {
    const finding = tryWhole(experiment, { engine: openLabCopy(copy), seed: drawn });
    if (!finding.ok) return finding;
    tried.push({ experiment, finding: finding.value });
  }
  return ok(tried);
}

function choose(all: readonly Experiment[], name: string | undefined): Result<Experiment[]> {
  if (all.length === 0) return err(notFound(name, all));
  if (name === undefined) return ok([...all]);
  const found = all.find((one) => one.name === name);
  return found === undefined ? err(notFound(name, all)) : ok([found]);
}

function notFound(name: string | undefined, all: readonly Experiment[]): AppError {
  const names = all.map((one) => one.name).join(', ');
  return {
    code: 'experiment.notFound',
    message:
      all.length === 0
        ? 'The file has no experiments.'
        : `There is no experiment "${name ?? ''}"; there are ${all.length}: ${names}.`,
    hint:
      all.length === 0
        ? 'Write one into its section "experiments"; docs/scenario-format.md tells how.'
        : 'Name one of them, or none to try them all.',
    details: { ...(name === undefined ? {} : { name }), names },
  };
}

function textOf({ experiment, finding }: Tried): string {
  const { verdict, steadyAtUs, unmet, cases } = finding;
  const width = Math.max(4, ...cases.map(({ name }) => name.length)) + 2;
  const head = `${experiment.name}: ${verdict}`;
  const steady =
    verdict === 'notSteady'
      ? '  not tried: the room is not healthy before any fault'
      : `  steady state kept until ${formatSimTime(steadyAtUs)}`;
  const lines = cases.map((one) => lineOf(one, width));
  return [
    head,
    steady,
    ...lines,
    ...(unmet === undefined ? [] : [unmetLine(unmet, verdict)]),
    '',
  ].join('\n');
}

function lineOf(one: CaseOutcome, width: number): string {
  const served = `served ${(one.servedFraction * 100).toFixed(2)} %`.padEnd(18);
  const lost = `lost ${one.machinesLost} machines`.padEnd(20);
  const down = `down ${one.minutesDown.toFixed(1)} min`.padEnd(16);
  const cause = one.cause === '' ? '' : `cause ${one.cause}`;
  const name = (one.name === '' ? '-' : one.name).padEnd(width);
  return `  ${name}${one.verdict.padEnd(9)}${served}${lost}${down}${cause}`.trimEnd();
}

function unmetLine(unmet: UnmetBoundView, verdict: ExperimentFinding['verdict']): string {
  const { measure, service, value, min, max, atUs, case: name } = unmet;
  const said = verdict === 'aborted' ? 'given up' : 'unmet';
  const of = service === undefined ? '' : ` of ${service}`;
  const least = min === undefined ? '' : `, min ${min}`;
  const most = max === undefined ? '' : `, max ${max}`;
  const where = name === undefined || name === '' ? '' : ` (${name})`;
  const since = `since ${formatSimTime(atUs)}${where}`;
  return `  ${said}: ${measure}${of} is ${value}${least}${most}, ${since}`;
}
