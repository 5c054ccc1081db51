/**
 * Goal: what `racklab run` bills agrees with closed forms: states that are billed and states that
 * are not, prices that change, disks that outlive their machines, tags and months [ENG-B1]
 * [ENG-B2] [ENG-B3] [ENG-DK3] [ENG-Y8]. Method: scenario files run through the command line; where
 * operations take drawn times, many seeds, and the closed form must lie inside the 99 % interval,
 * whose half width is at most 2 %.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findOperation } from '../../../../src/shared/model/catalogue-lookup.ts';
import { studentQuantile } from '../../../../src/shared/kernel/student.ts';
import { sampleQuantiles } from '../../../../src/shared/model/quantiles.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const TEMPLATES = resolve(import.meta.dirname, '../../../../resources/templates');
const folder = mkdtempSync(join(tmpdir(), 'racklab-bill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const D2S = 0.096;
const P4_MONTH = 5.28;
const MONTH_HOURS = 730;

interface Bill {
  readonly cost: {
    readonly compute: number;
    readonly total: number;
    readonly perMonth: number;
    readonly byTag: { readonly tag: string; readonly total: number }[];
  };
}

async function bill(path: string, ...more: string[]): Promise<Bill['cost']> {
  const { out, err, code } = await racklab('run', path, '--json', ...more);
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as Bill).cost;
}

describe('the bill of a run', () => {
  it('is the closed form where operations take no time', async () => {
    const cost = await bill(join(TEMPLATES, 'stopped-not-free.scenario.json'));
    const hours = { runs: 25, stops: 25, deallocates: 1 };
    const disk = (25 * P4_MONTH) / MONTH_HOURS;
    for (const [habit, billed] of Object.entries(hours)) {
      const total = cost.byTag.find(({ tag }) => tag === `habit=${habit}`)?.total;
      expect(total).toBeCloseTo(billed * D2S, 6);
    }
    expect(cost.compute).toBeCloseTo(51 * D2S, 6);
    expect(cost.total).toBeCloseTo(51 * D2S + 3 * disk, 6);
    // From now on: two machines that hold their hosts, and three disks.
    expect(cost.perMonth).toBeCloseTo(2 * D2S * MONTH_HOURS + 3 * P4_MONTH, 2);
  });

  it('is the closed form, within its interval, where they take drawn times', async () => {
    const recreations = 24;
    const path = join(folder, 'again.scenario.json');
    writeFileSync(path, JSON.stringify(madeAgainHourly(recreations)));
    const bills: number[] = [];
    for (let seed = 1; seed <= 12; seed += 1) {
      bills.push((await bill(path, '--seed', String(seed))).compute);
    }
    const mean = bills.reduce((sum, one) => sum + one, 0) / bills.length;
    const spread = bills.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (bills.length - 1);
    const half = studentQuantile(0.99, bills.length - 1) * Math.sqrt(spread / bills.length);
    // Billed from the start until each new machine is asked for, and from when it starts to run.
    const closed = (recreations + 1 - (recreations * meanSeconds('create')) / 3_600) * D2S;
    expect(half / mean).toBeLessThan(0.02);
    expect(Math.abs(closed - mean)).toBeLessThan(half);
  });
});

/** Mean of the drawn times of an operation, by its inverse distribution. */
function meanSeconds(name: 'create'): number {
  const measured = findOperation(theCatalogue(), name);
  if (measured === undefined) throw new Error(`${name} is measured`);
  const steps = 100_000;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) {
    sum += sampleQuantiles(measured, (step + 0.5) / steps) / 1_000_000;
  }
  return sum / steps;
}

/** A machine that is made again every hour: while it is being created it is not billed. */
function madeAgainHourly(times: number): object {
  const actions = Array.from({ length: times }, (_, index) => ({
    at: `${index + 1}h`,
    do: 'vm.recreate',
    vm: 'vm:g/m',
  }));
  return {
    format: 'racklab.scenario',
    formatVersion: 1,
    title: { en: 'Again', 'pt-BR': 'De novo' },
    catalogue: 'azure-2026-11',
    seed: 1,
    duration: `${times + 1}h`,
    places: {
      sites: [{ name: 's' }],
      rooms: [{ name: 'r', parent: 's' }],
      rows: [{ name: 'a', parent: 'r' }],
    },
    racks: [{ name: 'r1', row: 'a' }],
    hosts: [{ name: 'h', rack: 'r1', unit: 1, cores: 16, memoryMib: 65_536 }],
    groups: [{ name: 'g' }],
    machines: [{ name: 'm', group: 'g', size: 'D2s_v5', image: 'Ubuntu2204' }],
    actions,
  };
}
