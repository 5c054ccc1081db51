/**
 * The steps that raise a scenario file from one format version to the next. A step is pure, goes
 * forward only and writes the shapes of its own time inline: it never imports today's types, or
 * yesterday's files would change their meaning with tomorrow's code. Version 1 is the first, so
 * the list is empty. Every released version leaves files in test/fixtures/scenarios that must open
 * for ever.
 */
import { assert } from '../../kernel/assert.ts';
import { ok, type Result } from '../../kernel/result.ts';

/** A scenario file as plain values, of any version. */
export type ScenarioImage = Readonly<Record<string, unknown>>;

export interface ScenarioStep {
  /** The version it starts from; it leads to the next one. */
  readonly from: number;
  migrate(image: ScenarioImage): Result<ScenarioImage>;
}

export interface ScenarioFormat {
  readonly currentVersion: number;
  readonly steps: readonly ScenarioStep[];
}

/** A format whose steps lead from version 1 to `currentVersion` without a gap; a gap is a bug. */
export function defineScenarioFormat(format: ScenarioFormat): ScenarioFormat {
  const present = format.steps.map((step) => step.from);
  assert(
    present.length === format.currentVersion - 1 && present.every((from, at) => from === at + 1),
    'Every scenario version up to the current one needs its step, in order',
  );
  return format;
}

/**
 * Raises a file to the current version and writes that version into it. The first refusal of a
 * step is the answer.
 */
export function migrateScenario(
  format: ScenarioFormat,
  source: { readonly image: ScenarioImage; readonly fromVersion: number },
): Result<ScenarioImage> {
  let { image } = source;
  for (const step of format.steps.slice(source.fromVersion - 1)) {
    const raised = step.migrate(image);
    if (!raised.ok) return raised;
    image = { ...raised.value, formatVersion: step.from + 1 };
  }
  return ok(image);
}

/** What this program reads and writes. The number is written out: a step may not follow today's. */
export const scenarioFormat = defineScenarioFormat({ currentVersion: 1, steps: [] });
