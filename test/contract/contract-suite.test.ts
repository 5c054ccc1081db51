/**
 * Goal: calls and streams behave the same over every transport. Method: one suite with a small
 * contract of its own, run in process, over a worker's message ports and over a real loopback web
 * socket; hostile frames are sent through the bare transport.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../src/shared/contract/define.ts';
import { connect, type Client } from '../../src/shared/contract/connect.ts';
import { contractHash } from '../../src/shared/contract/contract-hash.ts';
import type { Transport } from '../../src/shared/contract/transport.ts';
import type { AppError } from '../../src/shared/kernel/result.ts';
import { deskContract, type DeskContract } from '../support/desk-contract.ts';
import { lineKinds, openDesk, unwrap, type DeskLine } from '../support/desk-lines.ts';
import { z } from 'zod';

const HELLO = { kind: 'hello', contractHash: contractHash(deskContract), appVersion: '1.2.3' };

/** A bare connection: sends what no client would, and collects what comes back. */
class RawEnd {
  readonly frames: Record<string, unknown>[] = [];
  closed: AppError | undefined;
  readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
    transport.onFrame((frame) => this.frames.push(frame as Record<string, unknown>));
    transport.onClose((reason) => {
      this.closed = reason;
    });
  }

  /** Sends frames and waits until the answer to the last of them, a greeting, has come back. */
  async exchange(...frames: unknown[]): Promise<Record<string, unknown>[]> {
    const before = this.frames.length;
    for (const frame of frames) this.transport.send(frame, []);
    const greetings = this.#greetings();
    this.transport.send(HELLO);
    await expect.poll(() => this.#greetings() > greetings || this.closed !== undefined).toBe(true);
    return this.frames.slice(before).filter((frame) => frame['kind'] !== 'hello');
  }

  #greetings(): number {
    return this.frames.filter((frame) => frame['kind'] === 'hello').length;
  }
}

async function openRaw(line: DeskLine): Promise<RawEnd> {
  return new RawEnd(await line.open());
}

function errorsOf(frames: readonly Record<string, unknown>[]): [unknown, string][] {
  return frames
    .filter((frame) => frame['ok'] === false)
    .map((frame) => [frame['id'], (frame['error'] as AppError).code]);
}

function facts(client: Client<DeskContract>) {
  return client.call('desk.facts', {}).then(unwrap);
}

describe.each(lineKinds)('over $name', (kind) => {
  let line: DeskLine;
  let client: Client<DeskContract>;

  beforeEach(async () => {
    line = await kind.start();
    client = await openDesk(line);
  });

  afterEach(async () => {
    client.close();
    await line.stop();
  });

  describe('calls', () => {
    it('answers, and fills in what may be left out', async () => {
      expect(await client.call('desk.greet', { name: 'Ana' })).toEqual({
        ok: true,
        value: { text: 'Hello, Ana!' },
      });
    });

    it('carries a refusal as a value, with everything in it', async () => {
      expect(await client.call('desk.divide', { dividend: 4, divisor: 0 })).toEqual({
        ok: false,
        error: {
          code: 'desk.zeroDivisor',
          message: '4 cannot be divided by 0.',
          hint: 'Choose another divisor.',
          details: { dividend: 4 },
        },
      });
    });

    it('answers many calls at once, each its own', async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          client.call('desk.divide', { dividend: index, divisor: 2 }),
        ),
      );
      expect(answers.map(unwrap)).toEqual(Array.from({ length: 100 }, (_, index) => index / 2));
    });

    it('carries columns both ways', async () => {
      const values = Float64Array.from({ length: 1_001 }, (_, index) => index / 3);
      const expected = values.map((value) => value * 2);
      const answer = unwrap(await client.call('desk.scale', { by: 2, values }));
      expect(answer.values).toBeInstanceOf(Float64Array);
      expect(answer.values).toEqual(expected);
    });

    it('carries texts outside ASCII, empty lists and null', async () => {
      const value = { text: 'São Paulo 🖥\u2028', list: [], nothing: null, deep: [[[1.5e-7]]] };
      expect(unwrap(await client.call('desk.echo', value))).toEqual(value);
    });

    it('hides a throw behind internal.bug and logs its stack on the host side', async () => {
      const answer = await client.call('desk.throw', {});
      expect(answer).toMatchObject({ ok: false, error: { code: 'internal.bug' } });
      expect(JSON.stringify(answer)).not.toMatch(/secret|\.ts|\.js| at /);
      await expect.poll(() => line.reports.join()).toMatch(/desk\.throw: Error: the secret drawer/);
      expect(line.reports.join()).toMatch(/\n\s+at /);
    });

    it('finds a handler that answers outside its own schema', async () => {
      const answer = await client.call('desk.lie', {});
      expect(answer).toMatchObject({ ok: false, error: { code: 'internal.bug' } });
      await expect.poll(() => line.reports.join()).toMatch(/desk\.lie: .*Error/s);
    });
  });

  describe('cancelling', () => {
    it('answers the caller at once and tells the handler', async () => {
      const abort = new AbortController();
      const answer = client.call('desk.wait', {}, { signal: abort.signal });
      await expect.poll(async () => (await facts(client)).waiting).toBe(1);
      abort.abort();
      expect(await answer).toMatchObject({ ok: false, error: { code: 'ipc.cancelled' } });
      await expect.poll(async () => (await facts(client)).cancelled).toBe(1);
    });

    it('asks nothing when it was cancelled before', async () => {
      const signal = AbortSignal.abort();
      const answer = await client.call('desk.wait', {}, { signal });
      expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.cancelled' } });
      expect(await facts(client)).toMatchObject({ waiting: 0, cancelled: 0 });
    });

    it('ignores a cancel that comes after the answer', async () => {
      const abort = new AbortController();
      const { signal } = abort;
      expect((await client.call('desk.greet', { name: 'Ana' }, { signal })).ok).toBe(true);
      abort.abort();
      expect((await facts(client)).cancelled).toBe(0);
    });

    it('tells the handlers of a client that goes away', async () => {
      const other = await openDesk(line);
      void other.call('desk.wait', {});
      await expect.poll(async () => (await facts(client)).waiting).toBe(1);
      other.close();
      await expect.poll(async () => (await facts(client)).cancelled).toBe(1);
    });
  });

  describe('streams', () => {
    it('begins with the whole view and goes on with patches', async () => {
      const events: unknown[] = [];
      client.subscribe('desk.count', { from: 10 }, (event) => void events.push(event));
      await expect.poll(() => events).toEqual([{ total: 10, merged: 0 }]);
      await client.call('desk.add', { amount: 5, times: 1 });
      await expect.poll(() => events.at(-1)).toEqual({ total: 15, merged: 1 });
    });

    it('merges for a client that is slow, and queues nothing', async () => {
      const events: { total: number; merged: number }[] = [];
      let release: () => void = () => undefined;
      client.subscribe('desk.count', { from: 0 }, (event) => {
        events.push(event);
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      await expect.poll(() => events.length).toBe(1);
      for (let round = 0; round < 5; round += 1) {
        await client.call('desk.add', { amount: 1, times: 1_000 });
      }
      expect(events).toHaveLength(1);
      expect((await facts(client)).pulls).toBe(1);
      release();
      await expect.poll(() => events.length).toBe(2);
      expect(events[1]).toEqual({ total: 5_000, merged: 5_000 });
      expect((await facts(client)).pulls).toBe(2);
    });

    it('loses and doubles no change, however the acknowledgements fall', async () => {
      let merged = 0;
      let total = 0;
      client.subscribe('desk.count', { from: 0 }, async (event) => {
        merged += event.merged;
        total = event.total;
        await new Promise((resolve) => setTimeout(resolve, merged % 3));
      });
      for (let round = 0; round < 50; round += 1) {
        await client.call('desk.add', { amount: 2, times: 1 + (round % 7) });
      }
      await expect.poll(() => total).toBe(2 * merged);
      await expect.poll(() => merged).toBe(197);
    });

    it('carries columns', async () => {
      const waves: { slots: Uint32Array; loads: Float32Array; note: string }[] = [];
      client.subscribe('desk.wave', { length: 2_001 }, (wave) => void waves.push(wave));
      await expect.poll(() => waves.length).toBe(1);
      expect(waves[0]?.slots).toEqual(Uint32Array.from({ length: 2_001 }, (_, index) => index));
      expect(waves[0]?.loads[1_999]).toBeCloseTo(0.99, 5);
      expect(waves[0]?.note).toBe('água');
    });

    it('never lets a column with NaN out', async () => {
      let ended: AppError | undefined;
      const events: unknown[] = [];
      client.subscribe(
        'desk.brokenWave',
        {},
        (event) => void events.push(event),
        (refusal) => {
          ended = refusal;
        },
      );
      await expect.poll(() => ended?.code).toBe('internal.bug');
      expect(events).toEqual([]);
      await expect.poll(() => line.reports.join()).toMatch(/number 1 is not finite/);
    });

    it('stops at once when it is unsubscribed, and lets the source go', async () => {
      const events: unknown[] = [];
      const stop = client.subscribe('desk.count', { from: 0 }, (event) => void events.push(event));
      await expect.poll(() => events.length).toBe(1);
      stop();
      stop();
      await client.call('desk.add', { amount: 1, times: 3 });
      expect(events).toHaveLength(1);
      expect(await facts(client)).toMatchObject({ watchers: 0, disposed: 1 });
    });

    it('lets the sources of a client go that goes away', async () => {
      const other = await openDesk(line);
      other.subscribe('desk.count', { from: 0 }, () => undefined);
      await expect.poll(async () => (await facts(client)).watchers).toBe(1);
      other.close();
      await expect.poll(async () => (await facts(client)).watchers).toBe(0);
    });

    it('ends with a refusal, in peace, or by a bug', async () => {
      const ends: (string | undefined)[] = [];
      const texts: string[] = [];
      client.subscribe(
        'desk.shut',
        {},
        () => undefined,
        (refusal) => ends.push(refusal?.code),
      );
      await expect.poll(() => ends).toEqual(['desk.shut']);
      client.subscribe(
        'desk.once',
        {},
        ({ text }) => void texts.push(text),
        (refusal) => ends.push(refusal?.code),
      );
      await expect.poll(() => ends).toEqual(['desk.shut', undefined]);
      expect(texts).toEqual(['once']);
      client.subscribe(
        'desk.stumble',
        {},
        () => undefined,
        (refusal) => ends.push(refusal?.code),
      );
      await expect.poll(() => ends).toEqual(['desk.shut', undefined, 'internal.bug']);
    });

    it('goes on after a listener that throws, and reports it', async () => {
      const totals: number[] = [];
      client.subscribe('desk.count', { from: 0 }, ({ total }) => {
        totals.push(total);
        if (totals.length === 1) throw new Error('the screen slipped');
      });
      await expect.poll(() => totals).toEqual([0]);
      await client.call('desk.add', { amount: 1, times: 1 });
      await expect.poll(() => totals.at(-1)).toBe(1);
      expect(line.reports.join()).toMatch(/client desk\.count: Error: the screen slipped/);
    });
  });

  describe('closing', () => {
    it('answers everything that is pending with ipc.closed, on the side that closes', async () => {
      const ends: (string | undefined)[] = [];
      client.subscribe(
        'desk.count',
        { from: 0 },
        () => undefined,
        (end) => ends.push(end?.code),
      );
      const pending = client.call('desk.wait', {});
      client.close();
      expect(await pending).toMatchObject({ ok: false, error: { code: 'ipc.closed' } });
      expect(ends).toEqual(['ipc.closed']);
      const later = await client.call('desk.greet', { name: 'Ana' });
      expect(later).toMatchObject({ ok: false, error: { code: 'ipc.closed' } });
    });

    it('answers everything that is pending with ipc.closed when the host stops', async () => {
      const reasons: string[] = [];
      client.onClose((reason) => reasons.push(reason.code));
      const pending = client.call('desk.wait', {});
      await facts(client);
      await line.stop();
      expect(await pending).toMatchObject({ ok: false, error: { code: 'ipc.closed' } });
      await expect.poll(() => reasons).toEqual(['ipc.closed']);
    });
  });

  describe('bad input', () => {
    it('refuses a wrong shape before it is sent, naming path and reason', async () => {
      // A caller without types, as a plugin or a console would be.
      const answer = await client.call('desk.greet', { name: 7 } as unknown as { name: string });
      expect(answer).toMatchObject({
        ok: false,
        error: {
          code: 'ipc.invalid',
          message:
            'The input of desk.greet has the wrong shape: name: Invalid input: expected string, ' +
            'received number.',
          details: { path: 'name' },
        },
      });
    });

    it('refuses names nobody wrote, also those that every object has', async () => {
      for (const name of ['desk.fly', 'constructor', '__proto__', 'toString', 'desk.count']) {
        const answer = await client.call(name as 'desk.wait', {});
        expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.unknownCall' } });
        const ends: unknown[] = [];
        client.subscribe(
          `x${name}` as 'desk.shut',
          {},
          () => undefined,
          (end) => ends.push(end?.code),
        );
        expect(ends).toEqual(['ipc.unknownStream']);
      }
    });

    it('refuses the same on the other side, where clients cannot be trusted', async () => {
      const raw = await openRaw(line);
      const answers = await raw.exchange(
        HELLO,
        { kind: 'call', id: 1, name: 'desk.greet', input: { name: 7 } },
        { kind: 'call', id: 2, name: 'desk.greet', input: { name: 'Ana', more: true } },
        { kind: 'call', id: 3, name: 'desk.greet' },
        { kind: 'call', id: 4, name: 'desk.fly', input: {} },
        { kind: 'call', id: 5, name: 'constructor', input: {} },
        { kind: 'call', id: 6, name: 'desk.count', input: { from: 0 } },
        { kind: 'sub', id: 7, name: 'desk.greet', params: { name: 'Ana' } },
        { kind: 'sub', id: 8, name: 'hasOwnProperty', params: {} },
        { kind: 'sub', id: 9, name: 'desk.count', params: { from: 'top' } },
      );
      expect(errorsOf(answers)).toEqual([
        [1, 'ipc.invalid'],
        [2, 'ipc.invalid'],
        [3, 'ipc.invalid'],
        [4, 'ipc.unknownCall'],
        [5, 'ipc.unknownCall'],
        [6, 'ipc.unknownCall'],
        [7, 'ipc.unknownStream'],
        [8, 'ipc.unknownStream'],
        [9, 'ipc.invalid'],
      ]);
      expect(answers[1]).toMatchObject({ error: { message: expect.stringMatching(/"more"/) } });
      raw.transport.close();
    });

    it('answers frames of the wrong shape, and lets go a client that goes on', async () => {
      const raw = await openRaw(line);
      const answers = await raw.exchange(
        HELLO,
        { kind: 'call', id: -1, name: 'desk.greet' },
        { kind: 'call', id: 1, name: 'desk.greet', input: {}, extra: 1 },
        { kind: 'launch', id: 2 },
        'not a frame',
        { kind: 'reply', id: 1, ok: true },
        { kind: 'event', id: 1, serial: 1 },
      );
      expect(errorsOf(answers)).toEqual([
        [0, 'ipc.invalid'],
        [1, 'ipc.invalid'],
        [0, 'ipc.invalid'],
        [0, 'ipc.invalid'],
        [0, 'ipc.invalid'],
        [0, 'ipc.invalid'],
      ]);
      for (let count = 0; count < 10; count += 1) raw.transport.send({ kind: 'launch' });
      await expect.poll(() => raw.closed).toBeDefined();
      expect((await client.call('desk.greet', { name: 'Ana' })).ok).toBe(true);
    });

    it('refuses an id not above all earlier ones, and the first call still answers', async () => {
      const raw = await openRaw(line);
      const answers = await raw.exchange(
        HELLO,
        { kind: 'call', id: 5, name: 'desk.greet', input: { name: 'Ana' } },
        { kind: 'call', id: 5, name: 'desk.greet', input: { name: 'Bia' } },
        { kind: 'sub', id: 4, name: 'desk.count', params: { from: 0 } },
      );
      expect(errorsOf(answers)).toEqual([
        [0, 'ipc.duplicateId'],
        [0, 'ipc.duplicateId'],
      ]);
      await expect
        .poll(() => raw.frames.filter((frame) => frame['ok'] === true))
        .toEqual([{ kind: 'reply', id: 5, ok: true, value: { text: 'Hello, Ana!' } }]);
      raw.transport.close();
    });

    it('refuses everything before the greeting', async () => {
      const raw = await openRaw(line);
      const answers = await raw.exchange({ kind: 'call', id: 1, name: 'desk.greet', input: {} });
      expect(errorsOf(answers)).toEqual([[1, 'ipc.helloExpected']]);
      raw.transport.close();
    });

    it('ignores acknowledgements, cancels and unsubscriptions of nothing', async () => {
      const raw = await openRaw(line);
      const answers = await raw.exchange(
        HELLO,
        { kind: 'sub', id: 1, name: 'desk.count', params: { from: 0 } },
        { kind: 'ack', id: 1, serial: 99 },
        { kind: 'ack', id: 77, serial: 1 },
        { kind: 'cancel', id: 78 },
        { kind: 'unsub', id: 79 },
      );
      expect(answers).toEqual([
        { kind: 'event', id: 1, serial: 1, value: { total: 0, merged: 0 } },
      ]);
      await client.call('desk.add', { amount: 1, times: 5 });
      expect(await raw.exchange()).toEqual([]);
      const next = await raw.exchange({ kind: 'ack', id: 1, serial: 1 });
      expect(next).toEqual([{ kind: 'event', id: 1, serial: 2, value: { total: 5, merged: 5 } }]);
      raw.transport.close();
    });

    it('refuses what is too large or too deep, in either direction, and goes on', async () => {
      const text = 'x'.repeat(10_000_000);
      let deep: unknown = 1;
      for (let level = 0; level < 5_000; level += 1) deep = [deep];
      const answers = [
        await client.call(
          'desk.echo',
          Array.from({ length: 9 }, () => text),
        ),
        await client.call('desk.echo', deep),
        await client.call(
          'desk.echo',
          Array.from({ length: 600_000 }, () => 0),
        ),
        await client.call('desk.repeat', { text, times: 9 }),
      ];
      const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
      expect(codes).toEqual(['ipc.tooLarge', 'ipc.tooLarge', 'ipc.tooLarge', 'ipc.tooLarge']);
      expect((await client.call('desk.greet', { name: 'Ana' })).ok).toBe(true);
    });

    it('refuses too deep a frame from a client that does not look itself', async () => {
      const raw = await openRaw(line);
      let deep: unknown = 1;
      for (let level = 0; level < 1_000; level += 1) deep = { a: deep };
      const frame = { kind: 'call', id: 1, name: 'desk.echo', input: deep };
      expect(errorsOf(await raw.exchange(HELLO, frame))).toEqual([[1, 'ipc.tooLarge']]);
      raw.transport.close();
    });

    it('refuses what is not plain data the same way everywhere', async () => {
      const odd = [new Date(0), new Map(), () => 1, 10n, Symbol('x'), new Set(), /x/];
      for (const value of odd) {
        const answer = await client.call('desk.echo', { value });
        expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.invalid' } });
      }
    });

    it('keeps at most its limit of calls and subscriptions for one client', async () => {
      const answers: string[] = [];
      const ends: (string | undefined)[] = [];
      for (let count = 0; count < 130; count += 1) {
        void client
          .call('desk.wait', {})
          .then((answer) => answers.push(answer.ok ? 'ok' : answer.error.code));
      }
      for (let count = 0; count < 66; count += 1) {
        client.subscribe(
          'desk.count',
          { from: 0 },
          () => undefined,
          (end) => ends.push(end?.code),
        );
      }
      await expect.poll(() => answers).toEqual(['ipc.busy', 'ipc.busy']);
      await expect.poll(() => ends).toEqual(['ipc.busy', 'ipc.busy']);
      const other = await openDesk(line);
      expect(await facts(other)).toMatchObject({ waiting: 128, watchers: 64 });
      other.close();
    });
  });

  describe('a stale tab', () => {
    const staleContract = {
      ...deskContract,
      'desk.sing': call({ input: z.strictObject({}), output: z.strictObject({}) }),
    };

    it('is told so kindly, once and for every question', async () => {
      const stale = connect(staleContract, await line.open(), {
        appVersion: '1.0.0',
        report: () => undefined,
      });
      const early = stale.call('desk.greet', { name: 'Ana' });
      expect(await stale.ready).toEqual({
        ok: false,
        error: {
          code: 'ipc.staleClient',
          message: 'This page belongs to Racklab 1.0.0; the one running is 1.2.3.',
          hint: expect.stringMatching(/^Reload the page/),
          details: { pageVersion: '1.0.0', appVersion: '1.2.3' },
        },
      });
      expect(await early).toMatchObject({ ok: false, error: { code: 'ipc.staleClient' } });
      const later = await stale.call('desk.sing', {});
      expect(later).toMatchObject({ ok: false, error: { code: 'ipc.staleClient' } });
      stale.close();
    });

    it('is refused by the workspace too', async () => {
      const raw = await openRaw(line);
      raw.transport.send({ ...HELLO, contractHash: 'another' });
      raw.transport.send({ kind: 'call', id: 1, name: 'desk.greet', input: { name: 'Ana' } });
      await expect.poll(() => errorsOf(raw.frames)).toEqual([[1, 'ipc.staleClient']]);
      raw.transport.close();
    });
  });
});
