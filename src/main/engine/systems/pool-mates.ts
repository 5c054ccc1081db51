/**
 * Who shares a pool: a balancer's own pool is also that of its rules that name none, and rules that
 * name one share it among themselves (rule ENG-LR3). Each of them probes and rotates the machines
 * by itself; only who belongs is common. In a room without rules every pool stands alone.
 */
import type { World } from '../world/world.ts';

/** The rule that a row among the balancers stands for; -1 when it is a balancer by itself. */
export function ruleOf(world: World, balancer: number): number {
  if (world.balancer.col.isRule[balancer] === 0) return -1;
  const { unit } = world.balancerRule.col;
  for (const rule of world.balancerRule.slots()) if (unit[rule] === balancer + 1) return rule;
  return -1;
}

/** The balancer a rule belongs to; any other one is its own. */
export function balancerBehind(world: World, balancer: number): number {
  const rule = ruleOf(world, balancer);
  return rule < 0 ? balancer : world.balancerRule.ref('balancer', rule);
}

/** Rules of a balancer, in the order of their slots. */
export function rulesOf(world: World, balancer: number): number[] {
  if (world.balancerRule.count === 0) return [];
  const { balancer: owner } = world.balancerRule.col;
  return [...world.balancerRule.slots()].filter((rule) => owner[rule] === balancer + 1);
}

/** The name of the pool behind a balancer or rule; empty: the own one of the balancer. */
function poolName(world: World, balancer: number): string {
  const rule = ruleOf(world, balancer);
  return rule < 0 ? '' : world.balancerRule.text('pool', rule);
}

/** Balancers and rules with the pool of this one, itself among them. */
export function poolMates(world: World, balancer: number): readonly number[] {
  if (world.balancerRule.count === 0) return [balancer];
  const home = balancerBehind(world, balancer);
  const name = poolName(world, balancer);
  const rules = rulesOf(world, home).filter(
    (rule) => world.balancerRule.text('pool', rule) === name,
  );
  const units = rules.map((rule) => world.balancerRule.ref('unit', rule));
  return name === '' ? [home, ...units] : units;
}

/** A balancer and all of its rules, wherever one begins. */
export function wholeBalancer(world: World, balancer: number): readonly number[] {
  if (world.balancerRule.count === 0) return [balancer];
  const home = balancerBehind(world, balancer);
  return [home, ...rulesOf(world, home).map((rule) => world.balancerRule.ref('unit', rule))];
}
