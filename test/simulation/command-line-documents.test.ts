/**
 * Goal: what a person built in the app is the same thing on the command line. Method: a session
 * takes decisions, some between two events of one instant; then `racklab` verifies, replays,
 * exports, runs, imports and exports again, and every hash and every byte has to agree.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../src/shared/kernel/result.ts';
import { printDuration, US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';
import { WorkspaceSession } from '../../src/main/workspace/workspace-session.ts';
import { racklab } from '../support/cli-harness.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';
import { RandomClock } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER } from '../support/workspace-rig.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'racklab-trip-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Played {
  readonly path: string;
  readonly hash: string;
  readonly atUs: number;
  readonly decisions: number;
}

const DECISIONS: readonly Command[] = [
  { type: 'fault.cut', target: 'host:r1-h1' },
  { type: 'vm.create', name: 'new', group: 'shop', size: 'D2s_v5', image: 'Ubuntu2204' },
  { type: 'load.set', service: 'site', curve: { points: [{ at: '0s', perSecond: 12 }] } },
  { type: 'vm.deallocate', vm: 'web-2' },
  { type: 'fault.restore', target: 'host:r1-h1' },
];

/** A document played for a quarter of an hour and closed. */
async function play(): Promise<Played> {
  const session = new WorkspaceSession({
    environment: await createNodeEnvironment(),
    documentsRoot: root,
    resourcesDir: RESOURCES_FOLDER,
    clock: new RandomClock({ seed: 3, stepMsMax: 4 }),
    appVersion: '0.0.1',
  });
  expectOk(await session.import({ text: LAB_SCENARIO_TEXT, name: 'trip' }));
  const { workspace } = expectOk(session.current);
  for (const [index, command] of DECISIONS.entries()) {
    expectOk(await workspace.runUntil((index + 1) * 2 * US_PER_MINUTE, NEVER));
    for (let step = 0; step < index; step += 1) expectOk(await workspace.step('event', NEVER));
    expectOk(await workspace.execute({ command, mark: undefined }));
  }
  expectOk(await workspace.runUntil(15 * US_PER_MINUTE, NEVER));
  const { nowUs: atUs } = workspace.view();
  const { hash } = expectOk(await workspace.ask((engine) => ok(engine.summary())));
  expectOk(await session.close());
  return { path: join(root, 'trip.racklab'), hash, atUs, decisions: DECISIONS.length };
}

function hashOf(out: string): string {
  return (JSON.parse(out) as { hash: string }).hash;
}

describe('a document of the app on the command line', () => {
  it('verifies, replays and runs to one hash, and its export is stable to the byte', async () => {
    const { path, hash, atUs, decisions } = await play();
    const verified = await racklab('verify', path, '--json');
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(verified.out)).toMatchObject({
      sound: true,
      hash,
      decisions,
      atSeconds: atUs / 1e6,
    });
    const replayed = await racklab('replay', path, '--json');
    expect(hashOf(replayed.out)).toBe(hash);

    const file = join(root, 'trip.scenario.json');
    expect(await racklab('export', path, file)).toMatchObject({ code: 0, err: '' });
    const until = ['--until', printDuration(atUs), '--json'];
    expect(hashOf((await racklab('run', file, ...until)).out)).toBe(hash);
    expect(hashOf((await racklab('run', path, ...until)).out)).toBe(hash);

    const second = join(root, 'second.racklab');
    const again = join(root, 'again.scenario.json');
    expect(await racklab('import', file, second)).toMatchObject({ code: 0 });
    expect(await racklab('export', second, again)).toMatchObject({ code: 0 });
    expect(readFileSync(again)).toEqual(readFileSync(file));
  });

  it('gives the state of a moment as a scenario that runs, naming what is lost', async () => {
    const { path } = await play();
    for (const at of ['3m', '9m30s', '15m']) {
      const file = join(root, `${at}.scenario.json`);
      const exported = await racklab('export', path, file, '--at', at);
      expect(exported).toMatchObject({ code: 0, out: `${file}\n` });
      expect(
        exported.err.split('\n').every((line) => line === '' || line.startsWith('not carried: ')),
      ).toBe(true);
      const run = await racklab('run', file, '--until', '1m', '--json');
      expect(run).toMatchObject({ code: 0, err: '' });
    }
    const beyond = await racklab('export', path, join(root, 'x.json'), '--at', '2h');
    expect(beyond).toMatchObject({ code: 2, out: '' });
    expect(beyond.err).toMatch(/has not been simulated/);
  });
});
