/**
 * What the commands on labs are given: the lab, its key, the steps the key names, the catalogue.
 * Every path comes from the command line; nothing here marks anything.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import { actionsSchema, type LabActions } from '../../shared/lab/actions-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { catalogueFolder, loadCatalogue } from '../catalogue/load-catalogue.ts';
import { parseFile, type LoadedLab } from '../lab/lab-files.ts';
import { openKey, openLab } from '../lab/open-lab.ts';
import type { CliEnvironment } from './cli-environment.ts';
import { readTextFile } from './input-file.ts';

export interface LabInput {
  readonly loaded: LoadedLab;
  readonly catalogue: Catalogue;
  readonly key: LabKey | undefined;
  /** The written attempts of the key, by their path in it. */
  readonly actions: ReadonlyMap<string, LabActions>;
}

/**
 * Reads a lab, and its key when one is given; either may be a folder or an archive. Every refusal
 * is bad input.
 */
export async function loadLabInput(
  environment: Pick<CliEnvironment, 'paths'>,
  given: { readonly folder: string; readonly keyPath: string | undefined },
): Promise<Result<LabInput>> {
  const loaded = await openLab(given.folder);
  if (!loaded.ok) return loaded;
  const catalogue = loadCatalogue({
    folder: catalogueFolder(environment.paths.resourcesFolder),
    id: loaded.value.lab.catalogue,
  });
  if (!catalogue.ok) return catalogue;
  const base = { loaded: loaded.value, catalogue: catalogue.value };
  if (given.keyPath === undefined) return ok({ ...base, key: undefined, actions: new Map() });
  const opened = await openKey(given.keyPath);
  if (!opened.ok) return opened;
  const { key, actions } = opened.value;
  return ok({ ...base, key, actions });
}

/** Reads written steps. Refuses as reading a file does, and with `lab.invalid`. */
export async function loadActions(path: string): Promise<Result<LabActions>> {
  const text = await readTextFile(path);
  return text.ok ? parseFile(text.value, { schema: actionsSchema, what: 'list of steps' }) : text;
}
