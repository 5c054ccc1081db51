/** Goal: ids that are typed by hand are read or refused with a reason. Method: tables. */
import { describe, expect, it } from 'vitest';
import {
  checkGroupName,
  checkName,
  GROUP_LENGTH_MAX,
  ID_LENGTH_MAX,
  isIdOf,
  makeGroupedId,
  makeId,
  NAME_LENGTH_MAX,
  parseId,
} from '../../../../src/shared/kernel/ids.ts';

const longest = 'n'.repeat(NAME_LENGTH_MAX);

describe('names', () => {
  it.each(['r1-h01', 'Web_1', '1', 'a.b', 'x_', longest])('may be %s', (name) => {
    expect(checkName(name)).toEqual({ ok: true, value: name });
  });

  it.each(['', '-a', '_a', '.a', 'a-', 'a.', 'a b', 'a/b', 'a:b', 'ä', 'a\n', `${longest}n`])(
    'may not be %j',
    (name) => {
      expect(checkName(name)).toMatchObject({
        ok: false,
        error: { code: 'name.invalid', details: { lengthMax: NAME_LENGTH_MAX } },
      });
    },
  );

  it('of groups may be longer', () => {
    expect(checkGroupName('g'.repeat(GROUP_LENGTH_MAX)).ok).toBe(true);
    expect(checkGroupName('g'.repeat(GROUP_LENGTH_MAX + 1)).ok).toBe(false);
  });
});

describe('ids', () => {
  it('are made from parts and taken apart again', () => {
    const host = makeId('host', 'r1-h01');
    const vm = makeGroupedId({ kind: 'vm', group: 'shop', name: 'web-1' });
    expect([host, vm]).toEqual(['host:r1-h01', 'vm:shop/web-1']);
    expect(parseId(host)).toEqual({
      ok: true,
      value: { kind: 'host', group: undefined, name: 'r1-h01' },
    });
    expect(parseId(vm)).toEqual({ ok: true, value: { kind: 'vm', group: 'shop', name: 'web-1' } });
    expect([isIdOf('vm', vm), isIdOf('v', vm), isIdOf('host', vm)]).toEqual([true, false, false]);
  });

  it('are never made from bad parts', () => {
    expect(() => makeId('host', 'a b')).toThrow('name of an id');
    expect(() => makeId('Host', 'a')).toThrow('kind of an id');
    expect(() => makeGroupedId({ kind: 'vm', group: 'a/b', name: 'c' })).toThrow('group of an id');
  });

  it.each([
    ['', 'it has no ":" after its kind'],
    ['host', 'it has no ":" after its kind'],
    [':a', '"" cannot be a kind'],
    ['9x:a', '"9x" cannot be a kind'],
    ['vm:/a', '"" cannot be a resource group'],
    ['vm:g/', '"" cannot be a name'],
    ['vm:g/a/b', '"a/b" cannot be a name'],
    ['host:a:b', '"a:b" cannot be a name'],
  ])('refuses %j: %s', (text, reason) => {
    expect(parseId(text)).toMatchObject({
      ok: false,
      error: { code: 'id.invalid', message: `"${text}" is not an id: ${reason}.` },
    });
  });

  it('does not repeat an endless text in its refusal', () => {
    const result = parseId('x'.repeat(1_000_000));
    expect(result.ok ? 0 : result.error.message.length).toBeLessThan(ID_LENGTH_MAX);
  });
});
