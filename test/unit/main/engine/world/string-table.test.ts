/** Goal: one number per text, and the text back. Method: interning, growth and adoption. */
import { describe, expect, it } from 'vitest';
import { StringTable } from '../../../../../src/main/engine/world/string-table.ts';
import { hashText } from '../../../../../src/shared/kernel/hash.ts';

describe('the texts of a world', () => {
  it('are stored once, the empty one as number 0', () => {
    const strings = new StringTable();
    expect([strings.count, strings.text(0), strings.intern('')]).toEqual([1, '', 0]);
    expect([strings.find('web'), strings.intern('web'), strings.find('web')]).toEqual([
      undefined,
      1,
      1,
    ]);
    expect([strings.intern('Web'), strings.intern('web'), strings.count]).toEqual([2, 1, 3]);
    expect(() => strings.text(3)).toThrow('No text');
  });

  it('carry their hashes beside them, also after growing', () => {
    const strings = new StringTable();
    for (let i = 0; i < 1_000; i += 1) strings.intern(`name-${i}`);
    const { first, second } = strings.hashColumns();
    const words = hashText('name-999');
    expect([first[1_000], second[1_000]]).toEqual([words.first, words.second]);
  });

  it('can be replaced by those of a snapshot', () => {
    const strings = new StringTable();
    strings.intern('old');
    strings.adopt(['', 'new', 'newer']);
    expect([strings.find('old'), strings.find('newer'), strings.count]).toEqual([undefined, 2, 3]);
    expect(strings.snapshot()).toEqual(['', 'new', 'newer']);
    const { first } = strings.hashColumns();
    expect(first[2]).toBe(hashText('newer').first);
    expect(() => strings.adopt(['new'])).toThrow('empty one');
    expect(() => strings.adopt(['', 'a', 'a'])).toThrow('once');
  });
});
