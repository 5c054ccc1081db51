/**
 * The steps that raise a file from one version of its format to the next, whatever the format. A
 * step is pure, goes forward only and writes the shapes of its own time inline: it never imports
 * today's types, or yesterday's files would change their meaning with tomorrow's code. Every
 * released version leaves files in test/fixtures that must open for ever.
 */
import { assert } from './assert.ts';
import { ok, type Result } from './result.ts';

/** A file as plain values, of any version. */
export type FileImage = Readonly<Record<string, unknown>>;

export interface FormatStep {
  /** The version it starts from; it leads to the next one. */
  readonly from: number;
  migrate(image: FileImage): Result<FileImage>;
}

export interface FileFormat {
  readonly currentVersion: number;
  readonly steps: readonly FormatStep[];
}

/** A format whose steps lead from version 1 to `currentVersion` without a gap; a gap is a bug. */
export function defineFileFormat(format: FileFormat): FileFormat {
  const present = format.steps.map((step) => step.from);
  assert(
    present.length === format.currentVersion - 1 && present.every((from, at) => from === at + 1),
    'Every version of a format up to the current one needs its step, in order',
  );
  return format;
}

/**
 * Raises a file to the current version and writes that version into it. The first refusal of a
 * step is the answer.
 */
export function raiseFile(
  format: FileFormat,
  source: { readonly image: FileImage; readonly fromVersion: number },
): Result<FileImage> {
  let { image } = source;
  for (const step of format.steps.slice(source.fromVersion - 1)) {
    const raised = step.migrate(image);
    if (!raised.ok) return raised;
    image = { ...raised.value, formatVersion: step.from + 1 };
  }
  return ok(image);
}
