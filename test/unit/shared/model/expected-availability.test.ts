/**
 * Goal: what a structure of shared parts is worth is exact. Method: structures small enough to be
 * worked out by hand, and random ones against the sum over all 2^n combinations.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALWAYS,
  DecisionDiagram,
  DiagramTooLarge,
  NEVER,
} from '../../../../src/shared/model/decision-diagram.ts';
import { count } from '../../../support/counts.ts';
import {
  expectedOf,
  outlasting,
  unavailabilityOf,
  type Part,
} from '../../../../src/shared/model/expected-availability.ts';

function part(id: string, unavailability: number): Part {
  return { id, kind: 'host', unavailability, assumed: true };
}

describe('a structure worked by hand', () => {
  it('two in parallel, without and with a common part', () => {
    const diagram = new DecisionDiagram();
    const [feed, a, b] = [diagram.works(0), diagram.works(1), diagram.works(2)];
    const parts = [part('feed:a', 0.001), part('host:a', 0.01), part('host:b', 0.01)];
    // Alone: 0.01 × 0.01 = 0.0001 down.
    const apart = expectedOf(diagram, { root: diagram.or(a, b), parts });
    expect(1 - apart.availability).toBeCloseTo(0.0001, 15);
    expect(apart.cutSets.map((set) => set.parts)).toEqual([['host:a', 'host:b']]);
    // On one feed: 0.001 + 0.999 × 0.0001 = 0.0010999.
    const root = diagram.or(diagram.and(feed, a), diagram.and(feed, b));
    const shared = expectedOf(diagram, { root, parts });
    expect(1 - shared.availability).toBeCloseTo(0.0010999, 15);
    expect(shared.cutSets.map((set) => set.parts)).toEqual([['feed:a'], ['host:a', 'host:b']]);
    expect(shared.parts).toBe(3);
  });

  it('two of three needed', () => {
    const diagram = new DecisionDiagram();
    const terms = [0, 1, 2].map((number) => diagram.works(number));
    const parts = ['a', 'b', 'c'].map((name) => part(`host:${name}`, 0.1));
    // Down with two or three failed: 3 × 0.01 × 0.9 + 0.001 = 0.028.
    const two = expectedOf(diagram, { root: diagram.atLeast(2, terms), parts });
    expect(1 - two.availability).toBeCloseTo(0.028, 15);
    expect(diagram.atLeast(0, terms)).toBe(ALWAYS);
    expect(diagram.atLeast(4, terms)).toBe(NEVER);
  });

  it('a part is down MTTR ÷ (MTBF + MTTR), and past a battery e^(−b ÷ MTTR) of that', () => {
    // 2 h in 1,000 h + 2 h.
    const times = { mtbfHours: 1_000, mttrHours: 2 };
    expect(unavailabilityOf(times)).toBeCloseTo(2 / 1_002, 15);
    expect(outlasting(times, 0)).toBe(unavailabilityOf(times));
    // After one mean repair time e^-1 = 0.36788 of it is left.
    expect(outlasting(times, 2) / unavailabilityOf(times)).toBeCloseTo(0.36787944117, 10);
  });
});

type Shape = { readonly of: 'part'; readonly part: number } | Join;
interface Join {
  readonly of: 'and' | 'or';
  readonly terms: readonly Shape[];
}

const PARTS = 7;
const { shape } = fc.letrec<{ shape: Shape; join: Shape; leaf: Shape }>((tie) => ({
  shape: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('join')),
  leaf: fc.record({ of: fc.constant('part' as const), part: fc.nat(PARTS - 1) }),
  join: fc.record({
    of: fc.constantFrom('and' as const, 'or' as const),
    terms: fc.array(tie('shape'), { minLength: 1, maxLength: 4 }),
  }),
}));

function build(diagram: DecisionDiagram, of: Shape): number {
  if (of.of === 'part') return diagram.works(of.part);
  const terms = of.terms.map((term) => build(diagram, term));
  return of.of === 'and' ? diagram.all(terms) : diagram.any(terms);
}

function holds(of: Shape, failed: ReadonlySet<number>): boolean {
  if (of.of === 'part') return !failed.has(of.part);
  const terms = of.terms.map((term) => holds(term, failed));
  return of.of === 'and' ? terms.every(Boolean) : terms.some(Boolean);
}

describe('a random structure', () => {
  it('fails as often as the sum over all combinations says', () => {
    const rates = fc.array(fc.integer({ min: 0, max: 1_000 }), {
      minLength: PARTS,
      maxLength: PARTS,
    });
    fc.assert(
      fc.property(shape, rates, (of, permille) => {
        const q = permille.map((one) => one / 1_000);
        const diagram = new DecisionDiagram();
        const root = build(diagram, of);
        let failure = 0;
        for (let mask = 0; mask < 2 ** PARTS; mask += 1) {
          const failed = new Set([...q.keys()].filter((index) => ((mask >> index) & 1) === 1));
          expect(diagram.failsWith(root, failed)).toBe(!holds(of, failed));
          if (holds(of, failed)) continue;
          failure += q.reduce((p, one, index) => p * (failed.has(index) ? one : 1 - one), 1);
        }
        expect(diagram.failure(root, q)).toBeCloseTo(failure, 12);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('says so when it outgrows its limit', () => {
    const diagram = new DecisionDiagram(10);
    expect(() => {
      diagram.any(Array.from({ length: 20 }, (_, index) => diagram.works(index)));
    }).toThrow(DiagramTooLarge);
  });
});
