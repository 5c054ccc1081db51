/**
 * How a balancer, or a rule of one, goes: who still uses it, and what goes with it. Shared by the
 * deciders of both, because a rule stands among the balancers.
 */
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import { forgetParts } from '../systems/balancer-rules.ts';
import { closeCost } from '../systems/costs.ts';
import { forgetTarget } from '../systems/dependencies.ts';
import { forgetDowntime } from '../systems/downtime.ts';
import { leavePool } from '../systems/machine-records.ts';
import { ruleOf, rulesOf } from '../systems/pool-mates.ts';
import type { TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { rowsWhere } from './decide-kit.ts';

const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');

/** Services, names and sets that use a balancer, and the rules it has. */
export function usersOfBalancer(world: World, slot: number): { table: TableName; slot: number }[] {
  const { scaleSet, balancer: joined } = world.scaleSetPool.col;
  return [
    ...rowsWhere(world, 'service', (service) => world.service.col.balancer[service] === slot + 1),
    ...[...world.dnsEndpoint.slots()]
      .filter((row) => world.dnsEndpoint.ref('balancer', row) === slot)
      .map((row) => ({
        table: 'dnsProfile' as const,
        slot: world.dnsEndpoint.ref('profile', row),
      })),
    ...[...world.scaleSetPool.slots()]
      .filter((row) => joined[row] === slot + 1)
      .map((row) => ({ table: 'scaleSet' as const, slot: scaleSet[row]! - 1 })),
    ...rulesOf(world, slot).map((rule) => ({
      table: 'balancer' as const,
      slot: world.balancerRule.ref('unit', rule),
    })),
  ];
}

/** Removes a balancer or a rule that nobody uses; what machines hold of it is lost. */
export function dropBalancer(world: World, slot: number): void {
  const blame = { reason: MACHINE_LOST, cause: world.decisionId };
  for (const backend of world.pools.backendsOfBalancer(slot)) leavePool(world, backend, blame);
  forgetTarget(world, { table: 'balancer', slot }, world.decisionId);
  forgetDowntime(world, { owner: 'balancer', slot });
  closeCost(world, 'balancer', slot);
  const rule = ruleOf(world, slot);
  world.names.remove('balancer', slot);
  if (rule >= 0) world.balancerRule.release(rule);
  else forgetParts(world, slot);
  world.balancer.release(slot);
  world.pools.invalidate();
  world.slotStreams.invalidate();
}
