/**
 * Reads a lab, its key and attempts from the disk: bounded, checked by schema, hashed.
 *
 * A lab is a folder with `lab.json`, its start scenario and its pages. Its hash covers every file
 * that counts by name and content, so that two copies of one lab have one hash wherever they lie.
 * Nothing here knows what a check means.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { z } from 'zod';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { attemptSchema, type Attempt } from '../../shared/lab/attempt-schema.ts';
import { keySchema, type LabKey } from '../../shared/lab/key-schema.ts';
import { labSchema, type Lab } from '../../shared/lab/lab-schema.ts';
import { raiseLabFile } from '../../shared/lab/lab-formats.ts';
import { readBoundedText } from './bounded-text.ts';

/** Largest file of a lab, in bytes. */
const LAB_FILE_BYTES_MAX = 8 * 1_024 * 1_024;
const LAB_FILE = 'lab.json';
/** Largest attempt, in bytes. */
const ATTEMPT_BYTES_MAX = 64 * 1_024 * 1_024;

/** A lab with the files it names. */
export interface LoadedLab {
  readonly lab: Lab;
  readonly scenarioText: string;
  /** Markdown by path, as `pages/1.en.md`. */
  readonly pages: ReadonlyMap<string, string>;
  /** Every file that counts, by its path in the lab. */
  readonly files: ReadonlyMap<string, string>;
  readonly sha256: string;
}

/** Gives the text of a file of a lab by its path in it. */
type ReadLabFile = (path: string) => Promise<Result<string>>;

/** Reads a lab from its folder. Refuses with `lab.unreadable` and `lab.invalid`. */
export function loadLab(folder: string): Promise<Result<LoadedLab>> {
  return readLab((path) => readBoundedText(join(folder, path), LAB_FILE_BYTES_MAX));
}

/** Puts a lab together from texts of its files. Refuses as `loadLab` does. */
export function labFromFiles(files: ReadonlyMap<string, string>): Promise<Result<LoadedLab>> {
  return readLab((path) => {
    const text = files.get(path);
    return Promise.resolve(text === undefined ? err(missing(path)) : ok(text));
  });
}

async function readLab(read: ReadLabFile): Promise<Result<LoadedLab>> {
  const text = await read(LAB_FILE);
  if (!text.ok) return text;
  const lab = parseFile(text.value, { schema: labSchema, what: 'lab' });
  if (!lab.ok) return lab;
  const scenario = await read(lab.value.start.scenario);
  if (!scenario.ok) return scenario;
  const pages = new Map<string, string>();
  for (const path of pagePaths(lab.value)) {
    const page = await read(path);
    if (!page.ok) return page;
    pages.set(path, page.value);
  }
  const files = new Map([
    [LAB_FILE, text.value],
    [lab.value.start.scenario, scenario.value],
    ...pages,
  ]);
  return ok({
    lab: lab.value,
    scenarioText: scenario.value,
    pages,
    files,
    sha256: hashOfFiles(files),
  });
}

/** The pages of a lab in every language it has. */
export function pagePaths(lab: Lab): string[] {
  return lab.tasks.flatMap(({ page }) =>
    lab.locales.map((locale) => page.replaceAll('{locale}', locale)),
  );
}

/** Reads a key. Refuses with `lab.unreadable` and `lab.invalid`. */
export async function loadKey(path: string): Promise<Result<LabKey>> {
  const text = await readBoundedText(path, LAB_FILE_BYTES_MAX);
  return text.ok ? parseFile(text.value, { schema: keySchema, what: 'key' }) : text;
}

/** Reads an attempt. Refuses with `lab.unreadable` and `lab.invalid`. */
export async function loadAttempt(path: string): Promise<Result<Attempt>> {
  const text = await readBoundedText(path, ATTEMPT_BYTES_MAX);
  return text.ok ? parseFile(text.value, { schema: attemptSchema, what: 'attempt' }) : text;
}

/** From text to a checked value; the refusal names the field. */
export function parseFile<T>(
  text: string,
  as: { readonly schema: z.ZodType<T>; readonly what: string },
): Result<T> {
  const value = parseJson(text, as.what);
  if (!value.ok) return value;
  const raised = raiseLabFile(value.value);
  if (!raised.ok) return raised;
  const parsed = as.schema.safeParse(raised.value.image);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const where = path === '' ? '' : `${path}: `;
  return err(invalid(as.what, `${where}${issue?.message ?? 'its shape is unknown'}`));
}

/** A text as JSON. Refuses with `lab.invalid`. */
export function parseJson(text: string, what: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch (error) {
    return err(invalid(what, `it is not JSON (${String(error)})`));
  }
}

function invalid(what: string, why: string): AppError {
  return {
    code: 'lab.invalid',
    message: `This is no ${what} this program reads: ${why}.`,
    hint: 'Check the file against its schema in resources/schema, or open it with a newer version.',
    details: { what, why },
  };
}

function missing(path: string): AppError {
  return {
    code: 'lab.unreadable',
    message: `${path} cannot be read: it is not there.`,
    hint: 'Check that the file belongs to the lab.',
    details: { path, why: 'it is not there' },
  };
}

function hashOfFiles(files: ReadonlyMap<string, string>): string {
  const list = [...files].map(([path, text]) => [path, sha256(text)]);
  const written = canonicalJson(Object.fromEntries(list));
  return sha256(written.ok ? written.value : '');
}

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
