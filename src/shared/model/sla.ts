/**
 * What a provider promises and what it pays back: the formulas of availability promises
 * (docs/facts.md, facts 48 to 53), as pure arithmetic on shares of time.
 *
 * Promises of several things are combined as if they failed independently, because that is what
 * the arithmetic of promises does; `expected-availability.ts` knows what they share.
 */
import type { DiskSku, Sla } from './catalogue-services.ts';

/** Length of the month in which promises are counted; prices count 730 hours instead. */
export const SLA_MONTH_DAYS = 30;
export const SLA_MONTH_MINUTES = SLA_MONTH_DAYS * 24 * 60;
const PPM = 1_000_000;

/** All must work: the product (fact 52). Nothing promised for one is nothing promised at all. */
export function inSeries(shares: readonly (number | undefined)[]): number | undefined {
  let product = 1;
  for (const share of shares) {
    if (share === undefined) return undefined;
    product *= share;
  }
  return product;
}

/** One must work: 1 − Π(1 − Aᵢ) (fact 52). Parts without a promise add nothing. */
export function inParallel(shares: readonly (number | undefined)[]): number | undefined {
  const promised = shares.filter((share): share is number => share !== undefined);
  if (promised.length === 0) return undefined;
  return 1 - promised.reduce((product, share) => product * (1 - share), 1);
}

/** Minutes of a month that a share of availability leaves for being down (fact 53). */
export function downtimeMinutes(availability: number, monthMinutes = SLA_MONTH_MINUTES): number {
  return (1 - availability) * monthMinutes;
}

/** A promise as a share of time; undefined when nothing is promised. */
export function promisedShare(sla: Sla | undefined): number | undefined {
  return sla?.availabilityPpm === undefined ? undefined : sla.availabilityPpm / PPM;
}

/** Per cent of the fee that is paid back for a month of this availability (fact 50). */
export function creditPercent(sla: Sla | undefined, availability: number): number {
  const due = (sla?.credits ?? []).filter(({ belowPpm }) => availability * PPM < belowPpm);
  return Math.max(0, ...due.map((credit) => credit.creditPercent));
}

/** Kinds of disk from the best promise to the worst; a machine takes the worst it has. */
const DISK_PROMISES: readonly { readonly sla: string; readonly skus: readonly DiskSku[] }[] = [
  { sla: 'singlePremium', skus: ['Premium_LRS', 'PremiumV2_LRS', 'UltraSSD_LRS'] },
  { sla: 'singleStandardSsd', skus: ['StandardSSD_LRS'] },
  { sla: 'singleStandardHdd', skus: ['Standard_LRS'] },
];

/** The promise for one machine by its disks; temporary ones do not count (facts 48 and 49). */
export function singleMachineSla(skus: readonly DiskSku[]): string | undefined {
  const ranks = skus.map((sku) => DISK_PROMISES.findIndex((one) => one.skus.includes(sku)));
  if (ranks.length === 0 || ranks.includes(-1)) return undefined;
  return DISK_PROMISES[Math.max(...ranks)]?.sla;
}

/** What is known of machines that stand together when their promise is looked up. */
export interface TogetherFacts {
  readonly kind: 'availabilitySet' | 'scaleSet' | 'pool';
  readonly machines: number;
  /** Zones that hold at least one of them. */
  readonly zones: number;
  /** Fault domains the set was made with; 1 spreads over as many racks as it can. */
  readonly faultDomains: number;
  readonly uniform: boolean;
}

/**
 * The promise for several machines together, by id; undefined when only each for itself has one.
 * A uniform set needs fixed fault domains; a flexible one spreads by itself (facts 48 and 65).
 */
export function togetherSla(facts: TogetherFacts): string | undefined {
  if (facts.machines < 2) return undefined;
  const zoned = facts.zones >= 2;
  if (facts.kind === 'scaleSet') {
    if (zoned) return 'scaleSetZones';
    return facts.uniform && facts.faultDomains === 1 ? undefined : 'scaleSetFaultDomains';
  }
  if (zoned) return 'twoZones';
  return facts.kind === 'availabilitySet' ? 'availabilitySet' : undefined;
}

/** One factor of a promise: what it is about, which promise it takes, and the share. */
export interface PromisePart {
  readonly about: string;
  readonly sla?: string;
  readonly share?: number;
}

/** A promise with the formula it comes from. `join` says how its parts are combined. */
export interface Promised {
  readonly share?: number;
  readonly join: 'single' | 'series' | 'parallel';
  readonly parts: readonly (PromisePart | Promised)[];
}

/** Whether a part is a formula of its own. */
export function isFormula(part: PromisePart | Promised): part is Promised {
  return 'join' in part;
}

/** Combines parts; a single one stays as it is. */
export function combine(
  join: 'series' | 'parallel',
  parts: readonly (PromisePart | Promised)[],
): Promised {
  const shares = parts.map(({ share }) => share);
  const share = join === 'series' ? inSeries(shares) : inParallel(shares);
  const shape = parts.length === 1 ? ('single' as const) : join;
  return { ...(share === undefined ? {} : { share }), join: shape, parts };
}

/** Digits after the point that tell two promises of many nines apart. */
const PERCENT_DIGITS = 6;

/** A share as per cent without useless zeros: 0.9995 is `99.95%`. */
export function percentText(share: number): string {
  const text = (share * 100).toFixed(PERCENT_DIGITS);
  return `${text.replace(/\.?0+$/, '')}%`;
}

/** Terms side by side that a formula spells out; more are told by their shares. */
const TERMS_SPELT = 6;

/** The formula in words and numbers: `balancer:front 99.99% × (…) = 99.94%`. */
export function formulaText(promised: Promised): string {
  const { share } = promised;
  const sum = share === undefined ? 'nothing is promised' : percentText(share);
  return `${sideText(promised)} = ${sum}`;
}

/** Many side by side, by their shares: `1 − (1 − 99.9%)^200`. */
function groupedText(promised: Promised): string {
  const counts = new Map<string, number>();
  for (const { share } of promised.parts) {
    const text = share === undefined ? 'none' : percentText(share);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const factors = [...counts].map(([text, count]) => `(1 − ${text})^${count}`);
  return `1 − ${factors.join(' × ')}`;
}

function sideText(promised: Promised): string {
  const terms = promised.parts.map((part) => {
    if (isFormula(part)) return part.parts.length === 1 ? sideText(part) : `(${sideText(part)})`;
    return `${part.about} ${part.share === undefined ? 'none' : percentText(part.share)}`;
  });
  if (promised.join !== 'parallel') return terms.join(' × ');
  if (terms.length > TERMS_SPELT) return groupedText(promised);
  return `1 − ${terms.map((term) => `(1 − ${term})`).join(' × ')}`;
}

/** Stands for "without end" where a promise allows nothing: JSON knows no infinity. */
const BEYOND = Number.MAX_SAFE_INTEGER;

/** Downtime allowed, used and left, and how fast it is being used. */
export interface ErrorBudget {
  readonly target: number;
  readonly allowedMinutes: number;
  readonly usedMinutes: number;
  readonly leftMinutes: number;
  /** Share of the allowance that is gone; above 1 the promise is broken for the month. */
  readonly usedShare: number;
}

/** The budget of a month for a target, after some downtime. */
export function errorBudget(target: number, downMinutes: number): ErrorBudget {
  const allowedMinutes = downtimeMinutes(target);
  return {
    target,
    allowedMinutes,
    usedMinutes: downMinutes,
    leftMinutes: allowedMinutes - downMinutes,
    usedShare: allowedMinutes === 0 ? (downMinutes > 0 ? BEYOND : 0) : downMinutes / allowedMinutes,
  };
}

/** Failing share ÷ allowed share: at 1 a month uses its budget up exactly; at 30 a day does. */
export function burnRate(target: number, failingShare: number): number {
  const allowed = 1 - target;
  if (allowed > 0) return failingShare / allowed;
  return failingShare > 0 ? BEYOND : 0;
}
