/**
 * Goal: uses of machines draw on the burst credits of the disks they ask [ENG-DK8], and the cache
 * of the host answers for them what it can [ENG-DK9]. Method: one machine whose disk is all that
 * holds it back; what is done is held against bucket and ceilings of the catalogue, by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import {
  startWork,
  steady,
  workScenario,
  type Use,
  type WorkRoom,
} from '../../../support/work-room.ts';

const MINUTE_US = 60_000_000;
/** Base and burst of the disk P10, and how long a full bucket lasts (disks D1, D7 and D8). */
const BASE = 500;
const BURST = 3_500;
const BUCKET = (BURST - BASE) * 1_800;
/** Operations of one job: each is long enough that the disk never waits for the processor. */
const EACH = 3_500;

type Disks = NonNullable<NonNullable<Scenario['machines']>[number]['dataDisks']>;

function room(use: Use, given: WorkRoom & { disks?: Disks; size?: string } = {}): Engine {
  const { disks = [{ tier: 'P10', sizeGib: 128 }], size = 'box', ...rest } = given;
  const scenario = workScenario([use], rest);
  const machines = scenario.machines?.map((one) => ({ ...one, size, dataDisks: disks }));
  return startWork({ ...scenario, ...(machines === undefined ? {} : { machines }) });
}

/** Jobs without end that ask the disk for as much as it gives. */
const HUNGRY: Use = { kind: 'batch', jobs: 9_000, threads: 8, cpu: '1ms', reads: EACH };

function servedBy(engine: Engine): number {
  return engine.summary().workloads?.[0]?.served ?? 0;
}

function dataDisk(engine: Engine) {
  const rows = engine.rows(['disk']);
  const row = rows.find((one) => one.kind === 'disk' && one.role === 'data');
  if (row?.kind !== 'disk') throw new Error('The machine has a data disk');
  return row;
}

function act(engine: Engine, command: Parameters<Engine['propose']>[0]): void {
  engine.commit(expectOk(engine.propose(command)));
}

describe('[ENG-DK8] burst credits of a disk', () => {
  it('last half an hour at full burst, and leave the base', () => {
    const engine = room(HUNGRY);
    expect(dataDisk(engine).burst).toEqual({ operations: 1, bytes: 1 });
    engine.runUntil(15 * MINUTE_US);
    expect(dataDisk(engine).burst?.operations).toBeCloseTo(0.5, 2);
    expect(dataDisk(engine).burst?.bytes).toBe(1);
    engine.runUntil(30 * MINUTE_US);
    const burst = servedBy(engine);
    expect(Math.abs(burst * EACH - BURST * 1_800)).toBeLessThan(9 * EACH);
    engine.runUntil(60 * MINUTE_US);
    expect(Math.abs((servedBy(engine) - burst) * EACH - BASE * 1_800)).toBeLessThan(12 * EACH);
    const told = engine.happenings(0).filter(({ kind }) => kind === 'disk.burstSpent');
    expect(told).toMatchObject([{ atUs: 30 * MINUTE_US, details: { iops: BASE } }]);
    expect(dataDisk(engine).burst?.operations).toBeLessThan(0.01);
  });

  it('fill with the base while nobody asks, and belong to the disk', () => {
    const engine = room(HUNGRY);
    engine.runUntil(31 * MINUTE_US);
    act(engine, { type: 'vm.deallocate', vm: 'vm-1' });
    const refill = BUCKET / BASE / 60;
    engine.runUntil((31 + refill / 4) * MINUTE_US);
    expect(dataDisk(engine).burst?.operations).toBeCloseTo(0.25, 1);
    act(engine, { type: 'vm.start', vm: 'vm-1' });
    const before = servedBy(engine);
    engine.runUntil(engine.nowUs + 6 * MINUTE_US);
    // A quarter of the credits is seven minutes and a half at full burst.
    expect(((servedBy(engine) - before) * EACH) / 360).toBeGreaterThan(0.95 * BURST);
    expect(engine.checkInvariants()).toEqual([]);
  });

  it('are drawn on by a flow as by its requests one by one', () => {
    const [flow, requests] = (['flow', 'requests'] as const).map((mode) => {
      const engine = room({
        kind: 'requests',
        mode,
        curve: steady(60),
        reads: 20,
        cpu: '1ms',
        networkKib: 0,
      });
      engine.runUntil(20 * MINUTE_US);
      return dataDisk(engine).burst?.operations ?? 0;
    });
    // 1,200 operations a second are 700 above the base.
    const left = 1 - (700 * 1_200) / BUCKET;
    expect(flow).toBeCloseTo(left, 3);
    expect(requests).toBeCloseTo(left, 2);
  });

  it('go on alike from a snapshot, and leave a disk alone that has none', () => {
    const engine = room(HUNGRY);
    engine.runUntil(29.5 * MINUTE_US);
    const twin = room(HUNGRY);
    expectOk(twin.restore(engine.snapshot()));
    for (const one of [engine, twin]) one.runUntil(33 * MINUTE_US);
    expect(twin.hash()).toBe(engine.hash());
    const plain = room(HUNGRY, { disks: [{ tier: 'P30', sizeGib: 1_024 }] });
    plain.runUntil(40 * MINUTE_US);
    expect(dataDisk(plain).burst).toBeUndefined();
    expect(plain.happenings(0).some(({ kind }) => kind === 'disk.burstSpent')).toBe(false);
  });
});

describe('[ENG-DK9] the cache of the host', () => {
  const READER: Use = { ...HUNGRY, reads: 1_000, cachedReads: 0.75 };
  const DISKS = { disks: [{ tier: 'P30', sizeGib: 1_024 }], size: 'D16s_v5' };

  function jobsWith(caching: 'none' | 'readOnly', use: Use): number {
    const engine = room(use, DISKS);
    act(engine, { type: 'disk.edit', disk: dataDisk(engine).id, caching });
    engine.runUntil(5 * MINUTE_US);
    return servedBy(engine);
  }

  it('answers reads that then ask neither disk nor uncached limit', () => {
    // Of a P30 and a machine of 25,600 uncached operations the disk is the lower ceiling.
    const without = jobsWith('none', READER);
    expect(Math.abs(without * 1_000 - 5_000 * 300)).toBeLessThan(40_000);
    expect(jobsWith('readOnly', READER) / without).toBeCloseTo(4, 1);
  });

  it('helps nobody whose reads it does not have, and no writer', () => {
    const without = jobsWith('none', READER);
    expect(jobsWith('readOnly', { ...READER, cachedReads: 0 })).toBe(without);
    const writer: Use = { ...READER, reads: 0, writes: 1_000, writeShare: 1 };
    expect(jobsWith('readOnly', writer)).toBe(jobsWith('none', writer));
  });

  it('is a figure of the file, of the room, and of its kind', () => {
    const scenario = workScenario([{ kind: 'database', curve: steady(1), cachedReads: 0.25 }]);
    const rows = startWork(scenario).rows(['workload']);
    expect(rows).toMatchObject([{ cachedReads: 0.25 }]);
    const plain = startWork(workScenario([{ kind: 'database', curve: steady(1) }]));
    expect(plain.rows(['workload'])).toMatchObject([{ cachedReads: 0.7 }]);
  });
});

describe('[ENG-DK10] bursting on demand', () => {
  const P30 = { base: 5_000, burst: 30_000 };
  const DISKS: Disks = [{ tier: 'P30', sizeGib: 1_024 }];
  const MICRO = 1e6;

  /** What the data disk costs: so far, and an hour of it. */
  function cost(engine: Engine) {
    const line = engine.costs().lines.find(({ id }) => id === dataDisk(engine).id);
    if (line === undefined) throw new Error('The disk has a line');
    return line;
  }

  it('gives the burst from the moment it is switched on, and is paid for until it is off', () => {
    // A burst of 30,000 operations a second needs a machine that lets them through.
    const engine = room(HUNGRY, { disks: DISKS, diskIops: 40_000, diskMbps: 4_000 });
    engine.runUntil(10 * MINUTE_US);
    const plain = servedBy(engine) * EACH;
    expect(Math.abs(plain / 600 / P30.base - 1)).toBeLessThan(0.02);
    expect(dataDisk(engine).onDemand).toBeUndefined();
    const usual = cost(engine).microUsdPerHour;
    act(engine, { type: 'disk.edit', disk: dataDisk(engine).id, bursting: true });
    expect(cost(engine).microUsdPerHour - usual).toBeCloseTo((24.6 * MICRO) / 730, 3);
    expect(cost(engine).assumed).toBe(true);
    engine.runUntil(20 * MINUTE_US);
    const burst = servedBy(engine) * EACH - plain;
    expect(Math.abs(burst / 600 / P30.burst - 1)).toBeLessThan(0.02);
    const paid = dataDisk(engine).onDemand?.transactions ?? 0;
    expect(Math.abs(paid / ((P30.burst - P30.base) * 600) - 1)).toBeLessThan(0.02);
    const hours = 1 / 6;
    const due = usual * 2 * hours + ((24.6 * MICRO) / 730) * hours + (paid / 10_000) * 5_000;
    expect(Math.abs(cost(engine).microUsd - due)).toBeLessThan(1);
    expect(engine.checkInvariants()).toEqual([]);
    act(engine, { type: 'disk.edit', disk: dataDisk(engine).id, bursting: false });
    engine.runUntil(30 * MINUTE_US);
    const after = servedBy(engine) * EACH - plain - burst;
    expect(Math.abs(after / 600 / P30.base - 1)).toBeLessThan(0.02);
    expect(cost(engine).microUsdPerHour).toBe(usual);
  });

  it('is refused a tier without it, and costs also where nobody uses the disk', () => {
    const engine = room(HUNGRY);
    act(engine, {
      type: 'disk.create',
      name: 'large',
      group: 'g',
      sizeGib: 600,
      tier: 'P30',
      bursting: true,
    });
    const line = engine.costs().lines.find(({ name }) => name === 'large');
    expect(line?.microUsdPerHour).toBeCloseTo(((135.17 + 24.6) * MICRO) / 730, 3);
    const refused = engine.propose({ type: 'disk.edit', disk: 'large', tier: 'E30' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'disk.burstingUnfit' } });
    expect(engine.propose({ type: 'disk.edit', disk: 'large', tier: 'P40' }).ok).toBe(true);
    expect(
      engine.propose({ type: 'disk.edit', disk: 'large', tier: 'E30', bursting: false }).ok,
    ).toBe(true);
  });
});
