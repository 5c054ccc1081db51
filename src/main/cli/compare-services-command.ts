/**
 * `racklab compare-services FILE`: the same application as a machine and as a web app, side by
 * side: what is one's own to set, what people did, which load each bears, what each costs. What it
 * prints has no wall time in it, so the same file gives the same bytes.
 */
import { parseDuration } from '../../shared/kernel/time.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type {
  ComparedSide,
  ServiceComparison,
} from '../../shared/views/service-comparison-view.ts';
import { compareServices } from '../workspace/compare-services.ts';
import { labStartOf, startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';

const MICRO = 1_000_000;
const MINUTE_US = 60_000_000;

/** How each figure is worked out; printed with every answer. */
const METHOD = {
  settings: 'fields of the commands that make or change it, counted from their schemas',
  actions: 'decisions of the run about it or what belongs to it ÷ days × 30; load and faults apart',
  most: 'load doubled until it is not served, then halved in between, with no decision at all',
  pays: 'price of an hour of all it runs on × the hours of a month',
} as const;

export const compareServicesCommand: CliCommand = {
  spec: {
    name: 'compare-services',
    summary: 'The same application as a machine and as a web app, side by side.',
    operands: ['FILE'],
    options: {
      machine: { value: 'USE', help: 'The use on machines; the only one when absent.' },
      'web-app': { value: 'USE', help: 'The use on a web app; the only one when absent.' },
      until: { value: 'TIME', help: 'Decisions are counted until then; the duration of the file.' },
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: Object.entries(METHOD).map(([name, formula]) => `${name}: ${formula}`),
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const compared = await compare(given, environment);
  if (!compared.ok) {
    printError(environment, compared.error, file);
    return EXIT.badInput;
  }
  environment.write(
    given.has('json')
      ? `${JSON.stringify({ ...compared.value, method: METHOD }, undefined, 2)}\n`
      : tableOf(compared.value),
  );
  return EXIT.done;
}

async function compare(
  given: GivenOptions,
  environment: CliEnvironment,
): Promise<Result<ServiceComparison>> {
  const asked = readUntil(given);
  if (!asked.ok) return asked;
  const input = await loadScenarioInput(environment, given.operands[0] ?? '', given.texts('set'));
  if (!input.ok) return input;
  const { scenario, expanded, placeOf } = input.value.read;
  const options = { scenario, expanded, placeOf, catalogue: input.value.catalogue };
  // Whether the room can be built at all is told with its place in the file.
  const engine = startEngine(options);
  if (!engine.ok) return engine;
  const work = compareServices(labStartOf(options), {
    machine: given.text('machine'),
    webApp: given.text('web-app'),
    untilUs: asked.value ?? expanded.durationUs,
  });
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function readUntil(given: GivenOptions): Result<number | undefined> {
  const text = given.text('until');
  return text === undefined ? ok(undefined) : parseDuration(text);
}

function tableOf(found: ServiceComparison): string {
  const { machine, webApp, days } = found;
  const rows: [string, (side: ComparedSide) => string][] = [
    ['settings of one’s own', (one) => `${one.settings} in ${one.commands} commands`],
    ['acts of people in 30 days', (one) => one.actionsPerMonth.toFixed(1)],
    ...actionRows(found),
    [
      'done by the provider',
      ({ byProvider: by }) => `${by.patches} patches, ${by.scalings} scalings`,
    ],
    ['served in the run', (one) => `${(one.servedFraction * 100).toFixed(3)} %`],
    ['most load served', (one) => `${one.mostPerSecond.toFixed(0)}/s`],
    ['ended by', (one) => `${one.limitedBy} (${one.instancesAtMost} instances)`],
    ['a month costs', (one) => usd(one.microUsdPerMonth)],
    ['at the most load', (one) => usd(one.microUsdPerMonthAtMost)],
  ];
  const lines = [
    ['', machine.workload, webApp.workload],
    ...rows.map(([name, read]) => [name, read(machine), read(webApp)]),
  ];
  const widths = [0, 1].map((at) => Math.max(...lines.map((line) => (line[at] ?? '').length)) + 2);
  return [
    ...lines.map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('')
        .trimEnd(),
    ),
    '',
    `decisions of ${days.toFixed(1)} days; a load settles for ${found.settleUs / MINUTE_US} min, ` +
      `is looked at for ${found.lookUs / MINUTE_US} min and has to be served to ` +
      `${found.threshold * 100} %`,
    ...Object.entries(METHOD).map(([name, formula]) => `${name}: ${formula}`),
    '',
  ].join('\n');
}

/** What people did, one command a line. */
function actionRows({
  machine,
  webApp,
}: ServiceComparison): [string, (side: ComparedSide) => string][] {
  const commands = [...machine.actions, ...webApp.actions].map(({ command }) => command);
  return [...new Set(commands)].map((command) => [
    `  ${command}`,
    (side) => String(side.actions.find((one) => one.command === command)?.times ?? 0),
  ]);
}

function usd(microUsd: number): string {
  return `$${(microUsd / MICRO).toFixed(2)}`;
}
