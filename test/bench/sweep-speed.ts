/**
 * How fast every single failure of a large hall is tried: 200 racks, 4,000 hosts, 20,000 machines
 * in 200 services under load, some 9,200 faults. One line for the parts of the work on this thread,
 * by kind of fault; the whole, in all threads, is timed by
 * `time node out/main/cli.js faults .cache/bench/hall.scenario.json --json > /dev/null`
 * with the file this writes. Run it with
 * `npx vite build --ssr test/bench/sweep-speed.ts --outDir .cache/bench`, then
 * `node .cache/bench/sweep-speed.js`; read ratios between two runs on one machine, not absolutes.
 */
import { writeFileSync } from 'node:fs';
import { beginSweep } from '../../src/main/sweep/sweep.ts';
import { largeRoom, THE_LARGE_ROOM } from '../support/large-room.ts';
import { startLab } from '../support/start-lab.ts';

const PER_KIND = 100;
const KINDS = ['ups', 'feed', 'pdu', 'rack', 'switch', 'link', 'host'];

/** Processor time, because the machine is shared. */
function timed<T>(work: () => T): { ms: number; value: T } {
  const begin = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(begin);
  return { ms: (user + system) / 1_000, value };
}

function report(name: string, figures: Record<string, number>): void {
  const pairs = Object.entries(figures).map(([key, value]) => `${key}=${value.toPrecision(3)}`);
  process.stdout.write(`case=sweep-${name} ${pairs.join(' ')}\n`);
}

const text = largeRoom(THE_LARGE_ROOM);
writeFileSync('.cache/bench/hall.scenario.json', text);
const engine = timed(() => startLab(text));
const begun = timed(() => beginSweep(engine.value, {}));
if (!begun.value.ok) throw new Error(begun.value.error.message);
const { trials, faults } = begun.value.value;
report('start', {
  setupMs: engine.ms,
  steadyMs: begun.ms,
  calmMs: timed(() => trials.withoutFault(undefined)).ms,
  faults: faults.length,
});
let totalMs = 0;
for (const kind of KINDS) {
  const all = faults.filter(({ targets }) => targets[0]?.startsWith(`${kind}:`) === true);
  const step = Math.max(1, Math.floor(all.length / PER_KIND));
  const drawn = all.filter((_, index) => index % step === 0);
  // The first times through are slower than all that follow.
  for (const fault of drawn.slice(0, 20)) trials.try(fault);
  const { ms } = timed(() => drawn.map((fault) => trials.try(fault)));
  const each = ms / drawn.length;
  totalMs += each * all.length;
  report(kind, { faults: all.length, eachMs: each });
}
report('all', { faults: faults.length, cpuSeconds: totalMs / 1_000 });
