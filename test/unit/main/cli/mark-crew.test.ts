/**
 * Goal: a class at several labs is marked in one command, what each attempt comes to does not
 * depend on who marked it, and a slip in what was given is named. Method: a small class at two labs
 * goes through the command line; a crew of real threads marks the same attempt as this thread does,
 * and loses one of them (the long run bundles them).
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLabInput } from '../../../../src/main/cli/lab-input.ts';
import { openMarkCrew } from '../../../../src/main/cli/mark-crew.ts';
import { gradeClass, readRoster } from '../../../../src/main/lab/class-results.ts';
import { loadAttempt, loadLab, parseFile } from '../../../../src/main/lab/lab-files.ts';
import type { Mark } from '../../../../src/main/lab/mark-attempt.ts';
import { ok } from '../../../../src/shared/kernel/result.ts';
import { resultsSchema } from '../../../../src/shared/lab/results-schema.ts';
import { racklab, type CliOutcome } from '../../../support/cli-harness.ts';
import { bundleWorker } from '../../../support/bundle-worker.ts';
import { writeClass, type WrittenClass } from '../../../support/class-of-learners.ts';
import { isLongRun } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const GOLDEN = resolve(import.meta.dirname, '../../../fixtures/labs/v1');
const SLOW_MS = 120_000;

let folder = '';
let written: WrittenClass;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-crew-'));
  const labs = ['15-sla-arithmetic'];
  written = await writeClass({ folder, resourcesFolder: RESOURCES_FOLDER, labs, learners: 3 });
  const play = ['--learner', 'l001', '--salt-file', join(folder, 'salt.txt'), '--mode', 'graded'];
  const out = join(folder, 'golden.attempt.json');
  const steps = ['--actions', join(GOLDEN, 'good.actions.json'), '--out', out];
  expect((await racklab('lab', 'play', GOLDEN, ...steps, ...play)).code).toBe(0);
}, SLOW_MS);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function grade(out: string, ...more: string[]): Promise<CliOutcome> {
  const golden = ['--lab', GOLDEN, '--key', join(GOLDEN, 'key.json')];
  const files = [...written.attempts, join(folder, 'golden.attempt.json')];
  const where = ['--out', join(folder, out)];
  return racklab('lab', 'grade', ...golden, ...written.args, ...where, ...files, ...more);
}

describe('a class at several labs', () => {
  it(
    'gets a folder for each, one table and one page over them, and its points by hand',
    async () => {
      writeFileSync(join(folder, 'odd.attempt.json'), '{');
      const first = await grade('first', join(folder, 'odd.attempt.json'));
      expect(first.code).toBe(1);
      expect(first.out).toMatch(/golden: 1 of 3 learners marked\n.*15-sla-arithmetic: 3 of 3/s);
      expect(first.err).toMatch(/golden: l002: .*\[roster\.nothingIn\]/);
      expect(first.err).toMatch(/^odd\.attempt\.json: .*not JSON/m);
      const top = readdirSync(join(folder, 'first')).toSorted();
      expect(top).toEqual(['15-sla-arithmetic', 'class.csv', 'class.html', 'golden']);
      const table = readFileSync(join(folder, 'first/class.csv'), 'utf8').split('\r\n');
      expect(table[0]).toBe('id,name,group,golden,15-sla-arithmetic,mean,why');
      expect(table[1]).toMatch(/^l001,Learner 1,a,[\d.]+,100\.0,[\d.]+,$/);
      expect(table[2]).toMatch(/^l002,Learner 2,b,roster\.nothingIn,/);
      expect(table[4]).toMatch(/^odd\.attempt\.json,.*not JSON/);
      const page = readFileSync(join(folder, 'first/class.html'), 'utf8');
      expect(page).toContain('href="golden/001-l001.html"');
      const results = readFileSync(join(folder, 'first/golden/results.json'), 'utf8');
      expectOk(parseFile(results, { schema: resultsSchema, what: 'results' }));
      const open = readFileSync(join(folder, 'first/golden/by-hand.csv'), 'utf8');
      expect(open).toBe('id,check,points,note\r\nl001,why,,\r\n');
      const marks = join(folder, 'marks.csv');
      writeFileSync(marks, open.replace('why,,', 'why,9,clear'));
      expect((await grade('second', '--marks', marks)).code).toBe(1);
      const whole = readFileSync(join(folder, 'second/golden/001-l001.html'), 'utf8');
      expect(whole).toContain('From the trainer: clear');
      expect(whole).toContain('Answer: Because of the rack.');
      expect(readFileSync(join(folder, 'second/golden/by-hand.csv'), 'utf8')).toBe(
        'id,check,points,note\r\n',
      );
    },
    SLOW_MS,
  );

  it('is not begun with a key too many, marks that fit nobody, or without a lab', async () => {
    const key = join(RESOURCES_FOLDER, 'labs/_keys/13-health-probes/key.json');
    expect((await grade('x', '--key', key)).err).toContain('[cli.badValue]');
    const marks = join(folder, 'wrong.csv');
    writeFileSync(marks, 'id,check,points\nnobody,why,1\n');
    expect((await grade('x', '--marks', marks)).err).toContain('[marks.invalid]');
    const bare = await racklab('lab', 'grade', ...written.args.slice(-4), ...written.attempts);
    expect(bare.err).toContain('[cli.missingOperand]');
  });

  it('says when somebody took more time than was agreed for them', async () => {
    const attempt = expectOk(await loadAttempt(join(folder, 'golden.attempt.json')));
    const { lab, learner, seed, mode, log } = attempt;
    const begun = { kind: 'begun', lab, learner, seed, mode, files: 'x', wallMs: 0, minutes: 60 };
    const note = { kind: 'note', note: { ...begun, extension: 2 } };
    const noted = { ...attempt, log: [{ n: 1, h: attempt.head, record: note }, ...log] };
    const mark = { learner: 'l001', values: {}, score: 1, passed: true, checks: [], flags: [] };
    const whole: Mark = { ...mark, feedback: [], hints: 0, hintCost: 0 };
    const loaded = expectOk(await loadLab(GOLDEN));
    const markings = [{ loaded, key: undefined, catalogue: theCatalogue(), salt: undefined }];
    for (const [row, flags] of [
      ['l001,2', []],
      ['l001,"1,5"', ['took 2 times the time, 1.5 was agreed']],
      ['l001,', ['took 2 times the time, 1 was agreed']],
    ] as const) {
      const roster = expectOk(readRoster(`id,extension\n${row}\n`));
      const handedIn = [{ file: 'a', attempt: ok(noted) }];
      const graded = await gradeClass(markings, {
        roster,
        handedIn,
        mark: () => Promise.resolve(ok(whole)),
      });
      expect(graded.labs[0]?.learners[0]?.mark, row).toMatchObject({ value: { flags } });
    }
    for (const wrong of ['l001,5', 'l001,much', 'l001,0.5']) {
      expect(codeOf(readRoster(`id,extension\n${wrong}\n`))).toBe('roster.invalid');
    }
  });
});

describe('threads that mark', () => {
  it.runIf(isLongRun)(
    'come to what this thread comes to; one that dies takes one attempt with it',
    async () => {
      const paths = {
        resourcesFolder: RESOURCES_FOLDER,
        pageFolder: '',
        workerUrl: new URL('x:y'),
      };
      const keyPath = join(GOLDEN, 'key.json');
      const input = expectOk(await loadLabInput({ paths }, { folder: GOLDEN, keyPath }));
      const markings = [{ ...input, salt: undefined }];
      const attempt = expectOk(await loadAttempt(join(folder, 'golden.attempt.json')));
      const crew = openMarkCrew(
        { markings },
        await bundleWorker('src/main/player/check-worker.ts'),
      );
      const here = openMarkCrew({ markings }, undefined);
      const both = await Promise.all([crew.mark(0, attempt), crew.mark(0, attempt)]);
      for (const mark of both) expect(mark).toEqual(await here.mark(0, attempt));
      crew.stop();
      const dying = join(folder, 'dying');
      mkdirSync(dying);
      writeFileSync(join(dying, 'worker.mjs'), "throw new Error('out of memory');\n");
      const weak = openMarkCrew({ markings }, pathToFileURL(join(dying, 'worker.mjs')));
      const lost = await Promise.all([weak.mark(0, attempt), weak.mark(0, attempt)]);
      for (const mark of lost) expect(codeOf(mark)).toBe('attempt.tooHeavy');
      weak.stop();
    },
    SLOW_MS,
  );
});
