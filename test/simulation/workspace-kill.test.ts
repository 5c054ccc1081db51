/**
 * Goal: whenever a workspace dies, every acknowledged act is there when the document is opened
 * again, time is back to within about a wall second, and the run goes on as it would have.
 * Method: a session on real files plays and acts at random and stops dead at a random moment, its
 * clock with it; another session opens the document; what it finds is compared with what was
 * acknowledged, and with a bare engine that runs its export.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCancelSource } from '../../src/shared/contract/cancellation.ts';
import type { CallContext } from '../../src/shared/contract/define.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import {
  createSessionHandlers,
  type ServedSession,
} from '../../src/main/player/session-handlers.ts';

import type { WallClock } from '../../src/main/workspace/wall-clock.ts';
import { RoomSight, generate } from '../support/command-generators.ts';
import { count } from '../support/counts.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { RESOURCES_FOLDER, startLab } from '../support/start-lab.ts';
import { RandomClock, letOthersRun } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import type { CommandType } from '../../src/shared/commands/index.ts';
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';

const SLOW_MS = 3_600_000;
const CONTEXT: CallContext = { signal: createCancelSource().signal, connectionId: 'test' };
/** Acts that any moment of the lab allows. */
const ACTS: readonly CommandType[] = [
  'vm.create',
  'load.set',
  'fault.cut',
  'vm.tag',
  'balancer.edit',
  'rack.add',
  'host.add',
  'group.add',
];

/** A random clock that stops for good: whoever lived by it does nothing any more. */
class MortalClock implements WallClock {
  readonly #clock: RandomClock;
  #isDead = false;

  constructor(seed: number) {
    this.#clock = new RandomClock({ seed, stepMsMax: 5 });
  }

  die(): void {
    this.#isDead = true;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  dateMs(): number {
    return this.#clock.dateMs();
  }

  after(_delayMs: number, act: () => void): { dispose(): void } {
    return this.soon(act);
  }

  soon(act: () => void): { dispose(): void } {
    return this.#clock.soon(() => {
      if (!this.#isDead) act();
    });
  }
}

let documentsRoot: string;

beforeEach(() => {
  documentsRoot = mkdtempSync(join(tmpdir(), 'racklab-kill-'));
});

afterEach(() => rmSync(documentsRoot, { recursive: true, force: true }));

function serve(clock: WallClock): Promise<ServedSession> {
  return createSessionHandlers({
    resourcesDir: RESOURCES_FOLDER,
    documentsRoot,
    host: 'test',
    version: '1.2.3',
    session: '0123456789abcdef0123456789abcdef',
    clock,
  });
}

async function rowsOf({ handlers }: ServedSession): Promise<TopologyRow[]> {
  const source = expectOk(
    handlers['workspace.topology'](
      {},
      { notify: () => undefined, end: () => undefined, connectionId: 'test' },
    ),
  );
  const rows = source.pull()?.upserted ?? [];
  source.dispose();
  return rows;
}

/** Plays and acts until it dies; the numbers of the acknowledged decisions. */
async function liveAndDie(seed: number): Promise<{
  service: ServedSession;
  acknowledged: number[];
  nowUs: number;
}> {
  const random = new RandomStream(seed, 'life');
  const clock = new MortalClock(seed);
  const service = await serve(clock);
  const { handlers } = service;
  expectOk(await handlers['documents.import']({ text: LAB_SCENARIO_TEXT, name: 'lab' }, CONTEXT));
  const acknowledged: number[] = [];
  expectOk(await handlers['workspace.play']({ running: true, speed: 600 }, CONTEXT));
  for (let act = 0; act < 12; act += 1) {
    for (let turns = random.nextUint32() % 12; turns > 0; turns -= 1) await letOthersRun();
    const sight = new RoomSight({ rows: await rowsOf(service), random, serial: act });
    const type = ACTS[random.nextUint32() % ACTS.length] ?? 'vm.create';
    const { command } = generate(type, sight);
    const done = await handlers['workspace.execute']({ command }, CONTEXT);
    if (done.ok) acknowledged.push(done.value.seq);
    if (random.nextUint32() % 4 === 0) expectOk(await undone(service, acknowledged));
  }
  const { nowUs } = expectOk(await handlers['workspace.play']({}, CONTEXT));
  clock.die();
  // Half of the lives end while a decision is on its way to the disk.
  const command = { type: 'group.add' as const, name: 'unheard' };
  if (seed % 2 === 0) void handlers['workspace.execute']({ command }, CONTEXT);
  return { service, acknowledged, nowUs };
}

/** An undo that works takes the last decision out of what must be there. */
async function undone(
  { handlers }: ServedSession,
  acknowledged: number[],
): Promise<{ ok: true; value: undefined }> {
  const done = await handlers['workspace.undo']({}, CONTEXT);
  if (done.ok) acknowledged.pop();
  else expect(done.error.code).toMatch(/^history\./);
  return { ok: true, value: undefined };
}

describe('a workspace that dies', () => {
  it(
    'leaves everything acknowledged, and a run that goes on the same',
    { timeout: SLOW_MS },
    async () => {
      for (let seed = 1; seed <= count('simulationSeeds'); seed += 1) {
        const { service: dead, acknowledged, nowUs } = await liveAndDie(seed);
        const service = await serve(new RandomClock({ seed, stepMsMax: 5 }));
        const { handlers } = service;
        expectOk(await handlers['documents.open']({ name: 'lab' }, CONTEXT));
        const history = expectOk(await handlers['workspace.history']({}, CONTEXT));
        const inEffect = history.filter((entry) => !entry.undone).map(({ seq }) => seq);
        const unheard = history.filter(
          ({ command }) => 'name' in command && command.name === 'unheard',
        );
        const heard = inEffect.filter((seq) => seq !== unheard[0]?.seq);
        expect([seed, heard]).toEqual([seed, acknowledged]);
        const view = expectOk(await handlers['workspace.play']({}, CONTEXT));
        expect(view.nowUs).toBeLessThanOrEqual(nowUs);
        // A wall second at 600x, and what the slice and the catching up may add to it.
        expect(nowUs - view.nowUs).toBeLessThanOrEqual(900 * US_PER_SECOND);
        const untilUs = view.nowUs + US_PER_MINUTE;
        expectOk(await handlers['workspace.runUntil']({ toUs: untilUs }, CONTEXT));
        const { hash } = expectOk(await handlers['workspace.summary']({}, CONTEXT));
        const exported = expectOk(await handlers['documents.export']({}, CONTEXT));
        const engine = startLab(exported.text);
        engine.runUntil(untilUs);
        expect([seed, engine.hash()]).toEqual([seed, hash]);
        await service.close();
        // Only now, when nobody looks at the files any more, the dead one lets go of its own.
        await dead.close();
        for (const name of readdirSync(documentsRoot)) {
          rmSync(join(documentsRoot, name), { recursive: true, force: true });
        }
      }
    },
  );
});
