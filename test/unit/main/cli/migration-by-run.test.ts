/**
 * Goal: live migrations of `racklab run` last as long as the closed form of pre-copy says
 * [ENG-PR5] [ENG-HV6] (docs/facts.md, fact 118). Method: a scenario file in which many machines
 * move at three dirty rates; the formula, with the mean of the switch-over, lies inside the 99 %
 * interval of the times measured, whose half width is at most 2 %.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findOperation } from '../../../../src/shared/model/catalogue-lookup.ts';
import { studentQuantile } from '../../../../src/shared/kernel/student.ts';
import { sampleQuantiles } from '../../../../src/shared/model/quantiles.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'racklab-move-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MACHINES = 80;
const MEMORY_MIB = 65_536;
const NIC_MBPS = 10_000;
const MIB_PER_SECOND = (NIC_MBPS * 1_000_000) / 8 / 1_048_576;
/** Aimed at by the rounds, without the switch-over. */
const PAUSE_TARGET_SECONDS = 0.3;
const US_PER_SECOND = 1_000_000;
const STEPS = 20_000;

function room(dirtyMibPerSecond: number): object {
  return {
    format: 'racklab.scenario',
    formatVersion: 1,
    title: 'Everybody moves',
    catalogue: 'azure-2026-11',
    seed: 118,
    duration: '10m',
    places: {
      sites: [{ name: 's' }],
      rooms: [{ name: 'hall', parent: 's' }],
      rows: [{ name: 'row', parent: 'hall' }],
    },
    racks: [{ name: 'r', row: 'row' }],
    hosts: ['from', 'to'].map((name) => ({
      name,
      rack: 'r',
      cores: 1_024,
      memoryMib: 8_388_608,
      nicMbps: NIC_MBPS,
    })),
    groups: [{ name: 'lab' }],
    machines: [
      { name: 'm{n}', count: MACHINES, size: 'E8s_v5', image: 'Ubuntu2204', host: 'from' },
    ],
    actions: Array.from({ length: MACHINES }, (_, index) => ({
      at: `${60 + index}s`,
      do: 'vm.migrate',
      vm: `m${index + 1}`,
      to: 'to',
      dirtyMibPerSecond,
    })),
  };
}

/** Mean of the switch-over by its quantiles. */
function meanSwitchOver(): number {
  const found = findOperation(theCatalogue(), 'liveMigrationFreeze');
  if (found === undefined) throw new Error('the catalogue has no such operation');
  let sum = 0;
  for (let step = 0; step < STEPS; step += 1) sum += sampleQuantiles(found, (step + 0.5) / STEPS);
  return sum / STEPS / US_PER_SECOND;
}

/** T = (M ÷ B)·(1 − λ^n) ÷ (1 − λ) + M·λ^n ÷ B, with n the first at which the rest fits. */
function closedForm(dirtyMibPerSecond: number): number {
  const share = dirtyMibPerSecond / MIB_PER_SECOND;
  const whole = MEMORY_MIB / MIB_PER_SECOND;
  const rounds = Math.ceil(Math.log(PAUSE_TARGET_SECONDS / whole) / Math.log(share));
  const copies = (whole * (1 - share ** rounds)) / (1 - share);
  return copies + whole * share ** rounds;
}

describe('live migration by racklab run', () => {
  it.each([60, 240, 720])('at %s MiB/s dirtied', async (dirty) => {
    const path = join(folder, `dirty-${dirty}.scenario.json`);
    writeFileSync(path, JSON.stringify(room(dirty)));
    const { out, err } = await racklab('run', path, '--json');
    expect(err).toBe('');
    const { migrations } = JSON.parse(out) as { migrations: { seconds: number }[] };
    const times = migrations.map(({ seconds }) => seconds);
    expect(times).toHaveLength(MACHINES);
    const mean = times.reduce((sum, one) => sum + one, 0) / MACHINES;
    const spread = times.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (MACHINES - 1);
    const half = studentQuantile(0.99, MACHINES - 1) * Math.sqrt(spread / MACHINES);
    expect(half / mean).toBeLessThan(0.02);
    const expected = closedForm(dirty) + meanSwitchOver();
    expect(Math.abs(mean - expected)).toBeLessThan(half);
  });
});
