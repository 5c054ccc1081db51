/**
 * Goal: an act that takes long is seen, says how far it is and can be given up; one that is soon
 * over is never shown. Method: acts of the test's own over a clock of its own, and a long table
 * that is written in pieces.
 */
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textInPieces } from '../../../src/renderer/exports/use-exports.ts';
import { createTranslator } from '../../support/translator.ts';
import ActStack from '../../../src/renderer/shell/ActStack.vue';
import { SHOWN_AFTER_MS, useActs, type ActTools } from '../../../src/renderer/stores/use-acts.ts';
import { csvText } from '../../../src/shared/kernel/csv-text.ts';

let stack: VueWrapper;

beforeEach(() => {
  vi.useFakeTimers();
  const pinia = createPinia();
  setActivePinia(pinia);
  const plugins = [pinia, createTranslator('pt-BR')];
  stack = mount(ActStack, { attachTo: document.body, global: { plugins } });
});

afterEach(() => {
  stack.unmount();
  vi.useRealTimers();
});

/** An act that goes on until the test ends it. */
function begin(): { tools: ActTools; end: () => void; came: Promise<string> } {
  let tools: ActTools | undefined;
  let end: (() => void) | undefined;
  const came = useActs().run('report', (given) => {
    tools = given;
    return new Promise<string>((resolve) => {
      end = () => resolve('done');
      given.signal.addEventListener('abort', () => resolve('given up'));
    });
  });
  if (tools === undefined || end === undefined) throw new Error('the act did not begin');
  return { tools, end, came };
}

describe('a long act', () => {
  it('is not shown when it is soon over', async () => {
    const { end, came } = begin();
    await vi.advanceTimersByTimeAsync(SHOWN_AFTER_MS - 1);
    expect(stack.find('section').exists()).toBe(false);
    end();
    expect(await came).toBe('done');
    await vi.advanceTimersByTimeAsync(SHOWN_AFTER_MS);
    expect(stack.find('section').exists()).toBe(false);
  });

  it('is shown with how far it is, and gone when it is over', async () => {
    const { tools, end, came } = begin();
    await vi.advanceTimersByTimeAsync(SHOWN_AFTER_MS);
    expect(stack.text()).toContain('Escrevendo o relatório');
    expect(stack.find('progress').attributes('value')).toBeUndefined();
    tools.tell({ share: 0.5, word: 'tables' });
    await vi.advanceTimersByTimeAsync(0);
    expect(stack.text()).toContain('Escrevendo a tabela');
    expect(stack.find('progress').attributes('value')).toBe('0.5');
    end();
    await came;
    await vi.advanceTimersByTimeAsync(0);
    expect(useActs().acts).toEqual([]);
    expect(stack.find('section').exists()).toBe(false);
  });

  it('is given up by its button, and only it', async () => {
    const one = begin();
    const other = begin();
    await vi.advanceTimersByTimeAsync(SHOWN_AFTER_MS);
    await stack.findAll('button')[0]?.trigger('click');
    expect(await one.came).toBe('given up');
    const rested = one.tools.rest();
    await vi.advanceTimersByTimeAsync(0);
    expect(await rested).toBe(false);
    expect(other.tools.signal.aborted).toBe(false);
    expect(useActs().acts).toHaveLength(1);
  });
});

describe('a long table', () => {
  const items = Array.from({ length: 2_500 }, (_, index) => index);
  const table = (some: readonly number[]): string[][] => [
    ['number', 'twice'],
    ...some.map((value) => [String(value), String(value * 2)]),
  ];

  it('written in pieces is the table written at once', async () => {
    const shares: (number | undefined)[] = [];
    const text = await textInPieces(
      { items, table },
      { tell: ({ share }) => shares.push(share), rest: () => Promise.resolve(true) },
    );
    expect(text).toBe(csvText(table(items)));
    expect(shares).toEqual([0.4, 0.8, 1]);
  });

  it('given up on the way is no table', async () => {
    let rests = 0;
    const rest = (): Promise<boolean> => {
      rests += 1;
      return Promise.resolve(rests < 2);
    };
    expect(await textInPieces({ items, table }, { tell: () => undefined, rest })).toBeUndefined();
    expect(rests).toBe(2);
  });
});
