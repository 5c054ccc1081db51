/**
 * The parts of `run --json` that explain a run: what everything cost, and every downtime with its
 * root cause. Seconds and dollars, because programs and people both read them.
 */
import type { CostView } from '../../shared/views/cost-view.ts';
import type { Incident } from '../../shared/views/measures-view.ts';

const US_PER_SECOND = 1_000_000;
const MICRO = 1_000_000;
/** Digits that remain of a millionth of a dollar. */
const NANO = 1_000;
/** Incidents printed, longest first; a room of 20,000 machines has one for each that fell. */
const INCIDENTS_MAX = 2_000;

/** The object `cost`; `compute` is the measure of the same name. */
export function costObject(costs: CostView): object {
  const compute = costs.byKind.find(({ kind }) => kind === 'vm');
  const disks = costs.byKind.find(({ kind }) => kind === 'disk');
  const balancers = costs.byKind.find(({ kind }) => kind === 'balancer');
  return {
    currency: costs.currency,
    compute: usd(compute?.microUsd),
    disks: usd(disks?.microUsd),
    balancers: usd(balancers?.microUsd),
    total: usd(costs.microUsd),
    byKind: costs.byKind.map(({ kind, ...sum }) => ({ kind, ...moneyOf(sum, costs) })),
    perSecond: Math.round((costs.microUsdPerHour / 3_600) * NANO) / NANO / MICRO,
    perMonth: usd(costs.microUsdPerHour * costs.monthHours),
    monthHours: costs.monthHours,
    byGroup: costs.byGroup.map(({ group, ...sum }) => ({ group, ...moneyOf(sum, costs) })),
    byTag: costs.byTag.map(({ tag, ...sum }) => ({ tag, ...moneyOf(sum, costs) })),
    byResource: costs.lines.map(({ id, assumed, orphan, ...sum }) => ({
      id,
      ...moneyOf(sum, costs),
      ...(assumed ? { assumed } : {}),
      ...(orphan ? { orphan } : {}),
    })),
    traffic: costs.traffic.map(({ bytes, microUsdPerGb, times, microUsd, ...way }) => ({
      ...way,
      gb: Math.round(bytes / 1_000) / MICRO,
      usdPerGb: usd(microUsdPerGb),
      times,
      total: usd(microUsd),
    })),
    gone: costs.gone.map(({ microUsd, ...one }) => ({ ...one, total: usd(microUsd) })),
  };
}

function moneyOf(
  sum: { microUsd: number; microUsdPerHour: number },
  { monthHours }: CostView,
): { total: number; perMonth: number } {
  return { total: usd(sum.microUsd), perMonth: usd(sum.microUsdPerHour * monthHours) };
}

/** Dollars, to the millionth. */
function usd(microUsd = 0): number {
  return Math.round(microUsd) / MICRO;
}

/** The list `incidents`, and how many it leaves out. */
export function incidentObjects(incidents: readonly Incident[]): {
  incidents: object[];
  incidentsLeftOut?: number;
} {
  const shown = incidents.slice(0, INCIDENTS_MAX);
  const leftOut = incidents.length - shown.length;
  return {
    incidents: shown.map(({ downUs, firstAtUs, lastAtUs, chain, ownerKind: _kind, ...one }) => ({
      ...one,
      downSeconds: downUs / US_PER_SECOND,
      firstAtSeconds: firstAtUs / US_PER_SECOND,
      lastAtSeconds: lastAtUs / US_PER_SECOND,
      chain: chain.map(({ atUs, kind, subject }) => ({
        atSeconds: atUs / US_PER_SECOND,
        kind,
        subject,
      })),
    })),
    ...(leftOut > 0 ? { incidentsLeftOut: leftOut } : {}),
  };
}
