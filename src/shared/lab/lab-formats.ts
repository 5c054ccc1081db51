/**
 * The formats of the files of labs with their versions: what a file says of itself is looked at
 * before anything else is understood, so that a newer file is called newer and not full of
 * mistakes, and an older one is raised step by step.
 *
 * An attempt is evidence: a step may change what stands around its log and never the log, whose
 * entries are chained as they were written.
 */
import { assert } from '../kernel/assert.ts';
import {
  defineFileFormat,
  raiseFile,
  type FileFormat,
  type FileImage,
} from '../kernel/file-format.ts';
import { err, ok, type AppError, type Result } from '../kernel/result.ts';

/** Every format by its name. Numbers are written out: a step may not follow today's. */
export const LAB_FORMATS: Readonly<Record<string, FileFormat>> = {
  'racklab.lab': defineFileFormat({ currentVersion: 1, steps: [] }),
  'racklab.key': defineFileFormat({ currentVersion: 1, steps: [] }),
  'racklab.actions': defineFileFormat({ currentVersion: 1, steps: [] }),
  'racklab.attempt': defineFileFormat({ currentVersion: 1, steps: [] }),
  'racklab.roster': defineFileFormat({ currentVersion: 1, steps: [] }),
  'racklab.results': defineFileFormat({ currentVersion: 1, steps: [] }),
};

/** A file of a known format, as it is today. */
export interface RaisedFile {
  readonly format: string;
  readonly fromVersion: number;
  readonly image: FileImage;
}

/**
 * Raises a parsed file to today's version. Refuses with `lab.invalid`, `lab.newerFormat`, and as
 * its steps do.
 */
export function raiseLabFile(
  value: unknown,
  formats: Readonly<Record<string, FileFormat>> = LAB_FORMATS,
): Result<RaisedFile> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return err(notOurs('it is not one object'));
  }
  // Any object is a record of unknown values; the fields are looked at before they are used.
  const image = value as FileImage;
  const { format: name, formatVersion: version } = image;
  const format =
    typeof name === 'string' && Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (typeof name !== 'string' || format === undefined) {
    return err(notOurs(`its "format" is none of ${Object.keys(formats).join(', ')}`));
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return err(notOurs('its "formatVersion" is no whole number from 1'));
  }
  if (version > format.currentVersion) return err(newer(version, format.currentVersion));
  const raised = raiseFile(format, { image, fromVersion: version });
  if (!raised.ok) return raised;
  assert(
    name !== 'racklab.attempt' || raised.value['log'] === image['log'],
    'A step leaves the log of an attempt as it was written',
  );
  return ok({ format: name, fromVersion: version, image: raised.value });
}

function notOurs(why: string): AppError {
  return {
    code: 'lab.invalid',
    message: `This is no file of a lab: ${why}.`,
    hint: 'Check the file against its schema in resources/schema.',
    details: { what: 'file of a lab', why },
  };
}

function newer(found: number, current: number): AppError {
  return {
    code: 'lab.newerFormat',
    message: `The file is of version ${found}; this program reads versions up to ${current}.`,
    hint: 'Open it with a newer Racklab. Nothing was changed.',
    details: { found, current },
  };
}
