/**
 * Goal: a scenario file that was ever released opens for ever, and means what it meant. Method:
 * every file under test/fixtures/scenarios, of every version, is read and written out; what it gave
 * when its version was released stands beside it. Neither file is ever edited.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarioFormat } from '../../../../src/shared/document/migrations/scenario.ts';
import { defineFileFormat, raiseFile } from '../../../../src/shared/kernel/file-format.ts';
import { parseScenario, readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { SCENARIO_FORMAT_VERSION } from '../../../../src/shared/document/scenario-schema.ts';
import { err, ok } from '../../../../src/shared/kernel/result.ts';

const FOLDER = resolve(import.meta.dirname, '../../../fixtures/scenarios');

const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scenario.json'))
  .toSorted();

function text(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** What the file stands for, a command a line. */
function commandsOf(name: string): string {
  const read = readScenario(text(name));
  if (!read.ok) throw new Error(read.error.message);
  const { setupCommands, actions, sizes, durationUs } = read.value.expanded;
  const lines = [{ durationUs, sizes }, ...setupCommands, ...actions];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

describe('files of every version', () => {
  it('are there for every version up to the present', () => {
    const versions = new Set(FILES.map((name) => name.split('/')[0]));
    for (let version = 1; version <= SCENARIO_FORMAT_VERSION; version += 1) {
      expect(versions).toContain(`v${version}`);
    }
  });

  it.each(FILES)('%s means what it meant', (name) => {
    expect(commandsOf(name)).toBe(text(name.replace('.scenario.json', '.commands.jsonl')));
  });

  it.each(FILES)('%s can be printed and read again', (name) => {
    const parsed = parseScenario(text(name));
    if (!parsed.ok) throw new Error(parsed.error.message);
    const printed = printScenario(parsed.value.scenario);
    expect(parseScenario(printed)).toMatchObject({ ok: true });
    expect(readScenario(printed)).toMatchObject({ ok: true });
  });
});

describe('migrations', () => {
  const renaming = {
    from: 1,
    migrate: ({ old, ...rest }: Readonly<Record<string, unknown>>) => ok({ ...rest, fresh: old }),
  };
  const refusing = {
    from: 2,
    migrate: () => err({ code: 'scenario.migrationFailed', message: 'It has no load.' }),
  };

  it('lead from any version to the present one, step by step', () => {
    const format = defineFileFormat({
      currentVersion: 3,
      steps: [renaming, { from: 2, migrate: (image) => ok({ ...image, third: true }) }],
    });
    expect(raiseFile(format, { image: { formatVersion: 1, old: 5 }, fromVersion: 1 })).toEqual(
      ok({ formatVersion: 3, fresh: 5, third: true }),
    );
    expect(raiseFile(format, { image: { formatVersion: 2 }, fromVersion: 2 })).toEqual(
      ok({ formatVersion: 3, third: true }),
    );
  });

  it('stop at the first step that refuses', () => {
    const format = defineFileFormat({ currentVersion: 3, steps: [renaming, refusing] });
    const image = { formatVersion: 1, old: 5 };
    expect(raiseFile(format, { image, fromVersion: 1 })).toMatchObject({
      ok: false,
      error: { message: 'It has no load.' },
    });
  });

  it.each([
    ['a gap', { currentVersion: 3, steps: [renaming] }],
    ['the wrong order', { currentVersion: 3, steps: [refusing, renaming] }],
    ['a step too many', { currentVersion: 1, steps: [renaming] }],
  ])('with %s do not start at all', (_what, format) => {
    expect(() => defineFileFormat(format)).toThrow('in order');
  });

  it('of this program lead to the version it writes', () => {
    expect(scenarioFormat.currentVersion).toBe(SCENARIO_FORMAT_VERSION);
  });
});
