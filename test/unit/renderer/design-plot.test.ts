/**
 * Goal: designs stand where their cost and their nines put them, between figures one can read off.
 * Method: designs are placed, and the marks, the points and the curve are held against the costs.
 */
import { describe, expect, it } from 'vitest';
import { PLOT_EDGE, plotDesigns } from '../../../src/renderer/designs/design-plot.ts';
import type { PlacedDesign } from '../../../src/renderer/stores/use-designs.ts';

const SIZE = { width: 600, height: 250 };

function design(name: string, dollars: number, availability: number, onCurve = true): PlacedDesign {
  const place = { availability, onCurve } as PlacedDesign['place']; // the rest is not drawn
  const microUsdPerMonth = dollars * 1_000_000;
  // As above.
  return { branch: name, name, isPresent: false, microUsdPerMonth, place } as PlacedDesign;
}

describe('the drawing of designs', () => {
  it('counts money in round figures, at most six of them, inside of the frame', () => {
    for (const [least, most] of [
      [320, 470],
      [0.2, 0.9],
      [18, 18],
      [12_400, 61_000],
    ] as const) {
      const { columns } = plotDesigns([design('a', least, 0.99), design('b', most, 0.999)], SIZE);
      expect(columns.length).toBeGreaterThan(1);
      expect(columns.length).toBeLessThanOrEqual(6);
      const step = columns[1]!.value - columns[0]!.value;
      expect([1, 2, 5]).toContain(Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9)));
      for (const { value, at } of columns) {
        expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-6);
        expect(at).toBeGreaterThanOrEqual(PLOT_EDGE.start);
        expect(at).toBeLessThanOrEqual(SIZE.width - PLOT_EDGE.end);
      }
    }
  });

  it('places what costs more further right, what fails less higher, and steps between', () => {
    const cheap = design('cheap', 100, 0.99);
    const dear = design('dear', 200, 0.9999);
    const beaten = design('beaten', 210, 0.9, false);
    const { points, curve } = plotDesigns([dear, beaten, cheap], SIZE);
    const of = Object.fromEntries(points.map((point) => [point.name, point]));
    expect(of['cheap']!.x).toBeLessThan(of['dear']!.x);
    expect(of['dear']!.y).toBeLessThan(of['cheap']!.y);
    expect(of['beaten']!.y).toBeGreaterThan(of['cheap']!.y);
    expect(curve).toBe(`M${of['cheap']!.x} ${of['cheap']!.y}H${of['dear']!.x}V${of['dear']!.y}`);
  });
});
