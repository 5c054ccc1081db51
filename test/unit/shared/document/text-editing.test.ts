/**
 * Goal: what an editor of texts stands on is right: problems with places, suggestions that fit,
 * fields of forms, small changes that leave the rest, and the link between a scenario's text and
 * its things. Method: short texts with a cursor written as `|`, every template's own text, and the
 * schemas the program publishes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suggestionsAt } from '../../../../src/shared/document/json-completion.ts';
import { setJsonValue } from '../../../../src/shared/document/json-edits.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { scenarioSchema } from '../../../../src/shared/document/scenario-schema.ts';
import {
  blankOf,
  fieldsOf,
  itemSchemaOf,
  kindsOf,
} from '../../../../src/shared/document/schema-fields.ts';
import { textIssues } from '../../../../src/shared/document/text-issues.ts';
import {
  offsetOfPath,
  thingAtOffset,
  thingOfId,
  thingsInText,
} from '../../../../src/shared/document/text-things.ts';
import { checkSchema } from '../../../../src/shared/lab/check-schema.ts';
import { labSchema } from '../../../../src/shared/lab/lab-schema.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const TEMPLATES = join(RESOURCES_FOLDER, 'templates');

/** What is suggested at `|`. */
function suggested(marked: string, schema = scenarioSchema as Parameters<typeof blankOf>[0]) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, list } = suggestionsAt(text, { offset, schema });
  return { typed: text.slice(from, to), labels: list.map(({ label }) => label), list };
}

describe('problems of a text', () => {
  it('come with line and column, syntax before shape', () => {
    expect(textIssues('{\n  "id": \n}', labSchema)).toMatchObject([
      { code: 'scenario.notJson', place: { line: 3 } },
    ]);
    const [first] = textIssues('{\n  "titel": { "en": "x" }\n}', labSchema);
    expect(first).toMatchObject({
      code: 'scenario.unknownField',
      path: ['titel'],
      place: { line: 2, column: 3 },
    });
    expect(first?.hint).toContain('"title"');
    const lab = join(RESOURCES_FOLDER, 'labs', '09-availability-set', 'lab.json');
    expect(textIssues(readFileSync(lab, 'utf8'), labSchema)).toEqual([]);
  });
});

describe('suggestions', () => {
  it('are the fields that are not there yet, with what they mean', () => {
    const { typed, labels, list } = suggested('{ "title": "x", "rac|" }');
    expect(typed).toBe('"rac"');
    expect(labels).toContain('racks');
    expect(labels).not.toContain('title');
    const racks = list.find(({ label }) => label === 'racks');
    expect(racks).toMatchObject({ apply: '"racks": []', kind: 'field' });
    expect(suggested('{ "se|": 1 }').list.find(({ label }) => label === 'seed')?.apply).toBe(
      '"seed"',
    );
  });

  it('are the words a field may be, also while it says which kind it is', () => {
    expect(suggested('{ "expect": [{ "measure": "|" }] }').labels).toContain('servedFraction');
    expect(suggested('{ "kind": "|" }', checkSchema).labels).toEqual(kindsOf(checkSchema));
    const inside = suggested('{ "kind": "metric", "|" }', checkSchema);
    expect(inside.labels).toContain('measure');
    expect(inside.labels).not.toContain('expect');
    expect(suggested('{ "kind": "experiment", "partial": | }', checkSchema).labels).toEqual([
      'true',
      'false',
    ]);
  });

  it('are those of others where a name is wanted, and none where nothing is known', () => {
    const text = '{ "tasks": [{ "checks": [""] }] }';
    const given = { schema: labSchema, wordsAt: () => ['in-set'] };
    const { list } = suggestionsAt(text, { ...given, offset: text.indexOf('""') + 1 });
    expect(list.map(({ apply }) => apply)).toEqual(['"in-set"']);
    expect(suggested('{ "title": "|" }', labSchema).list).toEqual([]);
  });
});

describe('a form', () => {
  it('has a field for everything a check of each kind has, and begins as little as it can', () => {
    for (const kind of kindsOf(checkSchema)) {
      const blank = blankOf(checkSchema, kind);
      expect(blank).toMatchObject({ kind, id: '' });
      const names = fieldsOf(checkSchema, blank).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['points', 'text', 'failure']));
      // A blank is wrong only where something is still to be said.
      const parsed = checkSchema.safeParse(blank);
      const words = parsed.error?.issues.map(({ code }) => code) ?? [];
      expect(words).not.toContain('unrecognized_keys');
      expect(words).not.toContain('invalid_type');
    }
    const { shape } = labSchema;
    expect(fieldsOf(labSchema, {}).map(({ name }) => name)).toEqual(Object.keys(shape));
    expect(itemSchemaOf(shape.tasks)).toBeDefined();
  });
});

describe('a small change', () => {
  it('leaves the rest as it was written', () => {
    const text = '{ "a": 1,   "list": [ {"x":2} ] }\n';
    expect(setJsonValue(text, { path: ['a'], value: 7 })).toBe(
      '{ "a": 7,   "list": [ {"x":2} ] }\n',
    );
    const longer = setJsonValue(text, { path: ['list', 1], value: 3 });
    expect(JSON.parse(longer)).toEqual({ a: 1, list: [{ x: 2 }, 3] });
    expect(JSON.parse(setJsonValue(text, { path: ['a'], value: undefined }))).toEqual({
      list: [{ x: 2 }],
    });
    expect(setJsonValue('{ "a"', { path: ['a', 'b'], value: 1 })).toContain('"a"');
  });
});

describe('the things of a text', () => {
  it.each(['first-room', 'three-zones'])('are found both ways in %s', (name) => {
    const text = readFileSync(join(TEMPLATES, `${name}.scenario.json`), 'utf8');
    const things = thingsInText(text);
    const read = readScenario(text);
    if (!read.ok) throw new Error('a template can be read');
    const made = read.value.expanded.setupCommands.flatMap((command) =>
      command.type === 'rack.add' ? [`rack:${command.name}`] : [],
    );
    for (const id of made) {
      const thing = thingOfId(things, id);
      expect(thing?.isDeclared, id).toBe(true);
      expect(thingAtOffset(things, (thing?.from ?? 0) + 1)?.isMeant(id)).toBe(true);
    }
  });

  it('are told apart by kind, group and placeholder; actions speak of them', () => {
    const text = JSON.stringify({
      racks: [{ name: 'r{n}', count: 2 }],
      machines: [{ name: 'web-{n:02}', group: 'shop', count: 3 }],
      actions: [{ at: '5m', do: { type: 'fault.cut', target: 'rack:r2' } }],
    });
    const things = thingsInText(text);
    expect(thingOfId(things, 'rack:r2')?.isDeclared).toBe(true);
    expect(thingOfId(things, 'vm:shop/web-01')?.isDeclared).toBe(true);
    expect(thingOfId(things, 'vm:other/web-01')).toBeUndefined();
    expect(thingOfId(things, 'feed:a')).toBeUndefined();
    const action = thingAtOffset(things, text.indexOf('5m'));
    expect([action?.isMeant('rack:r2'), action?.isMeant('rack:r1')]).toEqual([true, false]);
    expect(thingAtOffset(things, 0)).toBeUndefined();
    expect(offsetOfPath(text, ['machines', 0, 'nowhere'])).toBe(text.indexOf('{"name":"web'));
    expect(thingsInText('')).toEqual([]);
  });
});
