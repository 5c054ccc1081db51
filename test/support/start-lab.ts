/**
 * An engine at the start of a scenario, as documents and the command line make it.
 */
import { resolve } from 'node:path';
import type { Engine } from '../../src/main/engine/index.ts';
import { startScenario } from '../../src/main/workspace/document-workspace.ts';
import { expectOk } from './expect-ok.ts';

/** The program's own resources. */
export const RESOURCES_FOLDER = resolve(import.meta.dirname, '../../resources');

/** A fresh engine at the start of the scenario, its timed actions set. */
export function startLab(text: string): Engine {
  return expectOk(startScenario(text, RESOURCES_FOLDER)).engine;
}
