/**
 * `racklab export DOC FILE`: writes a document as a scenario file: its start with everything
 * decided since as timed actions, or with `--at` the state at a moment. What a state cannot carry
 * is told on standard error, so that the path on standard output stays alone.
 */
import type { Result } from '../../shared/kernel/result.ts';
import { exportStoredDocument, type ExportedDocument } from '../workspace/document-export.ts';
import { openStoredDocument } from '../workspace/stored-document.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { refuseDocument } from './document-refusal.ts';
import { printError } from './error-text.ts';
import { isTaken, writeTextFile } from './input-file.ts';
import { readMoment } from './replay-command.ts';

export const exportCommand: CliCommand = {
  spec: {
    name: 'export',
    summary: 'Writes a document as a scenario file: its start, and every decision as an action.',
    operands: ['DOC', 'FILE'],
    options: {
      at: { value: 'TIME', help: 'The state at this moment instead; what is lost is listed.' },
      force: { help: 'Replaces FILE when it is there.' },
    },
    notes: ['What a state cannot carry is told on standard error, a line each.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [path = '', file = ''] = given.operands;
  const at = readMoment(given);
  if (!at.ok) {
    printError(environment, at.error);
    return EXIT.badInput;
  }
  if (!given.has('force') && (await isTaken(file))) {
    printError(environment, {
      code: 'cli.fileExists',
      message: `There already is something at ${file}.`,
      hint: 'Choose another name, or write --force to replace it.',
    });
    return EXIT.badInput;
  }
  const exported = await exportFrom(environment, { path, atUs: at.value });
  if (!exported.ok) return refuseDocument(environment, exported.error);
  const { text, notCarried } = exported.value;
  const written = await writeTextFile(file, text);
  if (!written.ok) return refuseDocument(environment, written.error);
  for (const loss of notCarried) environment.warn(`not carried: ${loss}\n`);
  environment.write(`${file}\n`);
  return EXIT.done;
}

/** A document as scenario text. */
export async function exportFrom(
  environment: CliEnvironment,
  request: { readonly path: string; readonly atUs: number | undefined },
): Promise<Result<ExportedDocument>> {
  const document = await openStoredDocument(request.path);
  if (!document.ok) return document;
  return exportStoredDocument(document.value, {
    atUs: request.atUs,
    resourcesDir: environment.paths.resourcesFolder,
  });
}
