/**
 * Goal: an attempt that was changed in any way is refused by name or comes to the very same mark,
 * and no file makes the marker stumble. Method: the attempt of version 1 is changed at random, as
 * somebody would with an editor: values, entries left out, doubled, exchanged, cut, handed over;
 * then by somebody who knows how to chain it anew.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadLabInput, type LabInput } from '../../src/main/cli/lab-input.ts';
import { chainEntries, chainStart } from '../../src/main/lab/attempt-chain.ts';
import { parseFile } from '../../src/main/lab/lab-files.ts';
import { markAttempt, type Mark } from '../../src/main/lab/mark-attempt.ts';
import { BEHAVIOUR_VERSION } from '../../src/main/engine/index.ts';
import type { Result } from '../../src/shared/kernel/result.ts';
import { attemptSchema, type Attempt } from '../../src/shared/lab/attempt-schema.ts';
import { count } from '../support/counts.ts';
import { expectOk } from '../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';
import { codeOf } from '../support/workspace-rig.ts';

const GOLDEN = resolve(import.meta.dirname, '../fixtures/labs/v1');
const SALT = 'golden salt';
/** Every family of refusals an attempt can meet. */
const NAMED = /^(?:attempt|lab|journal|document|history)\.[a-zA-Z]+$/;

let input: LabInput;
let text: string;
let attempt: Attempt;
let whole: Mark;

beforeAll(async () => {
  const paths = { resourcesFolder: RESOURCES_FOLDER, pageFolder: '', workerUrl: new URL('x:y') };
  const keyPath = join(GOLDEN, 'key.json');
  input = expectOk(await loadLabInput({ paths }, { folder: GOLDEN, keyPath }));
  const written = JSON.parse(readFileSync(join(GOLDEN, 'attempt.json'), 'utf8')) as Attempt;
  // The rules of the simulation move on; the file of version 1 stays what it was.
  const engine = { ...written.engine, behaviourVersion: BEHAVIOUR_VERSION };
  text = JSON.stringify({ ...written, engine });
  attempt = attemptSchema.parse(JSON.parse(text));
  whole = expectOk(marked(text));
});

function marked(file: string): Result<Mark> {
  const read = parseFile(file, { schema: attemptSchema, what: 'attempt' });
  return read.ok ? markAttempt({ ...input, salt: SALT }, read.value) : read;
}

type Json = Record<string, unknown>;

/** Places of a value, as ways of keys. */
function placesIn(value: unknown, way: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...way]];
  const below = Object.entries(value).flatMap(([key, part]) =>
    placesIn(part, [...way, Array.isArray(value) ? Number(key) : key]),
  );
  return way.length === 0 ? below : [[...way], ...below];
}

function withValue(value: unknown, way: readonly (string | number)[], to: unknown): unknown {
  const [key, ...rest] = way;
  if (key === undefined) return to;
  const copy = structuredClone(value) as Json;
  const next = withValue(copy[key], rest, to);
  if (next === undefined) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else Reflect.deleteProperty(copy, key);
  } else copy[key] = next;
  return copy;
}

const values = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom('', 'ben', '0'.repeat(64), 'vm.delete', null, [], {}, 1e15, true),
);

/** What does not belong to the evidence: a name, the learner's own score, the engine's sum. */
const UNWEIGHED = /^(?:learner\.name|selfScore|\$schema)/;

describe('an attempt that somebody edited', () => {
  it('is refused by name, or comes to the same mark where nothing that counts was touched', () => {
    const file = JSON.parse(text) as unknown;
    const places = placesIn(file);
    fc.assert(
      fc.property(fc.nat({ max: places.length - 1 }), values, (at, to) => {
        const way = places[at] ?? [];
        const changed = JSON.stringify(withValue(file, way, to));
        if (changed === text) return;
        const mark = marked(changed);
        if (!mark.ok) expect(mark.error.code, way.join('.')).toMatch(NAMED);
        else {
          expect(way.join('.')).toMatch(UNWEIGHED);
          expect(mark.value).toEqual(whole);
        }
      }),
      { numRuns: count('corruptFiles') },
    );
  });

  it('is refused when entries were dropped, doubled, exchanged or put elsewhere', () => {
    const { log } = attempt;
    const place = fc.nat({ max: log.length - 1 });
    fc.assert(
      fc.property(place, place, fc.constantFrom('drop', 'double', 'exchange'), (a, b, how) => {
        const one = log[a];
        const other = log[b];
        if (one === undefined || other === undefined || (how !== 'drop' && a === b)) return;
        const changed =
          how === 'drop'
            ? log.toSpliced(a, 1)
            : how === 'double'
              ? log.toSpliced(b, 0, one)
              : log.with(a, other).with(b, one);
        expect(codeOf(marked(JSON.stringify({ ...attempt, log: changed })))).toBe(
          'attempt.altered',
        );
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('is refused wherever it was cut off, and when it was handed over', () => {
    fc.assert(
      fc.property(fc.nat({ max: text.length - 2 }), (length) => {
        expect(codeOf(marked(text.slice(0, length)))).toBe('lab.invalid');
      }),
      { numRuns: count('propertyRuns') },
    );
    const handed = { ...attempt, learner: { id: 'ben' } };
    expect(codeOf(marked(JSON.stringify(handed)))).toBe('attempt.foreignSeed');
  });
});

/** The attempt chained anew, as a program of somebody's own could. */
function rechained(records: readonly Json[], as: Partial<Attempt> = {}): string {
  const file = { ...attempt, ...as };
  const start = chainStart({ labSha256: file.lab.sha256, seed: file.seed, mode: file.mode });
  const log = chainEntries(
    start,
    records.map((record) => ({ record })),
  );
  return JSON.stringify({ ...file, log, head: log.at(-1)?.h ?? start });
}

describe('an attempt that was chained anew by a program', () => {
  it('never makes the marker stumble: it is run as it says, or refused by name', () => {
    const records = attempt.log.map(({ record }) => record);
    const places = placesIn(records);
    fc.assert(
      fc.property(fc.nat({ max: places.length - 1 }), values, (at, to) => {
        const changed = withValue(records, places[at] ?? [], to);
        const list = (Array.isArray(changed) ? changed : []).filter(isObject);
        const mark = marked(rechained(list));
        if (!mark.ok) expect(mark.error.code).toMatch(NAMED);
      }),
      { numRuns: Math.ceil(count('propertyRuns') / 4) },
    );
  });

  it('is not run for ever, and not believed about who began it', () => {
    const records = attempt.log.map(({ record }) => record);
    const last = records.at(-1) ?? {};
    for (const far of [{ atUs: 1e15 }, { afterEvent: 1e12 }]) {
      const changed = rechained([...records.slice(0, -1), { ...last, ...far }]);
      expect(codeOf(marked(changed))).toBe('attempt.tooHeavy');
    }
    const { lab, seed, mode } = attempt;
    const begun = { kind: 'begun', lab, files: 'x', learner: { id: 'ben' }, seed, mode, wallMs: 0 };
    const [first = {}] = records;
    const note = { ...first, kind: 'note', note: begun };
    expect(codeOf(marked(rechained([note, ...records])))).toBe('attempt.altered');
  });
});

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
