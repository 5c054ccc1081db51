/**
 * From a scenario to an engine that stands at its start, script set.
 *
 * Documents, the command line, benchmarks and templates all begin here, so that the same file gives
 * the same hash wherever it is opened. What the engine refuses is told with the place in the file
 * it came from.
 */
import type { ExpandedScenario } from '../../shared/document/expand-scenario.ts';
import { overlayCatalogue } from '../../shared/document/catalogue-overlay.ts';
import { printPath, type TextPlace, type ValuePath } from '../../shared/document/scenario-issue.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Warning } from '../../shared/kernel/warning.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import type { Engine, SetupWatcher } from '../engine/index.ts';
import { emptyEngine, type LabStart } from '../sweep/lab-copy.ts';

export interface StartOptions {
  readonly scenario: Pick<Scenario, 'seed' | 'operations' | 'startsAt'>;
  readonly expanded: Pick<ExpandedScenario, 'sizes' | 'setupCommands' | 'actions' | 'originOf'>;
  /** The catalogue the scenario names, without the scenario's own sizes. */
  readonly catalogue: Catalogue;
  /** Another seed than the scenario's. */
  readonly seed?: number;
  /** Turns a part of the scenario into its place in the text, where there is a text. */
  readonly placeOf?: (path: ValuePath) => TextPlace;
  /** Is told what a part of the room was accepted with. */
  readonly warned?: (warning: PlacedWarning) => void;
}

/** A warning with the part of the scenario it is about. */
export interface PlacedWarning extends Warning {
  readonly path: string;
  /** From 1; absent where there is no text. */
  readonly line?: number;
}

/**
 * Makes an engine at the start of a scenario. Refuses with the engine's own code for the first
 * command it cannot carry out; details name `path`, `line` and `column` of the file.
 */
export function startEngine(options: StartOptions): Result<Engine> {
  const steps = startEngineSteps(options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `startEngine`, with rests on the way: each step tells how much of the room stands, 0 to 1. */
export function* startEngineSteps(options: StartOptions): Generator<number, Result<Engine>, void> {
  const start = labStartOf(options);
  const engine = emptyEngine(start);
  const steps = engine.setupSteps(start.setupCommands, watcherOf(options));
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield step.value / start.setupCommands.length;
  const built = step.value;
  if (!built.ok) return err(placeError(built.error, options));
  const scripted = engine.setScript(start.actions);
  return scripted.ok ? ok(engine) : scripted;
}

function watcherOf(options: StartOptions): SetupWatcher | undefined {
  const { warned, expanded } = options;
  if (warned === undefined) return undefined;
  return (commandIndex, warnings) => {
    if (warnings.length === 0) return;
    const path = expanded.originOf(commandIndex);
    for (const warning of warnings) warned(placeWarning(warning, { path, ...options }));
  };
}

/** A warning with its place in the file, where there is one. */
export function placeWarning(
  warning: Warning,
  at: { readonly path: ValuePath; readonly placeOf?: StartOptions['placeOf'] },
): PlacedWarning {
  const place = at.placeOf?.(at.path);
  const line = place === undefined ? {} : { line: place.line };
  return { ...warning, path: printPath(at.path), ...line };
}

/** The same start as plain data, for engines in other threads. */
export function labStartOf(options: StartOptions): LabStart {
  const { scenario, expanded } = options;
  return {
    catalogue: overlayCatalogue(options.catalogue, expanded.sizes),
    seed: options.seed ?? scenario.seed,
    operations: scenario.operations ?? 'measured',
    ...(scenario.startsAt === undefined ? {} : { startsAt: scenario.startsAt }),
    setupCommands: expanded.setupCommands,
    actions: expanded.actions,
  };
}

function placeError(error: AppError, options: StartOptions): AppError {
  const index = error.details?.['commandIndex'];
  if (typeof index !== 'number') return error;
  const path = options.expanded.originOf(index);
  const place = options.placeOf?.(path);
  const where = place === undefined ? '' : ` (line ${place.line})`;
  return {
    ...error,
    message: `${printPath(path)}${where}: ${error.message}`,
    details: { ...error.details, path: printPath(path), ...place },
  };
}
