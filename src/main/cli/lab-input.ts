/**
 * What the commands on labs are given: the lab, its key, the steps the key names, the catalogue.
 * Every path comes from the command line; nothing here marks anything.
 */
import { dirname, join } from 'node:path';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { actionsSchema, type LabActions } from '../../shared/lab/actions-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { loadKey, loadLab, parseFile, type LoadedLab } from '../lab/lab-files.ts';
import type { CliEnvironment } from './cli-environment.ts';
import { readTextFile } from './input-file.ts';

export interface LabInput {
  readonly loaded: LoadedLab;
  readonly catalogue: Catalogue;
  readonly key: LabKey | undefined;
  /** The written attempts of the key, by their path in it. */
  readonly actions: ReadonlyMap<string, LabActions>;
}

/** Reads a lab, and its key when one is given. Every refusal is bad input. */
export async function loadLabInput(
  environment: Pick<CliEnvironment, 'paths'>,
  given: { readonly folder: string; readonly keyPath: string | undefined },
): Promise<Result<LabInput>> {
  const loaded = await loadLab(given.folder);
  if (!loaded.ok) return loaded;
  const catalogue = loadCatalogue({
    folder: join(environment.paths.resourcesFolder, 'catalogue'),
    id: loaded.value.lab.catalogue,
  });
  if (!catalogue.ok) return catalogue;
  const base = { loaded: loaded.value, catalogue: catalogue.value };
  if (given.keyPath === undefined) return ok({ ...base, key: undefined, actions: new Map() });
  const key = await loadKey(given.keyPath);
  if (!key.ok) return key;
  const actions = new Map<string, LabActions>();
  for (const one of [...key.value.references, ...key.value.nearMisses]) {
    const steps = await loadActions(join(dirname(given.keyPath), one.actions));
    if (!steps.ok) return steps;
    actions.set(one.actions, steps.value);
  }
  return ok({ ...base, key: key.value, actions });
}

/** Reads written steps. Refuses as reading a file does, and with `lab.invalid`. */
export async function loadActions(path: string): Promise<Result<LabActions>> {
  const text = await readTextFile(path);
  return text.ok ? parseFile(text.value, { schema: actionsSchema, what: 'list of steps' }) : text;
}
