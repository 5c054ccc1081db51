/**
 * `racklab lab grade`: marks the attempts of a class and writes tables, an object and pages.
 *
 * Nothing it writes holds a wall time or a path, so marking again gives the same bytes.
 */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { LAB_LOCALES, type LabLocale } from '../../shared/lab/lab-words.ts';
import { readAnchors } from '../lab/attempt-anchors.ts';
import { classFiles } from '../lab/class-files.ts';
import {
  gradeClass,
  isComplete,
  readRoster,
  type GradedClass,
  type HandedIn,
} from '../lab/class-results.ts';
import { loadAttempt } from '../lab/lab-files.ts';
import type { Marking } from '../lab/mark-attempt.ts';
import { openKey } from '../lab/open-lab.ts';
import { RESULTS_FILE } from '../lab/results-files.ts';
import { readTrainerMarks, type TrainerMarks } from '../lab/trainer-marks.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { readTextFile, writeUnder } from './input-file.ts';
import { loadLabInput, type LabInput } from './lab-input.ts';
import { openMarkCrew } from './mark-crew.ts';

export const labGradeCommand: CliCommand = {
  spec: {
    name: 'lab grade',
    summary: 'Marks the attempts of a class by running them again, and writes the results.',
    operands: ['ATTEMPT...'],
    options: {
      lab: { value: 'LAB', help: 'A lab, folder or archive; may be given more than once.' },
      key: { value: 'FILE', help: 'The key of a lab; may be given more than once.' },
      roster: { value: 'FILE', help: 'The class: id,name,group,extension,locale.' },
      'salt-file': { value: 'FILE', help: 'The salt of the class.' },
      marks: { value: 'FILE', help: 'What you gave by hand: id,check,points,note.' },
      anchors: { value: 'FILE', help: 'Codes of logs that you noted: id,code,lab.' },
      out: { value: 'DIR', help: 'Where the results are written.' },
      locale: { value: 'NAME', help: `Language of the pages: ${LAB_LOCALES.join(', ')}.` },
    },
    notes: [
      'Attempts are sorted by the lab they name. Several labs get a folder each in DIR.',
      'Ends with 1 when an attempt could not be marked or belongs to nobody.',
    ],
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
  const written = await writeAll(out, classFiles(results.value, localeOf(given)));
  if (!written.ok) {
    printError(environment, written.error);
    return EXIT.failed;
  }
  tell(environment, { out, graded: results.value });
  return isComplete(results.value) ? EXIT.done : EXIT.failed;
}

function tell(
  environment: CliEnvironment,
  { out, graded }: { readonly out: string; readonly graded: GradedClass },
): void {
  const isOnly = graded.labs.length === 1;
  for (const { lab, learners, strays } of graded.labs) {
    const marked = learners.filter(({ mark }) => mark.ok).length;
    const where = isOnly ? out : join(out, lab.id);
    environment.write(`${where}: ${marked} of ${learners.length} learners marked\n`);
    const at = isOnly ? '' : `${lab.id}: `;
    for (const { learner, mark } of learners) {
      if (mark.ok) continue;
      environment.warn(`${at}${learner.id}: ${mark.error.message} [${mark.error.code}]\n`);
    }
    for (const { file, reason } of strays) environment.warn(`${at}${file}: ${reason}\n`);
  }
  for (const { file, reason } of graded.strays) environment.warn(`${file}: ${reason}\n`);
}

async function grade(
  given: GivenOptions,
  environment: CliEnvironment,
): Promise<Result<GradedClass>> {
  const labs = await labsOf(given, environment);
  if (!labs.ok) return labs;
  const rosterText = await readTextFile(given.text('roster') ?? '');
  if (!rosterText.ok) return rosterText;
  const roster = readRoster(rosterText.value);
  if (!roster.ok) return roster;
  const saltText = await readTextFile(given.text('salt-file') ?? '');
  if (!saltText.ok) return saltText;
  const learners = new Set(roster.value.map(({ id }) => id));
  const byHand = await marksOf(given, {
    labs: labs.value.map(({ loaded }) => loaded.lab),
    learners,
  });
  if (!byHand.ok) return byHand;
  const anchors = await anchorsOf(given, {
    labs: labs.value.map(({ loaded }) => loaded.lab.id),
    learners,
  });
  if (!anchors.ok) return anchors;
  const handedIn: HandedIn[] = [];
  for (const path of given.operands) {
    handedIn.push({ file: basename(path), attempt: await loadAttempt(path) });
  }
  const salt = saltText.value.trim();
  const markings = labs.value.map(({ loaded, key, catalogue }): Marking => ({
    loaded,
    key,
    catalogue,
    salt,
    ...(byHand.value === undefined ? {} : { byHand: byHand.value }),
    anchors: anchors.value.get(loaded.lab.id) ?? new Map(),
  }));
  const crew = openMarkCrew({ markings }, environment.paths.benchUrl);
  const graded = await gradeClass(markings, { roster: roster.value, handedIn, mark: crew.mark });
  crew.stop();
  return ok(graded);
}

/** Every lab with its key: a key says itself which lab it is for. */
async function labsOf(
  given: GivenOptions,
  environment: CliEnvironment,
): Promise<Result<LabInput[]>> {
  const keys = new Map<string, string>();
  for (const path of given.texts('key')) {
    const opened = await openKey(path);
    if (!opened.ok) return opened;
    keys.set(opened.value.key.lab, path);
  }
  const labs: LabInput[] = [];
  for (const folder of given.texts('lab')) {
    const bare = await loadLabInput(environment, { folder, keyPath: undefined });
    if (!bare.ok) return bare;
    const keyPath = keys.get(bare.value.loaded.lab.id);
    const whole = await loadLabInput(environment, { folder, keyPath });
    if (!whole.ok) return whole;
    labs.push(whole.value);
  }
  const unused = [...keys.keys()].find((id) => !labs.some((one) => one.loaded.lab.id === id));
  if (labs.length > 0 && unused === undefined) return ok(labs);
  return err(labs.length === 0 ? noLab() : strayKey(unused ?? ''));
}

async function marksOf(
  given: GivenOptions,
  of: Parameters<typeof readTrainerMarks>[1],
): Promise<Result<TrainerMarks | undefined>> {
  const path = given.text('marks');
  if (path === undefined) return ok(undefined);
  const text = await readTextFile(path);
  return text.ok ? readTrainerMarks(text.value, of) : text;
}

async function anchorsOf(
  given: GivenOptions,
  of: Parameters<typeof readAnchors>[1],
): Promise<ReturnType<typeof readAnchors>> {
  const path = given.text('anchors');
  if (path === undefined) return ok(new Map());
  const text = await readTextFile(path);
  return text.ok ? readAnchors(text.value, of) : text;
}

function noLab(): AppError {
  return {
    code: 'cli.missingOperand',
    message: 'racklab lab grade needs a lab.',
    hint: 'Name it with --lab, and its key with --key.',
    details: { operand: '--lab' },
  };
}

function strayKey(lab: string): AppError {
  return {
    code: 'cli.badValue',
    message: `There is a key for ${lab}, and no lab of that name was given.`,
    hint: 'Name the lab with --lab, or leave the key out.',
    details: { lab },
  };
}

function localeOf(given: GivenOptions): LabLocale {
  return LAB_LOCALES.find((locale) => locale === given.text('locale')) ?? 'en';
}

/** Writes the files of one marking. One that is ended halfway leaves no `results.json` behind. */
async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<Result<undefined>> {
  // What stands in the way is told by the file that cannot be written.
  for (const name of files.keys())
    if (basename(name) === RESULTS_FILE)
      await rm(join(folder, name), { force: true }).catch(() => undefined);
  for (const [name, text] of files) {
    const written = await writeUnder(folder, { file: name, text });
    if (!written.ok) return written;
  }
  return ok(undefined);
}
