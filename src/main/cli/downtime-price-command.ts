/**
 * `racklab downtime-price A B`: what an hour of downtime avoided costs by going from design A to
 * design B, for each service that both have. What it prints has no wall time in it, so the same
 * files give the same bytes.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import { parseDuration } from '../../shared/kernel/time.ts';
import { percentText } from '../../shared/model/sla.ts';
import {
  comparePrices,
  figuresOf,
  type DesignFigures,
  type ServicePrice,
} from '../workspace/design-price.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';

const MICRO = 1_000_000;

/** How each figure is worked out; printed with every answer. */
const METHOD = {
  price: 'extra cost of a month ÷ hours of downtime avoided in a month',
  cost: 'spent in the run ÷ its hours × 730',
  availability: 'expected of both where the drawing gives it for both, otherwise measured of both',
} as const;

export const downtimePriceCommand: CliCommand = {
  spec: {
    name: 'downtime-price',
    summary: 'What an hour of downtime avoided costs by going from design A to design B.',
    operands: ['A', 'B'],
    options: {
      until: { value: 'TIME', help: 'Both are run until then; each its own duration.' },
      set: SET_OPTION,
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'A and B may be files or documents; services are matched by group and name. --set is for B.',
      ...Object.entries(METHOD).map(([name, formula]) => `${name}: ${formula}`),
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [first = '', second = ''] = given.operands;
  const until = readUntil(given);
  if (!until.ok) {
    printError(environment, until.error);
    return EXIT.badInput;
  }
  const designs: DesignFigures[] = [];
  for (const [index, path] of [first, second].entries()) {
    const sets = index === 0 ? [] : given.texts('set');
    const figures = await readDesign(environment, { path, sets, untilUs: until.value });
    if (!figures.ok) {
      printError(environment, figures.error, path);
      return EXIT.badInput;
    }
    designs.push(figures.value);
  }
  const [from, to] = designs;
  if (from === undefined || to === undefined) return EXIT.failed;
  const prices = comparePrices(from, to);
  if (prices.length === 0) {
    printError(environment, {
      code: 'cli.nothingShared',
      message: `No service of ${first} is in ${second} as well.`,
      hint: 'Give the service the same group and name in both.',
    });
    return EXIT.badInput;
  }
  if (given.has('json')) {
    const object = { from: costOf(from), to: costOf(to), services: prices, method: METHOD };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(textOf({ from, to, prices }));
  return EXIT.done;
}

function readUntil(given: GivenOptions): Result<number | undefined> {
  const text = given.text('until');
  return text === undefined ? ok(undefined) : parseDuration(text);
}

async function readDesign(
  environment: CliEnvironment,
  asked: { path: string; sets: readonly string[]; untilUs: number | undefined },
): Promise<Result<DesignFigures>> {
  const input = await loadScenarioInput(environment, asked.path, asked.sets);
  if (!input.ok) return input;
  const { read, catalogue } = input.value;
  const { scenario, expanded, placeOf } = read;
  const engine = startEngine({ scenario, expanded, placeOf, catalogue });
  if (!engine.ok) return engine;
  return ok(figuresOf(engine.value, asked.untilUs ?? expanded.durationUs));
}

function costOf({ microUsdPerMonth }: DesignFigures): { microUsdPerMonth: number } {
  return { microUsdPerMonth };
}

function textOf(given: {
  from: DesignFigures;
  to: DesignFigures;
  prices: readonly ServicePrice[];
}): string {
  const { from, to, prices } = given;
  return [
    `A costs ${usd(from.microUsdPerMonth)} a month, B ${usd(to.microUsdPerMonth)}.`,
    '',
    ...prices.flatMap(({ id, basis, from: was, to: is, price }) => [
      `${id}: ${percentText(was)} with A, ${percentText(is)} with B (${basis})`,
      `  ${sentenceOf(price)}`,
    ]),
    '',
    ...Object.entries(METHOD).map(([name, formula]) => `${name}: ${formula}`),
    '',
  ].join('\n');
}

function sentenceOf(price: ServicePrice['price']): string {
  const hours = `${Math.abs(price.hoursAvoidedPerMonth).toFixed(3)} h`;
  const money = usd(Math.abs(price.extraMicroUsdPerMonth));
  switch (price.verdict) {
    case 'dearer':
      return [
        `${hours} less downtime a month for ${money} more:`,
        `${usd(price.microUsdPerHourAvoided)} an hour`,
      ].join(' ');
    case 'same':
      return 'the same price and the same downtime';
    default: {
      const down = price.hoursAvoidedPerMonth >= 0 ? 'less' : 'more';
      const cost = price.extraMicroUsdPerMonth > 0 ? 'more' : 'less';
      return `${hours} ${down} downtime a month, and ${money} ${cost}`;
    }
  }
}

function usd(microUsd: number): string {
  return `$${(microUsd / MICRO).toFixed(2)}`;
}
