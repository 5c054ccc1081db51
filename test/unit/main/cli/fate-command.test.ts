/**
 * Goal: `racklab fate` says what members share, in words and as the same JSON every time, and
 * refuses what has none. Method: the template with the trap, and a name that is no set.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fateSchema } from '../../../../src/shared/views/fate-view.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { ROOT } from '../../../support/source-tree.ts';

const TRAP = join(ROOT, 'resources/templates/same-fate.scenario.json');
const ZONES = join(ROOT, 'resources/templates/three-zones.scenario.json');

describe('racklab fate', () => {
  it('names the UPS behind two feeds and the core behind two switches', async () => {
    const { code, out, err } = await racklab('fate', TRAP, '--of', 'availabilitySet:web');
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toBe('availabilitySet:shop/web: 4 running members');
    expect(lines[2]).toMatch(/^ups:ups-1 +4 +0 +feed:a, feed:b$/);
    expect(lines[3]).toMatch(/^switch:core +4 +0 +switch:agg-1, switch:agg-2$/);
    expect(out).toMatch(/^utility:grid-1 +4 +0 +after 10 min of battery$/m);
    // Two fault domains: a rack takes two of four.
    expect(out).toMatch(/^rack:r1 +2 +2$/m);
  });

  it('finds nothing but the region above three zones, and prints the same twice', async () => {
    const first = await racklab('fate', ZONES, '--of', 'scaleSet:web', '--json');
    const second = await racklab('fate', ZONES, '--of', 'scaleSet:web', '--json');
    expect(first.code).toBe(0);
    expect(second.out).toBe(first.out);
    const { fates } = JSON.parse(first.out) as { fates: unknown[] };
    const fate = fateSchema.parse(fates[0]);
    expect(fate.members).toHaveLength(6);
    const all = fate.parts.filter(({ left }) => left === 0).map(({ id }) => id);
    expect(all).toEqual(['site:region']);
    expect(fate.parts.find(({ id }) => id === 'zone:z1')).toMatchObject({ taken: 2, left: 4 });
  });

  it('refuses a name without members', async () => {
    const { code, err } = await racklab('fate', TRAP, '--of', 'rack:r1');
    expect(code).toBe(2);
    expect(err).toContain('rack:r1');
  });
});
