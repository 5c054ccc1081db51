/**
 * Goal: jobs finish exactly when exact arithmetic says, however many share a machine and whenever
 * more arrive [ENG-J1] [ENG-J2]. Method: random batches at random moments on machines of random
 * speed and width, against a twin with big fractions that recomputes every job at every change.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import { jobFinishes } from '../support/job-records.ts';
import { count } from '../support/counts.ts';
import { finishTimes, type TwinBatch } from '../support/job-twin.ts';
import { makeEngine, worldOf } from '../support/make-engine.ts';

const SLOW_MS = 600_000;

const machine = fc.record({
  size: fc.constantFrom(
    // Not of a burstable series: those keep accounts, and have a next minute for ever.
    { name: 'DS1_v2', vCpu: 1 },
    { name: 'D2s_v5', vCpu: 2 },
    { name: 'D4s_v5', vCpu: 4 },
  ),
  mips: fc.constantFrom(1_000, 2_500, 1_860, 333, 999_983),
});

const batch = fc.record({
  gapUs: fc.oneof(fc.constant(0), fc.nat(3_000_000), fc.nat(60_000_000)),
  count: fc.integer({ min: 1, max: 9 }),
  work: fc.record({
    baseMi: fc.integer({ min: 1, max: 60_000 }),
    stride: fc.nat(9_000),
    modulo: fc.integer({ min: 1, max: 9_973 }),
  }),
});

function commands(size: string, mips: number): Command[] {
  return [
    { type: 'place.add', kind: 'site', name: 's' },
    { type: 'place.add', kind: 'room', name: 'r', parent: 'site:s' },
    { type: 'rack.add', name: 'k', row: 'room:r' },
    { type: 'host.add', name: 'h', rack: 'k', cores: 8, memoryMib: 65_536, mipsPerCore: mips },
    { type: 'group.add', name: 'g' },
    { type: 'vm.create', name: 'm', size, image: 'Win2019Datacenter' },
  ];
}

describe('jobs and their exact twin', () => {
  it(
    'finish at the same microsecond',
    () => {
      fc.assert(
        fc.property(
          machine,
          fc.array(batch, { minLength: 1, maxLength: 6 }),
          ({ size, mips }, batches) => {
            const engine = makeEngine(commands(size.name, mips));
            const twins: TwinBatch[] = [];
            for (const [number, { gapUs, count: jobs, work }] of batches.entries()) {
              engine.runUntil(engine.nowUs + gapUs);
              const { baseMi, stride, modulo } = work;
              twins.push({
                atUs: engine.nowUs,
                lengthsMi: Array.from(
                  { length: jobs },
                  (_, index) => baseMi + ((index * stride) % modulo),
                ),
              });
              const proposed = engine.propose({
                type: 'batch.submit',
                name: `b${number}`,
                machines: ['m'],
                count: jobs,
                work,
              });
              if (!proposed.ok) throw new Error(proposed.error.message);
              engine.commit(proposed.value);
              expect(engine.checkInvariants()).toEqual([]);
            }
            engine.runUntil(Number.MAX_SAFE_INTEGER);
            const finished = batches.map((_, number) =>
              jobFinishes(worldOf(engine), `b${number}`).map((job) => job.finishedUs),
            );
            expect(finished).toEqual(finishTimes({ mips, vCpu: size.vCpu }, twins));
          },
        ),
        { numRuns: count('propertyRuns') },
      );
    },
    SLOW_MS,
  );
});
