/**
 * Frontends of balancers and their zones (rule ENG-Z9; docs/facts.md, fact 55): a zonal one goes
 * down with its zone whatever its machines do, a zone-redundant one with none. Who answers behind
 * it is the matter of the probes.
 */
import type { World } from '../world/world.ts';
import { cutAround } from './place-fate.ts';

/** The cut place that keeps a balancer's frontend down, or -1 while it can be reached. */
export function frontendCut(world: World, balancer: number): number {
  const zone = world.balancer.col.zone[balancer]! - 1;
  return zone < 0 ? -1 : cutAround(world, zone);
}
