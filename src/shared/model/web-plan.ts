/**
 * Words and look-ups of plans on which web apps run. What a tier has, and what an instance of it
 * costs, stands in the catalogue.
 */
import { nearestWords } from '../kernel/nearest-words.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Catalogue } from './catalogue.ts';
import { findCharge } from './catalogue-lookup.ts';

export type WebPlan = NonNullable<Catalogue['webPlans']>[number];

/** A tier of web plans. Refuses with `webPlan.notFound`. O(tiers). */
export function findWebPlan(catalogue: Catalogue, tier: string): Result<WebPlan> {
  const plans = catalogue.webPlans ?? [];
  const wanted = tier.toLowerCase();
  const found = plans.find((one) => one.tier.toLowerCase() === wanted);
  if (found !== undefined) return ok(found);
  const known = plans.map((one) => one.tier);
  const close = nearestWords({ wanted: tier, known });
  return err({
    code: 'webPlan.notFound',
    message: `The catalogue ${catalogue.id} has no web plan "${tier.slice(0, 40)}".`,
    hint:
      close.length > 0
        ? `Did you mean ${close.join(' or ')}?`
        : `It has ${known.length === 0 ? 'none' : known.join(', ')}.`,
    details: { name: tier.slice(0, 40), suggestions: close, catalogue: catalogue.id },
  });
}

/** Price of an instance of a tier and hour, in millionths of a dollar. */
export function webPlanMicroUsd(catalogue: Catalogue, plan: WebPlan): number {
  return findCharge(catalogue, plan.charge)?.steps[0]?.microUsd ?? 0;
}
