/**
 * Reads dated catalogues from the resources folder.
 *
 * The folder comes from the entry file of the host, because a bundled module cannot know where the
 * resources lie. What is read is checked whole (shape, references, evidence), frozen, and kept, so
 * that everybody in a process shares one copy. It must not know what a catalogue is used for.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nearestWords } from '../../shared/kernel/nearest-words.ts';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { checkCatalogue } from '../../shared/model/catalogue-check.ts';
import {
  CATALOGUE_FORMAT,
  CATALOGUE_FORMAT_VERSION,
  catalogueSchema,
  type Catalogue,
} from '../../shared/model/catalogue.ts';

/** The catalogue of a lab that names none. */
export const DEFAULT_CATALOGUE_ID = 'azure-2026-11';

const CATALOGUE_BYTES_MAX = 8 * 1024 * 1024;
const CATALOGUES_KEPT_MAX = 16;
const PROBLEMS_SHOWN_MAX = 5;
/** Ids are file names: nothing in them may leave the folder. */
const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

const kept = new Map<string, Catalogue>();

/** The folder of the catalogues inside the resources. */
export function catalogueFolder(resourcesDir: string): string {
  return join(resourcesDir, 'catalogue');
}

/**
 * The catalogue of an id, frozen; read once per process.
 * @param place folder with the catalogues, `…/resources/catalogue`, and the id
 * Refuses with catalogue.notFound, catalogue.unreadable, catalogue.tooLarge, catalogue.notOurFile,
 * catalogue.newerFormat, catalogue.invalid.
 */
export function loadCatalogue(place: {
  readonly folder: string;
  readonly id: string;
}): Result<Catalogue> {
  const { folder, id } = place;
  if (!ID_PATTERN.test(id)) return err(missing(folder, id));
  const path = join(folder, `${id}.json`);
  const known = kept.get(path);
  if (known !== undefined) return ok(known);
  const text = readText(folder, id);
  if (!text.ok) return text;
  const parsed = parseCatalogue({ text: text.value, id });
  if (!parsed.ok) return parsed;
  if (kept.size >= CATALOGUES_KEPT_MAX) kept.clear();
  kept.set(path, freeze(parsed.value));
  return parsed;
}

/** Ids of the catalogues in a folder, newest name last; empty when it cannot be read. */
export function listCatalogues(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const ids = names.map((name) => name.slice(0, -'.json'.length));
    return ids.filter((id) => ID_PATTERN.test(id)).toSorted(compareCodeUnits);
  } catch {
    return [];
  }
}

function readText(folder: string, id: string): Result<string> {
  const path = join(folder, `${id}.json`);
  try {
    const { size } = statSync(path);
    if (size <= CATALOGUE_BYTES_MAX) return ok(readFileSync(path, 'utf8'));
    return err({
      code: 'catalogue.tooLarge',
      message: `The catalogue ${id} has ${size} bytes; ${CATALOGUE_BYTES_MAX} are read at most.`,
      hint: 'Remove sizes, images or titles that no lab needs.',
      details: { id, bytes: size, bytesMax: CATALOGUE_BYTES_MAX },
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return err(missing(folder, id));
    return err({
      code: 'catalogue.unreadable',
      message: `The catalogue ${id} could not be read from ${path} (${code}).`,
      hint: 'Check that the file exists and may be read, or reinstall Racklab.',
      details: { id, path, reason: code },
    });
  }
}

function missing(folder: string, id: string): AppError {
  const known = listCatalogues(folder);
  const suggestions = nearestWords({ wanted: id, known });
  const near = suggestions.length > 0 ? suggestions : known.slice(0, PROBLEMS_SHOWN_MAX);
  return {
    code: 'catalogue.notFound',
    message: `There is no catalogue "${id.slice(0, 80)}" in ${folder}.`,
    hint:
      near.length > 0
        ? `Name one that is there: ${near.join(', ')}.`
        : 'The folder has no catalogue at all: reinstall Racklab, or build it from a clone.',
    details: { id: id.slice(0, 80), folder, suggestions: near },
  };
}

/**
 * Checks the text of a catalogue file that should carry an id.
 * Refuses with catalogue.notOurFile, catalogue.newerFormat, catalogue.invalid.
 */
export function parseCatalogue(file: {
  readonly text: string;
  readonly id: string;
}): Result<Catalogue> {
  const { text, id } = file;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return invalid({ id, problems: [`it is not JSON: ${reason}`] });
  }
  const stranger = checkEnvelope(value, id);
  if (stranger !== undefined) return err(stranger);
  const parsed = catalogueSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const path = issue.path.map(String).join('.');
      return `${path === '' ? 'the file' : path}: ${issue.message}`;
    });
    return invalid({ id, problems });
  }
  const problems = checkCatalogue(parsed.data).map(({ path, message }) => `${path}: ${message}`);
  if (parsed.data.id !== id) problems.unshift(`id: it says "${parsed.data.id}", not "${id}"`);
  return problems.length > 0 ? invalid({ id, problems }) : ok(parsed.data);
}

function checkEnvelope(value: unknown, id: string): AppError | undefined {
  const isObject = typeof value === 'object' && value !== null;
  const format = isObject && 'format' in value ? value.format : undefined;
  const version = isObject && 'formatVersion' in value ? value.formatVersion : undefined;
  if (format !== CATALOGUE_FORMAT) {
    return {
      code: 'catalogue.notOurFile',
      message: `The file of catalogue ${id} is not a catalogue: it lacks "${CATALOGUE_FORMAT}".`,
      hint: `A catalogue begins with "format": "${CATALOGUE_FORMAT}".`,
      details: { id },
    };
  }
  if (typeof version !== 'number' || version <= CATALOGUE_FORMAT_VERSION) return undefined;
  return {
    code: 'catalogue.newerFormat',
    message:
      `The catalogue ${id} is of format ${version}; this Racklab reads up to ` +
      `${CATALOGUE_FORMAT_VERSION}.`,
    hint: 'Use a newer Racklab, or a catalogue made for this one.',
    details: { id, formatVersion: version, formatVersionMax: CATALOGUE_FORMAT_VERSION },
  };
}

function invalid(input: { id: string; problems: readonly string[] }): Result<never> {
  const { id, problems } = input;
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX);
  const more = problems.length - shown.length;
  return err({
    code: 'catalogue.invalid',
    message:
      `The catalogue ${id} has ${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}: ` +
      `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    hint: 'Correct the file at the places named; docs/catalogue.md says what each field means.',
    details: { id, count: problems.length, problems: shown },
  });
}

/** Freezes a value and all below it: a shared catalogue that one reader could change is a trap. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
