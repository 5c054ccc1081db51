/**
 * Goal: every resource is charged for exactly the time the provider would charge, and nothing is
 * lost from the sums when it goes. Method: prices of the catalogue and hours worked by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import { priceOfDowntimeAvoided } from '../../../../../src/shared/model/cost-of-downtime.ts';
import { given } from '../../../../support/make-engine.ts';

const MACHINE: Command = {
  type: 'vm.create',
  name: 'm',
  size: 'D2s_v5',
  image: 'Ubuntu2204',
  osDisk: { sizeGib: 64, tier: 'P6' },
  tags: { tier: 'web', team: 'a' },
};

describe('[ENG-Y8] costs', () => {
  it('compute stops with deallocation, disk and balancer do not', () => {
    const scene = given({}, [MACHINE, { type: 'balancer.add', name: 'front' }]);
    scene.until('10h').when({ type: 'vm.deallocate', vm: 'm' }).until('20h');
    const { lines, byGroup, byTag, byKind, microUsd } = scene.engine.costs();
    const of = Object.fromEntries(lines.map((line) => [line.id, line]));
    // D2s_v5 0.096 $ an hour for 10 h and not a second more; it costs nothing now.
    expect(of['vm:lab/m']?.microUsd).toBeCloseTo(960_000, 6);
    expect(of['vm:lab/m']?.microUsdPerHour).toBe(0);
    // P6 10.21 $ a month of 730 h, 20 h: 0.279726 $.
    const disk = lines.find((line) => line.kind === 'disk');
    expect(disk?.microUsd).toBeCloseTo((10_210_000 / 730) * 20, 6);
    // Five rules together 0.025 $ an hour, an assumed price.
    expect(of['balancer:lab/front']).toMatchObject({ microUsdPerHour: 25_000, assumed: true });
    expect(of['balancer:lab/front']?.microUsd).toBeCloseTo(500_000, 6);
    expect(byGroup).toHaveLength(1);
    expect(byGroup[0]?.microUsd).toBeCloseTo(microUsd, 6);
    expect(byTag.find(({ tag }) => tag === 'tier=web')?.microUsd).toBeCloseTo(960_000, 6);
    expect(byKind.map(({ kind }) => kind).sort()).toEqual(['balancer', 'disk', 'vm']);
  });

  it('what is deleted stays in the sums, under its group and tags', () => {
    const scene = given({}, [MACHINE]).until('10h');
    scene.when({ type: 'vm.delete', vm: 'm', withResources: true }).until('30h');
    const { lines, gone, byTag, microUsd } = scene.engine.costs();
    expect(lines).toEqual([]);
    expect(gone.map(({ kind, count }) => [kind, count])).toEqual([
      ['disk', 1],
      ['vm', 1],
    ]);
    expect(byTag[0]?.microUsd).toBeCloseTo(960_000, 3);
    // The disk lived until the deletion was through, some seconds after 10 h.
    const perHour = 10_210_000 / 730;
    expect(microUsd).toBeGreaterThan(960_000 + perHour * 10);
    expect(microUsd).toBeLessThan(960_000 + perHour * 10.1);
    expect(scene.engine.summary().costMicroUsd).toBeCloseTo(960_000, 3);
  });
});

describe('the price of an hour of downtime avoided', () => {
  const one = { microUsdPerMonth: 70_000_000, availability: 0.999 };

  it('is the extra cost over the hours avoided', () => {
    // 99.9 % to 99.99 %: 0.0009 × 730 h = 0.657 h for 70 $: 106.54 $ an hour.
    const to = { microUsdPerMonth: 140_000_000, availability: 0.9999 };
    const price = priceOfDowntimeAvoided({ from: one, to, monthHours: 730 });
    expect(price).toMatchObject({ verdict: 'dearer', extraMicroUsdPerMonth: 70_000_000 });
    expect(price.hoursAvoidedPerMonth).toBeCloseTo(0.657, 9);
    expect(price.verdict === 'dearer' ? price.microUsdPerHourAvoided : 0).toBeCloseTo(
      70_000_000 / 0.657,
      0,
    );
  });

  it('has no price when it saves, when it is worse, or when nothing changes', () => {
    function verdict(to: typeof one): string {
      return priceOfDowntimeAvoided({ from: one, to, monthHours: 730 }).verdict;
    }
    expect(verdict({ microUsdPerMonth: 60_000_000, availability: 0.9995 })).toBe('saves');
    expect(verdict({ microUsdPerMonth: 80_000_000, availability: 0.99 })).toBe('worse');
    expect(verdict({ microUsdPerMonth: 60_000_000, availability: 0.99 })).toBe('worse');
    expect(verdict(one)).toBe('same');
  });
});
