/**
 * What an hour of downtime avoided costs: two designs compared by their price of a month and their
 * availability. Whoever compares designs (a fork, an experiment) asks here, so the word means one
 * thing.
 */

/** A design by what it costs and how much of the time it is up. */
export interface PricedDesign {
  readonly microUsdPerMonth: number;
  /** Share of the time, expected or measured; the same kind for both designs. */
  readonly availability: number;
}

/** `dearer`: costs more and is up more. `saves`: costs no more and is up no less, or the like. */
export type DowntimePrice =
  | {
      readonly verdict: 'dearer';
      readonly extraMicroUsdPerMonth: number;
      readonly hoursAvoidedPerMonth: number;
      /** Extra price ÷ hours of downtime avoided. */
      readonly microUsdPerHourAvoided: number;
    }
  | {
      readonly verdict: 'saves' | 'worse' | 'same';
      readonly extraMicroUsdPerMonth: number;
      readonly hoursAvoidedPerMonth: number;
    };

/** The price of an hour of downtime avoided by going from one design to another. */
export function priceOfDowntimeAvoided(designs: {
  readonly from: PricedDesign;
  readonly to: PricedDesign;
  readonly monthHours: number;
}): DowntimePrice {
  const { from, to, monthHours } = designs;
  const extraMicroUsdPerMonth = to.microUsdPerMonth - from.microUsdPerMonth;
  const hoursAvoidedPerMonth = (to.availability - from.availability) * monthHours;
  const shared = { extraMicroUsdPerMonth, hoursAvoidedPerMonth };
  if (hoursAvoidedPerMonth > 0 && extraMicroUsdPerMonth > 0) {
    const microUsdPerHourAvoided = extraMicroUsdPerMonth / hoursAvoidedPerMonth;
    return { verdict: 'dearer', ...shared, microUsdPerHourAvoided };
  }
  if (hoursAvoidedPerMonth === 0 && extraMicroUsdPerMonth === 0) {
    return { verdict: 'same', ...shared };
  }
  const better = hoursAvoidedPerMonth >= 0 && extraMicroUsdPerMonth <= 0;
  return { verdict: better ? 'saves' : 'worse', ...shared };
}
