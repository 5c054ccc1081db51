/**
 * The steps that raise a scenario file from one format version to the next. Version 1 is the first,
 * so the list is empty. Every released version leaves files in test/fixtures/scenarios that must
 * open for ever.
 */
import { defineFileFormat } from '../../kernel/file-format.ts';

/** What this program reads and writes. The number is written out: a step may not follow today's. */
export const scenarioFormat = defineFileFormat({ currentVersion: 1, steps: [] });
