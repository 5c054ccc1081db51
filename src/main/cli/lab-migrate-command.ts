/**
 * `racklab lab migrate FILE`: raises a file of a lab to today's version of its format, whatever it
 * is: lab, key, steps, attempt, class, results. The log of an attempt stays as it was written,
 * because it is evidence. A folder is raised with all its files, its start scenario too, and so is
 * the archive of a lab or a key.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseScenario } from '../../shared/document/parse-scenario.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { LAB_FORMATS, raiseLabFile } from '../../shared/lab/lab-formats.ts';
import { ARCHIVE_LIMITS, readArchive } from '../lab/archive-read.ts';
import { writeArchive } from '../lab/archive-write.ts';
import { readBoundedBytes } from '../lab/bounded-text.ts';
import { parseJson } from '../lab/lab-files.ts';
import { KEY_ARCHIVE_EXTENSION, LAB_ARCHIVE_EXTENSION } from '../lab/open-lab.ts';
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
      'An archive is raised with everything in it, and packed again; it cannot be printed.',
      'A lab that was raised is another lab for the attempts that were made with the old one.',
    ],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const path = given.operands[0] ?? '';
  if (isArchiveName(path)) return migrateArchive(path, { environment, given });
  const folder = await isFolder(path);
  if (!folder.ok) {
    printError(environment, folder.error);
    return EXIT.badInput;
  }
  const files = folder.value ? await jsonFilesOf(path) : [path];
  if (files.length > FILES_MAX) {
    printError(environment, tooManyFiles(files.length), path);
    return EXIT.badInput;
  }
  return migrate(files, { environment, isPrinted: given.has('print') });
}

function isArchiveName(path: string): boolean {
  return path.endsWith(LAB_ARCHIVE_EXTENSION) || path.endsWith(KEY_ARCHIVE_EXTENSION);
}

/** Raises what is in an archive and packs it again; nothing is written unless all of it is read. */
async function migrateArchive(
  path: string,
  { environment, given }: { readonly environment: CliEnvironment; readonly given: GivenOptions },
): Promise<ExitCode> {
  const packed = given.has('print') ? err(notPrinted(path)) : await raisedArchive(path);
  if (!packed.ok) {
    printError(environment, packed.error, path);
    return EXIT.badInput;
  }
  if (packed.value === undefined) {
    environment.warn(`${path} is of the present version already\n`);
    return EXIT.done;
  }
  const written = await writeTextFile(path, packed.value);
  if (!written.ok) printError(environment, written.error);
  return written.ok ? EXIT.done : EXIT.failed;
}

/** The archive with its files as they are written today; undefined when they are so already. */
async function raisedArchive(path: string): Promise<Result<Uint8Array | undefined>> {
  const bytes = await readBoundedBytes(path, ARCHIVE_LIMITS.bytesMax);
  if (!bytes.ok) return bytes;
  const files = await readArchive(bytes.value);
  if (!files.ok) return files;
  const now = raiseTexts(files.value);
  if (!now.ok) return now;
  return ok(now.value === undefined ? undefined : writeArchive(now.value));
}

/**
 * The texts of an archive as they are written today; undefined when all are so already. `raise`
 * gives one text as it is today, or undefined. Refuses as it does.
 */
export function raiseTexts(
  files: ReadonlyMap<string, string>,
  raise: (text: string) => Result<string | undefined> = raisedText,
): Result<ReadonlyMap<string, string> | undefined> {
  const now = new Map(files);
  let isRaised = false;
  for (const [name, text] of files) {
    if (!name.endsWith('.json')) continue;
    const raised = raise(text);
    if (!raised.ok) return raised;
    if (raised.value === undefined) continue;
    now.set(name, raised.value);
    isRaised = true;
  }
  return ok(isRaised ? now : undefined);
}

function notPrinted(path: string): AppError {
  return {
    code: 'cli.badValue',
    message: `${path} is an archive, and bytes are not printed.`,
    hint: 'Leave out --print, or unpack it first: racklab lab unpack.',
    details: { path },
  };
}

async function jsonFilesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => join(folder, name))
    .toSorted();
}

interface Raised {
  readonly file: string;
  readonly before: string;
  /** Undefined when it is as today already. */
  readonly now: string | undefined;
}

/** Raises files; nothing is written unless all of them can be read. */
async function migrate(
  files: readonly string[],
  how: { readonly environment: CliEnvironment; readonly isPrinted: boolean },
): Promise<ExitCode> {
  const { environment } = how;
  const all: Raised[] = [];
  for (const file of files) {
    const before = await readTextFile(file);
    const now = before.ok ? raisedText(before.value) : before;
    if (!before.ok || !now.ok) {
      if (!now.ok) printError(environment, now.error, file);
      return EXIT.badInput;
    }
    all.push({ file, before: before.value, now: now.value });
  }
  for (const { file, before, now } of all) {
    if (how.isPrinted) environment.write(now ?? before);
    else if (now === undefined) environment.warn(`${file} is of the present version already\n`);
    else {
      const written = await writeTextFile(file, now);
      if (written.ok) continue;
      printError(environment, written.error);
      return EXIT.failed;
    }
  }
  return EXIT.done;
}

function tooManyFiles(files: number): AppError {
  return {
    code: 'cli.badValue',
    message: `The folder has ${files} files; ${FILES_MAX} are raised at once.`,
    hint: 'Raise them in several folders.',
    details: { files, most: FILES_MAX },
  };
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
