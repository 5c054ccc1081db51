/**
 * Goal: operations with at least ten measured samples take as long, through the engine, as the
 * service was measured to need: p25, median and p90 within 10 % [ENG-L2]. Method: whole operations
 * one after the other, from the decision to the state it ends in; quantiles of the times that
 * passed. The service recorded tenths of a second, so they are compared as such.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { OperationName } from '../../../../src/shared/model/catalogue-compute.ts';
import { findOperation } from '../../../../src/shared/model/catalogue-lookup.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { count } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { makeEngine, roomCommands, worldOf } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const VM = 'vm:lab/m';
/** More than any operation takes. */
const ENOUGH_US = 2_000_000_000;
const CREATE: Command = { type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' };
const SAMPLES_MIN = 10;

type Timed = Extract<
  OperationName,
  'create' | 'start' | 'deallocate' | 'resize' | 'delete' | 'diskCreate'
>;

/** Carries a command out and returns how long the operation it begins takes. */
function timeOf(engine: Engine, command: Command): number {
  const world = worldOf(engine);
  engine.commit(expectOk(engine.propose(command)));
  const ofDisk = command.type.startsWith('disk.');
  const ends = ofDisk ? world.disk.col.operationEndsAtUs : world.vm.col.operationEndsAtUs;
  const slot = ofDisk ? (world.disk.slots().at(-1) ?? 0) : 0;
  const began = engine.nowUs;
  const took = ends[slot]! - began;
  // One microsecond before the end it is under way, at the end it is over.
  engine.runUntil(began + took - 1);
  expect(ends[slot]).toBe(began + took);
  engine.runUntil(began + took);
  expect(ends[slot]).toBe(0);
  engine.runUntil(began + ENOUGH_US);
  return took;
}

/** One round through the life of a machine, and a disk. */
function playRound(engine: Engine, times: Readonly<Record<Timed, number[]>>): void {
  times.create.push(timeOf(engine, CREATE));
  times.resize.push(timeOf(engine, { type: 'vm.resize', vm: VM, size: 'D4s_v5' }));
  times.deallocate.push(timeOf(engine, { type: 'vm.deallocate', vm: VM }));
  times.resize.push(timeOf(engine, { type: 'vm.resize', vm: VM, size: 'D2s_v5' }));
  times.start.push(timeOf(engine, { type: 'vm.start', vm: VM }));
  times.diskCreate.push(timeOf(engine, { type: 'disk.create', name: 'd', sizeGib: 32 }));
  times.delete.push(timeOf(engine, { type: 'vm.delete', vm: VM, withResources: true }));
  engine.commit(expectOk(engine.propose({ type: 'disk.delete', disk: 'd' })));
}

/** The value below which a share of the times lies, in tenths of a second. */
function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(share * sorted.length)] ?? 0) / 100_000);
}

describe('[ENG-L2] whole operations', () => {
  it('take the measured times', () => {
    const engine = makeEngine(roomCommands({ racks: 1, hostsPerRack: 1 }), { seed: 11 });
    const times: Record<Timed, number[]> = {
      create: [],
      start: [],
      deallocate: [],
      resize: [],
      delete: [],
      diskCreate: [],
    };
    for (let round = 0; round < count('operationRounds'); round += 1) playRound(engine, times);
    for (const [name, taken] of Object.entries(times)) {
      const measured = findOperation(theCatalogue(), name as Timed);
      if (measured === undefined) throw new Error(`${name} is measured`);
      expect(measured.n).toBeGreaterThanOrEqual(SAMPLES_MIN);
      const expected = [measured.p25Ms, measured.medianMs, measured.p90Ms];
      const found = [0.25, 0.5, 0.9].map((share) => quantile(taken, share));
      expected.forEach((ms, index) => {
        const off = Math.abs((found[index] ?? 0) - ms / 100) / (ms / 100);
        expect([name, index, found[index], off <= 0.1]).toEqual([name, index, found[index], true]);
      });
    }
  });
});
