/**
 * `racklab lab pack` and `racklab lab unpack`: a lab, or a key, between the folder one works in and
 * the one file people exchange. The same lab gives the same bytes; what is unpacked was looked at
 * whole before the first file is written.
 */
import { readdir } from 'node:fs/promises';
import { ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { writeArchive } from '../lab/archive-write.ts';
import { KEY_ARCHIVE_EXTENSION, LAB_ARCHIVE_EXTENSION, openKey, openLab } from '../lab/open-lab.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { writeTextFile, writeUnder } from './input-file.ts';

export const labPackCommand: CliCommand = {
  spec: {
    name: 'lab pack',
    summary: 'Packs a lab, or a key, into the one file that people exchange.',
    operands: ['LAB'],
    options: {
      out: { value: 'FILE', help: `The archive; NAME${LAB_ARCHIVE_EXTENSION} when not given.` },
    },
    notes: [
      'LAB is the folder of a lab, or the folder or file of a key, which never goes to learners.',
      'The same lab gives the same bytes on every machine.',
    ],
  },
  run: pack,
};

export const labUnpackCommand: CliCommand = {
  spec: {
    name: 'lab unpack',
    summary: 'Opens the archive of a lab, or of a key, into a folder.',
    operands: ['FILE'],
    options: { out: { value: 'DIR', help: 'A new or empty folder; the name of FILE otherwise.' } },
  },
  run: unpack,
};

/** What is packed: texts by path, and the name the archive gets. */
interface Packed {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** A lab, or a key where it is no lab. */
async function openEither(path: string): Promise<Result<Packed>> {
  const lab = await openLab(path);
  if (lab.ok) {
    const { lab: read, files } = lab.value;
    return ok({ name: `${read.id}${LAB_ARCHIVE_EXTENSION}`, files });
  }
  const key = await openKey(path);
  // A key that cannot be read either was most likely meant as a lab.
  if (!key.ok) return lab;
  return ok({ name: `${key.value.key.lab}${KEY_ARCHIVE_EXTENSION}`, files: key.value.files });
}

async function pack(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const opened = await openEither(given.operands[0] ?? '');
  if (!opened.ok) {
    printError(environment, opened.error);
    return EXIT.badInput;
  }
  const { name, files } = opened.value;
  const out = given.text('out') ?? name;
  const bytes = writeArchive(files);
  const written = await writeTextFile(out, bytes);
  if (!written.ok) {
    printError(environment, written.error);
    return EXIT.failed;
  }
  environment.write(`${out}: ${files.size} files, ${bytes.length} bytes\n`);
  return EXIT.done;
}

async function unpack(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const path = given.operands[0] ?? '';
  const opened = await openEither(path);
  if (!opened.ok) {
    printError(environment, opened.error);
    return EXIT.badInput;
  }
  const { name, files } = opened.value;
  const out = given.text('out') ?? name.slice(0, name.lastIndexOf('.'));
  if (!(await isFree(out))) {
    printError(environment, notEmpty(out));
    return EXIT.badInput;
  }
  for (const [file, text] of files) {
    const written = await writeUnder(out, { file, text });
    if (!written.ok) {
      printError(environment, written.error);
      return EXIT.failed;
    }
  }
  environment.write(`${out}: ${files.size} files\n`);
  return EXIT.done;
}

/** Whether a folder is not there yet, or is empty. */
async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

function notEmpty(folder: string): AppError {
  return {
    code: 'cli.fileExists',
    message: `${folder} is there already and is not an empty folder.`,
    hint: 'Name another folder with --out.',
    details: { path: folder },
  };
}
