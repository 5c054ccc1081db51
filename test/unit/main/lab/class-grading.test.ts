/**
 * Goal: a class is marked in one command, the same bytes every time, and whatever is wrong with a
 * file or the roster is named and never stops the rest. Method: a class of mixed quality is written
 * to a folder and graded through the command line; the reduced run has a few learners, the long one
 * two hundred.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRoster } from '../../../../src/main/lab/class-results.ts';
import { parseFile } from '../../../../src/main/lab/lab-files.ts';
import { resultsSchema } from '../../../../src/shared/lab/results-schema.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { racklab, type CliOutcome } from '../../../support/cli-harness.ts';
import { count } from '../../../support/counts.ts';
import {
  attemptOf,
  KEY_PATH,
  LAB_FOLDER,
  SALT,
  stepsOf,
  theLab,
} from '../../../support/lab-bench.ts';

const SLOW_MS = 3_600_000;
const LEARNERS = count('classLearners');
const QUALITIES = ['lean', 'none-spare', 'two-racks', 'same-rack'];

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-class-'));
  const input = await theLab();
  const ids = Array.from({ length: LEARNERS }, (_, index) => `learner-${index + 1}`);
  for (const [index, learner] of ids.entries()) {
    const steps = stepsOf(input, QUALITIES[index % QUALITIES.length] ?? 'lean');
    write(`${learner}.json`, JSON.stringify(attemptOf(input, { learner, steps })));
  }
  const roster = ids.map((id) => `${id},"=Name, of ${id}",group`);
  write('roster.csv', ['id,name,group', ...roster, 'absent,Absent,group', ''].join('\n'));
  write('salt.txt', `${SALT}\n`);
}, SLOW_MS);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function grade(out: string, ...files: string[]): Promise<CliOutcome> {
  const options = ['--lab', LAB_FOLDER, '--key', KEY_PATH];
  const whose = ['--roster', join(folder, 'roster.csv'), '--salt-file', join(folder, 'salt.txt')];
  const paths = files.map((file) => join(folder, file));
  return racklab('lab', 'grade', ...options, ...whose, '--out', join(folder, out), ...paths);
}

function attempts(): string[] {
  return readdirSync(folder).filter((name) => /^learner-\d+\.json$/.test(name));
}

function read(out: string, name: string): string {
  return readFileSync(join(folder, out, name), 'utf8');
}

describe('a class', () => {
  it(
    'is graded twice to the same bytes, each by what the room does',
    async () => {
      const first = await grade('one', ...attempts());
      expect(first.code).toBe(1);
      expect(first.out).toContain(`${LEARNERS} of ${LEARNERS + 1} learners marked`);
      expect(first.err).toBe(
        'absent: absent handed in nothing that can be marked. [roster.nothingIn]\n',
      );
      const second = await grade('two', ...attempts().toReversed());
      expect(second.code).toBe(1);
      const names = readdirSync(join(folder, 'one'));
      expect(readdirSync(join(folder, 'two'))).toEqual(names);
      for (const name of names) expect(read('two', name), name).toBe(read('one', name));
      const lines = read('one', 'results.csv').split('\r\n');
      expect(lines[1]).toBe(
        `learner-1,"'=Name, of learner-1",group,learner-1.json,marked,100.0,yes,0,,,` +
          '100.0,100.0,100.0,100.0,100.0,100.0',
      );
      expect(lines[0]).toMatch(
        /,why,objective:fd,objective:ud,objective:size,task:spread,task:maintain,task:pay$/,
      );
      expect(lines.find((line) => line.startsWith('absent,'))).toMatch(/marked\.,{6}$/);
      expect(lines.filter((line) => line.includes(',marked,100.0,yes,'))).toHaveLength(
        LEARNERS / 4,
      );
      expect(read('one', 'class.html')).toContain('=Name, of learner-2');
      const page = names.find((name) => name.includes('learner-2'));
      expect(read('one', page ?? '')).toContain('racks survived');
    },
    SLOW_MS,
  );

  it('is told by objective and by task what its points came to', async () => {
    const { lab } = (await theLab()).loaded;
    const outcome = await grade('shares', 'learner-1.json', 'learner-4.json');
    expect(outcome.code).toBe(1);
    // Points of the fourth learner, who put all machines into one rack, by the other table.
    const points = new Map(
      read('shares', 'checks.csv')
        .split('\r\n')
        .filter((line) => line.startsWith('learner-4,'))
        .map((line) => line.split(','))
        .map(([, check, , , reached]) => [check, Number(reached)] as const),
    );
    function shareOf(ids: readonly string[]): string {
      const of = lab.checks.filter(({ id }) => ids.includes(id));
      const reached = of.reduce((sum, { id }) => sum + (points.get(id) ?? 0), 0);
      return ((100 * reached) / of.reduce((sum, one) => sum + one.points, 0)).toFixed(1);
    }
    const lists = [
      ...lab.objectives.map(({ id }) =>
        lab.checks.filter(({ objective }) => objective === id).map((one) => one.id),
      ),
      ...lab.tasks.map(({ checks }) => checks),
    ];
    const wanted = lists.map(shareOf);
    expect(new Set(wanted).size).toBeGreaterThan(1);
    const lines = read('shares', 'results.csv').split('\r\n');
    const line = lines.find((one) => one.startsWith('learner-4,')) ?? '';
    expect(line.endsWith(`,${wanted.join(',')}`)).toBe(true);
    const object = expectOk(
      parseFile(read('shares', 'results.json'), { schema: resultsSchema, what: 'results' }),
    );
    const one = object.learners.find(({ id }) => id === 'learner-4');
    expect(one).toMatchObject({ objectives: [{ id: 'fd' }, { id: 'ud' }, { id: 'size' }] });
    // The class: one of two learners reached it all, the mean stands below both.
    const [, objectives = ''] = read('shares', 'class.html').split('<h2>Objectives</h2>');
    const mean = ((100 + Number(wanted[0])) / 2).toFixed(1);
    expect(objectives).toContain(`<th scope="row">Mean</th><td class="n">${mean} %</td>`);
  });

  it(
    'names what cannot be marked and marks the rest',
    async () => {
      const good = readFileSync(join(folder, 'learner-1.json'), 'utf8');
      const attempt = JSON.parse(good) as { learner: { id: string }; head: string };
      write('again.json', good);
      write('truncated.json', good.slice(0, 500));
      write('stranger.json', JSON.stringify({ ...attempt, learner: { id: 'nobody' } }));
      write('newer.json', JSON.stringify({ ...attempt, formatVersion: 99 }));
      write('tampered.json', JSON.stringify({ ...attempt, learner: { id: 'learner-3' } }));
      const files = ['again.json', 'learner-1.json', 'truncated.json', 'stranger.json'];
      const outcome = await grade('odd', ...files, 'newer.json', 'tampered.json', 'nowhere.json');
      expect(outcome.code).toBe(1);
      expect(outcome.err).toMatch(/learner-3: .* \[attempt\.foreignSeed\]/);
      expect(outcome.err).toMatch(/truncated\.json: .*not JSON/);
      expect(outcome.err).toMatch(/stranger\.json: There is no learner nobody/);
      expect(outcome.err).toMatch(/newer\.json: .*version 99/);
      expect(outcome.err).toMatch(/nowhere\.json: .*cannot be read/);
      expect(outcome.err).toMatch(/learner-1\.json: learner-1 handed in again\.json too/);
      expect(outcome.out).toContain(`1 of ${LEARNERS + 1} learners marked`);
    },
    SLOW_MS,
  );

  it('has no whole results where marking was ended halfway', async () => {
    const nothing = join(folder, 'none.json');
    await grade('half', nothing);
    expect(readdirSync(join(folder, 'half'))).toContain('results.json');
    // As an ending in the middle: the pages before are written, one of the last ones cannot be.
    rmSync(join(folder, 'half', 'class.html'));
    mkdirSync(join(folder, 'half', 'class.html'));
    const again = await grade('half', nothing);
    expect(again.err).toContain('[cli.writeFailed]');
    expect(readdirSync(join(folder, 'half'))).not.toContain('results.json');
  });

  it('is refused without what it needs', async () => {
    const without = await racklab('lab', 'grade', 'x.json', '--lab', join(folder, 'nolab'));
    expect(without.code).toBe(2);
    expect(without.err).toContain('[lab.unreadable]');
  });
});

describe('a roster', () => {
  it.each([
    ['id,name\na,A\na,B\n', 'the learner a stands in it twice'],
    ['id,name\n,A\n', 'line 2 has no id'],
    ['id,name\na,A,more\n', 'cannot be read'],
  ])('%j is refused', (text, why) => {
    const roster = readRoster(text);
    expect(roster.ok ? '' : roster.error.message).toContain(why);
    expect(roster).toMatchObject({ error: { code: 'roster.invalid' } });
  });

  it('is read with a mark at its beginning and quoted names', () => {
    expect(readRoster('\uFEFFid,name,group\r\na,"B, C",d\r\n')).toEqual({
      ok: true,
      value: [{ id: 'a', name: 'B, C', group: 'd' }],
    });
  });
});
