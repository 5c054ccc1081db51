/**
 * Whether undo, redo and dragging time back are felt as immediate: the first room plays an hour
 * with three commands every five minutes; undo and redo are timed at each stop, then time is
 * dragged to random seconds of the hour. Run it with `node scripts/bench.mjs undo-speed`. That the
 * states are right is what `test/simulation/workspace-undo.test.ts` holds, not this.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import { processClock } from '../../src/main/workspace/wall-clock.ts';
import { expectOk } from '../support/expect-ok.ts';
import { RESOURCES_FOLDER, startLab } from '../support/start-lab.ts';
import { NEVER, WorkspaceRig, addGroup } from '../support/workspace-rig.ts';

/** What a person feels as immediate, in wall milliseconds of the median. */
const WISHES_MS = { undo: 200, redo: 200, rewind: 1_000 } as const;
const DRAGS = 50;
const MINUTES = 60;

const FIRST_ROOM = readFileSync(
  join(RESOURCES_FOLDER, 'templates', 'first-room.scenario.json'),
  'utf8',
);

const timesMs: Record<keyof typeof WISHES_MS, number[]> = { undo: [], redo: [], rewind: [] };

async function timed(name: keyof typeof WISHES_MS, act: () => Promise<unknown>): Promise<void> {
  const startMs = performance.now();
  await act();
  timesMs[name].push(performance.now() - startMs);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}

const rig = new WorkspaceRig({ makeEngine: () => startLab(FIRST_ROOM), clock: processClock });
await rig.open();
const { workspace } = rig;
const random = new RandomStream(1, 'undo-speed');
for (let minute = 5; minute <= MINUTES; minute += 5) {
  expectOk(await workspace.runUntil(minute * US_PER_MINUTE, NEVER));
  for (const name of ['a', 'b', 'c']) {
    const command = addGroup(`${name}${minute}`);
    expectOk(await workspace.execute({ command, mark: `m${minute}` }));
  }
  await timed('undo', async () => expectOk(await workspace.undo()));
  await timed('redo', async () => expectOk(await workspace.redo()));
}
for (let drag = 0; drag < DRAGS; drag += 1) {
  const toUs = (random.nextUint32() % (MINUTES * 60)) * US_PER_SECOND;
  await timed('rewind', async () => expectOk(await workspace.rewind(toUs, NEVER)));
}
for (const name of ['undo', 'redo', 'rewind'] as const) {
  const median = quantile(timesMs[name], 0.5).toFixed(1);
  const p95 = quantile(timesMs[name], 0.95).toFixed(1);
  console.log(`${name}: median ${median} ms, p95 ${p95} ms (wish: median ${WISHES_MS[name]} ms)`);
}
