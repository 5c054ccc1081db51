/**
 * Goal: every refusal of the command line carries its own code, message and next step.
 * Method: one bad call for each code, in a folder of its own, made through the command line as a
 * whole; what it prints must name the code, and the exit code must be that of bad input.
 */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTextFile, writeTextFile } from '../../../../src/main/cli/input-file.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';

let folder = '';

function at(name: string): string {
  return join(folder, name);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-codes-'));
  writeFileSync(at('lab.json'), LAB_SCENARIO_TEXT);
  writeFileSync(at('latin.json'), Buffer.from([0x7b, 0xe9, 0x7d]));
  // Sparse: it takes no room on the disk.
  writeFileSync(at('huge.json'), '');
  truncateSync(at('huge.json'), 129 * 1_024 * 1_024);
  mkdirSync(at('folder.json'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const CALLS: readonly (readonly [code: string, args: () => string[]])[] = [
  ['cli.unknownCommand', () => ['runn']],
  ['cli.unknownOption', () => ['run', at('lab.json'), '--untill', '1h']],
  ['cli.missingValue', () => ['run', at('lab.json'), '--until']],
  ['cli.unexpectedValue', () => ['run', at('lab.json'), '--json=yes']],
  ['cli.missingOperand', () => ['run']],
  ['cli.tooManyOperands', () => ['run', at('lab.json'), 'another']],
  ['cli.badValue', () => ['faults', at('lab.json'), '--every', 'nothing']],
  ['cli.notANumber', () => ['run', at('lab.json'), '--seed', 'three']],
  ['cli.fileNotFound', () => ['run', at('nowhere.json')]],
  ['cli.fileTooLarge', () => ['scenario', 'lint', at('huge.json')]],
  ['cli.notText', () => ['scenario', 'lint', at('latin.json')]],
  ['cli.fileExists', () => ['export', at('some.racklab'), at('lab.json')]],
];

describe('a refusal of the command line', () => {
  it.each(CALLS)('says %s and what next', async (code, args) => {
    const { code: exit, out, err } = await racklab(...args());
    expect(err).toContain(`[${code}]`);
    expect(err.split('\n')[1]).toMatch(/^ {2}\S/);
    expect([exit, out]).toEqual([2, '']);
  });

  it('says sweep.notSteady of a room that fails by itself, as work not done', async () => {
    const overloaded = ['--set', 'load.site.perSecond=5000', '--set', 'duration=2m'];
    const { code, err } = await racklab('faults', at('lab.json'), ...overloaded);
    expect(code).toBe(1);
    expect(err).toContain('[sweep.notSteady]');
  });

  it('says cli.fileUnreadable of what is no file', async () => {
    const read = await readTextFile(at('folder.json'));
    expect(read).toMatchObject({ ok: false, error: { code: 'cli.fileUnreadable' } });
  });

  it('says cli.writeFailed and leaves what was there', async () => {
    const written = await writeTextFile(at('no-such-folder/file.json'), '{}');
    expect(written).toMatchObject({ ok: false, error: { code: 'cli.writeFailed' } });
  });
});
