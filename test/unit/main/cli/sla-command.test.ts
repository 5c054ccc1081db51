/**
 * Goal: `racklab sla` says the three availabilities with their formulas, the same bytes each time,
 * and `run --json` explains every downtime. Method: a room with one fault, through the command
 * line.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { racklab } from '../../../support/cli-harness.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'racklab-sla-'));
const path = join(folder, 'lab.scenario.json');
// Every machine stands in the first rack; the fault is moved there.
writeFileSync(path, LAB_SCENARIO_TEXT.replaceAll('rack:r2', 'rack:r1'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  readonly id: string;
  readonly promised: { readonly share?: number; readonly formula: string };
  readonly expected?: { readonly availability: number };
  readonly measured: { readonly slaAvailability: number };
}

interface Incident {
  readonly owner: string;
  readonly downSeconds: number;
  readonly chain: { readonly kind: string; readonly subject: string }[];
}

describe('racklab sla', () => {
  it('prints one object, the same bytes every time, with the formulas', async () => {
    const once = await racklab('sla', path, '--json');
    const again = await racklab('sla', path, '--json');
    expect([once.code, once.err]).toEqual([0, '']);
    expect(again.out).toBe(once.out);
    const object = JSON.parse(once.out) as { entries: Entry[]; formula: object };
    expect(object).toMatchObject({ seed: 4711, simulatedSeconds: 1_800, month: { slaDays: 30 } });
    expect(Object.keys(object.formula)).toEqual(['promised', 'expected', 'measured', 'budget']);
    const service = object.entries.find(({ id }) => id === 'service:shop/site');
    expect(service?.promised.formula).toContain('balancer:shop/front 99.99%');
    expect(service?.expected?.availability).toBeGreaterThan(0.99);
    expect(object).not.toHaveProperty('host');
  });

  it('tells people the same in lines', async () => {
    const { code, out } = await racklab('sla', path, '--until', '10m');
    expect(code).toBe(0);
    expect(out).toContain('Availability after 10m, months of 30 days');
    expect(out).toMatch(/^service:shop\/site .*%/m);
    expect(out).toMatch(/expected: exact over \d+ parts, \d+ of them assumed/);
  });

  it('refuses what it cannot read', async () => {
    expect((await racklab('sla', join(folder, 'none.scenario.json'))).code).toBe(2);
    expect((await racklab('sla', path, '--until', 'soon')).code).toBe(2);
  });
});

describe('racklab run --json', () => {
  it('explains every downtime and every cent', async () => {
    const { out } = await racklab('run', path, '--json');
    const { incidents, cost } = JSON.parse(out) as {
      incidents: Incident[];
      cost: Record<'compute' | 'disks' | 'balancers' | 'total', number>;
    };
    const ofRack = incidents.filter(({ chain }) => chain.some((one) => one.subject === 'rack:r1'));
    expect(ofRack.length).toBeGreaterThan(0);
    for (const { chain, downSeconds } of ofRack) {
      expect(chain[0]?.kind).toBe('decision');
      expect(downSeconds).toBeGreaterThan(0);
    }
    expect(cost.total).toBeCloseTo(cost.compute + cost.disks + cost.balancers, 5);
  });
});
