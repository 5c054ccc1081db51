/**
 * Goal: one document gives one result, whoever serves it, however its time is cut, whenever
 * commands arrive, and after saving, a kill, opening again and rewinding.
 * Method: a lab is played at changing speeds while commands arrive at random wall moments; its
 * export is then played through every way to a workspace and by a bare engine; hashes must agree.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import type { Speed } from '../../src/shared/views/workspace-view.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { startLab } from '../support/start-lab.ts';
import {
  BEHIND_SERVER,
  IN_PROCESS,
  IN_THREAD,
  type WorkspaceClient,
  type WorkspaceLine,
} from '../support/workspace-lines.ts';
import { expectOk } from '../support/expect-ok.ts';
import { RandomClock } from '../support/wall-clocks.ts';

const UNTIL_US = 9 * US_PER_MINUTE;

/** What is done to the lab, in this order, whenever the wall clock has it. */
const COMMANDS: readonly Command[] = [
  { type: 'fault.cut', target: 'rack:r1' },
  { type: 'vm.create', name: 'extra', group: 'shop', size: 'Standard_D2s_v5', image: 'Ubuntu2204' },
  { type: 'load.set', service: 'site', curve: { points: [{ at: '0s', perSecond: 30 }] } },
  { type: 'fault.restore', target: 'rack:r1' },
  { type: 'vm.restart', vm: 'web-5' },
  { type: 'balancer.leave', balancer: 'front', vm: 'web-6' },
  { type: 'fault.cut', target: 'feed:a' },
  { type: 'vm.stop', vm: 'work-2', by: 'guest' },
];
const SPEEDS: readonly Speed[] = [60, 600, 3_600, 'max'];

let line: WorkspaceLine | undefined;

afterEach(async () => {
  await line?.stop();
  expect(line?.faults).toEqual([]);
  line = undefined;
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Plays with changing speeds and commands at random wall moments, then to the common end. */
async function playAtRandom(client: WorkspaceClient, random: RandomStream): Promise<void> {
  for (const command of COMMANDS) {
    const speed = SPEEDS[random.nextUint32() % SPEEDS.length] ?? 60;
    expectOk(await client.call('workspace.play', { running: true, speed }));
    await pause(random.nextUint32() % 30);
    const done = await client.call('workspace.execute', { command });
    if (!done.ok) expect(done.error.code).not.toBe('internal.bug');
    if (random.nextUint32() % 3 === 0) {
      expectOk(await client.call('workspace.play', { running: false }));
    }
    const view = expectOk(await client.call('workspace.play', {}));
    if (view.nowUs > UNTIL_US / 2) break;
  }
  expectOk(await client.call('workspace.play', { running: false }));
}

async function hashAt(client: WorkspaceClient, toUs: number): Promise<string> {
  expectOk(await client.call('workspace.runUntil', { toUs }));
  return expectOk(await client.call('workspace.summary', {})).hash;
}

/** Plays a file in a few random stretches and tells the hash at the end. */
async function hashOfFile(
  client: WorkspaceClient,
  file: { readonly text: string; readonly untilUs: number; readonly random: RandomStream },
): Promise<string> {
  expectOk(await client.call('documents.import', { text: file.text, name: 'copy' }));
  for (let stretch = 0; stretch < 3; stretch += 1) {
    const speed = SPEEDS[file.random.nextUint32() % 3] ?? 60;
    expectOk(await client.call('workspace.play', { running: true, speed }));
    await pause(file.random.nextUint32() % 20);
    expectOk(await client.call('workspace.play', { running: false }));
  }
  const { nowUs } = expectOk(await client.call('workspace.play', {}));
  if (nowUs > file.untilUs) {
    expectOk(await client.call('workspace.rewind', { toUs: file.untilUs }));
    return expectOk(await client.call('workspace.summary', {})).hash;
  }
  return hashAt(client, file.untilUs);
}

interface Played {
  readonly text: string;
  readonly untilUs: number;
  readonly hash: string;
}

/** A document with a random past: its export and what it came to. */
async function playedLab(client: WorkspaceClient, seed: number): Promise<Played> {
  expectOk(await client.call('documents.import', { text: LAB_SCENARIO_TEXT, name: 'lab' }));
  await playAtRandom(client, new RandomStream(seed, 'played'));
  const { nowUs } = expectOk(await client.call('workspace.play', {}));
  const untilUs = Math.max(nowUs, UNTIL_US) + 1;
  const hash = await hashAt(client, untilUs);
  const { text } = expectOk(await client.call('documents.export', {}));
  return { text, untilUs, hash };
}

/** As `racklab run` does it: no workspace, no slices. */
function bareHash({ text, untilUs }: Played): string {
  const engine = startLab(text);
  engine.runUntil(untilUs);
  return engine.hash();
}

describe.each([IN_PROCESS, IN_THREAD, BEHIND_SERVER])('a document played in $name', (kind) => {
  it('comes to the same everywhere else', async () => {
    line = await kind.start(
      kind === IN_PROCESS ? { clock: new RandomClock({ seed: 1, stepMsMax: 4 }) } : {},
    );
    const played = await playedLab(await line.connect(), 21);
    expect(bareHash(played)).toBe(played.hash);
    await line.stop();
    expect(line.faults).toEqual([]);
    for (const other of [IN_PROCESS, IN_THREAD, BEHIND_SERVER]) {
      line = await other.start();
      const random = new RandomStream(5, other.name);
      expect([other.name, await hashOfFile(await line.connect(), { ...played, random })]).toEqual([
        other.name,
        played.hash,
      ]);
      await line.stop();
      expect(line.faults).toEqual([]);
    }
  });
});

describe('a document that was played', () => {
  it('is the same after saving, opening again and rewinding', async () => {
    line = await IN_THREAD.start();
    let client = await line.connect();
    const played = await playedLab(client, 33);
    expectOk(await client.call('documents.saveAs', { name: 'saved' }));
    expectOk(await client.call('workspace.rewind', { toUs: US_PER_MINUTE }));
    const early = expectOk(await client.call('workspace.summary', {})).hash;
    expectOk(await client.call('documents.close', {}));
    expectOk(await client.call('documents.open', { name: 'saved' }));
    expect(expectOk(await client.call('workspace.summary', {})).hash).toBe(early);
    expect(await hashAt(client, played.untilUs)).toBe(played.hash);
    client.close();
    client = await line.connect();
    expectOk(await client.call('documents.open', { name: 'lab' }));
    expect(expectOk(await client.call('workspace.summary', {})).hash).toBe(played.hash);
  });
});
