/**
 * The option `--seed N`, and whole numbers of options in general. A number that is
 * none is refused with the range that is allowed.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { GivenOptions } from './command-options.ts';

const SEED_MAX = 4_294_967_295;

/** The seed that was given, if one was. Refuses with cli.notANumber. */
export function readSeed(given: GivenOptions): Result<number | undefined> {
  return readWhole(given, { name: 'seed', min: 0, max: SEED_MAX });
}

/** The option `--workers`, for commands that work in several threads. */
export const WORKERS_OPTION = {
  value: 'N',
  help: 'So many threads; as many as there are cores. The result does not depend on it.',
} as const;

const WORKERS_MAX = 16;

/** The number of threads that was asked for, if one was. Refuses with cli.notANumber. */
export function readWorkers(given: GivenOptions): Result<number | undefined> {
  return readWhole(given, { name: 'workers', min: 1, max: WORKERS_MAX });
}

/** A whole number of an option, if it was given. Refuses with cli.notANumber. */
export function readWhole(
  given: GivenOptions,
  option: { readonly name: string; readonly min: number; readonly max: number },
): Result<number | undefined> {
  const { name, min, max } = option;
  const text = given.text(name);
  if (text === undefined) return ok(undefined);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return ok(value);
  return err({
    code: 'cli.notANumber',
    message: `--${name} takes a whole number from ${min} to ${max}, not "${text}".`,
    hint: `Write --${name} ${Math.max(min, 1)}, for example.`,
    details: { option: name, min, max },
  });
}
