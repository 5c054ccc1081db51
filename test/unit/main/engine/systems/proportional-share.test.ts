/**
 * Goal: a processor is shared in proportion, nobody getting more than asked for, nothing left
 * while somebody waits [ENG-O8] (facts/azure, fact 115). Method: tables worked by hand, and a twin
 * that pours the capacity out in small spoonfuls.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  shareOut,
  type ShareDemand,
} from '../../../../../src/main/engine/systems/proportional-share.ts';

function share(capacity: number, ...demands: [demand: number, weight: number][]): number[] {
  return shareOut(
    demands.map(([demand, weight]) => ({ demand, weight })),
    capacity,
  );
}

describe('sharing a capacity', () => {
  it('gives everybody what they ask for while there is enough', () => {
    expect(share(8_000, [3_000, 4], [5_000, 2])).toEqual([3_000, 5_000]);
  });

  it('shares what is short in proportion to the weights', () => {
    // 6000 at weights 4 and 2: 4000 and 2000.
    expect(share(6_000, [8_000, 4], [8_000, 2])).toEqual([4_000, 2_000]);
  });

  it('gives the rest of a small demand to the others', () => {
    // 500 is less than a third of 4000; the 3500 left go 2 to 1 at weights 4 and 2... of which the
    // second asks for 1000 only, so the first gets 2500.
    expect(share(4_000, [4_000, 4], [1_000, 2], [500, 3])).toEqual([2_500, 1_000, 500]);
  });

  it('gives nothing where there is nothing, and nothing to nobody', () => {
    expect(share(0, [100, 1], [200, 1])).toEqual([0, 0]);
    expect(shareOut([], 1_000)).toEqual([]);
    expect(share(1_000, [0, 5])).toEqual([0]);
  });

  it('is what pouring in small spoonfuls comes to', () => {
    const demand = fc.record({
      demand: fc.integer({ min: 0, max: 4_000 }),
      weight: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(
        fc.array(demand, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 12_000 }),
        (demands, capacity) => {
          const granted = shareOut(demands, capacity);
          const poured = pour(demands, capacity);
          granted.forEach((one, index) => {
            expect(Math.abs(one - (poured[index] ?? 0))).toBeLessThan(25);
          });
          const total = granted.reduce((sum, one) => sum + one, 0);
          const asked = demands.reduce((sum, one) => sum + one.demand, 0);
          expect(total).toBeCloseTo(Math.min(capacity, asked), 6);
        },
      ),
    );
  });
});

/** Each spoonful goes to whoever has least for their weight and still wants more. */
function pour(demands: readonly ShareDemand[], capacity: number): number[] {
  const spoon = 1;
  const got = demands.map(() => 0);
  for (let left = capacity; left > 0; left -= spoon) {
    let next = -1;
    demands.forEach(({ demand, weight }, index) => {
      if ((got[index] ?? 0) >= demand) return;
      const per = (got[index] ?? 0) / weight;
      const best = next < 0 ? Infinity : (got[next] ?? 0) / (demands[next]?.weight ?? 1);
      if (per < best) next = index;
    });
    if (next < 0) break;
    got[next] = (got[next] ?? 0) + spoon;
  }
  return got;
}
