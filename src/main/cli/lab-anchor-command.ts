/**
 * `racklab lab anchor ATTEMPT`: the code of the log that was handed in, and whether the log passes
 * through codes that were noted. Nothing is run or marked.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import { anchorCode } from '../../shared/lab/anchor.ts';
import { headOf, missedAnchor, otherAnchor } from '../lab/attempt-anchors.ts';
import { brokenAt } from '../lab/attempt-chain.ts';
import { loadAttempt } from '../lab/lab-files.ts';
import { altered } from '../lab/mark-attempt.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';

export const labAnchorCommand: CliCommand = {
  spec: {
    name: 'lab anchor',
    summary: 'Tells the code of a log, and whether it passes through codes that were noted.',
    operands: ['ATTEMPT'],
    options: { code: { value: 'CODE', help: 'A code; may be given more than once.' } },
    notes: ['Ends with 1 when the log was altered or does not pass through a code.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const attempt = await loadAttempt(given.operands[0] ?? '');
  if (!attempt.ok) {
    printError(environment, attempt.error);
    return EXIT.badInput;
  }
  function fail(error: AppError): ExitCode {
    printError(environment, error);
    return EXIT.failed;
  }
  const broken = brokenAt(attempt.value);
  if (broken !== undefined) return fail(altered(broken));
  const missed = missedAnchor(attempt.value, given.texts('code'));
  if (missed !== undefined) return fail(otherAnchor(missed));
  environment.write(`${anchorCode(headOf(attempt.value))}\n`);
  return EXIT.done;
}
