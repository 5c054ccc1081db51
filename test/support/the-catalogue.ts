/**
 * The catalogue of the repository, for tests that need a real one.
 */
import { resolve } from 'node:path';
import { DEFAULT_CATALOGUE_ID, loadCatalogue } from '../../src/main/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../src/shared/model/catalogue.ts';

export const CATALOGUE_FOLDER = resolve(import.meta.dirname, '../../resources/catalogue');

/** The default catalogue, checked and frozen. */
export function theCatalogue(): Catalogue {
  const loaded = loadCatalogue({ folder: CATALOGUE_FOLDER, id: DEFAULT_CATALOGUE_ID });
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}
