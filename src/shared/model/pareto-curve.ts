/**
 * The curve of designs worth having (V. Pareto): those that no other beats, being up no less for no
 * more money. Along it every further hour without downtime has a price. Whoever draws designs asks
 * here, so that the curve means one thing.
 */
import { priceOfDowntimeAvoided, type PricedDesign } from './cost-of-downtime.ts';

/** Where a design stands among others. */
export interface CurvePlace {
  readonly onCurve: boolean;
  /** Of an hour of downtime avoided, against the next cheaper one on the curve. */
  readonly microUsdPerHourAvoided?: number;
}

/**
 * The place of each design, in the order given. Of two that cost and give the same, both are on the
 * curve. O(n log n).
 */
export function placesOnCurve(
  designs: readonly PricedDesign[],
  monthHours: number,
): readonly CurvePlace[] {
  const order = designs
    .map((design, index) => ({ design, index }))
    .sort(
      ({ design: one }, { design: two }) =>
        one.microUsdPerMonth - two.microUsdPerMonth || two.availability - one.availability,
    );
  const places: CurvePlace[] = designs.map(() => ({ onCurve: false }));
  let last: { readonly design: PricedDesign; readonly place: CurvePlace } | undefined;
  for (const { design, index } of order) {
    if (last === undefined || !isSame(last.design, design)) {
      if (last !== undefined && design.availability <= last.design.availability) continue;
      last = { design, place: placeAfter(last?.design, design, monthHours) };
    }
    places[index] = last.place;
  }
  return places;
}

function isSame(one: PricedDesign, two: PricedDesign): boolean {
  const sameMoney = one.microUsdPerMonth === two.microUsdPerMonth;
  return sameMoney && one.availability === two.availability;
}

function placeAfter(
  from: PricedDesign | undefined,
  to: PricedDesign,
  monthHours: number,
): CurvePlace {
  if (from === undefined) return { onCurve: true };
  const price = priceOfDowntimeAvoided({ from, to, monthHours });
  if (price.verdict !== 'dearer') return { onCurve: true };
  return { onCurve: true, microUsdPerHourAvoided: price.microUsdPerHourAvoided };
}
