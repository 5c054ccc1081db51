/**
 * Goal: each learner's values follow from the seed alone and meet what the lab requires. Method:
 * draws of many seeds against the list of all draws; labs that have none are refused.
 */
import { describe, expect, it } from 'vitest';
import { allDraws, drawFor } from '../../../../src/shared/lab/draw.ts';
import type { Lab } from '../../../../src/shared/lab/lab-schema.ts';

const LAB: Pick<Lab, 'variables' | 'require'> = {
  variables: [
    { kind: 'int', name: 'peak', min: 10, max: 30, step: 10 },
    { kind: 'choice', name: 'tier', values: ['shop', 'clinic'] },
    { kind: 'derived', name: 'double', value: 'peak * 2' },
  ],
  require: "double < 60 || tier == 'shop'",
};

function seed(index: number): string {
  return index.toString(16).padStart(8, '0').repeat(8);
}

describe('a draw', () => {
  it('is one of all there are, and each comes up', () => {
    const all = allDraws(LAB);
    if (!all.ok || all.value === undefined) throw new Error('the lab has draws');
    expect(all.value).toHaveLength(5);
    const listed = new Set(all.value.map((values) => JSON.stringify(values)));
    const met = new Set<string>();
    for (let index = 0; index < 200; index += 1) {
      const draw = drawFor(LAB, seed(index));
      if (!draw.ok) throw new Error(draw.error.message);
      expect(draw).toEqual(drawFor(LAB, seed(index)));
      met.add(JSON.stringify(draw.value.values));
    }
    expect([...met].toSorted()).toEqual([...listed].toSorted());
  });

  it('is refused where nothing meets the requirement', () => {
    const none = { ...LAB, require: 'peak > 100' };
    expect(drawFor(none, seed(1))).toMatchObject({ error: { code: 'lab.noDraw' } });
    expect(allDraws(none)).toMatchObject({ error: { code: 'lab.noDraw' } });
  });

  it('is refused with the expression that has no value', () => {
    const bad = { ...LAB, require: 'peek > 1' };
    expect(drawFor(bad, seed(1))).toMatchObject({ error: { code: 'lab.badExpression' } });
  });

  it('is not listed where there are too many', () => {
    const many: typeof LAB = { variables: [{ kind: 'int', name: 'a', min: 0, max: 20_000 }] };
    expect(allDraws(many)).toEqual({ ok: true, value: undefined });
  });
});
