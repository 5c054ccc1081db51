/**
 * Refusals as lines on standard error: what and why with the code, then what to do next. No stack
 * traces; a file with several problems shows each with its line.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import type { PlacedWarning } from '../workspace/start-engine.ts';
import type { CliEnvironment } from './cli-environment.ts';

/** Prints a refusal; `file` is put before the places in it. */
export function printError(
  environment: Pick<CliEnvironment, 'warn'>,
  error: AppError,
  file?: string,
): void {
  const problems = error.details?.['problems'];
  if (file !== undefined && Array.isArray(problems) && problems.length > 0) {
    const lines = problems.map((problem) => `${file}:${String(problem)}`);
    const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
    environment.warn(`${lines.join('\n')}\nracklab: ${count} in ${file}; nothing was done\n`);
    return;
  }
  const where = file === undefined ? '' : `${file}: `;
  const hint = error.hint === undefined ? '' : `\n  ${error.hint}`;
  environment.warn(`racklab: ${where}${error.message} [${error.code}]${hint}\n`);
}

/** Prints a warning with its place in the file; what it is about was accepted. */
export function printWarning(
  environment: Pick<CliEnvironment, 'warn'>,
  warning: PlacedWarning,
  file: string,
): void {
  const { code, message, hint, path, line } = warning;
  const place = line === undefined ? '' : `${line}:`;
  environment.warn(`${file}:${place} ${path}: warning: ${message} [${code}]\n  ${hint}\n`);
}
