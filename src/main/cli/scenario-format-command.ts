/**
 * `racklab scenario format|migrate FILE`: rewrites a scenario file in place, whole or not at all.
 *
 * Both read the file as any command does and write what they read; `format` leaves the version to
 * `migrate`, so that a file is never raised by accident.
 */
import { parseScenario } from '../../shared/document/parse-scenario.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { SCENARIO_FORMAT_VERSION } from '../../shared/document/scenario-schema.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { readTextFile, writeTextFile } from './input-file.ts';

export const scenarioFormatCommand: CliCommand = {
  spec: {
    name: 'scenario format',
    summary: 'Writes a scenario file in its canonical form, in place.',
    operands: ['FILE'],
    options: {
      check: { help: 'Writes nothing; ends with 1 when the file is not in canonical form.' },
      print: { help: 'Prints the canonical form instead of writing it.' },
    },
  },
  run: (given, environment) => rewrite(given, { environment, raises: false }),
};

export const scenarioMigrateCommand: CliCommand = {
  spec: {
    name: 'scenario migrate',
    summary: `Raises a scenario file to version ${SCENARIO_FORMAT_VERSION} of the format, in place.`,
    operands: ['FILE'],
    options: { print: { help: 'Prints the raised file instead of writing it.' } },
  },
  run: (given, environment) => rewrite(given, { environment, raises: true }),
};

async function rewrite(
  given: GivenOptions,
  options: { readonly environment: CliEnvironment; readonly raises: boolean },
): Promise<ExitCode> {
  const { environment, raises } = options;
  const file = given.operands[0] ?? '';
  const text = await readTextFile(file);
  if (!text.ok) {
    printError(environment, text.error);
    return EXIT.badInput;
  }
  const parsed = parseScenario(text.value);
  if (!parsed.ok) {
    printError(environment, parsed.error, file);
    return EXIT.badInput;
  }
  const { scenario, fileVersion } = parsed.value;
  if (!raises && fileVersion < SCENARIO_FORMAT_VERSION) {
    printError(environment, {
      code: 'scenario.olderFormat',
      message: `${file} is written in version ${fileVersion} of the format.`,
      hint: `racklab scenario migrate ${file} raises it to version ${SCENARIO_FORMAT_VERSION}.`,
    });
    return EXIT.badInput;
  }
  const printed = printScenario(scenario);
  if (given.has('print')) {
    environment.write(printed);
    return EXIT.done;
  }
  if (printed === text.value) {
    environment.warn(`${file} is in canonical form already\n`);
    return EXIT.done;
  }
  if (given.has('check')) {
    environment.warn(`${file} is not in canonical form; racklab scenario format ${file}\n`);
    return EXIT.failed;
  }
  const written = await writeTextFile(file, printed);
  if (!written.ok) printError(environment, written.error);
  return written.ok ? EXIT.done : EXIT.failed;
}
