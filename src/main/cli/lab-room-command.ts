/**
 * `racklab lab room --seed TEXT`: which broken room a seed means, the one that the start screen
 * opens for it. With `--out` the room is written as a scenario, its values put in, so that the
 * other commands can look at it; what is broken is not said.
 */
import { join } from 'node:path';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { mapResult, type AppError, type Result } from '../../shared/kernel/result.ts';
import { drawFor } from '../../shared/lab/draw.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { labsOfBank, roomOfSeed, saltOfRoomSeed } from '../../shared/lab/room-of-seed.ts';
import { seedOf } from '../lab/attempt-chain.ts';
import { openShippedLabs } from '../lab/open-lab.ts';
import { startOf } from '../lab/lab-room.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { writeTextFile } from './input-file.ts';
import { loadLabInput } from './lab-input.ts';

/** Who practises when nobody is named, on the screen and here. */
const SOMEBODY = 'me';

export const labRoomCommand: CliCommand = {
  spec: {
    name: 'lab room',
    summary: 'Names the broken room that a seed means, or all there are.',
    operands: [],
    options: {
      seed: { value: 'TEXT', help: 'A date or any word; without it all rooms are listed.' },
      out: { value: 'FILE', help: 'Writes the room of the seed as a scenario.' },
      json: { help: 'Prints one JSON object.' },
    },
    notes: ['The same seed means the same room and the same figures on every machine.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const folder = join(environment.paths.resourcesFolder, 'labs');
  const labs = (await openShippedLabs(folder)).map(({ lab }) => lab);
  const seed = given.text('seed');
  if (seed === undefined) return listRooms(labs, { given, environment });
  const room = roomOfSeed(labs, seed);
  if (room === undefined) {
    printError(environment, noRooms());
    return EXIT.badInput;
  }
  const out = given.text('out');
  if (out !== undefined) {
    const text = await scenarioOf(environment, { folder: join(folder, room.id), seed });
    const written = text.ok ? await writeTextFile(out, text.value) : text;
    if (!written.ok) {
      printError(environment, written.error);
      return EXIT.failed;
    }
  }
  const { id, title, estimatedMinutes: minutes } = room;
  if (given.has('json')) {
    environment.write(`${JSON.stringify({ seed, room: id, title: title.en, minutes })}\n`);
  } else environment.write(`${seed}: ${id}, ${title.en} (${minutes} min)\n`);
  return EXIT.done;
}

function listRooms(
  labs: readonly Lab[],
  { given, environment }: { readonly given: GivenOptions; readonly environment: CliEnvironment },
): ExitCode {
  const rooms = labsOfBank(labs, 'brokenRooms');
  if (given.has('json')) {
    const listed = rooms.map(({ id, title }) => ({ room: id, title: title.en }));
    environment.write(`${JSON.stringify({ rooms: listed })}\n`);
  } else environment.write(rooms.map(({ id, title }) => `${id}  ${title.en}\n`).join(''));
  return EXIT.done;
}

/** The room as somebody finds it who opens it on the screen under this seed. */
async function scenarioOf(
  environment: CliEnvironment,
  { folder, seed }: { readonly folder: string; readonly seed: string },
): Promise<Result<string>> {
  const input = await loadLabInput(environment, { folder, keyPath: undefined });
  if (!input.ok) return input;
  const { loaded, catalogue } = input.value;
  const { lab } = loaded;
  const draw = drawFor(lab, seedOf(saltOfRoomSeed(seed), { lab, learner: SOMEBODY }));
  if (!draw.ok) return draw;
  return mapResult(startOf(loaded, { draw: draw.value, catalogue }), ({ scenario }) =>
    printScenario({ ...scenario, title: lab.title }),
  );
}

function noRooms(): AppError {
  return {
    code: 'lab.notFound',
    message: 'There are no broken rooms among the labs of this installation.',
    hint: 'Reinstall Racklab.',
  };
}
