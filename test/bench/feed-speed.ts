/**
 * What a screen that looks at a large hall costs: patches of the topology and frames of the figures
 * ten times a second, in the hall of `sweep-speed.ts`, calm, with a fault that slows a rack, and
 * while the air of a rack grows hot. One line each, in milliseconds of processor time for one patch
 * (the first one is a reset and is not counted). Run it with
 * `npx vite build --ssr test/bench/feed-speed.ts --outDir .cache/bench`, then
 * `node .cache/bench/feed-speed.js`; read ratios between two runs on one machine, not absolutes.
 */
import type { Command } from '../../src/shared/commands/index.ts';
import { largeRoom, THE_LARGE_ROOM } from '../support/large-room.ts';
import { startLab } from '../support/start-lab.ts';

const LOOKS = 200;
const EVERY_US = 100_000;

const CASES: Readonly<Record<string, Command | undefined>> = {
  calm: undefined,
  slowRack: { type: 'fault.inject', kind: 'latency', target: 'rack:r7', amount: 20 },
  hotRack: { type: 'fault.inject', kind: 'cooling', target: 'rack:r9' },
};

const text = largeRoom(THE_LARGE_ROOM);
for (const [name, fault] of Object.entries(CASES)) {
  const engine = startLab(text);
  engine.runUntil(60_000_000);
  if (fault !== undefined) {
    const decided = engine.propose(fault);
    if (!decided.ok) throw new Error(decided.error.message);
    engine.commit(decided.value);
  }
  engine.drainPatch();
  const spent = { patchMs: 0, frameMs: 0, runMs: 0 };
  let rows = 0;
  for (let look = 0; look < LOOKS; look += 1) {
    spent.runMs += timedMs(() => engine.runUntil(engine.nowUs + EVERY_US));
    spent.patchMs += timedMs(() => {
      rows += engine.drainPatch().upserted.length;
    });
    spent.frameMs += timedMs(() => engine.metrics());
  }
  const each = Object.entries(spent).map(([key, ms]) => `${key}=${(ms / LOOKS).toPrecision(3)}`);
  process.stdout.write(`case=feed-${name} ${each.join(' ')} rows=${rows / LOOKS}\n`);
}

function timedMs(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000;
}
