/**
 * Goal: files of labs say which version they are, older ones are raised, newer ones are called
 * newer, and whatever a schema does not name is refused everywhere. Method: files of version 1
 * under test/fixtures are read for ever; formats made up here lead through steps; every published
 * schema is walked node by node.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { renderSchemas } from '../../../../scripts/schema-list.ts';
import { raiseTexts } from '../../../../src/main/cli/lab-migrate-command.ts';
import { writeArchive } from '../../../../src/main/lab/archive-write.ts';
import { brokenAt } from '../../../../src/main/lab/attempt-chain.ts';
import { readRoster } from '../../../../src/main/lab/class-results.ts';
import { loadAttempt, loadLab, parseFile } from '../../../../src/main/lab/lab-files.ts';
import { openKey } from '../../../../src/main/lab/open-lab.ts';
import { defineFileFormat } from '../../../../src/shared/kernel/file-format.ts';
import { err, ok } from '../../../../src/shared/kernel/result.ts';
import { LAB_FORMATS, raiseLabFile } from '../../../../src/shared/lab/lab-formats.ts';
import { labSchema } from '../../../../src/shared/lab/lab-schema.ts';
import { resultsSchema } from '../../../../src/shared/lab/results-schema.ts';
import { BOUND_MEASURES, SPAN_MEASURES } from '../../../../src/shared/model/experiment-shape.ts';
import { FAULT_KINDS } from '../../../../src/shared/model/fault-kinds.ts';
import { MEASURE_NAMES } from '../../../../src/shared/model/measures.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

const GOLDEN = resolve(import.meta.dirname, '../../../fixtures/labs/v1');
const folder = mkdtempSync(join(tmpdir(), 'racklab-formats-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Json = Readonly<Record<string, unknown>>;

function golden(name: string): Json {
  return JSON.parse(readFileSync(join(GOLDEN, name), 'utf8')) as Json;
}

const schemas = new Map(
  renderSchemas().map(({ fileName, text }) => [fileName, JSON.parse(text) as Json]),
);

describe('files of version 1', () => {
  it('are read for ever, the log of an attempt with its chain', async () => {
    const lab = expectOk(await loadLab(GOLDEN));
    expect(lab.lab.checks.map(({ kind }) => kind)).toHaveLength(9);
    expect(new Set(lab.lab.checks.map(({ kind }) => kind)).size).toBe(9);
    expect(expectOk(await openKey(join(GOLDEN, 'key.json'))).actions.size).toBe(2);
    const attempt = expectOk(await loadAttempt(join(GOLDEN, 'attempt.json')));
    expect(brokenAt(attempt)).toBeUndefined();
    expect(attempt.lab.sha256).toBe(lab.sha256);
    const table = expectOk(readRoster(readFileSync(join(GOLDEN, 'roster.csv'), 'utf8')));
    expect(expectOk(readRoster(readFileSync(join(GOLDEN, 'roster.json'), 'utf8')))).toEqual(table);
    const text = readFileSync(join(GOLDEN, 'results.json'), 'utf8');
    expectOk(parseFile(text, { schema: resultsSchema, what: 'results' }));
  });

  it.each([
    ['lab.json', 'lab'],
    ['key.json', 'lab-key'],
    ['good.actions.json', 'lab-actions'],
    ['attempt.json', 'lab-attempt'],
    ['roster.json', 'lab-roster'],
    ['results.json', 'lab-results'],
  ])('%s is what its published schema says, and no more', (name, schema) => {
    const published = schemas.get(`${schema}.schema.json`);
    const validate = new Ajv2020({ strict: false }).compile(published ?? false);
    expect(validate(golden(name)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...golden(name), colour: 'red' })).toBe(false);
  });

  it('are already what migrating would make of them', async () => {
    for (const path of [GOLDEN, join(GOLDEN, 'attempt.json')]) {
      const done = await racklab('lab', 'migrate', path);
      expect(done).toMatchObject({ code: 0, out: '' });
      expect(done.err).toContain('is of the present version already');
    }
    const printed = await racklab('lab', 'migrate', join(GOLDEN, 'key.json'), '--print');
    expect(JSON.parse(printed.out)).toEqual(golden('key.json'));
  });
});

describe('an archive', () => {
  async function packed(name: string, from: string): Promise<string> {
    const out = join(folder, name);
    expect(await racklab('lab', 'pack', from, '--out', out)).toMatchObject({ code: 0 });
    return out;
  }

  it('is raised with everything in it, or left as it was', async () => {
    const lab = await packed('golden.racklab-lab', GOLDEN);
    const key = await packed('golden.racklab-key', join(GOLDEN, 'key.json'));
    const before = readFileSync(lab);
    for (const path of [lab, key]) {
      const done = await racklab('lab', 'migrate', path);
      expect(done).toMatchObject({ code: 0, err: expect.stringContaining('present version') });
    }
    const printed = await racklab('lab', 'migrate', lab, '--print');
    expect(printed).toMatchObject({ code: 2, err: expect.stringContaining('[cli.badValue]') });
    const newer = join(folder, 'newer.racklab-lab');
    const later = JSON.stringify({ ...golden('lab.json'), formatVersion: 9 });
    writeFileSync(newer, writeArchive(new Map([['lab.json', later]])));
    const refused = await racklab('lab', 'migrate', newer);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('[lab.newerFormat]') });
    writeFileSync(newer, 'PK no archive');
    expect((await racklab('lab', 'migrate', newer)).err).toContain('[archive.');
    expect(readFileSync(lab)).toEqual(before);
  });

  it('changes only the files that a step changes', () => {
    const files = new Map([
      ['lab.json', 'old'],
      ['start.scenario.json', 'new'],
      ['pages/1.en.md', 'old'],
    ]);
    const raised = raiseTexts(files, (text) => ok(text === 'old' ? 'raised' : undefined));
    expect([...(expectOk(raised) ?? [])]).toEqual([
      ['lab.json', 'raised'],
      ['start.scenario.json', 'new'],
      ['pages/1.en.md', 'old'],
    ]);
    expect(expectOk(raiseTexts(files, () => ok(undefined)))).toBeUndefined();
  });
});

describe('a file of another version', () => {
  it('is called newer, foreign or unversioned before anything else is looked at', async () => {
    const lab = golden('lab.json');
    expect(codeOf(raiseLabFile({ ...lab, formatVersion: 2, odd: true }))).toBe('lab.newerFormat');
    for (const odd of [
      [],
      'lab',
      null,
      {},
      { ...lab, format: 'other' },
      { ...lab, formatVersion: 0 },
    ]) {
      expect(codeOf(raiseLabFile(odd))).toBe('lab.invalid');
    }
    const newer = join(folder, 'newer.json');
    writeFileSync(newer, JSON.stringify({ ...lab, formatVersion: 9 }));
    const refused = await racklab('lab', 'migrate', newer);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('[lab.newerFormat]') });
    writeFileSync(newer, 'no JSON');
    expect((await racklab('lab', 'migrate', newer)).err).toContain('[lab.invalid]');
  });

  it('is raised step by step, and stops where a step refuses', () => {
    const formats = {
      'racklab.lab': defineFileFormat({
        currentVersion: 3,
        steps: [
          { from: 1, migrate: ({ old, ...rest }) => ok({ ...rest, fresh: old }) },
          { from: 2, migrate: (image) => ok({ ...image, third: true }) },
        ],
      }),
      'racklab.key': defineFileFormat({
        currentVersion: 2,
        steps: [{ from: 1, migrate: () => err({ code: 'lab.invalid', message: 'no' }) }],
      }),
    };
    const raised = raiseLabFile({ format: 'racklab.lab', formatVersion: 1, old: 7 }, formats);
    expect(expectOk(raised)).toMatchObject({
      fromVersion: 1,
      image: { formatVersion: 3, fresh: 7, third: true },
    });
    const key = raiseLabFile({ format: 'racklab.key', formatVersion: 1 }, formats);
    expect(codeOf(key)).toBe('lab.invalid');
  });

  it('never gets another log: a step that would is a bug', () => {
    const meddling = {
      'racklab.attempt': defineFileFormat({
        currentVersion: 2,
        steps: [{ from: 1, migrate: (image) => ok({ ...image, log: [] }) }],
      }),
    };
    expect(() => raiseLabFile(golden('attempt.json'), meddling)).toThrow('log of an attempt');
  });
});

describe('lab diff', () => {
  it('finds nothing between a folder and its archive, and names what was changed', async () => {
    const archive = join(folder, 'golden.racklab-lab');
    expect((await racklab('lab', 'pack', GOLDEN, '--out', archive)).code).toBe(0);
    const same = await racklab('lab', 'diff', GOLDEN, archive, '--check');
    expect(same).toMatchObject({ code: 0, out: 'no difference\n' });
    const other = join(folder, 'other');
    cpSync(GOLDEN, other, { recursive: true });
    const text = readFileSync(join(other, 'lab.json'), 'utf8');
    writeFileSync(join(other, 'lab.json'), text.replace('"points": 20', '"points": 25'));
    const start = readFileSync(join(other, 'start.scenario.json'), 'utf8');
    writeFileSync(
      join(other, 'start.scenario.json'),
      start.replace('"perSecond": 8', '"perSecond": 9'),
    );
    writeFileSync(join(other, 'pages/1.en.md'), '# Everything\n\nThere are some.\n');
    const differs = await racklab('lab', 'diff', archive, other, '--check');
    expect(differs.code).toBe(1);
    expect(differs.out).toMatch(/checks survives\.points/);
    expect(differs.out).toMatch(/start: load site\.perSecond/);
    expect(differs.out).toMatch(/There are some/);
    const json = await racklab('lab', 'diff', archive, other, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ same: false });
    expect((await racklab('lab', 'diff', archive, join(folder, 'nowhere'))).code).toBe(2);
    writeFileSync(join(other, 'start.scenario.json'), '{}');
    expect((await racklab('lab', 'diff', archive, other)).code).toBe(2);
  });
});

/** Objects that hold a command, a record or the figures of a refusal: another schema says what. */
const OPEN_ON_PURPOSE = /\.(?:do|command|record|details)$/;

/** Every node of a schema with the way to it. */
function* nodesOf(node: unknown, path: string): Generator<[string, Json]> {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const [index, one] of node.entries()) yield* nodesOf(one, `${path}[${index}]`);
    return;
  }
  const json = node as Json;
  yield [path, json];
  for (const [name, part] of Object.entries(json)) {
    if (name === 'properties') {
      for (const [field, one] of Object.entries(part as Json))
        yield* nodesOf(one, `${path}.${field}`);
    } else if (name !== 'enum' && name !== 'const' && name !== 'required') {
      yield* nodesOf(part, path);
    }
  }
}

describe('every published schema', () => {
  it.each([...schemas])('%s refuses what it does not name, at every place', (_name, schema) => {
    const open: string[] = [];
    for (const [path, node] of nodesOf(schema, '')) {
      if (node['type'] !== 'object') continue;
      if (node['unevaluatedProperties'] === false) continue;
      // Names that nobody can know beforehand, each with a value that is described.
      const values = (node['additionalProperties'] ?? {}) as Json;
      const isRecord = !('properties' in node) && Object.keys(values).length > 0;
      if (isRecord || OPEN_ON_PURPOSE.test(path)) continue;
      open.push(path);
    }
    expect([...new Set(open)]).toEqual([]);
  });

  it('knows one list of fault kinds and one of measures', () => {
    const faults = new Set<string>();
    const measures = new Set<string>();
    for (const schema of schemas.values()) {
      for (const [path, node] of nodesOf(schema, '')) {
        const list = node['enum'];
        if (!Array.isArray(list)) continue;
        if (list.includes('cpuSlow')) faults.add(JSON.stringify(list));
        if (path.endsWith('.measure')) measures.add(JSON.stringify(list));
      }
    }
    expect([...faults]).toEqual([JSON.stringify(FAULT_KINDS)]);
    const lists = [MEASURE_NAMES, SPAN_MEASURES, BOUND_MEASURES].map((one) => JSON.stringify(one));
    expect([...measures].toSorted()).toEqual(lists.toSorted());
    const known: readonly string[] = MEASURE_NAMES;
    expect(SPAN_MEASURES.filter((one) => !known.includes(one))).toEqual([]);
  });

  it('has the version its format is at', () => {
    for (const schema of schemas.values()) {
      const { format, formatVersion } = (schema['properties'] ?? {}) as Record<string, Json>;
      const name = format?.['const'];
      if (typeof name !== 'string' || !Object.hasOwn(LAB_FORMATS, name)) continue;
      expect(formatVersion?.['const'], name).toBe(LAB_FORMATS[name]?.currentVersion);
    }
  });

  it('does not take a stray answer, an empty process, or a question without a place for it', () => {
    const lab = golden('lab.json') as { checks: Json[] };
    function withCheck(change: (check: Json) => Json): unknown {
      return { ...lab, checks: lab.checks.map(change) };
    }
    expect(labSchema.safeParse(lab).success).toBe(true);
    for (const change of [
      (check: Json) => (check['kind'] === 'state' ? { ...check, answer: 5 } : check),
      (check: Json) => {
        if (check['kind'] !== 'process') return check;
        const { never: _never, commandsMax: _max, ...bare } = check;
        return bare;
      },
      (check: Json) => {
        if (check['kind'] !== 'question') return check;
        const { answer: _answer, ...bare } = check;
        return bare;
      },
    ]) {
      expect(labSchema.safeParse(withCheck(change)).success).toBe(false);
    }
  });
});
