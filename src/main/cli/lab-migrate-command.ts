/**
 * `racklab lab migrate FILE`: raises a file of a lab to today's version of its format, whatever it
 * is: lab, key, steps, attempt, class, results. The log of an attempt stays as it was written,
 * because it is evidence. A folder is raised with all its files, its start scenario too.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseScenario } from '../../shared/document/parse-scenario.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { LAB_FORMATS, raiseLabFile } from '../../shared/lab/lab-formats.ts';
import { parseJson } from '../lab/lab-files.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { isFolder, readTextFile, writeTextFile } from './input-file.ts';

/** Files of one folder at most. */
const FILES_MAX = 500;

export const labMigrateCommand: CliCommand = {
  spec: {
    name: 'lab migrate',
    summary: "Raises files of labs to today's version of their formats, in place.",
    operands: ['FILE'],
    options: { print: { help: 'Prints the raised file instead of writing it.' } },
    notes: [
      `FILE is one of ${Object.keys(LAB_FORMATS).join(', ')}, or a folder of them.`,
      'An archive is unpacked first, raised as a folder, and packed again.',
      'A lab that was raised is another lab for the attempts that were made with the old one.',
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const path = given.operands[0] ?? '';
  const folder = await isFolder(path);
  if (!folder.ok) {
    printError(environment, folder.error);
    return EXIT.badInput;
  }
  const files = folder.value ? await jsonFilesOf(path) : [path];
  for (const file of files) {
    const code = await migrate(file, { environment, isPrinted: given.has('print') });
    if (code !== EXIT.done) return code;
  }
  return EXIT.done;
}

async function jsonFilesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => join(folder, name))
    .toSorted()
    .slice(0, FILES_MAX);
}

async function migrate(
  file: string,
  how: { readonly environment: CliEnvironment; readonly isPrinted: boolean },
): Promise<ExitCode> {
  const { environment } = how;
  const text = await readTextFile(file);
  const raised = text.ok ? raisedText(text.value) : text;
  if (!text.ok || !raised.ok) {
    if (!raised.ok) printError(environment, raised.error, file);
    return EXIT.badInput;
  }
  if (how.isPrinted) {
    environment.write(raised.value ?? text.value);
    return EXIT.done;
  }
  if (raised.value === undefined) {
    environment.warn(`${file} is of the present version already\n`);
    return EXIT.done;
  }
  const written = await writeTextFile(file, raised.value);
  if (!written.ok) printError(environment, written.error);
  return written.ok ? EXIT.done : EXIT.failed;
}

/** The file as it is written today; undefined when it is so already. */
function raisedText(text: string): Result<string | undefined> {
  const value = parseJson(text, 'file of a lab');
  if (!value.ok) return value;
  // Only looked at: whatever it is, it may or may not have the field.
  const isScenario = (value.value as { format?: unknown } | null)?.format === 'racklab.scenario';
  if (isScenario) {
    const scenario = parseScenario(text);
    if (!scenario.ok) return scenario;
    const isOld = scenario.value.fileVersion !== scenario.value.scenario.formatVersion;
    return ok(isOld ? printScenario(scenario.value.scenario) : undefined);
  }
  const raised = raiseLabFile(value.value);
  if (!raised.ok) return raised;
  const { image, fromVersion } = raised.value;
  if (image['formatVersion'] === fromVersion) return ok(undefined);
  return ok(`${JSON.stringify(image, undefined, 2)}\n`);
}
