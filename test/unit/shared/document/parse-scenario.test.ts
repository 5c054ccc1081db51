/**
 * Goal: a bad scenario file is refused with its place, a reason and a next step, and never half
 * read. Method: a table of broken texts, each with the code, place and words it must give.
 */
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../src/shared/contract/error-codes.ts';
import { defineFileFormat } from '../../../../src/shared/kernel/file-format.ts';
import { parseScenario, readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import {
  SCENARIO_DEPTH_MAX,
  SCENARIO_LENGTH_MAX,
  SCENARIO_VALUES_MAX,
} from '../../../../src/shared/document/scenario-limits.ts';
import { err } from '../../../../src/shared/kernel/result.ts';

const BASE = {
  format: 'racklab.scenario',
  formatVersion: 1,
  title: 'x',
  catalogue: 'azure-2026-11',
  seed: 1,
  duration: '1h',
};

/** The base with some fields replaced, one field a line. */
function file(fields: Record<string, unknown>): string {
  return JSON.stringify({ ...BASE, ...fields }, undefined, 1);
}

interface BadInput {
  readonly what: string;
  readonly text: string;
  readonly code: string;
  readonly place: string;
  readonly says: RegExp;
  readonly hints: RegExp;
}

const SITE = { places: { sites: [{ name: 'lab' }] } };

const BAD_TEXTS: readonly BadInput[] = [
  {
    what: 'an empty file',
    text: '',
    code: 'scenario.truncated',
    place: '1:1',
    says: /empty/,
    hints: /cut off/,
  },
  {
    what: 'a file cut off in an object',
    text: file({}).slice(0, -2),
    code: 'scenario.truncated',
    place: '7:18',
    says: /ends in the middle/,
    hints: /get it again/,
  },
  {
    what: 'a file cut off in a text',
    text: file({}).slice(0, 18),
    code: 'scenario.truncated',
    place: '2:12',
    says: /ends in the middle/,
    hints: /complete it/,
  },
  {
    what: 'a comma too many',
    text: '{\n "format": "racklab.scenario",\n}',
    code: 'scenario.notJson',
    place: '3:1',
    says: /key in double quotes/,
    hints: /near "}"/,
  },
  {
    what: 'a comment',
    text: '// a lab\n{}',
    code: 'scenario.notJson',
    place: '1:1',
    says: /no comments/,
    hints: /near/,
  },
  {
    what: 'single quotes',
    text: "{'format': 1}",
    code: 'scenario.notJson',
    place: '1:2',
    says: /double quotes/,
    hints: /near/,
  },
  {
    what: 'a second end',
    text: `${file({})}}`,
    code: 'scenario.notJson',
    place: '8:2',
    says: /should have ended/,
    hints: /near/,
  },
  {
    what: 'a key written twice',
    text: '{\n "format": "racklab.scenario",\n "seed": 1,\n "seed": 2\n}',
    code: 'scenario.duplicateKey',
    place: '4:2',
    says: /"seed" is written twice/,
    hints: /Remove one/,
  },
  {
    what: 'a key written twice, once with an escape',
    text: '{ "notes": [{ "a": 1, "\\u0061": 2 }] }',
    code: 'scenario.duplicateKey',
    place: '1:23',
    says: /notes\[0\]\.a/,
    hints: /Remove one/,
  },
  {
    what: 'brackets without end',
    text: '['.repeat(1_000_000),
    code: 'scenario.tooDeep',
    place: `1:${SCENARIO_DEPTH_MAX + 1}`,
    says: /deeper than 32/,
    hints: /bracket too many/,
  },
  {
    what: 'more values than fit',
    text: `[${'0,'.repeat(SCENARIO_VALUES_MAX)}[]]`,
    code: 'scenario.tooLarge',
    place: `1:${2 * SCENARIO_VALUES_MAX + 2}`,
    says: /more than 4000000 values/,
    hints: /repetition once/,
  },
  {
    what: 'a list',
    text: '[1]',
    code: 'scenario.notOurs',
    place: '1:1',
    says: /holds a list/,
    hints: /"racklab\.scenario"/,
  },
  {
    what: 'another format',
    text: file({ format: 'racklab.lab' }),
    code: 'scenario.notOurs',
    place: '2:2',
    says: /"racklab\.lab"/,
    hints: /begins with/,
  },
  {
    what: 'no version',
    text: file({ formatVersion: undefined }),
    code: 'scenario.noVersion',
    place: '1:1',
    says: /missing/,
    hints: /"formatVersion": 1/,
  },
  {
    what: 'a version that is a text',
    text: file({ formatVersion: '1' }),
    code: 'scenario.noVersion',
    place: '3:2',
    says: /no whole number/,
    hints: /"formatVersion": 1/,
  },
  {
    what: 'a newer version, with fields of its own',
    text: file({ formatVersion: 2, gravity: 9.81 }),
    code: 'scenario.newerFormat',
    place: '3:2',
    says: /version 2 .* reads versions up to 1/,
    hints: /newer Racklab.*Nothing was changed/,
  },
  {
    what: 'a text where a number belongs',
    text: file({ seed: 'one' }),
    code: 'scenario.wrongValue',
    place: '6:2',
    says: /seed \(line 6\): "one" is not a number/,
    hints: /Whole number/,
  },
  {
    what: 'a fraction where a whole number belongs',
    text: file({ seed: 1.5 }),
    code: 'scenario.wrongValue',
    place: '6:2',
    says: /1\.5 is not a whole number/,
    hints: /Whole number/,
  },
  {
    what: 'an object where a list belongs',
    text: file({ racks: {} }),
    code: 'scenario.wrongValue',
    place: '8:2',
    says: /racks \(line 8\): an object is not a list/,
    hints: /Racks/,
  },
  {
    what: 'a duration without a unit',
    text: file({ duration: '90' }),
    code: 'scenario.wrongValue',
    place: '7:2',
    says: /"90" is not a duration/,
    hints: /How long/,
  },
  {
    what: 'a number out of range',
    text: file({ racks: [{ name: 'r', row: 'a', units: 99 }] }),
    code: 'scenario.wrongValue',
    place: '12:4',
    says: /99 is out of range: at most 60/,
    hints: /rack units/,
  },
  {
    what: 'an empty title',
    text: file({ title: '' }),
    code: 'scenario.wrongValue',
    place: '4:2',
    says: /the text is empty/,
    hints: /called/,
  },
  {
    what: 'a title in a language of its own',
    text: file({ title: { en: 'x', de: 'y' } }),
    code: 'scenario.unknownField',
    place: '6:3',
    says: /no field "de"/,
    hints: /Known here: en, pt-BR/,
  },
  {
    what: 'a misspelt field',
    text: file({ racks: [{ nmae: 'r', row: 'a' }] }),
    code: 'scenario.unknownField',
    place: '10:4',
    says: /racks\[0\]\.nmae/,
    hints: /Did you mean "name"\?/,
  },
  {
    what: 'a field of another section',
    text: file({ racks: [{ name: 'r', row: 'a', perSecond: 4 }] }),
    code: 'scenario.unknownField',
    place: '12:4',
    says: /no field "perSecond"/,
    hints: /Known here: name/,
  },
  {
    what: 'a missing field',
    text: file({ machines: [{ name: 'm', image: 'Ubuntu2204' }] }),
    code: 'scenario.missingField',
    place: '9:3',
    says: /"size" is missing/,
    hints: /Add it\. A size/,
  },
  {
    what: 'a command that does not exist',
    text: file({ actions: [{ at: '1m', do: 'fault.kut', target: 'rack:r1' }] }),
    code: 'scenario.wrongValue',
    place: '11:4',
    says: /"fault\.kut"/,
    hints: /Did you mean "fault\.cut"\?/,
  },
  {
    what: 'a misspelt field of a command',
    text: file({ actions: [{ at: '1m', do: 'fault.cut', taget: 'rack:r1' }] }),
    code: 'scenario.unknownField',
    place: '12:4',
    says: /no field "taget"/,
    hints: /Did you mean "target"\?/,
  },
  {
    what: 'a measure that does not exist',
    text: file({ expect: [{ measure: 'avalability', min: 1 }] }),
    code: 'scenario.wrongValue',
    place: '10:4',
    says: /"avalability"/,
    hints: /Did you mean "availability"\?/,
  },
  {
    what: 'a name with a space',
    text: file({ groups: [{ name: 'my shop' }] }),
    code: 'scenario.wrongValue',
    place: '10:4',
    says: /"my shop" does not fit/,
    hints: /Use letters, digits/,
  },
];

const BAD_MEANINGS: readonly BadInput[] = [
  {
    what: 'a parent that does not exist',
    text: file({ places: { sites: [{ name: 'lab' }], rooms: [{ name: 'hall', parent: 'lba' }] } }),
    code: 'scenario.referenceNotFound',
    place: '17:5',
    says: /there is no place "lba"/,
    hints: /Did you mean lab\?/,
  },
  {
    what: 'a reference to what is declared later only',
    text: file({ ...SITE, network: { links: [{ from: 'host:h', to: 'switch:s' }] } }),
    code: 'scenario.referenceNotFound',
    place: '18:5',
    says: /there is no host or switch "host:h"/,
    hints: /Declared up to here: 0/,
  },
  {
    what: 'copies that would all have one name',
    text: file({ groups: [{ name: 'g', count: 3 }] }),
    code: 'scenario.duplicateName',
    place: '10:4',
    says: /all 3 copies would be called "g"/,
    hints: /Put \{n\}/,
  },
  {
    what: 'a name given twice',
    text: file({ groups: [{ name: 'g1' }, { name: 'g{n}', count: 2 }] }),
    code: 'scenario.duplicateName',
    place: '13:4',
    says: /there is a group "g1" already/,
    hints: /another name/,
  },
  {
    what: 'a placeholder without a value',
    text: file({ groups: [{ name: '{rack}-g' }] }),
    code: 'scenario.badRepeat',
    place: '10:4',
    says: /\{rack\} has no value here/,
    hints: /\{n\}, \{i\}/,
  },
  {
    what: 'a placeholder that fills to a name that is none',
    text: file({ groups: [{ each: { x: ['a', '-'] }, name: '{x}' }] }),
    code: 'scenario.badName',
    place: '16:4',
    says: /"-" cannot be a name/,
    hints: /at both ends/,
  },
  {
    what: 'a pattern that matches nothing',
    text: file({ groups: [{ each: { rack: 'r*' }, name: '{rack}' }] }),
    code: 'scenario.badRepeat',
    place: '11:5',
    says: /no rack declared above matches "r\*"/,
    hints: /Check the pattern/,
  },
  {
    what: 'a pattern over no kind of thing',
    text: file({ groups: [{ each: { colour: 'r*' }, name: '{colour}' }] }),
    code: 'scenario.badRepeat',
    place: '11:5',
    says: /"colour" is not a kind/,
    hints: /list the values/,
  },
  {
    what: 'more things than a file may stand for',
    text: file({ groups: [{ each: { a: '1-9999', b: '1-9999' }, name: 'g{a}-{b}' }] }),
    code: 'scenario.badRepeat',
    place: '10:4',
    says: /would stand for 99980001 things/,
    hints: /less often/,
  },
  {
    what: 'a load without a rate',
    text: file({
      groups: [{ name: 'g' }],
      balancers: [{ name: 'b' }],
      applications: { services: [{ name: 's', balancer: 'b' }] },
      load: [{ service: 's' }],
    }),
    code: 'scenario.contradiction',
    place: '27:3',
    says: /says no rate/,
    hints: /perSecond, or points/,
  },
  {
    what: 'an action on something misspelt',
    text: file({
      groups: [{ name: 'shop' }],
      actions: [{ at: '1m', do: 'group.remove', group: 'shpo' }],
    }),
    code: 'scenario.referenceNotFound',
    place: '17:4',
    says: /there is no resource group "shpo"/,
    hints: /Did you mean shop\?/,
  },
  {
    what: 'an expectation without bounds',
    text: file({ expect: [{ measure: 'cost' }] }),
    code: 'scenario.contradiction',
    place: '9:3',
    says: /neither min nor max/,
    hints: /Give the least/,
  },
  {
    what: 'an expectation nobody can meet',
    text: file({ expect: [{ measure: 'cost', min: 2, max: 1 }] }),
    code: 'scenario.contradiction',
    place: '12:4',
    says: /max 1 is below min 2/,
    hints: /Exchange/,
  },
  {
    what: 'an expectation after the end',
    text: file({ expect: [{ measure: 'cost', at: '2h', min: 2 }] }),
    code: 'scenario.contradiction',
    place: '11:4',
    says: /after the end of the run/,
    hints: /longer/,
  },
  {
    what: 'a selector that does not fit the measure',
    text: file({ expect: [{ measure: 'cost', state: 'running', min: 2 }] }),
    code: 'scenario.contradiction',
    place: '11:4',
    says: /cost is not measured by state/,
    hints: /Leave state out/,
  },
];

function firstProblem(outcome: ReturnType<typeof readScenario>): {
  code: string;
  place: string;
  text: string;
  hint: string;
} {
  if (outcome.ok) throw new Error('the text was accepted');
  const { error, issues } = outcome;
  const first = issues[0];
  return {
    code: error.code,
    place: `${first?.place?.line}:${first?.place?.column}`,
    text: `${error.message} ${first?.reason}`,
    hint: error.hint ?? '',
  };
}

describe('a bad text', () => {
  it.each(BAD_TEXTS)('is refused: $what', ({ text, code, place, says, hints }) => {
    const problem = firstProblem(readScenario(text));
    expect(problem).toMatchObject({ code, place });
    expect(problem.text).toMatch(says);
    expect(problem.hint).toMatch(hints);
  });

  it('that is longer than can be read is not read', () => {
    const outcome = parseScenario(' '.repeat(SCENARIO_LENGTH_MAX + 1));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'scenario.tooLarge' } });
  });
});

describe('a bad meaning', () => {
  it.each(BAD_MEANINGS)('is refused: $what', ({ text, code, place, says, hints }) => {
    expect(parseScenario(text).ok, 'the shape itself is right').toBe(true);
    const problem = firstProblem(readScenario(text));
    expect(problem).toMatchObject({ code, place });
    expect(problem.text).toMatch(says);
    expect(problem.hint).toMatch(hints);
  });
});

describe('every code of a scenario file', () => {
  it('has a case here', () => {
    const covered = new Set([...BAD_TEXTS, ...BAD_MEANINGS].map(({ code }) => code));
    const known = Object.keys(errorCodes).filter((code) => code.startsWith('scenario.'));
    const elsewhere = ['scenario.migrationFailed', 'scenario.tooMany'];
    expect(known.filter((code) => !covered.has(code))).toEqual(elsewhere);
    expect([...covered].filter((code) => !known.includes(code))).toEqual([]);
  });

  it('migrationFailed: an older file that cannot be raised says why', () => {
    const format = defineFileFormat({
      currentVersion: 2,
      steps: [
        {
          from: 1,
          migrate: () =>
            err({ code: 'x', message: 'It has no load.', hint: 'Give it one in the old version.' }),
        },
      ],
    });
    expect(parseScenario(file({}), format)).toMatchObject({
      ok: false,
      error: {
        code: 'scenario.migrationFailed',
        message: expect.stringContaining('It has no load'),
        hint: 'Give it one in the old version.',
      },
    });
  });

  it('tooMany: entries that are each within bounds and together are not', () => {
    const groups = ['a', 'b'].map((side) => ({ name: `${side}{n}`, count: 300_000 }));
    const outcome = readScenario(file({ groups }));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'scenario.tooMany' } });
    expect(outcome.ok ? '' : outcome.error.message).toMatch(/more than 500000 things/);
  });
});

describe('several problems', () => {
  it('are all told, each with its line', () => {
    const outcome = parseScenario(file({ seed: 'x', duration: 'y', colour: 1 }));
    if (outcome.ok) throw new Error('the text was accepted');
    expect(outcome.issues.map(({ place, path }) => [place?.line, path.join('.')])).toEqual([
      [8, 'colour'],
      [6, 'seed'],
      [7, 'duration'],
    ]);
    expect(outcome.error.message).toContain('There are 2 more problems');
    expect(outcome.error.details?.['problems']).toHaveLength(3);
  });

  it('are told up to a limit, not one for each of a thousand copies', () => {
    const racks = Array.from({ length: 500 }, () => ({ nmae: 'x' }));
    const outcome = parseScenario(file({ racks }));
    if (outcome.ok) throw new Error('the text was accepted');
    expect(outcome.issues).toHaveLength(50);
  });
});

describe('a good text', () => {
  it('may begin with the mark some editors write', () => {
    expect(parseScenario(`\uFEFF${file({})}`).ok).toBe(true);
  });

  it('keeps what was written and says where each part stands', () => {
    const parsed = parseScenario(file({ groups: [{ name: 'a' }, { name: 'b' }] }));
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(parsed.value.scenario).toEqual({ ...BASE, groups: [{ name: 'a' }, { name: 'b' }] });
    expect(parsed.value.placeOf(['groups', 1, 'name'])).toEqual({ line: 13, column: 4 });
    expect(parsed.value.placeOf(['groups', 7, 'name'])).toEqual({ line: 8, column: 2 });
  });

  it('cannot reach the prototype of anything', () => {
    const outcome = parseScenario(`{"__proto__": {"polluted": 1}, ${file({}).slice(1)}`);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'scenario.unknownField' } });
    expect({}).not.toHaveProperty('polluted');
  });
});
