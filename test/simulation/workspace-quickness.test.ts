/**
 * Goal: in the sample room undo and redo are felt as immediate, however long it has been running,
 * and dragging time back anywhere in an hour takes a moment, not a minute.
 * Method: the first room plays an hour with commands in between; each undo, redo and rewind is
 * timed, and the median is held against its budget.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import { processClock } from '../../src/main/workspace/wall-clock.ts';
import { count } from '../support/counts.ts';
import { RESOURCES_FOLDER, startLab } from '../support/start-lab.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER, WorkspaceRig, addGroup } from '../support/workspace-rig.ts';

/** Budgets of the median, in wall milliseconds. */
const UNDO_MS_MAX = 200;
const REWIND_MS_MAX = 1_000;

const FIRST_ROOM = readFileSync(
  join(RESOURCES_FOLDER, 'templates', 'first-room.scenario.json'),
  'utf8',
);

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await act();
  return performance.now() - startMs;
}

function medianOf(timesMs: readonly number[]): number {
  return timesMs.toSorted((left, right) => left - right)[timesMs.length >> 1] ?? Infinity;
}

describe('the sample room', () => {
  it('undoes, redoes and rewinds quickly', async () => {
    const rig = new WorkspaceRig({ makeEngine: () => startLab(FIRST_ROOM), clock: processClock });
    await rig.open();
    const { workspace } = rig;
    const random = new RandomStream(1, 'quickness');
    const undoMs: number[] = [];
    const rewindMs: number[] = [];
    for (let minute = 5; minute <= 60; minute += 5) {
      expectOk(await workspace.runUntil(minute * US_PER_MINUTE, NEVER));
      const before = rig.engine.hash();
      for (const name of ['a', 'b', 'c']) {
        const command = addGroup(`${name}${minute}`);
        expectOk(await workspace.execute({ command, mark: `m${minute}` }));
      }
      const after = rig.engine.hash();
      undoMs.push(await timed(async () => expectOk(await workspace.undo())));
      expect(rig.engine.hash()).toBe(before);
      undoMs.push(await timed(async () => expectOk(await workspace.redo())));
      expect(rig.engine.hash()).toBe(after);
    }
    const tipUs = 60 * US_PER_MINUTE;
    for (let drag = 0; drag < count('undoInstants') * 4; drag += 1) {
      const toUs = (random.nextUint32() % 3_600) * US_PER_SECOND;
      rewindMs.push(await timed(async () => expectOk(await workspace.rewind(toUs, NEVER))));
    }
    expectOk(await workspace.rewind(tipUs, NEVER));
    const figures = { undoMs: medianOf(undoMs), rewindMs: medianOf(rewindMs) };
    expect(figures.undoMs).toBeLessThan(UNDO_MS_MAX);
    expect(figures.rewindMs).toBeLessThan(REWIND_MS_MAX);
  });
});
