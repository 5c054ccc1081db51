/** Goal: closing the owner closes everything, once. Method: a log of what was let go. */
import { describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../../src/shared/kernel/disposable.ts';

describe('a store of disposables', () => {
  it('lets go in reverse order and only once', () => {
    const log: string[] = [];
    const store = new DisposableStore();
    store.addFunction(() => log.push('first'));
    const second = store.addFunction(() => log.push('second'));
    store.addFunction(() => log.push('third'));
    store.release(second);
    store.release(second);
    second.dispose();
    expect([log, store.size, store.disposed]).toEqual([['second'], 2, false]);
    store.dispose();
    store.dispose();
    expect([log, store.size, store.disposed]).toEqual([['second', 'third', 'first'], 0, true]);
  });

  it('lets late arrivals go at once', () => {
    const store = new DisposableStore();
    store.dispose();
    let gone = 0;
    store.add(toDisposable(() => (gone += 1)));
    expect([gone, store.size]).toEqual([1, 0]);
  });

  it('lets everything go even when one of them throws, then tells', () => {
    const store = new DisposableStore();
    let gone = 0;
    store.addFunction(() => (gone += 1));
    store.addFunction(() => {
      throw new Error('port already closed');
    });
    store.addFunction(() => (gone += 1));
    expect(() => store.dispose()).toThrow('port already closed');
    expect(gone).toBe(2);
  });
});
