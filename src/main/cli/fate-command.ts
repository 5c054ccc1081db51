/**
 * `racklab fate FILE`: what the members of each set, pool and service share, from the drawing as it
 * stands at the start. It runs nothing, so the same file gives the same bytes.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Fate, FatePart } from '../../shared/views/fate-view.ts';
import { beginRoom, type BegunEngine } from './begin-room.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';

export const fateCommand: CliCommand = {
  spec: {
    name: 'fate',
    summary: 'Says what the members of a set, balancer or service share, from the drawing.',
    operands: ['FILE'],
    options: {
      of: { value: 'NAME', help: 'Only this set, balancer or service; all of them when absent.' },
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'A part is listed when losing it stops two or more members; batteries count as empty.',
      'Behind: parts that look redundant and all hang on it.',
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const room = await beginRoom(environment, file);
  if (!room.ok) {
    printError(environment, room.error, file);
    return EXIT.badInput;
  }
  const { engine, read } = room.value;
  const { scenario } = read;
  const fates = fatesOf(engine, given.text('of'));
  if (!fates.ok) {
    printError(environment, fates.error, file);
    return EXIT.badInput;
  }
  if (given.has('json')) {
    const object = { scenario: scenario.title ?? file, seed: scenario.seed, fates: fates.value };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(fates.value.map(tableOf).join('\n'));
  return EXIT.done;
}

/** Of one thing, or of everything that has members. A pool speaks for the service behind it. */
function fatesOf(engine: BegunEngine, of: string | undefined): Result<Fate[]> {
  const owners =
    of === undefined
      ? engine.rows(['availabilitySet', 'scaleSet', 'balancer']).map(({ id }) => id)
      : [of];
  const fates: Fate[] = [];
  for (const owner of owners) {
    const fate = engine.fate(owner);
    if (!fate.ok) return fate;
    fates.push(fate.value);
  }
  return ok(fates);
}

function tableOf(fate: Fate): string {
  const head = `${fate.of}: ${fate.members.length} running members`;
  if (fate.parts.length === 0) return `${head}, which share nothing.\n`;
  const width = Math.max(4, ...fate.parts.map(({ id }) => id.length)) + 2;
  const more = fate.found - fate.parts.length;
  return [
    head,
    [
      'part'.padEnd(width),
      'takes'.padEnd(7),
      'leaves'.padEnd(8),
      'behind it, redundant in vain',
    ].join(''),
    ...fate.parts.map((part) => lineOf(part, width)),
    ...(more > 0 ? [`and ${more} more`] : []),
    '',
  ].join('\n');
}

function lineOf(part: FatePart, width: number): string {
  const notes = [
    part.behind.join(', '),
    part.batteryMinutes === undefined ? '' : `after ${part.batteryMinutes} min of battery`,
  ].filter((note) => note !== '');
  const figures = [String(part.taken).padEnd(7), String(part.left).padEnd(8)].join('');
  return `${part.id.padEnd(width)}${figures}${notes.join('; ')}`.trimEnd();
}
