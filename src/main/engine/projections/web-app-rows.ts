/**
 * Web apps as rows: plan, instances, and what they did by themselves. It only reads.
 */
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { WEB_INSTANCE_STATES } from '../../../shared/model/web-app-kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import { instancesOf } from '../systems/web-instances.ts';
import { planOf, webAppHourly } from '../systems/web-plans.ts';
import type { World } from '../world/world.ts';
import { cloud, some } from './row-parts.ts';

/** A web app with its plan and its instances. */
export function webAppRow(world: World, slot: number): RowOf<'webApp'> {
  const { col } = world.webApp;
  const plan = planOf(world, slot);
  const { number, state, sinceUs } = world.webInstance.col;
  const instances = instancesOf(world, slot)
    .sort((a, b) => number[a]! - number[b]!)
    .map((one) => ({
      number: number[one]!,
      state: WEB_INSTANCE_STATES[state[one]!]!,
      sinceUs: sinceUs[one]!,
    }));
  const scales = col.maximum[slot]! > 0;
  return {
    kind: 'webApp',
    ...cloud(world, 'webApp', slot),
    tier: plan.tier,
    vCpu: plan.vCpu,
    memoryMib: plan.memoryMib,
    maxInstances: plan.maxInstances,
    capacity: col.capacity[slot]!,
    instances,
    ...some(
      'autoscale',
      scales
        ? {
            minimum: col.minimum[slot]!,
            maximum: col.maximum[slot]!,
            outAbove: col.outAbove[slot]!,
            inBelow: col.inBelow[slot]!,
          }
        : undefined,
    ),
    ...some('cpuShare', world.nowUs < US_PER_MINUTE ? undefined : col.lastCpu[slot]!),
    patches: col.patches[slot]!,
    ...some('patchedAtUs', col.patches[slot] === 0 ? undefined : col.lastPatchUs[slot]!),
    scaledOut: col.scaledOut[slot]!,
    scaledIn: col.scaledIn[slot]!,
    microUsdPerHour: webAppHourly(world, slot),
    assumed: Object.keys(plan.assumed ?? {}).sort(),
  };
}

/** What web apps did by themselves, the oldest slots first; undefined when there are none. */
export function webAppSummaries(world: World): RunSummary['webApps'] {
  if (world.webApp.count === 0) return undefined;
  const { capacity, patches, scaledOut, scaledIn } = world.webApp.col;
  return [...world.webApp.slots()].map((slot) => ({
    name: world.webApp.text('name', slot),
    instances: capacity[slot]!,
    patches: patches[slot]!,
    scaledOut: scaledOut[slot]!,
    scaledIn: scaledIn[slot]!,
  }));
}
