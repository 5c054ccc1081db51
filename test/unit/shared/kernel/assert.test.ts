/** Goal: bugs throw, and only bugs. Method: each function on its good and its bad side. */
import { describe, expect, it } from 'vitest';
import {
  assert,
  AssertionError,
  ensure,
  fail,
  unreachable,
} from '../../../../src/shared/kernel/assert.ts';

describe('assertions', () => {
  it('throw with their message only when something is wrong', () => {
    expect(() => assert(true, 'unused')).not.toThrow();
    expect(() => assert(false, 'one is less')).toThrow(new AssertionError('one is less'));
    expect(() => fail('never here')).toThrow(AssertionError);
  });

  it('pass on what is there, zero and the empty text too', () => {
    expect([ensure(0, 'x'), ensure('', 'x'), ensure(false, 'x')]).toEqual([0, '', false]);
    expect(() => ensure(undefined, 'no host at slot 3')).toThrow('no host at slot 3');
  });

  it('name the forgotten case', () => {
    const forgotten: unknown = 'paused';
    expect(() => Reflect.apply(unreachable, undefined, [forgotten])).toThrow('paused');
  });
});
