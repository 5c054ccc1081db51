/** Goal: one text per value, or a refusal. Method: the examples of RFC 8785 and what JSON lacks. */
import { describe, expect, it } from 'vitest';
import { canonicalJson, JSON_DEPTH_MAX } from '../../../../src/shared/kernel/canonical-json.ts';

function textOf(value: unknown): string {
  const result = canonicalJson(value);
  return result.ok ? result.value : `${result.error.code} ${result.error.message}`;
}

describe('canonicalJson', () => {
  it('writes the sample of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(textOf(value)).toBe(
      '{"literals":[null,true,false],' +
        '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys as RFC 8785, section 3.2.3, does', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const text = textOf(value);
    const written = Object.values(value).sort((a, b) => text.indexOf(a) - text.indexOf(b));
    expect(written).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(textOf({ b: 1, a: { d: 2, c: 3 } })).toBe('{"a":{"c":3,"d":2},"b":1}');
  });

  it.each([
    [-0, '0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [[], '[]'],
    [{}, '{}'],
    [{ a: undefined, b: [] }, '{"b":[]}'],
    [Object.create(null), '{}'],
  ])('writes %j as %s', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it.each([
    [{ a: [{ b: NaN }] }, '/a/0/b', 'NaN is not a JSON number'],
    [[-Infinity], '/0', '-Infinity is not a JSON number'],
    [undefined, '/', 'JSON has no undefined'],
    [[undefined], '/0', 'JSON has no undefined'],
    [{ big: 1n }, '/big', 'JSON has no bigint'],
    [{ f: () => 1 }, '/f', 'JSON has no function'],
    ['\ud800', '/', 'a text holds half of a surrogate pair'],
    [{ '\udc00x': 1 }, '/\udc00x', 'a text holds half of a surrogate pair'],
    [{ when: new Date(0) }, '/when', 'only plain objects and lists have a JSON form'],
    [{ m: new Map() }, '/m', 'only plain objects and lists have a JSON form'],
    [new Uint8Array(1), '/', 'only plain objects and lists have a JSON form'],
  ])('refuses %o', (value, path, reason) => {
    expect(canonicalJson(value)).toMatchObject({
      ok: false,
      error: { code: 'json.notCanonical', details: { path, reason } },
    });
  });

  it('refuses a cycle and what is nested too deep', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(textOf(cycle)).toContain(`deeper than ${JSON_DEPTH_MAX} levels`);
    let deep: unknown = 1;
    for (let i = 0; i < JSON_DEPTH_MAX; i += 1) deep = [deep];
    expect(textOf(deep)).toMatch(/^\[+1\]+$/);
    expect(textOf([deep])).toContain('nested deeper');
  });
});
