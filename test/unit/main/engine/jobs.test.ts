/**
 * Goal: batches finish when the published workload says, and a machine that stops takes its own
 * jobs with it and no others. Method: the batch of 100 hosts, 1,000 machines and 10,000 jobs, whose
 * last finish is known exactly (100.000 s with equal lengths, 89.830 s with varied ones), and small
 * cases worked by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { jobFinishes } from '../../../support/job-records.ts';
import { isLongRun } from '../../../support/counts.ts';
import { finishTimes } from '../../../support/job-twin.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { emptyEngine, makeEngine, Scene, SECOND } from '../../../support/make-engine.ts';

const VARIED = { baseMi: 1_000, stride: 7_919, modulo: 9_973 };
const SAME = { baseMi: 10_000 };

/** Hosts of 16 cores × 1000 MIPS with 64 GiB, machines of one core and 1 GiB, first fit. */
function hall(hosts: number, machines: number): Command[] {
  const commands: Command[] = [
    { type: 'place.add', kind: 'site', name: 's' },
    { type: 'place.add', kind: 'room', name: 'r', parent: 'site:s' },
    { type: 'group.add', name: 'g' },
  ];
  for (let host = 0; host < hosts; host += 1) {
    if (host % 40 === 0) {
      commands.push({ type: 'rack.add', name: `k${host / 40}`, row: 'room:r' });
    }
    commands.push({
      type: 'host.add',
      name: `h${host}`,
      rack: `k${Math.floor(host / 40)}`,
      cores: 16,
      mipsPerCore: 1_000,
      memoryMib: 65_536,
    });
  }
  for (let vm = 0; vm < machines; vm += 1) {
    commands.push({ type: 'vm.create', name: `vm-${vm}`, size: 'B1s', image: 'Ubuntu2204' });
  }
  return commands;
}

function submit(count: number, work: typeof SAME | typeof VARIED): Command {
  return { type: 'batch.submit', name: 'b', machines: ['vm-*'], count, work };
}

function small(machines = 1): Scene {
  return new Scene(makeEngine(hall(1, machines)));
}

function finishes(scene: Scene): number[] {
  return jobFinishes(scene.world, 'b').map((job) => job.finishedUs);
}

describe('[ENG-J2] the published batch', () => {
  it.each([
    ['same', SAME, 100_000_000],
    ['var', VARIED, 89_830_000],
  ] as const)('%s at 100 × 1,000 × 10,000 ends when it must', (_, work, lastUs) => {
    const scene = new Scene(makeEngine(hall(100, 1_000))).when(submit(10_000, work));
    scene.until('200s');
    const row = scene.row('batch', 'b');
    expect(row).toMatchObject({ count: 10_000, done: 10_000, interrupted: 0 });
    expect(Math.round((row.lastFinishUs ?? 0) / 1_000) * 1_000).toBe(lastUs);
    // And to the microsecond, by exact fractions: job i runs on machine i mod 1,000.
    const lengths = (vm: number): number[] =>
      Array.from({ length: 10 }, (__, turn) => {
        const index = vm + turn * 1_000;
        return work.baseMi + ('stride' in work ? (index * work.stride) % work.modulo : 0);
      });
    for (const vm of [0, 1, 17, 999]) {
      const [exact] = finishTimes({ mips: 1_000, vCpu: 1 }, [{ atUs: 0, lengthsMi: lengths(vm) }]);
      const mine = jobFinishes(scene.world, 'b').filter((job) => job.index % 1_000 === vm);
      expect(mine.map((job) => job.finishedUs)).toEqual(exact);
    }
  });

  it.runIf(isLongRun)('var at 1,000 × 10,000 × 100,000 ends at 70.031 s', () => {
    const scene = new Scene(makeEngine(hall(1_000, 10_000))).when(submit(100_000, VARIED));
    scene.engine.runUntil(200 * SECOND);
    const row = scene.row('batch', 'b');
    expect(row.done).toBe(100_000);
    expect(Math.round((row.lastFinishUs ?? 0) / 1_000)).toBe(70_031);
  });
});

describe('[ENG-J1] sharing', () => {
  it('gives each job one core at most, and equal shares when jobs outnumber cores', () => {
    // Two jobs of 1 s on two cores take 1 s; four take 2 s; of 1, 1 and 2 s: 1.5, 1.5 and 2.5 s…
    const scene = new Scene(
      makeEngine([
        ...hall(1, 0),
        { type: 'vm.create', name: 'vm-0', size: 'D2s_v5', image: 'Ubuntu2204' },
      ]),
    );
    scene.when(submit(2, { baseMi: 1_000 })).until('10s');
    expect(finishes(scene)).toEqual([1_000_000, 1_000_000]);
    scene.when({
      type: 'batch.submit',
      name: 'c',
      machines: ['vm-0'],
      count: 4,
      work: { baseMi: 1_000 },
    });
    scene.until('20s');
    expect(scene.row('batch', 'c').lastFinishUs).toBe(12_000_000);
    scene.when({
      type: 'batch.submit',
      name: 'd',
      machines: ['vm-0'],
      count: 3,
      work: { baseMi: 1_000, stride: 1_000, modulo: 1_500 },
    });
    // Lengths 1000, 2000, 1500 MI on two cores: shared by three until 1.5 s (each has 1000), then
    // two cores for two jobs: 1500 at 2.0 s and 2000 at 2.5 s.
    scene.until('30s');
    expect(jobFinishes(scene.world, 'd').map((job) => job.finishedUs - 20_000_000)).toEqual([
      1_500_000, 2_500_000, 2_000_000,
    ]);
  });

  it('[ENG-J4] deals job i to machine i mod n, in the order machines were made', () => {
    const scene = small(3).when(submit(7, SAME));
    const { vm } = scene.world.job.col;
    expect([...scene.world.job.slots()].map((job) => (vm[job] ?? 0) - 1)).toEqual([
      0, 1, 2, 0, 1, 2, 0,
    ]);
  });

  it('shares with what runs already, from the moment it comes', () => {
    // A job of 10 s runs alone for 4 s, then beside one of 3 s: 3 s of each take 6 s, so the second
    // ends at 10 s, when the first has 7 s behind it and 3 s to go: 13 s.
    const scene = small()
      .when({ ...submit(1, SAME), name: 'first' } as Command)
      .until('4s');
    scene.when(submit(1, { baseMi: 3_000 })).until('1m');
    expect(finishes(scene)).toEqual([10_000_000]);
    expect(scene.row('batch', 'first').lastFinishUs).toBe(13_000_000);
  });

  it('counts long jobs without an end of completions that beget each other', () => {
    // At 2,500 MIPS the finish of 10 million MI is a number whose last digit is coarser than the
    // forgiveness once was; every completion must complete.
    // On a size without burst credits: those would be spent within the hour.
    const commands = hall(1, 1).map((command) => {
      if (command.type === 'vm.create') return { ...command, size: 'D2s_v5' };
      return command.type === 'host.add' ? { ...command, mipsPerCore: 1_250 } : command;
    });
    const scene = new Scene(makeEngine(commands));
    scene.when(submit(7, { baseMi: 10_000_019, stride: 7_919, modulo: 9_973 }));
    scene.engine.runUntil(100_000 * SECOND);
    expect(scene.row('batch', 'b').done).toBe(7);
    expect(scene.engine.eventCount).toBeLessThan(20);
  });
});

describe('[ENG-J3] a machine that stops at half time', () => {
  it('takes its jobs with it and leaves every other finish exactly as it was', () => {
    const commands = hall(10, 100);
    const whole = new Scene(makeEngine(commands)).when(submit(1_000, VARIED)).until('200s');
    const half = Math.floor((whole.row('batch', 'b').lastFinishUs ?? 0) / 2);
    const cut = new Scene(makeEngine(commands)).when(submit(1_000, VARIED));
    cut.engine.runUntil(half);
    cut.when({ type: 'vm.stop', vm: 'vm-41' }).until('200s');
    const before = jobFinishes(whole.world, 'b');
    const after = jobFinishes(cut.world, 'b');
    const interrupted = after.filter((job) => !job.done);
    expect(interrupted.length).toBeGreaterThan(0);
    for (const job of after) {
      if (job.done) expect(job.finishedUs).toBe(before[job.index]?.finishedUs);
      else expect([job.index % 100, job.finishedUs]).toEqual([41, half]);
    }
    expect(cut.row('batch', 'b')).toMatchObject({
      done: 1_000 - interrupted.length,
      interrupted: interrupted.length,
    });
    expect(cut.happened('batch.done')).toHaveLength(1);
  });

  it('loses them too when its host falls', () => {
    const scene = small(2).when(submit(4, SAME)).until('1s').cut('host:h0').until('1m');
    expect(scene.row('batch', 'b')).toMatchObject({ done: 0, interrupted: 4 });
    expect(scene.row('batch', 'b').lastFinishUs).toBeUndefined();
  });

  it('continues from a snapshot in the middle, with the same finishes', () => {
    const engine = makeEngine(hall(10, 100));
    engine.commit(expectOk(engine.propose(submit(1_000, VARIED))));
    engine.runUntil(20 * SECOND, { maxEvents: 333 });
    const other = emptyEngine();
    expectOk(other.restore(engine.snapshot()));
    for (const one of [engine, other]) one.runUntil(200 * SECOND);
    expect(other.hash()).toBe(engine.hash());
  });
});
