/**
 * What was measured of services and sets, as whole numbers since the start: for whoever takes the
 * difference of two moments. The views make shares of the same meters (`sla.ts`).
 */
import type { OwnerMeasure } from '../engine-types.ts';
import { judgedSeconds } from '../systems/availability.ts';
import { readMeter } from '../systems/meters.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** Services first, then sets, each in the order in which they were made. */
export function measuredOwners(world: World): OwnerMeasure[] {
  const services = [...world.service.slots()].map((slot): OwnerMeasure => {
    const judged = judgedSeconds(world, slot);
    return {
      id: textIdOf(world, 'service', slot),
      name: world.service.text('name', slot),
      kind: 'service',
      ...metered(world, { owner: 'balancer', slot: world.service.ref('balancer', slot) }),
      seconds: judged.up + judged.down,
      secondsDown: judged.down,
    };
  });
  const sets = (['availabilitySet', 'scaleSet'] as const).flatMap((kind) =>
    [...world[kind].slots()].map((slot): OwnerMeasure => ({
      id: textIdOf(world, kind, slot),
      name: world[kind].text('name', slot),
      kind,
      ...metered(world, { owner: kind, slot }),
      seconds: 0,
      secondsDown: 0,
    })),
  );
  return [...services, ...sets];
}

function metered(
  world: World,
  owner: Parameters<typeof readMeter>[1],
): Pick<OwnerMeasure, 'meteredUs' | 'downUs'> {
  const meter = readMeter(world, owner);
  return { meteredUs: meter.meteredUs, downUs: meter.meteredUs - meter.upUs };
}
