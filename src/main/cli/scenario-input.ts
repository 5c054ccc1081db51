/**
 * The scenario that a command was given, as a file or inside a document, with its catalogue. A
 * document is taken as its export, so both run the same way.
 */
import type { Catalogue } from '../../shared/model/catalogue.ts';
import {
  parseScenario,
  readScenario,
  type ReadScenario,
} from '../../shared/document/parse-scenario.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { setScenarioValues } from '../../shared/document/set-values.ts';
import { mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import { catalogueFolder, loadCatalogue } from '../catalogue/load-catalogue.ts';
import type { CliEnvironment } from './cli-environment.ts';
import { isFolder, readTextFile } from './input-file.ts';

export interface ScenarioInput {
  readonly read: ReadScenario;
  readonly catalogue: Catalogue;
}

/** The option `--set`, for every command that reads a scenario. */
export const SET_OPTION = {
  value: 'NAME.FIELD=VALUE',
  help: 'Sets a value first, such as web.count=8 or seed=7; may be given more than once.',
} as const;

/**
 * Reads FILE, a scenario file or a document (its export then), with the values of `--set` put in.
 * Every refusal is bad input.
 */
export async function loadScenarioInput(
  environment: CliEnvironment,
  path: string,
  assignments: readonly string[] = [],
): Promise<Result<ScenarioInput>> {
  const text = await scenarioTextOf(environment, path);
  if (!text.ok) return text;
  const read = readWithValues(text.value, assignments);
  if (!read.ok) return read;
  const folder = catalogueFolder(environment.paths.resourcesFolder);
  const catalogue = loadCatalogue({ folder, id: read.value.scenario.catalogue });
  return catalogue.ok ? ok({ read: read.value, catalogue: catalogue.value }) : catalogue;
}

function readWithValues(text: string, assignments: readonly string[]): Result<ReadScenario> {
  if (assignments.length === 0) return readScenario(text);
  const parsed = parseScenario(text);
  if (!parsed.ok) return parsed;
  const set = setScenarioValues(parsed.value.scenario, assignments);
  // Read again as a file: repetition and references are held against the new values.
  return set.ok ? readScenario(printScenario(set.value)) : set;
}

async function scenarioTextOf(environment: CliEnvironment, path: string): Promise<Result<string>> {
  const folder = await isFolder(path);
  if (!folder.ok) return folder;
  if (!folder.value) return readTextFile(path);
  // Only whoever has a document loads what reads documents.
  const { exportFrom } = await import('./export-command.ts');
  return mapResult(await exportFrom(environment, { path, atUs: undefined }), ({ text }) => text);
}
