/**
 * `racklab import FILE DOC`: makes a document from a scenario file. The file is read, built and
 * accepted by the engine before anything is written.
 */
import { APP_VERSION } from '../../shared/contract/app-version.ts';
import { importDocument } from '../workspace/document-import.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { refuseDocument } from './document-refusal.ts';
import { printError } from './error-text.ts';
import { readTextFile } from './input-file.ts';

export const importCommand: CliCommand = {
  spec: {
    name: 'import',
    summary: 'Makes a document (a folder name.racklab) from a scenario file.',
    operands: ['FILE', 'DOC'],
    options: {},
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [file = '', path = ''] = given.operands;
  const text = await readTextFile(file);
  if (!text.ok) {
    printError(environment, text.error);
    return EXIT.badInput;
  }
  const made = await importDocument({
    text: text.value,
    path,
    resourcesDir: environment.paths.resourcesFolder,
    appVersion: APP_VERSION,
  });
  if (made.ok) {
    environment.write(`${made.value.path}\n`);
    return EXIT.done;
  }
  if (made.error.code.startsWith('scenario.')) {
    printError(environment, made.error, file);
    return EXIT.badInput;
  }
  return refuseDocument(environment, made.error);
}
