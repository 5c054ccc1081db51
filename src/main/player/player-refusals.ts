/**
 * What a lab on the screen refuses, in one place: the same words wherever a learner meets a limit.
 * The reason stands in the details, so that a screen can say it in its own language.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import type { Lab, LabMode } from '../../shared/lab/lab-schema.ts';
import { lockOn } from '../lab/lab-locks.ts';

/** Of a command the lab keeps to itself, why; undefined of others. */
export function lockRefusal(lab: Lab, type: string): AppError | undefined {
  const why = lockOn(lab, type)?.why;
  if (why === undefined) return undefined;
  return {
    code: 'lab.locked',
    message: why.en,
    hint: 'Solve it with what is yours.',
    details: { command: type, en: why.en, pt: why['pt-BR'] ?? why.en },
  };
}

/** The time allowed is over. */
export function timeUp(): AppError {
  return {
    code: 'lab.timeUp',
    message: 'The time allowed for this attempt is over.',
    hint: 'Hand in the attempt.',
  };
}

/** Something takes nothing any more: `tried`, `answered`, `finished`, `hints`. */
export function closed(reason: 'tried' | 'answered' | 'finished' | 'hints'): AppError {
  const said = {
    tried: 'The experiment was tried already, so it cannot be predicted any more.',
    answered: 'In this mode the first answer stands.',
    finished: 'The attempt was handed in; what is done now does not count.',
    hints: 'The task has no further hint.',
  }[reason];
  return {
    code: 'lab.closed',
    message: said,
    hint: 'Go on with the next task, or begin a new attempt.',
    details: { reason },
  };
}

/** The mode does not allow it. */
export function notAllowed(what: 'rewind' | 'hints' | 'check' | 'solution'): AppError {
  const said = {
    rewind: 'This mode does not let you go back in time.',
    hints: 'This mode gives no hints.',
    check: 'This mode shows no checks before the attempt is handed in.',
    solution: 'This mode shows no solution.',
  }[what];
  return {
    code: 'lab.notAllowed',
    message: said,
    hint: 'Practise the lab to use it.',
    details: { reason: what },
  };
}

/** What is open is no try-out of a lab of one's own. */
export function notTryOut(): AppError {
  return {
    code: 'author.notTryOut',
    message: 'What is open is no try-out of a lab of your own.',
    hint: "Begin a try-out from the author's desk, and keep what you play there.",
  };
}

/** No attempt is open. */
export const NOT_OPEN: AppError = {
  code: 'lab.notOpen',
  message: 'No attempt at a lab is open.',
  hint: 'Open a lab first.',
};

/** The lab is not played in this mode. */
export function noMode(mode: LabMode): AppError {
  return {
    code: 'lab.notAllowed',
    message: `This lab has no mode "${mode}".`,
    hint: 'Choose another mode.',
    details: { reason: 'mode' },
  };
}

/** Graded values are drawn from the code of a class. */
export function noSalt(): AppError {
  return {
    code: 'lab.notAllowed',
    message: 'A graded attempt needs the code of the class: your values are drawn from it.',
    hint: 'Ask your trainer for the code.',
    details: { reason: 'salt' },
  };
}

/** All attempts of a mode were begun. */
export function attemptsUsed(attempts: number): AppError {
  return {
    code: 'lab.attemptsUsed',
    message: `This mode allows ${attempts} attempts on this machine, and all were begun.`,
    hint: 'Practise the lab, or ask your trainer.',
    details: { attempts },
  };
}

/** An answer that its question does not ask for. */
export function badAnswer(check: string): AppError {
  return {
    code: 'lab.badAnswer',
    message: `The question ${check} does not take this answer.`,
    hint: 'Answer as the question says.',
    details: { check },
  };
}
