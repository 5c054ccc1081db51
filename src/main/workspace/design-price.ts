/**
 * Two designs by what they cost and how much of the time their services are up: what an hour of
 * downtime avoided costs by going from one to the other. Each is run from its start; availability
 * is what the drawing lets expect where that is worked out for both, and what the runs measured
 * otherwise, never one of each.
 */
import { US_PER_HOUR } from '../../shared/kernel/time.ts';
import {
  priceOfDowntimeAvoided,
  type DowntimePrice,
  type PricedDesign,
} from '../../shared/model/cost-of-downtime.ts';
import type { SlaEntry } from '../../shared/views/sla-view.ts';
import type { Engine } from '../engine/index.ts';

/** What of a design enters the comparison. */
export interface DesignFigures {
  readonly monthHours: number;
  /** Spent in the run ÷ its hours × the hours of a month. */
  readonly microUsdPerMonth: number;
  readonly services: readonly SlaEntry[];
}

/** One service that both designs have, by its id. */
export interface ServicePrice {
  readonly id: string;
  readonly basis: 'expected' | 'measured';
  readonly from: number;
  readonly to: number;
  readonly price: DowntimePrice;
}

/** Runs an engine that stands at its start, and reads what it comes to. */
export function figuresOf(engine: Engine, untilUs: number): DesignFigures {
  engine.runUntil(untilUs);
  const { microUsd, monthHours } = engine.costs(0);
  const services = engine.sla().entries.filter(({ kind }) => kind === 'service');
  const microUsdPerMonth = untilUs === 0 ? 0 : (microUsd / untilUs) * US_PER_HOUR * monthHours;
  return { monthHours, microUsdPerMonth, services };
}

/** The price for every service that both designs have, in the order of the first. */
export function comparePrices(from: DesignFigures, to: DesignFigures): ServicePrice[] {
  return from.services.flatMap((before): ServicePrice[] => {
    const after = to.services.find(({ id }) => id === before.id);
    if (after === undefined) return [];
    const basis = before.expected && after.expected ? 'expected' : 'measured';
    const [was, is] = [before, after].map((entry) => shareOf(entry, basis));
    if (was === undefined || is === undefined) return [];
    const price = priceOfDowntimeAvoided({
      from: priced(from, was),
      to: priced(to, is),
      monthHours: from.monthHours,
    });
    return [{ id: before.id, basis, from: was, to: is, price }];
  });
}

function shareOf(entry: SlaEntry, basis: ServicePrice['basis']): number | undefined {
  const { expected, measured } = entry;
  if (basis === 'expected') return expected?.availability;
  return measured.availability ?? measured.slaAvailability;
}

function priced(design: DesignFigures, availability: number): PricedDesign {
  return { microUsdPerMonth: design.microUsdPerMonth, availability };
}
