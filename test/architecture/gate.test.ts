/**
 * Goal: the gate cannot be green by accident. Method: feed its counting with reports of runs that
 * crashed, found nothing or lied, and check that every kind of test belongs to a step.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { afterSecondTry, isWorthSecondTry, readReport } from '../../scripts/gate-report.mjs';
import { chooseSteps } from '../../scripts/gate.mjs';
import { count, describeCounts, isLongRun } from '../support/counts.ts';
import { ROOT, listFiles } from '../support/source-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'racklab-gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(counts: {
  numPassedTests: number;
  numFailedTests: number;
  testResults?: readonly unknown[];
}): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(counts));
  return path;
}

describe('the gate counts', () => {
  it('what a run reports', () => {
    const path = report({ numPassedTests: 7, numFailedTests: 2 });
    expect(readReport({ report: path, code: 1 })).toMatchObject({ passed: 7, failed: 2 });
  });

  it('a failure when all tests passed but the run ended badly', () => {
    const path = report({ numPassedTests: 7, numFailedTests: 0 });
    const failures = ['the run ended badly outside any test'];
    expect(readReport({ report: path, code: 1 })).toMatchObject({ passed: 7, failed: 1, failures });
  });

  it('a failure when no test ran or no report was written', () => {
    const path = report({ numPassedTests: 0, numFailedTests: 0 });
    expect(readReport({ report: path, code: 0 })).toMatchObject({ passed: 0, failed: 1 });
    const missing = join(folder, 'missing.json');
    expect(readReport({ report: missing, code: 0 })).toMatchObject({ passed: 0, failed: 1 });
  });

  it('and names what failed, with the beginning of its message', () => {
    const name = join(ROOT, 'test/unit/a.test.ts');
    const failed = {
      status: 'failed',
      fullName: 'a room stands',
      failureMessages: ['fell\n  by two\n    at 3'],
    };
    const assertionResults = [{ status: 'passed', fullName: 'a host stands' }, failed];
    const unread = { name: join(ROOT, 'test/unit/b.test.ts'), status: 'failed', message: 'typo' };
    const testResults = [{ name, status: 'failed', assertionResults }, unread];
    const path = report({ numPassedTests: 1, numFailedTests: 1, testResults });
    expect(readReport({ report: path, code: 1 }).failures).toEqual([
      'test/unit/a.test.ts > a room stands\n    fell\n      by two',
      'test/unit/b.test.ts\n    typo',
    ]);
  });
});

describe('files that failed', () => {
  function run(input: {
    readonly passed?: number;
    readonly failed?: readonly string[];
    readonly files?: number;
    readonly stray?: number;
  }): ReturnType<typeof readReport> {
    const { passed = 0, failed = [], files = 1, stray = 0 } = input;
    const assertionResults = [
      ...Array.from({ length: passed }, () => ({ status: 'passed', fullName: 'stands' })),
      ...failed.map((fullName) => ({ status: 'failed', fullName, failureMessages: ['fell'] })),
    ];
    const status = failed.length > 0 ? 'failed' : 'passed';
    const testResults = Array.from({ length: files }, (_, at) => {
      return { name: join(ROOT, `test/e2e/${at}.test.ts`), status, assertionResults };
    });
    const path = report({
      numPassedTests: 100 + passed * files,
      numFailedTests: failed.length * files,
      testResults,
    });
    writeFileSync(`${path}.stray`, String(stray));
    return readReport({ report: path, code: failed.length + stray > 0 ? 1 : 0 });
  }

  it('are tried once more, unless there are many or something fell outside of them', () => {
    expect(isWorthSecondTry(run({ passed: 2, failed: ['a'] }))).toBe(true);
    expect(isWorthSecondTry(run({ passed: 2, failed: ['a'], files: 4 }))).toBe(false);
    expect(isWorthSecondTry(run({ passed: 2, failed: ['a'], stray: 1 }))).toBe(false);
    expect(isWorthSecondTry(run({ passed: 2 }))).toBe(false);
    expect(isWorthSecondTry(run({ passed: 2, stray: 1 }))).toBe(false);
  });

  it('count by the second try, and what passed only then is told', () => {
    const first = run({ passed: 2, failed: ['a', 'b'] });
    const second = { ...run({ passed: 3, failed: ['b'] }), passed: 3 };
    const counted = afterSecondTry(first, second);
    expect(counted).toMatchObject({ passed: 103, failed: 1 });
    expect(counted.unsteady).toEqual(['test/e2e/0.test.ts > a\n    fell']);
    expect(counted.failures).toEqual(['test/e2e/0.test.ts > b\n    fell']);
  });

  it('stay failed when the second try ends badly', () => {
    const first = run({ passed: 2, failed: ['a'] });
    const gone = readReport({ report: join(folder, 'gone.json'), code: 1 });
    const counted = afterSecondTry(first, gone);
    expect(counted).toMatchObject({ failed: 1, unsteady: [] });
  });
});

describe('the gate runs', () => {
  it('the steps asked for and refuses a name it does not know', () => {
    expect(chooseSteps(['--only', 'types,lint']).map(({ name }) => name)).toEqual([
      'lint',
      'types',
    ]);
    expect(() => chooseSteps(['--only', 'typos'])).toThrow(/no step named typos/);
  });

  it('every folder of tests', () => {
    const projects = readFileSync(join(ROOT, 'vitest.config.ts'), 'utf8');
    const folders = listFiles('test')
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => path.split('/')[1] ?? '');
    const unknown = [...new Set(folders)].filter(
      (name) => !new RegExp(`test/(\\{[\\w,]*\\b)?${name}\\b`).test(projects),
    );
    expect(unknown).toEqual([]);
    const named = [...projects.matchAll(/name: '(\w+)'/g)].map(([, name]) => name);
    const run = chooseSteps([]).flatMap((step) => step.projects ?? []);
    expect(new Set(run)).toEqual(new Set(named));
  });

  it('with counts that it can tell', () => {
    expect(describeCounts()[0]).toContain(isLongRun ? 'long' : 'reduced');
    expect(describeCounts().join('\n')).toContain(String(count('processKills')));
  });
});
