/**
 * Goal: a lab handed to another thread begins as the file does, calendar included. Method: every
 * template is started once from its file and once from its plain data; the hashes are the same, and
 * without the calendar of the file they are not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLabStart } from '../../../../src/main/sweep/lab-copy.ts';
import {
  labStartOf,
  startEngine,
  type StartOptions,
} from '../../../../src/main/workspace/start-engine.ts';
import { expandScenario } from '../../../../src/shared/document/expand-scenario.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../resources/templates');

function optionsOf(file: string): StartOptions {
  const { scenario } = expectOk(readScenario(readFileSync(join(FOLDER, file), 'utf8')));
  return { scenario, expanded: expandScenario(scenario), catalogue: theCatalogue() };
}

describe('labStartOf', () => {
  it.each(readdirSync(FOLDER).toSorted())('begins %s as the file does', (file) => {
    const options = optionsOf(file);
    const fromFile = expectOk(startEngine(options)).hash();
    expect(openLabStart(labStartOf(options)).hash()).toBe(fromFile);
  });

  it('carries the calendar of the file', () => {
    const start = labStartOf(optionsOf('office-hours.scenario.json'));
    expect(start.startsAt).toBe('2026-03-02T00:00');
    const { startsAt: _startsAt, ...elsewhen } = start;
    expect(openLabStart(elsewhen).hash()).not.toBe(openLabStart(start).hash());
  });
});
