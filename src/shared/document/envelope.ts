/**
 * The first look at a value from a file: is it one of ours, and of a version this program reads?
 * It is made before anything else is understood, so that a newer file is called newer and not
 * full of mistakes.
 */
import type { ScenarioIssue } from './scenario-issue.ts';

/** A file's own word about itself. */
export interface Envelope {
  readonly formatVersion: number;
  readonly image: Readonly<Record<string, unknown>>;
}

export interface ExpectedFormat {
  /** `racklab.scenario` */
  readonly format: string;
  /** The newest version read. */
  readonly versionMax: number;
}

/** Reads format and version of a parsed file, or says why it cannot be one of this format. */
export function readEnvelope(value: unknown, expected: ExpectedFormat): Envelope | ScenarioIssue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    return notOurs([], `it holds ${found} where a scenario is one object`, expected);
  }
  // Any object is a record of unknown values; the fields are looked at before they are used.
  const image = value as Readonly<Record<string, unknown>>;
  const { format, formatVersion } = image;
  if (format !== expected.format) {
    const reason =
      format === undefined
        ? `it does not say "format": "${expected.format}"`
        : `its format is ${JSON.stringify(format)?.slice(0, 80) ?? 'not text'}`;
    return notOurs(format === undefined ? [] : ['format'], reason, expected);
  }
  if (typeof formatVersion !== 'number' || !Number.isInteger(formatVersion) || formatVersion < 1) {
    return {
      code: 'scenario.noVersion',
      path: formatVersion === undefined ? [] : ['formatVersion'],
      reason: 'formatVersion is missing or no whole number from 1',
      hint: `Files of this program say "formatVersion": ${expected.versionMax}.`,
    };
  }
  if (formatVersion > expected.versionMax) {
    return {
      code: 'scenario.newerFormat',
      path: ['formatVersion'],
      reason:
        `the file is written in version ${formatVersion} of the format and this program reads ` +
        `versions up to ${expected.versionMax}`,
      hint: 'Open it with a newer Racklab, or ask for it in an older version. Nothing was changed.',
    };
  }
  return { formatVersion, image };
}

function notOurs(path: readonly string[], reason: string, expected: ExpectedFormat): ScenarioIssue {
  const hint = `A scenario file begins with "format": "${expected.format}".`;
  return { code: 'scenario.notOurs', path, reason, hint };
}
