/**
 * `racklab faults FILE --every single|pair`: tries every fault, or every pair, on copies and prints
 * a verdict each. How many there are and about how long it takes is told beforehand on standard
 * error. What it prints has no wall time in it, so the same file gives the same bytes, whatever the
 * number of threads.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { formatSimTime, parseDuration } from '../../shared/kernel/time.ts';
import { FAULT_KINDS } from '../../shared/model/fault-kinds.ts';
import { SWEEP_SIZES, TRIED_KINDS, type FaultVerdict } from '../../shared/views/sweep-view.ts';
import { estimateSeconds } from '../sweep/estimate.ts';
import { beginSweep, type SweepPlan, type SweepStart } from '../sweep/sweep.ts';
import { labStartOf, startEngine } from '../workspace/start-engine.ts';
import { sweepInPool, type SweepRun } from '../workspace/sweep-run.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';
import { readWorkers, WORKERS_OPTION } from './seed-option.ts';

/** Columns of a note. */
const NOTE_WIDTH = 96;

export const faultsCommand: CliCommand = {
  spec: {
    name: 'faults',
    summary: 'Tries every single fault, or every pair, at the load peak, on copies.',
    operands: ['FILE'],
    options: {
      every: { value: 'WHAT', help: 'single: one fault at a time; pair: two at once.' },
      kinds: { value: 'LIST', help: 'Only these parts, or these faults, or both, with commas.' },
      for: { value: 'TIME', help: 'How long each fault lasts; 10m.' },
      workers: WORKERS_OPTION,
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'One fault: steady state at the load peak, the fault, its repair, and 10m more.',
      'served: within the threshold; degraded: below it; outage: 10 s in which nothing was served.',
      ...wrapped('Parts', TRIED_KINDS),
      ...wrapped('Faults', FAULT_KINDS),
      'Without a fault named it is the cut: the part is gone until it is restored.',
      'Pairs are made of feeds, racks, switches, zones and update domains; of hosts when named.',
      'An update domain fails by its machines being stopped. Count and time are told first.',
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const plan = readPlan(given);
  const workers = readWorkers(given);
  const refused = !plan.ok ? plan.error : !workers.ok ? workers.error : undefined;
  if (refused !== undefined || !plan.ok || !workers.ok) {
    if (refused !== undefined) printError(environment, refused);
    return EXIT.badInput;
  }
  const input = await loadScenarioInput(environment, file, given.texts('set'));
  if (!input.ok) {
    printError(environment, input.error, file);
    return EXIT.badInput;
  }
  const { scenario, expanded, placeOf } = input.value.read;
  const options = { scenario, expanded, placeOf, catalogue: input.value.catalogue };
  const engine = startEngine(options);
  const start = engine.ok
    ? beginSweep(engine.value, { ...plan.value, untilUs: expanded.durationUs })
    : engine;
  if (!engine.ok || !start.ok) {
    if (!start.ok) printError(environment, start.error, file);
    return EXIT.badInput;
  }
  const { notSteady, atUs } = start.value.steady;
  if (notSteady !== undefined) {
    printError(environment, {
      code: 'sweep.notSteady',
      message: `Not tried: ${notSteady} is not healthy before any fault.`,
      hint: 'Run the scenario and look at its refused and lost requests first.',
    });
    return EXIT.failed;
  }
  const sweep = sweepInPool({
    engine: engine.value,
    start: start.value,
    lab: labStartOf(options),
    workerUrl: environment.paths.deskUrl,
    workers: workers.value,
  });
  const verdicts: FaultVerdict[] = [];
  // The threads read in the lab while it is worked out here how long they will take.
  const swept = sweep.run((progress) => verdicts.push(...progress.verdicts));
  environment.warn(forewarning(start.value, { every: plan.value.every, sweep }));
  await swept;
  if (given.has('json')) {
    const object = { scenario: scenario.title ?? file, seed: scenario.seed, atUs, verdicts };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(tableOf(verdicts, atUs));
  return EXIT.done;
}

/** What is about to be tried, and about how long that takes. */
function forewarning(
  start: SweepStart,
  run: { readonly every: SweepPlan['every']; readonly sweep: SweepRun },
): string {
  const { workers } = run.sweep;
  const seconds = Math.ceil(estimateSeconds(start, () => performance.now()) / workers);
  const what = run.every === 'pair' ? 'pairs of faults' : 'single faults';
  const threads = workers === 1 ? 'one thread' : `${workers} threads`;
  return `${start.faults.length} ${what}; about ${seconds} s with ${threads}.\n`;
}

function readPlan(given: GivenOptions): Result<SweepPlan> {
  const asked = given.text('every') ?? 'single';
  const every = SWEEP_SIZES.find((size) => size === asked);
  if (every === undefined) {
    return err({
      code: 'cli.badValue',
      message: `--every ${asked} is not known.`,
      hint: `Write --every ${SWEEP_SIZES.join(' or --every ')}.`,
    });
  }
  const kinds = given.text('kinds')?.split(',');
  const known: readonly string[] = [...TRIED_KINDS, ...FAULT_KINDS];
  const unknown = kinds?.find((kind) => !known.includes(kind));
  if (unknown !== undefined) {
    return err({
      code: 'cli.badValue',
      message: `There is no kind of part or of fault "${unknown}".`,
      hint: `Choose from ${known.join(', ')}.`,
    });
  }
  const lasts = given.text('for');
  const duration = lasts === undefined ? ok(undefined) : parseDuration(lasts);
  if (!duration.ok) return duration;
  return ok({
    every,
    ...(kinds === undefined ? {} : { kinds }),
    ...(duration.value === undefined ? {} : { forUs: duration.value }),
  });
}

/** A list of words under its name, in lines of a terminal's width. */
function wrapped(name: string, words: readonly string[]): string[] {
  const lines = [`${name}:`];
  for (const [index, word] of words.entries()) {
    const piece = index === words.length - 1 ? `${word}.` : `${word},`;
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + piece.length <= NOTE_WIDTH) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(`  ${piece}`);
  }
  return lines;
}

/** The verdicts as a table; the fault is named where there are others than cuts. */
function tableOf(verdicts: readonly FaultVerdict[], atUs: number): string {
  const onlyCuts = verdicts.every(({ fault }) => fault === 'cut');
  function nameOf(one: FaultVerdict): string {
    return onlyCuts ? one.target : `${one.fault} ${one.target}`;
  }
  const width = Math.max(6, ...verdicts.map((one) => nameOf(one).length)) + 2;
  const lines = verdicts.map((one) => nameOf(one).padEnd(width) + figuresOf(one));
  const head = [
    (onlyCuts ? 'target' : 'fault').padEnd(width),
    'verdict'.padEnd(10),
    'served   machines  minutes down  cause',
  ].join('');
  return [`Faults at the load peak, ${formatSimTime(atUs)}`, '', head, ...lines, ''].join('\n');
}

function figuresOf(verdict: FaultVerdict): string {
  const served = `${(verdict.servedFraction * 100).toFixed(2)} %`.padEnd(9);
  const machines = String(verdict.machinesLost).padEnd(10);
  const minutes = verdict.minutesDown.toFixed(1).padEnd(14);
  return [verdict.verdict.padEnd(10), served, machines, minutes, verdict.cause].join('');
}
