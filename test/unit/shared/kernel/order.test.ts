/** Goal: one order on every machine. Method: texts that a locale would sort otherwise. */
import { describe, expect, it } from 'vitest';
import {
  compareCodeUnits,
  compareNumbers,
  sortByNumber,
  sortByText,
  sortedEntries,
  stableSort,
} from '../../../../src/shared/kernel/order.ts';

describe('order', () => {
  it('follows code units and not a locale', () => {
    const texts = ['ä', 'z', 'B', 'a', '10', '9', '\uffff', '\u{1f600}', ''];
    expect(stableSort(texts, compareCodeUnits)).toEqual([
      '',
      '10',
      '9',
      'B',
      'a',
      'z',
      'ä',
      '\u{1f600}',
      '\uffff',
    ]);
    expect([compareCodeUnits('a', 'a'), compareNumbers(2, 2), compareNumbers(10, 9)]).toEqual([
      0, 0, 1,
    ]);
  });

  it('keeps equal items as they were and the argument untouched', () => {
    const rows = [
      { name: 'b', rank: 1 },
      { name: 'a', rank: 1 },
      { name: 'b', rank: 0 },
    ];
    expect(sortByNumber(rows, (row) => row.rank)).toEqual([rows[2], rows[0], rows[1]]);
    expect(sortByText(rows, (row) => row.name)).toEqual([rows[1], rows[0], rows[2]]);
    expect(rows.map((row) => row.name)).toEqual(['b', 'a', 'b']);
  });

  it('lists a record by its keys', () => {
    expect(sortedEntries({ b: 1, a: 2, B: 3 })).toEqual([
      ['B', 3],
      ['a', 2],
      ['b', 1],
    ]);
  });
});
