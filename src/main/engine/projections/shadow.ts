/**
 * The shadow of a fault: what would stop if a part failed now.
 *
 * It is found by failing the part in a copy of the world and settling the copy with the very rules
 * the run itself uses, so the shadow cannot disagree with the fall. Time does not pass in it: what
 * a battery would carry for a while still stands.
 */
import type { Result } from '../../../shared/kernel/result.ts';
import type { Shadow } from '../../../shared/views/workspace-view.ts';
import { HOST_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { cutPart, findWhole } from '../decide/fault-deciders.ts';
import { ratePerSecond } from '../systems/arrivals.ts';
import { frontendCut } from '../systems/frontends.ts';
import { settle } from '../systems/settle.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { capacityPerSecond } from './figures.ts';

const HOST_UP = HOST_STATES.indexOf('up');
const VM_RUNNING = POWER_STATES.indexOf('running');

/** Compares the world with a copy in which the target is cut. Refuses unknown and cut targets. */
export function shadowOf(
  world: World,
  target: string,
  copyOf: (world: World) => World,
): Result<Shadow> {
  const found = findWhole(world, target);
  if (!found.ok) return found;
  const copy = copyOf(world);
  cutPart(copy, found.value);
  settle(copy);
  function lost(table: TableName, works: (of: World, slot: number) => boolean): string[] {
    return [...world[table].slots()]
      .filter((slot) => works(world, slot) && !works(copy, slot))
      .map((slot) => textIdOf(world, table, slot));
  }
  return {
    ok: true,
    value: {
      target,
      hosts: lost('host', hostWorks),
      switches: lost('switch', (of, slot) => of.switch.col.connected[slot] === 1),
      powers: lost('power', (of, slot) => of.power.col.energised[slot] === 1),
      vms: lost('vm', runs),
      services: [...world.service.slots()].map((service) => serviceShadow(world, copy, service)),
    },
  };
}

function hostWorks(world: World, host: number): boolean {
  const { state, connected } = world.host.col;
  return state[host] === HOST_UP && connected[host] === 1;
}

function runs(world: World, vm: number): boolean {
  return world.vm.col.powerState[vm] === VM_RUNNING;
}

function serviceShadow(world: World, copy: World, service: number): Shadow['services'][number] {
  const pools = world.traffic.poolsOf(service);
  const vmsOf = (pool: number): number[] =>
    world.pools.backendsOfBalancer(pool).map((backend) => world.backend.col.vm[backend]! - 1);
  const vms = pools.flatMap(vmsOf);
  const left = vms.filter((vm) => runs(copy, vm)).length;
  const reachable = pools
    .filter((pool) => frontendCut(copy, pool) < 0)
    .flatMap(vmsOf)
    .filter((vm) => runs(copy, vm)).length;
  return {
    id: textIdOf(world, 'service', service),
    name: world.service.text('name', service),
    backends: vms.filter((vm) => runs(world, vm)).length,
    backendsLeft: left,
    demandPerSecond: ratePerSecond(world, service),
    capacityLeftPerSecond: capacityPerSecond(world, service, reachable),
  };
}
