/**
 * `racklab lab grade`: marks the attempts of a class and writes tables, an object and pages.
 *
 * Nothing it writes holds a wall time or a path, so marking again gives the same bytes.
 */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { LAB_LOCALES, type LabLocale } from '../../shared/lab/lab-words.ts';
import {
  gradeClass,
  isComplete,
  readRoster,
  type ClassResults,
  type HandedIn,
} from '../lab/class-results.ts';
import { loadAttempt } from '../lab/lab-files.ts';
import { resultsFiles } from '../lab/results-files.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { readTextFile, writeTextFile } from './input-file.ts';
import { loadLabInput } from './lab-input.ts';

export const labGradeCommand: CliCommand = {
  spec: {
    name: 'lab grade',
    summary: 'Marks the attempts of a class by running them again, and writes the results.',
    operands: ['ATTEMPT...'],
    options: {
      lab: { value: 'LAB', help: 'The folder of the lab.' },
      key: { value: 'FILE', help: 'The key of the lab.' },
      roster: { value: 'FILE', help: 'The class: id,name,group, one learner a line.' },
      'salt-file': { value: 'FILE', help: 'The salt of the class.' },
      out: { value: 'DIR', help: 'Where the results are written.' },
      locale: { value: 'NAME', help: `Language of the pages: ${LAB_LOCALES.join(', ')}.` },
    },
    notes: ['Ends with 1 when an attempt could not be marked or belongs to nobody.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const results = await grade(given, environment);
  if (!results.ok) {
    printError(environment, results.error);
    return EXIT.badInput;
  }
  const out = given.text('out') ?? 'results';
  const written = await writeAll(out, resultsFiles(results.value, localeOf(given)));
  if (!written.ok) {
    printError(environment, written.error);
    return EXIT.failed;
  }
  const { learners, strays } = results.value;
  const marked = learners.filter(({ mark }) => mark.ok).length;
  environment.write(`${out}: ${marked} of ${learners.length} learners marked\n`);
  for (const { learner, mark } of learners) {
    if (!mark.ok) environment.warn(`${learner.id}: ${mark.error.message} [${mark.error.code}]\n`);
  }
  for (const { file, reason } of strays) environment.warn(`${file}: ${reason}\n`);
  return isComplete(results.value) ? EXIT.done : EXIT.failed;
}

async function grade(
  given: GivenOptions,
  environment: CliEnvironment,
): Promise<Result<ClassResults>> {
  const input = await loadLabInput(environment, {
    folder: given.text('lab') ?? '',
    keyPath: given.text('key'),
  });
  if (!input.ok) return input;
  const rosterText = await readTextFile(given.text('roster') ?? '');
  if (!rosterText.ok) return rosterText;
  const roster = readRoster(rosterText.value);
  if (!roster.ok) return roster;
  const saltText = await readTextFile(given.text('salt-file') ?? '');
  if (!saltText.ok) return saltText;
  const handedIn: HandedIn[] = [];
  for (const path of given.operands) {
    handedIn.push({ file: basename(path), attempt: await loadAttempt(path) });
  }
  const marking = { ...input.value, salt: saltText.value.trim() };
  return ok(gradeClass(marking, { roster: roster.value, handedIn }));
}

function localeOf(given: GivenOptions): LabLocale {
  return LAB_LOCALES.find((locale) => locale === given.text('locale')) ?? 'en';
}

async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<Result<undefined>> {
  try {
    await mkdir(folder, { recursive: true });
  } catch {
    // What stands in the way is told by the first file that cannot be written.
  }
  for (const [name, text] of files) {
    const written = await writeTextFile(join(folder, name), text);
    if (!written.ok) return written;
  }
  return ok(undefined);
}
