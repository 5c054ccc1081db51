/** Goal: refusals travel as values. Method: successes and refusals through each helper. */
import { describe, expect, it, vi } from 'vitest';
import {
  chainResult,
  collectResults,
  err,
  mapResult,
  ok,
  OK,
  type Result,
} from '../../../../src/shared/kernel/result.ts';

const refusal = err({ code: 'host.full', message: 'No room.', hint: 'Choose another host.' });

function half(value: number): Result<number> {
  return value % 2 === 0 ? ok(value / 2) : refusal;
}

describe('results', () => {
  it('change a success and pass a refusal through untouched', () => {
    expect(mapResult(ok(3), (value) => value + 1)).toEqual(ok(4));
    const change = vi.fn<(value: number) => number>();
    expect(mapResult<number, number>(refusal, change)).toBe(refusal);
    expect(change).not.toHaveBeenCalled();
  });

  it('chain steps until the first refusal', () => {
    expect(chainResult(half(8), half)).toEqual(ok(2));
    expect(chainResult(half(6), half)).toBe(refusal);
    expect(chainResult(refusal, half)).toBe(refusal);
  });

  it('collect all values or the first refusal', () => {
    const other = err({ code: 'disk.full', message: 'No disk.' });
    expect(collectResults([half(2), half(4)])).toEqual(ok([1, 2]));
    expect(collectResults([half(2), other, refusal])).toBe(other);
    expect(collectResults([])).toEqual(ok([]));
    expect(OK).toEqual(ok(undefined));
  });
});
