/**
 * Goal: a log that was made anew after its code was noted is found out, though its chain is whole
 * and it would be marked; and a table of codes is read without a slip. Method: an attempt is
 * played a little way, its code noted, and one that was played further put in its place.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabInput } from '../../../../src/main/cli/lab-input.ts';
import { headOf, missedAnchor, readAnchors } from '../../../../src/main/lab/attempt-anchors.ts';
import { chainStart } from '../../../../src/main/lab/attempt-chain.ts';
import { markAttempt } from '../../../../src/main/lab/mark-attempt.ts';
import { anchorCode, readAnchor } from '../../../../src/shared/lab/anchor.ts';
import type { Attempt } from '../../../../src/shared/lab/attempt-schema.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import {
  attemptOf,
  KEY_PATH,
  LAB_FOLDER,
  SALT,
  stepsOf,
  theLab,
} from '../../../support/lab-bench.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'racklab-anchors-'));
let input: LabInput;
/** What was on the screen when the code was noted, and what was handed in instead of it. */
let seen: Attempt;
let rebuilt: Attempt;
let code: string;

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

beforeAll(async () => {
  input = await theLab();
  const steps = stepsOf(input, 'same-rack');
  seen = attemptOf(input, { learner: 'ana', steps: { ...steps, steps: steps.steps.slice(0, 2) } });
  rebuilt = attemptOf(input, { learner: 'ana', steps });
  code = anchorCode(headOf(seen));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a code that was noted', () => {
  it('is short, and read however it was written down', () => {
    expect(code).toMatch(/^\d+(?:-[0-9a-f]{4}){3}$/);
    const written = [code.toUpperCase(), ` ${code.replaceAll('-', ' - ')} `];
    for (const text of written) expect(readAnchor(text)).toEqual(readAnchor(code));
    for (const text of ['', 'abc', '12-34', `${code}0`, '-1-0000-0000-0000']) {
      expect(readAnchor(text), text).toBeUndefined();
    }
  });

  it('is met by the log it was noted of, at its end and anywhere before', () => {
    const { lab, seed, mode, log } = seen;
    const begun = anchorCode({ entries: 0, h: chainStart({ labSha256: lab.sha256, seed, mode }) });
    const codes = log.map(({ n, h }) => anchorCode({ entries: n, h }));
    expect(missedAnchor(seen, [begun, ...codes])).toBeUndefined();
    expect(
      missedAnchor(seen, [anchorCode({ entries: log.length + 1, h: seen.head })]),
    ).toBeDefined();
  });

  it('is not met by a log made anew, which without it would be marked', () => {
    const marking = { ...input, salt: SALT };
    expect(expectOk(markAttempt(marking, rebuilt)).score).toBeGreaterThan(0);
    const anchors = new Map([['ana', [code]]]);
    expect(codeOf(markAttempt({ ...marking, anchors }, rebuilt))).toBe('attempt.otherAnchor');
    expect(markAttempt({ ...marking, anchors }, seen).ok).toBe(true);
  });

  it('is held against files on the command line, one by one and for a class', async () => {
    const good = write('seen.json', JSON.stringify(seen));
    const other = write('rebuilt.json', JSON.stringify(rebuilt));
    expect(await racklab('lab', 'anchor', good, '--code', code)).toMatchObject({
      code: 0,
      out: `${code}\n`,
    });
    const refused = await racklab('lab', 'anchor', other, '--code', code);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('[attempt.otherAnchor]');
    const cut = write('cut.json', JSON.stringify({ ...seen, log: seen.log.slice(1) }));
    expect((await racklab('lab', 'anchor', cut)).err).toContain('[attempt.altered]');
    const roster = write('roster.csv', 'id\nana\n');
    const salt = write('salt.txt', SALT);
    const noted = write('anchors.csv', `id,code\nana,${code}\n`);
    const options = ['--lab', LAB_FOLDER, '--key', KEY_PATH, '--roster', roster];
    const more = ['--salt-file', salt, '--anchors', noted, '--out', join(folder, 'out'), other];
    const graded = await racklab('lab', 'grade', ...options, ...more);
    expect(graded.code).toBe(1);
    expect(graded.err).toMatch(/ana: The log does not pass through .* \[attempt\.otherAnchor\]/);
  });

  it('is read from a table in which every slip is named', () => {
    const labs = ['one', 'two'];
    const of = { labs, learners: new Set(['ana']) };
    for (const [text, why] of [
      ['id\nana\n', 'no column code'],
      [`id,code,lab\nben,${code},one\n`, 'line 2: there is no learner ben'],
      [`id,code\nana,${code}\n`, 'does not say which lab'],
      [`id,code,lab\nana,${code},three\n`, 'there is no lab three'],
      ['id,code,lab\nana,nonsense,one\n', 'nonsense is no code'],
    ] as const) {
      const refused = readAnchors(text, of);
      expect(codeOf(refused), text).toBe('anchors.invalid');
      expect(refused.ok ? '' : refused.error.message).toContain(why);
    }
    const read = expectOk(readAnchors(`id,code,lab\nana,${code},two\nana,${code},two\n`, of));
    expect(read.get('two')?.get('ana')).toEqual([code, code]);
    expect(expectOk(readAnchors(`id,code\nana,${code}\n`, { ...of, labs: ['one'] })).size).toBe(1);
  });
});
