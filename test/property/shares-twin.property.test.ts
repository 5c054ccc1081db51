/**
 * Goal: jobs of machines on a host that promised its cores more than once go as fast as their
 * shares let them [ENG-O13], and where it did not, nothing changes. Method: random machines,
 * weights and batches against a twin that hands the cores out round by round at every change; at
 * each arrival the machines have no more than the cores, and all of them when they want more.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import type { World } from '../../src/main/engine/world/world.ts';
import { jobFinishes } from '../support/job-records.ts';
import { count } from '../support/counts.ts';
import { expectOk } from '../support/expect-ok.ts';
import { handOut, sharedFinishes, type TwinArrival } from '../support/share-twin.ts';
import { makeEngine, worldOf } from '../support/make-engine.ts';

const SLOW_MS = 600_000;
const SIZES = [
  { size: 'DS1_v2', vCpu: 1 },
  { size: 'D2s_v5', vCpu: 2 },
  { size: 'D4s_v5', vCpu: 4 },
];

const machines = fc.array(
  fc.record({ size: fc.constantFrom(...SIZES), weight: fc.constantFrom(50, 100, 100, 300) }),
  { minLength: 1, maxLength: 5 },
);

const batches = fc.array(
  fc.record({
    gapUs: fc.oneof(fc.constant(0), fc.nat(3_000_000), fc.nat(30_000_000)),
    machine: fc.nat(4),
    count: fc.integer({ min: 1, max: 6 }),
    baseMi: fc.integer({ min: 1, max: 60_000 }),
    stride: fc.nat(9_000),
  }),
  { minLength: 1, maxLength: 6 },
);

type Machines = ReturnType<typeof machines.generate>['value'];
type Batches = ReturnType<typeof batches.generate>['value'];

interface Host {
  readonly cores: number;
  readonly perCore: number;
}

function commands(host: Host, drawn: Machines): Command[] {
  return [
    { type: 'place.add', kind: 'site', name: 's' },
    { type: 'place.add', kind: 'room', name: 'r', parent: 'site:s' },
    { type: 'rack.add', name: 'k', row: 'room:r' },
    {
      type: 'host.add',
      name: 'h',
      rack: 'k',
      cores: host.cores,
      vCpuPerCore: host.perCore,
      memoryMib: 262_144,
      mipsPerCore: 1_860,
    },
    { type: 'group.add', name: 'g' },
    ...drawn.map(({ size, weight }, at): Command => ({
      type: 'vm.create',
      name: `m${at}`,
      size: size.size,
      image: 'Win2019Datacenter',
      cpuWeight: weight,
    })),
  ];
}

/** What the machines have of the host, held against one hand-out of its cores. */
function checkShares(world: World, cores: number): void {
  const { cpuShare, vCpu, cpuWeight, jobsRunning } = world.vm.col;
  const slots = [...world.vm.slots()];
  const asked = slots.map((vm) => ({
    cores: Math.min(vCpu[vm]!, jobsRunning[vm]!),
    weight: vCpu[vm]! * cpuWeight[vm]!,
  }));
  const due = handOut(asked, cores);
  const had = slots.map((vm, at) => asked[at]!.cores * cpuShare[vm]!);
  for (const [at, one] of had.entries()) expect(one).toBeCloseTo(due[at]!, 9);
  const wanted = asked.reduce((sum, one) => sum + one.cores, 0);
  const used = had.reduce((sum, one) => sum + one, 0);
  expect(used).toBeCloseTo(Math.min(cores, wanted), 9);
}

/** Runs the batches; gives every finish. */
function run(
  host: Host,
  drawn: Machines,
  work: Batches,
): { finishes: number[][]; arrivals: TwinArrival[] } {
  const engine = makeEngine(commands(host, drawn));
  const arrivals: TwinArrival[] = [];
  for (const [number, { gapUs, machine, count: jobs, baseMi, stride }] of work.entries()) {
    engine.runUntil(engine.nowUs + gapUs);
    const at = machine % drawn.length;
    const lengthsMi = Array.from(
      { length: jobs },
      (_, index) => baseMi + ((index * stride) % 9_973),
    );
    arrivals.push({ atUs: engine.nowUs, machine: at, lengthsMi });
    const proposed = expectOk(
      engine.propose({
        type: 'batch.submit',
        name: `b${number}`,
        machines: [`m${at}`],
        count: jobs,
        work: { baseMi, stride, modulo: 9_973 },
      }),
    );
    engine.commit(proposed);
    checkShares(worldOf(engine), host.cores);
    expect(engine.checkInvariants()).toEqual([]);
  }
  engine.runUntil(10_000_000_000);
  checkShares(worldOf(engine), host.cores);
  const finishes = work.map((_, number) =>
    jobFinishes(worldOf(engine), `b${number}`).map((job) => job.finishedUs),
  );
  return { finishes, arrivals };
}

describe('[ENG-O13] jobs of machines that share cores', () => {
  it(
    'finish when a hand-out at every change says',
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 4, max: 8 }), machines, batches, (cores, drawn, work) => {
          const { finishes, arrivals } = run({ cores, perCore: 8 }, drawn, work);
          const twin = sharedFinishes(
            { cores, mips: 1_860 },
            drawn.map(({ size, weight }) => ({ vCpu: size.vCpu, weight })),
            arrivals,
          );
          // A completion at a whole microsecond lets the others go on up to one later.
          const slackUs = 1 + twin.changes;
          for (const [batch, times] of finishes.entries())
            for (const [index, us] of times.entries())
              expect(Math.abs(us - twin.finishes[batch]![index]!)).toBeLessThanOrEqual(slackUs);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'finish as ever where the cores are promised once',
    () => {
      fc.assert(
        fc.property(machines, batches, (drawn, work) => {
          const cores = drawn.reduce((sum, { size }) => sum + size.vCpu, 0);
          const allowed = run({ cores, perCore: 8 }, drawn, work).finishes;
          expect(allowed).toEqual(run({ cores, perCore: 1 }, drawn, work).finishes);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );
});
