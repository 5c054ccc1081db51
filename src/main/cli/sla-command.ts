/**
 * `racklab sla FILE`: what is promised, what is to be expected, and what a run measured, on one
 * scale, with the formulas. What it prints has no wall time in it, so the same file gives the same
 * bytes.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import { parseDuration, printDuration } from '../../shared/kernel/time.ts';
import { percentText } from '../../shared/model/sla.ts';
import type { SlaEntry, SlaView } from '../../shared/views/sla-view.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';
import { readSeed } from './seed-option.ts';

/** How each figure is worked out; printed with every answer. */
const METHOD = {
  promised: 'series: product; in parallel: 1 − Π(1 − A); by disks, set and zones of the catalogue',
  expected:
    'exact over the drawing with shared parts counted once; a part is down ' +
    'MTTR ÷ (MTBF + MTTR) of the time, × e^(−battery ÷ MTTR) behind a battery',
  measured: 'time up ÷ time wanted; a set or pool is down while none of its machines runs',
  budget: '(1 − promised) × 30 days; burn: failing share ÷ (1 − promised)',
} as const;
const PERCENT = 100;

export const slaCommand: CliCommand = {
  spec: {
    name: 'sla',
    summary: 'Promised, expected and measured availability of services, sets and machines.',
    operands: ['FILE'],
    options: {
      until: { value: 'TIME', help: 'Measured until this moment; the duration in the file.' },
      seed: { value: 'N', help: 'With this seed instead of the one in the file.' },
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: Object.entries(METHOD).map(([name, formula]) => `${name}: ${formula}`),
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const options = readSlaOptions(given);
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
  });
  if (!engine.ok) {
    printError(environment, engine.error, file);
    return EXIT.badInput;
  }
  engine.value.runUntil(untilUs ?? expanded.durationUs);
  const sla = engine.value.sla();
  if (given.has('json')) {
    const object = slaObject({
      scenario: scenario.title,
      seed: seed ?? scenario.seed,
      sla,
    });
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(slaText(sla));
  return EXIT.done;
}

function readSlaOptions(
  given: GivenOptions,
): Result<{ seed: number | undefined; untilUs: number | undefined }> {
  const seed = readSeed(given);
  if (!seed.ok) return seed;
  const text = given.text('until');
  if (text === undefined) return ok({ seed: seed.value, untilUs: undefined });
  const until = parseDuration(text);
  return until.ok ? ok({ seed: seed.value, untilUs: until.value }) : until;
}

/** The object of `sla --json`. */
function slaObject(given: { scenario: unknown; seed: number; sla: SlaView }): object {
  const { scenario, seed, sla } = given;
  return {
    scenario,
    seed,
    simulatedSeconds: sla.atUs / 1_000_000,
    month: { slaDays: sla.monthDays },
    formula: METHOD,
    entries: sla.entries,
  };
}

/** The same for people: a line for each thing, then the formulas of the services. */
function slaText(sla: SlaView): string {
  const rows = sla.entries.map((entry) => [
    entry.id,
    shareText(entry.promised.share),
    shareText(entry.expected?.availability),
    shareText(entry.measured.slaAvailability),
    entry.measured.availability === undefined ? '-' : percentText(entry.measured.availability),
    budgetText(entry),
    entry.credit === undefined ? '-' : `${entry.credit.percent} %`,
  ]);
  const head = ['of', 'promised', 'expected', 'measured', 'users saw', 'budget used', 'credit'];
  const formulas = sla.entries
    .filter(({ kind }) => kind !== 'vm')
    .flatMap((entry) => [entry.id, `  promised: ${entry.promised.formula}`, ...cutLines(entry)]);
  return [
    `Availability after ${printDuration(sla.atUs)}, months of ${sla.monthDays} days`,
    '',
    ...table([head, ...rows]),
    '',
    ...formulas,
    '',
    ...Object.entries(METHOD).map(([name, formula]) => `${name}: ${formula}`),
    '',
  ].join('\n');
}

/** Cut sets told for each service or set. */
const CUT_LINES = 3;

function cutLines(entry: SlaEntry): string[] {
  const { expected } = entry;
  if (expected === undefined) return [];
  const marked = expected.assumedParts > 0 ? `, ${expected.assumedParts} of them assumed` : '';
  return [
    `  expected: exact over ${expected.parts} parts${marked}`,
    ...expected.cutSets.slice(0, CUT_LINES).map(({ parts, share }) => {
      return `    ${parts.join(' with ')}: ${(share * PERCENT).toFixed(1)} % of the downtime`;
    }),
  ];
}

function shareText(share: number | undefined): string {
  return share === undefined ? '-' : percentText(share);
}

function budgetText(entry: SlaEntry): string {
  const { budget } = entry;
  if (budget === undefined) return '-';
  return `${budget.usedMinutes.toFixed(1)} of ${budget.allowedMinutes.toFixed(1)} min`;
}

/** Rows as aligned lines: the first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
