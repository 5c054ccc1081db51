/**
 * The plan of a web app as the catalogue has it: what an instance is and what it costs. It only
 * reads, so that costs and rows need not know how instances come and go.
 */
import { ensure } from '../../../shared/kernel/assert.ts';
import { findWebPlan, webPlanMicroUsd, type WebPlan } from '../../../shared/model/web-plan.ts';
import type { World } from '../world/world.ts';

/** The tier of a web app; it was found when it was set. */
export function planOf(world: World, webApp: number): WebPlan {
  const found = findWebPlan(world.catalogue, world.webApp.text('tier', webApp));
  return ensure(found.ok ? found.value : undefined, 'The tier of a web app was checked');
}

/** Price of an hour of all instances that were asked for, in millionths of a dollar. */
export function webAppHourly(world: World, webApp: number): number {
  return (
    world.webApp.col.capacity[webApp]! * webPlanMicroUsd(world.catalogue, planOf(world, webApp))
  );
}
