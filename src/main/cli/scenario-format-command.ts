/**
 * `racklab scenario format|migrate FILE`: rewrites a scenario file in place, whole or not at all.
 *
 * Both read the file as any command does and write what they read, in the present version and its
 * canonical form: there is one way of writing a scenario.
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
  run: rewrite,
};

export const scenarioMigrateCommand: CliCommand = {
  spec: {
    name: 'scenario migrate',
    summary: `Raises a scenario file to version ${SCENARIO_FORMAT_VERSION}, in place.`,
    operands: ['FILE'],
    options: { print: { help: 'Prints the raised file instead of writing it.' } },
  },
  run: rewrite,
};

async function rewrite(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
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
  const printed = printScenario(parsed.value.scenario);
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
