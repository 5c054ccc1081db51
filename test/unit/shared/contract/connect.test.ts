/**
 * Goal: a client survives a workspace that lies, and says what was wrong. Method: the other end is
 * a bare transport on which the test writes whatever a broken build might send.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryTransports } from '../../../../src/main/workspace-host/memory-transport.ts';
import { connect, type Client } from '../../../../src/shared/contract/connect.ts';
import { contractHash } from '../../../../src/shared/contract/contract-hash.ts';
import type { Transport } from '../../../../src/shared/contract/transport.ts';
import { deskContract, type DeskContract } from '../../../support/desk-contract.ts';

const HELLO = { kind: 'hello', contractHash: contractHash(deskContract), appVersion: '1.2.3' };

let client: Client<DeskContract>;
let other: Transport;
let heard: unknown[];
let reports: string[];

beforeEach(async () => {
  const [near, far] = createMemoryTransports();
  heard = [];
  reports = [];
  other = far;
  far.onFrame((frame) => heard.push(frame));
  client = connect(deskContract, near, {
    appVersion: '1.2.3',
    report: (what, error) => reports.push(`${what}: ${JSON.stringify(error)}`),
  });
  far.send(HELLO);
  expect((await client.ready).ok).toBe(true);
});

describe('an answer outside its schema', () => {
  it('is a refusal that names the place', async () => {
    const answer = client.call('desk.greet', { name: 'Ana' });
    other.send({ kind: 'reply', id: 1, ok: true, value: { text: 7 } });
    expect(await answer).toMatchObject({
      ok: false,
      error: {
        code: 'ipc.invalidReply',
        message: expect.stringMatching(/^The answer of desk\.greet has the wrong shape: text: /),
        details: { path: 'text' },
      },
    });
  });

  it('ends a stream, and the workspace is told to stop it', async () => {
    const ends: (string | undefined)[] = [];
    const events: unknown[] = [];
    client.subscribe(
      'desk.count',
      { from: 0 },
      (event) => void events.push(event),
      (refusal) => ends.push(refusal?.code),
    );
    other.send({ kind: 'event', id: 1, serial: 1, value: { total: 1.5, merged: 0 } });
    await expect.poll(() => ends).toEqual(['ipc.invalidReply']);
    expect(events).toEqual([]);
    await expect.poll(() => heard.at(-1)).toEqual({ kind: 'unsub', id: 1 });
  });
});

describe('messages out of place', () => {
  it('are reported and change nothing', async () => {
    other.send({ kind: 'call', id: 1, name: 'desk.greet', input: {} });
    other.send({ kind: 'rubbish' });
    other.send({ kind: 'reply', id: 99, ok: true, value: {} });
    other.send({ kind: 'event', id: 99, serial: 1, value: {} });
    other.send({ kind: 'reply', id: 0, ok: false, error: { code: 'a.b', message: 'c' } });
    const answer = client.call('desk.divide', { dividend: 1, divisor: 2 });
    other.send({ kind: 'reply', id: 1, ok: true, value: 0.5 });
    expect(await answer).toEqual({ ok: true, value: 0.5 });
    expect(reports).toHaveLength(3);
    expect(reports.join('\n')).toMatch(/never sent to a client[^]*ipc\.invalid[^]*a\.b/);
  });
});

describe('a listener that takes its time', () => {
  it('acknowledges when it is done, and not before', async () => {
    let finish: (() => void) | undefined;
    client.subscribe('desk.count', { from: 0 }, () => {
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    other.send({ kind: 'event', id: 1, serial: 1, value: { total: 1, merged: 0 } });
    await expect.poll(() => finish).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard.at(-1)).toMatchObject({ kind: 'sub' });
    finish?.();
    await expect.poll(() => heard.at(-1)).toEqual({ kind: 'ack', id: 1, serial: 1 });
  });

  it('acknowledges nothing after it was unsubscribed', async () => {
    let finish: (() => void) | undefined;
    const stop = client.subscribe('desk.count', { from: 0 }, () => {
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    other.send({ kind: 'event', id: 1, serial: 1, value: { total: 1, merged: 0 } });
    await expect.poll(() => finish).toBeDefined();
    stop();
    finish?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await expect.poll(() => heard.at(-1)).toEqual({ kind: 'unsub', id: 1 });
  });
});

it('changes the hash of a contract when a schema changes, and only then', () => {
  const { 'desk.greet': greet, ...rest } = deskContract;
  expect(contractHash({ ...rest, 'desk.greet': greet })).toBe(contractHash(deskContract));
  expect(contractHash({ ...deskContract, 'desk.greet': deskContract['desk.divide'] })).not.toBe(
    contractHash(deskContract),
  );
  expect(contractHash(rest)).not.toBe(contractHash(deskContract));
  expect(contractHash({ ...deskContract, 'desk.wave': deskContract['desk.brokenWave'] })).not.toBe(
    contractHash(deskContract),
  );
});
