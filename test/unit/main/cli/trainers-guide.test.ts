/**
 * Goal: the trainer's guide tells the truth. Method: every command of it is run in its order from
 * an empty folder; both languages give the same commands, and every code it explains is one.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../src/shared/contract/error-codes.ts';
import { racklab } from '../../../support/cli-harness.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'racklab-guide-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function guide(name: string): string {
  return readFileSync(join(ROOT, 'docs', name), 'utf8');
}

/** The lines of its blocks of commands. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)];
  return blocks.flatMap(([, body = '']) => body.trim().split('\n'));
}

const english = guide('trainers-guide.md');
const portuguese = guide('trainers-guide.pt-BR.md');

/** A word of a command line as it is meant from the folder: its files, or those of the program. */
function meant(word: string): string {
  if (word.startsWith('resources/')) return join(ROOT, word);
  return /^(?:mine|results|[a-z]+\.[a-z.-]+)$/.test(word) ? join(folder, word) : word;
}

describe("the trainer's guide", () => {
  it('has the same commands in both languages', () => {
    expect(commandsOf(portuguese)).toEqual(commandsOf(english));
    expect(commandsOf(english).length).toBeGreaterThan(10);
  });

  it('has commands that all do what they say', async () => {
    for (const line of commandsOf(english)) {
      const written = /^printf '(.*)' > (\S+)$/.exec(line);
      if (written !== null) {
        const [, text = '', name = ''] = written;
        writeFileSync(join(folder, name), text.replaceAll('\\n', '\n'));
        continue;
      }
      const [program, ...words] = line.split(' ');
      expect(program).toBe('racklab');
      const done = await racklab(...words.map(meant));
      expect(done, line).toMatchObject({ code: 0, err: '' });
    }
    const results = join(folder, 'results');
    const names = readdirSync(results);
    for (const [name] of english.matchAll(/(?<=`)[a-z-]+\.(?:csv|json|html)(?=`)/g)) {
      if (name !== 'lab.json') expect(names).toContain(name);
    }
    const table = readFileSync(join(results, 'results.csv'), 'utf8');
    expect(table).toMatch(/^ana,Ana Lima,a,.*,marked,100\.0,yes/m);
    expect(table).toMatch(/^ben,Ben Rao,a,.*,marked,\d\d\.\d,/m);
    expect(readFileSync(join(results, '001-ana.html'), 'utf8')).toContain('lang="pt-BR"');
    expect(readFileSync(join(results, '002-ben.html'), 'utf8')).toContain('lang="en"');
  });

  it('explains codes there are, the same in both languages', () => {
    const named = (text: string): string[] =>
      [...text.matchAll(/`((?:attempt|lab|roster|marks)\.[a-zA-Z]+)`/g)].map(
        ([, code = '']) => code,
      );
    const known: readonly string[] = Object.keys(errorCodes);
    expect(named(english).filter((code) => !known.includes(code) && code !== 'lab.json')).toEqual(
      [],
    );
    expect(named(portuguese)).toEqual(named(english));
  });
});
