/**
 * A small contract of its own for the tests of calls, streams and transports: a desk where one can
 * ask, wait, watch a counter and make the desk misbehave. Its handlers stand beside it, with the
 * knobs a test turns.
 */
import { z } from 'zod';
import { call, stream, type Handlers, type StreamSink } from '../../src/shared/contract/define.ts';
import { err, ok } from '../../src/shared/kernel/result.ts';
import { column } from '../../src/shared/views/column.ts';
import type { WorkspaceService } from '../../src/main/workspace-host/workspace-host.ts';

export const deskContract = {
  'desk.greet': call({
    input: z.strictObject({ name: z.string().min(1), times: z.int().min(1).max(3).optional() }),
    output: z.strictObject({ text: z.string() }),
  }),
  'desk.divide': call({
    input: z.strictObject({ dividend: z.number(), divisor: z.number() }),
    output: z.number(),
  }),
  /** Answers only when it is cancelled or released. */
  'desk.wait': call({ input: z.strictObject({}), output: z.strictObject({}) }),
  'desk.scale': call({
    input: z.strictObject({ by: z.number(), values: column('f64', { maxLength: 1_000_000 }) }),
    output: z.strictObject({ values: column('f64', { maxLength: 1_000_000 }) }),
  }),
  'desk.repeat': call({
    input: z.strictObject({ text: z.string(), times: z.int().min(1) }),
    output: z.string(),
  }),
  'desk.throw': call({ input: z.strictObject({}), output: z.strictObject({}) }),
  'desk.lie': call({ input: z.strictObject({}), output: z.strictObject({ text: z.string() }) }),
  'desk.echo': call({ input: z.unknown(), output: z.unknown() }),
  /** What a publisher does, and what a test wants to know about it afterwards. */
  'desk.add': call({
    input: z.strictObject({ amount: z.int(), times: z.int().min(1).max(10_000) }),
    output: z.strictObject({}),
  }),
  'desk.facts': call({
    input: z.strictObject({}),
    output: z.strictObject({
      waiting: z.int(),
      cancelled: z.int(),
      watchers: z.int(),
      disposed: z.int(),
      pulls: z.int(),
    }),
  }),
  /** Ends the thread the desk is in, without a word. */
  'desk.crash': call({ input: z.strictObject({}), output: z.strictObject({}) }),
  /** The sum of all amounts added so far, and how many additions one event stands for. */
  'desk.count': stream({
    params: z.strictObject({ from: z.int() }),
    event: z.strictObject({ total: z.int(), merged: z.int().min(0) }),
  }),
  'desk.wave': stream({
    params: z.strictObject({ length: z.int().min(0).max(100_000) }),
    event: z.strictObject({
      slots: column('u32', { maxLength: 100_000 }),
      loads: column('f32', { maxLength: 100_000, min: 0, max: 1 }),
      note: z.string(),
    }),
  }),
  'desk.brokenWave': stream({
    params: z.strictObject({}),
    event: z.strictObject({ loads: column('f64', { maxLength: 4 }) }),
  }),
  'desk.shut': stream({ params: z.strictObject({}), event: z.strictObject({}) }),
  'desk.once': stream({ params: z.strictObject({}), event: z.strictObject({ text: z.string() }) }),
  'desk.stumble': stream({ params: z.strictObject({}), event: z.strictObject({}) }),
};

export type DeskContract = typeof deskContract;

/** The working side of the desk. */
export class Desk {
  readonly #counters = new Set<{ sink: StreamSink; merged: number }>();
  readonly #facts = { waiting: 0, cancelled: 0, watchers: 0, disposed: 0, pulls: 0 };
  #total = 0;

  readonly handlers: Handlers<DeskContract> = {
    'desk.greet': ({ name, times = 1 }) => ok({ text: `Hello, ${name}! `.repeat(times).trim() }),
    'desk.divide': ({ dividend, divisor }) =>
      divisor === 0
        ? err({
            code: 'desk.zeroDivisor',
            message: `${dividend} cannot be divided by 0.`,
            hint: 'Choose another divisor.',
            details: { dividend },
          })
        : ok(dividend / divisor),
    'desk.wait': (_input, { signal }) =>
      new Promise((resolve) => {
        this.#facts.waiting += 1;
        signal.addEventListener('abort', () => {
          this.#facts.cancelled += 1;
          this.#facts.waiting -= 1;
          resolve(ok({}));
        });
      }),
    'desk.scale': ({ by, values }) => ok({ values: values.map((value) => value * by) }),
    'desk.repeat': ({ text, times }) => ok(text.repeat(times)),
    'desk.throw': () => {
      throw new Error('the secret drawer is open');
    },
    // A handler that breaks its promise on purpose: the type says `text` is a string.
    'desk.lie': () => ok({ text: 7 as unknown as string }),
    'desk.echo': (value) => ok(value),
    'desk.add': ({ amount, times }) => {
      for (let count = 0; count < times; count += 1) this.#add(amount);
      return ok({});
    },
    'desk.facts': () => ok({ ...this.#facts, watchers: this.#counters.size }),
    'desk.crash': () => {
      // Thrown outside the handler, so that nothing catches it and the thread ends.
      setImmediate(() => {
        throw new Error('the desk fell through the floor');
      });
      return ok({});
    },
    'desk.count': ({ from }, sink) => {
      const counter = { sink, merged: 0 };
      this.#counters.add(counter);
      return ok({
        pull: () => {
          this.#facts.pulls += 1;
          const merged = counter.merged;
          counter.merged = 0;
          return { total: from + this.#total, merged };
        },
        dispose: () => {
          this.#facts.disposed += 1;
          this.#counters.delete(counter);
        },
      });
    },
    'desk.wave': ({ length }) =>
      ok({
        pull: () => ({
          slots: Uint32Array.from({ length }, (_, index) => index),
          loads: Float32Array.from({ length }, (_, index) => (index % 100) / 100),
          note: 'água',
        }),
        dispose: () => undefined,
      }),
    'desk.brokenWave': () =>
      ok({ pull: () => ({ loads: Float64Array.of(0, Number.NaN) }), dispose: () => undefined }),
    'desk.shut': () => err({ code: 'desk.shut', message: 'The desk is shut until Monday.' }),
    'desk.once': (_params, sink) => {
      let pulls = 0;
      return ok({
        pull: () => {
          pulls += 1;
          if (pulls === 1) {
            sink.notify();
            return { text: 'once' };
          }
          sink.end();
          return undefined;
        },
        dispose: () => undefined,
      });
    },
    'desk.stumble': () =>
      ok({
        pull: () => {
          throw new Error('the secret drawer is open');
        },
        dispose: () => undefined,
      }),
  };

  /** Changes the total and tells every watcher, as a publisher does. */
  #add(amount: number): void {
    this.#total += amount;
    for (const counter of this.#counters) {
      counter.merged += 1;
      counter.sink.notify();
    }
  }
}

/** The desk as a workspace host takes it. */
export function deskService(): WorkspaceService<DeskContract> {
  return {
    contract: deskContract,
    handlers: new Desk().handlers,
    appVersion: '1.2.3',
    close: () => Promise.resolve(),
  };
}
