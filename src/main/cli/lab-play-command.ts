/**
 * `racklab lab play LAB --actions FILE`: plays written steps as a learner would and writes the
 * attempt that comes of it. The seed is the learner's own where a salt is given, so what is played
 * here can be marked like what was handed in.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { drawFor } from '../../shared/lab/draw.ts';
import { LAB_MODES, type LabMode } from '../../shared/lab/lab-schema.ts';
import { saltOfRoomSeed } from '../../shared/lab/room-of-seed.ts';
import { seedOf } from '../lab/attempt-chain.ts';
import { sha256 } from '../lab/lab-files.ts';
import { startOf } from '../lab/lab-room.ts';
import { playActions } from '../lab/play-actions.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { readTextFile, writeTextFile } from './input-file.ts';
import { loadActions, loadLabInput, type LabInput } from './lab-input.ts';

export const labPlayCommand: CliCommand = {
  spec: {
    name: 'lab play',
    summary: 'Plays written steps in a lab and writes the attempt that comes of it.',
    operands: ['LAB'],
    options: {
      actions: { value: 'FILE', help: 'The steps.' },
      learner: { value: 'ID', help: 'Who plays; "me" when not given.' },
      'salt-file': { value: 'FILE', help: 'The salt of the class; without it a practice seed.' },
      seed: { value: 'TEXT', help: 'The seed of a broken room, as the start screen shows it.' },
      mode: { value: 'MODE', help: `${LAB_MODES.join(', ')}; practice when not given.` },
      out: { value: 'FILE', help: 'Writes the attempt there instead of printing it.' },
    },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const attempt = await attemptFrom(given, environment);
  if (!attempt.ok) {
    printError(environment, attempt.error);
    return EXIT.badInput;
  }
  const out = given.text('out');
  if (out === undefined) {
    environment.write(attempt.value);
    return EXIT.done;
  }
  const written = await writeTextFile(out, attempt.value);
  if (!written.ok) printError(environment, written.error);
  else environment.write(`${out}\n`);
  return written.ok ? EXIT.done : EXIT.failed;
}

async function attemptFrom(
  given: GivenOptions,
  environment: CliEnvironment,
): Promise<Result<string>> {
  const folder = given.operands[0] ?? '';
  const mode = modeOf(given);
  if (!mode.ok) return mode;
  const input = await loadLabInput(environment, { folder, keyPath: undefined });
  if (!input.ok) return input;
  const actions = await loadActions(given.text('actions') ?? '');
  if (!actions.ok) return actions;
  const learner = given.text('learner') ?? 'me';
  const seed = await seedFor(given, { input: input.value, learner });
  if (!seed.ok) return seed;
  const { loaded, catalogue } = input.value;
  const draw = drawFor(loaded.lab, seed.value);
  if (!draw.ok) return draw;
  const start = startOf(loaded, { draw: draw.value, catalogue });
  if (!start.ok) return start;
  const attempt = playActions(loaded, {
    start: start.value,
    actions: actions.value,
    by: { learner, seed: seed.value, mode: mode.value },
  });
  return attempt.ok ? ok(`${JSON.stringify(attempt.value, undefined, 1)}\n`) : attempt;
}

async function seedFor(
  given: GivenOptions,
  whose: { readonly input: LabInput; readonly learner: string },
): Promise<Result<string>> {
  const { lab } = whose.input.loaded;
  const path = given.text('salt-file');
  const roomSeed = given.text('seed');
  if (roomSeed !== undefined) {
    return ok(seedOf(saltOfRoomSeed(roomSeed), { lab, learner: whose.learner }));
  }
  if (path === undefined) return ok(sha256(`practice ${lab.id} ${whose.learner}`));
  const salt = await readTextFile(path);
  return salt.ok ? ok(seedOf(salt.value.trim(), { lab, learner: whose.learner })) : salt;
}

function modeOf(given: GivenOptions): Result<LabMode> {
  const text = given.text('mode') ?? 'practice';
  const mode = LAB_MODES.find((one) => one === text);
  if (mode !== undefined) return ok(mode);
  return err({
    code: 'cli.badValue',
    message: `There is no mode "${text}".`,
    hint: `Choose from ${LAB_MODES.join(', ')}.`,
  });
}
