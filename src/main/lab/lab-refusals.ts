/**
 * What goes wrong with an experiment, in the words of a lab: who reads it there is a trainer who
 * can change the lab, not somebody who can change the experiment. Only what would read wrongly
 * there is reworded; every other refusal passes as it is.
 */
import type { Place } from '../../shared/document/journal-record.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';

const LAB_CODES: ReadonlyMap<string, { readonly code: string; readonly hint?: string }> = new Map([
  [
    'experiment.nothingAimedAt',
    {
      code: 'lab.nothingToCut',
      hint: 'Check the selector, and that a lock keeps these things from being removed.',
    },
  ],
  ['experiment.tooManyCases', { code: 'lab.tooManyCases' }],
]);

/** Written steps that no room could take. */
export function badSteps(why: string): AppError {
  return {
    code: 'lab.badSteps',
    message: `The steps cannot be played: ${why}.`,
    hint: 'Order the steps by time, and write each as a command, an answer or a hint.',
  };
}

/** A log tells of a place that its run does not have. */
export function noPlace({ atUs, eventCount }: Place): AppError {
  return {
    code: 'document.diverged',
    message: `The run has no place ${atUs} us after ${eventCount} events.`,
    hint: 'Ask for the file as the program wrote it.',
    details: { atUs, eventCount },
  };
}

/** The same refusal as a lab says it. */
export function asLab<T>(result: Result<T>, check: string): Result<T> {
  return result.ok ? result : { ok: false, error: inLabWords(result.error, check) };
}

function inLabWords(error: AppError, check: string): AppError {
  const { code, message, hint, details } = error;
  if (code === 'service.notFound' && typeof details?.['service'] === 'string') {
    return {
      code,
      message: `There is no service ${details['service']} in the room of the attempt.`,
      hint: 'Check the lab: a lock should keep its service from being removed.',
      details,
    };
  }
  if (code === 'experiment.badCommand') {
    return {
      code: 'lab.invalid',
      message: `A decision of the check ${check} is no command of this program.`,
      hint: 'Write it as in the actions of a scenario, with "type".',
    };
  }
  const lab = LAB_CODES.get(code);
  if (lab === undefined) return error;
  const own = lab.hint ?? hint;
  return { code: lab.code, message, ...(own === undefined ? {} : { hint: own }) };
}
