/**
 * Refusals of documents as exit codes: what is wrong with the input is 2, what went wrong while
 * working is 1. A document that is damaged was found to be so: that is work that failed.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import { printError } from './error-text.ts';

/** Codes that say that the work itself failed; everything else is bad input. */
const FAILED: ReadonlySet<string> = new Set([
  'document.damaged',
  'document.diverged',
  'document.migrationFailed',
  'document.unreadable',
  'document.writeFailed',
  'journal.damaged',
  'journal.inconsistent',
  'journal.unreadable',
  'journal.writeFailed',
  'cli.writeFailed',
]);

/** Prints the refusal of a document and says how to end. */
export function refuseDocument(environment: CliEnvironment, error: AppError): ExitCode {
  printError(environment, error);
  return FAILED.has(error.code) ? EXIT.failed : EXIT.badInput;
}
